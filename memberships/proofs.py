"""Proof of payment that partners upload: judged by its content, kept outside what is served (E2)."""

from collections.abc import Collection

from competencies import evidence
from memberships.models import Order, ProofType
from partners.uploads import Store

LARGEST = evidence.LARGEST
"""So many bytes it may have."""

_SUFFIXES = {ProofType.PDF: ".pdf", ProofType.PNG: ".png", ProofType.JPEG: ".jpg"}


def judged(content: bytes) -> ProofType | None:
    """What it is, whatever it is called, as evidence is judged; None for what a proof may not be, or is damaged."""
    found = evidence.judged(content)
    return None if found is None else ProofType(found.value)


def _known(names: Collection[str]) -> Collection[str]:
    return Order.objects.filter(proof__in=names).values_list("proof", flat=True)


STORE = Store("PROOF_STORE", _known)
kept, content_of, remove, tidy = STORE.kept, STORE.content_of, STORE.remove, STORE.tidy


def file_name(order: Order) -> str:
    """Under which a browser saves it: ours, for what a person called it may be anything."""
    return f"proof-{order.number}{_SUFFIXES[ProofType(order.proof_type)]}"
