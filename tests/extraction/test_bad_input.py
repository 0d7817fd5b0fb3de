"""What people give by mistake is refused with its name, or costs one image and not the run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotator.cli import main
from annotator.data.features.features import FeatureStore
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn


@pytest.mark.parametrize("command", ["new", "extract"])
@pytest.mark.parametrize("encoder", ["descriptor", "lite0"])
def test_a_folder_without_images(tmp_path: Path, command: str, encoder: str, capsys) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/text.txt").write_text("no image")
    output = tmp_path / "out.annotator"
    assert main([command, str(tmp_path / "empty"), "--encoder", encoder, "-o", str(output)]) == 2
    assert f"{tmp_path / 'empty'}: no image was found among 1 other files" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".partial"] == ["empty"]


def test_large_animations_count_by_their_first_picture(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    rng = np.random.default_rng(0)
    frames = [Image.fromarray(rng.integers(0, 255, (400, 400), np.uint8)).convert("P") for _ in range(40)]
    frames[0].convert("RGB").save(tmp_path / "images/first.png")
    frames[0].save(tmp_path / "images/long.gif", save_all=True, append_images=frames[1:])
    long = (tmp_path / "images/long.gif").read_bytes()
    assert len(long) > 8e6
    (tmp_path / "images/cut.gif").write_bytes(long[:3000])
    done = extract(tmp_path / "images", tmp_path / "f.h5", BuiltIn())
    assert [problem.path for problem in done.problems] == ["cut.gif"]
    with FeatureStore.open(tmp_path / "f.h5") as store:
        first, animated = store.rows(np.arange(2))
    assert first @ animated > 0.999


@pytest.mark.parametrize("name", ["nothing.onnx", "nothing", "text.onnx", "images"])
def test_what_is_no_encoder_is_named(tmp_path: Path, name: str, capsys) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (30, 20)).save(tmp_path / "images/a.png")
    (tmp_path / "text.onnx").write_text("no network")
    for command, output in (("extract", "f.h5"), ("new", "p.annotator")):
        given = [command, str(tmp_path / "images"), "--encoder", str(tmp_path / name), "-o", str(tmp_path / output)]
        assert main(given) == 2
        assert str(tmp_path / name) in capsys.readouterr().err
        assert not (tmp_path / output).exists()
