"""Uncertainty by label diffusion on a graph, and diversity by a quadratic program over the whole batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.numerics.diffusion import harmonic, neighbor_graph
from annotator.numerics.normal import binary_entropy
from annotator.numerics.simplex import minimize_on_simplex
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import nearness
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Usdm:
    """Images that are uncertain among their neighbors and dissimilar, optimized for the whole batch at once.

    Minimizes .5 f'Kf - r h(F)'f / ln 2 over weights f >= 0 with sum k: similar images share their weight, uncertain
    ones attract it. F propagates the labels over the nearest-neighbor graph. The k images with the largest weight are
    chosen. With more than ``candidates`` images, the most uncertain ones by the model are examined.
    """

    name: ClassVar[str] = "usdm"
    title: ClassVar[str] = "Sharpen the boundary between groups"
    reference: ClassVar[str] = (
        "Yang, Ma, Nie, Chang & Hauptmann 2015, Multi-class active learning by uncertainty sampling with diversity "
        "maximization"
    )

    weight: float = parameter(
        1.0, "Weight r of the uncertainty against the diversity of the batch.", low=0.0, high=100.0
    )
    neighbours: int = parameter(
        5, "Number of nearest images connected to each image in the graph.", low=1, high=100, unit="images"
    )
    candidates: int = parameter(
        1000, "Number of images examined, the most uncertain ones.", low=1, high=5000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the k largest weights; zero-weight images follow in the order in which they would gain weight."""
        k = min(k, len(pool.candidates))
        examined = np.sort(best(nearness(pool), max(self.candidates, k)))
        rows = pool.candidates[examined]
        pool.count(len(rows))
        kernel, h = terms(pool, rows, self.neighbours)
        pool.report(0.5)
        linear = -self.weight * h / np.log(2.0)
        share = minimize_on_simplex(kernel, linear, float(k))
        slack = kernel @ share + linear
        chosen = np.lexsort((rows, slack, -share))[:k]
        pool.explain(rows[chosen], share[chosen])
        return rows[chosen]


def terms(pool: Pool, rows: IntArray, neighbours: int) -> tuple[FloatArray, FloatArray]:
    """Return the similarity and uncertainty terms of the quadratic program.

    Args:
        pool: The pool.
        rows: Images to weight, shape (c,).
        neighbors: Number of nearest images connected to each image in the graph.

    Returns:
        Prior correlations, shape (c, c), and h(F) in nats, shape (c,), F from the labels of all judged images.
    """
    everything = np.concatenate([rows, pool.judged])
    similarity = np.asarray(pool.kernel(everything, everything), np.float64) / pool.amplitude
    labeled = np.arange(len(rows), len(everything))
    spread = harmonic(neighbor_graph(similarity, neighbours), labeled, 0.5 * (pool.y + 1.0))
    return similarity[: len(rows), : len(rows)], binary_entropy(spread)
