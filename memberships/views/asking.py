"""What the address of the directory asks for, and addresses that ask the same (F3)."""

import uuid
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from competencies.programme import Programme
from memberships.directory.filters import Wanted
from memberships.directory.relevance import Place
from memberships.directory.tokens import LONGEST_QUERY
from memberships.models import Filing
from memberships.presenters.choices import competency_keys
from memberships.profiles import vocabulary

MOST_COMPARED = 3
"""So many partners are compared side by side."""


def wanted(asked: QueryDict, programme: Programme) -> Wanted:
    """What is asked for; what no list offers is left out."""
    competency, industry = asked.get("competency", ""), asked.get("industry", "")
    country = asked.get("country", "")
    return Wanted(
        text=asked.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip(),
        competency=competency if competency in competency_keys(programme) else "",
        levels=frozenset(asked.getlist("level")) & frozenset(programme.level_keys),
        country=country if len(country) == 2 and country.isascii() and country.isupper() else "",
        industry=industry if industry in vocabulary.industries() else "",
    )


def address(found: Wanted, *, compared: Iterable[str] = (), **more: str) -> str:
    """The address that asks the same, always written in the same way, so that it can be shared."""
    asked: Mapping[str, object] = {
        "q": found.text, "competency": found.competency, "level": sorted(found.levels),
        "country": found.country, "industry": found.industry, "partner": list(compared), **more,
    }  # fmt: skip
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{reverse('memberships:find')}{'?' if query else ''}{query}"


def keys(asked: QueryDict, name: str = "partner") -> list[str]:
    """The public ids of partners in the address, each once; what is none is left out."""
    return list(dict.fromkeys(filter(None, map(_key, asked.getlist(name)))))


def cursor(place: Place, key: uuid.UUID) -> str:
    """How an address says behind which partner it goes on."""
    return f"{place.group}.{key}"


def place_of(text: str, found: Wanted) -> Place | None:
    """The place of that partner among what is asked for; None if it is not there any more, or never was."""
    group, _dot, key = text.partition(".")
    public_id = _key(key)
    if public_id is None or group not in {"0", "1", "2"}:
        return None
    rows = Filing.objects.filter(
        listing__public_id=public_id, competency=found.competency, industry=found.industry
    )
    position = rows.values_list("position", flat=True).first()
    return None if position is None else Place(int(group), position)


def _key(text: str) -> str | None:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
