"""A badge's geometry and words; its template only places them (F2). Lengths are the drawing's own units."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from memberships.presenters.partner import Partner

LINES = 3
"""So many competencies have room; of more the last line tells the number."""

_WIDTH = 40
"""So many Latin letters have room in a line; others take two places."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the name, `y` its base line; `metal`: the key of a level, or empty."""

    y: int
    text: str
    metal: str = ""


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
    title = ". ".join([partner.name, headline, *(line.text for line in lines)])
    return Badge(
        language=get_language() or "en",
        title=title,
        name=fitting(partner.name, _WIDTH - 12),
        metal=partner.level.key if partner.level else "",
        headline=headline,
        lines=lines,
    )


def _lines(partner: Partner) -> tuple[Line, ...]:
    room = LINES if len(partner.proofs) <= LINES else LINES - 1
    found = [
        Line(0, fitting(f"{proof.level.name} · {proof.name}", _WIDTH), proof.level.key)
        for proof in partner.proofs[:room]
    ]
    if rest := len(partner.proofs) - len(found):
        found.append(Line(0, _("and %(count)d more") % {"count": rest}))
    return tuple(Line(70 + 18 * number, line.text, line.metal) for number, line in enumerate(found))


def fitting(text: str, places: int) -> str:
    """The text, cut so that it takes so many places at most."""
    taken = 0
    for at, char in enumerate(text):
        taken += 1 if ord(char) < 0x1100 else 2
        if taken > places:
            return f"{text[: max(1, at - 1)]}…"
    return text
