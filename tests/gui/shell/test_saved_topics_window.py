"""A topic is saved for other collections and used in one, by the menu of the window."""

import pytest
from on_screen import on_screen
from PySide6.QtWidgets import QFileDialog

from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def space(window, project, qtbot):
    with Session.open(project) as session:
        session.judge(range(4), Label.RELEVANT)
        session.judge(range(20, 24), Label.IRRELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window) and not window.workspace.controller.busy)
    return window.workspace


def test_a_topic_is_saved_and_begins_another_one(window, space, qtbot, monkeypatch, tmp_path):
    file, session = tmp_path / "red.topic", space.controller.session
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(file.with_suffix("")), ""))
    window.actions_["topic.save"].trigger()
    assert window.status.texts["remark"] == "Saved to red.topic: 8 judgements, without images and file names"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    window.actions_["topic.load"].trigger()
    qtbot.waitUntil(lambda: session.topic.name == "red (2)" and bool(session.judgements.batches))
    qtbot.waitUntil(lambda: not space.controller.busy)
    assert "“red (2)” begins with 8 judgements from elsewhere" in space.messages.text
    assert len(space.batch.grid.images()) == 10  # to check, in a project with batches of 4
    assert "8 judgements" in window.status.texts["ranking"]
    window.actions_["edit.undo"].trigger()
    assert session.topics.inherited == ()


def test_what_cannot_be_saved_or_used_is_said_above_the_images(window, space, qtbot, monkeypatch, tmp_path):
    file = tmp_path / "notes.topic"
    file.write_text("kites")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    window.actions_["topic.load"].trigger()
    assert "this is not a saved topic" in space.messages.text
    space.controller.add_topic("nothing yet")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "new.topic"), ""))
    window.actions_["topic.save"].trigger()
    assert "0 relevant and 0 irrelevant judgements" in space.messages.text
    assert not (tmp_path / "new.topic").exists()
