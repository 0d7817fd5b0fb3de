"""Grades and criteria of the topic on screen: their words for images, and their steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.types import Change, Label

if TYPE_CHECKING:
    from annotator.gui.controller.controller import Controller
    from annotator.session.session import Session


def word_of(session: Session, image: int) -> str:
    """Return the word of the grade of an image in a topic that has grades, "" for none."""
    words = session.topics.grades
    if not words:
        return ""
    if session.judgements.codes[image] == Label.IRRELEVANT:
        return words[0]
    grade = session.judgements.given.get(image, len(words))
    return words[grade] if grade < len(words) else ""


def is_judged(session: Session, label: Label | None, grade: int | None, image: int) -> bool:
    """Return whether an image has a label already, and the grade if one of a relevant image is given."""
    return session.label_of(image) is label and (not grade or session.judgements.given.get(image) == grade)


def set_grades(controller: Controller, words: Sequence[str]) -> None:
    """Let the topic have grades with these words, or none.

    Raises:
        ConfigError: The words do not fit, or grades are in use that there would be no word for.
    """
    judgements = controller.session.judgements
    change = controller.session.topics.set_grades(words)
    _changed(controller, change, np.flatnonzero(judgements.grades >= 0).tolist())
    if change.text:
        controller.update_ranking()


def set_criteria(controller: Controller, text: str) -> None:
    """Say what counts as relevant in the topic.

    Raises:
        ConfigError, ImageError: The text is unusable, or shows an image that the project does not have.
    """
    _changed(controller, controller.session.topics.set_criteria(text), ())


def _changed(controller: Controller, change: Change, images: Iterable[int]) -> None:
    if change.text:
        controller.labels_changed.emit(dataclasses.replace(change, images=tuple(images)))
        controller.topic_changed.emit()
        controller.status_message.emit(tr("Stored: {text}").format(text=core_words(change.text)))
