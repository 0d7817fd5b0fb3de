"""Read-only predictions of a learner with the interface of the reference implementation's Gaussian process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import ConfigError
from annotator.model.geometry import Geometry
from annotator.model.posterior import Posterior, RelevanceModel
from annotator.parameters import ModelSettings
from annotator.strategies.registry import Registry
from annotator.types import FloatArray, IntArray, Progress, Selection, Snapshot

CovMode = Literal["diag", "full"] | None
"""What is predicted in addition to the mean: nothing, a variance per row, or a covariance matrix."""

Prediction = FloatArray | tuple[FloatArray, FloatArray]
"""Means of shape (t,); with a :data:`CovMode` also variances (t,) or covariances (t, t)."""


class GaussianProcess:
    """Predictions of the relevance model with prior mean 0, in double precision, at stored and at new vectors.

    The learner adds the observations. In contrast to the reference, no n x n matrix is stored.

    Args:
        stored: Vectors that are identified by their row, shape (n, d).
        choosable: Number of rows, from the first, that may be selected; the others are queries.
        length_scale: Length scale of the kernel.
        var: Amplitude of the kernel, its value between a vector and itself.
        noise: Noise variance of an observation.
        registry: Available strategies.

    Attributes:
        X: The stored vectors, float64.
        length_scale, var, noise: As given.
        targets: Observed values by row.

    Raises:
        FeatureError: The vectors are not an (n, d) table of numbers.
        ConfigError: A kernel parameter is not a positive number.
    """

    def __init__(
        self,
        stored: FloatArray,
        choosable: int,
        length_scale: float = 0.1,
        var: float = 1.0,
        noise: float = 1e-6,
        registry: Registry | None = None,
    ) -> None:
        for name, value in (("length_scale", length_scale), ("var", var), ("noise", noise)):
            if not 0.0 < value < np.inf:
                raise ConfigError("{name}: {value!r} is not a number above 0", name=name, value=value)
        self.X = stored
        self.length_scale, self.var, self.noise = float(length_scale), float(var), float(noise)
        self.targets: Mapping[int, float] = {}
        self._settings = ModelSettings(
            kernel="rbf",
            graph_weight=0.0,
            prior_mean=0.0,
            length_scale=self.length_scale,
            noise=self.noise,
            amplitude=self.var,
        )
        usable = np.arange(len(stored)) < choosable
        self._engine = Engine(ArrayFeatures(stored), usable=usable, registry=registry, dtype=np.float64)

    @property
    def ind(self) -> list[int]:
        """Observed rows."""
        return list(self.targets)

    @property
    def y(self) -> FloatArray:
        """Observed values of :attr:`ind`, shape (m,)."""
        return np.array(list(self.targets.values()), np.float64)

    def predict(self, X: ArrayLike, cov_mode: CovMode = None) -> Prediction:
        """Predict at arbitrary vectors, shape (t, d) or (d,)."""
        return _prediction(*self._believe(self.targets, np.atleast_2d(np.asarray(X, np.float64))), cov_mode)

    def predict_stored(self, ind: ArrayLike | None = None, cov_mode: CovMode = None) -> Prediction:
        """Predict at stored rows ``ind``, shape (t,); default all."""
        rows = np.arange(len(self.X)) if ind is None else self._rows(ind)
        return _prediction(self._engine.posterior(self._snapshot()), rows, cov_mode)

    def updated_prediction(
        self, ind: Sequence[int], y: ArrayLike, pred_ind: ArrayLike, cov_mode: CovMode = None
    ) -> Prediction:
        """Predict at stored rows ``pred_ind`` as if ``y`` had been observed at the rows ``ind`` as well."""
        more = dict(zip(self._rows(ind).tolist(), np.asarray(y, np.float64).tolist(), strict=True))
        return self.imagined({**self.targets, **more}, pred_ind, cov_mode)

    def imagined(self, targets: Mapping[int, float], pred_ind: ArrayLike, cov_mode: CovMode = None) -> Prediction:
        """Predict at stored rows ``pred_ind`` as if exactly ``targets`` had been observed."""
        return _prediction(*self._believe(targets, self.X[self._rows(pred_ind)]), cov_mode)

    def choose(
        self,
        strategy: str,
        parameters: Mapping[str, Any],
        k: int,
        closed: Sequence[int],
        seed: tuple[int, ...],
        progress: Progress,
    ) -> Selection:
        """Let a strategy select ``k`` rows that are neither observed nor ``closed``."""
        return self._engine.select(self._snapshot(strategy, parameters, k, closed, seed), progress)

    def _snapshot(
        self,
        strategy: str = "random",
        parameters: Mapping[str, Any] = {},
        k: int = 0,
        closed: Sequence[int] = (),
        seed: tuple[int, ...] = (0,),
    ) -> Snapshot:
        return Snapshot(
            revision=0,
            round=0,
            rows=np.array(self.ind, np.int64),
            y=self.y,
            closed=np.array(closed, np.int64),
            examples=np.empty((0, self.X.shape[1])),
            strategy=strategy,
            parameters=parameters,
            k=k,
            seed=seed,
            model=self._settings,
        )

    def _believe(self, targets: Mapping[int, float], points: FloatArray) -> tuple[Posterior, IntArray]:
        """Return the posterior over the observed rows and ``points`` only, and the row numbers of the points in it."""
        m = len(targets)
        everything = np.concatenate([self.X[np.array(list(targets), np.int64)], points])
        model = RelevanceModel(Geometry(ArrayFeatures(everything), np.float64))
        y = np.array(list(targets.values()), np.float64)
        nothing = np.empty((0, everything.shape[1]))
        return model.condition(np.arange(m), y, nothing, self._settings), np.arange(m, len(everything))

    def _rows(self, ind: ArrayLike) -> IntArray:
        rows = np.atleast_1d(np.asarray(ind, np.int64))
        if rows.size and not 0 <= rows.min() <= rows.max() < len(self.X):
            raise IndexError(f"rows {rows.min()} to {rows.max()} are not all in [0, {len(self.X)})")
        return rows


def _prediction(posterior: Posterior, rows: IntArray, cov_mode: CovMode) -> Prediction:
    mean = posterior.mean[rows]
    if cov_mode == "diag":
        return mean, posterior.var[rows]
    if cov_mode == "full":
        return mean, np.asarray(posterior.cov(rows, rows), np.float64)
    if cov_mode is None:
        return mean
    raise ConfigError("cov_mode: {cov_mode!r} is not one of None, 'diag', 'full'", cov_mode=cov_mode)
