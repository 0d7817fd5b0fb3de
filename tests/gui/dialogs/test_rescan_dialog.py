"""What has changed in the image folder is shown, and the project brought up to date, in the window."""

from __future__ import annotations

import pytest
import small_collection
from on_screen import on_screen
from PIL import Image

from annotator.gui.dialogs.rescan_dialog import RescanDialog
from annotator.types import Label


@pytest.fixture
def opened(window, tmp_path, qtbot):
    small = small_collection.make(tmp_path)  # images of its own, for they are moved about
    for number, file in enumerate(sorted(small.images.rglob("*.png"))):
        Image.new("RGB", (20 + number, 20), (20 * number, 0, 0)).save(file)
    with small.create() as session:
        session.judge([0, 1], Label.RELEVANT)
    window.open_project(small.project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window


def looked(window, qtbot) -> RescanDialog:
    window.actions_["project.rescan"].trigger()
    dialog = window.findChildren(RescanDialog)[-1]
    qtbot.waitUntil(lambda: dialog.report is not None or "⚠" in dialog.said.text())
    return dialog


def test_nothing_has_changed(opened, qtbot):
    dialog = looked(opened, qtbot)
    assert "Nothing has changed" in dialog.said.text()
    assert not dialog.go.isEnabled()
    dialog.remember.click()
    qtbot.waitUntil(lambda: "The contents of 12 images are remembered" in dialog.said.text())
    dialog.reject()
    session = opened.workspace.controller.session
    first, second = (session.collection.root / path for path in session.paths[:2])
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert session.collection.rescan().run().moved == {0: session.paths[1], 1: session.paths[0]}


def test_a_moved_image_keeps_its_label_and_the_window_shows_the_project_anew(opened, qtbot):
    session = opened.workspace.controller.session
    first, second = session.paths[:2]
    root, n = session.collection.root, session.n_images
    (root / first).rename(root / "moved.png")
    (root / second).unlink()
    dialog = looked(opened, qtbot)
    texts = [dialog.tree.topLevelItem(i).text(0) for i in range(dialog.tree.topLevelItemCount())]
    assert texts[0].startswith("Moved.")
    assert dialog.tree.topLevelItem(0).child(0).text(0) == f"{first} → moved.png"
    assert texts[1].startswith("Gone.")
    old = opened.workspace
    qtbot.waitUntil(lambda: not opened.workspace.controller.busy)
    dialog.go.click()
    qtbot.waitUntil(lambda: opened.workspace is not None and opened.workspace is not old)
    session = opened.workspace.controller.session
    assert session.paths[0] == "moved.png"
    assert session.n_images == n
    assert session.label_of(0) is Label.RELEVANT
    assert session.label_of(1) is Label.RELEVANT
    assert session.collection.missing.tolist() == [1]


def test_a_folder_that_is_gone_takes_nothing_away(opened, qtbot, tmp_path):
    root = opened.workspace.controller.session.collection.root
    root.rename(tmp_path / "elsewhere")
    dialog = looked(opened, qtbot)
    assert "there is no such folder" in dialog.said.text()
    assert not dialog.go.isEnabled()
    dialog.reject()
    (tmp_path / "elsewhere").rename(root)
