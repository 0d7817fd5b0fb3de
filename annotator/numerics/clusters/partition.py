"""Clusters of a collection by the method that is asked for, in bounded memory.

Source:
    Lloyd 1982, Least squares quantization in PCM (k-means); Ng, Jordan & Weiss 2002, On
    spectral clustering, with the eigenvectors weighted as in Coifman & Lafon 2006, Diffusion maps; Fraley &
    Raftery 2002, Model-based clustering (Gaussian mixtures chosen by BIC); Campello, Moulavi & Sander 2013,
    Density-based clustering based on hierarchical density estimates (HDBSCAN).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy.spatial.distance import cdist

from annotator.errors import ConfigError
from annotator.numerics.blocks import rows_per_block
from annotator.numerics.clustering import by_size, clustered, directions
from annotator.numerics.graph import NeighborGraph, build_graph
from annotator.types import AnyFloatArray, Features, FloatArray, IntArray, Progress

DEFAULT = "spectral"

MOST_DENSE = 20_000
"""Largest number of images for HDBSCAN, whose time grows with its square."""

_SAMPLE = 50_000
_MIXTURE_SAMPLE = 20_000
_COVARIANCES = ("diag", "spherical", "tied")
_MOST_COMPONENTS = 64  # that BIC chooses from
_DIFFUSION = 8  # steps of the random walk; chosen on half of the classes of benchmarks.clusters
_SMALLEST = 5  # images of a cluster of HDBSCAN, at least

Placed = Callable[[AnyFloatArray], FloatArray]
Assigned = Callable[[AnyFloatArray], IntArray]


@dataclass(frozen=True)
class Partition:
    """Assignment of images to clusters, numbered by descending size.

    Attributes:
        label: Cluster of each image, shape (n,); -1 for features with NaN or Inf, and for images that HDBSCAN leaves
            out.
        distance: Squared distance to the mean of the cluster in the space of the method, shape (n,); inf for label -1.
    """

    label: IntArray
    distance: FloatArray

    @property
    def count(self) -> int:
        """Number of clusters."""
        return int(self.label.max(initial=-1)) + 1


@dataclass(frozen=True)
class _Wanted:
    """What is clustered: rows with finite features, ascending, shape (m,); clusters at most, 0 for a choice; a seed."""

    features: Features
    rows: IntArray
    k: int
    seed: int
    graph: NeighborGraph | None
    progress: Progress

    def sample(self, most: int) -> IntArray:
        rng = np.random.default_rng(self.seed)
        return np.sort(rng.permutation(self.rows)[:most])


def partition(
    features: Features,
    rows: IntArray,
    k: int | None,
    seed: int,
    progress: Progress | None = None,
    *,
    method: str = "kmeans",
    graph: NeighborGraph | None = None,
) -> Partition:
    """Cluster images.

    All methods but spectral clustering work in the leading principal components. k-means, mixtures and deep embedded
    clustering learn from a random sample and then assign every image.

    Args:
        features: Feature set.
        rows: Rows of the n images, shape (n,), ascending.
        k: Maximum number of clusters, >= 1; None where the method finds it: mixtures by BIC, and HDBSCAN, always.
        seed: Seed of the sample and the initial centers.
        progress: Progress reporter; may cancel.
        method: One of :data:`METHODS`.
        graph: Neighbor graph of the features, for spectral clustering; built if there is none.

    Raises:
        ConfigError: There is no such method, it needs a number of clusters or finds it itself, or the collection is too
            large for it.
    """
    progress = progress or Progress()
    if method not in METHODS:
        raise ConfigError(
            "There is no method {method!r}; the methods are {known}.", method=method, known=", ".join(METHODS)
        )
    if k is None and method not in ("gmm", "hdbscan"):
        raise ConfigError("The method {method} needs a number of clusters.", method=method)
    finite = np.concatenate([np.isfinite(features.rows(part)).all(axis=1) for part in _parts(features, rows)])
    label, distance = np.full(len(rows), -1), np.full(len(rows), np.inf)
    if finite.any():
        found = METHODS[method](_Wanted(features, rows[finite], k or 0, seed, graph, progress))
        label[finite], distance[finite] = found.label, found.distance
    return Partition(label, distance)


def _parts(features: Features, rows: IntArray) -> list[IntArray]:
    step = rows_per_block(8 * features.d, 8 << 20)
    return [rows[start : start + step] for start in range(0, max(len(rows), 1), step)]


def _everywhere(wanted: _Wanted, place: Placed, assign: Assigned, centers: FloatArray) -> Partition:
    """Assign every image, block by block."""
    labels, distances, done = [], [], 0
    rest = wanted.progress.part(0.7, 1.0)
    for part in _parts(wanted.features, wanted.rows):
        points = place(wanted.features.rows(part))
        labels.append(assign(points))
        distances.append(np.square(points - centers[labels[-1]]).sum(axis=1))
        done += len(part)
        rest.step(done / len(wanted.rows))
    label = np.concatenate(labels)
    return Partition(by_size(label, len(centers)), np.concatenate(distances))


def _components(wanted: _Wanted, most: int) -> tuple[FloatArray, Placed]:
    """Return the coordinates of a sample in the leading principal components, and how to compute those of others."""
    sampled = wanted.features.rows(wanted.sample(most))
    origin, basis = directions(sampled, wanted.seed)

    def place(block: AnyFloatArray) -> FloatArray:
        return np.asarray((block - origin) @ basis)

    wanted.progress.step(0.2)
    return place(sampled), place


def _means(points: AnyFloatArray, label: IntArray) -> FloatArray:
    return np.array([points[label == cluster].mean(axis=0) for cluster in range(int(label.max()) + 1)])


def _nearest(centers: FloatArray) -> Assigned:
    return lambda points: np.asarray(cdist(points, centers, "sqeuclidean").argmin(axis=1))


def _kmeans(wanted: _Wanted) -> Partition:
    points, place = _components(wanted, _SAMPLE)
    found, _ = clustered(points, wanted.k, wanted.seed)
    centers = _means(points, found)
    return _everywhere(wanted, place, _nearest(centers), centers)


def _mixture(wanted: _Wanted) -> Partition:
    """Fit mixtures, with the covariances (and the number of components, if it is open) of the smallest BIC."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    points, place = _components(wanted, _MIXTURE_SAMPLE)
    distinct = len(np.unique(points, axis=0))
    if distinct < 2:
        return _kmeans(wanted)
    most = min(distinct, _MOST_COMPONENTS)
    counts = [wanted.k] if wanted.k else sorted({min(round(2 ** (step / 2)), most) for step in range(13)})
    tried = [(min(k, distinct), kind) for k in counts for kind in _COVARIANCES]
    scale = float(points.var(axis=0).sum())
    best, least = None, np.inf
    for step, (k, kind) in enumerate(tried):
        wanted.progress.step(0.2 + 0.5 * step / len(tried))
        start, _ = clustered(points, k, wanted.seed, starts=1)
        means = _means(points, start)
        mixture = GaussianMixture(
            len(means), covariance_type=kind, means_init=means, reg_covar=1e-6 * scale, random_state=wanted.seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # BIC compares what was reached
            mixture.fit(points)
        bic = mixture.bic(points)
        if best is None or bic < least:
            best, least = mixture, bic
    assert best is not None
    return _everywhere(wanted, place, best.predict, np.asarray(best.means_))


def _deep(wanted: _Wanted, *, decoding: bool) -> Partition:
    from annotator.numerics.clusters.deep import embed

    points, place = _components(wanted, _SAMPLE)
    spread = float(np.sqrt(points.var(axis=0).mean())) or 1.0
    network, centers = embed(
        (points / spread).astype(np.float32), wanted.k, wanted.seed, decoding=decoding, progress=wanted.progress
    )

    wide = centers.astype(np.float64)

    def code(block: AnyFloatArray) -> FloatArray:
        return np.asarray(network.encoder((place(block) / spread).astype(np.float32)), np.float64)

    return _everywhere(wanted, code, _nearest(wide), wide)


def _spectral(wanted: _Wanted) -> Partition:
    """Cluster the rows of the leading eigenvectors of the neighbor graph, weighted by a diffusion, at unit length."""
    graph = wanted.graph
    if graph is None:
        valid = np.zeros(wanted.features.n, np.bool_)
        valid[wanted.rows] = True
        graph = build_graph(wanted.features, valid, progress=wanted.progress.part(0.0, 0.7))
    if not len(graph.values):
        return _kmeans(wanted)
    points = graph.vectors[wanted.rows] * (np.maximum(graph.values, 0.0) ** _DIFFUSION).astype(np.float32)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)
    points = points[_first_equal(wanted.features, wanted.rows)]
    some = np.arange(len(points))
    if len(points) > _SAMPLE:
        some = np.sort(np.random.default_rng(wanted.seed).permutation(len(points))[:_SAMPLE])
    found, _ = clustered(points[some], wanted.k, wanted.seed)
    centers = _means(points[some], found)
    step = rows_per_block(8 * (len(centers) + points.shape[1]), 8 << 20)
    label = np.concatenate([_nearest(centers)(points[at : at + step]) for at in range(0, len(points), step)])
    return Partition(by_size(label, len(centers)), np.square(points - centers[label]).sum(axis=1))


