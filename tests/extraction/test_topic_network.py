"""A saved topic as a network gives other programs the numbers of the program itself."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from annotator.cli import main
from annotator.data.features.array_features import ArrayFeatures
from annotator.data.files.atomic import ANY
from annotator.data.saved_topics.topic_file import Encoder, SavedTopic, read, write
from annotator.errors import ConfigError
from annotator.extraction import topic_network
from annotator.extraction.topic_network import write_network
from annotator.parameters import ModelSettings
from annotator.session.saved_topics import portable_model, probabilities
from annotator.types import Progress

M, D = 40, 5


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    """Return features of 90 images, far from the origin; every third shows the topic."""
    values = np.random.default_rng(3).normal(20.0, 1.0, (90, D))
    values[::3, 0] += 2.0
    return values.astype(np.float32)


def saved(rows: np.ndarray, path: Path, **settings: object) -> Path:
    """Save a topic with the first 40 images judged."""
    y = np.where(np.arange(M) % 3 == 0, 1.0, -1.0)
    model = ModelSettings(**settings)  # type: ignore[arg-type]
    portable, curve = portable_model(rows[:M].astype(np.float64), y, np.ones(M), model, 2.5)
    none = np.empty(0, np.int32)
    topic = SavedTopic(
        *("kites", rows[:M], y.astype(np.int8), np.empty((0, D), np.float32), none, Encoder("Net", "12ab")),
        model=model,
        portable=portable,
        calibration=(curve.intercept, curve.slope),
        saved="2026",
    )
    write(topic, path, ANY)
    return path


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"kernel": "rbf", "amplitude": 2.5, "noise": 0.3, "prior_mean": -0.4},
        {"kernel": "exponential", "balance": 0.8},
        {"adapt": True},
    ],
    ids=str,
)
def test_another_program_computes_the_same_probabilities(rows: np.ndarray, tmp_path: Path, settings: dict) -> None:
    topic = write_network(saved(rows, tmp_path / "kites.topic", **settings), tmp_path / "kites.onnx")
    score, chance = probabilities(topic, ArrayFeatures(rows), 1.0, Progress())
    session = onnxruntime.InferenceSession(tmp_path / "kites.onnx")
    theirs, scores = session.run(["probability", "score"], {"features": rows})
    assert theirs.shape == (len(rows),)
    np.testing.assert_allclose(theirs[M:], chance[M:], atol=1e-5)
    np.testing.assert_allclose(scores[M:], score[M:], atol=1e-4)
    np.testing.assert_allclose(theirs[:M], chance[:M], atol=5e-2)  # float32 blurs the distance of 0
    assert np.ptp(theirs[M:]) > 0.2
    told = session.get_modelmeta().custom_metadata_map
    assert told["topic"] == "kites"
    assert told["encoder"] == str(topic.encoder)


def test_the_command_writes_it_and_needs_no_images(
    rows: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topic, output = saved(rows, tmp_path / "kites.topic"), tmp_path / "kites.ONNX"
    assert main(["apply", str(topic), "-o", str(output)]) == 0
    assert "5 features of Net" in capsys.readouterr().out
    assert onnxruntime.InferenceSession(output).get_inputs()[0].shape == ["images", D]
    before = output.read_bytes()
    (tmp_path / "images").mkdir()
    assert main(["apply", str(topic), str(tmp_path / "images"), "-o", str(tmp_path / "other.onnx")]) == 2
    assert "Leave out the images" in capsys.readouterr().err
    assert main(["apply", str(topic), "-o", str(output), "--force"]) == 0
    assert output.read_bytes() == before


def test_what_cannot_be_a_network_is_said(rows: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(rows, tmp_path / "kites.topic", kernel="cosine")
    with pytest.raises(ConfigError, match="compares directions"):
        write_network(path, tmp_path / "kites.onnx")
    write(dataclasses.replace(read(path), portable=ModelSettings(length_scale=1.0)), path, ANY)
    with monkeypatch.context() as patch:
        patch.setattr(topic_network, "MOST", 10)
        with pytest.raises(ConfigError, match="40 judgements; a network can hold 10"):
            write_network(path, tmp_path / "kites.onnx")
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ConfigError, match=r"relevance-annotator\[network\]"):
        write_network(path, tmp_path / "kites.onnx")
    assert not (tmp_path / "kites.onnx").exists()
