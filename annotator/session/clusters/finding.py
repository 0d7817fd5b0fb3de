"""Clusters of the collection: found in the background, judged together, and covered by judgements or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from annotator.data.exporting.tables import probabilities
from annotator.data.features.features import FeatureStore
from annotator.data.metadata.scope import fulfilling
from annotator.numerics.clusters.doubt import LOOK, doubtful
from annotator.numerics.clusters.partition import DEFAULT, Partition, partition
from annotator.runtime.job import Job
from annotator.session.calls import Count, checked
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import UNLABELLED, AnyFloatArray, FloatArray, IntArray, Label, LabelCodes, Progress, Ranking

_SAMPLES = 4_000  # rows from which all clusters are named


@dataclass(frozen=True, eq=False)
class Clusters:
    """Clusters of the images of a collection, numbered from 0 by descending size.

    Attributes:
        label: Cluster of each image, shape (n_images,); -1 for images in none.
        distance: Squared distance of each image to the center of its cluster, shape (n_images,); inf for those in none.
        samples: Features of some images of each cluster, by which it is named, each of shape (s, d).
    """

    label: IntArray
    distance: FloatArray
    samples: tuple[AnyFloatArray, ...] = ()

    @cached_property
    def size(self) -> IntArray:
        """Number of images of each cluster, shape (k,)."""
        return np.bincount(self.label[self.label >= 0]).astype(np.int64)

    def members(self, cluster: int) -> IntArray:
        """Return the images of a cluster, the nearest to its center first."""
        found = np.flatnonzero(self.label == cluster)
        return found[np.argsort(self.distance[found], kind="stable")]

    def doubtful(self, images: IntArray, ranking: Ranking | None, count: int = LOOK) -> IntArray:
        """Return which of the ``images`` of a cluster to look at before they get one label, see :mod:`.doubt`."""
        chance = None
        if ranking is not None:
            of_image = np.full(len(self.label), np.nan)
            of_image[ranking.images] = probabilities(ranking)
            chance = of_image[images]
        return np.asarray(images[doubtful(self.distance[images], chance, count)], np.int64)

    def counts(self, codes: LabelCodes) -> Mapping[str, IntArray]:
        """Return how many images of each cluster are ``relevant``, ``irrelevant``, ``unsure`` and ``open``."""
        kinds = {"relevant": Label.RELEVANT, "irrelevant": Label.IRRELEVANT, "unsure": Label.UNSURE, "open": UNLABELLED}
        inside = self.label >= 0
        return {
            word: np.bincount(self.label[inside & (codes == code)], minlength=len(self.size))
            for word, code in kinds.items()
        }


@dataclass(frozen=True)
class Coverage:
    """How far judgements reach over the clusters.

    Attributes:
        clusters: Number of clusters with an image that the topic is about.
        judged: Number of those with a label.
        relevant: Number of those with a relevant image.
        unseen: Images of the largest cluster without any label, ascending; empty if there is none.
    """

    clusters: int
    judged: int
    relevant: int
    unseen: tuple[int, ...]


@checked
class ImageClusters:
    """The clusters of the collection. They depend on the features only, so they are the same for all topics."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections
        self._found: tuple[Any, Clusters] | None = None

    @property
    def found(self) -> Clusters | None:
        """The clusters that were found last; None before, and when images or features have changed since."""
        if self._found is None or self._found[0] is not self._state.image_of_row:
            return None
        return self._found[1]

    def find(self, k: Count | None, *, method: str = DEFAULT, seed: int = 0) -> Job[Clusters, Clusters]:
        """Find clusters; the same number, method and seed give the same ones.

        Args:
            k: Number of clusters at most; None where the method finds it.
            method: One of :data:`annotator.numerics.clusters.partition.METHODS`.
            seed: Seed of the clustering.

        Raises:
            ConfigError: There is no such method, or it cannot be used like that; raised when the job runs.
        """
        state = self._state
        path, layout = state.store.path, state.project.layout
        image_of_row, n_images = state.image_of_row, state.n_images
        rows = np.flatnonzero(state.usable & (image_of_row >= 0))
        images = image_of_row[rows]
        graph = self._selections.engine.graph if self._selections.cluster is None else None

        def compute(progress: Progress) -> Clusters:
            label, distance, samples = np.full(n_images, -1), np.full(n_images, np.inf), tuple[AnyFloatArray, ...]()
            if len(rows):
                with FeatureStore.open(path, layout=layout) as store:  # a separate one: each is read by one thread
                    found = partition(store, rows, k, seed, progress, method=method, graph=graph)
                    label[images], distance[images] = found.label, found.distance
                    samples = _samples(store, rows, found)
            return Clusters(label, distance, samples)

        def use(found: Clusters) -> Clusters:
            self._found = (image_of_row, found)
            return found

        return Job.of(compute, use)

    def coverage(self) -> Coverage | None:
        """Return how far the labels of the topic reach over the clusters; None without clusters.

        Images outside the filter of the topic do not count.

        Raises:
            ConfigError: The filter of the topic cannot be evaluated any more.
        """
        found, state = self.found, self._state
        if found is None:
            return None
        label, text = found.label, state.topic.scope.filter
        if text.strip():
            label = np.where(fulfilling(text, state.metadata), label, -1)
        there = Clusters(label, found.distance)
        counts = there.counts(state.judgements.codes(state.n_images))
        size = sum(counts.values(), np.zeros(len(there.size), np.int64))
        judged = size - counts["open"]
        unseen = np.where(judged == 0, size, 0)
        left = np.flatnonzero(label == unseen.argmax()) if unseen.any() else np.empty(0, np.int64)
        all_, some, relevant = (int(np.count_nonzero(one)) for one in (size, judged, counts["relevant"]))
        return Coverage(all_, some, relevant, tuple(left.tolist()))

    def open_images(self, images: Iterable[int]) -> IntArray:
        """Return those of ``images`` that have no label in the topic on screen, in the same order.

        Raises:
            ImageError: There is no such image.
        """
        known = np.array(self._state.existing(images), np.int64)
        codes = self._state.judgements.codes(self._state.n_images)
        return np.asarray(known[codes[known] == UNLABELLED])


def _samples(store: FeatureStore, rows: IntArray, found: Partition) -> tuple[AnyFloatArray, ...]:
    """Return the features of the same number of random images of each cluster, or of all if it has fewer."""
    rng, most = np.random.default_rng(0), max(5, _SAMPLES // max(found.count, 1))
    members = [np.flatnonzero(found.label == cluster) for cluster in range(found.count)]
    return tuple(store.rows(np.sort(rows[rng.permutation(one)[:most]])) for one in members)
