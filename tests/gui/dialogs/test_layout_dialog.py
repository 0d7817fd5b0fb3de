"""The person says what is what in a feature file."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
import small_collection

from annotator.gui.dialogs.layout_dialog import LayoutDialog
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.session.session import Session


@pytest.fixture
def small(tmp_path):
    return small_collection.make(tmp_path)


def dialog_for(qtbot, small, path):
    dialog = NewProjectDialog(images=small.images, features=path)
    qtbot.addWidget(dialog)
    dialog.target.set_path(small.project)
    return dialog


def choose(qtbot, dialog) -> LayoutDialog:
    qtbot.waitUntil(lambda: dialog.preview.choose.isVisibleTo(dialog))
    dialog.preview.choose.click()
    return dialog.findChildren(LayoutDialog)[-1]


def test_of_two_data_sets_the_person_chooses_one_and_the_project_remembers(qtbot, small):
    with h5py.File(small.features, "a") as file:
        names = file["filenames"][()]
        rows = file["features"][()]
        for part in ("old", "new"):
            file[f"{part}/features"] = rows * (1 if part == "new" else 0)
            file[f"{part}/filenames"] = names
        del file["features"], file["filenames"]
    dialog = dialog_for(qtbot, small, small.features)
    question = choose(qtbot, dialog)
    assert "more than one pair" in dialog.preview.words.text()
    words = [question.features.itemText(i) for i in range(question.features.count())]
    assert f"new/features ({len(rows)} x {rows.shape[1]} {rows.dtype})" in words
    question.features.setCurrentIndex(question.features.findData("new/features"))
    question.use.click()
    qtbot.waitUntil(lambda: dialog.preview.words.text().startswith("✓"))
    assert dialog.preview.report.pairs
    assert not any(image.isNull() for image in dialog.preview.samples)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.created is not None)
    with Session.open(small.project) as session:
        assert not np.any(session.collection.import_report.zero_rows)
        assert session.collection.import_report.kind.startswith("HDF5, /new/features")


def test_numbered_images_and_lists(qtbot, small, tmp_path):
    np.save(tmp_path / "v.npy", np.random.default_rng(0).normal(size=(12, 4)).astype(np.float32))
    dialog = dialog_for(qtbot, small, tmp_path / "v.npy")
    question = choose(qtbot, dialog)
    assert "the image names for the array" in dialog.preview.words.text()
    question.source.setCurrentIndex(2)
    assert question.pattern.isVisibleTo(question)
    assert not question.list.isVisibleTo(question)
    question.pattern.setText("im.png")
    question.use.click()
    assert question.isVisible()  # a pattern without a number is refused on the spot
    question.source.setCurrentIndex(1)
    paths = sorted(path.relative_to(small.images).as_posix() for path in small.images.rglob("*.png"))
    (tmp_path / "names.txt").write_text("\n".join(paths))
    question.list.set_path(tmp_path / "names.txt")
    question.use.click()
    qtbot.waitUntil(lambda: dialog.preview.words.text().startswith("✓"))
    dialog.preview.details.click()
    tree = dialog.report.tree
    texts = [tree.topLevelItem(i).text(0) for i in range(tree.topLevelItemCount())]
    assert texts[0] == "Feature file"
    assert "Names and the images they were matched with" in texts
    row = tree.topLevelItem(texts.index("Names and the images they were matched with")).child(0)
    assert row.text(0) == paths[0]
    assert not row.icon(0).isNull()
