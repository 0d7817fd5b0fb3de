"""From a bare folder to the first judgement: one question, and features are computed while images are judged."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from on_screen import on_screen
from patience import wait_for
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator.data.features.growing import RowFiller
from annotator.data.project.examples import Meaning, Words
from annotator.extraction import filling
from annotator.extraction.builtin import BuiltIn
from annotator.gui.controller import feature_builder
from annotator.gui.controller.words_search import WordsSearch
from annotator.gui.dialogs import new_project
from annotator.gui.dialogs.dropped import project_of
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.gui.dialogs.rescan_dialog import RescanDialog
from annotator.gui.tasks.task_text import status
from annotator.gui.workspace.picture_query import search_with
from annotator.session.session import Session
from annotator.types import Label

N = 30


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Red and blue pictures, and one that cannot be read."""
    rng = np.random.default_rng(0)
    (tmp_path / "own" / "photos").mkdir(parents=True)
    for number in range(N):
        color = (200, 30, 30) if number < 10 else (30, 30, 200)
        pixels = np.clip(np.array(color) + rng.normal(0, 20, (40, 60, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / "own" / "photos" / f"im{number:02}.png")
    (tmp_path / "own" / "photos" / "broken.png").write_text("no image")
    return tmp_path / "own" / "photos"


class Gate:
    """Holds the computing of features after some images."""

    def __init__(self) -> None:
        self.open, self.prepared, self.after = threading.Event(), 0, 12


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The descriptor is the encoder, the first batch comes with ten images, and computing waits for the gate."""
    held = Gate()
    real = BuiltIn.prepare

    def prepare(self: BuiltIn, image: Image.Image) -> np.ndarray:
        held.prepared += 1
        if held.prepared > held.after:
            wait_for(held.open)
        return real(self, image)

    monkeypatch.setattr(BuiltIn, "prepare", prepare)
    monkeypatch.setattr(new_project, "default_encoder", lambda: "descriptor")
    monkeypatch.setattr(filling, "FIRST", 10)
    monkeypatch.setattr(filling, "_BATCH", 1)
    return held


def begin(window, photos: Path, qtbot, words: str = "red things") -> NewProjectDialog:
    window.take([photos])
    dialog = window.findChild(NewProjectDialog)
    assert not dialog.more.isVisible()
    QTest.keyClicks(dialog.topic, words)
    QTest.keyClick(dialog.topic, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_screen(window))
    return dialog


def test_what_could_not_be_read_is_said_although_nothing_is_matched(window, photos, gate, qtbot):
    (photos / "lost").symlink_to(photos / "no such folder")
    (photos / "empty.png").write_bytes(b"")
    (photos / "gone.png").symlink_to(photos / "no such file")
    begin(window, photos, qtbot)
    assert window.messages.text == "2 files or folders could not be read; what is in them is missing."
    window.messages.choose("Details…")
    gate.open.set()


def test_three_actions_lead_to_the_first_batch(window, photos, gate, qtbot, monkeypatch):
    """The button, the folder, and Enter; the images are judged while the rest is computed."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(photos))
    window.start.new.click()
    QTest.keyClick(window.findChild(NewProjectDialog).topic, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_screen(window))
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: controller.browser.batch is not None)
    assert controller.session.project.path == photos.with_name("photos.annotator")
    assert controller.session.features.growing
    task = next(task for task in controller.tasks.running if task.total)
    assert "of 31" in status(task)
    for _ in range(2):
        batch = controller.browser.batch
        for image in batch.images:
            controller.judge([image], Label.RELEVANT if image in range(1, 11) else Label.IRRELEVANT)
        qtbot.waitUntil(lambda batch=batch: controller.browser.batch is not batch or controller.session.round == 2)
    gate.open.set()
    qtbot.waitUntil(lambda: not controller.session.features.growing)
    qtbot.waitUntil(lambda: controller.ranking is not None and len(controller.ranking.images) == N)
    qtbot.waitUntil(lambda: "broken.png" in task.result)
    judged = dict(controller.session.labels)
    window.close_project()
    with Session.open(photos.with_name("photos.annotator")) as session:
        assert dict(session.labels) == judged


def test_the_task_shows_how_far_it_is_and_the_latest_images(window, photos, gate, qtbot, monkeypatch):
    monkeypatch.setattr(feature_builder, "PICTURES_EVERY_S", 0.0)
    gate.after = 20
    begin(window, photos, qtbot)
    window.actions_["view.tasks"].trigger()
    panel = window.workspace.panes.panel("view.tasks")
    task = next(task for task in window.tasks.running if task.total == N + 1)
    row = panel.list.row(task)
    qtbot.waitUntil(lambda: len(task.images) == len(row.pictures) > 0)
    assert "of 31" in row.text
    qtbot.waitUntil(lambda: all(not one.icon().isNull() for one in row.pictures))
    assert [one.image for one in row.pictures] == list(task.images)
    assert all(one.isVisible() for one in row.pictures)
    chosen = row.pictures[0].image
    row.pictures[0].click()
    qtbot.waitUntil(lambda: window.workspace.panes.viewing)
    assert window.workspace.panes.viewer.image == chosen
    gate.open.set()
    qtbot.waitUntil(lambda: task.state.over)
    assert not any(one.isVisible() for one in row.pictures)


def test_until_the_first_features_are_there_it_says_how_far_it_is(window, photos, gate, qtbot):
    gate.after = 4
    begin(window, photos, qtbot)
    qtbot.waitUntil(lambda: "of 10" in window.workspace.batch.waiting_text)
    assert window.workspace.controller.session.topic.name == "red things"
    assert window.workspace.controller.browser.batch is None
    assert not [d for d in window.findChildren(NewProjectDialog) if d.isVisible()]
    columns = window.workspace.controller.session.collection.metadata.columns
    waits = not window.workspace.controller.metadata.running and "width" not in columns
    assert waits, "the first batch is more urgent"
    gate.open.set()
    qtbot.waitUntil(lambda: window.workspace.controller.browser.batch is not None)
    qtbot.waitUntil(lambda: "width" in columns)


def test_a_stopped_run_goes_on_from_the_list_of_tasks(window, photos, gate, qtbot):
    begin(window, photos, qtbot)
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: controller.browser.batch is not None)
    task = next(task for task in controller.tasks.running if task.total)
    task.stop()
    gate.open.set()
    qtbot.waitUntil(lambda: task.can_repeat)
    assert controller.session.features.growing
    task.repeat()
    qtbot.waitUntil(lambda: not controller.session.features.growing)


