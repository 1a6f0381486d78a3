"""From the text of a file of offers to an OfferList: every fault is found, named with its place and line (E1).

In the manner of programme files, whose trees and shapes it uses.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode

from competencies.programme import Problem, ProgrammeError, document
from competencies.programme.document import Fault
from competencies.programme.shape import Parser, Shape
from memberships.offers.model import (
    Benefit,
    Condition,
    Discount,
    Gives,
    Group,
    Offer,
    OfferKind,
    OfferList,
    Price,
)

T = TypeVar("T")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_LONGEST_KEY = 60
_MOST = Decimal(1_000_000)


class OffersError(ProgrammeError):
    """A file of offers that cannot be used; `problems` holds every fault. Nothing of it is loaded."""


def read_offers(content: bytes | str, *, name: str = "offers") -> OfferList:
    """The offers that a file states; `name` is what messages call the file. Raises OffersError with every fault."""
    reader = _Reader()
    try:
        found = reader.offers(document.parse(content))
    except Fault as fault:
        raise OffersError(name, [Problem(fault.line, "", fault.message)]) from None
    problems = reader.shape.problems or [Problem(None, "", each) for each in _together(found)]
    if problems:
        raise OffersError(name, problems)
    return found


class _Reader:
    """Reads one file. Values that can't be read become None, so that reading goes on and finds the other faults."""

    def __init__(self) -> None:
        self.shape = Shape()

    def offers(self, root: Node) -> OfferList:
        """Read the whole file."""
        if not isinstance(root, MappingNode):
            raise Fault(f"a file of offers is a mapping, found {document.kind_of(root)}", root)
        required: dict[str, Parser] = {
            "format": _format, "edition": _key, "effective_from": _day, "name": self.shape.text,
            "offers": self._offers,
        }  # fmt: skip
        read = self.shape.fields(root, "", required=required, optional={})
        return OfferList(read["edition"], read["effective_from"], read["name"], tuple(read["offers"] or ()))

    def _offers(self, node: Node, place: str) -> list[Offer]:
        required: dict[str, Parser] = {
            "key": _key, "kind": _one_of(OfferKind), "level": _key, "name": self.shape.text,
        }  # fmt: skip
        optional: dict[str, Parser] = {
            "prices": self._prices, "needs_competency": _key, "discount": self._discount,
            "benefits": self._benefits, "note": self.shape.text, "source": _string,
        }  # fmt: skip
        return self._list(node, "", "offer", "key", required, optional, Offer)

    def _prices(self, node: Node, place: str) -> list[Price]:
        required: dict[str, Parser] = {"currency": _currency, "amount": _money}
        return self._list(node, place, "price", "currency", required, {"example": _truth}, Price)

    def _discount(self, node: Node, place: str) -> Discount:
        required: dict[str, Parser] = {"from": _key, "percent": _percent}
        read = self.shape.fields(node, f"{place}, discount", required=required, optional={})
        return Discount(read["from"], read["percent"])

    def _benefits(self, node: Node, place: str) -> list[Benefit]:
        required: dict[str, Parser] = {"key": _key, "group": _one_of(Group), "name": self.shape.text}
        optional: dict[str, Parser] = {
            "gives": _one_of(Gives), "quantity": _count, "amount": self.shape.text,
            "needs": self._condition, "example": _truth,
        }  # fmt: skip
        return self._list(node, place, "benefit", "key", required, optional, Benefit)

    def _condition(self, node: Node, place: str) -> Condition:
        required: dict[str, Parser] = {"competency": _key, "level": _key}
        return Condition(**self.shape.fields(node, f"{place}, needs", required=required, optional={}))

    def _list(
        self,
        node: Node,
        inside: str,
        noun: str,
        key: str,
        required: Mapping[str, Parser],
        optional: Mapping[str, Parser],
        make: Callable[..., T],
    ) -> list[T]:
        """Things told apart by `key`."""
        found: dict[str | None, T] = {}
        for number, item in enumerate(document.filled_sequence(node, f"{noun}s"), 1):
            place = ", ".join(filter(None, [inside, self.shape.place_of(item, noun, key, number)]))
            with self.shape.noting(place):
                read = self.shape.fields(item, place, required=required, optional=optional)
                if read[key] is not None and read[key] in found:
                    raise Fault(f"the {key} '{read[key]}' stands twice in the list", item)
                lists = {name: tuple(value) for name, value in read.items() if isinstance(value, list)}
                found[read[key]] = make(**read | lists)
        return list(found.values())


def _together(offers: OfferList) -> Iterator[str]:
    """What each offer alone cannot show."""
    memberships = [each for each in offers.offers if each.kind is OfferKind.MEMBERSHIP]
    levels = [each.level for each in memberships]
    for level in sorted({level for level in levels if levels.count(level) > 1}):
        yield f"two offers sell a membership at the level {level}; leave one"
    for each in offers.offers:
        yield from _of_offer(each, levels)


def _of_offer(offer: Offer, levels: Sequence[str]) -> Iterator[str]:
    if offer.kind is OfferKind.ADD_ON:
        if offer.level not in levels:
            yield f"offer {offer.key}: there is no membership at the level {offer.level} to add it to"
        if offer.needs_competency or offer.discount:
            yield f"offer {offer.key}: an add-on asks for its membership alone and has no discount"
        if not offer.prices:
            yield f"offer {offer.key}: an add-on needs a price"
    if offer.discount and offer.discount.coming_from not in levels:
        yield f"offer {offer.key}: there is no membership at the level {offer.discount.coming_from}"


def _string(node: Node, place: str) -> str:
    return document.string(node)


def _day(node: Node, place: str) -> Any:
    return document.day(node)


def _key(node: Node, place: str) -> str:
    value = document.string(node)
    if not _KEY.fullmatch(value) or len(value) > _LONGEST_KEY:
        raise Fault(
            f"'{value}' is no key: small letters, digits and single hyphens, at most {_LONGEST_KEY}", node
        )
    return value


def _currency(node: Node, place: str) -> str:
    value = document.string(node)
    if not _CURRENCY.fullmatch(value):
        raise Fault(f"'{value}' is no currency: three capital letters, such as USD", node)
    return value


def _money(node: Node, place: str) -> Decimal:
    value = document.amount(node)
    if value != round(value, 2) or value >= _MOST:
        raise Fault(f"a price is below {_MOST:,} and has at most two decimals, found {value}", node)
    return value


def _percent(node: Node, place: str) -> Decimal:
    value = document.amount(node)
    if value >= 100 or value != round(value, 2):
        raise Fault(f"expected a percentage below 100 with at most two decimals, found {value}", node)
    return value


def _count(node: Node, place: str) -> int:
    return document.whole_number(node, least=1)


def _truth(node: Node, place: str) -> bool:
    if not isinstance(node, ScalarNode) or node.value not in ("true", "false"):
        raise Fault(f"expected true or false, found {document.kind_of(node)}", node)
    return bool(node.value == "true")


def _one_of(choices: type[StrEnum]) -> Parser:
    def read(node: Node, place: str) -> Any:
        value = document.string(node)
        try:
            return choices(value)
        except ValueError:
            raise Fault(
                f"unknown '{value}'; expected {' or '.join([str(each) for each in choices])}", node
            ) from None

    return read


def _format(node: Node, place: str) -> int:
    value = document.whole_number(node, least=0)
    if value != 1:
        raise Fault(f"unknown format {value}; this version reads format 1", node)
    return value
