"""The skills report in words: lines for the screen, cells for the files (E7)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.words import Words
from competencies.programme import Competency, Edition, predicates
from competencies.skills import COUNTS, NOTHING, Skill, state_names
from partners import days


@dataclass(frozen=True, slots=True)
class Asked:
    """A competency that asks for a credential, and by which of its paths."""

    key: str
    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the edition of the day says of a credential."""

    title: str
    kind: str
    is_exam: bool
    accepted_through: date | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A line on the screen; `again` where the person stands in the line above."""

    name: str
    email: str
    mcid: str
    again: bool
    code: str
    known: Known
    earned: str
    expires: str
    accepted: str
    counts: bool
    state: str
    reason: str
    associated: str


def kinds() -> dict[str, str]:
    """The kinds of credentials in words."""
    return {"exam": _("Exam"), "certification": _("Certification"), "assessment": _("Assessment")}


class Table:
    """Makes the lines of one report; what it finds of a credential it finds once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._states = state_names()
        self._verdicts = {True: _("Counts"), False: _("Does not count")}
        self._since = _("%(reason)s since %(day)s")
        self._apart = _("%(reason)s; it was from %(start)s to %(end)s")
        self._kinds = kinds()
        self._asked = asked_by(words)
        self._known: dict[str, Known] = {}

    def known(self, code: str) -> Known:
        """What is known of a credential; one that the edition does not know has its code for a title."""
        if code not in self._known:
            credential = self._words.edition.credentials.get(code)
            until = credential.accepted_until if credential else None
            self._known[code] = Known(
                self._words.title(code),
                self._kinds.get(credential.kind, credential.kind) if credential else "",
                credential is None or credential.kind == "exam",
                days.last_day(until) if until else None,
                tuple(self._asked.get(code, ())),
            )
        return self._known[code]

    def rows(self, found: Iterable[Skill]) -> Iterator[SkillRow]:
        """The lines of a screen."""
        last: int | None = None
        for one in found:
            yield self._row(one, again=one.person == last)
            last = one.person

    def _row(self, one: Skill, *, again: bool) -> SkillRow:
        known = self.known(one.credential)
        return SkillRow(
            one.name, one.email, one.mcid, again, one.credential, known,
            _short(one.earned_on), _short(one.expires_on), _short(known.accepted_through),
            one.state == COUNTS, self._state(one), self._reason(one, days.full), _short(one.associated),
        )  # fmt: skip

    def _state(self, one: Skill) -> str:
        return self._states[NOTHING] if one.state == NOTHING else self._verdicts[one.state == COUNTS]

    def _reason(self, one: Skill, day: Callable[[date], str]) -> str:
        """Why it does not count, and since when; or from when to when it was associated. `day` writes a day."""
        # Of a file of fifty thousand lines this is asked of each.
        if one.state == COUNTS or one.state == NOTHING:
            return ""
        reason = self._states[one.state]
        if one.state == "not-associated" and one.apart and one.apart.until:
            shown = {"reason": reason, "start": day(one.apart.starts_on), "end": day(one.apart.until)}
            return self._apart % shown
        if one.since is None or one.state == "not-associated":
            return reason
        return self._since % {"reason": reason, "day": day(one.since)}

    # -- files --

    def head(self, *, contacts: bool) -> list[str]:
        """The names of the columns; email and MCID only for those who may see them."""
        own = [_("Email"), _("MCID")] if contacts else []
        return [
            _("Person"), *own, _("Credential"), _("Title"), _("Kind"), _("Earned"), _("Expires"),
            _("Accepted through"), _("State"), _("Reason"), _("Associated since"), _("Competencies"), _("Paths"),
        ]  # fmt: skip

    def cells(
        self, found: Iterable[Skill], *, contacts: bool, guard: Callable[[str], str] = str
    ) -> Iterator[list[str]]:
        """The lines of a file, days as ISO text; `guard` is asked for every text that somebody typed."""
        own: list[str] = []
        last: int | None = None
        known = {}
        for one in found:
            if one.person != last:
                last, own = one.person, [guard(one.name), guard(one.email)] if contacts else [guard(one.name)]
            if one.credential not in known:
                known[one.credential] = self._of_code(one.credential, guard)
            title, accepted, asked = known[one.credential]
            yield [
                *own,
                *((guard(one.mcid),) if contacts else ()),
                *title,
                one.earned_on.isoformat() if one.earned_on else "",
                one.expires_on.isoformat() if one.expires_on else "",
                accepted,
                self._state(one),
                self._reason(one, date.isoformat),
                one.associated.isoformat() if one.associated else "",
                *asked,
            ]

    def _of_code(self, code: str, guard: Callable[[str], str]) -> tuple[list[str], str, list[str]]:
        known = self.known(code)
        between = pgettext("between the parts of a sentence", "; ")
        competencies = between.join(each.name for each in known.asked)
        paths = between.join(path for each in known.asked for path in each.paths)
        title = [guard(code), guard(known.title if code else ""), guard(known.kind)]
        return title, str(known.accepted_through or ""), [guard(competencies), guard(paths)]


def asked_by(words: Words) -> dict[str, list[Asked]]:
    """For each credential the competencies of the edition that ask for it, in the file's order."""
    found: dict[str, list[Asked]] = {}
    for competency in words.edition.competencies.values():
        for code, paths in _paths(competency, words.edition).items():
            names = tuple(_path_name(level, name, words) for level, name in paths)
            found.setdefault(code, []).append(Asked(competency.key, words.text(competency.name), names))
    return found


def _paths(competency: Competency, edition: Edition) -> dict[str, list[tuple[str, dict[str, str]]]]:
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    order = [level.key for level in edition.levels]
    for path in sorted(competency.paths, key=lambda path: order.index(path.level)):
        codes = {code for node in path.requires for each in predicates(node) for code in each.codes}
        for code in codes:
            found.setdefault(code, []).append((path.level, dict(path.name)))
    return found


def _path_name(level: str, name: dict[str, str], words: Words) -> str:
    shown = {"level": words.level(level), "path": words.text(name)}
    return _("%(level)s: %(path)s") % shown


def _short(day: date | None) -> str:
    return days.short(day) if day else ""
