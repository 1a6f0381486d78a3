"""Values of the pure core: made by the million, shared, and never changed."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A dataclass that the type checker holds frozen, and Python does not.

    A frozen dataclass takes three times as long to make, and one with slots six times as long to print as JSON;
    reading, judging and explaining one organisation makes some 300 of them. So the promise that nobody changes
    one is kept where it costs nothing: in the type check, which is part of the tests.
    """
    return dataclass(cls)


def having(made: T, **given: object) -> T:
    """A record just made, with what else applies to it: fields declared `field(default=None, init=False)`.

    One that is not given is None when asked for, and left out of the JSON.
    """
    made.__dict__.update(given)
    return made