def _first_equal(features: Features, rows: IntArray) -> IntArray:
    """Return the place of the first equal row for each, shape (m,): the graph cuts many equal images at random."""
    marks = [hash(row.tobytes()) for part in _parts(features, rows) for row in features.rows(part)]
    _, first, of = np.unique(np.array(marks, np.int64), return_index=True, return_inverse=True)
    return np.asarray(first[of], np.int64)


def _density(wanted: _Wanted) -> Partition:
    """Find dense regions; images between them are in no cluster."""
    from sklearn.cluster import HDBSCAN

    if len(wanted.rows) > MOST_DENSE:
        raise ConfigError(
            "HDBSCAN compares all images with each other, which takes too long for {n:,} of them; {most:,} are the "
            "most. Another method clusters them.",
            n=len(wanted.rows),
            most=MOST_DENSE,
        )
    points, _ = _components(wanted, len(wanted.rows))
    smallest = max(_SMALLEST, len(points) // 200)
    if len(points) <= smallest or not np.ptp(points, axis=0).any():
        return _kmeans(wanted)
    found = HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(points)
    inside = found >= 0
    label, distance = np.full(len(points), -1), np.full(len(points), np.inf)
    if inside.any():
        centers = _means(points[inside], found[inside])
        label[inside] = by_size(found[inside], len(centers))
        distance[inside] = np.square(points[inside] - centers[found[inside]]).sum(axis=1)
    return Partition(label, distance)


METHODS: Mapping[str, Callable[[_Wanted], Partition]] = MappingProxyType(
    {
        "spectral": _spectral,
        "kmeans": _kmeans,
        "gmm": _mixture,
        "hdbscan": _density,
        "dec": lambda wanted: _deep(wanted, decoding=False),
        "idec": lambda wanted: _deep(wanted, decoding=True),
    }
)
"""All methods by name."""
