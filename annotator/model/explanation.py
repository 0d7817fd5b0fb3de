"""Explanation of the prediction for one image: its rank, the nearest judged images, its neighbors in the graph."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.label_quality import opinions
from annotator.model.posterior import Posterior
from annotator.numerics.chance import probability
from annotator.numerics.graph import NeighborGraph
from annotator.types import FloatArray, IntArray

NEAREST = 3
"""Number of judged images of each class that an explanation lists."""


@dataclass(frozen=True)
class SimilarImage:
    """An image and its similarity to a query image.

    Attributes:
        image: Image id; the feature row if the engine returns it.
        similarity: 1 for duplicates, near 0 for unrelated images.
    """

    image: int
    similarity: float


@dataclass(frozen=True)
class Neighborhood:
    """Judged images among the nearest neighbors of an image in the neighbor graph.

    Attributes:
        size: Number of neighbors.
        relevant, irrelevant: Number of neighbors with that label.
    """

    size: int
    relevant: int
    irrelevant: int


@dataclass(frozen=True)
class Place:
    """Position of an image in a ranking.

    Attributes:
        rank: Rank from 1; 0 if the image is not ranked.
        total: Number of ranked images.
    """

    rank: int
    total: int


@dataclass(frozen=True)
class Explanation:
    """Prediction of the model for an image, with the evidence for it.

    Attributes:
        image: Image id; the feature row if the engine returns it.
        mean: Posterior mean, the score that sorts the ranking.
        std: Posterior standard deviation.
        probability: Predicted probability of being relevant, in [0, 1].
        known: Fraction of the prior variance explained by the judgements, in [0, 1].
        others: Leave-one-out probability of being relevant, given all other judgements, in [0, 1]; None if the image
            is not judged.
        now: Place given all judgements.
        before: Place when the current batch was selected; None without a batch or without judgements at that time.
        relevant, irrelevant: Judged images with the highest prior correlation, nearest first.
        neighbors: Its neighbors in the graph; None without a graph.
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
    neighbours: Neighborhood | None


def place(mean: NDArray[Any], row: int, order: IntArray) -> Place:
    """Return the place of a row when sorted by ``mean``, as in the ranking.

    Args:
        mean: Scores of all rows, shape (n,); NaN for rows that are not ranked.
        row: The row.
        order: Tie-breaking rank of each row, ascending, shape (n,); negative for rows that are not ranked.
    """
    ranked = (order >= 0) & ~np.isnan(mean)
    total = int(np.count_nonzero(ranked))
    if not ranked[row]:
        return Place(0, total)
    with np.errstate(invalid="ignore"):
        before = ranked & ((mean > mean[row]) | ((mean == mean[row]) & (order < order[row])))
    return Place(1 + int(np.count_nonzero(before)), total)


def nearest_judged(posterior: Posterior, row: int, rows: IntArray, count: int = NEAREST) -> tuple[SimilarImage, ...]:
    """Return those of ``rows`` that have the highest prior correlation with ``row``, nearest first.

    Args:
        posterior: Posterior of the model.
        row: Row of the image.
        rows: Judged rows; ``row`` itself is skipped.
        count: Maximum number of results.
    """
    others = rows[rows != row]
    if not len(others):
        return ()
    correlation = np.asarray(posterior.kernel(np.array([row]), others), np.float64)[0] / posterior.amplitude
    order = np.lexsort((others, -correlation))[:count]
    return tuple(SimilarImage(int(others[at]), float(correlation[at])) for at in order)


def probability_by_others(posterior: Posterior, row: int, rows: IntArray, y: FloatArray) -> float | None:
    """Return the probability that ``row`` is relevant given all other judgements; None if it is not judged.

    Suspected mistakes are based on the same number, see :func:`annotator.model.label_quality.opinions`.
    """
    at = np.flatnonzero(rows == row)
    if not at.size or len(rows) < 2:
        return None
    kernel = np.asarray(posterior.kernel(rows, rows), np.float64)
    return float(opinions(kernel, y, posterior.expected[rows], posterior.noise).probability[at[0]])


def neighborhood(graph: NeighborGraph | None, row: int, rows: IntArray, y: FloatArray) -> Neighborhood | None:
    """Count the judged images among the graph neighbors of ``row``; return None without a graph."""
    if graph is None:
        return None
    near = graph.neighbours[row]
    near = near[near >= 0]
    return Neighborhood(len(near), int(np.isin(near, rows[y > 0]).sum()), int(np.isin(near, rows[y < 0]).sum()))


# An explanation is about the judgements, both posteriors and the graph, which have different owners.
def explained(
    posterior: Posterior,
    ranked: Posterior,
    row: int,
    rows: IntArray,
    y: FloatArray,
    graph: NeighborGraph | None,
    order: IntArray,
    earlier: NDArray[Any] | None,
) -> Explanation:
    """Explain the prediction for a row.

    Args:
        posterior: Posterior given the judgements.
        ranked: Posterior that sorts the ranking.
        row: Row with finite features.
        rows: Judged rows, shape (m,).
        y: Labels of ``rows``, shape (m,), +1 or -1.
        graph: Neighbor graph, or None.
        order: As in :func:`place`.
        earlier: Scores of all rows when the current batch was selected, shape (n,), or None.
    """
    mean, var = ranked.mean[row], ranked.var[row]
    # Use the precision of the ranking: rounding decides the order of nearly equal scores.
    scores = ranked.mean.astype(np.float32)
    return Explanation(
        image=row,
        mean=float(mean),
        std=float(np.sqrt(var)),
        probability=float(probability(mean, np.sqrt(var))),
        known=float(np.clip(1.0 - var / ranked.amplitude, 0.0, 1.0)),
        others=probability_by_others(posterior, row, rows, y),
        now=place(scores, row, order),
        before=None if earlier is None else place(earlier, row, order),
        relevant=nearest_judged(posterior, row, rows[y > 0]),
        irrelevant=nearest_judged(posterior, row, rows[y < 0]),
        neighbours=neighborhood(graph, row, rows, y),
    )


def similar_images(alikes: tuple[SimilarImage, ...], images: IntArray) -> tuple[SimilarImage, ...]:
    """Return ``alikes`` with image ids instead of rows; ``images`` maps rows to images."""
    return tuple(SimilarImage(int(images[one.image]), one.similarity) for one in alikes if images[one.image] >= 0)


def of_images(found: Explanation, images: IntArray) -> Explanation:
    """Return ``found`` with image ids instead of rows; ``images`` maps rows to images."""
    return dataclasses.replace(
        found,
        image=int(images[found.image]),
        relevant=similar_images(found.relevant, images),
        irrelevant=similar_images(found.irrelevant, images),
    )
