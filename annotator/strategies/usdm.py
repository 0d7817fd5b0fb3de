"""Uncertainty by diffusion over a graph, diversity by a quadratic program over the whole batch at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.config import parameter
from annotator.numerics.blocks import best
from annotator.numerics.diffusion import harmonic, neighbour_graph
from annotator.numerics.normal import binary_entropy
from annotator.numerics.simplex import minimise_on_simplex
from annotator.strategies.base import Pool
from annotator.strategies.lookahead import uncertainty
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Usdm:
    """Images that are uncertain among their neighbours and unlike each other, weighed for the whole batch at once.

    Minimises .5 f'Kf - r h(F)'f / ln 2 over weights f >= 0 with sum k: similar images share their weight, uncertain
    ones draw it. F spreads the labels over the graph of nearest neighbours. The k images with the largest weight are
    chosen. With more than ``candidates`` images, the most uncertain ones by the model are examined.
    """

    name: ClassVar[str] = "usdm"
    title: ClassVar[str] = "Sharpen the boundary between groups"
    reference: ClassVar[str] = (
        "Yang, Ma, Nie, Chang & Hauptmann 2015, Multi-class active learning by uncertainty sampling with diversity "
        "maximization"
    )

    uncertainty: float = parameter(
        1.0, "Weight r of the uncertainty against the diversity of the batch.", low=0.0, high=100.0
    )
    neighbours: int = parameter(5, "Nearest images to which an image is tied in the graph.", low=1, high=100)
    candidates: int = parameter(1000, "Images examined, the most uncertain ones.", low=1, high=5000)

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose the k largest weights; images without weight follow in the order in which they would gain some."""
        k = min(k, len(pool.candidates))
        examined = np.sort(best(uncertainty(pool), max(self.candidates, k)))
        rows = pool.candidates[examined]
        pool.count(len(rows))
        kernel, h = self._kernel_and_uncertainty(pool, rows)
        pool.report(0.5)
        gain = -self.uncertainty * h / np.log(2.0)
        weight = minimise_on_simplex(kernel, gain, float(k))
        slack = kernel @ weight + gain
        chosen = np.lexsort((rows, slack, -weight))[:k]
        pool.explain(rows[chosen], weight[chosen])
        return rows[chosen]

    def _kernel_and_uncertainty(self, pool: Pool, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """Prior correlation of the examined images and h(F) in nats."""
        everything = np.concatenate([rows, pool.judged])
        similarity = np.asarray(pool.kernel(everything, everything), np.float64) / pool.amplitude
        labelled = np.arange(len(rows), len(everything))
        graph = neighbour_graph(similarity, self.neighbours)
        h = binary_entropy(harmonic(graph, labelled, 0.5 * (pool.y + 1.0)))
        return similarity[: len(rows), : len(rows)], h
