"""Tuning of the relevance model on data with known classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ConfigError
from annotator.experiments.playing.search_run import held_out
from annotator.numerics.kernels import rbf
from annotator.types import AnyFloatArray, BoolArray, FloatArray, Progress

GRID: Mapping[str, tuple[float, ...]] = {
    "length_scale": (
        *(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
        *(4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 15.0, 20.0, 25.0),
    ),
    "amplitude": (0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 5.0, 10.0),
    "noise": (1e-6, 1e-4, 1e-3, 1e-2, 0.05, 0.1),
}
"""Grid values of the reference implementation, without a noise of 1e-8, which the model rejects."""

START: Mapping[str, float] = {"length_scale": 0.1, "amplitude": 1.0, "noise": 1e-6}

_TEMPERATURES = np.geomspace(0.01, 4.0, 25)
_TEMPERATURE_SPREAD = 1.5


@dataclass(frozen=True)
class Tuned:
    """Result of tuning.

    Attributes:
        settings: Best values by name.
        score: Best score; for numbers the negative root mean squared error.
        tried: Number of settings evaluated.
    """

    settings: Mapping[str, float]
    score: float
    tried: int


def tune(
    score: Callable[[Mapping[str, float]], float],
    *,
    grid: Mapping[str, Sequence[float]] = GRID,
    start: Mapping[str, float] = START,
    progress: Progress | None = None,
) -> Tuned:
    """Optimize one setting at a time over its grid, until none changes.

    Args:
        score: Function to maximize; NaN counts as the worst.
        grid: Values by setting.
        start: Initial values.
        progress: Progress reporter; may cancel.
    """
    progress = progress or Progress()
    known: dict[tuple[float, ...], float] = {}

    def of(settings: Mapping[str, float]) -> float:
        at = tuple(settings.values())
        if at not in known:
            progress.step(min(0.95, len(known) / (2 * sum(map(len, grid.values())))))
            value = score(settings)
            known[at] = -np.inf if np.isnan(value) else value
        return known[at]

    best = {name: start[name] for name in grid}
    unchanged = 0
    while unchanged < len(grid):
        for name, values in grid.items():
            before = dict(best)
            best = max(({**best, name: value} for value in (best[name], *values)), key=of)
            unchanged = unchanged + 1 if best == before else 0
            if unchanged >= len(grid):
                break
    return Tuned(best, of(best), len(known))


def cross_validation(
    features: AnyFloatArray, target: FloatArray, folds: int = 10, *, few: bool = False, prior_mean: float = 0.0
) -> Callable[[Mapping[str, float]], float]:
    """Return a cross-validation score: how well one fold is predicted from the others, as in the reference.

    Args:
        features: Rows, shape (n, d).
        target: +1 and -1, or any numbers, shape (n,).
        folds: Number of folds; classes are distributed evenly.
        few: Predict the other folds from a single one, as after few judgements.
        prior_mean: Prior mean of the model.

    Returns:
        Average precision for classes (with ``few``, its mean over folds), negative root mean squared error for
        numbers.

    Raises:
        ConfigError: A class has fewer images than there are folds.
    """
    from sklearn.model_selection import KFold, StratifiedKFold

    classes = bool(np.isin(target, (-1.0, 1.0)).all())
    least = min(np.count_nonzero(target > 0), np.count_nonzero(target < 0)) if classes else len(target)
    if not 2 <= folds <= least:
        raise ConfigError(
            "{folds} folds need at least as many images of both classes; there are {least}.", folds=folds, least=least
        )
    kind = StratifiedKFold if classes else KFold
    parts = list(kind(folds, shuffle=True, random_state=0).split(features, target > 0 if classes else None))
    if few:
        parts = [(test, train) for train, test in parts]
    kernel = _Kernel(features)
    good = _precision if classes else _error

    def score(settings: Mapping[str, float]) -> float:
        whole = kernel(settings)
        noise, offset = settings["noise"], prior_mean if classes else float(target.mean())
        predicted = np.full(len(target), np.nan)
        each = []
        for train, test in parts:
            predicted[test] = _predict(whole, train, test, target[train] - offset, noise) + offset
            each.append(good(target[test], predicted[test]))
        return float(np.mean(each)) if few else good(target, predicted)

    return score


def leave_one_out(
    features: AnyFloatArray, target: FloatArray, *, prior_mean: float = 0.0
) -> Callable[[Mapping[str, float]], float]:
    """Return a leave-one-out score in closed form.

    ``mu_-i = y_i - [Q r]_i / Q_ii`` and ``v_-i = 1 / Q_ii`` with ``Q = (K + N)^-1``, ``r = y - m0``. For classes the
    score is the log probability of the truth under Phi(mu / sqrt(a v)), with equal weight for both classes, at the best
    temperature a (a log-normal prior keeps it near 1). For numbers it is the mean Gaussian log density.

    Args:
        features: Judged rows, shape (m, d).
        target: +1 and -1, or any numbers, shape (m,).
        prior_mean: Prior mean of the model; for numbers, their mean is used instead.

    Source:
        Rasmussen & Williams 2006, equations 5.10 to 5.12.
    """
    classes = bool(np.isin(target, (-1.0, 1.0)).all())
    kernel = _Kernel(features)
    offset = prior_mean if classes else float(target.mean())

    def score(settings: Mapping[str, float]) -> float:
        mean, var = predictions_without(kernel(settings), settings["noise"], target - offset)
        return _balanced(target, mean + offset, var) if classes else _density(target, mean + offset, var)

    return score


def predictions_without(kernel: FloatArray, noise: float, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the leave-one-out mean and variance of every point, including noise; NaN if the kernel is singular.

    Args:
        kernel: Covariances, shape (m, m).
        noise: Noise variance.
        y: Targets minus their prior mean, shape (m,).
    """
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    try:
        factor = cho_factor(kernel + noise * np.eye(len(y)), lower=True)
    except LinAlgError:
        return np.full(len(y), np.nan), np.full(len(y), np.nan)
    inverse = cho_solve(factor, np.eye(len(y)))
    diagonal = np.diag(inverse)
    return y - inverse @ y / diagonal, 1 / diagonal


