"""Strategies for rare relevance, which keep the labels balanced so that both classes have enough examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.normal import binary_entropy
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import relevant
from annotator.strategies.leave_one_out import judged_mean
from annotator.strategies.picks import Picks
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class CbEntropy:
    """Uncertain images that move the share of relevant labels toward a target.

    h(p) - balance * abs(share - expected share of relevant labels after the pick), p = Phi(mean / sd); images of the
    batch count as relevant with their p.
    """

    name: ClassVar[str] = "cb-entropy"
    title: ClassVar[str] = "Ask where the model is unsure, balancing labels"
    reference: ClassVar[str] = (
        "Bengar, van de Weijer, Laredo Fuentes & Raducanu 2022, Class-balanced active learning for image classification"
    )

    share: float = parameter(0.5, "Target share of relevant labels.", low=0.0, high=1.0)
    balance: float = parameter(
        1.0, "Weight of a deviation of 1 from the target share, in nats; 0 ignores it.", low=0.0, high=1e3
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(c) per image."""
        k = min(k, len(pool.candidates))
        p = np.asarray(relevant(pool), np.float64)
        h = binary_entropy(p)
        expected = float(np.count_nonzero(pool.y > 0))
        picks = Picks(pool, pool.candidates, k)
        for step in picks:
            labels = len(pool.judged) + step + 1
            expected += p[picks.take(h - self.balance * np.abs(self.share - (expected + p) / labels))]
        return picks.finish()


@dataclass(frozen=True)
class Minority:
    """The images most likely to get the rarer label; relevant ones if both labels are equally frequent.

    The largest mean / sd if relevant labels are not the majority, else the smallest.
    """

    name: ClassVar[str] = "minority"
    title: ClassVar[str] = "Find more of the rarer label"
    reference: ClassVar[str] = (
        "Tomanek & Hahn 2009, Reducing class imbalance during active learning for named entity annotation (in its "
        "simplest form)"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the most probable images of the class by mean / sd, which does not saturate as Phi does."""
        sign = 1.0 if 2 * np.count_nonzero(pool.y > 0) <= len(pool.y) else -1.0
        return pool.best(sign * pool.mean / np.sqrt(pool.var), k)


@dataclass(frozen=True)
class Galaxy:
    """Images around the change from relevant to irrelevant labels along the ranking, equally many on both sides.

    All images are ordered by posterior mean. The midpoint of the shortest interval between a relevant and an irrelevant
    label is chosen; until it is judged, its predicted label is assumed. If no interval is left, the image next to a
    change of labels is chosen. A class without labels starts beyond its end of the order.
    """

    name: ClassVar[str] = "galaxy"
    title: ClassVar[str] = "Sharpen the boundary from both sides"
    reference: ClassVar[str] = "Zhang, Katz-Samuels & Nowak 2022, GALAXY: graph-based active learning at the extreme"

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select sequentially; one sort, then O(judged + k) per image while an interval is left."""
        k = min(k, len(pool.candidates))
        line, label = _line(pool)
        guess = np.where(np.concatenate([[1.0], pool.mean, [1.0]])[line] > 0, 1.0, -1.0)
        chosen: list[int] = []
        for step in range(k):
            pool.report(step / k)
            pool.count(1)
            at = _next_on_line(label)
            label[at] = guess[at]
            chosen.append(at)
        rows = pool.candidates[line[chosen] - 1]
        pool.explain(rows, -np.abs(pool.mean[line[chosen] - 1]))
        return rows


def _line(pool: Pool) -> tuple[IntArray, FloatArray]:
    """Return the images in order of the mean, and their labels, 0 for unlabeled.

    Entry i of the line is the candidate at position i - 1; 0 and c + 1 stand for judged images and for the ends.
    """
    c = len(pool.candidates)
    mean = np.concatenate([pool.mean, judged_mean(pool)])
    order = np.argsort(mean, kind="stable")
    label = np.concatenate([np.zeros(c), np.sign(pool.y)])[order]
    line = np.where(order < c, order + 1, 0)
    ends = [-1.0] if not (label < 0).any() else [], [1.0] if not (label > 0).any() else []
    line = np.concatenate([np.zeros(len(ends[0]), np.int64), line, np.full(len(ends[1]), c + 1)])
    return line, np.concatenate([ends[0], label, ends[1]])


def _next_on_line(label: FloatArray) -> int:
    """Return the middle of the shortest unlabeled interval between opposite labels, else a position next to a change.

    Args:
        label: Labels along the line, 0 for unlabeled, shape (c,); at least one of each label and one 0.
    """
    labeled = np.flatnonzero(label)
    changes = np.flatnonzero(label[labeled[1:]] != label[labeled[:-1]])
    left, right = labeled[changes], labeled[changes + 1]
    open_ = np.flatnonzero(right - left > 1)
    if open_.size:
        shortest = open_[np.argmin((right - left)[open_])]
        return int(left[shortest] + right[shortest]) // 2
    free = np.flatnonzero(label == 0)
    after = np.searchsorted(left, free)
    to_right = np.where(after < len(left), left[np.minimum(after, len(left) - 1)] - free, len(label))
    to_left = np.where(after > 0, free - right[np.maximum(after - 1, 0)], len(label))
    return int(free[np.argmin(np.minimum(to_left, to_right))])
