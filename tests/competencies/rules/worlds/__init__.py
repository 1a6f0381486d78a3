"""Small generated worlds: one or two editions, one organisation's facts, and days to judge it on."""

from .cases import Case, cases
from .profile import Profile

__all__ = ["Case", "Profile", "cases"]
