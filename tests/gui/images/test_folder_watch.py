"""Images that are added to the folder of an open project are noticed, offered and added."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtWidgets import QDialog

from annotator.data.project.trust import TrustStore
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn
from annotator.gui.dialogs.rescan_dialog import RescanDialog
from annotator.gui.images import folder_watch
from annotator.gui.images.folder_watch import FolderWatch
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "SETTLE_MS", 20)


def save(path: Path, seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 255, (20, 30, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        save(tmp_path / f"images/{number % 2}/im{number}.png", number)
    return tmp_path / "images"


@pytest.fixture
def watch(folder: Path, qtbot):
    made = FolderWatch(folder, sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png")))
    yield made
    made.close()


def seen(watch: FolderWatch, qtbot) -> list[int]:
    """Return what the watch will tell, after its first look."""
    told: list[int] = []
    watch.found.connect(told.append)
    watch.begin()
    qtbot.waitUntil(lambda: len(watch._system.directories()) == 3)
    return told


def test_new_images_are_counted_in_old_and_new_folders(folder, watch, qtbot):
    told = seen(watch, qtbot)
    save(folder / "0/new.png")
    qtbot.waitUntil(lambda: told == [1])
    save(folder / "more/deep/new.png")
    save(folder / "more/new.png")
    (folder / "more/text.txt").write_text("no image")
    qtbot.waitUntil(lambda: told[-1:] == [3])
    save(folder / "more/deep/other.png")  # in a folder that has come since
    qtbot.waitUntil(lambda: told[-1:] == [4])


def test_a_moved_image_is_not_new_and_an_unchanged_folder_says_nothing(folder, watch, qtbot):
    told = seen(watch, qtbot)
    (folder / "0/im0.png").rename(folder / "1/moved.png")
    qtbot.waitUntil(lambda: set(watch._new) == {"1/moved.png"} and not watch._soon.isActive() and watch._job is None)
    assert told == []
    save(folder / "1/new.png")
    qtbot.waitUntil(lambda: told == [1])


def test_an_image_that_is_being_copied_is_waited_for(folder, watch, qtbot, monkeypatch):
    sizes = iter((10, 20, 30, 30, 30))
    real = folder_watch.scan

    def growing(*given):
        found = real(*given)
        if "0/new.png" in found.paths:
            found.sizes[found.paths.index("0/new.png")] = next(sizes, 30)
        return found

    monkeypatch.setattr(folder_watch, "scan", growing)
    told = seen(watch, qtbot)
    save(folder / "0/new.png")
    qtbot.waitUntil(lambda: told == [1])
    assert watch._new == {"0/new.png": 30}


def test_without_signs_from_the_system_the_folder_is_looked_at_now_and_then(folder, watch, qtbot, monkeypatch):
    monkeypatch.setattr(folder_watch, "MOST_FOLDERS", 0)
    monkeypatch.setattr(folder_watch, "EVERY_MS", 30)
    monkeypatch.setattr(folder_watch, "_SHARE", 1.0)
    told: list[int] = []
    watch.found.connect(told.append)
    watch.look()
    qtbot.waitUntil(lambda: watch._known != frozenset())
    assert watch._system.directories() == []
    save(folder / "0/new.png")
    monkeypatch.setattr(folder_watch.FolderWatch, "_tick", FolderWatch.look)  # an offscreen window is never active
    watch._regular.timeout.connect(watch.look)
    qtbot.waitUntil(lambda: told == [1])


def test_a_folder_that_is_away_for_a_while_is_no_fault(folder, watch, qtbot):
    told = seen(watch, qtbot)
    away = folder.rename(folder.with_name("away"))
    qtbot.waitUntil(lambda: watch._job is None and not watch._soon.isActive())
    watch.look()
    qtbot.waitUntil(lambda: watch._job is None)
    save(away / "0/new.png")
    away.rename(folder)
    watch.look()
    qtbot.waitUntil(lambda: told == [1])


def test_a_very_large_collection_is_not_watched(watch, monkeypatch):
    monkeypatch.setattr(folder_watch, "MOST_IMAGES", 5)
    watch.begin()
    assert not watch._soon.isActive()


@pytest.fixture
def opened(window, folder, tmp_path, qtbot):
    """The window on a project with features that the program computed."""
    extract(folder, tmp_path / "f.h5", BuiltIn())
    project = tmp_path / "p.annotator"
    with Session.create(project, folder, tmp_path / "f.h5", topic="x") as made:
        TrustStore(tmp_path / "places" / "data").allow_places(project, made.project.places_outside)
        made.judge([0], Label.RELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    qtbot.waitUntil(lambda: window._new_images.watch._system.directories() != [])
    return window


def test_new_images_are_offered_and_added_with_features_of_the_same_encoder(opened, folder, qtbot):
    for number in range(3):
        save(folder / f"0/new{number}.png", 50 + number)
    messages, old = opened.workspace.messages, opened.workspace
    qtbot.waitUntil(lambda: messages.text == "3 new images in the folder.")
    qtbot.waitUntil(lambda: not old.controller.busy)
    messages.choose("Add to the project")
    qtbot.waitUntil(lambda: opened.workspace not in (None, old))
    session = opened.workspace.controller.session
    assert session.n_images == 9
    qtbot.waitUntil(lambda: session.features.n_usable == 9)
    assert dict(session.labels) == {0: Label.RELEVANT}
    assert not [one for one in opened.findChildren(QDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: opened._new_images.watch._system.directories() != [])
    assert opened.workspace.messages.text == ""


def test_other_changes_are_shown_before_they_are_taken(opened, folder, qtbot):
    (folder / "1/im1.png").unlink()
    for number in range(2):
        save(folder / f"0/new{number}.png", 50 + number)
    messages = opened.workspace.messages
    qtbot.waitUntil(lambda: messages.text == "1 new image in the folder.")
    messages.choose("Add to the project")
    dialog = opened.findChildren(RescanDialog)[-1]
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert dialog.isVisible()
    assert not dialog.applied
    dialog.reject()


def test_an_error_on_screen_is_not_replaced(opened, folder, qtbot):
    opened.workspace.messages.tell("something is wrong")
    save(folder / "0/new.png")
    qtbot.waitUntil(lambda: opened._new_images.watch._told == 1)
    assert opened.workspace.messages.text == "something is wrong"
