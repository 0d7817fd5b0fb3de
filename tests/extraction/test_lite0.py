"""The default encoder: its weights, its network, and the features that PyTorch gives for the same photos."""

from __future__ import annotations

import sys

import h5py
import numpy as np
import onnx
import pytest
from needs import missing
from PIL import Image

from annotator.cli import main
from annotator.data.images.images import decode
from annotator.errors import FeatureError
from annotator.extraction import lite0
from annotator.extraction.lite0 import Lite0
from annotator.extras import lacks


@pytest.fixture(scope="module")
def encoder() -> Lite0:
    for package in ("onnxruntime", lite0.PACKAGE):
        if lacks(package):
            missing(f"the package {package}")
    return Lite0()


def test_features_are_those_of_pytorch(encoder, shared_data):
    with h5py.File(shared_data / "trashnet" / "efficientnet_lite0_1280.h5") as file:
        names, reference = file["filenames"].asstr()[::60], file["features"][::60]
    for name, row in zip(names, reference, strict=True):
        found = encoder.prepare(decode(shared_data / "trashnet" / "images" / name, least_edge=encoder.edge))
        assert found.shape == (1280,)
        assert found @ row / np.linalg.norm(row) >= 0.9999
        assert abs(np.linalg.norm(found) - 1) < 1e-5


def test_a_photo_that_is_reduced_while_decoding_gives_nearly_the_same(encoder, shared_data):
    for path in sorted((shared_data / "megapixel").glob("*.jpg"))[:4]:
        whole, reduced = (encoder.prepare(decode(path, least_edge=edge)) for edge in (None, encoder.edge))
        assert whole @ reduced >= 0.995


def test_the_last_layer_names_the_classes(encoder, shared_data):
    """Photos of bottles are bottles to the classifier: 440 beer bottle, 737 pop bottle, 898 water bottle, 907 wine."""
    weights, bias = lite0.classifier()
    with h5py.File(shared_data / "trashnet" / "efficientnet_lite0_1280.h5") as file:
        glass = [name.startswith("glass/") for name in file["filenames"].asstr()[()]]
        logits = file["features"][()] @ weights.T + bias
    bottles = np.isin(logits.argmax(axis=1), (440, 737, 898, 907))
    assert bottles[glass].mean() > 3 * bottles[np.logical_not(glass)].mean()


def test_the_network_is_sound_onnx(encoder):
    written = onnx.load_from_string(lite0.network(lite0.weights(), 96))
    onnx.checker.check_model(written, full_check=True)
    assert [node.op_type for node in written.graph.node].count("Conv") == 49


def test_rounded_weights_as_packages_hold_them_give_the_same(encoder, tmp_path):
    np.savez(tmp_path / lite0.ROUNDED, **lite0.rounded(lite0.weights_file()))
    assert (tmp_path / lite0.ROUNDED).stat().st_size < 10_000_000
    picture = Image.effect_noise((300, 200), 60)
    np.testing.assert_array_equal(Lite0(tmp_path / lite0.ROUNDED).prepare(picture), encoder.prepare(picture))


@pytest.mark.parametrize("name", ["weights.pth", lite0.ROUNDED])
def test_weights_that_are_damaged_or_others_are_refused(encoder, tmp_path, name):
    path = tmp_path / name
    np.savez(tmp_path / lite0.ROUNDED, **lite0.rounded(lite0.weights_file()))
    whole = bytearray(path.read_bytes() if name == lite0.ROUNDED else lite0.weights_file().read_bytes())
    for damaged in (whole[: len(whole) // 2], b"", b"no weights"):
        path.write_bytes(damaged)
        with pytest.raises(FeatureError, match=r"is damaged or another version .* Install the package"):
            Lite0(path)
    middle = len(whole) // 2
    whole[middle : middle + 8] = bytes(byte ^ 0xFF for byte in whole[middle : middle + 8])
    path.write_bytes(whole)
    with pytest.raises(FeatureError, match="is damaged or another version"):
        Lite0(path)


def test_it_is_the_default_of_the_command(encoder, shared_data, tmp_path, capsys):
    for number, path in enumerate(sorted((shared_data / "trashnet" / "images" / "glass").iterdir())[:3]):
        (tmp_path / "photos").mkdir(exist_ok=True)
        (tmp_path / "photos" / f"{number}.jpg").symlink_to(path)
    assert main(["extract", str(tmp_path / "photos"), "-o", str(tmp_path / "f.h5")]) == 0
    assert "Wrote 3 rows of 1,280 features" in capsys.readouterr().out
    with h5py.File(tmp_path / "f.h5") as file:
        assert (file.attrs["extractor"], file.attrs["extractor_version"]) == (Lite0.name, Lite0.version)


@pytest.mark.parametrize("package", ["onnxruntime", lite0.PACKAGE])
def test_without_a_package_the_command_says_which_extra(package, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "photos").mkdir()
    assert main(["extract", str(tmp_path / "photos"), "-o", str(tmp_path / "f.h5")]) == 2
    said = capsys.readouterr().err
    assert "relevance-annotator[onnx]" in said
    assert "--encoder descriptor" in said
