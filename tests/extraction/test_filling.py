"""A project is judged while its features are computed, also by a program that is killed in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from patience import wait_until
from PIL import Image

from annotator.cli import main
from annotator.data.features import growing
from annotator.data.features.features import FeatureStore
from annotator.errors import Cancelled, ExportError, FeatureError, ProjectError
from annotator.extraction import extract, filling
from annotator.extraction.builtin import BuiltIn
from annotator.model.geometry import Geometry
from annotator.session.session import Session
from annotator.types import Label, Progress


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Noise, one image of which cannot be read."""
    (tmp_path / "images").mkdir()
    for number in range(40):
        Image.effect_noise((40, 30), 10 + number).convert("RGB").save(tmp_path / "images" / f"im{number:02}.png")
    (tmp_path / "images" / "im07.png").write_text("no image")
    return tmp_path / "images"


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first batch comes with ten images."""
    monkeypatch.setattr(filling, "FIRST", 10)
    monkeypatch.setattr(filling, "_BATCH", 2)


def opened(images: Path, folder: Path) -> Session:
    filling.begin(images, folder / "f.h5", BuiltIn())
    return Session.create(folder / "p.annotator", images, folder / "f.h5")


def finite(file: Path) -> np.ndarray:
    with FeatureStore.open(file) as store:
        return np.isfinite(store.rows(np.arange(store.n))).all(axis=1)


def test_images_join_the_model_as_they_arrive(images: Path, tmp_path: Path, early: None) -> None:
    with opened(images, tmp_path) as session:
        assert (session.n_images, len(session.features.pending), session.features.n_usable) == (40, 40, 0)
        session.judge([39], Label.RELEVANT)  # before anything is known of it
        job = filling.fill(session, BuiltIn, threads=1)
        parts = iter(job.compute(Progress()))
        job.apply(next(parts))
        first = session.features.n_usable
        assert 10 <= first < 39
        batch = session.next_batch()
        assert batch is not None
        session.judge(batch.images, Label.IRRELEVANT)
        assert len(session.rank().images) == first
        counts = []
        for part in parts:
            result = job.apply(part)
            counts.append(session.features.n_usable)
        assert counts == sorted(counts)
        assert counts[-1] == 39
        assert result.computed == 39
        assert [problem.path for problem in result.problems] == ["im07.png"]
        ranking = session.rank()
        assert len(ranking.images) == 39
        assert ranking.images[0] == 39
        assert not session.features.growing
        assert session.features.pending.size == 0
        judged = dict(session.labels)
    with Session.open(tmp_path / "p.annotator") as session:
        assert dict(session.labels) == judged
        np.testing.assert_array_equal(session.rank().images, ranking.images)
        report = session.collection.import_report
        assert [problem.path for problem in report.problems] == ["im07.png"]
        assert report.invalid_rows == ("im07.png",)


def test_the_rows_are_those_of_extract(images: Path, tmp_path: Path) -> None:
    with opened(images, tmp_path) as session:
        filling.fill(session, BuiltIn).run()
    extract(images, tmp_path / "g.h5", BuiltIn())
    with FeatureStore.open(tmp_path / "f.h5") as filled, FeatureStore.open(tmp_path / "g.h5") as whole:
        kept = [row for row, name in enumerate(filled.names) if name in whole.names]
        np.testing.assert_array_equal(filled.rows(np.array(kept)), whole.rows(np.arange(whole.n)))


def test_what_was_stopped_goes_on(images: Path, tmp_path: Path, early: None) -> None:
    class Stopping(BuiltIn):
        prepared = 0

        def prepare(self, image: Image.Image) -> np.ndarray:
            Stopping.prepared += 1
            if Stopping.prepared == 20:
                progress.cancel.set()
            return super().prepare(image)

    progress = Progress()
    with opened(images, tmp_path) as session:
        with pytest.raises(Cancelled):
            filling.fill(session, Stopping, threads=1).run(progress)
        assert session.features.growing
        before = int(finite(tmp_path / "f.h5").sum())
        assert before >= 14
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.features.n_usable == before
        assert session.next_batch() is not None
        Stopping.prepared = 100
        filling.fill(session, Stopping, threads=1).run()
        assert Stopping.prepared == 100 + 39 - before
        assert session.features.n_usable == 39


def test_killed_in_the_middle_it_goes_on(images: Path, tmp_path: Path) -> None:
    opened(images, tmp_path).close()
    code = (
        "import sys; from pathlib import Path; from annotator.extraction import filling; "
        "from annotator.extraction.builtin import BuiltIn; from annotator.session.session import Session; "
        "filling._BATCH = 1; filling.fill(Session.open(sys.argv[1]), BuiltIn, threads=1).run()"
    )
    process = subprocess.Popen([sys.executable, "-c", code, tmp_path / "p.annotator"], cwd=Path(__file__).parents[2])
    wait_until(lambda: finite(tmp_path / "f.h5").sum() >= 3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Session.open(tmp_path / "p.annotator") as session:
        filling.fill(session, BuiltIn).run()
        assert session.features.n_usable == 39


def test_a_row_that_was_torn_by_a_power_failure_is_computed_again(images: Path, tmp_path: Path) -> None:
    with opened(images, tmp_path) as session:
        filling.fill(session, BuiltIn, threads=1)
        half = np.full((1, BuiltIn().d), np.nan, np.float32)
        half[:, :400] = 0.5
        with growing.RowFiller(tmp_path / "f.h5") as filler:
            filler.put(np.array([3]), half)
        filling.fill(session, BuiltIn).run()
    assert np.flatnonzero(~finite(tmp_path / "f.h5")).tolist() == [7]


def test_rows_of_two_encoders_are_not_mixed(images: Path, tmp_path: Path) -> None:
    class Other(BuiltIn):
        version = "other"

    with opened(images, tmp_path) as session, pytest.raises(FeatureError, match="was computed by annotator-builtin 2"):
        filling.fill(session, Other).run()


def test_a_full_disk_is_said_and_keeps_what_is_done(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(images, tmp_path) as session:

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(FeatureError, match=r"f\.h5 cannot be written \(No space left on device\); make room"):
            filling.fill(session, BuiltIn).run()
        monkeypatch.undo()
        filling.fill(session, BuiltIn).run()
        assert session.features.n_usable == 39


def test_a_folder_without_a_readable_image_says_so(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_text("no image")
    with opened(tmp_path / "images", tmp_path) as session, pytest.raises(FeatureError, match="no row of features"):
        filling.fill(session, BuiltIn).run()


def test_few_rows_of_a_large_file_are_enough_for_a_first_batch(tmp_path: Path) -> None:
    """Of 100,000 rows, a sample of all would find none of these."""
    names = [f"{number}.png" for number in range(100_000)]
    growing.begin(tmp_path / "f.h5", names, 4, {})
    rows = np.arange(90_000, 90_020)
    with growing.RowFiller(tmp_path / "f.h5") as filler:
        filler.put(rows, np.random.default_rng(0).normal(size=(20, 4)))
    usable = np.zeros(100_000, np.bool_)
    usable[rows] = True
    with FeatureStore.open(tmp_path / "f.h5") as store:
        geometry = Geometry(store, usable=usable)
    np.testing.assert_array_equal(np.flatnonzero(geometry.valid), rows)
    assert 0.5 < geometry.median_distance < 8


def test_new_and_changed_images_get_features_of_the_same_encoder(images: Path, tmp_path: Path) -> None:
    """Images that were judged keep their labels and their rows."""
    with opened(images, tmp_path) as session:
        filling.fill(session, BuiltIn).run()
        session.judge([3, 4], Label.RELEVANT)
        before = session.rank()
    store = FeatureStore.open(tmp_path / "f.h5")
    row3, row5 = store.rows(np.array([3, 5]))
    store.close()
    picture = Image.effect_noise((40, 30), 90).convert("RGB")
    for name in ("im05.png", "new.png"):
        picture.save(images / name)
    assert main(["rescan", str(tmp_path / "p.annotator"), "--apply"]) == 0
    with Session.open(tmp_path / "p.annotator") as session:
        assert (session.n_images, session.features.n_usable, session.features.growing) == (41, 40, False)
        assert dict(session.labels) == {3: Label.RELEVANT, 4: Label.RELEVANT}
        assert len(session.rank().images) == len(before.images) + 1
        assert session.features.path == tmp_path / "f.h5"
        new = session.features.row(session.find("new.png"))
    with FeatureStore.open(tmp_path / "f.h5") as store:
        np.testing.assert_array_equal(store.rows(np.array([3]))[0], row3)
        assert not np.array_equal(store.rows(np.array([5]))[0], row5)
        np.testing.assert_array_equal(*store.rows(np.array([5, new])))


def test_a_file_of_extract_is_copied_and_not_changed(images: Path, tmp_path: Path, capsys) -> None:
    extract(images, tmp_path / "mine.h5", BuiltIn())
    Session.create(tmp_path / "p.annotator", images, tmp_path / "mine.h5").close()
    before = (tmp_path / "mine.h5").read_bytes()
    Image.effect_noise((40, 30), 90).convert("RGB").save(images / "new.png")
    assert main(["rescan", str(tmp_path / "p.annotator"), "--apply"]) == 0
    assert "1 of 1 new images have features" in capsys.readouterr().out
    assert (tmp_path / "mine.h5").read_bytes() == before
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.features.path == tmp_path / "p features.h5"
        assert session.features.n_usable == 40


def test_a_folder_alone_makes_a_project_on_the_command_line(images: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("annotator.extraction.looking.default_encoder", lambda: "descriptor")
    assert main(["new", str(images), "-o", str(tmp_path / "p.annotator")]) == 0
    said = capsys.readouterr().out
    assert "40 matched" in said
    assert "im07.png: " in said
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.features.n_usable == 39
        assert session.features.path == tmp_path / "p features.h5"
    assert main(["new", str(images), "-o", str(tmp_path / "q.annotator"), "--names-name", "paths"]) == 2
    assert "Give FEATURES too" in capsys.readouterr().err


def test_nothing_is_left_where_a_project_cannot_be_created(images: Path, tmp_path: Path) -> None:
    (tmp_path / "p.annotator").write_text("taken")
    with pytest.raises(ProjectError, match="exists already"):
        filling.create(tmp_path / "p.annotator", images, BuiltIn())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["images", "p.annotator"]


def test_evidence_waits_until_the_features_are_complete(images: Path, tmp_path: Path, early: None) -> None:
    with opened(images, tmp_path) as session:
        job = filling.fill(session, BuiltIn, threads=1)
        parts = job.compute(Progress())
        job.apply(next(parts))
        session.judge([3, 4], Label.RELEVANT)
        with pytest.raises(ExportError, match="not complete yet"):
            session.export("evidence", tmp_path / "pack.zip")
        assert "without usable features" in session.export("trec-run", tmp_path / "run.txt").left_out
        for part in parts:
            job.apply(part)
        session.export("evidence", tmp_path / "pack.zip")
    assert main(["verify", str(tmp_path / "pack.zip"), "--features", str(tmp_path / "f.h5")]) == 0


def test_a_folder_that_changes_meanwhile(images: Path, tmp_path: Path) -> None:
    """Images that are gone by the time they are wanted are listed; new ones wait for the next look at the folder."""
    with opened(images, tmp_path) as session:
        (images / "im09.png").unlink()
        Image.new("RGB", (9, 9)).save(images / "new.png")
        result = filling.fill(session, BuiltIn).run()
        assert sorted(problem.path for problem in result.problems) == ["im07.png", "im09.png"]
        assert session.features.n_usable == 38
