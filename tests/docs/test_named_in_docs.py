"""What README and docs call by a name in italics - buttons, menu entries, goals, panels - is in the window.

Names are written as *Name*, with a capital or an ellipsis, or as *Menu > Entry*. Other words in italics are stressed;
behind "goal", "button" and the like they are names too.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator.gui.actions.actions import MENUS
from annotator.gui.shell.commands import ACTIONS
from annotator.strategies.goals import GOALS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = ROOT / "annotator" / "gui" / "translations" / "annotator_de.ts"
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\$[^$\n]*\$|<!--.*?-->", re.DOTALL)
_NAME = re.compile(r"(?<![\w*])\*(?![\s*])([^*|]+?)(?<!\s)\*(?![\w*])")
_CALLED = re.compile(r"\b(?:goal|button|slider(?: to)?|panel|menu|dialog|entry)\s+\*([^*|]+)\*")
TITLES = {"Information-Theoretic Active Learning for Content-Based Image Retrieval"}
"""Papers, which are in italics too."""


def plain(text: str) -> str:
    """Return a text without what differs between a sentence and a button."""
    return " ".join(text.replace("&", "").split()).rstrip("….:")


def window_texts() -> set[str]:
    """Return every text of the window; the translation has them all, which a test of its own holds."""
    sources = ElementTree.parse(TEXTS).iterfind(".//message/source")
    return {plain(source.text or "") for source in sources}


def names(page: Path) -> list[str]:
    text = _CODE.sub("", page.read_text("utf-8"))
    stressed = [" ".join(name.split()) for name in _NAME.findall(text)]
    named = [name for name in stressed if name[0].isupper() or " > " in name or name.endswith("…")]
    return [*named, *(" ".join(name.split()) for name in _CALLED.findall(text))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_in_the_window(page: Path) -> None:
    known = window_texts()
    entries = {(one.group, " > ".join(filter(None, (one.submenu, plain(one.text))))) for one in ACTIONS.values()}
    entries |= {(one.group, one.submenu) for one in ACTIONS.values()}
    wrong = []
    for name in names(page):
        menu, separator, entry = name.partition(" > ")
        if separator and menu in MENUS:
            there = (menu, plain(entry)) in entries
        else:
            there = all(plain(part) in known for part in name.split(" > "))
        if not there and name not in TITLES:
            wrong.append(name)
    assert wrong == []


def test_the_pages_name_much() -> None:
    assert sum(len(names(page)) for page in PAGES) > 50
    assert {plain(goal.title) for goal in GOALS} <= window_texts()


def test_names_are_told_from_stress(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("*no* `*Code*` | a*b | *Judge*, **Bold** and *Help >\nManual*; the goal *collect*, *more…*\n")
    assert names(page) == ["Judge", "Help > Manual", "more…", "collect"]
