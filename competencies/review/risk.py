"""What the alert of E4 says: which of three it is for each entry, and when a note takes its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from competencies.models.standings import RiskKind
from competencies.review.subject import LevelKey
from competencies.rules.cure import Cure
from competencies.rules.outcome import Renewal

__all__ = ["THE_TERM", "Note", "RiskEntry", "RiskKind", "gravest", "risk_entries"]

THE_TERM: LevelKey = ("", "")
"""The key of the alert that stands for the term itself: it is not eligible, and no entry is at risk."""

Cures = Mapping[LevelKey, Cure | None]
"""What would cure each alert; None where nothing that can still be passed would do."""


class Note(StrEnum):
    """Why an entry needs no alert while the term is eligible (E4)."""

    OVERRIDE_ONLY = "override-only"
    HIGHER_LEVEL_HOLDS = "higher-level-holds"


@dataclass(slots=True)
class RiskEntry:
    """One entry of `Standing.risk["entries"]`: an alert, or with `note` a note. Days in JSON are ISO text.

    `lapses_on` is to come; `lapsed_on` is the first day on which a level that was attained no longer was.
    """

    competency: str
    level: str
    lapses_on: date | None
    kind: RiskKind
    note: Note | None = None
    since: date | None = None
    because: list[dict[str, Any]] = field(default_factory=list)
    lapsed_on: date | None = None

    @property
    def key(self) -> LevelKey:
        """Competency and level; `THE_TERM` for the term itself."""
        return self.competency, self.level

    def as_data(self) -> dict[str, Any]:
        """As kept in the Standing."""
        return {
            "competency": self.competency,
            "level": self.level,
            "lapses_on": self.lapses_on.isoformat() if self.lapses_on else None,
            "kind": self.kind.value,
            "note": self.note.value if self.note else None,
            "since": self.since.isoformat() if self.since else None,
            "because": self.because,
            "lapsed_on": self.lapsed_on.isoformat() if self.lapsed_on else None,
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "RiskEntry":
        """Back from the Standing."""
        return cls(
            data["competency"],
            data["level"],
            date.fromisoformat(data["lapses_on"]) if data["lapses_on"] else None,
            RiskKind(data["kind"]),
            Note(data["note"]) if data["note"] else None,
            date.fromisoformat(data["since"]) if data["since"] else None,
            data["because"],
            date.fromisoformat(data["lapsed_on"]) if data.get("lapsed_on") else None,
        )


def risk_entries(
    renewal: Renewal,
    *,
    levels: Sequence[str],
    term_level: str,
    held: Collection[LevelKey],
    attained: Collection[LevelKey],
    earned: Collection[LevelKey],
) -> list[RiskEntry]:
    """What is at risk, in the order of the Outcome.

    `levels`: of competencies, lowest first. `attained`: on the day. `earned`: ever attained by a path.
    """
    if not renewal.eligible and not renewal.at_risk:
        return [RiskEntry(*THE_TERM, None, RiskKind.REFUSED)]
    lasting = set(attained) - {(each.competency, each.level) for each in renewal.at_risk}
    found = []
    for each in renewal.at_risk:
        key = (each.competency, each.level)
        kind = _kind(key, renewal.eligible, levels, term_level, held)
        note = _note(key, levels, lasting, earned) if renewal.eligible else None
        found.append(RiskEntry(*key, each.lapses_on, kind, note))
    return found


def gravest(entries: Collection[RiskEntry]) -> RiskEntry | None:
    """Of the alerts among them the gravest, of these the one that lapses first; None without any alert."""
    graveness = list(RiskKind)
    alerts = [each for each in entries if each.note is None]
    return min(alerts, key=lambda one: (graveness.index(one.kind), one.lapses_on or date.min), default=None)


def _kind(
    key: LevelKey, eligible: bool, levels: Sequence[str], term_level: str, held: Collection[LevelKey]
) -> RiskKind:
    if not eligible and _rank(key[1], levels) >= _rank(term_level, levels):
        return RiskKind.REFUSED
    return RiskKind.DISPLAYED_LEVEL_LOST if key in held else RiskKind.UPGRADE_LOST


def _note(
    key: LevelKey, levels: Sequence[str], lasting: Collection[LevelKey], earned: Collection[LevelKey]
) -> Note | None:
    if key not in earned:
        return Note.OVERRIDE_ONLY
    higher = levels[_rank(key[1], levels) + 1 :]
    return Note.HIGHER_LEVEL_HOLDS if any((key[0], level) in lasting for level in higher) else None


def _rank(level: str, levels: Sequence[str]) -> int:
    """The place of a level, lowest 0; levels that ask for no competency stand below all."""
    return levels.index(level) if level in levels else -1
