"""The skills report (E7): who holds what, and whether it counts, within what an organisation may see (A7)."""

from competencies.skills.filters import Filters, chosen
from competencies.skills.lines import Skill, skills
from competencies.skills.states import COUNTS, NOTHING, STATES, state_names

__all__ = ["COUNTS", "NOTHING", "STATES", "Filters", "Skill", "chosen", "skills", "state_names"]
