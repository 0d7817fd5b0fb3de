"""What the model believes of one image and why: its place, the nearest judged images, its neighbors."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.geometry import Geometry
from annotator.model.label_quality import opinions
from annotator.model.posterior import Posterior, probability
from annotator.numerics import kernels
from annotator.numerics.blocks import best
from annotator.numerics.graph import NeighbourGraph
from annotator.types import FloatArray, IntArray, Progress

NEAREST = 3
"""Judged images of either kind that an explanation names."""

_SPARE = 16  # more candidates than are wanted: products in single precision only preselect


@dataclass(frozen=True)
class SimilarImage:
    """An image beside another.

    Attributes:
        image: Image id; the feature row where it comes from the engine.
        similarity: How alike they are: 1 for copies, near 0 for images that have nothing in common.
    """

    image: int
    similarity: float


@dataclass(frozen=True)
class Neighbourhood:
    """The nearest images of the collection in the neighbor graph, over which judgements are carried on.

    Attributes:
        size: How many there are.
        relevant, irrelevant: How many of them are judged so.
    """

    size: int
    relevant: int
    irrelevant: int


@dataclass(frozen=True)
class Place:
    """Where an image stands in a ranking.

    Attributes:
        rank: From 1; 0 for none.
        total: Images in the ranking.
    """

    rank: int
    total: int


@dataclass(frozen=True)
class Explanation:
    """What the model believes of an image and why.

    Attributes:
        image: Image id; the feature row where it comes from the engine.
        mean: Score that the ranking is sorted by.
        std: Its standard deviation.
        probability: Predicted probability of being relevant, in [0, 1].
        known: How much of what there is to know about the image the judgements tell: the share of its variance that
            they took away, in [0, 1].
        others: Probability of being relevant by all other judgements, in [0, 1]; None if it is not judged.
        now: Place with all judgements.
        before: Place when the present batch was chosen; None if nothing was known then, or there was no batch.
        relevant, irrelevant: The judged images that are most alike in the eyes of the model, nearest first.
        neighbours: Its neighbors in the graph; None while there is no graph.
    """

    image: int
    mean: float
    std: float
    probability: float
    known: float
    others: float | None
    now: Place
    before: Place | None
    relevant: tuple[SimilarImage, ...]
    irrelevant: tuple[SimilarImage, ...]
    neighbours: Neighbourhood | None


def place(mean: NDArray[Any], row: int, order: IntArray) -> Place:
    """Return where a row stands by ``mean``, as in the ranking.

    Args:
        mean: Scores of all rows, shape (n,); NaN for rows that are not ranked.
        row: The row.
        order: Which of equal rows comes first, ascending, shape (n,); negative for rows that are not ranked.
    """
    ranked = (order >= 0) & ~np.isnan(mean)
    total = int(np.count_nonzero(ranked))
    if not ranked[row]:
        return Place(0, total)
    with np.errstate(invalid="ignore"):
        before = ranked & ((mean > mean[row]) | ((mean == mean[row]) & (order < order[row])))
    return Place(1 + int(np.count_nonzero(before)), total)


def nearest_judged(posterior: Posterior, row: int, rows: IntArray, count: int = NEAREST) -> tuple[SimilarImage, ...]:
    """Return those of ``rows`` whose judgement counts most for ``row``: the largest prior correlations.

    Args:
        posterior: The model.
        row: Row of the image.
        rows: Judged rows; the image itself is passed over.
        count: How many at most.
    """
    others = rows[rows != row]
    if not len(others):
        return ()
    correlation = np.asarray(posterior.kernel(np.array([row]), others), np.float64)[0] / posterior.amplitude
    order = np.lexsort((others, -correlation))[:count]
    return tuple(SimilarImage(int(others[at]), float(correlation[at])) for at in order)


def probability_by_others(
    posterior: Posterior, row: int, rows: IntArray, y: FloatArray, prior_mean: float
) -> float | None:
    """Return the probability that ``row`` is relevant by all judgements but its own; None if it has none.

    The same number that tells suspected mistakes, see :func:`annotator.model.label_quality.opinions`.
    """
    at = np.flatnonzero(rows == row)
    if not at.size or len(rows) < 2:
        return None
    kernel = np.asarray(posterior.kernel(rows, rows), np.float64)
    return float(opinions(kernel, y, prior_mean, posterior.noise).probability[at[0]])


def neighbourhood(graph: NeighbourGraph | None, row: int, rows: IntArray, y: FloatArray) -> Neighbourhood | None:
    """Return what is judged among the graph's neighbors of ``row``; None without a graph."""
    if graph is None:
        return None
    near = graph.neighbours[row]
    near = near[near >= 0]
    return Neighbourhood(len(near), int(np.isin(near, rows[y > 0]).sum()), int(np.isin(near, rows[y < 0]).sum()))


