"""Clusters of a project: they follow its images and features, and judgements cover them or not."""

from __future__ import annotations

import dataclasses

import pytest
import small_collection

from annotator.numerics.clusters.doubt import LOOK
from annotator.types import Label


@pytest.fixture
def session(tmp_path):
    small = small_collection.make(tmp_path)
    with small.create() as opened:
        yield opened


def test_they_are_forgotten_with_the_features(session):
    clusters = session.collection.clusters
    assert clusters.found is None
    assert clusters.coverage() is None
    found = clusters.find(3, method="kmeans").run()
    assert clusters.found is found
    assert found.size.sum() == session.features.n_usable
    session._state.read_collection()
    assert clusters.found is None


def test_judgements_cover_clusters_and_undo_uncovers_them(session):
    clusters = session.collection.clusters
    found = clusters.find(3, method="kmeans").run()
    before = clusters.coverage()
    assert (before.clusters, before.judged, before.relevant) == (len(found.size), 0, 0)
    assert before.unseen == tuple(sorted(found.members(0).tolist()))
    session.judge(found.members(0).tolist()[:1], Label.IRRELEVANT)
    session.judge(found.members(1).tolist()[:1], Label.RELEVANT)
    covered = clusters.coverage()
    assert (covered.judged, covered.relevant) == (2, 1)
    assert covered.unseen == tuple(sorted(found.members(2).tolist()))
    session.undo()
    assert (clusters.coverage().judged, clusters.coverage().relevant) == (1, 0)
    session.undo()
    assert clusters.coverage() == before


def test_images_outside_the_filter_of_the_topic_do_not_count(session):
    clusters = session.collection.clusters
    found = clusters.find(3, method="kmeans").run()
    session.judge(found.members(0).tolist()[:1], Label.RELEVANT)
    session.topics.configure(scope=dataclasses.replace(session.topic.scope, filter="folder == '01'"))
    inside = [image for image, path in enumerate(session.paths) if path.startswith("01/")]
    judged = [image for image in inside if session.label_of(image) is not None]
    coverage = clusters.coverage()
    assert coverage.clusters == len(set(found.label[inside].tolist()))
    assert coverage.judged == coverage.relevant == len(judged)
    assert set(coverage.unseen) <= set(inside)
    session.topics.configure(scope=dataclasses.replace(session.topic.scope, filter=""))
    assert clusters.coverage().clusters == 3


def test_a_look_has_open_images_only(session):
    clusters = session.collection.clusters
    found = clusters.find(1, method="kmeans").run()
    session.judge([0], Label.RELEVANT)
    left = clusters.open_images(found.members(0).tolist())
    assert 0 not in left
    doubtful = found.doubtful(left, session.rank())
    assert len(doubtful) == min(LOOK, len(left))
    assert set(doubtful.tolist()) <= set(left.tolist())


def test_the_same_number_gives_the_same_clusters(session):
    one, other = (session.collection.clusters.find(3).run() for _ in range(2))
    assert one.label.tolist() == other.label.tolist()
