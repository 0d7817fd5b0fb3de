"""The neighbor graph of a project: built along, kept, used, and never in the way."""

import threading

import numpy as np
import pytest
import small_collection

from annotator.errors import Cancelled
from annotator.parameters import ModelSettings
from annotator.session import feature_sets
from annotator.session.session import Session
from annotator.types import Label, Progress


@pytest.fixture
def small(tmp_path):
    return small_collection.make(tmp_path, 60)


def graph_file(small):
    return small.project.with_suffix(".graph.h5")


def test_a_small_collection_gets_it_along_with_its_first_batch(small):
    with small.create() as session:
        assert session.features.graph_is_missing
        assert not graph_file(small).exists()
        session.judge([0], Label.RELEVANT)
        session.next_batch()
        assert not session.features.graph_is_missing
        assert graph_file(small).exists()
        first = session.rank()
    with Session.open(small.project) as session:
        assert not session.features.graph_is_missing
        again = session.rank()
        assert (again.images == first.images).all()
        assert (again.mean == first.mean).all()


def test_the_batch_says_what_it_was_chosen_with(small, monkeypatch):
    monkeypatch.setattr(feature_sets, "BUILT_ALONG", 0)
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        without = session.selections.engine.select(session.selections.snapshot())
        session.features.build_graph().run()
        after = session.selections.engine.select(session.selections.snapshot())
    assert without.model.graph_weight == 0.0
    assert after.model.graph_weight == ModelSettings().graph_weight
    assert np.abs(without.mean - after.mean).max() > 1e-3


def test_a_topic_that_does_not_count_on_it_builds_none(small):
    with small.create(model=ModelSettings(graph_weight=0.0)) as session:
        session.judge([0], Label.RELEVANT)
        session.next_batch()
        assert not session.features.graph_is_missing
        assert session.selections.engine.graph is None
    assert not graph_file(small).exists()


def test_a_damaged_one_is_built_anew(small):
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        expected = session.rank()
    graph_file(small).write_bytes(b"nonsense")
    with Session.open(small.project) as session:
        assert session.features.graph_is_missing
        assert (session.rank().mean == expected.mean).all()


def test_that_of_other_features_is_not_used(small):
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        session.rank()
    stored = graph_file(small).read_bytes()
    small.project.unlink()
    rng = np.random.default_rng(99)
    small_collection.write_features(
        small.features, rng.normal(size=(60, 4)), [f"{i // 5:02d}/im{i:04d}.png" for i in range(60)]
    )
    with small.create() as session:
        graph_file(small).write_bytes(stored)
        assert session.features.graph_is_missing


def test_it_is_built_on_another_thread_from_a_file_of_its_own(small, monkeypatch):
    monkeypatch.setattr(feature_sets, "BUILT_ALONG", 0)
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        session.rank()
        job, built = session.features.build_graph(), []
        thread = threading.Thread(target=lambda: built.extend(job.compute(Progress())))
        thread.start()
        session.rank()  # the model is not kept from its work
        thread.join()
        assert session.features.graph_is_missing
        job.apply(built[0])
        assert not session.features.graph_is_missing
    assert graph_file(small).exists()


def test_it_can_be_stopped_and_nothing_is_left_behind(small, monkeypatch):
    monkeypatch.setattr(feature_sets, "BUILT_ALONG", 0)
    cancel = threading.Event()
    cancel.set()
    with small.create() as session:
        with pytest.raises(Cancelled):
            session.features.build_graph().run(Progress(cancel=cancel))
        assert session.features.graph_is_missing
        session.judge([0], Label.RELEVANT)
        assert session.next_batch() is not None
    assert not graph_file(small).exists()


def test_who_only_reads_uses_it_and_writes_nothing(small):
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
    with Session.open(small.project, read_only=True) as session:
        session.rank()
        assert not session.features.graph_is_missing
    assert not graph_file(small).exists()
