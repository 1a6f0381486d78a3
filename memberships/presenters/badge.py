"""A badge's geometry and words; its template only places them (F2). Lengths are the drawing's own units."""

from dataclasses import dataclass
from functools import reduce

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from memberships.presenters.partner import Partner

_LOOSE = 40
"""A line of more places than this is set to the width there is, whatever font a reader has."""

LINES = 3
"""So many competencies have room; of more the last line tells the number."""

ROOM = 48
"""So many Latin letters have room in a line; others take two places."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the name, `y` its base line; `metal`: the key of a level, or empty."""

    y: int
    text: str
    metal: str = ""

    @property
    def squeezed(self) -> bool:
        """Whether it takes the whole width."""
        return _places(self.text) > _LOOSE


@dataclass(frozen=True, slots=True)
class Badge:
    """`title` says everything in one sentence, for who does not see it."""

    language: str
    title: str
    name: str
    metal: str
    headline: str
    lines: tuple[Line, ...]


def badge_of(partner: Partner) -> Badge:
    """What the term displays today; that there is none, if there is none."""
    if partner.level is None:
        headline = _("No silver or gold membership today")
        lines: tuple[Line, ...] = (Line(84, _("As of %(day)s") % {"day": partner.as_of.text}),)
    else:
        headline = _("%(level)s member") % {"level": partner.level.name}
        lines = _lines(partner)
    return Badge(
        language=get_language() or "en",
        title=_title(partner, headline),
        name=fitting(partner.name, 28),
        metal=partner.level.key if partner.level else "",
        headline=headline,
        lines=lines,
    )


def _lines(partner: Partner) -> tuple[Line, ...]:
    room = LINES if len(partner.proofs) <= LINES else LINES - 1
    found = [
        Line(0, fitting(f"{proof.level.name} · {proof.name}", ROOM), proof.level.key)
        for proof in partner.proofs[:room]
    ]
    if rest := len(partner.proofs) - len(found):
        found.append(Line(0, _("and %(count)d more") % {"count": rest}))
    return tuple(Line(70 + 18 * number, line.text, line.metal) for number, line in enumerate(found))


def fitting(text: str, places: int) -> str:
    """The text, cut so that it takes so many places at most."""
    if _places(text) <= places:
        return text
    while _places(text) > places - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _places(text: str) -> int:
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)


def _title(partner: Partner, headline: str) -> str:
    """All that is displayed, none of it cut."""
    shown = [f"{proof.level.name} · {proof.name}" for proof in partner.proofs] if partner.level else []
    said = [partner.name, headline, *(shown or [_("As of %(day)s") % {"day": partner.as_of.text}])]
    return reduce(lambda first, second: _("%(first)s. %(second)s") % {"first": first, "second": second}, said)
