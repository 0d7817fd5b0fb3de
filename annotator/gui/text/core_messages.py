"""Translations of English texts from the core: errors, remarks, undo steps, domains of parameters."""

from __future__ import annotations

from typing import Any

from annotator.errors import AnnotatorError
from annotator.gui.text.translate import localized, tr
from annotator.messages import Message, Remedy, filled, is_plural
from annotator.parameters import Parameter
from annotator.types import Label


def core_words(text: str | BaseException) -> str:
    """Return a text of the core, e.g. ``5 images to irrelevant`` or an error, in the language of the window."""
    if isinstance(text, BaseException):
        text = text.message if isinstance(text, AnnotatorError) else str(text)
    if not isinstance(text, Message):
        return text
    if isinstance(text, Remedy):
        text = text.in_window()
    n = text.fields.get("n") if is_plural(text.template) else None
    template = tr(text.template) if n is None else tr(text.template, "", n)
    return filled(template, {name: _field(value) for name, value in text.fields.items()})


def expected_words(error: Exception) -> str:
    """Return what an error says; raise it if it is a fault of the program."""
    if not isinstance(error, AnnotatorError):
        raise error
    return core_words(error)


def _field(value: object) -> Any:
    if isinstance(value, Message):
        return core_words(value)
    return value if isinstance(value, str | bool) or value is None else _Number(value)


class _Number:
    """A number formatted for the language of the window."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        return localized(format(self._value, spec))

    def __repr__(self) -> str:
        return format(self, "")


_NAMES = {"en": "English", "de": "Deutsch"}
"""Languages are called as those who speak them do."""


def choice_words(entry: Parameter, word: str) -> str:
    """Return the translated choice of a parameter."""
    return _NAMES[word] if entry.name == "language" and word in _NAMES else tr(word)


def domain_words(entry: Parameter) -> str:
    """Return the allowed values of a parameter, e.g. ``a number from 0 to 1``."""
    if entry.choices:
        return tr("one of {words}").format(words=", ".join(choice_words(entry, word) for word in entry.choices))
    return core_words(entry.domain)


def label_word(label: Label | None) -> str:
    """Return the word for a label inside a sentence."""
    return tr("unlabelled") if label is None else core_words(label.word)