def explained(
    posterior: Posterior,
    ranked: Posterior,
    row: int,
    rows: IntArray,
    y: FloatArray,
    prior_mean: float,
    graph: NeighbourGraph | None,
    order: IntArray,
    earlier: NDArray[Any] | None,
) -> Explanation:
    """Explain a row.

    Args:
        posterior: Posterior of the judgements.
        ranked: Posterior that the ranking is sorted by.
        row: Row with finite features.
        rows: Judged rows, shape (m,).
        y: Their labels, shape (m,), +1 or -1.
        prior_mean: Mean of the relevance function before any judgement.
        graph: Neighbor graph, None for none.
        order: See :func:`place`.
        earlier: Scores of all rows when the present batch was chosen, shape (n,); None for none.
    """
    mean, var = ranked.mean[row], ranked.var[row]
    # In the precision in which the ranking is sorted: rounding decides about neighbors of equal score.
    scores = ranked.mean.astype(np.float32)
    return Explanation(
        image=row,
        mean=float(mean),
        std=float(np.sqrt(var)),
        probability=float(probability(mean, np.sqrt(var))),
        known=float(np.clip(1.0 - var / ranked.amplitude, 0.0, 1.0)),
        others=probability_by_others(posterior, row, rows, y, prior_mean),
        now=place(scores, row, order),
        before=None if earlier is None else place(earlier, row, order),
        relevant=nearest_judged(posterior, row, rows[y > 0]),
        irrelevant=nearest_judged(posterior, row, rows[y < 0]),
        neighbours=neighbourhood(graph, row, rows, y),
    )


def similar_rows(
    geometry: Geometry,
    row: int,
    k: int,
    allowed: NDArray[np.bool_],
    form: str,
    length_scale: float,
    progress: Progress | None = None,
) -> tuple[SimilarImage, ...]:
    """Return the rows nearest to a row by their features, nearest first; exact, in one pass over the features.

    Args:
        geometry: Geometry of the features.
        row: Row with finite features.
        k: How many at most.
        allowed: Rows that may be named, shape (n,).
        form: Kernel on features that turns distance into similarity, one of :data:`annotator.numerics.kernels.FORMS`.
        length_scale: Its length scale.
        progress: Progress reporter; may cancel.
    """
    progress = progress or Progress()
    query = geometry.centred(np.array([row]))
    closeness = np.empty(geometry.n, geometry.dtype)
    for here, products in geometry.products(query):
        closeness[here] = products[0] - geometry.half_norms[here]
        progress.step(here.stop / geometry.n)
    open_ = allowed & geometry.valid
    open_[row] = False
    closeness[~open_] = -np.inf
    found = best(closeness, min(k + _SPARE, int(np.count_nonzero(open_))))
    points = geometry.centred(found)
    distance = np.square(points - query).sum(axis=1)
    order = np.lexsort((found, distance))[:k]
    similarity = kernels.between(form, query, points[order], length_scale)[0] if len(order) else np.empty(0)
    return tuple(SimilarImage(int(found[at]), float(s)) for at, s in zip(order, similarity, strict=True))


def similar_images(alikes: tuple[SimilarImage, ...], images: IntArray) -> tuple[SimilarImage, ...]:
    """Return ``alikes`` with image ids in place of rows, ``images`` being the image of each row."""
    return tuple(SimilarImage(int(images[one.image]), one.similarity) for one in alikes if images[one.image] >= 0)


def of_images(found: Explanation, images: IntArray) -> Explanation:
    """Return an explanation with image ids in place of rows, ``images`` being the image of each row."""
    return dataclasses.replace(
        found,
        image=int(images[found.image]),
        relevant=similar_images(found.relevant, images),
        irrelevant=similar_images(found.irrelevant, images),
    )
