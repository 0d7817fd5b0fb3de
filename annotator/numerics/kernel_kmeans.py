"""Kernel k-means for small numbers of points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.types import FloatArray, IntArray

_SWEEPS = 100
_STARTS = 4


def kernel_kmeans(kernel: FloatArray, k: int, rng: np.random.Generator) -> IntArray:
    """Partition points so that the squared distances to their cluster centers in feature space are small.

    Returns the best of four runs with k-means++ initialization. No cluster is empty, even if points are equal.

    Args:
        kernel: Positive semidefinite kernel matrix, shape (p, p).
        k: Number of clusters, in [1, p].
        rng: Random generator for the initialization.

    Returns:
        Cluster of each point, in [0, k), shape (p,).

    Source:
        Dhillon, Guan & Kulis 2004, Kernel k-means, spectral clustering and normalized cuts; Arthur & Vassilvitskii
        2007, k-means++.
    """
    runs = [_run(kernel, _seeds(kernel, k, rng)) for _ in range(_STARTS)]
    best = min(range(len(runs)), key=lambda i: runs[i][1])
    return runs[best][0]


def cluster_distances(kernel: FloatArray, label: IntArray, k: int) -> FloatArray:
    """Return the squared distance of each point to the center of each cluster, shape (p, k)."""
    member = (label[:, None] == np.arange(k)).astype(np.float64)
    member /= np.maximum(member.sum(axis=0), 1.0)
    to_center = kernel @ member
    norm = np.einsum("ij,ij->j", member, to_center)
    return np.asarray(np.maximum(np.diag(kernel)[:, None] - 2.0 * to_center + norm, 0.0))


def _seeds(kernel: FloatArray, k: int, rng: np.random.Generator) -> IntArray:
    diagonal = np.diag(kernel)
    seeds = [int(rng.integers(len(kernel)))]
    nearest = np.full(len(kernel), np.inf)
    while len(seeds) < k:
        last = seeds[-1]
        nearest = np.minimum(nearest, np.maximum(diagonal + diagonal[last] - 2.0 * kernel[last], 0.0))
        nearest[seeds] = 0.0
        weight = nearest
        if nearest.sum() <= 0.0:  # all remaining points are duplicates of the seeds
            weight = np.ones(len(kernel))
            weight[seeds] = 0.0
        seeds.append(int(rng.choice(len(kernel), p=weight / weight.sum())))
    return np.array(seeds)


def _run(kernel: FloatArray, seeds: IntArray) -> tuple[IntArray, float]:
    diagonal = np.diag(kernel)
    k = len(seeds)
    label = np.argmin(diagonal[:, None] + diagonal[seeds] - 2.0 * kernel[:, seeds], axis=1)
    label[seeds] = np.arange(k)
    spread = np.inf
    for _ in range(_SWEEPS):
        distance = cluster_distances(kernel, label, k)
        moved = _without_empty(np.argmin(distance, axis=1), distance, k)
        now = float(distance[np.arange(len(label)), label].sum())
        if now >= spread - 1e-12 or np.array_equal(moved, label):
            return label, now
        label, spread = moved, now
    return label, spread


def _without_empty(label: NDArray[np.int64], distance: FloatArray, k: int) -> IntArray:
    """Assign to each empty cluster the point farthest from its own center."""
    size = np.bincount(label, minlength=k)
    own = distance[np.arange(len(label)), label]
    for empty in np.flatnonzero(size == 0):
        movable = np.where(size[label] > 1, own, -1.0)
        point = int(np.argmax(movable))
        size[label[point]] -= 1
        size[empty] += 1
        label[point], own[point] = empty, -1.0
    return label
