"""The tenant: who uses the portal, for which organisation, in which term, and what happened."""

from partners.models.accounts import Account, AccountRole, Role
from partners.models.heartbeats import Heartbeat
from partners.models.journal import JournalEntry
from partners.models.messages import Message, MessageKind, MessageState
from partners.models.organisations import CountryMarket, Location, Organisation
from partners.models.sessions import Session
from partners.models.sweeps import Job, Sweep
from partners.models.terms import Term, TermEntry
from partners.models.users import StaffRole, User

__all__ = [
    "Account",
    "AccountRole",
    "CountryMarket",
    "Heartbeat",
    "Job",
    "JournalEntry",
    "Location",
    "Message",
    "MessageKind",
    "MessageState",
    "Organisation",
    "Role",
    "Session",
    "StaffRole",
    "Sweep",
    "Term",
    "TermEntry",
    "User",
]