def test_closed_in_the_middle_it_goes_on_when_it_is_opened(window, photos, gate, qtbot):
    begin(window, photos, qtbot)
    qtbot.waitUntil(lambda: window.workspace.controller.browser.batch is not None)
    gate.open.set()
    window.close_project()
    assert project_of(photos) == photos.with_name("photos.annotator")
    window.take([photos])  # the folder leads to its project
    qtbot.waitUntil(lambda: on_screen(window))
    assert not [d for d in window.findChildren(NewProjectDialog) if d.isVisible()]
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: not controller.session.features.growing)
    assert controller.session.features.n_usable == N


def test_a_full_disk_is_told_with_a_remedy(window, photos, gate, qtbot, monkeypatch):
    gate.open.set()
    put = RowFiller.put

    def full(filler: RowFiller, *_rows: object) -> None:
        raise filler._refusal(OSError(28, "No space left on device"))

    monkeypatch.setattr(RowFiller, "put", full)
    begin(window, photos, qtbot)
    messages = window.workspace.messages
    qtbot.waitUntil(lambda: "make room" in messages.text)
    monkeypatch.setattr(RowFiller, "put", put)
    controller = window.workspace.controller
    controller.features.again()
    qtbot.waitUntil(lambda: not controller.session.features.growing)


def test_an_empty_folder_says_what_images_are(window, tmp_path, qtbot):
    (tmp_path / "nothing").mkdir()
    window.take([tmp_path / "nothing"])
    dialog = window.findChild(NewProjectDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: "no image was found" in dialog.problem.text())
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "places") == ["nothing"]
    dialog.reject()


def test_features_that_fit_are_used_and_no_report_is_shown(window, photos, qtbot):
    from annotator.extraction import extract

    (photos / "broken.png").unlink()
    extract(photos, photos.with_name("found.h5"), BuiltIn())
    window.take([photos])
    dialog = window.findChild(NewProjectDialog)
    qtbot.waitUntil(lambda: dialog.features.path == photos.with_name("found.h5"))
    dialog.go.click()
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.workspace.controller.session.features.path == photos.with_name("found.h5")
    assert not window.workspace.controller.session.features.growing


def test_start_waits_for_the_search_for_features(window, photos, qtbot, monkeypatch):
    """Who presses Enter at once does not compute again what is there."""
    from annotator.extraction import extract

    (photos / "broken.png").unlink()
    extract(photos, photos.with_name("found.h5"), BuiltIn())
    found, real = threading.Event(), new_project.feature_files

    def slow(folder, progress):
        wait_for(found)
        return real(folder, progress)

    monkeypatch.setattr(new_project, "feature_files", slow)
    window.take([photos])
    dialog = window.findChild(NewProjectDialog)
    QTest.keyClick(dialog.topic, Qt.Key.Key_Return)
    assert dialog.problem.text() == "Looking for features of these images…"
    found.set()
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.workspace.controller.session.features.path == photos.with_name("found.h5")


def test_features_found_for_one_folder_are_not_kept_for_another(window, photos, qtbot):
    """As when a path is typed: the parent is a folder of images, too, until the name is complete."""
    from annotator.extraction import extract

    (photos / "broken.png").unlink()
    extract(photos, photos.with_name("found.h5"), BuiltIn())
    (photos.parent / "two").mkdir()
    (photos.parent / "two" / "one.png").write_bytes((photos / "im00.png").read_bytes())
    window.take([photos])
    dialog = window.findChild(NewProjectDialog)
    qtbot.waitUntil(lambda: dialog.features.path == photos.with_name("found.h5"))
    dialog.images.set_path(photos.parent / "two")
    assert dialog.features.path is None
    dialog.features.set_path(photos.with_name("found.h5"))  # who chooses it wants it
    dialog.images.set_path(photos)
    dialog.images.set_path(photos.parent / "two")
    assert dialog.features.path == photos.with_name("found.h5")
    dialog.reject()


