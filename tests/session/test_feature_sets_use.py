"""Another feature file takes the place of the one a project was made with; what was judged stays."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.cli import main
from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.errors import FeatureError
from annotator.sample import create_sample
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return create_sample(tmp_path_factory.mktemp("sample"))


def rewritten(sample, target, change):
    """Write other features of the same images."""
    with FeatureStore.open(sample.features) as store:
        names, rows = change(list(store.names), store.rows(np.arange(store.n)))
    with AnnotatorHdf5Writer(target, rows.shape[1]) as writer:
        writer.append(names, rows)
    return target


def test_switching_there_and_back_gives_the_same_ranking(sample, tmp_path):
    project = tmp_path / "p.annotator"
    rng = np.random.default_rng(0)
    other = rewritten(
        sample, tmp_path / "o.h5", lambda names, rows: (names[::-1], rows[::-1] @ rng.normal(size=(64, 9)))
    )
    with Session.create(project, sample.images, sample.features) as session:
        session.judge(range(5), Label.RELEVANT)
        session.judge(range(100, 110), Label.IRRELEVANT)
        batch = session.next_batch()
        first = session.rank()
        labels = dict(session.labels)
    with pytest.raises(FeatureError, match="--features FILE --adopt"):
        Session.open(project, features=other)
    with Session.open(project, features=other, adopt=True) as session:
        assert dict(session.labels) == labels
        assert session.batch == batch
        assert session.collection.import_report.d == 9
        second = session.rank()
        assert not np.array_equal(first.images, second.images)
        session.next_batch()
    with Session.open(project) as session:  # remembered
        assert np.array_equal(session.rank().images, second.images)
    with Session.open(project, features=sample.features, adopt=True) as session:
        third = session.rank()
        assert np.array_equal(first.images, third.images)
        assert np.array_equal(first.mean, third.mean)
        assert session.round == 2


def test_images_that_had_no_row_get_one(sample, tmp_path):
    fewer = rewritten(sample, tmp_path / "few.h5", lambda names, rows: (names[:1000], rows[:1000]))
    with Session.create(tmp_path / "p.annotator", sample.images, fewer) as session:
        assert session.collection.import_report.matched == 1000
        session.judge([0], Label.RELEVANT)
    command = ["relink", str(tmp_path / "p.annotator"), "--features", str(sample.features), "--adopt", "--trust"]
    assert main(command) == 0
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.collection.import_report.matched == session.n_images
        assert session.label_of(0) is Label.RELEVANT


def test_what_would_lose_something_is_refused(sample, tmp_path, capsys):
    project = tmp_path / "p.annotator"
    small = rewritten(sample, tmp_path / "s.h5", lambda names, rows: (names, rows[:, :8]))
    foreign = rewritten(sample, tmp_path / "f.h5", lambda names, rows: ([f"x/{n}y.png" for n in range(9)], rows[:9]))
    with Session.create(project, sample.images, sample.features) as session:
        session.examples.add_external(np.ones(64), "drawn")
    with pytest.raises(FeatureError, match="1 external examples of the project have another length"):
        Session.open(project, features=small, adopt=True)
    with pytest.raises(FeatureError, match="none of its 9 names"):
        Session.open(project, features=foreign, adopt=True)
    with Session.open(project) as session:
        assert session.features.path == sample.features.resolve()
    assert main(["relink", str(project), "--adopt"]) == 2
    assert "--adopt needs the file" in capsys.readouterr().err
