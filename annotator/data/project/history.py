"""The history of judgements of a topic, filters for it, and what a step did in words.

The project file stores the English sentence of a step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from annotator.data.project.database import Database
from annotator.messages import Message, recognized
from annotator.types import Label

CLEARED = "cleared"
CHANGED = "changed"
"""Kind of the judgements that replaced another one: the person judged again, and otherwise."""

KINDS = ("judge", "example", "import", "undo", "redo")

LabelChange = tuple[int, Label | None, Label | None]
"""Image, label before, label after."""
GradeChanges = Mapping[int, tuple[int | None, int | None]]
"""Grade before and grade after by image, of those relevant images that have one, 1 to 3."""


@dataclass(frozen=True)
class Judgement:
    """One entry of the history.

    Attributes:
        image: Image id.
        path: Its path relative to the image folder.
        old: Label before, None for unlabeled.
        new: Label after.
        round: Round in which it was made, 0 before the first batch.
        at: UTC time, ISO 8601 with ``Z``.
        kind: ``judge``, ``example``, ``import``, ``undo`` or ``redo``.
        revision: Number of the event.
        judge: Who gave the label; "" for a person without a name, or if it is not known.
        old_grade, new_grade: Grade of a relevant image before and after, from 1; None if none was given.
    """

    image: int
    path: str
    old: Label | None
    new: Label | None
    round: int
    at: str
    kind: str
    revision: int
    judge: str = ""
    old_grade: int | None = None
    new_grade: int | None = None


@dataclass(frozen=True)
class HistoryFilter:
    """Filter for judgements; the defaults match all.

    Attributes:
        text: Part of the path; the case of ASCII letters is ignored.
        label: ``relevant``, ``irrelevant``, ``unsure``, or ``cleared`` for labels that were removed; "" for any.
        round: Round; None for any.
        since: Earliest UTC time, ISO 8601; "" for any.
        kind: One of :data:`KINDS`, or :data:`CHANGED`; "" for any.
        image: Image id; None for any.
    """

    text: str = ""
    label: str = ""
    round: int | None = None
    since: str = ""
    kind: str = ""
    image: int | None = None

    def conditions(self) -> tuple[str, tuple[object, ...]]:
        """Return the SQL condition, which begins with AND unless it is empty, and its parameters."""
        words = {label.word: label.value for label in Label}
        terms: list[tuple[str, tuple[object, ...]]] = []
        if self.text:
            terms.append(("instr(lower(path), lower(?)) > 0", (self.text,)))
        if self.label == CLEARED:
            terms.append(("new IS NULL", ()))
        elif self.label:
            terms.append(("new = ?", (words[self.label],)))
        if self.round is not None:
            terms.append(("round = ?", (self.round,)))
        if self.since:
            terms.append(("at >= ?", (self.since,)))
        if self.kind == CHANGED:
            terms.append(("old IS NOT NULL AND new IS NOT NULL AND kind NOT IN ('undo', 'redo')", ()))
        elif self.kind:
            terms.append(("kind = ?", (self.kind,)))
        if self.image is not None:
            terms.append(("image = ?", (self.image,)))
        sql = "".join(f" AND {term}" for term, _ in terms)
        return sql, tuple(value for _, values in terms for value in values)


EVERYTHING = HistoryFilter()

_SOURCE = " FROM event JOIN change ON change.event = event.id JOIN image ON image.id = change.image WHERE topic = ?"


def read_history(database: Database, topic: int, wanted: HistoryFilter, limit: int | None) -> list[Judgement]:
    """Return the latest ``limit`` judgements of a topic that match the filter (all for None), newest first."""
    condition, values = wanted.conditions()
    rows = database.read(
        f"SELECT image, path, old, new, round, at, kind, event.id, '', old_grade, new_grade{_SOURCE}{condition}"
        " ORDER BY event.id DESC, position DESC LIMIT ?",
        (topic, *values, -1 if limit is None else limit),
    )
    return [
        Judgement(image, path, label_of_code(old), label_of_code(new), *rest) for image, path, old, new, *rest in rows
    ]


def count_history(database: Database, topic: int, wanted: HistoryFilter) -> int:
    """Return how many judgements of a topic match the filter."""
    condition, values = wanted.conditions()
    count: int = database.read(f"SELECT count(*){_SOURCE}{condition}", (topic, *values))[0][0]
    return count


def round_of_step(database: Database, topic: int, revision: int) -> int:
    """Return the round of the latest step of a topic up to event ``revision`` that is not undone; 0 for none."""
    rows = database.read(
        "SELECT round FROM step JOIN event ON event.id = step.event WHERE step.topic = ? AND undone = 0"
        " AND step.event <= ? ORDER BY step.event DESC LIMIT 1",
        (topic, revision),
    )
    return int(rows[0][0]) if rows else 0


def label_of_code(code: int | None) -> Label | None:
    """Return the label with a code, None for none."""
    return None if code is None else Label(code)


STEPS = (
    "note on {path} removed", "note on {path}", "1 image kept as it is", "{n} images kept as they are",
    "external example {name} removed",
    "external example {name}", "saved topic {topic}", "pool of topic {topic}",
    "words {words}", "no words", "no grades", "grades {grades}", "no criteria", "criteria",
    "{n} image(s) to {label}", "relevant", "irrelevant",
    "unsure", "unlabelled", "several labels",
)  # fmt: skip
"""What a step in the file can say; of two that fit, the first one is meant."""


def step_text(labels: Sequence[Label | None], words: Iterable[str] = ()) -> Message:
    """Return what setting these labels did; ``words`` are those of the grades that were given instead of labels."""
    said = {*words} or {_word(label) for label in labels}
    label = said.pop() if len(said) == 1 else Message("several labels")
    return Message("{n} image(s) to {label}", n=len(labels), label=label)


def _word(label: Label | None) -> str:
    return Message("unlabelled") if label is None else label.word


def stored_step(text: str) -> str:
    """Return the words of a step, which the file holds in English, as the message they were."""
    return recognized(text, STEPS)


def read_grades(database: Database, topic: int) -> dict[int, int]:
    """Return the grade of every relevant image of a topic that was given one, by image."""
    if not database.read("SELECT 1 FROM topic_text UNION ALL SELECT 1 FROM topic WHERE opinion_on IS NOT NULL LIMIT 1"):
        return {}  # nothing in the project has grades: labels of a million images are not looked up
    return dict(database.read(
        "SELECT label.image, new_grade FROM label JOIN change"
        " ON change.event = label.event AND change.position = label.position"
        " WHERE label.topic = ? AND new_grade IS NOT NULL",
        (topic,),
    ))  # fmt: skip


def read_confirmed(database: Database, topic: int) -> frozenset[int]:
    """Return the images whose current label was confirmed; a confirmation ends when the label changes."""
    rows = database.read(
        "SELECT confirmation.image FROM confirmation JOIN event ON event.id = confirmation.event"
        " JOIN label ON label.topic = event.topic AND label.image = confirmation.image"
        " WHERE event.topic = ? AND confirmed = 1 AND label.label = confirmation.label AND event.id = ("
        " SELECT max(other.event) FROM confirmation AS other JOIN event AS its ON its.id = other.event"
        " WHERE other.image = confirmation.image AND its.topic = event.topic)",
        (topic,),
    )
    return frozenset(image for (image,) in rows)


def read_replaced(database: Database, topic: int) -> list[tuple[int, int, int]]:
    """Return the image, the label before and the label now of every label that replaced another."""
    return database.read(
        "SELECT label.image, change.old, change.new FROM label JOIN event ON event.id = label.event"
        " JOIN change ON change.event = label.event AND change.position = label.position"
        " WHERE label.topic = ? AND change.old IS NOT NULL AND event.kind != 'undo'",
        (topic,),
    )


def write_changes(
    connection: sqlite3.Connection,
    topic: int,
    event: int,
    changes: Sequence[LabelChange],
    grades: GradeChanges = MappingProxyType({}),
) -> None:
    """Store the labels and grades that a step changed, and the labels now, within the caller's transaction."""
    connection.executemany(
        "INSERT INTO change (event, position, image, old, new, old_grade, new_grade) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(event, at, *change, *grades.get(change[0], (None, None))) for at, change in enumerate(changes)],
    )
    connection.executemany(
        "INSERT INTO label (topic, image, label, event, position) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (topic, image) DO UPDATE"
        " SET label = excluded.label, event = excluded.event, position = excluded.position",
        [(topic, image, new, event, position) for position, (image, _, new) in enumerate(changes) if new is not None],
    )
    connection.executemany(
        "DELETE FROM label WHERE topic = ? AND image = ?",
        [(topic, image) for image, _, new in changes if new is None],
    )


