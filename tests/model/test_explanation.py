"""Explanations of single images agree with a dense computation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.special import ndtr

from annotator.engine import Engine
from annotator.errors import ModelError
from annotator.model.explanation import SimilarImage, place
from annotator.parameters import ModelSettings
from annotator.types import Snapshot

N, D = 60, 5
SETTINGS = ModelSettings(kernel="rbf", length_scale=2.0, graph_weight=0.0, adapt=False, balance=0.0, robust="off")
JUDGED = np.array([3, 17, 40, 8, 22])
Y = np.array([1.0, -1.0, 1.0, -1.0, -1.0])


class Rows:
    def __init__(self, x: np.ndarray) -> None:
        self.x, (self.n, self.d) = x, x.shape

    def rows(self, index):
        return self.x[index]

    def blocks(self, size):
        for start in range(0, self.n, size):
            yield start, self.x[start : start + size]


def snapshot(m: int = len(JUDGED), **changes) -> Snapshot:
    given = {
        "revision": m, "round": 1, "rows": JUDGED[:m], "y": Y[:m], "closed": np.empty(0, np.int64),
        "examples": np.empty((0, D)), "strategy": "topscoring", "parameters": {}, "k": 0, "seed": (0, 1, 1),
        "model": SETTINGS,
    } | changes  # fmt: skip
    return Snapshot(**given)


@pytest.fixture
def x() -> np.ndarray:
    x = np.random.default_rng(5).normal(size=(N, D))
    x[50] = np.nan
    x[31] = x[30]
    return x


def dense(x: np.ndarray, m: int, settings: ModelSettings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    k = settings.amplitude * np.exp(-np.square(cdist(x, x)) / (2 * settings.length_scale**2))
    rows = JUDGED[:m]
    gain = k[:, rows] @ np.linalg.inv(k[np.ix_(rows, rows)] + settings.noise * np.eye(m))
    mean = settings.prior_mean + gain @ (Y[:m] - settings.prior_mean)
    return k, mean, np.diag(k) - np.einsum("ij,ij->i", gain, k[:, rows])


def test_it_agrees_with_a_dense_computation(x: np.ndarray) -> None:
    engine = Engine(Rows(x), dtype=np.float64)
    settings = engine.settings(snapshot())
    k, mean, var = dense(x, 5, settings)
    _, earlier, _ = dense(x, 2, settings)
    found = engine.explain(snapshot(), 11, before=snapshot(2))
    noisy = settings.noise if np.isscalar(settings.noise) else 0.0
    assert noisy > 0
    assert found.mean == pytest.approx(mean[11], abs=1e-6)
    assert found.std**2 == pytest.approx(var[11], abs=1e-6)
    assert found.probability == pytest.approx(ndtr(2 * mean[11] / np.sqrt(var[11])), abs=1e-6)
    assert found.known == pytest.approx(1 - var[11] / settings.amplitude, abs=1e-6)
    assert (found.now.rank, found.now.total) == (1 + int(np.nansum(mean > mean[11])), N - 1)
    assert found.before is not None
    assert found.before.rank == 1 + int(np.nansum(earlier > earlier[11]))
    order = JUDGED[Y > 0][np.argsort(-k[11, JUDGED[Y > 0]])]
    assert [one.image for one in found.relevant] == order.tolist()
    assert [one.similarity for one in found.relevant] == pytest.approx(k[11, order] / settings.amplitude)
    assert len(found.irrelevant) == 3
    assert found.others is None
    assert found.neighbours is None


def test_a_judged_image_is_predicted_from_the_others(x: np.ndarray) -> None:
    engine = Engine(Rows(x), dtype=np.float64)
    settings = engine.settings(snapshot())
    found = engine.explain(snapshot(), 17)
    k, _, _ = dense(x, 5, settings)
    rest = JUDGED[JUDGED != 17]
    noise = max(settings.noise, 0.3)
    gain = k[17, rest] @ np.linalg.inv(k[np.ix_(rest, rest)] + noise * np.eye(4))
    mean = settings.prior_mean + gain @ (Y[JUDGED != 17] - settings.prior_mean)
    var = k[17, 17] - gain @ k[rest, 17] + noise
    assert found.others == pytest.approx(ndtr(mean / np.sqrt(var)), abs=1e-6)
    assert 17 not in [one.image for one in found.irrelevant]


def test_what_is_remembered_of_the_batch_is_what_would_be_computed(x: np.ndarray) -> None:
    asked, fresh = Engine(Rows(x)), Engine(Rows(x))
    asked.select(snapshot(2, k=4))
    one, other = (engine.explain(snapshot(), 9, before=snapshot(2)) for engine in (asked, fresh))
    assert one.before == other.before
    assert engine_is_unharmed(asked)


def engine_is_unharmed(engine: Engine) -> bool:
    again = engine.select(snapshot())
    return bool(np.nanmax(np.abs(again.mean - Engine(engine.features).select(snapshot()).mean)) < 1e-4)


def test_neighbours_in_the_graph_are_counted_by_their_judgements(x: np.ndarray) -> None:
    engine = Engine(Rows(x))
    graph = engine.build_graph()
    found = engine.explain(snapshot(), 11)
    near = graph.neighbours[11].tolist()
    assert found.neighbours is not None
    assert found.neighbours.size == 10
    assert found.neighbours.relevant == sum(row in near for row in (3, 40))
    assert found.neighbours.irrelevant == sum(row in near for row in (17, 8, 22))


@pytest.mark.parametrize("shift", [0.0, 100.0])
def test_the_most_similar_are_the_nearest(x: np.ndarray, shift: float) -> None:
    engine = Engine(Rows((x + shift).astype(np.float32)), usable=np.arange(N) != 31)
    distance = cdist(x, x)[30]
    distance[[30, 31]] = np.inf
    order = np.argsort(np.where(np.isnan(distance), np.inf, distance))[:12]
    found = engine.similarity(snapshot(), 30).nearest(12)
    assert [one.image for one in found] == order.tolist()
    near = np.exp(-np.square(distance[order]) / 8)
    assert engine.similarity(snapshot(), 30).order().tolist() == [30, *np.argsort(distance)[: N - 3].tolist()]
    assert [one.similarity for one in found] == pytest.approx(near, abs=1e-3)


def test_copies_are_alike_and_all_is_listed_at_most_once(x: np.ndarray) -> None:
    engine = Engine(Rows(x))
    found = engine.similarity(snapshot(model=ModelSettings(kernel="cosine")), 30).nearest(1000)
    assert found[0] == SimilarImage(31, pytest.approx(1.0))
    assert len({one.image for one in found}) == len(found) == N - 2


def test_a_row_that_is_not_finite_is_refused(x: np.ndarray) -> None:
    engine = Engine(Rows(x))
    three = (lambda s, row: engine.nearest_judged(s, row, 3), engine.similarity)
    for ask in (engine.explain, *three):
        with pytest.raises(ModelError, match="NaN or Inf"):
            ask(snapshot(), 50)


def test_the_nearest_judged_image_is_a_relevant_one_if_there_is_any(x: np.ndarray) -> None:
    engine = Engine(Rows(x))
    found = engine.nearest_judged(snapshot(), 11, 9)
    assert {one.image for one in found} == {3, 40}
    assert engine.nearest_judged(snapshot(), 11, 1) == found[:1]
    only = snapshot(rows=np.array([17]), y=np.array([-1.0]))
    assert [one.image for one in engine.nearest_judged(only, 11, 9)] == [17]
    assert engine.nearest_judged(snapshot(0), 11, 9) == ()


def test_equal_scores_are_ranked_in_order() -> None:
    mean = np.array([1.0, 2.0, 1.0, np.nan, 1.0])
    assert place(mean, 0, np.array([7, 1, 3, 2, -1])).rank == 3
    assert place(mean, 2, np.array([7, 1, 3, 2, -1])).rank == 2
    assert place(mean, 4, np.array([7, 1, 3, 2, -1])).rank == 0
    assert place(mean, 3, np.array([7, 1, 3, 2, -1])) == place(mean, 4, np.array([7, 1, 3, 2, -1]))
