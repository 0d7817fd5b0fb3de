"""Clusters of feature vectors, by the algorithms of scikit-learn, which is imported when it is needed."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import FloatArray, IntArray

COMPONENTS = 50
"""Principal components in which clusters are looked for."""

METHODS = ("kmeans", "gmm")
"""k-means; mixture of Gaussians with diagonal covariances."""


def principal(rows: NDArray[Any], seed: int) -> FloatArray:
    """Return centred rows in their first principal components, shape (s, min(d, 50)), float64.

    Args:
        rows: Shape (s, d), s >= 1.
        seed: Seed of the randomised decomposition of many features.
    """
    from sklearn.decomposition import PCA

    centred: FloatArray = rows - rows.mean(axis=0, dtype=np.float64)
    if min(centred.shape) <= COMPONENTS or not centred.any():
        return centred
    return np.asarray(PCA(COMPONENTS, random_state=seed).fit_transform(centred))


def clustered(
    points: FloatArray, k: int, seed: int, *, method: str = "kmeans", weights: FloatArray | None = None, starts: int = 4
) -> tuple[IntArray, FloatArray]:
    """Partition points into at most ``k`` clusters.

    Args:
        points: Shape (s, d), float64.
        k: Number of clusters, >= 1; there are fewer where there are fewer distinct points.
        seed: Seed of the starts.
        method: One of :data:`METHODS`; weights are for k-means.
        weights: Weight of each point, shape (s,), >= 0 with a positive sum; equal unless given.
        starts: Runs, the best of which counts.

    Returns:
        The cluster of each point, numbered in descending order of size, shape (s,), and the squared distance of each
        point to the centre (mean) of its cluster, shape (s,).
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    k = min(k, len(np.unique(points, axis=0)))
    with warnings.catch_warnings():
        # Points that nearly coincide make fewer clusters than asked for, which is right.
        warnings.simplefilter("ignore", ConvergenceWarning)
        if method == "gmm" and k > 1:
            mixture = GaussianMixture(k, covariance_type="diag", n_init=starts, random_state=seed)
            label, centres = mixture.fit_predict(points), mixture.means_
        else:
            means = KMeans(k, n_init=starts, random_state=seed).fit(points, sample_weight=weights)
            label, centres = means.labels_, means.cluster_centers_
    distance = np.square(points - centres[label]).sum(axis=1)
    size = np.bincount(label, minlength=len(centres))
    place = np.empty(len(centres), np.int64)
    place[np.argsort(-size, kind="stable")] = np.arange(len(centres))
    return place[label], distance


def nearest_first(label: IntArray, distance: FloatArray) -> IntArray:
    """Return all points in rounds: of each cluster the point nearest to its centre, then of each the second, and so on.

    Args:
        label: Cluster of each point, shape (s,); within a round the lowest number comes first.
        distance: Distance of each point to its centre, shape (s,).
    """
    order = np.lexsort((distance, label))
    grouped = label[order]
    start = np.searchsorted(grouped, grouped)
    round_ = np.arange(len(label)) - start
    return np.asarray(order[np.lexsort((grouped, round_))])
