"""Data sets with known grades, which are numbers to predict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from annotator.errors import ConfigError, FeatureError
from annotator.experiments.data.dataset_options import Options, parts
from annotator.experiments.data.number_tables import read_table
from annotator.experiments.source_locations import unknown
from annotator.experiments.specification import DataSource
from annotator.types import AnyFloatArray, BoolArray, FloatArray


def table(options: Options) -> tuple[FloatArray, FloatArray]:
    """Read ``data_file``, a table of numbers, with the column ``target`` (default the last one) as the grades."""
    target = options.text("target", "") or None
    return read_table(options.file("data_file"), target)


def toy(options: Options) -> tuple[FloatArray, FloatArray]:
    """Return ``num_samples`` points of the plane with waves as grades, as in the reference implementation."""
    x = np.random.RandomState(0).uniform(0.0, 2.0 * np.pi, (int(options.number("num_samples", 200)), 2))
    return x, np.sin(x).sum(axis=1) * np.cos(x.sum(axis=1))


KINDS: Mapping[str, Callable[[Options], tuple[FloatArray, FloatArray]]] = {"table": table, "toy-grades": toy}
"""Kinds of data sets with grades and the functions that read features and targets."""

_TEST_SIZE: Mapping[str, float] = {"table": 0.2, "toy-grades": 0.5}


@dataclass(frozen=True, eq=False)
class GradedData:
    """A data set with grades, prepared for an experiment.

    Attributes:
        name: Name in the results.
        features: One row per image, shape (n, d).
        pool: Mask of the rows that may be graded, shape (n,).
        test: Mask of the rows whose predictions are measured, the complement of the pool, shape (n,).
        grades: Targets scaled so that those of the pool range from -1 to 1, shape (n,); others may be outside. For data
            ``as_reference``, the targets themselves.
        low, high: Targets whose grades are -1 and 1.
    """

    name: str
    features: AnyFloatArray
    pool: BoolArray
    test: BoolArray
    grades: FloatArray
    low: float
    high: float


def load_graded(source: DataSource, tracks: tuple[str, ...]) -> tuple[GradedData, ...]:
    """Read a data set with grades and split it at random as the reference implementation does; the pool comes first.

    Args:
        source: The data set.
        tracks: Ignored, because grades are always measured on held-out rows.

    Raises:
        ConfigError: An option is unknown or missing, or pool or test set would be empty.
        FeatureError: The file is missing, is not a table of numbers, lacks the column, or has a constant target.
    """
    if source.kind not in KINDS:
        raise ConfigError(
            "Data set {source}: {problem}.", source=source.name, problem=unknown("kind of data", source.kind, KINDS)
        )
    options = Options(source)
    features, target = KINDS[source.kind](options)
    size = options.number("test_size", _TEST_SIZE[source.kind])
    options.all_used()
    order, count = _split(len(target), size, source.name)
    features, target = features[order], target[order]
    pool = np.arange(len(target)) < count
    if source.scale == "range":
        least, most = features[pool].min(), features[pool].max()
        features = (features - least) / ((most - least) or 1.0)
    low, high = float(target[pool].min()), float(target[pool].max())
    if low == high:
        raise FeatureError(
            "Data set {source}: all targets are {low:g}; there is nothing to predict.", source=source.name, low=low
        )
    if source.as_reference:
        low, high = -1.0, 1.0
    grades = 2.0 * (target - low) / (high - low) - 1.0
    return (GradedData(source.name, features, pool, ~pool, grades, low, high),)


def _split(n: int, size: float, name: str) -> tuple[np.ndarray, int]:
    """Return the rows in shuffled order and the size of the pool."""
    if not 0 < size < n or n < 2:
        raise ConfigError(
            "Data set {name}: test_size = {size:g} leaves none of {n} rows to measure on, or none to learn from. Give "
            "a share such as 0.2.",
            name=name,
            size=size,
            n=n,
        )
    return parts(n, size)
