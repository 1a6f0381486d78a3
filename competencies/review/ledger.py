"""Everything a chunk has to write, collected so that its size does not show in the number of queries."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from competencies.models import Attainment, Standing, Untold
from competencies.review import rows
from competencies.review.report import Report
from partners.journal import Cause, Kind
from partners.models import JournalEntry, TermEntry

_STANDING = [
    "next_review_on",
    "reviewed_on",
    "rules_version",
    "stages",
    "risk",
    "risk_kind",
    "risk_on",
    "waiting",
]
_ATTAINMENT = ["until", "via", "lapses_on", "earned"]


@dataclass
class Ledger:
    """Rows to insert and to change. Nothing is written before `write`."""

    standings: list[Standing] = field(default_factory=list)
    opened: list[Attainment] = field(default_factory=list)
    changed: dict[int, Attainment] = field(default_factory=dict)
    displayed: list[TermEntry] = field(default_factory=list)
    events: list[JournalEntry] = field(default_factory=list)
    untold: list[tuple[int, date, list[JournalEntry]]] = field(default_factory=list)

    def open(self, attainment: Attainment) -> None:
        """A level is attained."""
        self.opened.append(attainment)

    def change(self, attainment: Attainment) -> None:
        """An attainment was changed in memory; one opened in this review is written with its last state."""
        if attainment.pk is not None:
            self.changed[attainment.pk] = attainment

    def event(
        self, standing: Standing, kind: Kind, on: date, because: list[Cause], **columns: Any
    ) -> JournalEntry:
        """Note a change of status with its causes."""
        data = {**columns.pop("data", {}), "because": [cause.as_data() for cause in because]}
        entry = JournalEntry(organisation_id=standing.pk, kind=kind, on=on, data=data, **columns)
        self.events.append(entry)
        return entry

    def tell(self, standing: Standing, on: date, entries: list[JournalEntry]) -> None:
        """Have the organisation's readers told of these entries, which one step found."""
        if entries:
            self.untold.append((standing.pk, on, entries))

    def report(self, reviewed: int, *, dry_run: bool) -> Report:
        """What was found; the events themselves only on a dry run, whose reader wants to see them."""
        report = Report(reviewed=reviewed, events=list(self.events) if dry_run else [])
        report.kinds.update(event.kind for event in self.events)
        return report

    def write(self) -> None:
        """Write everything, a statement for each kind of row; journal entries know their primary keys then."""
        rows.update(sorted(self.changed.values(), key=lambda row: row.pk), _ATTAINMENT)
        rows.insert(self.opened)
        rows.insert(self.displayed)
        rows.insert(self.events, numbered=True)
        rows.insert(
            [
                Untold(organisation_id=pk, on=on, entries=[entry.pk for entry in entries])
                for pk, on, entries in self.untold
            ]
        )
        rows.update(self.standings, _STANDING)
