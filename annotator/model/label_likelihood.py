"""Probability of judgements under the current model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from annotator.data.project.history import Judgement
from annotator.numerics.chance import probability
from annotator.types import FloatArray, IntArray, Label, Ranking


def label_likelihoods(entries: Sequence[Judgement], ranks: IntArray, ranking: Ranking | None) -> FloatArray:
    """Return the predicted probability of the label of every entry, shape (len(entries),).

    NaN for labels other than relevant and irrelevant, for images without a rank, and without a ranking.

    Args:
        entries: Judgements.
        ranks: Rank of every image from 1, 0 if not ranked, shape (n_images,).
        ranking: Ranked images, best first.
    """
    result = np.full(len(entries), np.nan)
    if ranking is None or not entries:
        return result
    sign = np.array([0 if entry.new is None else entry.new.value for entry in entries])
    rank = ranks[np.array([entry.image for entry in entries])]
    told = np.flatnonzero((sign != 0) & (rank > 0))
    at = rank[told] - 1
    relevant = probability(ranking.mean[at], ranking.std[at])
    result[told] = np.where(sign[told] > 0, relevant, 1 - relevant)
    return result


def least_likely(
    entries: Sequence[Judgement],
    labels: Mapping[int, Label],
    ranks: IntArray,
    ranking: Ranking | None,
    *,
    only_doubted: bool,
) -> list[Judgement]:
    """Return the entries that determine the current label of their image, least likely first.

    Entries without a predicted probability are omitted.

    Args:
        entries: Judgements, newest first.
        labels: Current labels.
        ranks, ranking: As in :func:`label_likelihoods`.
        only_doubted: Only include entries that the model considers more likely wrong than right.
    """
    current: dict[int, Judgement] = {}
    for entry in entries:
        if entry.new is not None and labels.get(entry.image) is entry.new:
            current.setdefault(entry.image, entry)
    kept = list(current.values())
    belief = label_likelihoods(kept, ranks, ranking)
    order = np.argsort(belief, kind="stable")  # NaN last
    limit = 0.5 if only_doubted else 1.0
    return [kept[i] for i in order.tolist() if belief[i] <= limit]
