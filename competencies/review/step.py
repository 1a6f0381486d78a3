"""One organisation judged on one day: what changed against what is stored, with its causes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from competencies.models import Attainment
from competencies.review.causes import Explainer
from competencies.review.ledger import Ledger
from competencies.review.risk import RiskEntry, gravest, risk_entries
from competencies.review.subject import LevelKey, Subject
from competencies.rules.outcome import Outcome, Verdict
from partners.journal import Cause, Kind, Reason
from partners.models import JournalEntry, TermEntry


class Step:
    """A day of a review. `because` are the causes of an action; without any, the clock is asked."""

    def __init__(self, subject: Subject, day: date, because: Sequence[Cause], ledger: Ledger) -> None:
        self.subject = subject
        self.day = day
        self.because = list(because)
        self.ledger = ledger
        self.edition = subject.programme.edition_on(day)
        self.explainer = Explainer(subject)
        self.gained: dict[LevelKey, list[Cause]] = {}
        self.told: list[JournalEntry] = []

    def judge(self) -> Outcome:
        """Bring attainments, displayed entries and risk to the day; returns the day's Outcome."""
        outcome = self.subject.case.outcome(self.day)
        lost = self._levels(outcome)
        outcome = self._display(outcome)
        self._risk(outcome, lost)
        self.ledger.tell(self.subject.standing, self.day, self.told)
        return outcome

    def _levels(self, outcome: Outcome) -> dict[LevelKey, list[Cause]]:
        """Open, change and close attainments; returns the causes of each loss."""
        attained = {verdict.key: verdict for verdict in outcome.competencies if verdict.attained}
        lost = {}
        for key in [key for key in self.subject.open if key not in attained]:
            lost[key] = self._lose(key)
        for key, verdict in attained.items():
            if key in self.subject.open:
                self._keep(self.subject.open[key], verdict)
            else:
                self._attain(key, verdict)
        return lost

    def _attain(self, key: LevelKey, verdict: Verdict) -> None:
        row = Attainment(
            organisation_id=self.subject.standing.pk, competency=key[0], level=key[1], starts_on=self.day
        )
        self._fill(row, verdict)
        self.subject.open[key] = row
        self.ledger.open(row)
        because = self.because or self._began(key)
        self.gained[key] = because
        self._event(
            Kind.LEVEL_ATTAINED, key, because, via=list(verdict.via), lapses_on=_iso(verdict.lapses_on)
        )

    def _began(self, key: LevelKey) -> list[Cause]:
        if self.subject.standing.reviewed_on is None:
            # Nobody looked on the day before, so nothing of it is known to have changed.
            return [Cause(Reason.FIRST_REVIEW)]
        return self.explainer.gained(key, self.day) or [Cause(Reason.FACTS_CHANGED)]

    def _keep(self, row: Attainment, verdict: Verdict) -> None:
        if row.via != list(verdict.via) or row.lapses_on != verdict.lapses_on:
            self._fill(row, verdict)
            self.ledger.change(row)

    def _fill(self, row: Attainment, verdict: Verdict) -> None:
        row.via, row.lapses_on = list(verdict.via), verdict.lapses_on
        if any(path != "override" for path in verdict.via):
            row.earned = True
            self.subject.earned.add(verdict.key)

    def _lose(self, key: LevelKey) -> list[Cause]:
        row = self.subject.open.pop(key)
        row.until, row.lapses_on = self.day, None
        self.ledger.change(row)
        because = self.because or self.explainer.lost(key, self.day) or [Cause(Reason.FACTS_CHANGED)]
        entry = self._event(Kind.LEVEL_LOST, key, because)
        if self.subject.term is None:
            # E4: with a paid term the alert tells it.
            self.told.append(entry)
        return because

    def _display(self, outcome: Outcome) -> Outcome:
        """F2: what is attained on a day of the term is displayed to its end, which its renewal then rests on."""
        if self.subject.term is None or not self.subject.displays_on(self.day):
            return outcome
        held = self.subject.held
        added = [each.key for each in outcome.competencies if each.attained and each.key not in held]
        for key in added:
            entry = TermEntry(term_id=self.subject.term.pk, competency=key[0], level=key[1], since=self.day)
            self.ledger.displayed.append(entry)
            self._event(
                Kind.DISPLAY_ADDED, key, self.gained.get(key, self.because), term=self.subject.term.pk
            )
        return self.subject.display(outcome, added) if added else outcome

    def _risk(self, outcome: Outcome, lost: dict[LevelKey, list[Cause]]) -> None:
        """Bring `Standing.risk` to the day, and journal the alerts raised, changed and cleared (E4)."""
        standing = self.subject.standing
        before = self._alerts_before()
        entries = self._entries(outcome)
        known = {entry.key: entry for entry in map(RiskEntry.of_data, standing.risk.get("entries", []))}
        same_term = self._is_same_term()
        for entry in entries:
            self._carry(entry, known.get(entry.key) if same_term else None, lost)
        self._tell(before, {entry.key: entry for entry in entries if entry.note is None})
        if entries and outcome.renewal is not None and self.subject.term is not None:
            data = [entry.as_data() for entry in entries]
            standing.risk = {
                "term": self.subject.term.pk, "eligible": outcome.renewal.eligible, "entries": data,
            }  # fmt: skip
        else:
            standing.risk, entries = {}, []
        worst = gravest(entries)
        standing.risk_kind = worst.kind.value if worst else ""
        standing.risk_on = worst.lapses_on if worst else None

    def _is_same_term(self) -> bool:
        term = self.subject.term
        return term is not None and self.subject.standing.risk.get("term") == term.pk

    def _alerts_before(self) -> dict[LevelKey, RiskEntry]:
        stored = map(RiskEntry.of_data, self.subject.standing.risk.get("entries", []))
        return {entry.key: entry for entry in stored if entry.note is None}

    def _entries(self, outcome: Outcome) -> list[RiskEntry]:
        membership = self.subject.facts.membership
        if outcome.renewal is None or membership is None:
            return []
        return risk_entries(
            outcome.renewal,
            levels=self.subject.programme.level_keys,
            term_level=membership.level,
            held=self.subject.held,
            attained={each.key for each in outcome.competencies if each.attained},
            earned=self.subject.earned,
        )

    def _carry(self, entry: RiskEntry, known: RiskEntry | None, lost: dict[LevelKey, list[Cause]]) -> None:
        """Keep since when and why an entry is at risk; add the causes of what is new about it."""
        if entry.lapses_on is None:
            entry.lapsed_on = self.day if entry.key in lost else self._lapsed_on(entry.key, known)
        if known is not None and (known.kind, known.note, known.lapses_on) == (
            entry.kind, entry.note, entry.lapses_on,
        ):  # fmt: skip
            entry.since, entry.because = known.since, known.because
            return
        earlier = _still_causes(known, entry) if known is not None else []
        new = [cause.as_data() for cause in self._why(entry, lost)]
        entry.since = known.since if known is not None else self.day
        entry.because = earlier + [cause for cause in new if cause not in earlier]

    def _lapsed_on(self, key: LevelKey, known: RiskEntry | None) -> date | None:
        """The day of the last loss, as far as it is known: what only an override attained is forgotten."""
        return (known.lapsed_on if known else None) or self.subject.lost.get(key)

    def _why(self, entry: RiskEntry, lost: dict[LevelKey, list[Cause]]) -> list[Cause]:
        """The action's causes, and what ends on the day of the lapse, or what made the level lapse today."""
        if entry.key in lost:
            return lost[entry.key]
        if entry.lapses_on is None:
            return self.because
        return self.because + self.explainer.will_lose(entry.key, entry.lapses_on)

    def _tell(self, before: dict[LevelKey, RiskEntry], after: dict[LevelKey, RiskEntry]) -> None:
        same_term = self._is_same_term()
        for key, alert in before.items():
            if key not in after or not same_term:
                self._clear(alert)
        for key, alert in after.items():
            if key not in before or not same_term:
                self.told.append(self._risk_event(Kind.RISK_RAISED, alert, alert.because))
            elif (before[key].kind, before[key].lapses_on) != (alert.kind, alert.lapses_on):
                changed = self._risk_event(Kind.RISK_CHANGED, alert, alert.because)
                changed.data["before"] = {
                    "risk": before[key].kind.value, "lapses_on": _iso(before[key].lapses_on),
                }  # fmt: skip
                self.told.append(changed)

    def _clear(self, alert: RiskEntry) -> None:
        over = self.subject.term is None or not self.subject.term.in_force_or_grace(self.day)
        by_clock = [Cause(Reason.TERM_OVER)] if over else self.explainer.gained(alert.key, self.day)
        because = self.because or by_clock
        entry = self._risk_event(Kind.RISK_CLEARED, alert, [cause.as_data() for cause in because])
        if self._is_same_term() and not over:
            # The end of a term is no cure: whoever ended or renewed it knows.
            self.told.append(entry)

    def _risk_event(self, kind: Kind, alert: RiskEntry, because: list[dict[str, object]]) -> JournalEntry:
        entry = self._event(kind, alert.key, [], risk=alert.kind.value, lapses_on=_iso(alert.lapses_on))
        if alert.lapsed_on:
            entry.data["lapsed_on"] = _iso(alert.lapsed_on)
        entry.data["because"] = because
        return entry

    def _event(self, kind: Kind, key: LevelKey, because: Sequence[Cause], **data: object) -> JournalEntry:
        return self.ledger.event(
            self.subject.standing, kind, self.day, list(because),
            competency=key[0], level=key[1], edition=self.edition.key, data=data,
        )  # fmt: skip


def _still_causes(known: RiskEntry, entry: RiskEntry) -> list[dict[str, Any]]:
    """Of the causes of an open alert, those that happened; what was to end on another day is looked up anew."""
    if known.lapses_on is None or entry.lapses_on is None:
        return known.because
    return [cause for cause in known.because if "event" in cause or "run" in cause]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
