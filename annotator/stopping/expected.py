"""Expected number of relevant images left, from calibrated probabilities of the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.model.leave_one_out import leave_one_out
from annotator.model.posterior import Posterior
from annotator.parameters import ModelSettings
from annotator.stopping.calibration import fit
from annotator.stopping.evidence import AUDIT
from annotator.types import Batch, FloatArray, IntArray, Snapshot


def audit_weights(batches: Sequence[Batch], images: IntArray) -> FloatArray:
    """Return how many images each of ``images`` represents: 1 / pi if an audit drew it, else 1; shape (m,)."""
    pi = {
        i: chance
        for b in batches
        if b.strategy == AUDIT
        for i, chance in zip(b.images, b.scores, strict=True)
        if chance > 0
    }
    return np.array([1 / pi.get(image, 1.0) for image in images.tolist()])


def expected_left(
    posterior: Posterior, settings: ModelSettings, snapshot: Snapshot, weights: FloatArray, open_rows: IntArray
) -> float | None:
    """Return the sum of the calibrated P(relevant) of the unlabeled images; None unless both classes were judged.

    Args:
        posterior: Posterior given ``snapshot``.
        settings: Model settings in effect.
        snapshot: Labels.
        weights: Number of images each judged one represents, shape (m,): 1 / pi for audited images, 1 for others.
        open_rows: Rows of the unlabeled images.
    """
    relevant = (snapshot.y > 0).astype(np.float64)
    if not 0 < relevant.sum() < len(relevant):
        return None
    kernel = np.asarray(posterior.kernel(snapshot.rows, snapshot.rows), np.float64)
    mean, var = leave_one_out(kernel, snapshot.y, settings.prior_mean, settings.noise)
    latent = np.maximum(var - settings.noise, 1e-10)
    curve = fit(mean / np.sqrt(latent), relevant, weights)
    return float(np.nansum(curve(posterior.mean[open_rows] / np.sqrt(posterior.var[open_rows]))))
