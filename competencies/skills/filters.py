"""What a reader of the skills report looks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from competencies.programme import Edition, predicates

ASSOCIATED, APART = "yes", "no"


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty texts are no filter. `codes`: the credentials that kind and competency leave, None for any.

    `titled`: those whose title holds what is looked for as a credential.
    """

    person: str = ""
    credential: str = ""
    kind: str = ""
    state: str = ""
    competency: str = ""
    associated: str = ""
    codes: frozenset[str] | None = None
    titled: frozenset[str] = field(default_factory=frozenset)

    @property
    def of_credentials(self) -> bool:
        """Whether somebody who holds nothing is out of the question."""
        return bool(self.credential) or self.codes is not None or self.associated == ASSOCIATED

    def credentials(self, column: str) -> Q:
        """The condition on the column of codes."""
        found = Q()
        if self.credential:
            found &= Q(**{f"{column}__icontains": self.credential}) | Q(**{f"{column}__in": self.titled})
        return found if self.codes is None else found & Q(**{f"{column}__in": self.codes})

    def people(self, path: str, *, contacts: bool) -> Q:
        """The condition on the user at `path`; by email only for who may see it."""
        if not self.person:
            return Q()
        named = Q(**{f"{path}name__icontains": self.person})
        return named | Q(**{f"{path}email__icontains": self.person}) if contacts else named


def chosen(asked: Mapping[str, str], edition: Edition) -> Filters:
    """The filters of a query string; a value that no choice has matches nothing."""
    texts = {key: asked.get(key, "").strip()[:100] for key in ("person", "credential")}
    kind, competency = asked.get("kind", ""), asked.get("competency", "")
    looked_for = texts["credential"].casefold()
    titled = (
        code
        for code, each in edition.credentials.items()
        if any(looked_for in title.casefold() for title in each.title.values())
    )
    return Filters(
        **texts,
        kind=kind,
        competency=competency,
        state=asked.get("state", ""),
        associated=asked.get("associated", ""),
        codes=_codes(kind, competency, edition),
        titled=frozenset(titled) if looked_for else frozenset(),
    )


def _codes(kind: str, competency: str, edition: Edition) -> frozenset[str] | None:
    found: frozenset[str] | None = None
    if kind:
        found = frozenset(code for code, each in edition.credentials.items() if each.kind == kind)
    if competency:
        asked = _asked(competency, edition)
        found = asked if found is None else found & asked
    return found


def _asked(competency: str, edition: Edition) -> frozenset[str]:
    known = edition.competencies.get(competency)
    nodes = (node for path in known.paths for node in path.requires) if known else ()
    return frozenset(code for node in nodes for each in predicates(node) for code in each.codes)
