"""What the documents name is there: tests that show a claim, and files that links lead to."""

import ast
import re
from functools import cache

import pytest

from config.environment import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMING_TESTS = [ROOT / "docs" / "threat-model.md", ROOT / "docs" / "asvs.md"]
TEST = re.compile(r"`(?P<path>[\w/]+\.py)::(?P<name>\w+)`")
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"^(```.*?^```|    .*?$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("https://", "http://", "mailto:", "#")


@cache
def functions(path: str) -> set[str]:
    """The functions of a test file, given by its path below `tests/`; none if there is no such file."""
    file = ROOT / "tests" / path
    tree = ast.parse(file.read_text(encoding="utf-8") if file.is_file() else "")
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("document", NAMING_TESTS, ids=lambda path: path.name)
def test_every_test_that_a_document_names_exists(document):
    named = TEST.findall(document.read_text(encoding="utf-8"))
    assert named
    assert [f"{path}::{name}" for path, name in named if name not in functions(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document):
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    targets = [target for target in LINK.findall(text) if not target.startswith(ELSEWHERE)]
    missing = [target for target in targets if not (document.parent / target.partition("#")[0]).exists()]
    assert missing == []
