"""Simulation of one search of an experiment, measured on the collection and on held-out images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.experiments.data.datasets import ExperimentData
from annotator.experiments.playing.oracle import Oracle, doubt
from annotator.experiments.playing.starts import Start
from annotator.experiments.specification import Method, Settings, UserSettings
from annotator.metrics import average_precision, collection_order, ndcg
from annotator.strategies.registry import Registry
from annotator.types import BoolArray, FloatArray, IntArray, Label, Snapshot


def held_out(relevant: BoolArray, score: FloatArray) -> tuple[float, float]:
    """Return average precision and NDCG of test images.

    Average precision treats equal scores as one step, as scikit-learn does. NDCG orders equal scores as a reversed
    ascending sort does, discounts by log2(rank + 1), and is divided by that of a perfect ranking.

    Args:
        relevant: Relevance, shape (n,).
        score: Scores, higher is more relevant, shape (n,).

    Returns:
        Two values in [0, 1]; NaN if there are no relevant images.
    """
    order = np.argsort(score)[::-1]
    hits = np.cumsum(relevant[order])
    if not len(hits) or hits[-1] == 0:
        return float("nan"), float("nan")
    last = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    gained = np.diff(hits[last], prepend=0) / hits[-1]
    return float(np.sum(gained * hits[last] / (last + 1))), ndcg(relevant[order])


@dataclass(frozen=True)
class Round:
    """State after a round; the first one is the state before any batch.

    Attributes:
        judged: Number of images judged so far, including the start.
        found: Number of relevant images labeled relevant so far.
        average_precision: Average precision of the collection, see :func:`annotator.metrics.collection_order`.
        test_average_precision, test_ndcg: Measures of the test images, computed as in the reference implementation;
            ``None`` without test images.
        seconds: Time in seconds to select this round's batch; 0 before any batch.
        rows: The batch.
    """

    judged: int
    found: int
    average_precision: float
    test_average_precision: float | None
    test_ndcg: float | None
    seconds: float
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """Result of one search by one method.

    Attributes:
        data, wanted, number: Identify the search, see :class:`Start`.
        method: Name of the method.
        images: Number of images of the pool that count.
        relevant: Number of relevant ones among them.
        rounds: One state per round, starting before any batch.
        discovery: Ascending positions, from 0, of the relevant images in the order in which a user sees the pool:
            the start, the batches, then the last ranking from the top.
    """

    data: str
    wanted: str
    number: int
    method: str
    images: int
    relevant: int
    rounds: tuple[Round, ...]
    discovery: tuple[int, ...]


class Player:
    """Simulates searches on one data set; caches what searches share.

    Args:
        data: Data set.
        settings: Rounds, seeds, precision.
        user: How the user answers.
        registry: Available strategies.
    """

    def __init__(self, data: ExperimentData, settings: Settings, user: UserSettings, registry: Registry) -> None:
        self._data, self._settings, self._user = data, settings, user
        dtype = np.float64 if settings.precision == "double" else np.float32
        self.engine = Engine(ArrayFeatures(data.features), usable=data.pool, registry=registry, dtype=dtype)
        self._people: dict[str, Oracle] = {}

    def play(self, start: Start, method: Method) -> Run:
        """Simulate one search; the result does not depend on earlier searches, not even by rounding."""
        self.engine.close()
        if method.model.graph_weight > 0 and self.engine.graph is None:
            self.engine.build_graph()
        search = _Search(self.engine, self._data, self._settings, start, method)
        person = self.person(start.wanted)
        rounds = [search.measure(0.0, ())]
        for _ in range(self._settings.rounds):
            rows, seconds = search.choose()
            if not len(rows):
                break
            search.judge(rows, person.judge(rows))
            rounds.append(search.measure(seconds, rows))
        images, relevant, discovery = search.discovery()
        return Run(
            start.data, start.wanted, start.number, method.name, images, relevant, tuple(rounds), tuple(discovery)
        )

    def person(self, wanted: str) -> Oracle:
        """Return the simulated user for searches for a class."""
        if wanted not in self._people:
            truth = self._data.truth[wanted]
            hard = doubt(self._data.features, truth) if self._user.unsure_near_boundary else np.zeros(len(truth))
            self._people[wanted] = Oracle(truth, hard, self._user, self._settings.seed)
        return self._people[wanted]


class _Search:
    """Judgements so far and the state derived from them."""

    def __init__(self, engine: Engine, data: ExperimentData, settings: Settings, start: Start, method: Method) -> None:
        self._engine, self._data, self._settings, self._method = engine, data, settings, method
        self._truth = data.truth[start.wanted]
        self._rows: IntArray = np.array([*start.relevant, *start.irrelevant], np.int64)
        self._codes = np.repeat([Label.RELEVANT, Label.IRRELEVANT], [len(start.relevant), len(start.irrelevant)])
        self._codes = self._codes.astype(np.int8)
        self._given = len(self._rows)
        self._seed = (settings.seed, start.number)
        self._tie = np.random.default_rng([*self._seed, 0x0C]).random(len(self._truth))
        self._mean: FloatArray = np.empty(0)
        self._round = 0

    def choose(self) -> tuple[IntArray, float]:
        """Return the next batch and the time to select it, in seconds."""
        selection = self._engine.select(self._snapshot(self._settings.batch_size))
        return selection.rows, selection.seconds

    def judge(self, rows: IntArray, codes: NDArray[np.int8]) -> None:
        """Add answers; the engine prepares for them first, as it does while a user looks at a batch."""
        if self._method.learn:
            self._engine.prepare(self._snapshot(0), rows)
        self._rows, self._codes = np.concatenate([self._rows, rows]), np.concatenate([self._codes, codes])
        self._round += 1

    def measure(self, seconds: float, rows: IntArray | tuple[()]) -> Round:
        """Measure the current ranking."""
        self._mean = self._engine.ranking(self._snapshot(0)).mean
        counts = self._data.pool & (self._truth != 0)
        order = self._order()
        test = self._data.test & (self._truth != 0)
        precision, gain = held_out(self._truth[test] > 0, self._mean[test]) if test.any() else (None, None)
        return Round(
            judged=len(self._rows),
            found=int(np.count_nonzero((self._truth[self._rows] > 0) & (self._codes == Label.RELEVANT))),
            average_precision=average_precision(self._truth[order[counts[order]]] > 0),
            test_average_precision=precision,
            test_ndcg=gain,
            seconds=seconds,
            rows=tuple(np.asarray(rows).tolist()),
        )

    def discovery(self) -> tuple[int, int, list[int]]:
        """Return the number of images that count and of relevant ones, and the positions where a user finds these."""
        order = self._order()
        met = np.concatenate([self._rows, order[~np.isin(order, self._rows)]])
        met = met[(self._data.pool & (self._truth != 0))[met]]
        places = np.flatnonzero(self._truth[met] > 0)
        return len(met), len(places), places.tolist()

    def _order(self) -> IntArray:
        certain = self._codes != Label.UNSURE
        return collection_order(self._mean, self._rows[certain], self._codes[certain].astype(float), self._tie)

    def _snapshot(self, k: int) -> Snapshot:
        used = self._codes != Label.UNSURE
        if not self._method.learn:
            used &= np.arange(len(used)) < self._given
        return Snapshot(
            revision=self._round,
            round=self._round + 1,
            rows=self._rows[used],
            y=self._codes[used].astype(np.float64),
            closed=self._rows[~used],
            examples=np.empty((0, self._engine.features.d)),
            strategy=self._method.strategy,
            parameters=self._method.parameters,
            k=k,
            seed=(*self._seed, self._round + 1),
            model=self._method.model,
        )
