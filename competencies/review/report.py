"""What a review did."""

from collections import Counter
from dataclasses import dataclass, field

from partners.models import JournalEntry


@dataclass
class Report:
    """How many organisations were reviewed, and the events found: counted by kind, listed on a dry run."""

    reviewed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    events: list[JournalEntry] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Count another part of the same run."""
        self.reviewed += other.reviewed
        self.kinds.update(other.kinds)
        self.events.extend(other.events)
