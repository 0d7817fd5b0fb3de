"""The way of a label from a key to the next batch, as docs/contributing.md describes it."""

import re
import sys
from pathlib import Path

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.types import Label

ROOT = Path(__file__).parents[3]
MOST = 15


def described():
    """Files of the numbered list, in order."""
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    section = text.split("## From a key to the next batch")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. `(annotator/\S+\.py)`", section, re.MULTILINE)


@pytest.fixture
def space(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.begin_with([0])
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None and not space.controller.busy)
    return space


def test_every_file_of_the_way_takes_part(space, qtbot):
    controller, used, watched = space.controller, set(), []

    def note(frame, event, _argument):
        if event == "call":
            used.add(frame.f_code.co_filename)

    controller.judge(controller.browser.remaining[1:], Label.IRRELEVANT)
    controller.ask_model("watch", lambda *_: sys.setprofile(note), lambda *_: watched.append(True))
    qtbot.waitUntil(lambda: bool(watched))  # the thread of the model is watched, too
    space.batch.grid.set_current(controller.browser.remaining[0])
    space.batch.grid.setFocus()
    sys.setprofile(note)
    try:
        QTest.keyClick(space.batch.grid, Qt.Key.Key_P)
        qtbot.waitUntil(lambda: controller.browser.batch.round == 2)
    finally:
        sys.setprofile(None)
        controller.ask_model("watch", lambda *_: sys.setprofile(None), lambda *_: watched.append(True))
    qtbot.waitUntil(lambda: len(watched) == 2)
    way = described()
    assert 0 < len(way) <= MOST
    assert [name for name in way if str(ROOT / name) not in used] == []


def test_labels_are_kept_in_one_place(space):
    controller, session = space.controller, space.controller.session
    codes, changes = session.judgements.codes, []
    controller.labels_changed.connect(lambda change: changes.append((change.images, [int(codes[3]), int(codes[4])])))
    controller.judge([3, 4], Label.IRRELEVANT)
    controller.judge([4], Label.RELEVANT)
    controller.undo()
    assert changes == [((3, 4), [-1, -1]), ((4,), [-1, 1]), ((4,), [-1, -1])]
    assert [session.label_of(image) for image in (3, 4)] == [Label.IRRELEVANT, Label.IRRELEVANT]
