"""Creating and opening projects, wherever their images and features are now."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.errors import ConfigError, FeatureError, ImageError, ProjectError, StrategyError
from annotator.session.session import Session
from annotator.types import Label, Progress

REL = Label.RELEVANT


def test_a_moved_folder_keeps_working(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.close()
    small.project.parent.rename(tmp_path / "elsewhere")
    with Session.open(tmp_path / "elsewhere" / small.project.name) as moved:
        assert moved.collection.root == tmp_path / "elsewhere" / "images"
        assert moved.features.path == tmp_path / "elsewhere" / "features.h5"
        assert moved.labels == {1: REL}
    (tmp_path / "elsewhere").rename(tmp_path / "third")
    with Session.open(tmp_path / "third" / small.project.name) as moved:
        assert moved.collection.image_path(0).is_file()


def test_a_project_moved_alone_finds_images_and_features_where_they_were(
    session: Session, small: Small, tmp_path: Path
) -> None:
    session.close()
    (tmp_path / "away").mkdir()
    moved = small.project.rename(tmp_path / "away" / small.project.name)
    with Session.open(moved) as session:
        assert (session.collection.root, session.features.path) == (small.images, small.features)


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
        assert session.collection.image_path(0).is_file()
    with Session.open(small.project) as session:
        assert (session.collection.root, session.features.path) == (images, features)


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
