"""Extreme information of the answers to a batch, whereas the entropy is the average.

The least information of answers that are all given and correct is the min-entropy, ``-ln max_r P(R_S = r)``: how
improbable the best guess of all labels of the batch is. The most is ``-ln min_r P(R_S = r)``, the surprise at the least
probable labels. Neither is submodular, so every examined candidate is evaluated for every image of the batch.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.normal import binary_entropy
from annotator.numerics.orthant import LARGEST, BatchSigns, pair_table
from annotator.strategies.base import Pool
from annotator.strategies.information import Gain, UserModel, least_certain, nearness, relevant
from annotator.strategies.shortlist import Shortlist
from annotator.types import FloatArray, IntArray

_CANDIDATES = 200
_NODES = 1 << 12  # more than for an entropy, which averages over all sign patterns
_LEAST = 1e-12  # probability below which labels are not told apart, as in the reference implementation


def extreme_information(
    pool: Pool, k: int, candidates: int | None = None, top: int | None = None, *, most: bool = False
) -> IntArray:
    """Select a batch of large min-entropy or surprise, greedily; from the thirteenth image on by bounds.

    The bounds of the min-entropy are those given a single image, those of the surprise those of the image alone. The
    quadrature error of a min-entropy is below 1e-2 nats for batches of five.

    Args:
        pool: The pool.
        k: Batch size.
        candidates: Number of images examined, the most uncertain ones, or for the surprise the least uncertain; default
            200.
        top: Restrict the selection to this many of the highest ranked images (at least k); default all.
        most: Whether to select by the surprise, as the reference implementation does with its optimistic estimation.

    Returns:
        Rows, best first, shape (min(k, c),).
    """
    k = min(k, len(pool.candidates))
    limit = max(k, candidates or _CANDIDATES)
    if most:
        every = least_certain(pool, len(pool.candidates), k, top)
        order = every[best(-nearness(pool)[every], limit)]
        bound = np.asarray(-np.log(np.maximum(np.minimum(p := relevant(pool, order), 1.0 - p), _LEAST)))
    else:
        order = least_certain(pool, limit, k, top)
        bound = binary_entropy(relevant(pool, order))
    shortlist = Shortlist(pool, order, bound)
    while np.isfinite(shortlist.outside):
        shortlist.grow()
    gain = Gain(shortlist, UserModel())
    scores = []
    before = 0.0
    for step in range(k):
        pool.report(step / k)
        open_ = np.setdiff1d(np.arange(len(shortlist.positions)), shortlist.chosen)
        pool.count(len(open_))
        if step <= LARGEST:
            gains = joint_information(shortlist, open_, most=most) - before
        elif most:
            gains = shortlist.bound[open_]
        else:
            gain.begin()
            gains = gain(open_, -np.inf)
        pick = int(np.argmax(gains))
        before += gains[pick]
        scores.append(gains[pick])
        shortlist.choose(int(open_[pick]))
    pool.explain(shortlist.rows, np.array(scores))
    return shortlist.rows


def joint_information(shortlist: Shortlist, index: IntArray, *, most: bool = False) -> FloatArray:
    """Return the min-entropy, or the surprise, of the selected images together with each image at ``index``, in nats.

    Args:
        shortlist: Candidates and at most eleven selected images.
        index: Unselected positions in the shortlist, shape (p,).
        most: Whether to return the surprise.
    """
    mean, chosen = shortlist.mean[index], shortlist.chosen
    extreme = np.min if most else np.max
    h = mean / np.sqrt(shortlist.var[index])
    if not chosen:
        found = ndtr(-np.abs(h) if most else np.abs(h))
    elif len(chosen) == 1:
        scale = np.sqrt(shortlist.var[index] * shortlist.var[chosen])
        correlation = np.clip(shortlist.loadings[index, 0] * shortlist.lower[0, 0] / scale, -1.0, 1.0)
        k = float(shortlist.mean[chosen[0]] / np.sqrt(shortlist.var[chosen[0]]))
        found = extreme(pair_table(h, k, correlation), axis=(1, 2))
    else:
        signs = BatchSigns(shortlist.mean[chosen], shortlist.lower, _NODES)
        where = (mean, shortlist.loadings[index], np.sqrt(shortlist.residual(index)))
        found = signs.tables(*where).reshape(len(index), -1).min(axis=1) if most else signs.largest(*where)
    return np.asarray(-np.log(np.maximum(found, _LEAST)))
