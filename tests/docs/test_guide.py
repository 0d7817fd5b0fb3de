"""Tutorial and guide: their keys and menus are those of the program, their pictures are there and show the window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from annotator.gui.actions.actions import MENUS
from annotator.gui.shell.commands import ACTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("tutorial.md", "guide.md")
KEYS = {key for action in ACTIONS.values() for key in action.keys}
_KEY = re.compile(r"`((?:Ctrl\+|Alt\+|Shift\+)*(?:[A-Z?]|F\d+|Space|Return|Esc|PgUp|PgDown|\+\+|\+|-|\d|End))`")


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_key_exists(page: str) -> None:
    named = set(_KEY.findall(text_of(page)))
    assert named
    assert named <= KEYS, named - KEYS


@pytest.mark.parametrize("page", PAGES)
def test_every_menu_entry_exists(page: str) -> None:
    texts = {(action.group, action.text.rstrip("…")) for action in ACTIONS.values()}
    entries = re.findall(rf"\*({'|'.join(MENUS)}) > ([^*]+)\*", text_of(page))
    assert all((menu, " ".join(text.split())) in texts for menu, text in entries), entries


@pytest.mark.parametrize("page", PAGES)
def test_every_anchor_leads_to_a_heading(page: str) -> None:
    text = text_of(page)
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_picture_is_shown_and_is_as_large_as_a_window() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\((images/[^)]+)\)", "\n".join(text_of(page) for page in PAGES)))
    for name in shown:
        with Image.open(DOCS / name) as picture:
            assert picture.width >= 1000, name
            assert len(picture.getcolors(1 << 20) or range(1000)) > 10, f"{name} is empty"


def test_every_picture_that_is_kept_is_shown() -> None:
    shown = set(
        re.findall(r"\(images/([\w-]+\.\w+)\)", "\n".join(page.read_text("utf-8") for page in DOCS.glob("*.md")))
    )
    of_the_site_and_the_readme = {"annotator.svg", "window.png"}
    assert {path.name for path in (DOCS / "images").iterdir()} == shown | of_the_site_and_the_readme
