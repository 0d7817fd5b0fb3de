"""Model selection: leave-one-out over a small grid of hyperparameters near the user's settings.

For every model of the grid, each judgement is predicted from the others in closed form. The score of a model is

    J = m sum_i c_i ln Phi(y_i mu_-i / sqrt(a v_-i)) + ln prior,        c_i = 1 / (2 n_class(i)),

in which both classes have the same weight. The temperature ``a`` is profiled out: kernels differ in the size of their
means relative to their variances, and without it a kernel with small means would never be selected, however well it
ranks. The prior penalizes steps away from the settings, so that a few judgements cannot change them by chance.

Source:
    Rasmussen & Williams 2006, section 5.4.2 and eq. 5.12; the temperature and the class balance are our additions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial.distance import pdist, squareform
from scipy.special import log_ndtr

from annotator.errors import ModelError
from annotator.model.leave_one_out import leave_one_out
from annotator.model.posterior import RelevanceModel
from annotator.model.trend import Trend
from annotator.numerics import kernels
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, IntArray

FIRST = 24
"""Minimum number of judgements for model selection; below it a fixed model is as good."""
EVERY = 16
"""Number of new judgements after which the selection is repeated."""
FEWEST = 4
"""Minimum number of judgements per class."""
MANY = 48
"""Number of judgements above which the features say more than the neighbor graph."""
LATER = 0.2
"""Factor of the weight of the graph above that number."""

_LARGEST = 400  # judgements used: with more, the selection no longer changes but its cost grows with the cube
_SCALES = (0.5, 0.7071, 1.0, 1.4142, 2.0)
_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
_DIFFUSIONS = (0.8, 0.9, 0.95)
_MEANS = (-0.25, 0.0, 0.25)
_NOISES = (1.0, 10.0)
_LOG_TEMPERATURES = np.linspace(np.log(0.01), np.log(4.0), 25)
_TEMPERATURE_PRIOR = -0.5 * np.square(_LOG_TEMPERATURES / 1.5)
_STEP = 2.0  # nats of likelihood that a step away from the settings must gain


def n_used_for_selection(m: int, batch: int = 0) -> int:
    """Return how many of ``m`` judgements, the earliest first, model selection uses; 0 for no selection.

    The number grows in steps of :data:`EVERY` and lags ``batch`` judgements behind, so that it does not depend on the
    batch being judged.
    """
    known = min(m - batch, _LARGEST)
    return 0 if known < FIRST else FIRST + (known - FIRST) // EVERY * EVERY


def more_local(settings: ModelSettings, judged: int) -> ModelSettings:
    """Return the settings for ``judged`` judgements: above :data:`MANY`, the graph has :data:`LATER` of its weight.

    The graph carries a judgement far, which ranks best while there are few. A search that goes on looks for relevant
    images unlike those found, which the graph ranks low. The change comes once, so that it costs one pass over the
    features.
    """
    if judged <= MANY:
        return settings
    return dataclasses.replace(settings, graph_weight=LATER * settings.graph_weight)


def balanced(y: FloatArray, m: int, settings: ModelSettings) -> FloatArray | None:
    """Return noise variances that trust the rarer class more; None if all judgements are trusted equally.

    Args:
        y: Labels, +1 or -1, in the order in which they were given.
        m: Number of labels from which the balance is computed, see :func:`n_used_for_selection`; every change of the
            balance costs a pass over the features.
        settings: ``balance`` in [0, 1]: 0 trusts all judgements equally, 1 gives both classes the same total weight.

    Returns:
        Noise variances, shape like ``y``: ``noise * w^-balance`` with ``w = m / (2 m_class)``, so that the mean weight
        of the m judgements is 1 if ``balance`` is 1.

    Source:
        King & Zeng 2001, Logistic regression in rare events data, eq. 7, as noise of a Gaussian process.
    """
    relevant = np.count_nonzero(y[:m] > 0)
    if settings.balance == 0.0 or min(relevant, m - relevant) < FEWEST:
        return None
    weights = np.where(y > 0, 0.5 * m / relevant, 0.5 * m / (m - relevant))
    return np.asarray(settings.noise * weights**-settings.balance)


def noise_variances(
    y: FloatArray, elsewhere: FloatArray | None, batch: int, settings: ModelSettings, doubt: FloatArray | None = None
) -> FloatArray | None:
    """Return the noise variance of every target, see :func:`balanced`, with the balance of ``batch`` judgements ago.

    Args:
        y: Labels, +1 or -1, in the order in which they were given, shape (m,).
        elsewhere: Those of judgements of other collections, which count as the earliest, shape (e,); None for none.
        batch: Number of recent judgements that do not count.
        settings: Model settings.
        doubt: Factor of the noise variance of each of ``y``, > 0, shape (m,); None for 1.

    Returns:
        Noise variances of ``y``, and then of ``elsewhere``, shape (m + e,); None if all are that of the settings.
    """
    told = y if elsewhere is None else np.concatenate([elsewhere, y])
    noise = balanced(told, n_used_for_selection(len(told), batch), settings)
    if noise is None and doubt is None:
        return None
    noise = np.full(len(told), settings.noise) if noise is None else np.roll(noise, len(y))
    if doubt is not None:
        noise[: len(y)] *= doubt
    return noise


def adapted(
    model: RelevanceModel,
    rows: IntArray,
    y: FloatArray,
    settings: ModelSettings,
    trends: Sequence[Trend] = (),
    examples: FloatArray | None = None,
) -> ModelSettings:
    """Return the settings near ``settings`` that predict the judgements best.

    Args:
        model: The relevance model; without a neighbor graph the graph settings are not selected.
        rows: Judged rows, shape (m,), with finite features.
        y: Labels of ``rows`` and then of ``examples``, shape (m + e,), +1 or -1.
        settings: Complete settings of the user.
        trends: What the words and the rules of the topic say of every row, with the coefficients expected before any
            judgement.
        examples: Feature vectors of judged images of other collections, shape (e, d); default none.

    Returns:
        Complete settings; length scale, graph weight, diffusion, prior mean and noise may differ from ``settings``.
        ``settings`` itself if a class has fewer than :data:`FEWEST` judgements.
    """
    counts = np.count_nonzero(y > 0), np.count_nonzero(y < 0)
    if min(counts) < FEWEST:
        return settings
    share = np.where(y > 0, 0.5 / counts[0], 0.5 / counts[1])
    examples = np.empty((0, model.geometry.features.d)) if examples is None else examples
    told = model.expected_at(trends, rows, examples)
    best, chosen = -np.inf, settings
    for candidate, prior, k in _kernels(model, rows, examples, settings):
        for factor in _NOISES:
            noise = min(candidate.noise * factor, 1.0)
            try:
                scores = _scores(k, y, share, candidate, noise, told)
            except ModelError:
                continue
            for mean, score in scores.items():
                total = score + prior - _STEP * (abs(mean - settings.prior_mean) / 0.25 + (factor != 1.0)) / 2
                if total > best + 1e-9:
                    best = total
                    chosen = dataclasses.replace(candidate, prior_mean=mean, noise=noise)
    return chosen


def _kernels(
    model: RelevanceModel, rows: IntArray, examples: FloatArray, settings: ModelSettings
) -> Iterator[tuple[ModelSettings, float, FloatArray]]:
    """Yield (settings, log prior, kernel matrix) for every kernel of the grid, the user's own first."""
    assert settings.length_scale is not None
    scales = _SCALES if settings.kernel in kernels.STATIONARY else (1.0,)
    weights = _near(_WEIGHTS, settings.graph_weight) if model.graph is not None else (0.0,)
    points = model.points(model.kernel(dataclasses.replace(settings, graph_weight=0.0)), rows, examples)
    squares = squareform(pdist(points.vectors, "sqeuclidean"))
    graphs = {d: _graph_part(model, rows, examples, settings, d) for d in _near(_DIFFUSIONS, settings.diffusion)}
    for factor in _near(scales, 1.0):
        scale = settings.length_scale * factor
        if settings.kernel in kernels.STATIONARY:
            features = kernels.from_squares(settings.kernel, squares, scale)
        else:
            features = kernels.between(settings.kernel, points.vectors, points.vectors, scale)
        for weight in weights:
            for diffusion in graphs if weight > 0 else (settings.diffusion,):
                candidate = dataclasses.replace(settings, length_scale=scale, graph_weight=weight, diffusion=diffusion)
                k = features * (1.0 - weight)
                if weight > 0:
                    k += weight * graphs[diffusion]
                np.fill_diagonal(k, 1.0)
                yield candidate, _log_prior(candidate, settings), settings.amplitude * k


