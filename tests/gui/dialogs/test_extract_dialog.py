"""Computing features in the window."""

from __future__ import annotations

import pytest
import small_collection
import small_network
import small_pair
from PySide6.QtWidgets import QLabel

from annotator.data.features.features import FeatureStore
from annotator.gui.dialogs.extract_dialog import ExtractDialog
from annotator.gui.dialogs.new_project import NewProjectDialog


@pytest.fixture
def small(tmp_path):
    return small_collection.make(tmp_path)


def test_features_are_computed_and_taken(qtbot, small):
    (small.images / "empty.png").touch()
    dialog = NewProjectDialog(images=small.images)
    qtbot.addWidget(dialog)
    dialog.compute.click()
    (extracting,) = dialog.findChildren(ExtractDialog)
    extracting.try_out.click()
    qtbot.waitUntil(lambda: extracting.try_out.isEnabled())
    shown = [label for label in extracting.findChildren(QLabel) if not label.pixmap().isNull()]
    assert len(shown) == 6 * 6
    extracting.go.click()
    assert not extracting.go.isEnabled()
    qtbot.waitUntil(lambda: extracting.made is not None)
    assert "12 images have features now" in extracting.outcome.text()
    assert "empty.png" in extracting.outcome.text()
    made = extracting.made
    extracting.go.click()
    assert dialog.features.path == made
    with FeatureStore.open(made) as store:
        assert store.n == 12
    qtbot.waitUntil(lambda: dialog.preview.words.text().startswith("▲ 12 of 13"))


def test_a_network_is_inspected_and_what_is_wrong_is_said(qtbot, small, tmp_path):
    dialog = ExtractDialog(small.images)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(1)
    assert not dialog.go.isEnabled()
    (tmp_path / "bad.onnx").write_text("no network")
    dialog.network.set_path(tmp_path / "bad.onnx")
    qtbot.waitUntil(lambda: "cannot be run" in dialog.said.text())
    dialog.network.set_path(small_network.network(tmp_path / "net.onnx"))
    qtbot.waitUntil(lambda: "3 features. Guessed" in dialog.said.text())
    dialog.settings.fields["size"].set_value(16)
    dialog.go.click()
    qtbot.waitUntil(lambda: "the network fails" in dialog.outcome.text())
    dialog.settings.fields["size"].set_value(8)
    dialog.settings.fields["channels"].set_value("BGR")
    dialog.try_out.click()
    qtbot.waitUntil(lambda: dialog.try_out.isEnabled())
    assert dialog.settings.values()["channels"] == "BGR"  # the form is kept beside the examples
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.made is not None)
    dialog.reject()


def test_a_pair_of_networks_is_chosen_by_its_folder(qtbot, small, tmp_path):
    dialog = ExtractDialog(small.images)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("pair"))
    assert "CLIP or SigLIP" in dialog.said.text()
    dialog.network.set_path(small.images)
    qtbot.waitUntil(lambda: "holds no pair of networks" in dialog.said.text())
    assert not dialog.go.isEnabled()
    dialog.network.set_path(small_pair.immich(tmp_path / "pair"))
    qtbot.waitUntil(lambda: "4 features. Settings" in dialog.said.text())
    assert dialog.settings.values()["fit"] == "crop"
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.made is not None)
    with FeatureStore.open(dialog.made) as store:
        assert (store.d, store.extractor.split()[0]) == (4, "pair:pair")
    dialog.reject()
