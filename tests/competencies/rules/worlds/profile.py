"""What a generated world is made of; a test names the part of the format it looks at most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Kinds of requirement node to draw from (repeat one to see it more often), and how much of the rest."""

    kinds: tuple[str, ...] = ("all_of", "any_of", "people", "including", "team", "metric", "attestation")
    editions: tuple[int, ...] = (1, 2)
    people: int = 4
    readings: int = 4
    attestations: int = 2
    overrides: int = 2
    # How many of the four codes an edition lists at least; the facts speak of all.
    codes: int = 3
    paths: int = 3
    days: int = 10
    # Of ten achievements, how many are plain: associated all along, neither expiring nor revoked.
    plain: int = 5
