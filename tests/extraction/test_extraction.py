"""Features for those who have none: computed, interrupted, resumed, with images that cannot be read."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from onnx import TensorProto
from patience import wait_until
from PIL import Image
from small_network import network

from annotator.cli import main
from annotator.data.features.features import FeatureStore
from annotator.errors import Cancelled, ConfigError, FeatureError
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.looking import encoder_called, look
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.session.session import Session
from annotator.types import Progress
from scripts.installers import self_test


@pytest.fixture
def images(tmp_path) -> Path:
    """Red, green and blue images, some striped, in folders with awkward names."""
    rng = np.random.default_rng(0)
    for number in range(18):
        color = np.eye(3)[number % 3] * 200
        pixels = np.clip(color + rng.normal(0, 20, (40, 60, 3)), 0, 255).astype(np.uint8)
        file = tmp_path / "images" / f"a b/{number % 2} é🦋/im{number:02}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(file)
    return tmp_path / "images"


def rows_of(file: Path) -> dict[str, np.ndarray]:
    with FeatureStore.open(file) as store:
        return dict(zip(store.names, store.rows(np.arange(store.n)), strict=True))


def color_of(path: str) -> int:
    return int(path[-6:-4]) % 3


def test_images_of_one_colour_are_alike(images, tmp_path):
    done = extract(images, tmp_path / "f.h5", BuiltIn())
    found = rows_of(tmp_path / "f.h5")
    assert (done.rows, done.resumed, done.problems) == (18, 0, ())
    names, rows = list(found), np.stack(list(found.values()))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    alike = rows @ rows.T
    np.fill_diagonal(alike, -1)
    assert all(color_of(names[i]) == color_of(names[int(j)]) for i, j in enumerate(alike.argmax(axis=1)))
    with h5py.File(tmp_path / "f.h5") as file:
        assert file.attrs["extractor"] == "annotator-builtin"
        assert file.attrs["normalized"]
        assert "128 x 128" in file.attrs["preprocessing"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.h5", "images"]


def test_a_project_is_made_of_it_and_notices_other_features(images, tmp_path):
    extract(images, tmp_path / "f.h5", BuiltIn())
    with Session.create(tmp_path / "p.annotator", images, tmp_path / "f.h5") as session:
        assert session.collection.import_report.matched == 18
        assert session.collection.import_report.normalized
    Image.new("RGB", (40, 60), (9, 9, 9)).save(images / "a b/0 é🦋/im00.png")
    extract(images, tmp_path / "f.h5", BuiltIn())
    with pytest.raises(FeatureError, match="values changed while its names are the same"):
        Session.open(tmp_path / "p.annotator")


def test_images_that_cannot_be_read_are_listed_and_get_no_row(images, tmp_path):
    (images / "empty.jpg").touch()
    (images / "text.png").write_text("no image")
    whole = (images / "a b/0 é🦋/im00.png").read_bytes()
    (images / "cut.png").write_bytes(whole[: len(whole) // 2])
    bomb = Image.new("1", (30_000, 30_000))
    bomb.save(images / "bomb.png")
    done = extract(images, tmp_path / "f.h5", BuiltIn())
    assert [problem.path for problem in done.problems] == ["bomb.png", "cut.png", "empty.jpg", "text.png"]
    assert all(problem.reason and "\n" not in problem.reason for problem in done.problems)
    assert done.rows == len(rows_of(tmp_path / "f.h5")) == 18


def test_where_nothing_can_be_read_it_says_why(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_text("no image")
    with pytest.raises(FeatureError, match=r"no image could be read, e\.g\. a\.png"):
        extract(tmp_path / "images", tmp_path / "f.h5", BuiltIn())
    assert not (tmp_path / "f.h5").exists()


class Counting(BuiltIn):
    """Counts what it prepares, and stops the person's patience after some."""

    def __init__(self, progress: Progress, stop_after: int = 10**9) -> None:
        self.prepared, self.progress, self.stop_after = 0, progress, stop_after

    def prepare(self, image):
        self.prepared += 1
        if self.prepared > self.stop_after:
            self.progress.cancel.set()
        return super().prepare(image)


