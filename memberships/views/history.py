"""Membership > History: the journal, filtered, by pages and as CSV (D5, G8)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from competencies.forms import DayInput
from competencies.presenters.words import Words
from competencies.published import Published, published
from competencies.views.frame import backdrop, framed_by, needs_programme
from competencies.views.loading import words_of
from memberships.history import Filters, page, people_in, stream
from memberships.presenters.history import Line, cells, head, kinds, lines
from memberships.presenters.telling import hidden_from
from partners import days, places
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.exports import csv_response, noted
from partners.models import Account, Organisation
from partners.naming import names_of_doers
from partners.places import Place
from partners.telling import Told
from partners.views.requests import SignedInRequest

PAGE = 50
"""So many entries stand on one screen."""

SUGGESTED = 8
"""So many people are offered where a name fits several."""


class FilterForm(forms.Form):
    """What of the journal to show."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=100)
    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput())
    last = forms.DateField(label=pgettext_lazy("end of a period", "To"), required=False, widget=DayInput())

    def __init__(self, *args: Any, hidden: list[Any], words: Words, rules: Published, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = dict(self.fields)
        chosen["kind"].choices = [("", _("Any kind")), *kinds(hidden)]
        # Also what only an earlier edition has: its past is still told.
        names = {
            key: words.text(each.name)
            for edition in rules.programme.editions
            for key, each in edition.competencies.items()
        }
        named = sorted(names.items(), key=lambda each: each[1])
        chosen["competency"].choices = [("", _("Any competency")), *named]

    def clean(self) -> None:
        """A period that ends before it begins holds nothing."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day lies before the other. Choose a later one."))


@dataclass(frozen=True, slots=True)
class _Whom:
    """Whose entries are wanted, or who fits the name that was typed; `nobody` if none does."""

    person: Account | None = None
    fitting: tuple[Account, ...] = ()
    nobody: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is not known yet who is meant."""
        return self.nobody or bool(self.fitting)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody asks for: the form, what of it holds, and about whom."""

    form: FilterForm
    filters: Filters
    whom: _Whom


@login_required
@require_safe
@needs_programme
def history(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """One screen, the latest entry first; `after` names the place of the last one of the screen before."""
    own = organisation_for(request, organisation, Permission.SEE_HISTORY)
    as_of, rules = today(), published()
    behind = backdrop(own, rules, as_of=as_of)
    asked = _asked(request, own, behind.words, rules)
    key = request.GET.get("after", "")
    after = places.read(key)
    found = [] if asked.whom.is_open else page(own, asked.filters, after, PAGE + 1)
    context = {
        "lines": _lines(found[:PAGE], own, behind.words),
        **_chosen(asked),
        "following": _following(asked, found),
        "later": after is not None,
        "as_of": days.written(as_of, as_of=as_of),
    }
    return framed_by(request, "memberships/history.html", context, behind=behind)


@login_required
@require_safe
@needs_programme
def history_csv(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponseBase:
    """The whole journal under the same filters, sent as it is read."""
    own = organisation_for(request, organisation, Permission.SEE_HISTORY)
    as_of, rules = today(), published()
    words = words_of(own, rules.programme, as_of=as_of)
    asked = _asked(request, own, words, rules)
    rows = iter(()) if asked.whom.is_open else _rows(own, asked.filters, words)
    response = csv_response(head(), rows, name=f"history-{own.mpn_id}-{as_of.isoformat()}")
    return noted(response, what="history-csv", organisation=own, by=request.user, on=as_of)


def _rows(own: Organisation, filters: Filters, words: Words) -> Iterator[list[str]]:
    for found in stream(own, filters):
        named = _naming(own, found, words)
        yield from cells(found, named, named.people)


def _lines(found: list[Told], own: Organisation, words: Words) -> list[Line]:
    named = _naming(own, found, words)
    return lines(found, named, named.people)


def _naming(own: Organisation, found: list[Told], words: Words) -> Words:
    """The words with the names of those who acted and of those whom the entries name, in one query."""
    doers = {each.by for each in found if each.by is not None}
    return replace(words, people=names_of_doers(own, people_in(found) | doers))


def _asked(request: SignedInRequest, own: Organisation, words: Words, rules: Published) -> _Asked:
    hidden = hidden_from(permissions_of(request.account))
    form = FilterForm(request.GET, hidden=hidden, words=words, rules=rules)
    form.is_valid()
    given = form.cleaned_data
    whom = _whom(request, own, given.get("person", ""))
    last = given.get("last")
    filters = Filters(
        kind=given.get("kind", ""),
        competency=given.get("competency", ""),
        person=whom.person.user_id if whom.person else None,
        first=given.get("first"),
        until=last + timedelta(days=1) if last and last < date.max else None,
        hidden=tuple(hidden),
    )
    return _Asked(form, filters, whom)


def _whom(request: HttpRequest, own: Organisation, name: str) -> _Whom:
    """Whose entries are wanted; where several fit the name, whom to choose among. 404 for a foreign account."""
    rows = Account.objects.filter(organisation=own).select_related("user")
    if chosen := request.GET.get("who", ""):
        try:
            found = rows.filter(public_id=uuid.UUID(chosen)).first()
        except ValueError:
            found = None
        if found is None:
            raise Http404
        return _Whom(found)
    if not name:
        return _Whom()
    named = rows.filter(user__name__icontains=name.replace("\0", ""), user__erased_on=None)
    # Whoever came back has several accounts and is one person.
    people = {each.user_id: each for each in named.order_by("user__name", "pk")[: 4 * SUGGESTED]}
    if len(people) == 1:
        return _Whom(next(iter(people.values())))
    return _Whom(fitting=tuple(people.values()), nobody=not people)


def _chosen(asked: _Asked) -> dict[str, Any]:
    """What the filters show as chosen, and where they lead."""
    kept, whom = _kept(asked), asked.whom
    return {
        "form": asked.form,
        "whom": whom,
        "query": urlencode(kept),
        "filtered": bool(kept),
        "without_person": urlencode({key: value for key, value in kept.items() if key != "who"}),
        "candidates": [
            (each.user.name, urlencode({**kept, "who": each.public_id})) for each in whom.fitting[:SUGGESTED]
        ],
        "more_candidates": len(whom.fitting) > SUGGESTED,
    }


def _kept(asked: _Asked) -> dict[str, str]:
    """The filters that hold, as they stand in an address."""
    given, person = asked.form.cleaned_data, asked.whom.person
    kept = {key: str(given[key]) for key in ("kind", "competency", "first", "last") if given.get(key)}
    return {**kept, "who": str(person.public_id)} if person else kept


def _following(asked: _Asked, found: list[Told]) -> str:
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    return urlencode({**_kept(asked), "after": places.key_of(Place(last.on, last.pk))})
