"""Batches that cover the feature space: no image is far from a judged one. Labels do not matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from annotator.numerics.blocks import best, rows_per_block
from annotator.numerics.clustering import clustered, principal
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.picks import Picks
from annotator.strategies.shortlist import LARGEST_SHORTLIST, shortlist_size
from annotator.types import FloatArray, IntArray

_PURITY = 0.95  # fraction of the balls that must contain images of one cluster only
_BLOCK_BYTES = 4 << 20


@dataclass(frozen=True)
class Coreset:
    """Images farthest from all judged or chosen ones: greedy k-center.

    Euclidean distances between the feature vectors. Without judgements, the first image is the one nearest to the mean.
    """

    name: ClassVar[str] = "coreset"
    title: ClassVar[str] = "Look farthest from everything seen so far"
    reference: ClassVar[str] = (
        "Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach"
    )

    candidates: int | None = shortlist_size("Number of images examined closely, the farthest before the batch")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; selected images only reduce the distances of others, so few must be examined."""
        k = min(k, len(pool.candidates))
        size = max(k, self.candidates or LARGEST_SHORTLIST)
        pool.count(len(pool.candidates))
        if len(pool.judged):
            far = _distance_to_judged(pool)
            examined = np.sort(best(far, size))
            nearest = far[examined]
        else:
            examined = np.sort(pool.rng.permutation(len(pool.candidates))[:size])
            nearest = np.full(len(examined), np.inf)
        rows = pool.candidates[examined]
        points = np.asarray(pool.features(rows), np.float64)
        points = points - points.mean(axis=0)
        if not len(pool.judged):
            # All images are infinitely far: start with the one nearest to the center.
            nearest = float(np.square(points).sum(axis=1).max()) - np.square(points).sum(axis=1)
        picks = Picks(pool, rows, k)
        for step in picks:
            distance = np.square(points - points[picks.take(nearest.copy())]).sum(axis=1)
            nearest = distance if step == 0 and not len(pool.judged) else np.minimum(nearest, distance)
        pool.explain(rows[picks.chosen], np.sqrt(np.maximum(picks.scores, 0.0)))
        return rows[picks.chosen]


def _distance_to_judged(pool: Pool) -> FloatArray:
    """Return the squared distance of every candidate to the nearest judged image, shape (c,)."""
    seen = np.asarray(pool.features(pool.judged), np.float64)
    origin = seen.mean(axis=0)
    seen = seen - origin
    nearest = np.empty(len(pool.candidates))
    for positions, block in pool.blocks():
        nearest[positions] = _squared(block - origin.astype(block.dtype), seen.astype(block.dtype)).min(axis=1)
    return nearest


def _squared(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return squared distances by one matrix product, shape (len(a), len(b)), >= 0."""
    norms = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1)
    return np.asarray(np.maximum(norms - 2.0 * (a @ b.T), 0.0))


@dataclass(frozen=True)
class ProbCover:
    """Images with the most uncovered images nearby: greedy cover by balls.

    The radius is the largest at which 95 % of the balls contain no image of another cluster (k-means). Candidates and
    the images to cover are one random sample.
    """

    name: ClassVar[str] = "probcover"
    title: ClassVar[str] = "Explore the collection, densest parts first"
    reference: ClassVar[str] = "Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens"

    radius: float | None = parameter(
        None, "Radius of a ball, in units of feature distance; auto derives it from the clusters.", kind=float, low=0.0
    )
    clusters: int = parameter(
        20, "Number of clusters from which the radius is derived.", low=2, high=1000, unit="clusters"
    )
    sample: int = parameter(
        3000, "Number of random images that may be chosen and should be covered.", low=10, high=20000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(sample^2) distances once. If everything is covered, the farthest image is selected."""
        k = min(k, len(pool.candidates))
        size = min(max(self.sample, k), len(pool.candidates))
        rows = np.sort(pool.rng.choice(pool.candidates, size, replace=False))
        points = np.asarray(pool.features(rows), np.float64)
        origin = points.mean(axis=0)
        points = points - origin
        radius = pure_radius(points, self.clusters, pool) if self.radius is None else self.radius
        close = np.concatenate([cdist(part, points) <= radius for part in _parts(points)])
        nearest = np.full(size, np.inf)
        if len(pool.judged):
            nearest = cdist(points, np.asarray(pool.features(pool.judged), np.float64) - origin).min(axis=1)
        gain = close @ (nearest > radius).astype(np.float64)
        picks = Picks(pool, rows, k)
        scores = []
        for _ in picks:
            # Less than one image, so that it only breaks ties between equal covers.
            far = np.divide(nearest, 1.0 + nearest, out=np.zeros(size), where=np.isfinite(nearest))
            pick = picks.take(gain + 0.5 * far)
            scores.append(gain[pick])
            newly = np.flatnonzero(close[pick] & (nearest > radius))
            gain -= close[:, newly].sum(axis=1)
            nearest = np.minimum(nearest, cdist(points[[pick]], points)[0])
        pool.explain(rows[picks.chosen], np.array(scores))
        return rows[picks.chosen]


def pure_radius(points: FloatArray, clusters: int, pool: Pool) -> float:
    """Return the largest radius at which 95 % of the balls around points contain points of one cluster only.

    Args:
        points: Shape (s, d).
        clusters: Number of clusters of k-means.
        pool: Pool that provides the seed and receives progress.

    Returns:
        The 5 % quantile of the distances to the nearest point of another cluster; 0 for a single cluster.
    """
    seed = int(pool.rng.integers(1 << 31))
    label, _ = clustered(principal(points, seed), clusters, seed, starts=1)
    if label.max() == 0:
        return 0.0
    other = np.empty(len(points))
    start = 0
    for part in _parts(points):
        pool.report(0.5 * start / len(points))
        here = slice(start, start + len(part))
        other[here] = np.where(label[here, None] != label, cdist(part, points), np.inf).min(axis=1)
        start += len(part)
    return float(np.quantile(other, 1.0 - _PURITY, method="lower")) * (1.0 - 1e-9)


def _parts(points: FloatArray) -> list[FloatArray]:
    step = rows_per_block(8 * len(points), _BLOCK_BYTES)
    return [points[start : start + step] for start in range(0, len(points), step)]
