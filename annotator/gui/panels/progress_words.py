"""The progress of a search, in sentences."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale

from annotator.gui.text.translate import number, tr
from annotator.stopping.advice import LEAST_DRAWN, LEAST_SEEN
from annotator.stopping.pace import Pace
from annotator.stopping.progress import SearchProgress

AHEAD = 100
"""Judgements that the estimate of the working time is for."""


def duration(seconds: float) -> str:
    """Return a duration in the unit that fits."""
    if seconds < 10:
        return tr("{seconds} s").format(seconds=QLocale().toString(seconds, "f", 1))
    if seconds < 100:
        return tr("{seconds} s").format(seconds=number(round(seconds)))
    if seconds < 5400:
        return tr("%n minute(s)", "", round(seconds / 60))
    return tr("{hours} hours").format(hours=QLocale().toString(seconds / 3600, "f", 1))


def percent(share: float) -> str:
    """Return a share in [0, 1] in percent."""
    return tr("{share} %").format(share=number(round(100 * share)))


def found_text(progress: SearchProgress) -> str:
    """Describe what was found, since when nothing, and the relevant share of the latest batches."""
    advice = progress.advice
    found = tr("{found} relevant images found with {judged} judgements.").format(
        found=number(advice.found), judged=number(advice.judged)
    )
    since = tr("%n judgement(s) since the latest of them.", "", advice.consecutive_irrelevant)
    parts = [found, since] if advice.found else [found]
    if progress.recent is not None:
        judged, relevant = progress.recent
        parts.append(
            tr("In the latest batches {relevant} of {judged} were relevant ({share}).").format(
                relevant=number(relevant), judged=number(judged), share=percent(relevant / judged)
            )
        )
    return " ".join(parts)


def curve_words(progress: SearchProgress) -> str:
    """Describe the learning curve: its slope at the start and now, and its expected rise."""
    advice, found = progress.advice, progress.found
    parts = [
        tr("{found} relevant images were found with {judged} judgements.").format(
            found=number(advice.found), judged=number(advice.judged)
        )
    ]
    half = advice.judged // 2
    if half:
        parts.append(
            tr("The first half of the judgements found {first} of them, the second half {second}.").format(
                first=number(int(found[half])), second=number(advice.found - int(found[half]))
            )
        )
    if advice.likely is not None:
        low, high = advice.likely
        parts.append(tr("The collection has likely {low} to {high}.").format(low=number(low), high=number(high)))
    return " ".join(parts)


def batch_words(progress: SearchProgress) -> str:
    """Describe the share of relevant images in the latest batches."""
    if not progress.batches:
        return tr("No batch is judged yet.")
    said = []
    for batch in progress.batches[-5:]:
        words = tr("round {round}: {relevant} of {judged}")
        if batch.random:
            words = tr("round {round}, a random sample: {relevant} of {judged}")
        said.append(words.format(round=batch.round, relevant=batch.relevant, judged=batch.judged))
    return tr("Relevant images in the latest batches: {recent}").format(recent="; ".join(said))


def pace_text(pace: Pace | None) -> str:
    """Describe how long a judgement takes."""
    if pace is None:
        return tr("How long a judgement takes is known after a few of them.")
    return tr("A judgement takes {median} (lately {lately}); the next {ahead} take about {time}.").format(
        median=duration(pace.median), lately=duration(pace.lately), ahead=AHEAD, time=duration(AHEAD * pace.lately)
    )


def hidden_texts(progress: SearchProgress) -> list[str]:
    """Describe the estimates of relevant images that are still hidden, each with its assumptions."""
    advice = progress.advice
    texts = []
    if advice.likely is not None:
        low, high = advice.likely
        texts.append(
            tr(
                "<b>Estimate:</b> the collection has likely {low} to {high} relevant images. It rests on random"
                " samples, and is no guarantee."
            ).format(low=number(low), high=number(high))
        )
    if advice.recall_bound is not None and advice.bound is not None:
        texts.append(
            tr(
                "<b>Guaranteed:</b> at least {share} % are found, for there are at most {bound}. This fails in 5 of 100"
                " searches at most, if the random samples were judged without mistakes."
            ).format(share=number(math.floor(100 * advice.recall_bound)), bound=number(advice.bound))
        )
    if advice.expected_left is not None:
        texts.append(
            tr("The model expects about {left} more. This is a prediction without any guarantee.").format(
                left=number(round(advice.expected_left))
            )
        )
    if not advice.audited:
        texts.append(tr("Nothing is known about images that were never shown. Draw a random sample to find out."))
    elif advice.likely is None:
        texts.append(
            tr(
                "{drawn} images were drawn at random so far. There is an estimate once {least} were drawn and {seen} of"
                " them are relevant."
            ).format(drawn=number(advice.audited), least=LEAST_DRAWN, seen=LEAST_SEEN)
        )
    if advice.unfeatured:
        texts.append(tr("%n image(s) have no features: no sample and no bound covers them.", "", advice.unfeatured))
    if advice.undecided:
        texts.append(
            tr(
                "%n image(s) of the samples are neither relevant nor irrelevant; both ends allow for that.",
                "",
                advice.undecided,
            )
        )
    return texts
