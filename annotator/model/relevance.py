"""The relevance model: a Gaussian process on +1 / -1 judgements, conditioned on whatever is judged now.

``mu = m0 + k'(K + N)^-1 (y - m0)``, ``v = k - k'(K + N)^-1 k`` with an RBF kernel (least-squares classification,
Rasmussen & Williams 2006, section 6.5). A posterior is a pure function of (rows, y, examples, settings); the factor
that makes it cheap is a private cache that can be dropped at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from annotator.config import ModelSettings
from annotator.errors import ModelError
from annotator.model.factor import Factor
from annotator.model.geometry import Geometry
from annotator.numerics.kernels import rbf, rbf_many
from annotator.types import AnyFloatArray, FloatArray, IntArray, Progress

VARIANCE_FLOOR = {4: 1e-6, 8: 1e-10}
"""Least posterior variance relative to the amplitude, by bytes of the working precision."""

_MANY = 1 << 16  # pairs of rows from which explicit differences take noticeable time


def probability(mean: NDArray[Any], std: NDArray[Any]) -> FloatArray:
    """Return P(f > 0) = Phi(mean / std), elementwise; a ranking aid, not a calibrated frequency."""
    with np.errstate(invalid="ignore"):
        return np.asarray(ndtr(np.asarray(mean, np.float64) / np.asarray(std, np.float64)))


@dataclass(frozen=True, eq=False)
class Posterior:
    """What the model believes about every row; valid until its model is conditioned again.

    Attributes:
        mean: Posterior mean, shape (n,), float64; NaN for rows with NaN or Inf features.
        var: Posterior variance of the latent function, shape (n,), > 0, float64.
        noise: Noise variance of a judgement.
        length_scale: Length scale in use.
    """

    mean: FloatArray
    var: FloatArray
    noise: float
    length_scale: float
    _factor: Factor
    _revision: int
    _model: RelevanceModel

    def cov(self, a: IntArray, b: IntArray) -> AnyFloatArray:
        """Return the posterior covariance between rows ``a`` and ``b``, shape (len(a), len(b)).

        Its precision is that of :meth:`kernel`.
        """
        return np.asarray(self.kernel(a, b) - self.projections(a).T @ self.projections(b))

    def kernel(self, a: IntArray, b: IntArray) -> AnyFloatArray:
        """Return the prior covariance between rows ``a`` and ``b``, shape (len(a), len(b)).

        Exact (float64) for few pairs of rows; from 65,536 pairs on a matrix product in the working precision.
        """
        geometry = self._factor.geometry
        if len(a) * len(b) < _MANY:
            return rbf(geometry.centred(a), geometry.centred(b), self.length_scale, self._factor.amplitude)
        return rbf_many(geometry.gathered(a), geometry.gathered(b), self.length_scale, self._factor.amplitude)

    def projections(self, rows: IntArray) -> AnyFloatArray:
        """Return V at ``rows``, shape (m, len(rows)): cov(a, b) = kernel(a, b) - V_a' V_b."""
        if self._model.revision != self._revision:
            raise RuntimeError("this posterior is stale: its model was conditioned again")
        return self._factor.projections(rows)

    @property
    def geometry(self) -> Geometry:
        """Geometry of the feature set."""
        return self._factor.geometry

    @property
    def amplitude(self) -> float:
        """Prior variance."""
        return self._factor.amplitude


