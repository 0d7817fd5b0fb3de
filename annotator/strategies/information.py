"""Mutual information between a batch and the answers to it, and the greedy search for the most informative batch.

The batch S should maximize the mutual information I(R_S; F_S) between the unknown relevance signs R of its images and
the user's feedback F. An image is answered with probability ``pl`` (else skipped), and an answer is wrong with
probability ``pm``, independently. Then

    I(R_S; F_S) = sum over T in S of w_T [H(F_T) - |T| h(pm)],    w_T = pl^|T| (1 - pl)^(|S| - |T|),

which is submodular because the feedback is independent given R. The greedy batch is therefore within 1 - 1/e of the
best, and upper bounds from earlier steps prune the search exactly. For a perfect user it is the joint entropy H(R_S).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, ndtr

from annotator.numerics.blocks import best
from annotator.numerics.lazy_greedy import lazy_argmax
from annotator.numerics.normal import binary_entropy
from annotator.numerics.orthant import LARGEST, BatchSigns, noisy, pair_table
from annotator.strategies.base import Pool
from annotator.strategies.shortlist import LARGEST_SHORTLIST, Shortlist
from annotator.types import AnyFloatArray, FloatArray, IntArray

_SUBSETS = 7  # largest batch whose 3^t partial answers are enumerated for a user who skips images


@dataclass(frozen=True)
class UserModel:
    """Model of how a user answers.

    Attributes:
        label: Probability that an image is answered, in (0, 1].
        mistake: Probability that an answer is wrong, in [0, 0.5].
    """

    label: float = 1.0
    mistake: float = 0.0

    @property
    def perfect(self) -> bool:
        """Whether the user answers everything, always correctly."""
        return self.label == 1.0 and self.mistake == 0.0

    def first_gain(self, p: NDArray[Any]) -> FloatArray:
        """Return the information of a single answer, pl [h(p (1 - pm) + (1 - p) pm) - h(pm)]; bounds later gains."""
        seen = (1.0 - self.mistake) * p + self.mistake * (1.0 - p)
        return np.asarray(self.label * (binary_entropy(seen) - binary_entropy(np.array(self.mistake))))

    def gain(self, table: FloatArray) -> FloatArray:
        """Return the information that a candidate's answer adds to the answers for the images selected before.

        Args:
            table: Joint sign probabilities, shape (c, 2, ..., 2), the candidate's axis last.

        Returns:
            ``pl (sum_T w_T [H(F_T, F_i) - H(F_T)] - h(pm))`` in nats, shape (c,).
        """
        axes = tuple(range(1, table.ndim))
        seen = noisy(table, self.mistake, axes)
        return self.label * (self._expected(seen, 1) - float(binary_entropy(np.array(self.mistake))))

    def _expected(self, table: FloatArray, axis: int) -> FloatArray:
        """Return the expectation of H(F_i | F_T) over the set T of answered images, from ``axis`` on."""
        if axis == table.ndim - 1:
            flat = table.reshape(len(table), 1 << (table.ndim - 2), 2)
            return np.asarray(entr(flat).sum(axis=(1, 2)) - entr(flat.sum(axis=2)).sum(axis=1))
        kept = self._expected(table, axis + 1)
        if self.label == 1.0:
            return kept
        return self.label * kept + (1.0 - self.label) * self._expected(table.sum(axis=axis), axis)


class Gain:
    """Information gain of the candidates of a shortlist, given the images selected so far.

    Args:
        shortlist: Candidates and selected images.
        user: Model of the user.

    Attributes:
        evaluations: Number of candidates evaluated so far.
    """

    def __init__(self, shortlist: Shortlist, user: UserModel) -> None:
        self.shortlist, self._user = shortlist, user
        self.evaluations = 0
        self._signs: BatchSigns | None = None
        # The smallest gain given a single selected image, and how many selected images it accounts for.
        self._pair = np.empty(0)
        self._paired = np.empty(0, np.int64)

    def begin(self) -> None:
        """Update the state after a change of the selected images."""
        s = self.shortlist
        t = len(s.chosen)
        joint = 2 <= t <= (LARGEST if self._user.label == 1.0 else _SUBSETS)
        self._signs = BatchSigns(s.mean[s.chosen], s.lower) if joint else None

    def __call__(self, index: IntArray, best: float | FloatArray) -> FloatArray:
        """Return the gains in nats at positions ``index`` of the shortlist, or bounds that do not exceed ``best``.

        ``best`` is a scalar or has one value per position.
        """
        s = self.shortlist
        self.evaluations += len(index)
        if not s.chosen:
            return s.bound[index]
        gains = self._pair_bound(index)
        if self._signs is None:
            return gains
        open_ = np.flatnonzero(gains > best)
        if not open_.size:
            return gains
        here = index[open_]
        mean, loadings, sd = s.mean[here], s.loadings[here], np.sqrt(s.residual(here))
        if self._user.perfect:
            joint = self._signs.conditional_entropy(mean, loadings, sd)
        else:
            joint = self._user.gain(self._signs.tables(mean, loadings, sd))
        gains[open_] = np.minimum(joint, gains[open_])
        return gains

    def _pair_bound(self, index: IntArray) -> FloatArray:
        """Return the smallest gain given a single selected image: exact for one selected image, else an upper bound."""
        s = self.shortlist
        missing = len(s.positions) - len(self._pair)
        self._pair = np.concatenate([self._pair, np.full(missing, np.inf)])
        self._paired = np.concatenate([self._paired, np.zeros(missing, np.int64)])
        for j, chosen in enumerate(s.chosen):
            todo = index[self._paired[index] <= j]
            h = s.mean[todo] / np.sqrt(s.var[todo])
            correlation = (s.loadings[todo, : j + 1] @ s.lower[j, : j + 1]) / np.sqrt(s.var[todo] * s.var[chosen])
            table = pair_table(h, float(s.mean[chosen] / np.sqrt(s.var[chosen])), np.clip(correlation, -1.0, 1.0))
            self._pair[todo] = np.minimum(self._pair[todo], self._user.gain(table))
        self._paired[index] = len(s.chosen)
        return self._pair[index]


def most_informative(
    pool: Pool, k: int, user: UserModel, tolerance: float, candidates: int | None = None, top: int | None = None
) -> IntArray:
    """Select the batch with the most informative answers, greedily with lazy evaluation.

    The gains of the first twelve images are exact up to ``tolerance`` and the quadrature error (1e-3 nats). Later
    images are selected by the smallest gain given a single image of the batch, an upper bound of the gain given all.

    Args:
        pool: The pool.
        k: Batch size.
        user: Model of the user.
        tolerance: Information in nats per image that may be lost for speed.
        candidates: Number of images examined, those with the highest bounds; default 10,000.
        top: Restrict the selection to this many of the highest ranked images (at least k); default all.

    Returns:
        Rows, best first, shape (min(k, c),).
    """
    k = min(k, len(pool.candidates))
    order = least_certain(pool, max(k, candidates or LARGEST_SHORTLIST), k, top)
    shortlist = Shortlist(pool, order, user.first_gain(relevant(pool, order)))
    gain = Gain(shortlist, user)
    scores = []
    while len(shortlist.chosen) < k:
        position, value = next_gain(pool, gain, tolerance)
        shortlist.choose(position)
        scores.append(value)
    pool.count(gain.evaluations)
    pool.explain(shortlist.rows, np.array(scores))
    return shortlist.rows


def relevant(pool: Pool, positions: IntArray | slice = slice(None)) -> FloatArray:
    """Return p = Phi(mean / sd) of the candidates at ``positions``, or of all."""
    return np.asarray(ndtr(pool.mean[positions] / np.sqrt(pool.var[positions])))


def least_certain(pool: Pool, limit: int, k: int, top: int | None) -> IntArray:
    """Return the positions of the ``limit`` candidates with the least certain sign, least certain first.

    Args:
        pool: The pool.
        limit: Maximum number of positions.
        k: Batch size.
        top: Restrict the selection to this many of the highest ranked candidates (at least k); default all.
    """
    pool.count(len(pool.candidates))
    near = nearness(pool)
    if top is not None and max(k, top) < len(near):
        kept = np.sort(best(pool.mean, max(k, top)))
        return np.asarray(kept[best(near[kept], limit)])
    return best(near, limit)


def nearness(pool: Pool) -> AnyFloatArray:
    """Return -(mean / sd)^2 of every candidate, which has the same order as any entropy of the sign.

    The information of an answer decreases with abs(mean) / sd, whatever the probabilities of a skipped or wrong answer,
    so that the least certain of a million candidates are found without computing entropies.
    """
    near = np.square(pool.mean)
    near /= pool.var
    return np.negative(near, out=near)


def next_gain(pool: Pool, gain: Gain, tolerance: float) -> tuple[int, float]:
    """Return the shortlist position and the gain of the candidate with the highest gain, up to ``tolerance``.

    The shortlist grows if a candidate outside may be better.
    """
    shortlist = gain.shortlist
    gain.begin()
    while True:
        pool.report(len(shortlist.chosen) / (len(shortlist.chosen) + 1))
        position, value = lazy_argmax(shortlist.bound, gain, slack=tolerance, outside=shortlist.outside)
        if position >= 0:
            return position, value
        shortlist.grow()
