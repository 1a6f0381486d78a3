"""Answers of the rules and of the oracle, brought to one shape in which they can be compared."""

import json
from decimal import Decimal

from competencies.evaluation import to_json
from competencies.facts import read_facts
from competencies.programme import Programme, read_edition
from competencies.rules import Case


def judged(facts, *editions):
    """The rules' case for the raw mappings of a facts line and of edition files."""
    programme = Programme.of([read_edition(json.dumps(edition, default=str)) for edition in editions])
    return Case(read_facts(facts, programme), programme)


def document(outcome):
    """An Outcome as the JSON that it stands for."""
    return json.loads(to_json(outcome))


def comparable(value):
    """Null and absent mean the same; decimal text stands for its number; nobody is missing nothing."""
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if not isinstance(value, dict):
        return value
    answer = {key: comparable(item) for key, item in value.items() if item is not None}
    if answer.get("kind") == "metric":
        answer |= {key: Decimal(answer[key]) for key in ("have", "need") if key in answer}
    if answer.get("reason") == "needed-elsewhere":
        answer.pop("missing", None)
    return answer


def decimal_texts(value):
    """Every `have` and `need` of the metric nodes in a full answer."""
    if isinstance(value, list):
        return [text for item in value for text in decimal_texts(item)]
    if not isinstance(value, dict):
        return []
    inside = [text for item in value.values() for text in decimal_texts(item)]
    own = [value["have"], value["need"]] if value.get("kind") == "metric" else []
    return inside + [text for text in own if text is not None]


def without_review_day(value):
    return {key: item for key, item in value.items() if key != "next_review_on"}


def without_paths(value):
    """What `--brief` leaves of a full answer."""
    competencies = [
        {key: item for key, item in entry.items() if key != "paths"} for entry in value["competencies"]
    ]
    return value | {"competencies": competencies}
