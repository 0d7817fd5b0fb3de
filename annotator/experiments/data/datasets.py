"""Data sets with known classes, by name, prepared for experiments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ConfigError
from annotator.experiments.data import collections, folders, tables
from annotator.experiments.data.dataset_options import Options, Raw
from annotator.experiments.source_locations import unknown
from annotator.experiments.specification import HELD_OUT, DataSource
from annotator.types import AnyFloatArray, BoolArray

KINDS: Mapping[str, Callable[[Options], tuple[Raw, ...]]] = {
    "toy": tables.toy,
    "iris": tables.iris,
    "wine": tables.wine,
    "digits": tables.digits,
    "leaf": tables.leaf,
    "usps": tables.usps,
    "stored": tables.stored,
    "scenes": tables.scenes,
    "hdf5": collections.hdf5,
    "mirflickr": folders.mirflickr,
    "oxford": folders.oxford,
    "imagenet": folders.imagenet,
}
"""Kinds of data sets and the functions that read them."""


@dataclass(frozen=True, eq=False)
class ExperimentData:
    """A data set prepared for an experiment.

    Attributes:
        name: Name in the results.
        features: One row per image, shape (n, d).
        pool: Mask of the rows that may be judged, shape (n,).
        test: Mask of the rows of the held-out ranking, shape (n,); may overlap the pool.
        truth: By class, +1 relevant, -1 irrelevant, 0 for images that do not count, shape (n,) each.
        starts: By class, the rows to start from, if the data set prescribes them.
        pictures: Small gray pictures of the rows, shape (n, height, width), if available.
    """

    name: str
    features: AnyFloatArray
    pool: BoolArray
    test: BoolArray
    truth: Mapping[str, NDArray[np.int8]]
    starts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pictures: NDArray[Any] | None = None


def load(source: DataSource, tracks: tuple[str, ...]) -> tuple[ExperimentData, ...]:
    """Read a data set.

    Args:
        source: The data set.
        tracks: What is measured. Without the held-out track every image is in the pool.

    Returns:
        One data set, or several if the source is a list of tasks.

    Raises:
        ConfigError: An option is unknown or missing, or there are no test images.
        FeatureError: A file is missing or invalid.
    """
    if source.kind not in KINDS:
        raise ConfigError(
            "Data set {source}: {problem}.", source=source.name, problem=unknown("kind of data", source.kind, KINDS)
        )
    options = Options(source)
    raws = KINDS[source.kind](options)
    options.all_used()
    return tuple(_prepared(raw, source, tracks, number, len(raws)) for number, raw in enumerate(raws, 1))


def _prepared(raw: Raw, source: DataSource, tracks: tuple[str, ...], number: int, count: int) -> ExperimentData:
    pool, test = raw.pool, raw.test
    if HELD_OUT not in tracks:
        pool, test = np.ones(len(pool), np.bool_), np.zeros(len(pool), np.bool_)
    elif not test.any():
        raise ConfigError(
            "Data set {source} has no test images, which the track {held_out!r} needs. Give test_size, a share such "
            "as 0.3, or measure the collection only.",
            source=source.name,
            held_out=HELD_OUT,
        )
    truth = {name: raw.truth[name] for name in _chosen(raw, source)}
    features = raw.features
    if source.scale == "range":
        low, high = features[pool].min(), features[pool].max()
        features = (features - low) / (high - low)
    name = source.name if count == 1 else f"{source.name} {number}"
    return ExperimentData(name, features, pool, test, truth, raw.starts, raw.pictures)


def _chosen(raw: Raw, source: DataSource) -> tuple[str, ...]:
    for name in source.classes:
        if name not in raw.truth:
            raise ConfigError(
                "Data set {source}: {problem}.", source=source.name, problem=unknown("class", name, raw.truth)
            )
    return source.classes or tuple(raw.truth)
