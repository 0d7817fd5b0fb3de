"""The network for images of a pair that the user brings: its settings, its hash, and where it is found again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotator.cli import main
from annotator.data.features import growing
from annotator.data.features.features import FeatureStore
from annotator.errors import FeatureError
from annotator.extraction import extract, filling, known_encoders, pictures
from annotator.extraction.looking import encoder_called
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.extraction.pair import PairEncoder, read_pair, version_of
from annotator.session.session import Session

small_pair = pytest.importorskip("small_pair")

RED, BLUE = (200, 30, 30), (30, 30, 200)


def write_images(folder: Path, colors: list[tuple[int, int, int]], first: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    for number, color in enumerate(colors, first):
        pixels = np.array(color) + np.random.default_rng(number).normal(0, 20, (40, 60, 3))
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(folder / f"im{number:02}.png")
    return folder


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Six red and six blue images."""
    return write_images(tmp_path / "images", [RED, BLUE] * 6)


def change(path: Path, **changes: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("clip", ("crop", "bicubic", "0.48145466,0.4578275,0.40821073", "0.26862954,0.26130258,0.27577711", 77)),
        ("siglip", ("squash", "bicubic", "0.5,0.5,0.5", "0.5,0.5,0.5", 64)),
    ],
)
def test_a_pair_says_how_images_and_texts_are_prepared(tmp_path, kind, wanted):
    encoder = PairEncoder(small_pair.immich(tmp_path / "p", kind))
    found = encoder.settings
    assert (found.fit, found.interpolation, found.mean, found.std, encoder.pair.context) == wanted
    assert (found.size, encoder.d, encoder.name) == (16, 4, "pair:p")
    assert "preprocess_cfg.json" in encoder.why
    assert "ImageNet" not in encoder.why
    assert not encoder.guessed


def test_both_halves_in_one_network_give_the_vectors_of_two(tmp_path):
    picture = Image.new("RGB", (30, 20), RED)
    one, two = PairEncoder(small_pair.transformers(tmp_path / "a")), PairEncoder(small_pair.immich(tmp_path / "b"))
    assert one.settings.output == "image_embeds"
    assert (one.pair.merged, one.pair.context, one.pair.pad) == (True, 77, "<|endoftext|>")
    np.testing.assert_allclose(one.encode([one.prepare(picture)] * 3), two.encode([two.prepare(picture)] * 3))


@pytest.mark.parametrize(
    ("name", "fit", "mean"),
    [("SigLIP2", "squash", "0.5,0.5,0.5"), ("MobileCLIP-S1", "crop", "0,0,0"), ("my CLIP", "crop", "0.48145466")],
)
def test_without_settings_the_family_is_a_guess_that_is_shown(tmp_path, name, fit, mean):
    pair = small_pair.immich(tmp_path / name)
    (pair / "visual/preprocess_cfg.json").unlink()
    encoder = PairEncoder(pair)
    assert (encoder.settings.fit, encoder.settings.mean[: len(mean)]) == (fit, mean)
    assert "as usual where the name says" in encoder.why
    assert encoder.guessed
    assert PairEncoder(pair, {"fit": "squash", "mean": "0,0,0"}).settings.mean == "0,0,0"


def test_settings_of_transformers_without_normalization(tmp_path):
    pair = small_pair.transformers(tmp_path / "p")
    change(pair / "preprocessor_config.json", do_normalize=False, do_center_crop=False, resample=2)
    found = PairEncoder(pair).settings
    assert (found.mean, found.std, found.fit, found.interpolation) == ("0,0,0", "1,1,1", "squash", "bilinear")


@pytest.mark.parametrize(
    ("file", "changes", "why"),
    [
        ("visual/preprocess_cfg.json", {"resize_mode": "longest"}, "resize_mode 'longest'"),
        ("visual/preprocess_cfg.json", {"interpolation": "lanczos"}, "interpolation 'lanczos'"),
        ("visual/preprocess_cfg.json", {"mean": [0.5]}, "not three numbers"),
        ("visual/preprocess_cfg.json", {"size": [16, 32]}, "have to become squares"),
    ],
)
def test_settings_that_are_not_known_are_refused(tmp_path, file, changes, why):
    pair = small_pair.immich(tmp_path / "p")
    change(pair / file, **changes)
    with pytest.raises(FeatureError, match=why) as error:
        PairEncoder(pair)
    assert str(pair / file) in str(error.value)


@pytest.mark.parametrize("file", ["visual/model.onnx", "textual/model.onnx", "textual/tokenizer.json"])
def test_a_missing_part_is_named(tmp_path, file):
    pair = small_pair.immich(tmp_path / "p")
    (pair / file).unlink()
    with pytest.raises(FeatureError, match=Path(file).name):
        read_pair(pair)


