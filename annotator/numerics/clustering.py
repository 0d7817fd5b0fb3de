"""Clusters of a few thousand feature vectors, computed by scikit-learn, which is imported on first use."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import AnyFloatArray, FloatArray, IntArray

COMPONENTS = 50
"""Number of principal components in which images are clustered."""

METHODS = ("kmeans", "gmm")
"""k-means, or a Gaussian mixture with diagonal covariances."""


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
    points: AnyFloatArray,
    k: int,
    seed: int,
    *,
    method: str = "kmeans",
    weights: FloatArray | None = None,
    starts: int = 4,
) -> tuple[IntArray, FloatArray]:
    """Partition points into at most ``k`` clusters.

    Args:
        points: Shape (s, d).
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
    return by_size(label, len(centers)), distance


def by_size(label: IntArray, k: int) -> IntArray:
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
