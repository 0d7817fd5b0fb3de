"""The map of a session: laid out once, cached by the features, and checked when it is read back."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.cli import main
from annotator.data.features import map_file
from annotator.errors import Cancelled
from annotator.session import map as module
from annotator.session.session import Session
from annotator.types import Progress

N = 40


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(map_file.platformdirs, "user_cache_path", lambda *_, **__: folder)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_collection.make(tmp_path, N, 8)


@pytest.fixture
def session(small: Small) -> Iterator[Session]:
    with small.create() as session:
        yield session


def stored(session: Session) -> Path:
    return map_file.place(session._state.project.fingerprint)


def test_the_sketch_is_by_principal_components_and_the_map_by_neighbors(session: Session) -> None:
    sketch, laid = session.collection.map.sketch().run(), session.collection.map.lay_out().run()
    assert (sketch.refined, laid.refined) == (False, True)
    assert sketch.positions.shape == laid.positions.shape == (N, 2)
    assert np.isfinite(sketch.positions).all()
    assert np.isfinite(laid.positions).all()


def test_it_is_laid_out_once_and_read_back_as_it_was(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    laid = session.collection.map.lay_out().run()
    monkeypatch.setattr(module, "principal_map", None)  # is not needed again
    for again in (session.collection.map.sketch().run(), session.collection.map.lay_out().run()):
        assert again.refined
        assert np.array_equal(again.positions, laid.positions)


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "other"])
def test_a_damaged_file_is_laid_out_again(session: Session, damage: str) -> None:
    laid = session.collection.map.lay_out().run()
    path = stored(session)
    if damage == "changed":
        with np.load(path) as values:
            np.savez(path, positions=values["positions"] + 1, checksum=values["checksum"])
    elif damage == "other":
        np.savez(path, positions=np.zeros((3, 2), np.float32), checksum=np.array(0))
    else:
        path.write_bytes(path.read_bytes()[:200] if damage == "cut" else b"")
    assert map_file.load(session._state.project.fingerprint, N) is None
    assert np.array_equal(session.collection.map.lay_out().run().positions, laid.positions)
    assert map_file.load(session._state.project.fingerprint, N) is not None


def test_other_features_have_a_map_of_their_own(session: Session, small: Small, tmp_path: Path) -> None:
    session.collection.map.lay_out().run()
    before = stored(session)
    values = np.random.default_rng(9).normal(size=(N, 5))
    small_collection.write_features(tmp_path / "others.h5", values, session.paths)
    session.features.add("others", tmp_path / "others.h5")
    session.features.use("others").run()
    session.close()
    with Session.open(small.project) as reopened:
        assert stored(reopened) != before
        assert not reopened.collection.map.sketch().run().refined


def test_the_graph_of_the_project_is_used(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.features.build_graph().run()
    monkeypatch.setattr(module, "nearest_neighbors", None)
    assert session.collection.map.lay_out().run().refined


def test_cancelling_stores_nothing(session: Session) -> None:
    progress = Progress(lambda share: cancel.set() if share > 0.6 else None, cancel := threading.Event())
    with pytest.raises(Cancelled):
        session.collection.map.lay_out().run(progress)
    assert not stored(session).exists()


def test_the_command_writes_a_place_for_every_image(
    session: Session, small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session.close()
    output = tmp_path / "map.csv"
    assert main(["map", str(small.project), "-o", str(output)]) == 0
    with output.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    assert len(rows) == N
    assert len({(row["x"], row["y"]) for row in rows}) == N
    assert f"{N} images on the map." in capsys.readouterr().err


def test_the_command_keeps_a_file_of_somebody_else(session: Session, small: Small, tmp_path: Path) -> None:
    session.close()
    output = tmp_path / "map.csv"
    output.write_text("precious", encoding="utf-8")
    assert main(["map", str(small.project), "-o", str(output)]) != 0
    assert output.read_text(encoding="utf-8") == "precious"
    assert main(["map", str(small.project), "-o", str(output), "--force"]) == 0
    assert output.read_text(encoding="utf-8").startswith("path,x,y")
