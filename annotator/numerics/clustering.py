"""Clusters of feature vectors, computed by scikit-learn, which is imported on first use."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from annotator.numerics.blocks import rows_per_block
from annotator.types import Features, FloatArray, IntArray, Progress

COMPONENTS = 50
"""Number of principal components in which images are clustered."""

METHODS = ("kmeans", "gmm")
"""k-means, or a Gaussian mixture with diagonal covariances."""

_SAMPLE = 50_000


@dataclass(frozen=True)
class Partition:
    """Assignment of images to clusters, numbered by descending size.

    Attributes:
        label: Cluster of each image, shape (n,); -1 for features with NaN or Inf.
        distance: Squared distance to the cluster center in the principal components, shape (n,); inf for label -1.
    """

    label: IntArray
    distance: FloatArray


def partition(features: Features, rows: IntArray, k: int, seed: int, progress: Progress | None = None) -> Partition:
    """Cluster images by k-means in their leading principal components.

    Components and centers are computed from a random sample of at most 50,000 images; then every image is assigned to
    the nearest center.

    Args:
        features: Feature set.
        rows: Rows of the n images, shape (n,), ascending.
        k: Maximum number of clusters, >= 1.
        seed: Seed of the sample and the initial centers.
        progress: Progress reporter; may cancel between blocks.
    """
    progress = progress or Progress()
    finite = np.concatenate([np.isfinite(features.rows(part)).all(axis=1) for part in _parts(features, rows)])
    usable = rows[finite]
    label, distance = np.full(len(rows), -1), np.full(len(rows), np.inf)
    if not len(usable):
        return Partition(label, distance)
    rng = np.random.default_rng(seed)
    some = np.sort(rng.permutation(usable)[:_SAMPLE])
    sampled = features.rows(some)
    progress.step(0.2)
    origin, basis = directions(sampled, seed)
    points = (sampled - origin) @ basis
    found, _ = clustered(points, k, seed)
    progress.step(0.7)
    centers = np.array([points[found == cluster].mean(axis=0) for cluster in range(found.max() + 1)])
    parts = []
    for part in _parts(features, usable):
        parts.append(cdist((features.rows(part) - origin) @ basis, centers, "sqeuclidean"))
        progress.step(0.7 + 0.3 * sum(map(len, parts)) / len(usable))
    squared = np.concatenate(parts)
    label[finite], distance[finite] = _by_size(squared.argmin(axis=1), len(centers)), squared.min(axis=1)
    return Partition(label, distance)


def _parts(features: Features, rows: IntArray) -> list[IntArray]:
    step = rows_per_block(8 * features.d, 8 << 20)
    return [rows[start : start + step] for start in range(0, max(len(rows), 1), step)]


def principal(rows: NDArray[Any], seed: int) -> FloatArray:
    """Return the coordinates of centered rows in their leading principal components, shape (s, min(d, 50)), float64.

    Args:
        rows: Shape (s, d), s >= 1.
        seed: Seed of the randomized decomposition, used if there are many features.
    """
    origin, basis = directions(rows, seed)
    return np.asarray((rows - origin) @ basis)


def directions(rows: NDArray[Any], seed: int) -> tuple[FloatArray, FloatArray]:
    """Return the mean of the rows, shape (d,), and their principal directions, shape (d, min(d, 50)), float64.

    With few rows or features the directions are the coordinate axes. Arguments as in :func:`principal`.
    """
    from sklearn.decomposition import PCA

    origin: FloatArray = rows.mean(axis=0, dtype=np.float64)
    centered: FloatArray = rows - origin
    if min(centered.shape) <= COMPONENTS or not centered.any():
        return origin, np.eye(rows.shape[1])
    return origin, np.asarray(PCA(COMPONENTS, random_state=seed).fit(centered).components_.T)


def clustered(
    points: FloatArray, k: int, seed: int, *, method: str = "kmeans", weights: FloatArray | None = None, starts: int = 4
) -> tuple[IntArray, FloatArray]:
    """Partition points into at most ``k`` clusters.

    Args:
        points: Shape (s, d), float64.
        k: Maximum number of clusters, >= 1; fewer result if there are fewer distinct points.
        seed: Seed of the initial centers.
        method: One of :data:`METHODS`; only k-means supports weights.
        weights: Weight of each point, shape (s,), >= 0 with a positive sum; default equal weights.
        starts: Number of runs, of which the best is returned.

    Returns:
        Cluster of each point, numbered by descending size, shape (s,), and squared distance of each point to the mean
        of its cluster, shape (s,).
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    k = min(k, len(np.unique(points, axis=0)))
    with warnings.catch_warnings():
        # Nearly equal points yield fewer clusters than requested, as documented.
        warnings.simplefilter("ignore", ConvergenceWarning)
        if method == "gmm" and k > 1:
            mixture = GaussianMixture(k, covariance_type="diag", n_init=starts, random_state=seed)
            label, centers = mixture.fit_predict(points), mixture.means_
        else:
            means = KMeans(k, n_init=starts, random_state=seed).fit(points, sample_weight=weights)
            label, centers = means.labels_, means.cluster_centers_
    distance = np.square(points - centers[label]).sum(axis=1)
    return _by_size(label, len(centers)), distance


def _by_size(label: IntArray, k: int) -> IntArray:
    """Renumber ``k`` clusters by descending size; ties keep their order."""
    place = np.empty(k, np.int64)
    place[np.argsort(-np.bincount(label, minlength=k), kind="stable")] = np.arange(k)
    return place[label]


def nearest_first(label: IntArray, distance: FloatArray) -> IntArray:
    """Return all points in rounds: the point nearest to the center of each cluster, then the second nearest, and so on.

    Args:
        label: Cluster of each point, shape (s,); within a round, clusters are in ascending order.
        distance: Distance of each point to its cluster center, shape (s,).
    """
    order = np.lexsort((distance, label))
    grouped = label[order]
    start = np.searchsorted(grouped, grouped)
    round_ = np.arange(len(label)) - start
    return np.asarray(order[np.lexsort((grouped, round_))])
