"""Posterior of which only the best candidates are stored locally; other data is fetched on demand."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.cluster.shard import Observations
from annotator.model.geometry import Geometry
from annotator.model.kernel import Kernel, Points
from annotator.model.posterior import RelevanceModel
from annotator.types import AnyFloatArray, FloatArray, IntArray


class RowSource(Protocol):
    """Whoever can fetch rows of the collection from the machines they lie on."""

    def gather(self, known: Observations, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return features, shape (s, d), and columns of V, shape (m, s), of ``rows``, shape (s,)."""


class RemotePosterior:
    """Replaces :class:`annotator.model.posterior.Posterior` if candidates come from the parts of a cluster.

    Args:
        source: Fetches features and factor columns.
        known: What was judged.
        local: A model of the judged rows.
        rows: Candidates, ascending, shape (s,).
        mean, var: Their posterior mean and variance, shape (s,).
    """

    def __init__(
        self,
        source: RowSource,
        known: Observations,
        local: RelevanceModel,
        rows: IntArray,
        mean: FloatArray,
        var: FloatArray,
    ) -> None:
        self.mean, self.var = _ByRow(rows, mean), _ByRow(rows, var)
        judged = np.sort(known.keys[known.keys >= 0])
        self.expected = _ByRow(judged, np.full(len(judged), known.settings.prior_mean))
        self.noise, self.amplitude = known.settings.noise, known.settings.amplitude
        self.geometry = local.geometry
        self.prior = RemoteKernel(self, local.geometry, local.kernel(known.settings))
        self.features = _Vectors(self)
        self._source, self._known = source, known
        self._columns: dict[int, NDArray[Any]] = {}
        self._features: dict[int, NDArray[Any]] = {}

    def projections(self, rows: IntArray) -> AnyFloatArray:
        """Return the columns of V at ``rows``, shape (m, len(rows))."""
        self.fetch(rows)
        return np.stack([self._columns[row] for row in rows.tolist()], axis=1)

    def vectors(self, rows: IntArray) -> AnyFloatArray:
        """Return feature vectors, shape (len(rows), d)."""
        self.fetch(rows)
        return np.stack([self._features[row] for row in rows.tolist()])

    def kernel(self, a: IntArray, b: IntArray) -> FloatArray:
        """Return the prior covariance between rows, shape (len(a), len(b))."""
        return self.prior.between(self.prior.points(a), self.prior.points(b))

    def cov(self, a: IntArray, b: IntArray) -> FloatArray:
        """Return the posterior covariance between rows, shape (len(a), len(b))."""
        return np.asarray(self.kernel(a, b) - self.projections(a).T @ self.projections(b))

    def fetch(self, rows: IntArray) -> None:
        """Fetch those of ``rows`` that are not stored yet."""
        missing = np.array([row for row in rows.tolist() if row not in self._columns], np.int64)
        if len(missing):
            features, columns = self._source.gather(self._known, missing)
            self._features |= zip(missing.tolist(), features, strict=True)
            self._columns |= zip(missing.tolist(), columns.T, strict=True)


class RemoteKernel(Kernel):
    """Prior covariance that fetches the features of rows."""

    def __init__(self, posterior: RemotePosterior, geometry: Geometry, like: Kernel) -> None:
        super().__init__(geometry, like.form, like.length_scale, like.amplitude)
        self._posterior = posterior

    def points(self, rows: IntArray) -> Points:
        """Return rows of the collection as points, float64."""
        vectors = self.geometry.center_rows(self._features(rows))
        return Points(np.asarray(rows, np.int64), vectors, np.empty((len(rows), 0)))

    def gathered(self, rows: IntArray) -> Points:
        """Return rows of the collection as points in the working precision, for many rows."""
        dtype = self.geometry.dtype
        vectors = np.subtract(self._features(rows), self.geometry.center.astype(dtype), dtype=dtype)
        return Points(np.asarray(rows, np.int64), vectors, np.empty((len(rows), 0), dtype))

    def _features(self, rows: IntArray) -> AnyFloatArray:
        return self._posterior.vectors(rows) if len(rows) else np.empty((0, self.geometry.features.d))


class _Vectors:
    """Features of some rows; a pass over all of them is work of the parts."""

    def __init__(self, posterior: RemotePosterior) -> None:
        self.rows = posterior.vectors


class _ByRow:
    """Values of some rows, indexed by row number."""

    def __init__(self, rows: IntArray, values: FloatArray) -> None:
        self._rows, self._values = rows, values

    def __getitem__(self, rows: IntArray) -> FloatArray:
        return self._values[np.searchsorted(self._rows, rows)]
