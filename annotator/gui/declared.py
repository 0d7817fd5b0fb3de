"""Words for what the core says in English: steps that can be undone, and what a parameter allows."""

from __future__ import annotations

import re

from annotator.config import Parameter
from annotator.gui.words import tr
from annotator.types import Label

_IMAGES = re.compile(r"(\d+) images? to (.*)")
_KEPT = re.compile(r"(\d+) images? kept as (?:it is|they are)")
_REMOVED = re.compile(r"external example (.*) removed")
_EXAMPLE = re.compile(r"external example (.*)")


def step_words(text: str) -> str:
    """Return a stored step, e.g. ``5 images to irrelevant``, in the language of the window."""
    if found := _IMAGES.fullmatch(text):
        return tr("%n image(s) to {label}", "", int(found[1])).format(label=tr(found[2]))
    if found := _KEPT.fullmatch(text):
        count = int(found[1])
        return tr("1 image kept as it is") if count == 1 else tr("{count} images kept as they are").format(count=count)
    if found := _REMOVED.fullmatch(text):
        return tr("external example {name} removed").format(name=found[1])
    if found := _EXAMPLE.fullmatch(text):
        return tr("external example {name}").format(name=found[1])
    return tr(text)


def domain_words(entry: Parameter) -> str:
    """Return the allowed values of a parameter, e.g. ``a number from 0 to 1``."""
    if entry.choices:
        return tr("one of {words}").format(words=", ".join(tr(word) for word in entry.choices))
    if entry.kind is bool:
        return tr("yes or no")
    if entry.kind is str:
        return tr("a text")
    low, high = entry.low, entry.high
    whole = entry.kind is int
    if low is not None and high is not None:
        text = tr("a whole number from {low:g} to {high:g}") if whole else tr("a number from {low:g} to {high:g}")
    elif low is not None:
        text = tr("a whole number of at least {low:g}") if whole else tr("a number of at least {low:g}")
    elif high is not None:
        text = tr("a whole number of at most {high:g}") if whole else tr("a number of at most {high:g}")
    else:
        text = tr("a whole number") if whole else tr("a number")
    text = text.format(low=low, high=high)
    return tr("{domain} or auto").format(domain=text) if entry.default is None else text


def label_word(label: Label | None) -> str:
    """Return the word for a label inside of a sentence."""
    if label is Label.RELEVANT:
        return tr("relevant")
    if label is Label.IRRELEVANT:
        return tr("irrelevant")
    if label is Label.UNSURE:
        return tr("unsure")
    return tr("unlabelled")
