"""How the reference implementation measures a ranking of held-out images, computed from scores."""

from __future__ import annotations

import numpy as np

from annotator.metrics import ndcg
from annotator.types import BoolArray, FloatArray


def held_out(relevant: BoolArray, score: FloatArray) -> tuple[float, float]:
    """Return average precision and NDCG of test images.

    Average precision takes equal scores as one step, as scikit-learn's does; NDCG takes them in the reversed order of
    an ascending sort, discounts by log2(rank + 1), and is divided by that of a perfect ranking.

    Args:
        relevant: Relevance, shape (n,).
        score: Scores, higher is more relevant, shape (n,).

    Returns:
        Two values in [0, 1]; NaN if nothing is relevant.
    """
    order = np.argsort(score)[::-1]
    hits = np.cumsum(relevant[order])
    if not len(hits) or hits[-1] == 0:
        return float("nan"), float("nan")
    last = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    gained = np.diff(hits[last], prepend=0) / hits[-1]
    return float(np.sum(gained * hits[last] / (last + 1))), ndcg(relevant[order])