def test_what_was_stopped_goes_on_and_ends_the_same(images, tmp_path):
    extract(images, tmp_path / "whole.h5", BuiltIn())
    progress = Progress()
    with pytest.raises(Cancelled):
        extract(images, tmp_path / "f.h5", Counting(progress, 8), progress, batch=2, threads=1)
    assert not (tmp_path / "f.h5").exists()
    (images / "a b/0 é🦋/im00.png").write_bytes((images / "a b/1 é🦋/im01.png").read_bytes())  # changed in between
    counting = Counting(Progress())
    done = extract(images, tmp_path / "f.h5", counting, batch=2)
    assert 0 < done.resumed < 18
    assert counting.prepared == 18 - done.resumed
    found, whole = rows_of(tmp_path / "f.h5"), rows_of(tmp_path / "whole.h5")
    assert list(found) == list(whole)
    changed = [name for name in found if not np.array_equal(found[name], whole[name])]
    assert changed == ["a b/0 é🦋/im00.png"]
    assert np.array_equal(found[changed[0]], whole["a b/1 é🦋/im01.png"])


def test_killed_in_the_middle_it_goes_on(images, tmp_path):
    for number in range(60):
        Image.effect_noise((300, 300), number + 1).convert("RGB").save(images / f"more{number:02}.png")
    code = (
        "import sys; from pathlib import Path; from annotator.extraction import runner; "
        "from annotator.extraction.builtin import BuiltIn; runner._SECONDS_BETWEEN_WRITES = 0; "
        "runner.extract(Path(sys.argv[1]), Path(sys.argv[2]), BuiltIn(), batch=1, threads=1)"
    )
    output = tmp_path / "f.h5"
    process = subprocess.Popen([sys.executable, "-c", code, images, output], cwd=Path(__file__).parents[2])
    lines = tmp_path / "f.h5.partial" / "images.jsonl"
    wait_until(lambda: lines.exists() and lines.read_bytes().count(b"\n") >= 5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not output.exists()
    with lines.open("ab") as stream:  # what a crash can leave
        stream.write(b'{"path": "half')
    with (lines.parent / "rows.f32").open("ab") as stream:
        stream.write(b"\1\2\3")
    done = extract(images, output, BuiltIn())
    assert 5 <= done.resumed < 78
    extract(images, tmp_path / "whole.h5", BuiltIn())
    found, whole = rows_of(output), rows_of(tmp_path / "whole.h5")
    assert list(found) == list(whole)
    assert all(np.array_equal(found[name], whole[name]) for name in found)


def test_what_another_encoder_left_is_not_mixed_in(images, tmp_path):
    progress = Progress()
    with pytest.raises(Cancelled):
        extract(images, tmp_path / "f.h5", Counting(progress, 8), progress, batch=2, threads=1)
    other = BuiltIn()
    other.version = "another"
    with pytest.raises(FeatureError, match="of another encoder"):
        extract(images, tmp_path / "f.h5", other)
    assert extract(images, tmp_path / "f.h5", other, again=True).resumed == 0


# Networks


def test_a_network_is_inspected_and_its_settings_can_be_changed(tmp_path):
    encoder = OnnxEncoder(network(tmp_path / "net.onnx"))
    assert (encoder.d, encoder.settings.size, encoder.settings.layout) == (3, 8, "NCHW")
    assert encoder.settings.output == "features"
    assert "ImageNet" in encoder.why
    red = Image.new("RGB", (20, 10), (255, 0, 0))
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    expected = (np.array([1.0, 0, 0]) - mean) / std
    np.testing.assert_allclose(
        encoder.encode([encoder.prepare(red)])[0], expected / np.linalg.norm(expected), rtol=1e-4
    )
    plain = {"channels": "BGR", "mean": "0", "std": "1", "output": "logits", "fit": "squash"}
    other = OnnxEncoder(tmp_path / "net.onnx", plain)
    np.testing.assert_allclose(other.encode([other.prepare(red)])[0], [0, 0, -1], atol=1e-6)
    assert other.preprocessing != encoder.preprocessing


def test_the_network_of_the_self_test_is_the_one_of_these_tests(tmp_path):
    assert network(tmp_path / "small.onnx").read_bytes() == base64.b64decode(self_test.NETWORK)


def test_rows_first_bytes_and_fixed_batches(tmp_path):
    encoder = OnnxEncoder(network(tmp_path / "bytes.onnx", (4, 16, 16, 3), kind=TensorProto.UINT8))
    assert (encoder.settings.layout, encoder.settings.size, encoder.settings.scale) == ("NHWC", 16, 255.0)
    pictures = [Image.new("RGB", (20, 10), tuple(np.eye(3, dtype=int)[i % 3] * 255)) for i in range(6)]
    rows = encoder.encode([encoder.prepare(picture) for picture in pictures])
    np.testing.assert_allclose(rows, np.eye(3)[[0, 1, 2, 0, 1, 2]], atol=1e-6)


@pytest.mark.parametrize(("name", "channels", "fit"), [("my-clip-vit", "RGB", "crop"), ("vgg_caffe", "BGR", "squash")])
def test_the_name_of_a_family_is_a_hint(tmp_path, name, channels, fit):
    encoder = OnnxEncoder(network(tmp_path / f"{name}.onnx"))
    assert (encoder.settings.channels, encoder.settings.fit) == (channels, fit)
    assert "where the name says" in encoder.why


def test_what_is_no_network_for_images_is_refused_with_the_reason(tmp_path):
    (tmp_path / "text.onnx").write_text("no network")
    with pytest.raises(FeatureError, match="cannot be run"):
        OnnxEncoder(tmp_path / "text.onnx")
    with pytest.raises(FeatureError, match="is missing"):
        OnnxEncoder(tmp_path / "none.onnx")
    with pytest.raises(FeatureError, match="images of 5 channels"):
        OnnxEncoder(network(tmp_path / "five.onnx", ("N", 5, 8, 8)))
    good = network(tmp_path / "net.onnx")
    with pytest.raises(FeatureError, match="there is no output 'x'; there are: logits, features"):
        OnnxEncoder(good, {"output": "x"})
    with pytest.raises(FeatureError, match="is not one number or three"):
        OnnxEncoder(good, {"mean": "a,b,c"})
    with pytest.raises(ConfigError, match="one of RGB, BGR"):
        OnnxEncoder(good, {"channels": "GRB"})
    with pytest.raises(FeatureError, match="the network fails"):
        OnnxEncoder(good, {"size": 16})
    with pytest.raises(FeatureError, match="has no settings"):
        encoder_called("descriptor", {"size": 9})


def test_a_real_network_gives_the_features_that_came_with_it(shared_data, tmp_path):
    with FeatureStore.open(shared_data / "trashnet" / "squeezenet_512.h5") as store:
        names, reference = store.names[::160], store.rows(np.arange(0, store.n, 160))
    for number, name in enumerate(names):
        (tmp_path / "images").mkdir(exist_ok=True)
        (tmp_path / "images" / f"{number}.jpg").symlink_to(shared_data / "trashnet" / "images" / name)
    extract(tmp_path / "images", tmp_path / "f.h5", OnnxEncoder(shared_data / "squeezenet_v1.1.onnx"))
    found = rows_of(tmp_path / "f.h5")
    cosines = [found[f"{number}.jpg"] @ row for number, row in enumerate(reference)]
    assert min(cosines) >= 0.999


def test_a_look_shows_what_is_alike(images):
    found = look(images, BuiltIn())
    assert len(found) == 6
    for one in found:
        assert {color_of(path) for path in one.nearest} == {color_of(one.path)}
        assert one.path not in one.nearest
        assert list(one.similarities) == sorted(one.similarities, reverse=True)


# The command


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_the_command_computes_looks_and_explains(images, tmp_path, capsys):
    (images / "empty.jpg").touch()
    assert run("extract", images, "--encoder", "descriptor", "-o", tmp_path / "f.h5") == 0
    said = capsys.readouterr()
    assert "Wrote 18 rows of 908 features" in said.out
    assert "empty.jpg: " in said.out
    net = network(tmp_path / "net.onnx")
    assert run("extract", images, "--encoder", net, "--look", "--json", "--set", "mean=0", "--set", "std=1") == 0
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 6
    assert "guessed: layout and size from its input" in said.err
    assert run("extract", images, "--encoder", net, "--json", "--set", "channels=BGR") == 0
    assert json.loads(capsys.readouterr().out)["channels"] == "BGR"
    assert run("extract", images, "--encoder", net) == 2
    assert "-o FILE" in capsys.readouterr().err
    assert run("extract", images, "--encoder", net, "-o", tmp_path / "g.h5", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 18