# Notes


_WRITTEN = " FROM note_change JOIN event ON event.id = event JOIN topic ON topic.id = topic WHERE "


def read_notes(database: Database) -> dict[int, str]:
    """Return the notes on images of who works in the project, by image id."""
    rows = database.read(f"SELECT image, new, max(event){_WRITTEN}opinion_on IS NULL GROUP BY image ORDER BY image")
    return {image: text for image, text, _ in rows if text}


def read_note(database: Database, image: int, opinion: int | None = None) -> str:
    """Return the note on an image, "" for none.

    Args:
        database: The project.
        image: Image id.
        opinion: The topic with the opinion of another person, whose note is meant; None for who works in the project.
    """
    rows = database.read(
        f"SELECT new{_WRITTEN}image = ? AND (topic = ? OR (? IS NULL AND opinion_on IS NULL))"
        " ORDER BY event DESC LIMIT 1",
        (image, opinion, opinion),
    )
    return str(rows[0][0]) if rows else ""


def read_notes_of(database: Database, judge: str) -> dict[int, str]:
    """Return the notes of another person, by image id; of those written in several topics, the latest."""
    rows = database.read(
        f"SELECT image, new{_WRITTEN}opinion_on IS NOT NULL AND judge = ? COLLATE NOCASE ORDER BY at, event", (judge,)
    )
    return {image: text for image, text in dict(rows).items() if text}


def write_note(connection: sqlite3.Connection, event: int, image: int, old: str, new: str) -> None:
    """Store what a step did to the note on an image, within the caller's transaction."""
    connection.execute("INSERT INTO note_change (event, image, old, new) VALUES (?, ?, ?, ?)", (event, image, old, new))


def reverse_notes(
    database: Database, connection: sqlite3.Connection, event: int, step: int, *, undone: bool
) -> list[int]:
    """Undo or redo what ``step`` did to notes, as ``event``, and return the images; a note changed since stays."""
    changed = []
    for image, old, new in database.read("SELECT image, old, new FROM note_change WHERE event = ?", (step,)):
        before, after = (new, old) if undone else (old, new)
        if read_note(database, image) == before:
            write_note(connection, event, image, before, after)
            changed.append(image)
    return changed
