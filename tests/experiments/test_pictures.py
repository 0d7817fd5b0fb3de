"""Pictures of results: drawn for what the data allow, and a clear word where matplotlib is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

from annotator.cli import main

CONFIG = """\
rounds = 2
batch_size = 4
queries = 1
[user]
answers = 0.8
[data.toy]
scale = "range"
query_classes = ["1"]
[data.digits]
query_classes = ["3"]
[model]
length_scale = 0.5
[methods.ital]
[methods.random]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def test_pictures_of_an_experiment(config: Path, tmp_path: Path) -> None:
    assert main(["benchmark", str(config), "-o", str(tmp_path / "out"), "--plots"]) == 0
    written = {path.name for path in (tmp_path / "out").glob("*.png")}
    measures = ("average_precision", "test_average_precision", "test_ndcg")
    kinds = ("curves", "classes", "histograms")
    expected = {f"{data}-{m}-{kind}.png" for data in ("toy", "digits") for m in measures for kind in kinds}
    expected |= {"toy-1-ital-surface.png", "toy-1-random-surface.png", "digits-3-picks.png"}
    assert written == expected
    for name in written:
        with Image.open(tmp_path / "out" / name) as picture:
            assert min(picture.size) > 100
            assert len(picture.convert("L").getcolors() or ()) > 5


def test_matplotlib_is_asked_for_before_anything_is_played(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["benchmark", str(config), "-o", str(tmp_path / "out"), "--plots"]) == 2
    assert "pip install 'relevance-annotator[plots]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
