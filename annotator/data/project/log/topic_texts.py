"""What a topic says of itself in the log: the words of its grades, and the criteria by which it is judged.

A text is changed by a step, like a label: undo takes it back, a recovery finds it, and every version of it is kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from annotator.data.files.json_text import parse_json
from annotator.data.project.database import Database
from annotator.errors import ConfigError, ProjectError
from annotator.messages import Message, Remedy

GRADES, CRITERIA = FIELDS = ("grades", "criteria")

FEWEST, MOST = 3, 4
"""How many grades a topic can have; without any, an image is relevant or not."""
LONGEST_WORD = 60
LONGEST_TEXT = 100_000
"""Most characters of the word of a grade, and of the criteria."""


class TopicTexts:
    """The texts of one topic as they are now."""

    def __init__(self, database: Database, topic: int) -> None:
        self._database, self._topic = database, topic
        self._known: dict[str, str] | None = read_texts(database, topic)
        self._words: tuple[str, ...] | None = None

    def of(self, field: str) -> str:
        """Return a text, "" for none."""
        if self._known is None:
            self._known = read_texts(self._database, self._topic)
        return self._known.get(field, "")

    def forget(self) -> None:
        """Read the texts again: a step may have changed them."""
        self._known = self._words = None

    @property
    def grade_words(self) -> tuple[str, ...]:
        """The words of the grades, from 0 up; empty for a topic without grades."""
        if self._words is None:
            self._words = words_of_text(self.of(GRADES))
        return self._words

    @property
    def criteria(self) -> str:
        """What counts as relevant and what does not, in the words of the person; "" for nothing."""
        return self.of(CRITERIA)

    def word_of_grade(self, grade: int) -> str:
        """Return the word of a grade; its number if it has none."""
        words = self.grade_words
        return words[grade] if grade < len(words) else str(grade)


def read_texts(database: Database, topic: int, revision: int = 2**63 - 1) -> dict[str, str]:
    """Return the texts of a topic by field as of an event; a field without a text is missing."""
    rows = database.read(
        "SELECT field, new, max(event) FROM topic_text JOIN event ON event.id = event"
        " WHERE topic = ? AND event <= ? GROUP BY field",
        (topic, revision),
    )
    return {field: text for field, text, _ in rows if text}


def write_texts(connection: sqlite3.Connection, event: int, texts: Mapping[str, tuple[str, str]]) -> None:
    """Store the texts that a step changed, each with what it was before, within the caller's transaction."""
    connection.executemany(
        "INSERT INTO topic_text (event, field, old, new) VALUES (?, ?, ?, ?)",
        [(event, field, old, new) for field, (old, new) in texts.items()],
    )


def reverse_texts(connection: sqlite3.Connection, event: int, step: int, *, undone: bool) -> None:
    """Undo or redo what ``step`` did to texts, as ``event``, within the caller's transaction."""
    connection.execute(
        "INSERT INTO topic_text (event, field, old, new)"
        " SELECT ?, field, iif(?, new, old), iif(?, old, new) FROM topic_text WHERE event = ?",
        (event, undone, undone, step),
    )


def step_of(field: str, text: str) -> Message:
    """Return what setting a text did, in words."""
    if field == CRITERIA:
        return Message("criteria") if text else Message("no criteria")
    words = words_of_text(text)
    return Message("grades {grades}", grades=" / ".join(words)) if words else Message("no grades")


def text_of_words(words: Sequence[str]) -> str:
    """Return the words of grades as they are stored, "" for none."""
    return json.dumps(list(words), ensure_ascii=False) if words else ""


def words_of_text(text: str) -> tuple[str, ...]:
    """Return the words of grades from how they are stored.

    Raises:
        ProjectError: The program never writes such a text.
    """
    try:
        return checked_words([str(word) for word in parse_json(text, list)]) if text else ()
    except (ValueError, ConfigError) as error:
        raise ProjectError("The grades of a topic cannot be read: {error}", error=error) from error


def check_grade(grade: int, words: Sequence[str], topic: str) -> None:
    """Raise ConfigError unless a topic whose grades have these words has that grade."""
    if not words:
        raise ConfigError(
            "The topic {topic!r} has no grades. {remedy}.",
            topic=topic,
            remedy=Remedy("Give it some: annotator topic PROJECT --grades", "Give it some: Topic, Grades"),
        )
    if not 0 <= grade < len(words):
        raise ConfigError(
            "The topic {topic!r} has no grade {grade}; its grades are {grades}.",
            topic=topic,
            grade=grade,
            grades=", ".join(f"{number} {word}" for number, word in enumerate(words)),
        )


def checked_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of grades, the lowest first, without spaces around them; none for a topic without grades.

    Raises:
        ConfigError: There are too few or too many, two are the same, or one is empty, too long or of several lines.
    """
    trimmed = tuple(word.strip() for word in words)
    if trimmed in ((), ("",)):
        return ()
    if not FEWEST <= len(trimmed) <= MOST:
        raise ConfigError(
            "A topic has {fewest} or {most} grades, the lowest for what is not relevant, and these are {n}: {words}.",
            fewest=FEWEST,
            most=MOST,
            n=len(trimmed),
            words=", ".join(map(repr, trimmed)),
        )
    for word in trimmed:
        if not word or len(word) > LONGEST_WORD or not word.isprintable():
            raise ConfigError(
                "{word!r} cannot name a grade: use 1 to {longest} ordinary characters on one line.",
                word=word,
                longest=LONGEST_WORD,
            )
    if len({word.casefold() for word in trimmed}) < len(trimmed):
        raise ConfigError("Every grade needs a word of its own: {words}.", words=", ".join(map(repr, trimmed)))
    return trimmed
