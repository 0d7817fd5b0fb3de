"""Concatenate several feature sets of the same images into one, each with a weight.

The squared distance of two images in the new set is the sum of their squared distances in the old sets, each divided by
its mean over all pairs of images and multiplied by its weight. A weight is therefore the share of a set in the mean
squared distance, whatever its units and number of features. The mean squared distance of all pairs is twice the sum of
the variances of the features, which one pass over the file gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.data.collection.match_names import join
from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.data.files.guard import Guard
from annotator.errors import FeatureError
from annotator.numerics.blocks import rows_per_block
from annotator.types import FloatArray, IntArray, Progress

_ROWS = 2048


@dataclass(frozen=True)
class Combined:
    """Result of a concatenation.

    Attributes:
        rows: Number of images with usable features in all sets.
        d: Number of features per image.
        left_out: Number of images that are missing from a set, or whose features are not finite.
    """

    rows: int
    d: int
    left_out: int


def combine(
    stores: Sequence[FeatureStore], weights: Sequence[float], target: Path, progress: Progress | None = None
) -> Combined:
    """Write the weighted concatenation of feature sets as a feature file in Annotator's format.

    Args:
        stores: At least two sets; images are matched by their names in the first, as files are matched with a folder.
        weights: Weight of each set, at least 0 and not all 0; they are normalized to a sum of 1.
        target: File to write.
        progress: Receives the share that is done.

    Raises:
        FeatureError: The weights are invalid, no image is in all sets, or a set is constant.
        Cancelled: The user canceled the concatenation; nothing was written.
    """
    progress = progress or Progress()
    share = np.asarray(weights, np.float64)
    if (
        len(stores) < 2
        or len(share) != len(stores)
        or not np.isfinite(share).all()
        or (share < 0).any()
        or not share.any()
    ):
        raise FeatureError("Two feature sets or more are needed, each with a weight of at least 0, one above 0.")
    share /= share.sum()
    names = stores[0].names
    rows = [np.arange(len(names)), *(join(store.names, names).row_of_image for store in stores[1:])]
    kept = np.logical_and.reduce([one >= 0 for one in rows])
    spread = []
    for number, store in enumerate(stores):
        squared, finite = mean_squared_distance(store)
        kept &= finite[np.maximum(rows[number], 0)] & (rows[number] >= 0)
        if not squared > 0:
            raise FeatureError("{path}: all its rows are the same, so they cannot distinguish images", path=store.path)
        spread.append(squared)
        progress.step(0.5 * (number + 1) / len(stores))
    chosen = np.flatnonzero(kept)
    if not len(chosen):
        raise FeatureError(
            "{target}: no image has usable features in all sets; are they of the same images?", target=target
        )
    scales = np.sqrt(share / np.array(spread)).astype(np.float32)
    d = sum(store.d for store in stores)
    said = ", ".join(f"{store.path.name} x {weight:.3g}" for store, weight in zip(stores, share, strict=True))
    guard = Guard(tuple(store.path for store in stores))
    with AnnotatorHdf5Writer(
        target, d, guard=guard, extractor=f"annotator combine: {said}", normalized=False
    ) as writer:
        for start in range(0, len(chosen), _ROWS):
            part = chosen[start : start + _ROWS]
            writer.append([names[i] for i in part.tolist()], _block(stores, rows, scales, part))
            progress.step(0.5 + 0.5 * (start + len(part)) / len(chosen))
    return Combined(len(chosen), d, len(names) - len(chosen))


def mean_squared_distance(store: FeatureStore) -> tuple[float, NDArray[np.bool_]]:
    """Return the mean squared distance of all pairs of finite rows, and which rows are finite, in one pass."""
    finite = np.empty(store.n, np.bool_)
    count, mean, squares = 0, np.zeros(store.d), np.zeros(store.d)
    for start, block in store.blocks(rows_per_block(8 * store.d)):
        values: FloatArray = block.astype(np.float64)
        good = np.isfinite(values).all(axis=1)
        finite[start : start + len(block)] = good
        values = values[good]
        if not len(values):
            continue
        # Pairwise update of Chan, Golub and LeVeque (1983): naive sums of squares of large values would cancel.
        here, n = values.mean(axis=0), len(values)
        squares += ((values - here) ** 2).sum(axis=0) + (here - mean) ** 2 * (count * n / (count + n))
        mean += (here - mean) * (n / (count + n))
        count += n
    return (2.0 * float(squares.sum()) / count if count else 0.0), finite


def _block(
    stores: Sequence[FeatureStore], rows: Sequence[IntArray], scales: NDArray[np.float32], part: IntArray
) -> NDArray[np.float32]:
    return np.hstack(
        [store.rows(at[part]).astype(np.float32) * scale for store, at, scale in zip(stores, rows, scales, strict=True)]
    )
