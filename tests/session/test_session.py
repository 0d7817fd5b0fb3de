"""The session as a whole: images by name, batches in order, and the same again with the same seed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import selection

from annotator.data.collection.collection import Collection, Imported, ImportReport
from annotator.data.features.features import FeatureStore
from annotator.data.project.project import Project
from annotator.data.project.topics import Topic
from annotator.errors import FeatureError, ImageError
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def test_remaining_are_the_unlabelled_images_of_the_open_batch(session: Session) -> None:
    assert session.remaining == ()
    assert session.judge_remaining(REL).images == ()
    session.selections.accept(selection(session, [7, 2, 9]))
    session.judge([2, 4], REL)
    assert session.remaining == (7, 9)
    assert session.judge_remaining(IRR).images == (7, 9)
    assert session.remaining == ()


def test_the_batches_of_all_rounds_can_be_looked_at(session: Session, reopened) -> None:
    for image in (3, 1, 2):
        session.selections.accept(selection(session, [image]))
    before = session.judgements.batches
    assert [batch.images for batch in before] == [(3,), (1,), (2,)]
    assert [batch.round for batch in before] == [1, 2, 3]
    session = reopened(session)
    assert session.judgements.batches == before
    assert session.batch == before[-1]


def test_the_engine_chooses_batches_until_nothing_is_left(session: Session) -> None:
    seen: list[int] = []
    while (batch := session.next_batch()) is not None:
        seen += batch.images
        assert session.ranking is not None
        session.judge_remaining(REL if len(seen) % 8 else IRR)
    assert sorted(seen) == list(range(12))
    assert session.round == 3


def test_the_same_seed_and_judgements_give_the_same_batches(tmp_path: Path, reopened) -> None:
    told = []
    for name in ("a", "b"):
        with small_collection.make(tmp_path / name).create(strategy="random", batch_size=3, seed=5) as session:
            for _ in range(2):
                session.next_batch()
                session.judge_remaining(IRR)
                session = reopened(session)
            told.append([batch.images for batch in session.judgements.batches])
    assert told[0] == told[1]


def test_images_are_found_by_path_name_and_stem(tmp_path: Path) -> None:
    with small_collection.make(
        tmp_path, extra_images=["00/twin.png", "01/twin.png", "01/twin.jpg"]
    ).create() as session:
        assert session.paths[session.find("00/im0003.png")] == "00/im0003.png"
        assert session.find("im0003.png") == session.find("im0003") == session.find("00/im0003.png")
        assert session.paths[session.find("twin.jpg")] == "01/twin.jpg"
        with pytest.raises(ImageError, match=r"2 images are called 'twin.png': 00/twin.png, 01/twin.png"):
            session.find("twin.png")
        with pytest.raises(ImageError, match="3 images"):
            session.find("twin")
        with pytest.raises(ImageError, match=r"Similar: 00/im0000.png.* and 5 more"):
            session.find("IM000")
        with pytest.raises(ImageError, match="relative"):
            session.find("zebra")
        assert session.collection.image_path(0) == session.collection.root / session.paths[0]
        assert session.collection.image_path(0).is_file()


def test_the_session_needs_no_window() -> None:
    code = "import sys, annotator.session.session; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_real_photos_are_imported_judged_and_ranked(shared_data: Path, tmp_path: Path) -> None:
    photos = shared_data / "trashnet"
    with Session.create(tmp_path / "p.annotator", photos / "images", photos / "squeezenet_512.h5") as session:
        report = session.collection.import_report
        assert (report.n_images, report.matched, report.steps["exact"]) == (1264, 1264, 1264)
        wanted = {image for image, path in enumerate(session.paths) if path.startswith("glass/")}
        session.examples.add(sorted(wanted)[:2])
        for _ in range(3):
            batch = session.next_batch()
            assert batch is not None
            session.judge([image for image in batch.images if image in wanted], REL)
            session.judge_remaining(IRR)
        found = len(wanted & set(session.rank().images[:50].tolist()))
        assert found > 50 * len(wanted) / 1264
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.collection.root == (photos / "images").resolve()
        assert (session.round, session.counts.unlabelled) == (3, 1264 - 2 - 24)


def test_features_without_their_images_are_refused_with_the_reason(shared_data: Path, tmp_path: Path) -> None:
    butterflies = next((shared_data / "butterflies").glob("*.h5"))
    small = small_collection.make(tmp_path)
    with pytest.raises(FeatureError, match="none of its 1,500 names is one of the 12 images"):
        Session.create(small.project, small.images, butterflies)
    with pytest.raises(ImageError):
        Session.create(small.project, tmp_path / "no folder", butterflies)
    assert not small.project.exists()


def test_a_judgement_among_a_hundred_thousand_images_costs_a_few_statements(tmp_path: Path) -> None:
    n = 100_000
    paths = tuple(f"{i // 1000:03d}/IMG_{i:06d}.jpg" for i in range(n))
    images, features = tmp_path / "images", tmp_path / "features.h5"
    images.mkdir()  # the files themselves are not looked at when a project is opened
    small_collection.write_features(features, np.random.default_rng(1).normal(size=(n, 2)), paths)
    with FeatureStore.open(features) as store:
        zeros = np.zeros(n, np.int64)
        collection = Collection(paths, np.arange(n), n, zeros[:0])
        report = ImportReport(n, n, n, {"exact": n}, (), (), (), (), (), (), ())
        imported = Imported(collection, zeros, zeros, store.fingerprint(), report)
    topic = Topic(0, "large", "ital", {}, 8, 0, ModelSettings())
    Project.create(tmp_path / "p.annotator", images, features, topic, lambda: imported).close()
    with Session.open(tmp_path / "p.annotator") as session:
        statements: list[str] = []
        session._state.database.connection.set_trace_callback(statements.append)
        for image in range(30):
            session.judge([image * 7], REL)
        assert len(statements) <= 30 * 20
        assert not any("FROM image" in statement for statement in statements), "a judgement reads the whole collection"
        assert session.selections.snapshot().rows.tolist() == [image * 7 for image in range(30)]
