"""Suspected labeling errors: judgements that the others contradict, with reasons for the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from annotator.messages import Message
from annotator.model.label_quality import NEIGHBOURS, Opinions, opinions, queue, too_few
from annotator.types import BoolArray, FloatArray, IntArray, Label


@dataclass(frozen=True)
class LabelError:
    """A suspected labeling error.

    Attributes:
        image: Image id; the feature row if the engine returns it.
        label: Label given by the user.
        quality: Leave-one-out probability of that label given all other judgements, in [0, 1].
        vote_agrees: Whether the nearest judged images have the same label.
        reason: Reason for the suspicion, one sentence.
    """

    image: int
    label: Label
    quality: float
    vote_agrees: bool
    reason: str

    @property
    def strength(self) -> str:
        """How strongly the model contradicts the label, in words; "neighbors disagree" if only the vote does."""
        for limit, words in (
            (0.1, Message("strongly disagrees")),
            (0.3, Message("disagrees")),
            (0.5, Message("rather disagrees")),
        ):
            if self.quality < limit:
                return words
        return Message("neighbors disagree")


@dataclass(frozen=True)
class Review:
    """Suspected labeling errors of a topic.

    Attributes:
        suspicions: Suspected errors, most suspect first.
        note: Why no review is possible, "" if one is.
        quality: Leave-one-out probability of every judgement by image, in [0, 1].
    """

    suspicions: tuple[LabelError, ...] = ()
    note: str = ""
    quality: Mapping[int, float] = field(default_factory=dict)


def review(
    kernel: FloatArray,
    rows: IntArray,
    y: FloatArray,
    prior_mean: float | FloatArray,
    noise: float | FloatArray,
    reviewed: BoolArray,
    mode: str = "active",
) -> Review:
    """Return the suspected errors among m judgements, except those already reviewed.

    Args:
        kernel: Prior covariance of the judged images, shape (m, m).
        rows: Identifier of each image, shape (m,).
        y: Labels, shape (m,), +1 or -1.
        prior_mean, noise: As in :func:`annotator.model.label_quality.opinions`.
        reviewed: Mask of the judgements that the user has reviewed, shape (m,); they are not suspected again.
        mode: One of :data:`annotator.model.label_quality.MODES`.

    Raises:
        ModelError: The kernel matrix is not positive definite.
    """
    if note := too_few(y):
        return Review(note=note)
    found = opinions(kernel, y, prior_mean, noise)
    suspected = [j for j in queue(found, mode).tolist() if not reviewed[j]]
    return Review(
        tuple(
            LabelError(
                int(rows[j]), Label(int(y[j])), float(found.quality[j]), not found.against[j], _reason(found, y, j)
            )
            for j in suspected
        ),
        quality=dict(zip(rows.tolist(), found.quality.tolist(), strict=True)),
    )


def _reason(found: Opinions, y: FloatArray, j: int) -> str:
    label, other = (Label.RELEVANT, Label.IRRELEVANT) if y[j] > 0 else (Label.IRRELEVANT, Label.RELEVANT)
    near = min(NEIGHBOURS, len(y) - 1)
    opposed = int(np.rint((near - found.vote[j] * y[j]) / 2))
    neighbors = Message(
        "{opposed} of the {near} nearest judged images are {other}", opposed=opposed, near=near, other=other.word
    )
    chance = float(found.quality[j])
    if found.quality[j] >= 0.5:
        return Message(
            "{neighbors}, although the model finds {label} likely ({chance:.0%}).",
            neighbors=neighbors,
            label=label.word,
            chance=chance,
        )
    if found.against[j]:
        return Message(
            "The model expects {other} (it gives {label} {chance:.0%}), and {neighbors}.",
            other=other.word,
            label=label.word,
            chance=chance,
            neighbors=neighbors,
        )
    return Message(
        "The model expects {other} (it gives {label} {chance:.0%}), but only {neighbors}.",
        other=other.word,
        label=label.word,
        chance=chance,
        neighbors=neighbors,
    )
