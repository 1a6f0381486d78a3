"""What an edition's keys must be like, beyond the file format, for the portal to keep and address them (D1)."""

from collections.abc import Iterator

from django.db.models import Model

from competencies.models import Achievement, Attainment, Attestation, ProgrammeEdition, Reading
from competencies.programme import Edition, Problem
from partners.models import Organisation

_KEPT_IN: dict[str, tuple[type[Model], str]] = {
    "programme": (ProgrammeEdition, "programme"),
    "edition": (ProgrammeEdition, "edition"),
    "level": (Attainment, "level"),
    "market": (Organisation, "market"),
    "credential": (Achievement, "credential"),
    "metric": (Reading, "metric"),
    "attestation": (Attestation, "attestation"),
    "competency": (Attainment, "competency"),
}
"""The column in which a key of each kind ends up; other kinds are kept in texts without a limit."""
OVERRIDE = "override"
"""What `via` says of an override, where the keys of paths stand."""


def unfit(edition: Edition) -> Iterator[Problem]:
    """Every key of the edition that the portal could not keep in its column or put into an address."""
    for kind, key in _keys(edition):
        for message in _faults(kind, key):
            yield Problem(None, f"{kind} {key[:100]!r}", message)


def _keys(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "programme", edition.programme
    yield "edition", edition.key
    for kind, named in (("level", edition.levels), ("market", edition.markets), ("centre", edition.centres)):
        yield from ((kind, each.key) for each in named)
    yield from (("level", key) for key in edition.levels_without_competency)
    yield from (("credential", code) for code in edition.credentials)
    yield from (("metric", key) for key in edition.metrics)
    yield from (("attestation", key) for key in edition.attestations)
    for competency in edition.competencies.values():
        yield "competency", competency.key
        yield from (("path", path.key) for path in competency.paths)


def _faults(kind: str, key: str) -> Iterator[str]:
    most = _longest(kind)
    if most is not None and len(key) > most:
        yield f"has {len(key)} characters; shorten it to {most}"
    if not key.isprintable():
        yield "has a character that cannot be printed; remove it"
    if key != key.strip() or not key:
        yield "begins or ends with a blank, or is empty; write it without"
    if kind == "competency" and ("/" in key or key in {".", ".."}):
        yield 'stands in addresses of pages; write it without "/", and not as "." or ".."'
    if kind == "path" and key == OVERRIDE:
        yield "is what the portal calls overrides; choose another key"


def _longest(kind: str) -> int | None:
    if kind not in _KEPT_IN:
        return None
    model, field = _KEPT_IN[kind]
    longest: int | None = getattr(model._meta.get_field(field), "max_length", None)
    return longest
