"""Min-entropy of a batch: how improbable the best guess of all its labels is.

``H_inf(R_S) = -ln max_r P(R_S = r)`` is the minimum information of the answers, whereas the entropy is the average. It
is not submodular, so every examined candidate is evaluated for every image of the batch.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from annotator.numerics.normal import binary_entropy
from annotator.numerics.orthant import LARGEST, BatchSigns, pair_table
from annotator.strategies.base import Pool
from annotator.strategies.information import Gain, UserModel, least_certain, relevant
from annotator.strategies.shortlist import Shortlist
from annotator.types import FloatArray, IntArray

_CANDIDATES = 200
_NODES = 1 << 12  # more than for an entropy, which averages over all sign patterns


def hardest_to_guess(pool: Pool, k: int, candidates: int | None = None, top: int | None = None) -> IntArray:
    """Select a batch of large min-entropy, greedily; from the thirteenth image on by bounds given a single image.

    The quadrature error of a value is below 1e-2 nats for batches of five.

    Args:
        pool: The pool.
        k: Batch size.
        candidates: Number of images examined, the most uncertain ones; default 200.
        top: Restrict the selection to this many of the highest ranked images (at least k); default all.

    Returns:
        Rows, best first, shape (min(k, c),).
    """
    k = min(k, len(pool.candidates))
    order = least_certain(pool, max(k, candidates or _CANDIDATES), k, top)
    shortlist = Shortlist(pool, order, binary_entropy(relevant(pool, order)))
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
            after = joint_min_entropy(shortlist, open_)
            gains = after - before
        else:
            gain.begin()
            gains = gain(open_, -np.inf)
        pick = int(np.argmax(gains))
        before += gains[pick]
        scores.append(gains[pick])
        shortlist.choose(int(open_[pick]))
    pool.explain(shortlist.rows, np.array(scores))
    return shortlist.rows


def joint_min_entropy(shortlist: Shortlist, index: IntArray) -> FloatArray:
    """Return H_inf of the selected images together with each image at ``index``, in nats.

    Args:
        shortlist: Candidates and at most eleven selected images.
        index: Unselected positions in the shortlist, shape (p,).
    """
    mean, chosen = shortlist.mean[index], shortlist.chosen
    h = mean / np.sqrt(shortlist.var[index])
    if not chosen:
        largest = ndtr(np.abs(h))
    elif len(chosen) == 1:
        scale = np.sqrt(shortlist.var[index] * shortlist.var[chosen])
        correlation = np.clip(shortlist.loadings[index, 0] * shortlist.lower[0, 0] / scale, -1.0, 1.0)
        k = float(shortlist.mean[chosen[0]] / np.sqrt(shortlist.var[chosen[0]]))
        largest = pair_table(h, k, correlation).max(axis=(1, 2))
    else:
        signs = BatchSigns(shortlist.mean[chosen], shortlist.lower, _NODES)
        largest = signs.largest(mean, shortlist.loadings[index], np.sqrt(shortlist.residual(index)))
    return np.asarray(-np.log(largest))
