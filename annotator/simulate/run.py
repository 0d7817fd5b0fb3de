"""Simulation of a search: the engine selects, a simulated user judges, the ranking of the collection is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.engine import Engine
from annotator.errors import ConfigError
from annotator.metrics import average_precision, collection_order
from annotator.parameters import ModelSettings, values_of
from annotator.simulate.curve import Curve, Point
from annotator.simulate.user import SimulatedUser
from annotator.types import FloatArray, IntArray, Label, Progress, Selection, Snapshot


# Every setting of a search is given by name and has a default, but for the two that it is about.
def simulate(
    engine: Engine,
    user: SimulatedUser,
    *,
    queries: Sequence[int] | IntArray = (),
    rounds: int = 10,
    batch_size: int = 8,
    strategy: str = "mix",
    parameters: Mapping[str, Any] = {},
    model: ModelSettings | None = None,
    seed: int = 0,
    learn: bool = True,
    words: FloatArray | None = None,
    votes: NDArray[np.int8] | None = None,
    progress: Progress | None = None,
) -> Curve:
    """Simulate a search and measure it after every round.

    It ends early if no image is left to judge. The same arguments give the same curve, except for the times.

    Args:
        engine: Engine over the feature set. Rows that it must not propose should be unknown to the user, too.
        user: Simulated user with one answer per feature row.
        queries: Relevant rows to start from, unique; without any the engine selects a first look.
        rounds: Number of batches, >= 0.
        batch_size: Images per batch, >= 1.
        strategy: Name of the strategy.
        parameters: Parameters of the strategy; missing ones take their defaults.
        model: Settings of the relevance model.
        seed: Seed of the strategy and of the order of equally scored images.
        learn: Whether the model uses the judgements; without them it ranks by queries and words only, as a control.
        words: Direction in the space of the features that words mean, shape (d,); see :mod:`annotator.model.trend`.
        votes: Vote of each rule on each row, shape (r, n); see :mod:`annotator.model.label_model`.
        progress: Progress reporter, called in every round.

    Raises:
        ConfigError: A query does not exist, occurs twice or is not relevant, or the number of rounds is negative.
        StrategyError: Unknown strategy or parameter.
        Cancelled: The user canceled.
    """
    _check(rounds, batch_size)
    model = model or ModelSettings()
    how = (strategy, parameters, batch_size, model, seed, learn, words, votes)
    search = _Search(engine, user, _checked(queries, user, engine.features.n), *how)
    points, selection = _play(search, rounds, batch_size, progress or Progress())
    return Curve(
        strategy=strategy,
        parameters=selection.parameters,
        model=values_of(model),
        batch_size=batch_size,
        seed=seed,
        learn=learn,
        queries=search.queries,
        images=search.images,
        relevant=search.total,
        points=tuple(points),
    )


def _check(rounds: int, batch_size: int) -> None:
    if rounds < 0 or batch_size < 1:
        raise ConfigError(
            "{rounds} rounds of {batch_size} images: at least 0 rounds of 1 image are needed",
            rounds=rounds,
            batch_size=batch_size,
        )


def _play(search: _Search, rounds: int, batch_size: int, progress: Progress) -> tuple[list[Point], Selection]:
    """Return what was measured before and after every round, and the last answer of the engine."""
    selection = search.select(batch_size if rounds else 0)
    points = [search.measure(selection, 0, 0.0, 0)]
    for number in range(1, rounds + 1):
        progress.step((number - 1) / rounds)
        if not len(selection.rows):
            break
        seconds, evaluations = selection.seconds, selection.evaluations
        search.judge(selection.rows)
        selection = search.select(batch_size if number < rounds else 0)
        points.append(search.measure(selection, number, seconds, evaluations))
    return points, selection


class _Search:
    """Labels so far and the state derived from them."""

    # The arguments of simulate, checked; a class that carries them from there to here would repeat their names.
    def __init__(
        self,
        engine: Engine,
        user: SimulatedUser,
        queries: IntArray,
        strategy: str,
        parameters: Mapping[str, Any],
        batch_size: int,
        model: ModelSettings,
        seed: int,
        learn: bool,
        words: FloatArray | None,
        votes: NDArray[np.int8] | None,
    ) -> None:
        self._engine, self._user = engine, user
        self._strategy, self._parameters, self._model = strategy, parameters, model
        self._seed, self._learn, self._words, self._votes = seed, learn, words, votes
        self._rows = queries
        self._codes = np.full(len(queries), Label.RELEVANT, dtype=np.int8)
        self._round = 0
        self._tie = np.random.default_rng([seed, 0x0C]).random(len(user.relevant))
        self._snapshot: Snapshot
        self.queries = tuple(queries.tolist())
        self.images = self.total = 0

    def select(self, k: int) -> Selection:
        """Let the engine select ``k`` rows and compute the ranking."""
        self._round += 1
        shown = self._codes != Label.UNSURE
        if not self._learn:
            shown = np.arange(len(self._rows)) < len(self.queries)
        self._snapshot = Snapshot(
            revision=self._round,
            round=self._round,
            rows=self._rows[shown],
            y=self._codes[shown].astype(np.float64),
            closed=np.concatenate([self._rows[~shown], np.flatnonzero(~self._user.known)]),
            examples=np.empty((0, self._engine.features.d)),
            strategy=self._strategy,
            parameters=self._parameters,
            k=k,
            seed=(self._seed, 0, self._round),
            model=self._model,
            words=self._words,
            votes=self._votes,
        )
        return self._engine.select(self._snapshot)

    def judge(self, rows: IntArray) -> None:
        """Let the user judge ``rows``; the engine prepares meanwhile, as it does while a batch is on screen."""
        if self._learn:
            self._engine.prepare(self._snapshot, rows)
        self._rows = np.concatenate([self._rows, rows])
        self._codes = np.concatenate([self._codes, self._user.judge(rows)])

    def measure(self, selection: Selection, number: int, seconds: float, evaluations: int) -> Point:
        """Measure labels and ranking over the rows with usable features and known truth."""
        collection = self._user.known & np.isfinite(selection.mean)
        self.images = int(np.count_nonzero(collection))
        relevant = self._user.relevant
        self.total = int(np.count_nonzero(relevant & collection))
        if self.total == 0:
            raise ConfigError("None of the relevant images has usable features, so there is nothing to find.")
        certain = self._codes != Label.UNSURE
        y = self._codes[certain].astype(np.float64)
        order = collection_order(selection.mean, self._rows[certain], y, self._tie)
        found = int(np.count_nonzero(relevant[self._rows] & (self._codes == Label.RELEVANT)))
        return Point(
            round=number,
            judged=len(self._rows),
            found=found,
            average_precision=average_precision(relevant[order[collection[order]]]),
            recall=found / self.total,
            seconds=seconds,
            evaluations=evaluations,
        )


def _checked(queries: Sequence[int] | IntArray, user: SimulatedUser, n: int) -> IntArray:
    if len(user.relevant) != n:
        raise ConfigError(
            "The user knows {n_relevant} images, but there are {n} rows of features.",
            n_relevant=len(user.relevant),
            n=n,
        )
    rows = np.asarray(queries, dtype=np.int64)
    for row in rows.tolist():
        if not 0 <= row < n:
            raise ConfigError("The search cannot start from row {row}: there are {n} rows of features.", row=row, n=n)
        if not user.relevant[row]:
            raise ConfigError("The search cannot start from row {row}: it is not relevant.", row=row)
    if len(np.unique(rows)) != len(rows):
        raise ConfigError("The search starts from the same row twice; name every row once.")
    return rows
