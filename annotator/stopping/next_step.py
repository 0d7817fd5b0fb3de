"""What to do next in a search, in one sentence: go on, draw a random sample to know more, or stop."""

from __future__ import annotations

import math
from dataclasses import dataclass

from annotator.messages import Message
from annotator.stopping.advice import LEAST_DRAWN, Advice

EARLY = 20
"""Judgements below which nothing is said about what is left."""

ENOUGH = 0.95
"""Recall that allows to stop: guaranteed by the bound, or that of the upper end of the likely range."""

WIDE = 2.0
"""Ratio of the ends of the likely range from which another sample is worth its time."""


@dataclass(frozen=True)
class NextStep:
    """Recommendation for the next step; whether to follow it is up to the user.

    Attributes:
        text: One sentence, or two.
        sample: Number of random images that would tell more, 0 if a sample is not recommended now.
    """

    text: Message
    sample: int = 0


def next_step(advice: Advice, unlabelled: int) -> NextStep:
    """Derive the recommendation from the state of a search.

    Args:
        advice: State of the search.
        unlabelled: Number of images with features and without a label, >= 0.
    """
    if not unlabelled:
        return NextStep(Message("Every image is judged."))
    if not advice.found:
        return NextStep(Message("Nothing relevant is found yet. An example image or other words may help."))
    if advice.recall_bound is not None and advice.recall_bound >= ENOUGH:
        return NextStep(
            Message(
                "You can stop: at least {share} % of the relevant images are found, with 95 % confidence.",
                share=math.floor(100 * advice.recall_bound),
            )
        )
    sample = min(LEAST_DRAWN, unlabelled)
    if advice.likely is not None:
        return _known(advice, sample)
    if advice.judged < EARLY:
        return NextStep(Message("Go on: it is too early to say how many are left."))
    return NextStep(_unknown(advice), sample)


def _known(advice: Advice, sample: int) -> NextStep:
    assert advice.likely is not None
    low, high = (end - advice.found for end in advice.likely)
    if advice.found >= ENOUGH * (advice.found + high):
        return NextStep(Message("You can stop: there are probably at most {high} more.", high=high))
    if low == 0:
        return NextStep(Message("Go on: there are probably up to {high} more.", high=high), sample)
    text = Message("Go on: there are probably {low} to {high} more.", low=low, high=high)
    return NextStep(text, sample if high > WIDE * low else 0)


def _unknown(advice: Advice) -> Message:
    if advice.rules[0].stop:
        return Message("{n} irrelevant image(s) in a row: perhaps nothing is left.", n=advice.consecutive_irrelevant)
    return Message("Go on. Only a random sample tells how many are left.")
