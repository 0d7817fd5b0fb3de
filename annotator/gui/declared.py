"""Words for what the core says in English: steps that can be undone, and what a parameter allows."""

from __future__ import annotations

import functools
import re

from annotator.config import Parameter
from annotator.gui.error_templates import TEMPLATES as ERRORS
from annotator.gui.words import tr
from annotator.types import Label

TEMPLATES = (
    "1 image kept as it is",
    "{n} images kept as they are",
    "1 image to {label}",
    "{n} images to {label}",
    "{n} steps",
    "external example {name} removed",
    "external example {name}",
    "A random check: judge every image, it tells how much is left to find.",
    "A first look: images that together stand for the whole collection.",
    "Only {k} images are left to judge.",
    "Only 1 image: the others are of the same bursts as these.",
    "Only {n} images: the others are of the same bursts as these.",
    "{neighbours}, although the model finds {label} likely ({chance}).",
    "The model expects {other} (it gives {label} {chance}), and {neighbours}.",
    "The model expects {other} (it gives {label} {chance}), but only {neighbours}.",
    "{opposed} of the {near} nearest judged images are {other}",
    "Mistakes cannot be told from {relevant} relevant and {irrelevant} irrelevant images: {least} judgements are "
    "needed, at least {each} of either kind. Judge more images first.",
    "make a sound one of it and its backups: annotator recover {name}",
    "If it was a project, make a sound one of it and its backups: annotator recover {name}.",
    "the Python package '{package}', which is not installed: pip install '{requirement}'",
    "the Python package '{package}', which only an installation with Python can have: {requirement}",
)
"""Sentences that the core makes, with their fields; of two that fit, the first one is meant."""

_FIELD = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = tuple((template, re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(template)))) for template in TEMPLATES)


def core_words(text: str) -> str:
    """Return what the core says, e.g. ``5 images to irrelevant``, in the language of the window."""
    for template, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            fields = {name: core_words(value) for name, value in found.groupdict().items()}
            return tr(template).format(**fields)
    return tr(text)


def error_words(text: str) -> str:
    """Return what an error of the core says in the language of the window, as far as it is known there."""
    for template, pattern in _errors():
        if found := pattern.fullmatch(text):
            return tr(template).format(*(core_words(value) for value in found.groups()))
    return core_words(text)


@functools.cache
def _errors() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences of errors with their patterns, those with the most words of their own first."""
    ordered = sorted(ERRORS, key=lambda template: -len(re.sub(r"\{\d+\}", "", template)))
    return tuple(
        (template, re.compile(re.sub(r"\\\{\d+\\\}", "(.+?)", re.escape(template)), re.DOTALL)) for template in ordered
    )


_NAMES = {"en": "English", "de": "Deutsch"}
"""Languages are called as those who speak them do."""


def choice_words(word: str) -> str:
    """Return one of the words of a parameter."""
    return _NAMES.get(word) or tr(word)


def domain_words(entry: Parameter) -> str:
    """Return the allowed values of a parameter, e.g. ``a number from 0 to 1``."""
    if entry.choices:
        return tr("one of {words}").format(words=", ".join(choice_words(word) for word in entry.choices))
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
