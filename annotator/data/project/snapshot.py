"""Input and output of the model: map labels of images to labels of rows, and scores of rows to a ranking of images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from annotator.data.project.examples import Inherited
from annotator.data.project.judgements import Judgements
from annotator.data.project.topic_at_revision import TopicAtRevision
from annotator.data.project.topics import Topic
from annotator.numerics.blocks import descending
from annotator.types import BoolArray, FloatArray, IntArray, Label, Ranking, Selection, Snapshot

_LOWEST = 1 / 3


def take_snapshot(
    topic: Topic,
    judgements: Judgements | TopicAtRevision,
    *,
    row_of_image: IntArray,
    usable: BoolArray,
    n_features: int,
    round: int,
    k: int | None,
    scale: float = 1.0,
) -> Snapshot:
    """Collect everything that the next selection depends on into an immutable snapshot.

    Args:
        topic: The topic and its settings.
        judgements: Its labels; their rows keep the order in which they were set, so that the model can be updated
            incrementally instead of refitted.
        row_of_image: Feature row of each image, -1 for none, shape (N,).
        usable: Whether a row has an image and finite values, shape (n,).
        n_features: Number of features per row.
        round: Round of the requested batch.
        scale: Factor by which the features are multiplied; examples are given in the units of the file.
        k: Number of images to select; None for the topic's batch size, 0 for the ranking only.
    """
    labels = judgements.labels
    images = np.fromiter(labels.keys(), np.int64, len(labels))
    values = np.fromiter(labels.values(), np.int64, len(labels))
    rows = row_of_image[images]
    known = rows >= 0
    known[known] = usable[rows[known]]
    decided = known & (values != Label.UNSURE)
    twice = judgements.reviewed()
    reviewed = np.isin(images, np.fromiter(twice, np.int64, len(twice)))
    examples = [example.vector * scale for example in judgements.examples()]
    return Snapshot(
        revision=judgements.revision,
        round=round,
        rows=rows[decided],
        y=with_grades(
            values[decided].astype(np.float64),
            [judgements.grades.get(image) for image in images[decided].tolist()] if judgements.grade_words else (),
            len(judgements.grade_words),
        ),
        closed=np.concatenate([np.flatnonzero(~usable), rows[known & ~decided]]),
        examples=np.stack(examples) if examples else np.empty((0, n_features)),
        strategy=topic.strategy,
        parameters=topic.parameters,
        k=topic.batch_size if k is None else k,
        seed=(topic.seed, topic.id, round),
        model=topic.model,
        reviewed=rows[decided & reviewed],
    )


def with_grades(y: FloatArray, grades: Sequence[int | None], levels: int) -> FloatArray:
    """Return what the model learns of images: evenly spaced from 1/3 for grade 1 to 1 for the highest.

    A lower grade stays on the side of the relevant ones, so that the model still separates those from the others.

    Args:
        y: Labels, +1 or -1, shape (m,).
        grades: Grade of each, from 1; None for one that was given none, which counts as grade 1.
        levels: How many grades the topic has, with 0; 0 for a topic without grades, whose labels stay as they are.
    """
    if not levels:
        return y
    above = np.minimum(np.array([grade or 1 for grade in grades], np.float64), levels - 1) - 1
    return np.where(y > 0, _LOWEST + (1.0 - _LOWEST) * above / (levels - 2), y)


def with_inherited(snapshot: Snapshot, inherited: Sequence[Inherited], scale: float) -> Snapshot:
    """Let the model learn from judgements of other collections, too.

    Args:
        snapshot: Snapshot with the labels of this collection.
        inherited: Judgements of saved topics, at least one.
        scale: Factor by which the features are multiplied.
    """
    vectors = np.concatenate([one.vectors for one in inherited]).astype(np.float64) * scale
    targets = np.concatenate([one.targets for one in inherited]).astype(np.float64)
    examples = np.concatenate([vectors, snapshot.examples])
    return replace(snapshot, examples=examples, example_y=np.concatenate([targets, np.ones(len(snapshot.examples))]))


def one_per_stack(snapshot: Snapshot, stack_of_row: IntArray) -> Snapshot:
    """Let the model learn from one image of a stack and label or grade only, the one that was judged first.

    Images that look the same say the same, and learning from all of them costs as much as that many judgements.

    Args:
        snapshot: Snapshot with all labels.
        stack_of_row: Stack of each feature row, shape (n,).
    """
    targets, said = np.unique(snapshot.y, return_inverse=True)
    key = len(targets) * stack_of_row[snapshot.rows] + said
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    if len(first) == len(key):
        return snapshot
    same_as = first[group]
    kept = same_as == np.arange(len(key))
    rows = snapshot.rows[kept]
    return replace(
        snapshot,
        rows=rows,
        y=snapshot.y[kept],
        doubt=None if snapshot.doubt is None else snapshot.doubt[kept],
        closed=np.concatenate([snapshot.closed, snapshot.rows[~kept]]),
        reviewed=snapshot.reviewed[np.isin(snapshot.reviewed, rows)],
        alike=np.stack([snapshot.rows[~kept], snapshot.rows[same_as[~kept]]], axis=1),
    )


def rank_images(selection: Selection, row_of_image: IntArray) -> Ranking:
    """Sort the images that have usable features by posterior mean, ties by lowest id.

    Args:
        selection: Result of the selection for a snapshot.
        row_of_image: Feature row of each image, -1 for none, shape (N,).
    """
    images = np.flatnonzero(row_of_image >= 0)
    mean = selection.mean[row_of_image[images]]
    order = descending(mean)
    images = images[order]
    std = selection.std[row_of_image[images]]
    tiles = selection.tiles
    if tiles is not None:
        tiles = np.where(row_of_image >= 0, tiles[row_of_image], -1).astype(np.int16)
    return Ranking(images, mean[order], std, selection.round - 1, selection.revision, tiles)
