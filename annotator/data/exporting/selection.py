"""Select which images of a topic an export contains, and in which order."""

from __future__ import annotations

import numpy as np

from annotator.data.exporting.source import ExportSource
from annotator.errors import ExportError
from annotator.types import UNLABELLED, IntArray, Label

WHICH = ("all", "judged", "relevant")
"""Sets of images: the entire collection, those with a label, those judged relevant."""

ORDERS = ("rank", "review", "path")
"""Orders: by rank; relevant in the order of judging, then the unlabeled by rank, then the irrelevant; by path."""


def chosen(source: ExportSource, which: str = "all", order: str = "path") -> IntArray:
    """Return the ids of the images in an export.

    Args:
        source: The topic.
        which: One of :data:`WHICH`.
        order: One of :data:`ORDERS`; images without a place in it come last, by path.
    """
    if which == "relevant":
        wanted = source.labels == Label.RELEVANT
    elif which == "judged":
        wanted = source.labels != UNLABELLED
    else:
        wanted = np.ones(len(source.paths), np.bool_)
    if order == "path":
        return by_path(source, np.flatnonzero(wanted))
    ranked = source.order()
    ranked = ranked[wanted[ranked]]
    return ranked if order == "rank" else _as_reviewed(source, ranked)


def by_path(source: ExportSource, images: IntArray) -> IntArray:
    """Return ``images`` in the order of their paths."""
    return np.array(sorted(images.tolist(), key=source.paths.__getitem__), np.int64)


def best(source: ExportSource, k: int) -> IntArray:
    """Return the ``k`` best images of the ranking, without those judged irrelevant or unsure."""
    if source.ranking is None:
        raise ExportError(
            "The topic {topic!r} has no ranking yet. Judge a batch, or rank the collection, and export again.",
            topic=source.topic,
        )
    ranked = source.ranking.images
    labels = source.labels[ranked]
    kept: IntArray = ranked[(labels == UNLABELLED) | (labels == Label.RELEVANT)]
    return kept[:k]


def _as_reviewed(source: ExportSource, ranked: IntArray) -> IntArray:
    labels = source.labels[ranked]
    relevant = ranked[labels == Label.RELEVANT]
    when = [source.judged[image].timestamp if image in source.judged else "" for image in relevant.tolist()]
    order = sorted(range(len(relevant)), key=when.__getitem__)
    rest = (labels == UNLABELLED) | (labels == Label.UNSURE)
    return np.concatenate([relevant[order], ranked[rest], ranked[labels == Label.IRRELEVANT]])