class RelevanceModel:
    """Conditions the Gaussian process on judgements and keeps the factor for the next time.

    Args:
        geometry: Geometry of the feature set.

    Attributes:
        revision: Counts the conditionings; tells a stale posterior.
    """

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self.revision = 0
        self._factor: Factor | None = None
        self._settings: tuple[float, float, float, int] | None = None
        self._examples: list[bytes] = []

    def length_scale(self, settings: ModelSettings) -> float:
        """Return the length scale in use: as set, or the median distance between rows."""
        return settings.length_scale or self.geometry.median_distance

    def prepare(
        self, rows: IntArray, examples: FloatArray, settings: ModelSettings, progress: Progress | None = None
    ) -> None:
        """Observe exactly these points ahead of their judgements; afterwards :meth:`condition` needs no pass for them.

        Args:
            rows: Rows judged already or about to be judged, unique.
            examples: External example vectors, shape (e, d).
            settings: Model settings.
            progress: Where to report; may cancel, which leaves a valid cache.
        """
        progress = progress or Progress()
        factor = self._factor_for(settings)
        keys = self._keys(rows, examples)
        wanted, present = set(keys), set(factor.keys)
        obsolete = [key for key in factor.keys if key not in wanted]
        if len(obsolete) > max(16, len(factor.keys) // 2):
            factor = self._new_factor(settings)
            present = set()
            obsolete = []
        for key in reversed(obsolete):  # the latest first: removing the last row of a factor is free
            factor.remove(key)
        missing = [key for key in keys if key not in present]
        if missing:
            self.revision += 1
            factor.append(missing, self._points(missing, examples), progress)
        elif obsolete:
            self.revision += 1

    def condition(
        self,
        rows: IntArray,
        y: FloatArray,
        examples: FloatArray,
        settings: ModelSettings,
        progress: Progress | None = None,
    ) -> Posterior:
        """Return the posterior given judgements.

        Args:
            rows: Judged rows, shape (m,), unique, finite features.
            y: Their targets, shape (m,), +1 relevant, -1 irrelevant.
            examples: External example vectors, shape (e, d); targets +1.
            settings: Model settings.
            progress: Where to report; may cancel.

        Raises:
            ModelError: A judged row is not finite, or the kernel matrix is singular.
        """
        if not self.geometry.valid[rows].all():
            bad = rows[~self.geometry.valid[rows]][0]
            raise ModelError(f"Row {bad} of the feature file contains NaN or Inf and cannot be used as a judgement.")
        self.prepare(rows, examples, settings, progress)
        factor = self._factor_for(settings)
        keys = self._keys(rows, examples)
        target = dict(zip(keys, [*y.tolist(), *[1.0] * (len(keys) - len(rows))], strict=True))
        factor.observe(np.array([target[key] for key in factor.keys]) - settings.prior_mean)
        self.revision += 1
        mean = factor.mean + settings.prior_mean
        mean[~self.geometry.valid] = np.nan
        floor = VARIANCE_FLOOR[self.geometry.dtype.itemsize] * settings.amplitude
        var = np.maximum(factor.var, floor)
        return Posterior(mean, var, settings.noise, factor.length_scale, factor, self.revision, self)

    @property
    def cached_bytes(self) -> int:
        """Memory held by the factor cache."""
        return self._factor.cached_bytes if self._factor else 0

    def drop_cache(self) -> None:
        """Free the factor; the next posterior is computed from scratch and equal to rounding."""
        self._factor = None

    def _factor_for(self, settings: ModelSettings) -> Factor:
        wanted = (self.length_scale(settings), settings.amplitude, settings.noise, settings.memory_mb)
        if self._factor is None or self._settings != wanted:
            return self._new_factor(settings)
        return self._factor

    def _new_factor(self, settings: ModelSettings) -> Factor:
        scale = self.length_scale(settings)
        self._settings = (scale, settings.amplitude, settings.noise, settings.memory_mb)
        self._factor = None  # frees V before the next is made
        self._factor = Factor(self.geometry, scale, settings.amplitude, settings.noise, settings.memory_mb << 20)
        return self._factor

    def _keys(self, rows: IntArray, examples: FloatArray) -> list[int]:
        """Rows as they are, then a negative key for every external example, the same for the same vector."""
        keys = [int(row) for row in rows]
        for vector in examples:
            content = np.ascontiguousarray(vector, np.float64).tobytes()
            if content not in self._examples:
                self._examples.append(content)
            keys.append(-1 - self._examples.index(content))
        return list(dict.fromkeys(keys))

    def _points(self, keys: Iterable[int], examples: FloatArray) -> FloatArray:
        rows = np.array([key for key in keys if key >= 0], np.int64)
        inside = self.geometry.centred(rows)
        outside = [np.frombuffer(self._examples[-1 - key]) for key in keys if key < 0]
        if not outside:
            return inside
        return np.concatenate([inside, self.geometry.centre_rows(np.array(outside))])
