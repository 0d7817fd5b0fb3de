"""Relevance model: a Gaussian process conditioned on +1 / -1 judgements.

``mu = m0 + k'(K + N)^-1 (y - m0)``, ``v = k - k'(K + N)^-1 k`` (least-squares classification, Rasmussen & Williams
2006, section 6.5). The kernel acts on the features and, once it is built, on the neighbor graph. A posterior is a pure
function of (rows, y, examples, settings); the Cholesky factor that makes it fast is a private cache that can be dropped
at any time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.errors import ModelError
from annotator.model.cuda import CudaFactor, Device
from annotator.model.factor_file import FactorCache, FactorFile, FactorState
from annotator.model.geometry import Geometry
from annotator.model.graph_kernel import GraphSpectrum
from annotator.model.kernel import Kernel, Points
from annotator.model.streaming_cholesky import Factor, update_factor
from annotator.model.trend import Trend, coefficients
from annotator.numerics.graph import NeighborGraph
from annotator.parameters import ModelSettings
from annotator.types import AnyFloatArray, Features, FloatArray, IntArray, Progress

VARIANCE_FLOOR = {4: 1e-6, 8: 1e-10}
"""Minimum posterior variance relative to the amplitude, by itemsize of the working precision in bytes."""

_MANY = 1 << 16  # number of row pairs above which explicit differences become slow


@dataclass(frozen=True, eq=False)
class Posterior:
    """Posterior of the relevance function at every row; valid until its model is conditioned again.

    Attributes:
        mean: Posterior mean, shape (n,), float64; NaN for rows with NaN or Inf features.
        var: Posterior variance of the latent function, shape (n,), > 0, float64.
        noise: Noise variance of a judgement.
        length_scale: Length scale in effect.
        expected: Mean of the relevance function before any judgement at every row, shape (n,), float64.
    """

    mean: FloatArray
    var: FloatArray
    noise: float
    length_scale: float
    expected: FloatArray
    _factor: Factor
    _revision: int
    _model: RelevanceModel

    def cov(self, a: IntArray, b: IntArray) -> AnyFloatArray:
        """Return the posterior covariance between rows ``a`` and ``b``, shape (len(a), len(b)).

        The precision is that of :meth:`kernel`.
        """
        return np.asarray(self.kernel(a, b) - self.projections(a).T @ self.projections(b))

    def kernel(self, a: IntArray, b: IntArray) -> AnyFloatArray:
        """Return the prior covariance between rows ``a`` and ``b``, shape (len(a), len(b)).

        Explicit differences in float64 for few pairs; from 65,536 pairs on a matrix product in the working precision.
        """
        kernel = self._factor.kernel
        if len(a) * len(b) < _MANY:
            return kernel.between(kernel.points(a), kernel.points(b))
        return kernel.many(kernel.gathered(a), kernel.gathered(b))

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
    def features(self) -> Features:
        """Features of the rows."""
        return self.geometry.features

    @property
    def prior(self) -> Kernel:
        """The prior covariance."""
        return self._factor.kernel

    @property
    def amplitude(self) -> float:
        """Prior variance."""
        return self._factor.kernel.amplitude


class RelevanceModel:
    """Conditions a Gaussian process on judgements and caches the Cholesky factor between calls.

    Args:
        geometry: Geometry of the feature set.
        graph: Neighbor graph of the features; without one the graph weight of the settings is ignored.
        scratch: Folder for factor data that exceeds the memory budget; see
            :class:`annotator.model.streaming_cholesky.Factor`.
        device: GPU for the passes over the features; None for the CPU.
        cache: Cache on disk for the factors of topics, see :meth:`open_topic`.

    Attributes:
        revision: Number of conditionings; identifies stale posteriors.
    """

    def __init__(
        self,
        geometry: Geometry,
        graph: NeighborGraph | None = None,
        scratch: Path | None = None,
        device: Device | None = None,
        cache: FactorCache | None = None,
    ) -> None:
        self.geometry = geometry
        self._cache = cache if device is None else None
        self._topic: tuple[int, ...] = ()
        self._file: FactorFile | None = None
        self._kept: tuple[list[int], list[float]] = ([], [])
        self._scratch, self._device = scratch, device
        self.revision = 0
        self._graph = graph
        self._manifolds: dict[float, GraphSpectrum] = {}
        self._factor: Factor | None = None
        self._settings: tuple[Any, ...] = ()
        self._examples: dict[bytes, int] = {}  # key by content, in the order of the keys
        self._trend: tuple[bytes, Trend] | None = None

    @property
    def graph(self) -> NeighborGraph | None:
        """Neighbor graph, or None while there is none."""
        return self._graph

    def use_graph(self, graph: NeighborGraph | None) -> None:
        """Replace the neighbor graph; the next posterior is computed from scratch."""
        self._graph = graph
        self._manifolds.clear()
        self._trend = None
        self.close()

    def open_topic(self, topic: tuple[int, ...]) -> None:
        """Use the cached factor of a topic from now on, and store it there; without a cache nothing changes."""
        if self._cache is not None and topic != self._topic:
            self.close()
            self._topic = topic

    def close(self) -> None:
        """Drop the factor; the next posterior is computed from what is stored, or from scratch."""
        self._factor, self._topic = None, ()
        if self._file is not None:
            self._file.close()
            self._file = None

    def complete(self, settings: ModelSettings) -> ModelSettings:
        """Return ``settings`` with the automatic length scale resolved, and graph weight 0 if there is no graph."""
        return dataclasses.replace(
            settings,
            length_scale=self.length_scale(settings),
            graph_weight=settings.graph_weight if self._graph is not None else 0.0,
        )

    def kernel(self, settings: ModelSettings) -> Kernel:
        """Return the prior covariance for ``settings``."""
        settings = self.complete(settings)
        manifold = None
        if self._graph is not None and settings.graph_weight > 0:
            if settings.diffusion not in self._manifolds:
                self._manifolds[settings.diffusion] = GraphSpectrum(self._graph, settings.diffusion)
            manifold = self._manifolds[settings.diffusion]
        scale, weight = self.length_scale(settings), settings.graph_weight
        return Kernel(self.geometry, settings.kernel, scale, settings.amplitude, manifold, weight)

    def length_scale(self, settings: ModelSettings) -> float:
        """Return the length scale in effect: the one in ``settings``, or the median distance between rows."""
        return settings.length_scale or self.geometry.median_distance

    def prepare(
        self,
        rows: IntArray,
        examples: FloatArray,
        settings: ModelSettings,
        progress: Progress | None = None,
        noise: FloatArray | None = None,
    ) -> None:
        """Add exactly these points to the factor ahead of their judgements; :meth:`condition` then needs no pass.

        Args:
            rows: Rows already judged or about to be judged, unique.
            examples: External example vectors, shape (e, d).
            settings: Model settings.
            progress: Progress reporter; a cancellation leaves a valid cache.
            noise: Noise variances of the first points, > 0; default the one in ``settings``.
        """
        factor = self._factor_for(settings)
        keys = self._keys(rows, examples)
        self._keep(self._observe(factor, keys, noise, examples, settings, progress or Progress()))

    def _observe(
        self,
        factor: Factor,
        keys: list[int],
        noise: FloatArray | None,
        examples: FloatArray,
        settings: ModelSettings,
        progress: Progress,
    ) -> Factor:
        """Update the factor to exactly these points, the first with this noise, by as few changes as possible."""
        variances = np.full(len(keys), settings.noise)
        if noise is not None:
            variances[: len(noise)] = noise
        wanted = dict(zip(keys, variances.tolist(), strict=True))
        if wanted != dict(zip(factor.keys, factor.noise.tolist(), strict=True)):
            self.revision += 1  # before any change, because a cancellation may interrupt it
        return update_factor(
            factor,
            wanted,
            lambda missing: self._points(factor.kernel, missing, examples),
            lambda: self._new_factor(settings, resume=False),
            progress,
        )

    def condition(
        self,
        rows: IntArray,
        y: FloatArray,
        examples: FloatArray,
        settings: ModelSettings,
        progress: Progress | None = None,
        noise: FloatArray | None = None,
        trends: Sequence[Trend] = (),
    ) -> Posterior:
        """Return the posterior given judgements.

        Args:
            rows: Judged rows, shape (m,), unique, with finite features.
            y: Targets of ``rows``, +1 relevant, -1 irrelevant, shape (m,); or of ``rows`` and then of ``examples``,
                shape (m + e,), whose targets are +1 otherwise.
            examples: Feature vectors outside the collection, shape (e, d). Of equal ones, the last counts.
            settings: Model settings.
            progress: Progress reporter; may cancel.
            noise: Noise variances, shape like ``y``, > 0; default the one in ``settings``.
            trends: What the words and the rules of the topic say of every row, see :meth:`trend`.

        Raises:
            ModelError: A judged row has NaN or Inf features, or the kernel matrix is singular.
        """
        if not self.geometry.valid[rows].all():
            bad = rows[~self.geometry.valid[rows]][0]
            raise ModelError(
                "Row {bad} of the feature file contains NaN or Inf, or is out of all proportion, and cannot be used "
                "as a judgement.",
                bad=bad,
            )
        keys = self._keys(rows, examples)
        factor = self._factor_for(settings)
        factor = self._observe(factor, keys, noise, examples, settings, progress or Progress())
        target = dict(zip(keys, [*y.tolist(), *[1.0] * (len(keys) - len(y))], strict=True))
        targets = np.array([target[key] for key in factor.keys])
        expected: FloatArray = np.full(self.geometry.n, settings.prior_mean)
        before = np.full(len(targets), settings.prior_mean)
        if trends:
            here = np.column_stack([self._trend_at(one, factor.keys) for one in trends])
            betas = coefficients(trends, here, targets - before, factor.lower)
            before = before + here @ betas
            for beta, one in zip(betas.tolist(), trends, strict=True):
                expected += beta * one.values
        factor.observe(targets - before)
        self._keep(factor)
        self.revision += 1
        mean = factor.mean + expected
        mean[~self.geometry.valid] = np.nan
        floor = VARIANCE_FLOOR[self.geometry.dtype.itemsize] * settings.amplitude
        var = np.maximum(factor.var, floor)
        return Posterior(mean, var, settings.noise, factor.kernel.length_scale, expected, factor, self.revision, self)

    def trend(self, words: FloatArray | None, progress: Progress | None = None) -> Trend | None:
        """Return what words say of every row, None without words.

        Args:
            words: Direction in the space of the features that the words mean, shape (d,). The latest is cached, another
                costs one pass over the features.
            progress: Progress reporter; may cancel.
        """
        if words is None:
            return None
        key = words.tobytes()
        if self._trend is None or self._trend[0] != key:
            self._trend = (key, Trend.along(words, self.geometry, self._graph, progress))
        return self._trend[1]

    def _trend_at(self, trend: Trend, keys: list[int]) -> FloatArray:
        at = np.array(keys, np.int64)
        found = trend.values[np.maximum(at, 0)]
        if (at < 0).any():
            found[at < 0] = trend.of(self._outside(at[at < 0]))
        return found

    def points(self, kernel: Kernel, rows: IntArray, examples: FloatArray) -> Points:
        """Return rows, and after them feature vectors outside the collection, shape (e, d), as points of a kernel."""
        return self._points(kernel, self._keys(rows, examples), examples)

    def expected_at(self, trends: Sequence[Trend], rows: IntArray, examples: FloatArray) -> FloatArray:
        """Return what trends are believed to add to rows and to vectors outside the collection, shape (m + e,)."""
        keys = self._keys(rows, examples)
        return sum((one.belief[0] * self._trend_at(one, keys) for one in trends), np.zeros(len(keys)))

    @property
    def cached_bytes(self) -> int:
        """Size of the cached factor in bytes."""
        return self._factor.cached_bytes if self._factor else 0

    def _factor_for(self, settings: ModelSettings) -> Factor:
        if self._factor is None or self._settings != self._kernel_settings(settings):
            return self._new_factor(settings)
        return self._factor

    def _new_factor(self, settings: ModelSettings, *, resume: bool = True) -> Factor:
        self._settings = self._kernel_settings(settings)
        topic = self._topic
        self.close()  # frees V before the next one is allocated
        kernel = self.kernel(settings)
        if self._device is not None:
            self._factor = CudaFactor(kernel, self._device)
            return self._factor
        if self._cache is not None and topic:
            self._topic, self._file = topic, self._cache.open(topic, self.geometry.n, self.geometry.dtype)
        self._factor = Factor(kernel, settings.memory_mb << 20, self._scratch, self._file)
        if self._file is not None:
            stored = self._file.load(self._identity() if resume else "")
            self._kept = ([], [])
            if stored is not None:
                self._factor.resume(stored[0], self._stored_points(kernel, stored[0]), stored[1])
                self._kept = (self._factor.keys, self._factor.noise.tolist())
        return self._factor

    def _keep(self, factor: Factor) -> None:
        """Store the factor in the background, unless its points are those that were stored last."""
        points = (factor.keys, factor.noise.tolist())
        if self._file is None or points == self._kept:
            return
        negative = [key for key in factor.keys if key < 0]
        outside = self._outside(negative) if negative else np.empty((0, self.geometry.features.d))
        state = factor.state(outside)
        if state is not None:
            self._file.save(state, self._identity())
            self._kept = points

    def _stored_points(self, kernel: Kernel, state: FactorState) -> Points:
        """Return the points of a stored factor; those outside the collection get the keys that they have now."""
        outside = state.keys < 0
        state.keys[outside] = self._keys(np.empty(0, np.int64), state.vectors)
        points = kernel.points(np.maximum(state.keys, 0))
        points.vectors[outside] = self.geometry.center_rows(state.vectors)
        points.coordinates[outside] = state.coordinates
        return Points(state.keys, points.vectors, points.coordinates)

    def _identity(self) -> str:
        """Describe all that a factor depends on besides its points."""
        return f"{self._settings[:-1]} {self.geometry.checksum} {0 if self._graph is None else self._graph.checksum}"

    def _kernel_settings(self, settings: ModelSettings) -> tuple[Any, ...]:
        """Return the settings a factor depends on; prior mean and targets are applied to it later."""
        s = self.complete(settings)
        diffusion = s.diffusion if s.graph_weight > 0 else None
        return s.kernel, s.length_scale, s.amplitude, s.graph_weight, diffusion, s.memory_mb

    def _keys(self, rows: IntArray, examples: FloatArray) -> list[int]:
        """Return the rows followed by a negative key per external example, equal for equal vectors."""
        keys = [int(row) for row in rows]
        for vector in examples:
            content = np.ascontiguousarray(vector, np.float64).tobytes()
            keys.append(self._examples.setdefault(content, -1 - len(self._examples)))
        return keys

    def _outside(self, keys: Iterable[int]) -> FloatArray:
        """Return the vectors with these negative keys, shape (e, d)."""
        known = list(self._examples)
        return np.stack([np.frombuffer(known[-1 - key]) for key in keys])

    def _points(self, kernel: Kernel, keys: Iterable[int], examples: FloatArray) -> Points:
        inside = kernel.points(np.array([key for key in keys if key >= 0], np.int64))
        outside = np.array([key for key in keys if key < 0], np.int64)
        if not len(outside):
            return inside
        return inside.and_(kernel.outside(outside, self._outside(outside)))
