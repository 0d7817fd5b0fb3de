"""Implementation of the strategy pool on top of a posterior."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.posterior import Posterior
from annotator.numerics.blocks import best, rows_per_block
from annotator.types import AnyFloatArray, FloatArray, IntArray, Progress


class PosteriorPool:
    """Implements :class:`annotator.strategies.base.Pool`, where the members are documented.

    Args:
        posterior: Posterior of the model.
        candidates: Rows that may be selected, ascending, with finite features.
        judged: Judged rows.
        y: Labels of ``judged``.
        rng: Random generator of this selection.
        progress: Progress reporter.
    """

    def __init__(
        self,
        posterior: Posterior,
        candidates: IntArray,
        judged: IntArray,
        y: FloatArray,
        rng: np.random.Generator,
        progress: Progress | None = None,
    ) -> None:
        self.candidates = _read_only(candidates)
        self.judged, self.y = _read_only(judged), _read_only(y)
        self.mean = _read_only(posterior.mean[candidates])
        self.var = _read_only(posterior.var[candidates])
        self.prior_mean = _read_only(posterior.expected[judged])
        self.noise = posterior.noise
        self.amplitude = posterior.amplitude
        self.rng = rng
        self.evaluations = 0
        self.scores: dict[int, float] = {}
        self._posterior = posterior
        self.cov, self.kernel = posterior.cov, posterior.kernel
        self.features = posterior.features.rows
        self._progress, self._shown = progress or Progress(), 0.0

    def report(self, share: float) -> None:
        """See the protocol; strategies work in several steps, and what is shown never decreases."""
        self._shown = max(self._shown, share)
        self._progress.step(self._shown)

    def _report_pass(self, share: float) -> None:
        """Report the share of one pass over the candidates, of which only the strategy knows how many there are."""
        shown = self._shown + 0.1 * (1.0 - self._shown) * share
        self._progress.step(shown)
        if share >= 1.0:
            self._shown = shown

    def cov_blocks(self, rows: IntArray) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """See the protocol."""
        posterior = self._posterior
        prior, left = posterior.prior, posterior.projections(rows).T
        row_bytes = 2 * posterior.geometry.dtype.itemsize * len(rows)
        start = 0
        for here, kernel in prior.columns(prior.points(rows), row_bytes):
            stop = start + int(np.searchsorted(self.candidates[start:], here.start + kernel.shape[1]))
            if stop > start:
                self._report_pass(stop / len(self.candidates))
                open_ = self.candidates[start:stop]
                yield np.arange(start, stop), kernel[:, open_ - here.start] - left @ posterior.projections(open_)
            start = stop

    def patch(self) -> Patch:
        """See the protocol."""
        return Patch(self._posterior)

    def blocks(self) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """See the protocol."""
        features = self._posterior.features
        start = 0
        for first, block in features.blocks(rows_per_block(features.d * 8, 8 << 20)):
            stop = start + int(np.searchsorted(self.candidates[start:], first + len(block)))
            if stop > start:
                self._report_pass(stop / len(self.candidates))
                yield np.arange(start, stop), block[self.candidates[start:stop] - first]
            start = stop

    def best(self, score: NDArray[Any], k: int) -> IntArray:
        """See the protocol."""
        chosen = best(score, k)
        self.count(len(self.candidates))
        self.explain(self.candidates[chosen], np.asarray(score)[chosen])
        return self.candidates[chosen]

    def count(self, evaluations: int) -> None:
        """See the protocol."""
        self.evaluations += evaluations

    def explain(self, rows: IntArray, scores: NDArray[Any]) -> None:
        """See the protocol."""
        self.scores.update(zip(rows.tolist(), np.asarray(scores, np.float64).tolist(), strict=True))


class Patch:
    """Rows gathered from the collection for repeated covariance queries.

    Args:
        posterior: Posterior of the model.
    """

    def __init__(self, posterior: Posterior) -> None:
        self._posterior = posterior
        self._points = posterior.prior.gathered(np.empty(0, np.int64))
        self._projections: AnyFloatArray = np.empty((0, 0), posterior.geometry.dtype)

    def add(self, rows: IntArray) -> None:
        """Append rows; existing positions do not change."""
        points = self._posterior.prior.gathered(rows)
        projections = self._posterior.projections(rows)
        if len(self._points):
            points = self._points.and_(points)
            projections = np.concatenate([self._projections, projections], axis=1)
        self._points, self._projections = points, projections

    def cov(self, position: int, start: int = 0) -> FloatArray:
        """Return the posterior covariance of the row at ``position`` with the rows from ``start`` on, shape (s,)."""
        explained = self._projections[:, position] @ self._projections[:, start:]
        return self.kernel(position, start) - explained

    def kernel(self, position: int, start: int = 0) -> FloatArray:
        """Return the prior covariance of the row at ``position`` with the rows from ``start`` on, shape (s,)."""
        return self._posterior.prior.to_one(self._points, position, start)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.setflags(write=False)
    return view
