"""Where images, features and projects lie: found, moved, missing, changed, backed up, large."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.data.collection.collection import Collection, Imported
from annotator.data.features.features import FeatureStore
from annotator.data.project.backups import backups_of
from annotator.data.project.project import Project
from annotator.errors import ConfigError, FeatureError, ImageError, ProjectError, StrategyError
from annotator.parameters import ModelSettings
from annotator.session.session import ImportReport, Session, Topic
from annotator.types import Label, Progress

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


# Images


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
        assert session.image_path(0) == session.images_root / session.paths[0]
        assert session.image_path(0).is_file()


# Places


def test_a_moved_folder_keeps_working(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.close()
    small.project.parent.rename(tmp_path / "elsewhere")
    with Session.open(tmp_path / "elsewhere" / small.project.name) as moved:
        assert moved.images_root == tmp_path / "elsewhere" / "images"
        assert moved.features_path == tmp_path / "elsewhere" / "features.h5"
        assert moved.labels == {1: REL}
    (tmp_path / "elsewhere").rename(tmp_path / "third")
    with Session.open(tmp_path / "third" / small.project.name) as moved:
        assert moved.image_path(0).is_file()


def test_a_project_moved_alone_finds_images_and_features_where_they_were(
    session: Session, small: Small, tmp_path: Path
) -> None:
    session.close()
    (tmp_path / "away").mkdir()
    moved = small.project.rename(tmp_path / "away" / small.project.name)
    with Session.open(moved) as session:
        assert (session.images_root, session.features_path) == (small.images, small.features)


def test_missing_images_and_features_can_be_said_anew(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.close()
    images, features = tmp_path / "photos", tmp_path / "f.h5"
    small.images.rename(images)
    with pytest.raises(ImageError, match=r"image folder .*images of the project .* is missing"):
        Session.open(small.project)
    small.features.rename(features)
    with pytest.raises(FeatureError, match=r"feature file .*features.h5 .* is missing"):
        Session.open(small.project, images=images)
    with Session.open(small.project, images=images, features=features, read_only=True) as session:
        assert session.labels == {1: REL}
    with pytest.raises(ImageError):
        Session.open(small.project)
    (tmp_path / "wrong").mkdir()
    with pytest.raises(ImageError, match="holds none of the images"):
        Session.open(small.project, images=tmp_path / "wrong", features=features)
    with Session.open(small.project, images=images, features=features) as session:
        assert session.image_path(0).is_file()
    with Session.open(small.project) as session:
        assert (session.images_root, session.features_path) == (images, features)


def change_features(small: Small, how: str) -> str:
    """Alter the feature file; return what the message must say."""
    with small_collection.h5py.File(small.features) as file:
        values, names = file["features"][:], [name.decode() for name in file["filenames"][:]]
    if how == "re-ordered":
        small_collection.write_features(small.features, values[::-1], names[::-1])
        return "re-ordered"
    if how == "names":
        small_collection.write_features(small.features, values, names[::-1])
        return "names changed"
    if how == "values":
        small_collection.write_features(small.features, values + 1, names)
        return "values changed"
    if how == "fewer":
        small_collection.write_features(small.features, values[:-2], names[:-2])
        return "10 x 4 values instead of 12 x 4"
    small.features.write_bytes(small.features.read_bytes()[:-3000])
    return "features.h5"


@pytest.mark.parametrize("how", ["re-ordered", "names", "values", "fewer", "truncated"])
def test_a_changed_feature_file_is_refused_and_nothing_is_changed(session: Session, small: Small, how: str) -> None:
    session.judge([1], REL)
    session.close()
    original = small.features.read_bytes()
    what = change_features(small, how)
    before = small.project.read_bytes()
    with pytest.raises(FeatureError, match=what):
        Session.open(small.project)
    assert small.project.read_bytes() == before
    small.features.write_bytes(original)
    with Session.open(small.project) as session:
        assert session.labels == {1: REL}


# Creating, closing, copies


def test_creating_reports_progress_and_a_cancelled_creation_leaves_nothing(small: Small) -> None:
    before = sorted(small.project.parent.iterdir())
    progress = Progress()
    progress.cancel.set()
    with pytest.raises(BaseException) as caught:
        small.create(progress=progress)
    assert type(caught.value).__name__ == "Cancelled"
    assert sorted(small.project.parent.iterdir()) == before
    shares: list[float] = []
    small.create(progress=Progress(shares.append)).close()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_creating_refuses_what_cannot_work_and_leaves_nothing(small: Small, tmp_path: Path) -> None:
    before = sorted(small.project.parent.iterdir())
    with pytest.raises(StrategyError):
        small.create(strategy="nonsense")
    with pytest.raises(ConfigError):
        small.create(batch_size=0)
    with pytest.raises(ConfigError, match="seed"):
        small.create(seed=-1)
    with pytest.raises(ImageError):
        Session.create(small.project, tmp_path / "nowhere", small.features)
    with pytest.raises(FeatureError):
        Session.create(small.project, small.images, tmp_path / "nothing.h5")
    small_collection.write_features(small.features, np.ones((2, 3)), ["x.png", "y.png"])
    with pytest.raises(FeatureError, match=r"none of its 2 names .*'x.png'.*'00/im0000.png'"):
        small.create()
    assert sorted(small.project.parent.iterdir()) == before


def test_an_existing_file_is_never_replaced(session: Session, small: Small) -> None:
    session.close()
    before = small.project.read_bytes()
    with pytest.raises(ProjectError, match="exists already"):
        small.create()
    assert small.project.read_bytes() == before


def test_closing_leaves_one_file_and_its_backup(session: Session, small: Small) -> None:
    before = {"images", "features.h5", small.project.name}
    session.close()
    session.close()
    assert {path.name for path in small.project.parent.iterdir()} == before
    with Session.open(small.project) as session:
        session.judge([1], REL)
    assert {path.name for path in small.project.parent.iterdir()} == before | {small.project.name + ".backups"}
    copies = backups_of(small.project)
    assert sorted(one.why for one in copies) == ["day", "timed"]
    shutil.copy(copies[0].path, small.project.with_name("restored.annotator"))
    with Session.open(small.project.with_name("restored.annotator")) as restored:
        assert restored.labels == {1: REL}
        assert restored.check() == ()


def test_a_long_session_is_backed_up_while_it_goes_on(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import annotator.session as module

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=31)

    folder = session.project_path.with_name(session.project_path.name + ".backups")
    session.judge([1], REL)
    assert not backups_of(session.project_path)
    monkeypatch.setattr(module, "datetime", Later)
    session.judge([2], REL)
    session.judge([3], REL)
    session.close()
    assert {path.name[-6:] for path in folder.iterdir()} == {"otator", ".jsonl"}
    assert sorted(one.why for one in backups_of(session.project_path)) == ["day", "timed"]
    assert session.backup_problem == ""


def test_a_failing_backup_does_not_stop_the_work(session: Session) -> None:
    folder = session.project_path.with_name(session.project_path.name + ".backups")
    folder.write_text("in the way")
    session.judge([1], REL)
    session.close()
    assert "could not be backed up" in session.backup_problem
    with Session.open(session.project_path) as session:
        assert session.labels == {1: REL}


def test_damage_to_the_labels_is_found_and_repaired_from_the_log(session: Session) -> None:
    session.judge([1, 2], REL)
    session.judge([3], IRR)
    session.undo()
    database = session._project.database
    with database.transaction() as connection:
        connection.execute("DELETE FROM label WHERE image = 1")
        connection.execute("UPDATE step SET undone = 1 WHERE undone = 0")
    assert session.check() == ("The labels of 'relevant images' differ from the record of the judgements.",)
    session.repair()
    assert session.check() == ()
    assert session.labels == {1: REL, 2: REL}
    assert (session.undo_text, session.redo_text) == ("2 images to relevant", "1 image to irrelevant")


def test_the_session_needs_no_window() -> None:
    code = "import sys, annotator.session.session; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Real and large collections


def test_real_photos_are_imported_judged_and_ranked(shared_data: Path, tmp_path: Path) -> None:
    photos = shared_data / "trashnet"
    with Session.create(tmp_path / "p.annotator", photos / "images", photos / "squeezenet_512.h5") as session:
        report = session.import_report
        assert (report.n_images, report.matched, report.steps["exact"]) == (1264, 1264, 1264)
        wanted = {image for image, path in enumerate(session.paths) if path.startswith("glass/")}
        session.add_examples(sorted(wanted)[:2])
        for _ in range(3):
            batch = session.next_batch()
            assert batch is not None
            session.judge([image for image in batch.images if image in wanted], REL)
            session.judge_remaining(IRR)
        found = len(wanted & set(session.rank().images[:50].tolist()))
        assert found > 50 * len(wanted) / 1264
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.images_root == (photos / "images").resolve()
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
        session._project.database.connection.set_trace_callback(statements.append)
        for image in range(30):
            session.judge([image * 7], REL)
        assert len(statements) <= 30 * 20
        assert not any("FROM image" in statement for statement in statements), "a judgement reads the whole collection"
        assert session.snapshot().rows.tolist() == [image * 7 for image in range(30)]
