"""The new-project dialog says what would match before anything is made."""

import h5py
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.dialogs.new_project import NewProjectDialog


@pytest.fixture
def dialog(qtbot, collection):
    made = NewProjectDialog(images=collection / "images", features=collection / "features.h5")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


@pytest.fixture
def partly(collection, tmp_path):
    """A feature file that lacks twelve images, has two rows too many and one that is not a number."""
    with h5py.File(collection / "features.h5") as source:
        names = list(source["filenames"].asstr()[12:])
        features = source["features"][12:]
    features[0] = np.nan
    path = tmp_path / "partly.h5"
    with h5py.File(path, "w") as file:
        file["features"] = np.vstack([features, features[1:3]])
        file.create_dataset("filenames", data=[*names, "gone/a.png", "gone/b.png"], dtype=h5py.string_dtype("utf-8"))
    return path


def said(dialog):
    return dialog.preview.words.text()


def test_a_full_match_is_said_at_once_and_nothing_is_written(dialog, collection, qtbot):
    before = sorted(collection.rglob("*"))
    qtbot.waitUntil(lambda: "60 of 60 images have features" in said(dialog))
    assert said(dialog).startswith("✓")
    assert dialog.preview.details.isVisible()
    assert sorted(collection.rglob("*")) == before


def test_what_does_not_match_is_counted_and_shown_in_full(dialog, partly, qtbot):
    qtbot.waitUntil(lambda: "60 of 60" in said(dialog))
    dialog.features.set_path(partly)
    qtbot.waitUntil(lambda: "48 of 60 images have features" in said(dialog))
    assert said(dialog).startswith("▲")
    assert "Images without features: 12" in said(dialog)
    assert "Features without an image: 2" in said(dialog)
    assert "Features that are not numbers: 1" in said(dialog)
    QTest.mouseClick(dialog.preview.details, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.report
    assert dialog.stop.text() == "Back"
    dialog.stop.click()
    assert dialog.pages.currentIndex() == 0
    assert dialog.isVisible()
    assert dialog.go.isVisible()


def test_a_file_that_fits_nothing_or_is_none_is_explained(dialog, tmp_path, qtbot):
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file["features"] = np.ones((2, 3), np.float32)
        file.create_dataset("filenames", data=["x.png", "y.png"], dtype=h5py.string_dtype("utf-8"))
    dialog.features.set_path(other)
    qtbot.waitUntil(lambda: said(dialog).startswith("✗"))
    assert "other.h5" in said(dialog)
    other.write_bytes(b"no HDF5")
    dialog.features.set_path(None)
    assert not dialog.preview.isVisible()
    dialog.features.set_path(other)
    qtbot.waitUntil(lambda: said(dialog).startswith("✗"))


def test_closing_while_it_looks_waits_for_its_thread(collection, qtbot):
    made = NewProjectDialog(images=collection / "images", features=collection / "features.h5")
    qtbot.addWidget(made)
    made.show()
    made.preview._look()
    made.reject()
    assert not made.isVisible()
