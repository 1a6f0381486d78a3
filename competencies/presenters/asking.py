"""What a requirement asks for, in words, where nobody is judged by it: a node of the programme file alone."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.predicates import sentence
from competencies.presenters.words import Words, amount, disjunction, enumerated
from competencies.programme import (
    AllOf,
    AnyOf,
    AttestationNode,
    Group,
    Including,
    MetricNode,
    Node,
    Path,
    People,
    Team,
)

Part = Node | Group
"""A requirement, or a group of a team."""


def asked(part: Part, words: Words) -> SafeString:
    """The requirement as a clause, with its name before it where it has one."""
    clause = _clause(part, words)
    if part.name is None:
        return clause
    return format_html(_("{name}: {title}"), name=words.text(part.name), title=clause)


def _clause(part: Part, words: Words) -> SafeString:
    match part:
        case People() | Group():
            return _people(part, words)
        case Team():
            groups = [asked(each, words) for each in part.groups]
            return format_html(_("a team in which nobody stands twice: {groups}"), groups=_demands(groups))
        case MetricNode():
            return format_html(
                _("{metric}: {amount}"), metric=metric_name(part.metric, words), amount=figure(part, words)
            )
        case AttestationNode():
            return format_html(
                _("attested {times}: {name}"), times=times(part.at_least), name=_attested(part, words)
            )
        case AnyOf():
            return format_html(_("either {}"), disjunction([asked(each, words) for each in part.nodes]))
        case AllOf():
            return _demands([asked(each, words) for each in part.nodes])


def _people(part: People | Group, words: Words) -> SafeString:
    whole = people(part.people, sentence(part.each, words))
    also = part.including if isinstance(part, People) else None
    return format_html(_("{people}; {also}"), people=whole, also=also_asked(also, words)) if also else whole


def people(count: int, credentials: SafeString) -> SafeString:
    """ "2 people, each with A or B"."""
    text = ngettext("{count} person with {credentials}", "{count} people, each with {credentials}", count)
    return format_html(text, count=count, credentials=credentials)


def also_asked(entries: tuple[Including, ...], words: Words) -> SafeString:
    """ "of them 1 also with C"; nothing without entries."""
    parts = (
        format_html(
            _("of them {count} also with {credentials}"),
            count=each.people, credentials=sentence(each.each, words),
        )
        for each in entries
    )  # fmt: skip
    return format_html_join(
        pgettext("between the parts of a sentence", "; "), "{}", ((each,) for each in parts)
    )


def figure(node: MetricNode, words: Words) -> SafeString:
    """ "at least 15,000 USD within 12 months", for every market if they differ."""
    text = format_html(_("at least {amount}"), amount=threshold(node.at_least, node.metric, words))
    if node.within_months is None:
        return text
    within = ngettext("{text} within {months} month", "{text} within {months} months", node.within_months)
    return format_html(within, text=text, months=node.within_months)


def threshold(at_least: Decimal | Mapping[str, Decimal], metric: str, words: Words) -> SafeString:
    """An amount in the metric's unit, or one for each market."""
    known = words.edition.metrics.get(metric)
    unit = known.unit if known else ""
    if isinstance(at_least, Decimal):
        return format_html("{}", amount(at_least, unit))
    if len(set(at_least.values())) == 1:
        return format_html("{}", amount(next(iter(at_least.values())), unit))
    names = {each.key: words.text(each.name) for each in words.edition.markets}
    parts = [
        format_html(_("{amount} ({market})"), amount=amount(value, unit), market=names.get(key, key))
        for key, value in at_least.items()
    ]
    return enumerated(parts, pgettext("last of a list", " or "))


def times(count: int) -> str:
    """ "once", "3 times"."""
    return (
        _("once") if count == 1 else ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
    )


def metric_name(key: str, words: Words) -> str:
    """What a metric is called."""
    known = words.edition.metrics.get(key)
    return words.text(known.name) if known else key


def _attested(node: AttestationNode, words: Words) -> str:
    return attestation_name(node.attestation, words)


def attestation_name(key: str, words: Words) -> str:
    """What a kind of attestation is called."""
    known = words.edition.attestations.get(key)
    return words.text(known.name) if known else key


def _demands(clauses: list[SafeString]) -> SafeString:
    return enumerated(clauses, pgettext("between demands", ", and "))


def path_asks(path: Path, words: Words) -> list[SafeString]:
    """Everything that a path asks for, a clause each."""
    return [asked(each, words) for each in path.requires]


def part_at(path: Path, position: str) -> Part | None:
    """The requirement at a position such as "2.1"; None if there is none."""
    found: Part | None = None
    below: tuple[Part, ...] = path.requires
    for number in map(int, position.split(".")):
        if number > len(below):
            return None
        found = below[number - 1]
        below = (
            found.nodes
            if isinstance(found, AllOf | AnyOf)
            else found.groups
            if isinstance(found, Team)
            else ()
        )
    return found