def _balanced(target: FloatArray, mean: FloatArray, var: FloatArray) -> float:
    from scipy.special import log_ndtr

    weight = np.where(target > 0, 0.5 / np.count_nonzero(target > 0), 0.5 / np.count_nonzero(target < 0))
    margin = target * mean / np.sqrt(var)
    fit = len(target) * log_ndtr(margin / np.sqrt(_TEMPERATURES[:, None])) @ weight
    return float(np.max(fit - 0.5 * (np.log(_TEMPERATURES) / _TEMPERATURE_SPREAD) ** 2))


def _density(target: FloatArray, mean: FloatArray, var: FloatArray) -> float:
    return float(np.mean(-0.5 * (np.log(2 * np.pi * var) + (target - mean) ** 2 / var)))


def _precision(target: FloatArray, predicted: FloatArray) -> float:
    relevant: BoolArray = target > 0
    return held_out(relevant, predicted)[0]


def _error(target: FloatArray, predicted: FloatArray) -> float:
    return -float(np.sqrt(np.mean((target - predicted) ** 2)))


def _predict(
    kernel: FloatArray, train: NDArray[np.int64], test: NDArray[np.int64], y: FloatArray, noise: float
) -> FloatArray:
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    try:
        factor = cho_factor(kernel[np.ix_(train, train)] + noise * np.eye(len(train)), lower=True)
    except LinAlgError:
        return np.full(len(test), np.nan)
    return np.asarray(kernel[np.ix_(test, train)] @ cho_solve(factor, y))


class _Kernel:
    """Kernel matrices of fixed rows for different settings; the distances for the latest length scale are cached."""

    def __init__(self, features: AnyFloatArray) -> None:
        self._rows = np.asarray(features, np.float64) - np.mean(features, axis=0, dtype=np.float64)
        self._latest: tuple[float, FloatArray] = (np.nan, np.empty((0, 0)))

    def __call__(self, settings: Mapping[str, float]) -> FloatArray:
        scale = settings["length_scale"]
        if self._latest[0] != scale:
            self._latest = (scale, np.asarray(rbf(self._rows, self._rows, scale, 1.0)))
        return settings["amplitude"] * self._latest[1]


def subset(target: FloatArray, count: int, seed: int = 0) -> NDArray[np.int64]:
    """Return ``count`` random rows, half of them relevant, to mimic few judgements; all rows if there are fewer."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(target))
    positive, negative = rows[target[rows] > 0], rows[target[rows] <= 0]
    wanted = max(2, min(len(positive), count // 2))
    chosen = np.concatenate([positive[:wanted], negative[: count - wanted]])
    return np.sort(chosen) if count < len(target) else np.arange(len(target))