def test_new_images_in_the_folder_get_features(window, photos, gate, qtbot):
    gate.open.set()
    begin(window, photos, qtbot)
    qtbot.waitUntil(lambda: not window.workspace.controller.session.features.growing)
    window.workspace.controller.judge([3], Label.RELEVANT)
    Image.new("RGB", (60, 40), (10, 200, 10)).save(photos / "green.png")
    window.actions_["project.rescan"].trigger()
    dialog = window.findChild(RescanDialog)
    qtbot.waitUntil(dialog.go.isEnabled)
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    before = window.workspace
    dialog.go.click()
    qtbot.waitUntil(lambda: window.workspace is not before and on_screen(window))
    session = window.workspace.controller.session
    qtbot.waitUntil(lambda: not session.features.growing)
    assert session.features.n_usable == N + 1
    assert dict(session.labels) == {3: Label.RELEVANT}


# Pictures as queries


@pytest.fixture
def red(tmp_path: Path) -> Path:
    """A red picture from somewhere else."""
    Image.new("RGB", (60, 40), (200, 30, 30)).save(tmp_path / "red.png")
    return tmp_path / "red.png"


def is_red(window) -> bool:
    """Whether red images are ranked first, and a batch is there."""
    controller = window.workspace.controller
    if controller.browser.batch is None or controller.ranking is None:
        return False
    return all(controller.session.paths[image] < "im10" for image in controller.ranking.images[:5])


def examples(window) -> list[str]:
    return [example.name for example in window.workspace.controller.session.examples.external]


def test_a_picture_answers_the_question(window, photos, gate, red, qtbot, monkeypatch):
    gate.after = gate.prepared + 14
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(red)], ""))
    window.take([photos])
    dialog = window.findChild(NewProjectDialog)
    dialog.picture.click()
    assert dialog.picture.text() == "red.png"
    dialog.go.click()
    gate.open.set()
    qtbot.waitUntil(lambda: on_screen(window) and is_red(window))
    assert examples(window) == ["red.png"]


@pytest.mark.parametrize("way", ["choose", "paste a file", "paste pixels", "drop"])
def test_a_picture_from_anywhere_becomes_an_example(window, photos, gate, red, qtbot, monkeypatch, way):
    gate.open.set()
    begin(window, photos, qtbot)
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: not controller.session.features.growing and not controller.busy)
    data = QMimeData()
    if way == "paste pixels":
        data.setImageData(QImage(str(red)))
    else:
        data.setUrls([QUrl.fromLocalFile(str(red))])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(red)], ""))
    if way == "choose":
        window.actions_["batch.like"].trigger()
    elif way == "drop":
        keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(window.rect().center(), *keys)
        window.dragEnterEvent(enter)
        assert enter.isAccepted()
        window.dropEvent(QDropEvent(QPointF(window.rect().center()), *keys))
    else:
        QGuiApplication.clipboard().setMimeData(data)
        window.actions_["batch.paste"].trigger()
    qtbot.waitUntil(lambda: is_red(window))
    assert examples(window) == ["pasted picture" if way == "paste pixels" else "red.png"]
    window.actions_["edit.undo"].trigger()
    assert examples(window) == []


def test_what_is_no_picture_is_said(window, photos, gate, red, qtbot):
    gate.open.set()
    begin(window, photos, qtbot)
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: not controller.session.features.growing and not controller.busy)
    red.write_text("no image")
    search_with(window.workspace, [("red.png", red)])
    qtbot.waitUntil(lambda: "red.png" in window.workspace.messages.text)
    assert examples(window) == []
    QGuiApplication.clipboard().setText("words")
    window.actions_["batch.paste"].trigger()
    assert "no picture in the clipboard" in window.status.texts["remark"]


@pytest.mark.parametrize("known", [True, False])
def test_what_was_said_at_the_start_is_what_the_first_batch_looks_for(window, photos, gate, qtbot, monkeypatch, known):
    asked = []

    def look_for(search: WordsSearch, text: str) -> None:
        asked.append(text)
        if known:
            features, d = search._session.features, BuiltIn().d
            direction = np.full(d, d**-0.5)
            search._use(Words(text, direction, (Meaning("red", 1, 1.0),), encoder=features.extractor, model="none"))
        else:
            search.failed.emit(f"Nothing answers to: {text}")

    monkeypatch.setattr(WordsSearch, "problem", "")
    monkeypatch.setattr(WordsSearch, "look_for", look_for)
    gate.open.set()
    begin(window, photos, qtbot)
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: controller.browser.batch is not None)
    assert asked == ["red things"]
    assert (controller.words.words is not None) is known
    assert ("first look" in controller.browser.batch.note.lower()) is not known
