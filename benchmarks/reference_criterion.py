"""Exact but slow reproduction of the criterion of the reference implementation of ITAL, including its defects.

For a batch with relevance signs r and answers f the reference computes

    sum_r p(r) sum_{f != 0} L(f, r) [ln(p(r | f) + eps) - ln(p(r) + eps)],    eps = 1e-12,

where ``p(r)`` is the probability of the sign pattern under the posterior, ``p(r | f)`` the one after adding the answers
as targets +1 / -1 with the noise of a judgement, and ``L(f, r)`` the product over the images of ``1 - pl`` (no answer),
``pl (1 - pm)`` (correct) or ``pl pm`` (wrong). For a user who answers everything correctly this is the joint entropy.
Otherwise it is not the mutual information it is meant to be: given wrong answers ``ln(p(r | f) + eps)`` is about
``ln eps``, which makes values negative, and answers treated as targets contain less information than signs. The
strategies of this package use :mod:`annotator.strategies.information` instead; this module is for comparison only.

Probabilities are exact for one and two images. For more they are computed by separation of variables with fixed
quasi-random nodes, whereas the reference uses a few random ones.

Source:
    Barz, Kaeding & Denzler 2018, Information-theoretic active learning for content-based image retrieval (GCPR), and
    its published implementation; Genz 1992, Numerical computation of multivariate normal probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from annotator.errors import ConfigError
from annotator.numerics.normal import bivariate_cdf
from annotator.types import BoolArray, FloatArray

ESTIMATIONS = ("mean", "optimistic", "pessimistic")
"""How the reference combines the terms: their mean under p(r), their maximum, their minimum."""

_EPS = 1e-12
_NODES = 1 << 12

Answers = tuple[int, ...]
"""Answers to a batch in order: +1 relevant, -1 irrelevant, 0 none."""


class ReferenceCriterion:
    """Values of the reference's criterion for one batch, alone or with images in which change is estimated.

    Args:
        mean: Posterior mean of the images, shape (d,), for a prior mean of 0.
        cov: Posterior covariance of the images, shape (d, d).
        noise: Noise variance of a judgement.
        batch: Positions of the batch among the images; default all. The reference estimates change in the other images:
            their signs are fixed to those of their means.

    Source:
        ``MutualInformation`` in the file ital/ital.py of the reference; comments point out its peculiarities.
    """

    def __init__(self, mean: FloatArray, cov: FloatArray, noise: float, batch: Sequence[int] | None = None) -> None:
        self._mean, self._cov, self._noise = np.asarray(mean, float), np.asarray(cov, float), noise
        self._alone = batch is None
        self._batch = np.arange(len(self._mean)) if batch is None else np.asarray(batch, np.int64)
        self._fixed = self._mean > 0
        self._seen: dict[tuple[Answers, tuple[bool, ...]], float] = {}

    def value(self, label_prob: float = 1.0, mistake_prob: float = 0.0, label_estimation: str = "mean") -> float:
        """Return the criterion in nats; it may be negative.

        Args:
            label_prob: Probability pl that an image is answered, in [0, 1].
            mistake_prob: Probability pm that an answer is wrong, in [0, 1].
            label_estimation: One of :data:`ESTIMATIONS`; only ``mean`` if change is estimated, in which case the
                reference ignores the argument.

        Raises:
            ConfigError: Unknown estimation.
        """
        if label_estimation not in ESTIMATIONS:
            raise ConfigError(f"label_estimation: {label_estimation!r} is not one of {', '.join(ESTIMATIONS)}")
        combine = label_estimation if self._alone else "mean"
        total = 0.0
        for signs in product((False, True), repeat=len(self._batch)):
            weight = self._probability(signs) if combine == "mean" else 1.0
            for likelihood, answers in _answers(signs, label_prob, mistake_prob):
                term = weight * likelihood * self._log_ratio(signs, answers)
                if combine == "mean":
                    total += term
                # The running value starts at 0: no optimistic value is below it, and a pessimistic 0 counts as unset.
                elif (term > total) if combine == "optimistic" else (total == 0.0 or term < total):
                    total = term
        return total

    def _log_ratio(self, signs: tuple[bool, ...], answers: Answers) -> float:
        """Return ln(p(r | f) + eps) - ln(p(r) + eps) for the batch and the images in which change is estimated."""
        before = self._joint(signs, (0,) * len(answers))
        return math.log(self._joint(signs, answers) + _EPS) - math.log(before + _EPS)

    def _joint(self, signs: tuple[bool, ...], answers: Answers) -> float:
        key = (answers, signs)
        if key not in self._seen:
            everything = self._fixed.copy()
            everything[self._batch] = signs
            self._seen[key] = orthant(*self._after(answers), everything)
        return self._seen[key]

    def _probability(self, signs: tuple[bool, ...]) -> float:
        """Return p(r) of the batch alone: the weight of a term, also if change is estimated in other images."""
        if self._alone:
            return self._joint(signs, (0,) * len(signs))
        inner = np.ix_(self._batch, self._batch)
        return orthant(self._mean[self._batch], self._cov[inner], np.array(signs))

    def _after(self, answers: Answers) -> tuple[FloatArray, FloatArray]:
        """Return mean and covariance after observing the answers as regression targets."""
        given = np.flatnonzero(answers)
        if not len(given):
            return self._mean, self._cov
        at = self._batch[given]
        gain = np.linalg.solve(self._cov[np.ix_(at, at)] + self._noise * np.eye(len(at)), self._cov[at])
        targets = np.array(answers, float)[given]
        return self._mean + (targets - self._mean[at]) @ gain, self._cov - self._cov[:, at] @ gain


def _answers(signs: tuple[bool, ...], label_prob: float, mistake_prob: float) -> Iterator[tuple[float, Answers]]:
    """Yield (L(f, r), f) in the order of the reference, without the f that has no answer."""
    right = tuple(1 if sign else -1 for sign in signs)
    if label_prob >= 1.0 and mistake_prob <= 0.0:
        yield 1.0, right
        return
    for answers in product((-1, 1) if label_prob >= 1.0 else (-1, 0, 1), repeat=len(signs)):
        if any(answers):
            yield (
                math.prod(
                    1.0 - label_prob if f == 0 else label_prob * (mistake_prob if f != r else 1.0 - mistake_prob)
                    for f, r in zip(answers, right, strict=True)
                ),
                answers,
            )


def orthant(mean: FloatArray, cov: FloatArray, positive: BoolArray) -> float:
    """Return P(f_i > 0 exactly where ``positive``) for f ~ N(mean, cov).

    Args:
        mean, cov: Shapes (d,) and (d, d), positive variances.
        positive: Signs, shape (d,), bool.

    Returns:
        Exact for d <= 2 (1e-9); relative error about 1e-4 for d of 3 or 4.
    """
    side = np.where(positive, 1.0, -1.0)
    sd = np.sqrt(np.diag(cov))
    limit = side * mean / sd
    correlation = cov * np.outer(side / sd, side / sd)
    if len(limit) == 1:
        return float(ndtr(limit[0]))
    if len(limit) == 2:
        r = np.clip(correlation[0, 1], -1.0, 1.0)
        return float(bivariate_cdf(limit[:1], limit[1:], np.array([r]))[0])
    order = np.argsort(limit)  # integrating the least likely sign first keeps the variance of the integrand small
    return _separated(limit[order], correlation[np.ix_(order, order)])


def _separated(limit: FloatArray, correlation: FloatArray) -> float:
    """Return P(X <= limit) for X ~ N(0, correlation), integrating one dimension at a time."""
    d = len(limit)
    nodes = _uniform_nodes(d - 1)
    lower = _factor(correlation)
    z = np.empty((d - 1, nodes.shape[1]))
    weight = np.ones(nodes.shape[1])
    for j in range(d):
        share = ndtr((limit[j] - lower[j, :j] @ z[:j]) / lower[j, j])
        weight *= share
        if j == d - 1 or not weight.any():
            break
        z[j] = ndtri(np.clip(nodes[j] * share, 1e-300, 1.0 - 1e-16))
    return float(weight.mean())


def _factor(correlation: FloatArray) -> FloatArray:
    """Return the Cholesky factor, with a tiny value for a pivot lost to rounding (duplicate images)."""
    lower = np.zeros_like(correlation)
    for j in range(len(lower)):
        lower[j, j] = np.sqrt(max(correlation[j, j] - lower[j, :j] @ lower[j, :j], 1e-15))
        lower[j + 1 :, j] = (correlation[j + 1 :, j] - lower[j + 1 :, :j] @ lower[j, :j]) / lower[j, j]
    return lower


@lru_cache(maxsize=32)
def _uniform_nodes(d: int) -> FloatArray:
    """Return scrambled Sobol nodes in the unit cube, shape (d, nodes); the same in every call."""
    nodes = qmc.Sobol(d, scramble=True, rng=np.random.default_rng(2018)).random(_NODES)
    return np.ascontiguousarray(nodes.T)