def test_a_folder_of_something_else_and_damaged_settings(tmp_path, images):
    with pytest.raises(FeatureError, match="holds no pair of networks"):
        encoder_called(str(images))
    pair = small_pair.immich(tmp_path / "p")
    (pair / "config.json").write_text("[1]")
    with pytest.raises(FeatureError, match=r"config\.json: this is no file of settings"):
        read_pair(pair)
    (pair / "config.json").write_text("{}")
    (pair / "visual/model.onnx").write_bytes(b"no network")
    with pytest.raises(FeatureError, match="cannot be run"):
        PairEncoder(pair)


def test_the_two_networks_in_each_others_place_are_noticed(tmp_path):
    pair = small_pair.immich(tmp_path / "p")
    shutil.copy(pair / "textual/model.onnx", pair / "visual/model.onnx")
    with pytest.raises(FeatureError, match="Is it an encoder of images"):
        PairEncoder(pair)


def test_the_hash_is_of_both_networks_and_of_weights_in_other_files(tmp_path):
    import onnx

    pair = read_pair(small_pair.immich(tmp_path / "p"))
    known = {version_of(pair)}
    network = onnx.load(pair.textual)
    network.graph.initializer.append(onnx.numpy_helper.from_array(np.zeros(999, np.float32), "outside"))
    onnx.save(network, pair.textual, save_as_external_data=True, location="text.weights", size_threshold=0)
    known.add(version_of(pair))
    weights = pair.textual.with_name("text.weights")
    weights.write_bytes(b"\1" + weights.read_bytes()[1:])
    known.add(version_of(pair))
    with pair.tokenizer.open("a") as file:
        file.write(" ")
    known.add(version_of(pair))
    assert len(known) == 4
    (pair.folder / "textual/README.md").write_text("changes nothing")
    assert version_of(pair) in known


def test_new_images_get_features_of_the_pair_without_its_being_named_again(tmp_path, images, capsys):
    pair = small_pair.immich(tmp_path / "p")
    assert main(["extract", str(images), "--encoder", str(pair), "-o", str(tmp_path / "f.h5")]) == 0
    assert "pair:p" in capsys.readouterr().err
    project = tmp_path / "p.annotator"
    assert main(["new", str(images), str(tmp_path / "f.h5"), "-o", str(project)]) == 0
    write_images(images, [RED, BLUE], first=12)
    assert main(["rescan", str(project), "--apply"]) == 0
    assert "2 of 2 new images have features" in capsys.readouterr().out
    with Session.open(project) as session, FeatureStore.open(session.features.path) as store:
        rows = store.rows(session.features.row_of_image)
        assert session.features.extractor == f"pair:p {PairEncoder(pair).version}"
        alike = rows @ rows.T
        assert alike[12, 0] > alike[12, 1]
        assert alike[13, 1] > alike[13, 0]


def test_a_project_is_begun_with_a_pair(tmp_path, images, capsys):
    pair = small_pair.immich(tmp_path / "p")
    project = tmp_path / "p.annotator"
    assert main(["new", str(images), "--encoder", str(pair), "-o", str(project)]) == 0
    with Session.open(project) as session:
        assert session.features.extractor.startswith("pair:p ")
        assert session.features.n_usable == 12
        pictures.like(session, [("asked", Image.new("RGB", (9, 9), BLUE))]).run()
        assert set(session.rank().images[:6].tolist()) == {1, 3, 5, 7, 9, 11}
    assert main(["new", str(images), str(tmp_path / "f.h5"), "--encoder", "lite0", "-o", str(tmp_path / "q")]) == 2
    assert "not both" in capsys.readouterr().err


def test_a_pair_that_was_moved_is_named_and_found_from_then_on(tmp_path, images, capsys):
    pair = small_pair.immich(tmp_path / "p")
    project = tmp_path / "p.annotator"
    filling.create(project, images, encoder_called(str(pair))).close()
    pair.rename(tmp_path / "moved")
    assert main(["rescan", str(project), "--apply"]) == 2
    assert "--encoder NETWORK" in capsys.readouterr().err
    other = small_pair.immich(tmp_path / "other", "siglip")
    assert main(["rescan", str(project), "--apply", "--encoder", str(other)]) == 2
    assert "was computed by pair:p" in capsys.readouterr().err
    assert main(["rescan", str(project), "--apply", "--encoder", str(tmp_path / "moved")]) == 0
    with Session.open(project) as session:
        assert session.features.n_usable == 12
        assert known_encoders.pair_of(session.features.extractor) == tmp_path / "moved"


def test_a_network_of_ones_own_is_found_again_with_its_settings(tmp_path, images):
    small_network = pytest.importorskip("small_network")
    network = OnnxEncoder(small_network.network(tmp_path / "net.onnx"), {"channels": "BGR"})
    extract(images, tmp_path / "f.h5", network)
    head = growing.head_of(tmp_path / "f.h5")
    assert known_encoders.known(head)().settings.channels == "BGR"
    assert pictures.encoder_for(tmp_path / "f.h5").version == network.version
    assert known_encoders.known({**head, "preprocessing": "another"}) is None
    (tmp_path / "net.onnx").unlink()
    assert known_encoders.known(head) is None
