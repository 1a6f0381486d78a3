"""Partners side by side: a row for each thing to compare, a competency of any of them included (F3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competencies.presenters.levels import LevelName
from memberships.presenters.partner import Link, Partner, listed


@dataclass(frozen=True, slots=True)
class Cell:
    """What one partner has there: a text, a level or a link; all empty for nothing."""

    partner: str
    text: str = ""
    level: LevelName | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing, with a cell for each partner in their order."""

    name: str
    cells: tuple[Cell, ...]


def comparison(partners: Sequence[Partner]) -> tuple[Row, ...]:
    """What they are first, then what they have proven, then what they say; rows without anything are left out."""
    rows = [
        Row(_("Membership"), tuple(Cell(each.name, level=each.level) for each in partners)),
        *_proven(partners),
        _texts(_("Country"), partners, [each.country for each in partners]),
        _texts(
            _("Locations"), partners, [listed([office.city for office in each.offices]) for each in partners]
        ),
        _texts(_("Industries"), partners, [each.industries for each in partners]),
        _texts(_("Services"), partners, [each.services for each in partners]),
        _texts(_("Languages"), partners, [each.languages for each in partners]),
        _texts(_("Partner since"), partners, [each.joined for each in partners]),
        Row(_("Website"), tuple(Cell(each.name, link=each.website) for each in partners)),
    ]
    return tuple(row for row in rows if any(cell.text or cell.level or cell.link for cell in row.cells))


def _proven(partners: Sequence[Partner]) -> list[Row]:
    """A row for each competency that anybody displays, those of most partners first."""
    names = [proof.name for each in partners for proof in each.proofs]
    order = sorted(dict.fromkeys(names), key=lambda name: -names.count(name))
    return [Row(name, tuple(_level(each, name) for each in partners)) for name in order]


def _level(partner: Partner, name: str) -> Cell:
    level = next((proof.level for proof in partner.proofs if proof.name == name), None)
    return Cell(partner.name, level=level)


def _texts(name: str, partners: Sequence[Partner], texts: Sequence[str]) -> Row:
    cells = (Cell(each.name, text=text) for each, text in zip(partners, texts, strict=True))
    return Row(name, tuple(cells))
