"""Second posterior, used only for the ranking, with targets that differ from the user's labels.

Pseudo-labels and corrected targets are not judgements. The next batch is selected with the posterior of the original
judgements; only the ranking uses this one. It has its own factor, rebuilt in every round.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from annotator.model.label_quality import NOISE, down_weighted, hard_targets, soft_targets
from annotator.model.leave_one_out import leave_one_out
from annotator.model.posterior import Posterior, RelevanceModel
from annotator.model.pseudo_labels import pseudo_labels
from annotator.model.trend import Trend
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, IntArray, Progress

FEWEST = 2
"""Minimum number of judgements per class before any of them is doubted."""


def refines(settings: ModelSettings) -> bool:
    """Return whether ``settings`` require a second posterior for the ranking."""
    return settings.pseudo_labels or settings.robust != "off"


# The labels of a snapshot one by one: the model knows nothing of snapshots.
def refined(
    model: RelevanceModel,
    posterior: Posterior,
    rows: IntArray,
    y: FloatArray,
    examples: FloatArray,
    closed: IntArray,
    round: int,
    settings: ModelSettings,
    progress: Progress | None = None,
    trends: Sequence[Trend] = (),
    doubt: FloatArray | None = None,
) -> Posterior:
    """Return the posterior of the ranking.

    Args:
        model: A separate model over the same geometry as ``posterior``.
        posterior: Posterior given the original judgements.
        rows: Judged rows, shape (m,).
        y: Labels of ``rows`` and then of ``examples``, shape (m + e,), +1 or -1.
        examples: External example vectors, shape (e, d).
        closed: Rows that have no target but must not be pseudo-labeled either, shape (c,).
        round: Round number; pseudo-labels become fewer with it.
        settings: Settings in effect.
        progress: Progress reporter; may cancel.
        trends: What the words and the rules of the topic say of every row.
        doubt: Factor of the noise variance of the judged rows, shape (m,); None for 1.
    """
    kernel = np.asarray(posterior.kernel(rows, rows), np.float64)
    outside = y[len(rows) :]
    targets, noise = doubted(kernel, y[: len(rows)], settings, posterior.expected[rows])
    noise = noise if doubt is None else noise * doubt
    if settings.pseudo_labels and len(rows):
        granted = pseudo_labels(posterior.mean, posterior.var, np.concatenate([rows, closed]), round)
        rows = np.concatenate([rows, granted.rows])
        targets = np.concatenate([targets, granted.targets])
        noise = np.concatenate([noise, granted.noise])
    noise = np.concatenate([noise, np.full(len(outside), settings.noise)])
    return model.condition(rows, np.concatenate([targets, outside]), examples, settings, progress, noise, trends)


def doubted(
    kernel: FloatArray, y: FloatArray, settings: ModelSettings, expected: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Return targets and noise variances that discount labels contradicted by the others.

    Args:
        kernel: Prior covariance of the judged rows, shape (m, m).
        y: Labels, shape (m,), +1 or -1.
        settings: ``robust`` selects the method: ``off``, ``soft`` or ``hard`` bootstrapping, or ``weights``.
        expected: Prior mean of the judged rows, a scalar or shape (m,).
    """
    noise = np.full(len(y), settings.noise)
    if settings.robust == "off" or min(np.count_nonzero(y > 0), np.count_nonzero(y < 0)) < FEWEST:
        return y, noise
    mean, var = leave_one_out(kernel, y, expected, max(settings.noise, NOISE))
    probability = np.asarray(ndtr(mean / np.sqrt(var)))
    if settings.robust == "soft":
        return soft_targets(y, probability), noise
    if settings.robust == "hard":
        return hard_targets(y, probability), noise
    return y, down_weighted(settings.noise, np.where(y > 0, probability, 1.0 - probability))
