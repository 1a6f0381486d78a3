"""The demo edition: that of December 2017 with a later day, one exam on its way out, and one grouping.

Both real editions lie in the past. To see what an edition to come does to what holds today, the demo publishes
one more, which says of itself that it is made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import competencies

ORIGIN = Path(competencies.__file__).parent / "data" / "programmes" / "mpn-2017-12.yaml"
RETIRING, REPLACED_BY = "MB2-713", "MB2-717"
IN_FORCE_AFTER = timedelta(days=60)
RETIRES_AFTER = timedelta(days=40)
ACCEPTED_AFTER = timedelta(days=90)
AFTERWARDS = timedelta(days=182)

_HEADER = """\
# A DEMO EDITION, made when the demo world was built; no vendor ever published it.
# It is the edition 2017-12 below with these changes: its own `edition`, `name` and `effective_from`; the exam {code}
# retires; and two requirements of the silver Surface Hub option are grouped, which asks for nothing else than before.
# Both have a `note` that says so. Everything else, and every source, is that of 2017-12.
#
"""
_NOTE = (
    "note: {en: Made up for the demo; the real exam had no such end, "
    "zh-hant: 為示範而虛構；真實的測驗並無此終止日}"
)


# No real edition has an `all_of` among its requirements; the demo is to show each kind.
_ATTESTED = """\
          - attestation: surface-hub-adr
          - people: 2
            each: "ta-surface-hub"
"""
_GROUPED = """\
          - all_of:
              - attestation: surface-hub-adr
              - people: 2
                each: "ta-surface-hub"
            name: {en: Authorised and trained, zh-hant: 已獲授權並受訓}
            note: {en: Grouped for the demo; it asks for the same as before, zh-hant: 為示範而合併；要求與先前相同}
"""


# The grouped requirement, where the next file has its slip.
_ASSESSED = """\
              - people: 2
                each: "ta-surface-hub"
"""


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """The key of the edition and the text of its file."""

    key: str
    document: str


def made(today: date) -> DemoEdition:
    """The demo edition of a world built today: in force in 60 days, its exam retired in 40, accepted for 90."""
    effective_from = today + IN_FORCE_AFTER
    key = f"demo-{effective_from:%Y-%m}"
    name = "{en: Microsoft Partner Network, zh-hant: Microsoft 合作夥伴網路}"
    demo_name = (
        "{en: Microsoft Partner Network (Demo edition), zh-hant: Microsoft 合作夥伴網路 (Demo 示範版本)}"
    )
    text = ORIGIN.read_text(encoding="utf-8")
    text = _changed(text, 'edition: "2017-12"\n', f'edition: "{key}"\n')
    text = _changed(text, "effective_from: 2017-12-15\n", f"effective_from: {effective_from}\n")
    text = _changed(text, f"\nname: {name}\n", f"\nname: {demo_name}\n")
    text = _changed(text, _ATTESTED, _GROUPED)
    return DemoEdition(key, _HEADER.format(code=RETIRING) + _retiring(text, today))


def with_a_slip(demo: DemoEdition) -> str:
    """The file of an edition half a year later, in which one exam is written wrongly."""
    later = _changed(demo.document, f'edition: "{demo.key}"\n', f'edition: "{demo.key}-next"\n')
    day = next(line for line in later.splitlines() if line.startswith("effective_from: "))
    after = date.fromisoformat(day.removeprefix("effective_from: ")) + AFTERWARDS
    later = _changed(later, f"{day}\n", f"effective_from: {after}\n")
    return _changed(later, _ASSESSED, _ASSESSED.replace("surface-hub", "surface-hut"))


def _retiring(text: str, today: date) -> str:
    start = f'  - {{code: "{RETIRING}", '
    line = next(line for line in text.splitlines() if line.startswith(start))
    days = f"retires_on: {today + RETIRES_AFTER}, accepted_through: {today + ACCEPTED_AFTER}"
    end = f', {days}, replaced_by: "{REPLACED_BY}", {_NOTE}}}'
    return _changed(text, line, line.removesuffix("}") + end)


def _changed(text: str, old: str, new: str) -> str:
    """With the one place where `old` stands changed; a file that has moved on is noticed here."""
    if text.count(old) != 1:
        raise ValueError(f"{ORIGIN.name} has {text.count(old)} places that read {old!r}, not one")
    return text.replace(old, new)
