"""Fewer values per image: principal components or the code of an autoencoder, and what of the neighbors is lost.

Source:
    Jolliffe 2002, Principal component analysis; Hinton & Salakhutdinov 2006, Reducing the dimensionality of data with
    neural networks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

from annotator.errors import FeatureError
from annotator.metrics import average_precision
from annotator.numerics.blocks import rows_per_block
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

METHODS = ("pca", "autoencoder")
WIDEST = 8192
"""Most features whose covariance is kept in memory, half a gigabyte."""

_BLOCK = 8 << 20
_TRAINED_ON, _QUERIES, _AMONG, _NEAREST = 50_000, 500, 20_000, 10
_AT_ONCE = 25  # images searched for at once
_HIDDEN, _STEPS = 256, 3_000


@dataclass(frozen=True)
class Reduction:
    """How to compute fewer values.

    Attributes:
        place: From finite rows, shape (b, d), to their values, shape (b, n).
        kept: Share of the variance that the values hold; NaN for an autoencoder.
    """

    place: Callable[[AnyFloatArray], FloatArray]
    kept: float


@dataclass(frozen=True)
class Kept:
    """How well the nearest images are the same as before, means over some images.

    Attributes:
        images: Number of images that were searched among.
        nearest: Share of images whose nearest image is the same.
        recall: Share of the 10 nearest images that are still among the 10 nearest.
        precision: Average precision of a search for the 10 nearest images.
    """

    images: int
    nearest: float
    recall: float
    precision: float


def reduction(features: Features, valid: BoolArray, n: int, method: str, progress: Progress | None = None) -> Reduction:
    """Learn how to reduce features to ``n`` values; the features are read in blocks.

    Args:
        features: Feature set of d features.
        valid: Mask of the finite rows, shape (features.n,).
        n: Number of values, at least 1 and less than d and than the number of valid rows.
        method: One of :data:`METHODS`.
        progress: Progress reporter; may cancel between blocks.

    Raises:
        FeatureError: There is no such number of values, or there are too many features.
    """
    progress, rows = progress or Progress(), int(np.count_nonzero(valid))
    if not 0 < n < min(features.d, rows):
        raise FeatureError(
            "{d:,} features of {rows:,} images cannot be reduced to {n:,} values. Choose a number from 1 to {most:,}.",
            d=features.d,
            rows=rows,
            n=n,
            most=min(features.d, rows) - 1,
        )
    if features.d > WIDEST:
        raise FeatureError(
            "{d:,} features are too many: the covariance of at most {most:,} fits into memory.",
            d=features.d,
            most=WIDEST,
        )
    wide = n if method == "pca" else min(4 * n, features.d)
    origin, basis, kept = _principal(features, valid, wide, progress.part(0.0, 1.0 if method == "pca" else 0.3))

    def place(block: AnyFloatArray) -> FloatArray:
        return np.asarray((block - origin) @ basis, np.float64)

    if method == "pca":
        return Reduction(place, kept)
    return Reduction(_encoder(features, valid, place, n, progress.part(0.3, 1.0)), float("nan"))


def _principal(
    features: Features, valid: BoolArray, n: int, progress: Progress
) -> tuple[FloatArray, FloatArray, float]:
    """Return the mean, the leading directions, shape (d, n), and their share of the variance."""
    total, square, count = np.zeros(features.d), np.zeros((features.d, features.d)), 0
    shift: FloatArray | None = None  # near the mean, so that the square of a large mean does not drown the variance
    for first, block in features.blocks(rows_per_block(8 * features.d, _BLOCK)):
        progress.step(first / features.n)
        some = np.asarray(block[valid[first : first + len(block)]], np.float64)
        if not len(some):
            continue
        shift = some.mean(axis=0) if shift is None else shift
        some = some - shift
        total += some.sum(axis=0)
        square += some.T @ some
        count += len(some)
    assert shift is not None
    mean = total / count
    covariance = square / count - np.outer(mean, mean)
    _, vectors = eigh(covariance, subset_by_index=(features.d - n, features.d - 1))
    basis = vectors[:, ::-1]
    basis *= np.where(basis[np.abs(basis).argmax(axis=0), np.arange(n)] < 0, -1.0, 1.0)
    whole = float(np.trace(covariance))
    kept = float(np.einsum("ij,ij->", basis, covariance @ basis)) / whole if whole > 0 else 1.0
    return shift + mean, np.ascontiguousarray(basis), kept


def _encoder(
    features: Features, valid: BoolArray, place: Callable[[AnyFloatArray], FloatArray], n: int, progress: Progress
) -> Callable[[AnyFloatArray], FloatArray]:
    from annotator.numerics.clusters.network import Autoencoder

    points = place(features.rows(_some(valid, _TRAINED_ON)))
    spread = float(np.sqrt(points.var(axis=0).mean())) or 1.0
    network = Autoencoder(points.shape[1], _HIDDEN, n, 0)
    network.train((points / spread).astype(np.float32), _STEPS, 0, progress)
    return lambda block: np.asarray(network.encoder((place(block) / spread).astype(np.float32)), np.float64)


def _some(valid: BoolArray, most: int) -> IntArray:
    rows = np.flatnonzero(valid)
    return np.sort(np.random.default_rng(0).permutation(rows)[:most])


def kept_neighbors(features: Features, valid: BoolArray, found: Reduction) -> Kept:
    """Compare the nearest images before and after, for 500 images among 20,000 at most."""
    rows = _some(valid, _AMONG)
    before = np.asarray(features.rows(rows), np.float64)
    after = found.place(before)
    queries = np.random.default_rng(1).permutation(len(rows))[:_QUERIES]
    near = min(_NEAREST, len(rows) - 1)
    figures = []
    for start in range(0, len(queries), _AT_ONCE):
        some = queries[start : start + _AT_ONCE]
        old, new = (_nearest_first(points, some) for points in (before, after))
        for wanted, order in zip(old, new, strict=True):
            hit = np.isin(order, wanted[:near])
            figures.append((float(wanted[0] == order[0]), float(hit[:near].mean()), average_precision(hit)))
    nearest, recall, precision = np.mean(figures, axis=0).tolist()
    return Kept(len(rows), nearest, recall, precision)


def _nearest_first(points: FloatArray, queries: IntArray) -> IntArray:
    """Return all other rows by their distance to each query, shape (q, m - 1)."""
    distance = np.einsum("ij,ij->i", points, points) - 2.0 * points[queries] @ points.T
    distance[np.arange(len(queries)), queries] = np.inf
    return np.argsort(distance, axis=1, kind="stable")[:, :-1]