def _near(values: tuple[float, ...], own: float) -> tuple[float, ...]:
    """Return the grid values with the user's own value first."""
    return (own, *(value for value in values if abs(value - own) > 1e-9))


def _graph_part(
    model: RelevanceModel, rows: IntArray, examples: FloatArray, settings: ModelSettings, diffusion: float
) -> FloatArray:
    if model.graph is None:
        return np.zeros((len(rows) + len(examples),) * 2)
    pure = model.kernel(dataclasses.replace(settings, graph_weight=1.0, diffusion=diffusion, amplitude=1.0))
    coordinates = model.points(pure, rows, examples).coordinates
    return np.asarray(coordinates @ coordinates.T)


def _log_prior(candidate: ModelSettings, settings: ModelSettings) -> float:
    """Return the log prior: a penalty per step away from the user's settings, double if a kernel part is dropped."""
    assert candidate.length_scale is not None
    assert settings.length_scale is not None
    octaves = np.log2(candidate.length_scale / settings.length_scale)
    steps = octaves**2
    if candidate.graph_weight != settings.graph_weight:
        steps += 1.0 if 0.0 < candidate.graph_weight < 1.0 else 2.0
    if candidate.graph_weight > 0 and candidate.diffusion != settings.diffusion:
        steps += 0.5
    return float(-_STEP * steps)


def _scores(
    k: FloatArray, y: FloatArray, share: FloatArray, settings: ModelSettings, noise: float, told: FloatArray
) -> dict[float, float]:
    """Return J without its prior, at the best temperature, by prior mean."""
    found = {}
    for step in _MEANS:
        mean = float(np.clip(settings.prior_mean + step, -2.0, 0.0))
        mu, var = leave_one_out(k, y, mean + told, noise)
        z = y * mu / np.sqrt(var)
        by_temperature = log_ndtr(z / np.exp(0.5 * _LOG_TEMPERATURES)[:, None]) @ share
        found[mean] = float(np.max(len(y) * by_temperature + _TEMPERATURE_PRIOR))
    return found
