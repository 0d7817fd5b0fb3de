"""What a step of the record did, in words: the project file stores the English sentence."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.messages import Message, recognized
from annotator.types import Label

STEPS = (
    "1 image kept as it is", "{n} images kept as they are", "external example {name} removed",
    "external example {name}", "{n} image(s) to {label}", "relevant", "irrelevant", "unsure", "unlabelled",
    "several labels",
)  # fmt: skip
"""What a step in the file can say; of two that fit, the first one is meant."""


def step_text(labels: Sequence[Label | None]) -> Message:
    """Return what setting these labels did."""
    words = {_word(label) for label in labels}
    label = words.pop() if len(words) == 1 else Message("several labels")
    return Message("{n} image(s) to {label}", n=len(labels), label=label)


def _word(label: Label | None) -> str:
    return Message("unlabelled") if label is None else label.word


def stored_step(text: str) -> str:
    """Return the words of a step, which the file holds in English, as the message they were."""
    return recognized(text, STEPS)
