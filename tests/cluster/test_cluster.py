"""The parts of a collection, wherever they are, choose what one machine chooses."""

import dataclasses
import os
import signal

import h5py
import numpy as np
import pytest
import small_collection

from annotator.cli import main
from annotator.cluster.engine import ClusterEngine, of_files, split
from annotator.cluster.links import DaskLinks, LocalLinks
from annotator.cluster.screens import OF_STRATEGY
from annotator.cluster.shard import RangeFeatures
from annotator.data.features.features import ArrayFeatures, FeatureStore
from annotator.engine import Engine
from annotator.errors import ConfigError, ModelError, StrategyError
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label, Snapshot, Steering

pytestmark = pytest.mark.network
N, D = 900, 12
MODEL = ModelSettings(graph_weight=0.0)


@pytest.fixture(scope="module")
def array():
    rng = np.random.default_rng(0)
    x = (rng.normal(size=(N, D)) + 3 * rng.normal(size=(6, D))[rng.integers(6, size=N)]).astype(np.float32)
    x[700:703] = x[5]  # copies of a row in another part
    x[44, 3] = np.nan
    return x


@pytest.fixture(scope="module")
def path(array, tmp_path_factory):
    return written(tmp_path_factory.mktemp("features") / "all.h5", array)


def written(path, array):
    with h5py.File(path, "w") as file:
        file["features"] = array
        file["filenames"] = [f"{i:06}.jpg" for i in range(len(array))]
    return path


def snapshot(rows, k=8, strategy="ital", **kwargs):
    rows = np.array(rows, np.int64)
    y = np.where(rows % 3 == 0, 1.0, -1.0)
    empty = np.empty(0, np.int64)
    given = {"closed": empty, "examples": np.empty((0, D)), "parameters": {}, "model": MODEL} | kwargs
    return Snapshot(0, 1, rows, y, strategy=strategy, k=k, seed=(0, 0, len(rows)), **given)


@pytest.fixture
def engines(path):
    """One engine over the whole file, and ones over 1, 2 and 5 parts of it."""
    with FeatureStore.open(path) as store:
        several = [ClusterEngine(LocalLinks(), split(str(path), N, parts)) for parts in (1, 2, 5)]
        yield Engine(store), several
        for engine in several:
            engine.close()


@pytest.mark.parametrize("strategy", sorted(OF_STRATEGY))
def test_several_rounds_are_the_same_on_any_number_of_parts(engines, strategy):
    one, several = engines
    rows = [5, 100, 333, 600, 899]
    for _ in range(4):
        now = snapshot(rows, strategy=strategy)
        expected = one.select(now)
        for engine in several:
            found = engine.select(now)
            assert found.rows.tolist() == expected.rows.tolist()
            assert np.allclose(found.scores, expected.scores, atol=1e-4, equal_nan=True)
            assert np.allclose(found.mean, expected.mean, atol=1e-4, equal_nan=True)
            assert np.allclose(found.std, expected.std, atol=1e-4)
            assert found.model == expected.model
            engine.prepare(snapshot(rows, k=0), found.rows)
        rows = [*rows, *expected.rows.tolist()]


def test_forgotten_and_changed_judgements(engines):
    one, several = engines
    for rows in ([5, 100, 333, 600, 899], [100, 600, 899], [600, 899, 7, 8, 9], [7]):
        expected = one.select(snapshot(rows))
        for engine in several:
            assert engine.select(snapshot(rows)).rows.tolist() == expected.rows.tolist()


def test_closed_rows_examples_and_large_batches(engines, array):
    one, several = engines
    now = snapshot([5, 100], k=40, closed=np.arange(200, 500), examples=array[[10, 20]].astype(np.float64))
    expected = one.select(now)
    for engine in several:
        assert engine.select(now).rows.tolist() == expected.rows.tolist()
    assert not set(range(200, 500)) & set(expected.rows.tolist())


def test_labels_on_which_people_disagree(engines):
    one, several = engines
    rows = [5, 100, 333, 600, 899]
    sure, unsure = snapshot(rows), snapshot(rows, doubt=np.array([1.0, 10.0, 10.0, 1 / 3, 1.0]))
    expected = one.select(unsure)
    assert not np.allclose(expected.mean, one.select(sure).mean, atol=1e-2, equal_nan=True)
    for engine in several:
        engine.prepare(snapshot(rows[:3], k=0, doubt=unsure.doubt[:3]), np.array(rows[3:]))
        assert np.allclose(engine.select(unsure).mean, expected.mean, atol=1e-4, equal_nan=True)


def test_copies_of_judged_rows_in_another_part_are_left_out(engines):
    _, several = engines
    open_ = snapshot([5, 100], k=8, closed=np.setdiff1d(np.arange(N), [5, 100, 700, 701, 702, 710, 711]))
    for engine in several:
        found = engine.select(open_)
        assert sorted(found.rows.tolist()) == [710, 711]
        assert found.note == "Only 2 images are left to judge."
        copies = snapshot([5, 100], closed=np.setdiff1d(np.arange(N), [5, 100, 700, 701, 702]))
        found = engine.select(copies)
        assert sorted(found.rows.tolist()) == [700, 701, 702]
        assert found.note == "Only exact copies of judged images are left."
        assert engine.select(snapshot([5], closed=np.arange(N))).note == "Every image with features has been judged."


def test_a_file_for_every_part(array, tmp_path, engines):
    files = [(written(tmp_path / f"{i}.h5", part), len(part)) for i, part in enumerate(np.array_split(array, 3))]
    engine = ClusterEngine(LocalLinks(), of_files([(str(path), n) for path, n in files]))
    now = snapshot([5, 100, 333, 600, 899])
    assert engine.select(now).rows.tolist() == engines[0].select(now).rows.tolist()
    engine.close()


