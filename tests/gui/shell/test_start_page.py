"""The start page tells what is in every project, finds those that were moved, and explains what was dropped."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from annotator.data.project import database
from annotator.data.project.preview import preview_project
from annotator.errors import ProjectError
from annotator.gui.dialogs.dropped import plan
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def judged(project):
    with Session.open(project) as session:
        session.judge([3, 0], Label.RELEVANT)
        session.judge([40], Label.UNSURE)
        session.topics.add("blue")
    return project


def row(window, number=0):
    return window.start.recent.item(number)


def test_a_peek_tells_topic_counts_and_a_picture(judged, collection):
    seen = preview_project(judged)
    assert (seen.topic, seen.topics, seen.images, seen.relevant, seen.judged) == ("red", 2, 60, 2, 3)
    assert seen.last_judged.endswith("Z")
    assert seen.picture == collection / "images" / "cherry" / "image 003.png"


def test_a_peek_touches_nothing_even_while_the_project_is_open(judged):
    before = judged.read_bytes(), sorted(path.name for path in judged.parent.iterdir())
    preview_project(judged)
    assert (judged.read_bytes(), sorted(path.name for path in judged.parent.iterdir())) == before
    with Session.open(judged) as session:
        session.judge([1], Label.RELEVANT)
        assert preview_project(judged).relevant == 3


@pytest.mark.parametrize("content", [b"", b"something else", b"SQLite format 3\0" + bytes(200)])
def test_a_peek_at_something_else_says_so(tmp_path, content):
    file = tmp_path / "x.annotator"
    file.write_bytes(content)
    with pytest.raises(ProjectError, match=r"x\.annotator"):
        preview_project(file)


def test_a_peek_at_a_file_that_changes_meanwhile_says_so(judged, monkeypatch):
    def replaced(_path):
        judged.unlink()

    monkeypatch.setattr(database, "inspect_header", replaced)
    with pytest.raises(ProjectError, match=r"red\.annotator"):
        preview_project(judged)


def test_recent_projects_tell_what_is_in_them(window, judged, qtbot):
    window.recent.add(judged)
    window.start.show_recent(window.recent.paths())
    qtbot.waitUntil(lambda: "red (2 topics) · 2 relevant of 3 judged, 60 images · today" in row(window).text())
    middle = row(window).icon().pixmap(56).toImage().pixelColor(28, 28)
    assert middle.red() > 150 > middle.green()  # a cherry
    assert "2 relevant of 3" in row(window).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_damaged_project_is_listed_with_the_reason(window, tmp_path, qtbot):
    damaged = tmp_path / "x.annotator"
    damaged.write_bytes(b"something else")
    window.start.show_recent([damaged])
    qtbot.waitUntil(lambda: "is not a project file" in row(window).text())


@pytest.fixture
def gone(window, judged, tmp_path, qtbot):
    path = tmp_path / "gone.annotator"
    window.recent.add(path)
    window.start.show_recent(window.recent.paths())
    qtbot.waitUntil(lambda: "not found" in row(window).text())
    return path


def button(window, words):
    return next(one for one in window.messages.findChildren(QPushButton) if one.text() == words)


def test_a_project_that_was_moved_is_found_again(window, gone, judged, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(judged), ""))
    QTest.keyClick(window.start.recent, Qt.Key.Key_Return)
    assert window.messages.text == f"{gone} is not there any more."
    button(window, "Find it…").click()
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.recent.paths() == (judged,)


def test_a_missing_project_is_taken_off_the_list(window, gone):
    assert [entry.text() for entry in window.start.recent.entries()] == ["Find it…", "Remove from the list"]
    QTest.keyClick(window.start.recent, Qt.Key.Key_Return)
    button(window, "Remove it from the list").click()
    assert window.recent.paths() == ()
    assert window.start.recent.isHidden()


def test_of_several_things_the_first_of_each_kind_is_taken_and_the_rest_explained(tmp_path):
    names = ("a.annotator", "b.annotator", "x.h5", "y.h5", "notes.txt")
    a, b, x, y, notes = (tmp_path / name for name in names)
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    wanted = plan([one, two, x, y, notes])
    assert (wanted.project, wanted.images, wanted.features) == (None, one, x)
    reasons = {path.name: reason for path, reason in wanted.ignored}
    assert reasons["two"].startswith("a project has one folder")
    assert reasons["y.h5"] == "a project has one feature file"
    assert reasons["notes.txt"].startswith("is neither a project")
    wanted = plan([x, a, b])
    assert (wanted.project, wanted.images, wanted.features) == (a, None, None)
    assert [path for path, _ in wanted.ignored] == [b, x]


def test_what_was_left_out_is_told_when_the_project_is_there(window, judged, tmp_path, qtbot):
    window.take([judged, tmp_path / "other.annotator", tmp_path / "notes.txt"])
    qtbot.waitUntil(lambda: on_screen(window))
    assert "other.annotator: one project is open at a time" in window.messages.text
    assert "notes.txt: is neither" in window.messages.text
