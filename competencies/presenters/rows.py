"""What a requirement looks like on a page: plain data for the templates."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from competencies.presenters.meters import Meter
from competencies.presenters.people import Contributor, NearlyCounting


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Places that nobody fills: how many, in words, and who is nearest."""

    count: int
    words: SafeString


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam by name, with what is known of its end."""

    code: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One node, a group of a team, or a part of another node.

    `lead` parts alternatives ("Either", "or"). `wanted` is false where another alternative holds already:
    what is missing there is no warning. `more` and `more_nearly` count the people beyond those listed; `node` is
    the position in the path (such as `2.1`) of what people fill.
    """

    met: bool
    title: SafeString | str
    lead: str = ""
    wanted: bool = True
    clauses: tuple[SafeString, ...] = ()
    notes: tuple[SafeString | str, ...] = ()
    doubt: str = ""
    meters: tuple[Meter, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    node: str = ""
    more: int = 0
    open_place: OpenPlace | None = None
    nearly: tuple[NearlyCounting, ...] = ()
    more_nearly: int = 0
    nearly_words: str = ""
    remark: SafeString | str = ""
    parts: tuple["Requirement", ...] = ()
    exams: tuple[Exam, ...] = ()

    @property
    def has_people(self) -> bool:
        """Whether there is anybody to list, or a place to show as open."""
        return bool(self.contributors or self.open_place or self.nearly)
