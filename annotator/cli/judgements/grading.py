"""Grades and criteria on the command line: options of ``judge`` and ``topic``, and the words of labels with a grade."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.cli.arguments import input_path
from annotator.data.files.reading import read_text
from annotator.errors import ConfigError, ImageError

if TYPE_CHECKING:
    from annotator.session.session import Session
    from annotator.types import Label

_LONGEST = 1 << 20


def add_grade(command: argparse.ArgumentParser) -> None:
    """Add the option for images with a grade."""
    command.add_argument(
        "--grade",
        nargs="+",
        action="append",
        default=[],
        metavar=("GRADE", "IMAGE"),
        help="a grade of the topic, and images of that grade; 0 is irrelevant, the others are relevant; repeatable",
    )


def wanted_grades(session: Session, given: argparse.Namespace, wanted: dict[int, Label | None]) -> dict[int, int]:
    """Return the grades of the command line by image, and add what they mean to the labels that are ``wanted``."""
    from annotator.types import Label

    grades: dict[int, int] = {}
    for text, *names in given.grade:
        if not text.isdecimal() or not names:
            raise ImageError("--grade takes a grade and images of that grade, e.g. --grade 2 a.jpg b.jpg")
        for image in map(session.find, names):
            want(session, wanted, image, Label.RELEVANT if int(text) else Label.IRRELEVANT)
            if grades.setdefault(image, int(text)) != int(text):
                raise ImageError(
                    "{path}: this image was given two different grades. Nothing was stored.", path=session.paths[image]
                )
    session.judgements.check_grades(grades)
    return {image: grade for image, grade in grades.items() if grade}


def want(session: Session, wanted: dict[int, Label | None], image: int, label: Label | None) -> None:
    """Add the label of an image to those that are ``wanted``; ImageError if it has another one there."""
    if wanted.setdefault(image, label) is not label:
        raise ImageError(
            "{path}: this image was given two different labels. Nothing was stored.", path=session.paths[image]
        )


def stacked_grades(session: Session, named: Mapping[int, Label | None], grades: Mapping[int, int]) -> dict[int, int]:
    """Return grades for the stacks of the images that were named, too; an image that was named keeps its own."""
    stacked = dict(grades)
    for image, grade in grades.items():
        stacked |= {one: grade for one in session.collection.stacks.targets([image], named[image]) if one not in named}
    return stacked


def words_of(session: Session) -> dict[int, str]:
    """Return the word of the label of every labeled image, that of its grade where it was given one."""
    words, judgements = session.topics.grades, session.judgements
    found = {image: label.word for image, label in session.labels.items()}
    return found | {image: words[grade] for image, grade in judgements.given.items() if grade < len(words)}


def add_texts(command: argparse.ArgumentParser) -> None:
    """Add the options for what a topic says of itself."""
    command.add_argument(
        "--grades",
        nargs="+",
        metavar="WORD",
        help="words for three or four grades of relevance, from 'not relevant' up; '' ends their use",
    )
    command.add_argument(
        "--criteria",
        type=input_path,
        metavar="FILE",
        help="text on what counts and what does not, with images as in Markdown",
    )


def describe(session: Session, given: argparse.Namespace) -> None:
    """Set the grades and the criteria of the command line, and print those of the topic."""
    if given.grades is not None:
        session.topics.set_grades(given.grades)
    if given.criteria is not None:
        text = read_text(given.criteria, ConfigError, _LONGEST)
        if not text.strip():
            raise ConfigError(
                "{path}: there is no text in this file. 'annotator undo' takes back criteria.", path=given.criteria
            )
        session.topics.set_criteria(text)
    if words := session.topics.grades:
        print(f"grades: {', '.join(f'{grade} {word}' for grade, word in enumerate(words))}")
    if session.topics.criteria:
        print(f"criteria:\n{textwrap.indent(session.topics.criteria, '    ')}")
