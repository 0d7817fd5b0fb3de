"""Simulation of one search of an experiment with grades, measured by the error of held-out predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import ConfigError
from annotator.experiments.data.graded_data import GradedData
from annotator.experiments.playing.starts import Start
from annotator.experiments.specification import Method, Settings, UserSettings
from annotator.simulate import GradePoint, simulate_grades
from annotator.strategies.registry import Registry


@dataclass(frozen=True)
class GradedRun:
    """Result of one search with grades by one method.

    Attributes:
        data, wanted, number: Identify the search, see :class:`annotator.experiments.playing.starts.Start`.
        method: Name of the method.
        images: Number of images in the pool.
        held_out: Number of images whose predictions are measured.
        rounds: One state per round, starting before any batch; ``error`` is the root mean squared error of the
            held-out grades.
    """

    data: str
    wanted: str
    number: int
    method: str
    images: int
    held_out: int
    rounds: tuple[GradePoint, ...]


def graded_starts(data: GradedData, settings: Settings) -> list[Start]:
    """Draw the rows that searches start from, as the reference implementation does: the same for every method.

    Raises:
        ConfigError: The pool has too few rows to start a search.
    """
    count = int(np.count_nonzero(data.pool))
    if settings.examples > count:
        raise ConfigError(
            "Data set {data} has {count} rows to learn from, too few to start from {examples}.",
            data=data.name,
            count=count,
            examples=settings.examples,
        )
    random = np.random.RandomState(settings.seed)
    return [
        Start(data.name, "", number, tuple(random.choice(count, settings.examples, replace=False).tolist()), ())
        for number in range(settings.queries)
    ]


class GradedPlayer:
    """Simulates searches on one data set with grades.

    Args:
        data: Data set.
        settings: Rounds, seeds, precision.
        user: How many of the shown images are graded.
        registry: Strategies for grades.
    """

    def __init__(self, data: GradedData, settings: Settings, user: UserSettings, registry: Registry) -> None:
        self._data, self._settings, self._user = data, settings, user
        dtype = np.float64 if settings.precision == "double" else np.float32
        self._engine = Engine(ArrayFeatures(data.features), usable=data.pool, registry=registry, dtype=dtype)

    def play(self, start: Start, method: Method) -> GradedRun:
        """Simulate one search; the result does not depend on earlier searches, not even by rounding."""
        self._engine.close()
        rounds = simulate_grades(
            self._engine,
            self._data.grades,
            start=start.relevant,
            rounds=self._settings.rounds,
            batch_size=self._settings.batch_size,
            strategy=method.strategy,
            parameters=method.parameters,
            model=method.model,
            answered=self._user.answers,
            error=self._user.grade_error,
            seed=_seed(self._settings.seed, start.number),
            measured=self._data.test,
        )
        pool, test = int(np.count_nonzero(self._data.pool)), int(np.count_nonzero(self._data.test))
        return GradedRun(start.data, start.wanted, start.number, method.name, pool, test, rounds)


def _seed(seed: int, number: int) -> int:
    """Return a seed that is distinct for every search of an experiment."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