def test_what_cannot_be_done_over_parts_is_said(engines):
    engine = engines[1][0]
    with pytest.raises(StrategyError, match=r"epig looks at the whole collection.*ital"):
        engine.select(snapshot([5], strategy="epig"))
    with pytest.raises(StrategyError, match="Judge an image"):
        engine.select(snapshot([]))
    with pytest.raises(StrategyError, match="not by weights"):
        engine.select(dataclasses.replace(snapshot([5]), steering=Steering(weights=np.ones(N))))
    with pytest.raises(StrategyError, match="Take the words of the topic off"):
        engine.select(dataclasses.replace(snapshot([5]), words=np.ones(4)))


def test_no_more_than_shortlists_travels(path):
    """A part sends at most its best candidates, and features of those that are looked at: not its features."""
    links = LocalLinks()
    engine = ClusterEngine(links, split(str(path), N, 3))
    engine.select(snapshot([5, 100], k=0))
    before = links.traffic.received
    engine.select(snapshot([5, 100], k=0))
    assert links.traffic.received - before == N * 8  # mean and deviation, float32
    engine.close()


def test_ranges_are_the_rows_of_the_file(array):
    part = RangeFeatures(ArrayFeatures(array), 100, 350)
    assert (part.n, part.d) == (250, D)
    assert np.array_equal(part.rows(np.array([0, 249])), array[[100, 349]])
    for size in (7, 100, 1000):
        blocks = list(part.blocks(size))
        assert [first for first, _ in blocks] == np.cumsum([0, *(len(block) for _, block in blocks)])[:-1].tolist()
        assert np.array_equal(np.concatenate([block for _, block in blocks]), array[100:350])


# A real cluster ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running


@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_chooses_the_same_and_survives_the_loss_of_a_worker(cluster, path, engines):
    one, _ = engines
    links = DaskLinks(cluster.scheduler_address)
    assert len(links.workers) == 3
    engine = ClusterEngine(links, split(str(path), N, 3))
    rows = [5, 100, 333]
    for step in range(4):
        now = snapshot(rows)
        expected = one.select(now)
        if step == 2:  # in the middle of a round: the batch on screen is prepared, its answers are given
            kill_one_worker(links)
        found = engine.select(now)
        assert found.rows.tolist() == expected.rows.tolist()
        assert np.allclose(found.mean, expected.mean, atol=1e-4, equal_nan=True)
        engine.prepare(snapshot(rows, k=0), found.rows)
        rows = [*rows, *expected.rows.tolist()]
    engine.close()


def kill_one_worker(links):
    pids = links._client.run(os.getpid)
    lost = links._place[next(iter(links._place))]
    os.kill(pids[lost], signal.SIGKILL)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "'' is not the address of a Dask scheduler, such as tcp://10.0.0.1:8786"),
        ("nonsense", "is not the address"),
        ("tcp://", "is not the address"),
        ("tcp://host:port", "is not the address"),
        ("tcp://127.0.0.1:99999", "is not the address"),
        ("tcp://a host:8786", "is not the address"),
        ("http://127.0.0.1:8786", "is not the address"),
        ("inproc://127.0.0.1/1/2", "is not the address"),
        ("ucx://127.0.0.1:8786", "is not the address"),
        ("tls://127.0.0.1:8786", "an encrypted connection needs certificates"),
        ("wss://127.0.0.1:8786", "an encrypted connection needs certificates"),
    ],
)
def test_an_impossible_address_is_refused_before_anything_is_started(tmp_path, capsys, address, reason):
    pytest.importorskip("distributed")
    folder = small_collection.make(tmp_path)
    with folder.create() as session:
        session.judge([0], Label.RELEVANT)
        session.judge([1], Label.IRRELEVANT)
    for command in ("next", "rank"):
        assert main([command, str(folder.project), "--cluster", address]) == 2
        said = capsys.readouterr().err
        assert reason in said
        assert "Exception ignored" not in said


def test_nobody_at_the_address():
    pytest.importorskip("distributed")
    with pytest.raises(ConfigError, match="no Dask scheduler answers"):
        DaskLinks("tcp://127.0.0.1:9")


def test_what_needs_all_features_here_says_so(engines):
    engine = engines[1][1]
    now = snapshot([5, 100, 333, 600, 899])
    with pytest.raises(ModelError, match="they are on a cluster"):
        engine.similarity(now, 3)
    expected = engines[0].review(now)
    assert engine.review(now).suspicions == expected.suspicions


@pytest.mark.filterwarnings("default")
def test_a_project_is_opened_with_a_cluster(cluster, tmp_path, monkeypatch):
    """The command line and the session give the batch that they give without a cluster."""

    folder = small_collection.make(tmp_path, n=40)
    one, two = tmp_path / "one.annotator", tmp_path / "two.annotator"
    for project in (one, two):
        with Session.create(project, folder.images, folder.features, strategy="ital", model=MODEL) as session:
            session.judge([0, 1, 2], Label.RELEVANT)
            session.judge([30, 31], Label.IRRELEVANT)
    with Session.open(one) as session:
        expected = session.next_batch().images
    with Session.open(two, cluster=cluster.scheduler_address) as session:
        assert session.next_batch().images == expected
        assert not session.features.graph_is_missing
    assert main(["rank", str(two), "--top", "3", "--cluster", cluster.scheduler_address]) == 0
    assert main(["next", str(two), "--cluster", "tcp://127.0.0.1:9"]) == 2
