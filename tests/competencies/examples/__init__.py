"""A small programme of our own, four organisations, and the whole of what `evaluate` prints for them.

Judged on 2020-09-01 by both editions. `harbour.full.jsonl` and `harbour.brief.jsonl` are held byte for byte;
what they say is held by the oracle as well, and was checked by eye.
"""

from pathlib import Path

HERE = Path(__file__).parent
PROGRAMMES = [HERE / "harbour-2020.yaml", HERE / "harbour-2021.yaml"]
FACTS = HERE / "harbour.jsonl"
ON = "2020-09-01"
PRINTED = {"full": HERE / "harbour.full.jsonl", "brief": HERE / "harbour.brief.jsonl"}


def arguments(facts=FACTS, *more, on=ON):
    """The words after `manage.py evaluate`."""
    programmes = [word for path in PROGRAMMES for word in ("--programme", str(path))]
    return [str(facts), *programmes, "--on", on, *more]
