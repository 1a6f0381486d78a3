"""What a published edition would cost an organisation, as it was told: a title and plain sentences (D1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from competencies.presenters.effect import sentence
from competencies.presenters.letters import plain
from competencies.presenters.notices import Notice
from competencies.presenters.words import Words
from competencies.rules import Shift, Turn
from partners import days


def announcement(data: Mapping[str, Any], words: Words, page: str) -> Notice:
    """The message of the kind "edition-losses", by its codes and days; `page`: the path that says more."""
    day = date.fromisoformat(data["effective_from"])
    title = _("Edition %(edition)s would cost you levels") % {"edition": data["edition"]}
    first = _("Edition %(edition)s of the programme was published. It takes effect on %(day)s, %(hint)s.") % {
        "edition": data["edition"],
        "day": days.full(day),
        "hint": days.hint(day, as_of=words.on),
    }
    costs = (
        Shift(Turn(turn), competency, level, date.fromisoformat(on))
        for turn, competency, level, on in data["costs"]
    )
    last = _("So it is as things stand: by the facts of the day on which it was worked out.")
    return Notice(title, (first, *(plain(sentence(each, words)) for each in costs), last), page=page)
