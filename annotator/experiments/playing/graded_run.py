"""Playing one search of an experiment with grades, and measuring how well unseen grades are predicted."""

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
    """One search for grades played by one method.

    Attributes:
        data, wanted, number: Which search, see :class:`annotator.experiments.playing.starts.Start`.
        method: Name of the method.
        images: Images of the pool.
        held_out: Images whose predictions are measured.
        rounds: One state per round, from the one before any batch; ``error`` is the root mean squared error of the
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
        ConfigError: The pool has fewer rows than a search starts from.
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
    """Plays searches on one data set of grades.

    Args:
        data: Data set.
        settings: Rounds, seeds, precision.
        user: How many images are graded.
        registry: Strategies for grades.
    """

    def __init__(self, data: GradedData, settings: Settings, user: UserSettings, registry: Registry) -> None:
        self._data, self._settings, self._user = data, settings, user
        dtype = np.float64 if settings.precision == "double" else np.float32
        self._engine = Engine(ArrayFeatures(data.features), usable=data.pool, registry=registry, dtype=dtype)

    def play(self, start: Start, method: Method) -> GradedRun:
        """Play one search; what was played before makes no difference to it, not even by rounding."""
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
            seed=_seed(self._settings.seed, start.number),
            measured=self._data.test,
        )
        pool, test = int(np.count_nonzero(self._data.pool)), int(np.count_nonzero(self._data.test))
        return GradedRun(start.data, start.wanted, start.number, method.name, pool, test, rounds)


def _seed(seed: int, number: int) -> int:
    """Return the seed of a search, another one for every search of an experiment."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
