"""Simulation of a search with graded relevance, measured by the error of the predicted grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annotator.engine import Engine
from annotator.errors import ConfigError
from annotator.parameters import ModelSettings
from annotator.types import BoolArray, FloatArray, IntArray, Progress, Snapshot


@dataclass(frozen=True)
class GradePoint:
    """State of a search after a round; round 0 is the state before the first one.

    Attributes:
        round: Round number.
        graded: Number of images graded so far, including those given at the start.
        error: Root mean squared error of the predicted grades over the measured rows.
        seconds: Time in seconds to select this round's batch; 0 for round 0.
    """

    round: int
    graded: int
    error: float
    seconds: float


# Every setting of a search is given by name and has a default, but for the two that it is about.
def simulate_grades(
    engine: Engine,
    grades: FloatArray,
    *,
    start: Sequence[int] | IntArray = (),
    rounds: int = 10,
    batch_size: int = 8,
    strategy: str = "graded-ital",
    parameters: Mapping[str, Any] = {},
    model: ModelSettings | None = None,
    answered: float = 1.0,
    error: float = 0.0,
    seed: int = 0,
    measured: BoolArray | None = None,
    progress: Progress | None = None,
) -> tuple[GradePoint, ...]:
    """Simulate a search and measure it after every round; it ends early if no image is left to grade.

    Args:
        engine: Engine over the feature set, created with ``load_registry(graded=True)``.
        grades: True grade per feature row, shape (n,); rows with NaN are neither shown nor measured.
        start: Rows whose grades are given at the start, unique; without any the engine selects a first look.
        rounds: Number of batches, >= 0.
        batch_size: Images per batch, >= 1.
        strategy: Name of the strategy.
        parameters: Parameters of the strategy; missing ones take their defaults.
        model: Model settings; default a prior mean of 0 and the defaults for the rest.
        answered: Probability that a shown image is graded, in [0, 1]; ungraded images are not shown again. A batch
            without any grade is asked again at once.
        error: Standard deviation of the errors of the grades given in answer, >= 0.
        seed: Seed of the strategy, of the choice of graded images, and of their errors.
        measured: Mask of the rows whose predictions are measured, shape (n,); default all with a known grade.
        progress: Progress reporter, called in every round.

    Raises:
        ConfigError: An argument is out of range, or the grades do not match the features.
        StrategyError: Unknown strategy or parameter.
        Cancelled: The user canceled.
    """
    _check_size(rounds, batch_size, answered, error)
    known = np.isfinite(grades)
    rows = _checked(start, known, engine.features.n)
    person = _Person(grades, rows, answered, error, np.random.default_rng([seed, 0x0D]))
    first = Snapshot(
        revision=0,
        round=1,
        rows=rows,
        y=person.given[rows],
        closed=np.flatnonzero(~known),
        examples=np.empty((0, engine.features.d)),
        strategy=strategy,
        parameters=parameters,
        k=batch_size,
        seed=(seed, 0, 1),
        model=model or ModelSettings(prior_mean=0.0),
    )
    counted = known if measured is None else known & measured
    return tuple(_play(engine, grades, first, rounds, person, counted, progress or Progress()))


class _Person:
    """Grades images, with errors that depend on the image and the seed only; those of the start have none.

    Attributes:
        given: Grade that is given to every row, if any, shape (n,).
    """

    def __init__(
        self, grades: FloatArray, start: IntArray, answered: float, error: float, random: np.random.Generator
    ) -> None:
        self._answered, self._random = answered, random
        self._tells = random.random(len(grades)) < answered
        self.given = grades + error * random.standard_normal(len(grades)) if error else grades.copy()
        self.given[start] = grades[start]

    def grades(self, rows: IntArray) -> BoolArray:
        """Return which of ``rows`` are graded, at least one of them if images are graded at all."""
        told = self._tells[rows]
        while self._answered > 0.0 and not told.any():
            told = self._random.random(len(rows)) < self._answered
        return told


def _check_size(rounds: int, batch_size: int, answered: float, error: float) -> None:
    if rounds < 0 or batch_size < 1 or not 0.0 <= answered <= 1.0 or error < 0.0:
        raise ConfigError(
            "{rounds} rounds of {batch_size} images, {answered:g} of them graded with errors of {error:g}, cannot be "
            "run",
            rounds=rounds,
            batch_size=batch_size,
            answered=answered,
            error=error,
        )


def _play(
    engine: Engine,
    grades: FloatArray,
    first: Snapshot,
    rounds: int,
    person: _Person,
    counted: BoolArray,
    progress: Progress,
) -> Iterator[GradePoint]:
    """Yield the state before and after every round.

    Args:
        engine, grades, rounds, progress: As of :func:`simulate_grades`.
        first: What is known before the first round.
        person: Who grades.
        counted: Rows whose predictions are measured, shape (n,).
    """
    rows, closed, seconds = first.rows, first.closed, 0.0
    for number in range(rounds + 1):
        progress.step(number / (rounds + 1))
        snapshot = replace(
            first,
            revision=number,
            round=number + 1,
            rows=rows,
            y=person.given[rows],
            closed=closed,
            k=first.k if number < rounds else 0,
            seed=(*first.seed[:2], number + 1),
        )
        selection = engine.select(snapshot, Progress(cancel=progress.cancel))
        counts = counted & np.isfinite(selection.mean)
        error = float(np.sqrt(np.mean(np.square(selection.mean[counts] - grades[counts]))))
        yield GradePoint(number, len(rows), error, seconds)
        if not len(selection.rows):
            break
        seconds = selection.seconds
        said = person.grades(selection.rows)
        rows = np.concatenate([rows, selection.rows[said]])
        closed = np.concatenate([closed, selection.rows[~said]])


def _checked(start: Sequence[int] | IntArray, known: BoolArray, n: int) -> IntArray:
    if len(known) != n or not known.any():
        raise ConfigError(
            "{n_known} known grades do not fit {n} rows of features", n_known=np.count_nonzero(known), n=n
        )
    rows = np.asarray(start, np.int64)
    if not np.isin(rows, np.flatnonzero(known)).all() or len(np.unique(rows)) != len(rows):
        raise ConfigError("The search can only start from distinct rows whose grades are known.")
    return rows
