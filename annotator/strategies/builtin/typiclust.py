"""Typical images that represent a group of others, and a first batch that gives an overview of the collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.clustering import METHODS, clustered, nearest_first, principal
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import sample
from annotator.strategies.picks import Picks
from annotator.types import FloatArray, IntArray

_MOST_CLUSTERS = 500
_NEIGHBORS = 20


@dataclass(frozen=True)
class Clusters:
    """The central image of each cluster, largest cluster first: an overview of the collection.

    Clusters in the first 50 principal components, one per requested image. If there are fewer, the second nearest
    images to the centers follow.
    """

    name: ClassVar[str] = "clusters"
    title: ClassVar[str] = "Explore the collection, one image per cluster"
    reference: ClassVar[str] = (
        "Kang, Ryu & Kwon 2004, Using cluster-based sampling to select initial training set for active learning in "
        "text classification"
    )

    method: str = parameter("kmeans", "kmeans: k-means; gmm: mixture of Gaussians.", choices=METHODS)
    clusters: int | None = parameter(
        None, "Number of clusters; auto is the number of images requested.", kind=int, low=1, high=1000, unit="clusters"
    )
    sample: int = parameter(
        5000, "Number of images clustered; a random sample if there are more.", low=10, high=50000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select by one clustering of a sample."""
        k = min(k, len(pool.candidates))
        rows = pool.candidates[sample(pool, max(self.sample, k))]
        pool.report(0.0)
        seed = int(pool.rng.integers(1 << 31))
        points = principal(pool.features(rows), seed)
        pool.report(0.2)
        label, distance = clustered(points, self.clusters or k, seed, method=self.method)
        pool.count(len(rows))
        chosen = nearest_first(label, distance)[:k]
        pool.explain(rows[chosen], np.bincount(label)[label[chosen]])
        return rows[chosen]


@dataclass(frozen=True)
class TypiClust:
    """The most typical image of each large cluster without a label: for the first few judgements of a collection.

    k-means with one cluster per judged or requested image, at most 500. From the largest of the clusters with the
    fewest labels, the image with the smallest mean distance to its 20 nearest within the cluster.
    """

    name: ClassVar[str] = "typiclust"
    title: ClassVar[str] = "Explore the collection, most typical images first"
    reference: ClassVar[str] = (
        "Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets"
    )

    sample: int = parameter(
        5000, "Number of images clustered; a random sample if there are more.", low=10, high=50000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select from the clusters in turn."""
        k = min(k, len(pool.candidates))
        rows = np.concatenate([pool.candidates[sample(pool, max(self.sample, k))], pool.judged])
        open_ = np.arange(len(rows)) < len(rows) - len(pool.judged)
        pool.report(0.0)
        seed = int(pool.rng.integers(1 << 31))
        points = principal(pool.features(rows), seed)
        label, _ = clustered(points, min(k + len(pool.judged), _MOST_CLUSTERS), seed, starts=1)
        pool.count(len(rows))
        size = np.bincount(label)
        labels = np.bincount(label[~open_], minlength=len(size))
        left = np.bincount(label[open_], minlength=len(size))
        typical = np.full(len(rows), np.nan)
        chosen: list[int] = []
        for step in range(k):
            pool.report(step / k)
            usable = np.flatnonzero(left)
            cluster = int(usable[np.lexsort((-size[usable], labels[usable]))[0]])
            members = np.flatnonzero(label == cluster)
            if np.isnan(typical[members[0]]):
                typical[members] = typicality(points[members], _NEIGHBORS)
            members = members[open_[members]]
            pick = int(members[np.argmax(typical[members])])
            open_[pick] = False
            labels[cluster] += 1
            left[cluster] -= 1
            chosen.append(pick)
        pool.explain(rows[chosen], typical[chosen])
        return rows[chosen]


def typicality(points: FloatArray, neighbours: int) -> FloatArray:
    """Return 1 / (1e-9 + mean distance to the nearest other points), shape (s,).

    Args:
        points: Shape (s, d), s >= 1.
        neighbors: Number of nearest points; fewer if there are fewer others; the result is 0 for a single point.
    """
    from sklearn.neighbors import NearestNeighbors

    count = min(neighbours, len(points) - 1)
    if count < 1:
        return np.zeros(len(points))
    distance, _ = NearestNeighbors(n_neighbors=count).fit(points).kneighbors()
    return np.asarray(1.0 / (1e-9 + distance.mean(axis=1)))


@dataclass(frozen=True)
class Representative:
    """Images in dense regions, unlike those already judged or chosen.

    The mean kernel similarity to the 20 nearest times 1 - that to the nearest judged or chosen image. Candidates and
    neighbors are one random sample.
    """

    name: ClassVar[str] = "representative"
    title: ClassVar[str] = "Ask about representative images"
    reference: ClassVar[str] = (
        "Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks (information "
        "density)"
    )

    neighbours: int = parameter(20, "Number of nearest images that count.", low=1, high=1000, unit="images")
    sample: int = parameter(
        2000, "Number of random images that may be chosen, and their neighbors.", low=2, high=20000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; the cost does not grow with the collection."""
        k = min(k, len(pool.candidates))
        rows = pool.candidates[sample(pool, max(self.sample, k))]
        pool.report(0.0)
        similarity = np.asarray(pool.kernel(rows, rows)) / pool.amplitude
        seen = np.zeros(len(rows))
        if len(pool.judged):
            seen = pool.kernel(pool.judged, rows).max(axis=0) / pool.amplitude
        count = min(self.neighbours + 1, len(rows))
        around = np.partition(similarity, len(rows) - count, axis=1)[:, -count:].sum(axis=1)
        around -= np.diag(similarity)  # exclude each image from its own neighbors
        density = around / max(count - 1, 1)
        picks = Picks(pool, rows, k)
        for _ in picks:
            seen = np.maximum(seen, similarity[picks.take(density * (1.0 - seen))])
        return picks.finish()
