"""Every text of the portal has its words in Traditional Chinese (H1)."""

import re

from babel.messages.pofile import read_po

from config.environment import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
ALERT = "A recent change to your competency achievement has put your membership renewal eligibility at risk."


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hant")


def test_no_text_is_left_without_words():
    empty = [message.id for message in catalogue() if message.id and not any(message.string)]
    assert empty == []


def test_nothing_waits_for_a_second_look():
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_the_alert_is_the_vendors_own_sentence():
    assert catalogue().get(ALERT).string == "您的專長認證成就最近的變更，已經對您的會員續約資格產生風險。"


def counted() -> list[str]:
    """The texts of templates and code that are counted, in the singular, but for those with a context."""
    blocks = r"{% blocktranslate count \w+=[\w.|]+(?: with [^%]+)? %}(.*?){% plural %}"
    found = [
        re.sub(r"{{ (\w+) }}", r"%(\1)s", text)
        for page in (ROOT / "templates").rglob("*.*")
        for text in re.findall(blocks, page.read_text(encoding="utf-8"))
    ]
    for app in ("partners", "competencies", "memberships"):
        for file in (ROOT / app).rglob("*.py"):
            found += re.findall(r'\bngettext\(\s*"([^"]+)"', file.read_text(encoding="utf-8"))
    return found


def test_no_text_is_counted_here_and_plain_there():
    """A catalogue keeps one of the two, so the other stays English: give one of them a context."""
    texts, known = counted(), catalogue()
    assert len(texts) > 100
    both = [text for text in texts if text in known and isinstance(known[text].id, str)]
    assert both == []


def test_every_placeholder_survives():
    broken = [(message.id, list(message.check())) for message in catalogue() if list(message.check())]
    assert broken == []
