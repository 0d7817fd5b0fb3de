"""Suspected labeling errors: judgements that are probably wrong, with reasons for the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from annotator.messages import Message
from annotator.model.label_noise import LabelNoise, label_noise
from annotator.model.label_quality import NEIGHBOURS, Opinions, opinions, too_few
from annotator.types import BoolArray, FloatArray, IntArray, Label

LEAST = 60
"""Minimum number of judgements to suspect one: the share of wrong ones cannot be estimated from fewer."""


@dataclass(frozen=True)
class LabelError:
    """A suspected labeling error.

    Attributes:
        image: Image id; the feature row if the engine returns it.
        label: Label given by the user.
        wrong: Probability that the label is wrong, in (0.5, 1].
        quality: Leave-one-out probability of that label given all other judgements, in [0, 1].
        reason: Reason for the suspicion, one sentence.
    """

    image: int
    label: Label
    wrong: float
    quality: float
    reason: str


@dataclass(frozen=True)
class Review:
    """Suspected labeling errors of a topic.

    Attributes:
        suspicions: Judgements more likely wrong than right, most suspect first.
        expected: Expected number of wrong labels in all, >= 0; also of those that cannot be named.
        note: Why no review is possible, "" if one is.
        quality: Leave-one-out probability of every judgement by image, in [0, 1].
    """

    suspicions: tuple[LabelError, ...] = ()
    expected: float = 0.0
    note: str = ""
    quality: Mapping[int, float] = field(default_factory=dict)


def review(
    kernel: FloatArray,
    rows: IntArray,
    y: FloatArray,
    prior_mean: float | FloatArray,
    noise: float | FloatArray,
    reviewed: BoolArray,
    corrected: int = 0,
) -> Review:
    """Return the suspected errors among m judgements.

    Args:
        kernel: Prior covariance of the judged images, shape (m, m).
        rows: Identifier of each image, shape (m,).
        y: Labels, shape (m,), +1 or -1.
        prior_mean, noise: As in :func:`annotator.model.label_quality.opinions`.
        reviewed: Mask of the judgements that the user has reviewed, shape (m,); they count as right.
        corrected: Number of labels that turned out to be wrong and were replaced, >= 0.

    Raises:
        ModelError: The kernel matrix is not positive definite.
    """
    if too_few(y):
        return Review(note=too_few(y, LEAST))
    found = opinions(kernel, y, prior_mean, noise)
    quality = dict(zip(rows.tolist(), found.quality.tolist(), strict=True))
    if note := too_few(y, LEAST):
        return Review(note=note, quality=quality)
    noisy = label_noise(found.margin, reviewed, corrected)
    if noisy.weak:
        return Review(note=_too_weak(found), quality=quality)
    order = np.argsort(-noisy.wrong, kind="stable")
    suspected = order[noisy.wrong[order] > 0.5].tolist()
    return Review(
        tuple(_suspicion(rows, y, found, noisy, j) for j in suspected), float(noisy.wrong.sum()), quality=quality
    )


def _suspicion(rows: IntArray, y: FloatArray, found: Opinions, noisy: LabelNoise, j: int) -> LabelError:
    return LabelError(
        int(rows[j]), Label(int(y[j])), float(noisy.wrong[j]), float(found.quality[j]), _reason(found, y, j)
    )


def _too_weak(found: Opinions) -> str:
    return Message(
        "The model disagrees with {against} of {all} judgements: with these features it cannot tell mistakes from "
        "difficult images.",
        against=int(np.count_nonzero(found.margin < 0.0)),
        all=len(found.margin),
    )


def _reason(found: Opinions, y: FloatArray, j: int) -> str:
    label, other = (Label.RELEVANT, Label.IRRELEVANT) if y[j] > 0 else (Label.IRRELEVANT, Label.RELEVANT)
    near = min(NEIGHBOURS, len(y) - 1)
    return Message(
        "The other judgements make {label} only {chance:.0%} likely; {opposed} of the {near} nearest judged images are "
        "{other}.",
        label=label.word,
        chance=float(found.quality[j]),
        opposed=int(np.rint((near - found.vote[j] * y[j]) / 2)),
        near=near,
        other=other.word,
    )
