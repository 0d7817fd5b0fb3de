"""Judgements that the others contradict, as told to the user who can look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from annotator.model.label_quality import NEIGHBOURS, Opinions, opinions, queue, too_few
from annotator.types import BoolArray, FloatArray, IntArray, Label


@dataclass(frozen=True)
class LabelError:
    """A suspected mistake.

    Attributes:
        image: Image id; the feature row where it comes from the engine.
        label: What the user said of it.
        quality: Probability of that label by all other judgements, in [0, 1].
        vote_agrees: Whether the nearest judged images have the same label.
        reason: Why it is suspected, in a sentence.
    """

    image: int
    label: Label
    quality: float
    vote_agrees: bool
    reason: str

    @property
    def strength(self) -> str:
        """How strongly the model contradicts the label, in words, or that only the nearest judged images do."""
        for limit, words in ((0.1, "strongly disagrees"), (0.3, "disagrees"), (0.5, "rather disagrees")):
            if self.quality < limit:
                return words
        return "neighbours disagree"


@dataclass(frozen=True)
class Review:
    """What is suspected of all judgements of a topic.

    Attributes:
        suspicions: The most suspect first.
        note: Why nothing can be said, "" if something can.
        quality: By image, the probability of every judgement by all others, in [0, 1].
    """

    suspicions: tuple[LabelError, ...] = ()
    note: str = ""
    quality: Mapping[int, float] = field(default_factory=dict)


def review(
    kernel: FloatArray,
    rows: IntArray,
    y: FloatArray,
    prior_mean: float,
    noise: float | FloatArray,
    reviewed: BoolArray,
    mode: str = "active",
) -> Review:
    """Return the suspected mistakes among m judgements, without those that were reviewed.

    Args:
        kernel: Prior covariance of the judged images, shape (m, m).
        rows: What to call them, shape (m,).
        y: Their labels, shape (m,), +1 or -1.
        prior_mean, noise: As in :func:`annotator.model.label_quality.opinions`.
        reviewed: Judgements the user has looked at twice, shape (m,); they are never suspected again.
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
    neighbours = f"{opposed} of the {near} nearest judged images are {other.word}"
    chance = f"{found.quality[j]:.0%}"
    if found.quality[j] >= 0.5:
        return f"{neighbours}, although the model finds {label.word} likely ({chance})."
    if found.against[j]:
        return f"The model expects {other.word} (it gives {label.word} {chance}), and {neighbours}."
    return f"The model expects {other.word} (it gives {label.word} {chance}), but only {neighbours}."
