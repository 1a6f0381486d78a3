"""The tenant: who uses the portal, for which organisation, in which term, and what happened."""

from partners.models.accounts import Account, AccountRole, Role
from partners.models.among import Among
from partners.models.enrolments import Enrolment, EnrolmentState
from partners.models.heartbeats import Heartbeat
from partners.models.invitation_files import FileState, InvitationFile, InvitationRow, RowState
from partners.models.invitations import Invitation, InvitationState
from partners.models.journal import JournalEntry
from partners.models.markets import CorrectionStage, MarketCorrection, MarketEffect
from partners.models.messages import Message, MessageKind, MessagePreference, MessageState, Way
from partners.models.organisations import CountryMarket, Location, Organisation
from partners.models.sessions import Session
from partners.models.support import SupportGrant
from partners.models.sweeps import Job, Sweep
from partners.models.terms import Term, TermEntry
from partners.models.users import StaffRole, User

__all__ = [
    "Account",
    "AccountRole",
    "Among",
    "CorrectionStage",
    "CountryMarket",
    "Enrolment",
    "EnrolmentState",
    "FileState",
    "Heartbeat",
    "Invitation",
    "InvitationFile",
    "InvitationRow",
    "InvitationState",
    "Job",
    "JournalEntry",
    "Location",
    "MarketCorrection",
    "MarketEffect",
    "Message",
    "MessageKind",
    "MessagePreference",
    "MessageState",
    "Organisation",
    "Role",
    "RowState",
    "Session",
    "StaffRole",
    "SupportGrant",
    "Sweep",
    "Term",
    "TermEntry",
    "User",
    "Way",
]
