"""The event log of a topic and its only writer: judge, undo, redo, current labels, history.

An event is never changed after it is written. An undo is an event too: it refers to the step it reverts and records the
opposite changes. The tables ``label`` and ``step`` are derived from the log and written in the same transaction;
:mod:`annotator.data.project.log.fold` computes them from the log alone.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from annotator.data.project.database import Database
from annotator.data.project.examples import (
    ExternalExample,
    Given,
    GoesBy,
    Inherited,
    JudgingPool,
    Words,
    add_example,
    in_use,
    use_example,
)  # fmt: skip
from annotator.data.project.history import (
    EVERYTHING,
    GradeChanges,
    HistoryFilter,
    Judgement,
    LabelChange,
    count_history,
    label_of_code,
    read_confirmed,
    read_grades,
    read_history,
    read_note,
    read_replaced,
    reverse_notes,
    step_text,
    stored_step,
    write_changes,
    write_note,
)
from annotator.data.project.log.rules import Rule, text_of_rules
from annotator.data.project.log.topic_texts import TopicTexts, reverse_texts, write_texts
from annotator.messages import Message
from annotator.types import UNLABELLED, Change, FloatArray, Label, LabelCodes


@dataclass(frozen=True)
class Step:
    """A step that can be undone, or redone if it was undone.

    Attributes:
        event: Number of its event.
        text: Description of the step.
        at: UTC time, ISO 8601 with ``Z``.
        round: Round in which it was made.
        undone: Whether it is currently undone.
    """

    event: int
    text: str
    at: str
    round: int
    undone: bool


class Judgements(GoesBy):
    """The judgements of one topic.

    Attributes:
        topic: Its key in the project file.
        labels: Label by image id, in the order in which they were set; not to be modified by callers.
        grades: Grade of the relevant images that were given one, from 1, by image id; likewise.
        revision: Number of the latest event of the topic, 0 before the first.
        texts: The words of its grades, and its criteria.
    """

    def __init__(self, database: Database, topic: int) -> None:
        """Read the labels of ``topic``."""
        self._database = database
        self.topic = topic
        rows = database.read("SELECT image, label FROM label WHERE topic = ? ORDER BY event, position", (topic,))
        self.labels: dict[int, Label] = {image: Label(label) for image, label in rows}
        self.texts = TopicTexts(database, topic)
        self.grades: dict[int, int] = read_grades(database, topic)
        self._counts = Counter(self.labels.values())
        self._codes: LabelCodes = np.empty(0, np.int8)
        self.revision = int(database.read("SELECT coalesce(max(id), 0) FROM event WHERE topic = ?", (topic,))[0][0])
        self._texts: tuple[int, tuple[str | None, str | None]] | None = None
        self._given: Given | None = None

    @property
    def grade_words(self) -> tuple[str, ...]:
        """The words of the grades of the topic, from 0 up; empty for a topic without grades."""
        return self.texts.grade_words

    def codes(self, n_images: int) -> LabelCodes:
        """Return the labels as an array of ``n_images`` codes that follows every change; read-only."""
        if len(self._codes) != n_images:
            self._codes = np.full(n_images, UNLABELLED, np.int8)
            self._codes[list(self.labels)] = list(self.labels.values())
        view = self._codes.view()
        view.flags.writeable = False
        return view

    def count(self, label: Label) -> int:
        """Return how many images have ``label``."""
        return self._counts[label]

    def record(
        self,
        labels: Mapping[int, Label | None],
        *,
        kind: str,
        round: int,
        at: str,
        grades: Mapping[int, int] = MappingProxyType({}),
    ) -> Change:
        """Set labels as one step; images that already have their label are skipped, and an empty step writes nothing.

        Args:
            labels: New label by image id; None clears.
            grades: Grades, from 1, of those that become or stay relevant; without one, a relevant image keeps its own.
            kind: ``judge``, ``example`` or ``import``.
            round: Round of the open batch.
            at: UTC time, ISO 8601.

        Returns:
            The changes, durably stored.
        """
        pairs = self._grade_changes(labels, grades)
        changes = [
            (image, old, new)
            for image, new in labels.items()
            if (old := self.labels.get(image)) != new or len({*pairs.get(image, ())}) > 1
        ]
        if not changes:
            return Change((), self.revision, "")
        given = {grades[image] for image, _, _ in changes if image in grades}
        if len(given) == 1 and all(image in grades for image, _, _ in changes):
            text = step_text([Label.RELEVANT] * len(changes), [self.texts.word_of_grade(given.pop())])
        else:
            text = step_text([new for _, _, new in changes])
        with self._database.transaction() as connection:
            event = self._append_step(connection, kind, round, at, text)
            write_changes(connection, self.topic, event, changes, pairs)
        return self._recorded(event, changes, text, pairs)

    def _grade_changes(self, labels: Mapping[int, Label | None], grades: Mapping[int, int]) -> GradeChanges:
        """Return the grade before and after of every image that has one before or after."""
        if not grades and not self.grades:
            return {}
        pairs = {}
        for image, new in labels.items():
            old = self.grades.get(image)
            pairs[image] = old, grades.get(image, old) if new is Label.RELEVANT else None
        return {image: pair for image, pair in pairs.items() if pair != (None, None)}

    def set_text(self, field: str, new: str, said: Message, *, round: int, at: str) -> Change:
        """Set a text of the topic, as one step that is described as ``said``; no change writes nothing."""
        old = self.texts.of(field)
        if new == old:
            return Change((), self.revision, "")
        with self._database.transaction() as connection:
            event = self._append_step(connection, "judge", round, at, said)
            write_texts(connection, event, {field: (old, new)})
        return self._recorded(event, [], said)

    def add_example(self, name: str, vector: FloatArray, *, round: int, at: str) -> Change:
        """Add an external example as one step."""
        text = Message("external example {name}", name=name)
        return self._external(text, round, at, lambda *of: add_example(of, name, vector.astype("<f8")))

    def use_words(self, words: Words, *, round: int, at: str) -> Change:
        """Use words from now on, as one step; they replace those in use, and empty ones only end their use."""
        text = Message("words {words}", words=words.text) if words.text else Message("no words")
        row = ("", words.direction.astype("<f8"), words.to_json())
        return self._external(text, round, at, lambda *of: add_example(of, *row))

    def use_rules(self, rules: Sequence[Rule], said: Message, *, round: int, at: str) -> Change:
        """Use these rules from now on, as one step that is described as ``said``; they replace those in use."""
        if tuple(rules) == self.rules():
            return Change((), self.revision, "")
        return self._external(said, round, at, lambda *of: add_example(of, "", np.empty(0), text_of_rules(rules)))

    def inherit(self, judged: Inherited, *, round: int, at: str) -> Change:
        """Learn from the judgements of a saved topic from now on, as one step."""
        row = (judged.topic, judged.vectors.astype("<f4"), None, judged.to_json())
        text = Message("saved topic {topic}", topic=judged.topic)
        return self._external(text, round, at, lambda *of: add_example(of, *row))

    def use_pool(self, pool: JudgingPool, *, round: int, at: str) -> Change:
        """Judge the images of a pool from now on, as one step; it replaces the one in use."""
        return self._external(pool.step, round, at, lambda *of: add_example(of, "", pool.images, pool=pool.to_json()))

    def remove_example(self, example: ExternalExample, *, round: int, at: str) -> Change:
        """Stop using an external example, as one step."""
        text = Message("external example {name} removed", name=example.name)
        return self._external(text, round, at, lambda *of: use_example(of[0], of[2], example.id, used=False))

    def _external(
        self, text: Message, round: int, at: str, store: Callable[[sqlite3.Connection, int, int], object]
    ) -> Change:
        """Store, as one step, what ``store`` does with the connection, the topic and the event."""
        with self._database.transaction() as connection:
            event = self._append_step(connection, "external", round, at, text)
            store(connection, self.topic, event)
        return self._recorded(event, [], text)

    def confirm(self, images: Iterable[int], *, round: int, at: str, again: Set[int] = frozenset()) -> Change:
        """Record, as one step, that images keep their labels after a second look.

        A confirmation is a judgement that changes no label. Images without a label, and those whose label is already
        confirmed, are skipped unless they are to be confirmed ``again``; an empty step writes nothing.
        """
        already = self.confirmed() - again
        kept = [image for image in dict.fromkeys(images) if image in self.labels and image not in already]
        if not kept:
            return Change((), self.revision, "")
        several = Message("{n} images kept as they are", n=len(kept))
        text = Message("1 image kept as it is") if len(kept) == 1 else several
        with self._database.transaction() as connection:
            event = self._append_step(connection, "judge", round, at, text)
            connection.executemany(
                "INSERT INTO confirmation (event, position, image, label, confirmed) VALUES (?, ?, ?, ?, 1)",
                [(event, position, image, self.labels[image]) for position, image in enumerate(kept)],
            )
        self._recorded(event, [], text)
        return Change(tuple(kept), event, text)

    def set_note(self, image: int, path: str, text: str, *, round: int, at: str) -> Change:
        """Write the note on the image at ``path``, as one step; an empty text removes it. No change writes nothing."""
        old = read_note(self._database, image)
        if text == old:
            return Change((), self.revision, "")
        words = Message("note on {path}", path=path) if text else Message("note on {path} removed", path=path)
        with self._database.transaction() as connection:
            event = self._append_step(connection, "judge", round, at, words)
            write_note(connection, event, image, old, text)
        self._recorded(event, [], words)
        return Change((image,), event, words)

    def confirmed(self) -> frozenset[int]:
        """Return the images whose current label was confirmed; a confirmation ends when the label changes."""
        return read_confirmed(self._database, self.topic)

    def reviewed(self) -> frozenset[int]:
        """Return the images that were judged twice: their label was confirmed, or replaced another."""
        return self.confirmed() | {image for image, _old, _new in read_replaced(self._database, self.topic)}

    def corrected(self) -> int:
        """Return how many labels replaced the opposite one."""
        return sum(old * new < 0 for _image, old, new in read_replaced(self._database, self.topic))

    def _in_use(self) -> Given:
        if self._given is None:
            self._given = in_use(self._database, self.topic)
        return self._given

    def undo_text(self) -> str | None:
        """Return the description of the step that :meth:`undo` would revert; None if there is none."""
        return self._step_texts()[0]

    def redo_text(self) -> str | None:
        """Return the description of the step that :meth:`redo` would repeat; None if there is none."""
        return self._step_texts()[1]

    def steps(self, limit: int) -> list[Step]:
        """Return all steps that can be redone, and at most ``limit`` that can be undone, newest first."""
        rows = self._database.read(
            "SELECT event, text, at, round, undone FROM step JOIN event ON event.id = step.event"
            " WHERE step.topic = ? ORDER BY event DESC LIMIT ? + (SELECT count(*) FROM step"
            " WHERE topic = ? AND undone = 1)",
            (self.topic, limit, self.topic),
        )
        return [Step(event, stored_step(text), at, made, bool(undone)) for event, text, at, made, undone in rows]

    def undo(self, *, round: int, at: str) -> Change | None:
        """Revert the latest step that is not undone; return None if there is none."""
        return self._reverse(self._next_undo(), "undo", round, at)

    def redo(self, *, round: int, at: str) -> Change | None:
        """Repeat the most recently undone step; return None if there is none, or a judgement was made since."""
        return self._reverse(self._next_redo(), "redo", round, at)

    def history(self, limit: int | None = None, wanted: HistoryFilter = EVERYTHING) -> list[Judgement]:
        """Return the latest ``limit`` judgements that match the filter (all for None), newest first."""
        return read_history(self._database, self.topic, wanted, limit)

    def history_size(self, wanted: HistoryFilter = EVERYTHING) -> int:
        """Return how many judgements match the filter."""
        return count_history(self._database, self.topic, wanted)

    def _step_texts(self) -> tuple[str | None, str | None]:
        """Return the descriptions for undo and redo, cached per event because a window asks at every mouse move."""
        if self._texts is None or self._texts[0] != self.revision:
            undo, redo = self._next_undo(), self._next_redo()
            self._texts = (self.revision, (undo and undo[1], redo and redo[1]))
        return self._texts[1]

    def _next_undo(self) -> tuple[int, str] | None:
        """Return the event of the step to undo, and its description."""
        # Every undone step is newer than every other step, because a new step deletes the undone ones.
        return self._step(
            "SELECT step.event, text FROM step JOIN event ON event.id = step.event"
            " WHERE step.topic = ? AND undone = 0 ORDER BY step.event DESC LIMIT 1"
        )

    def _next_redo(self) -> tuple[int, str] | None:
        return self._step(
            "SELECT step.event, text FROM step JOIN event ON event.id = step.event"
            " WHERE step.topic = ? AND undone = 1 ORDER BY step.event LIMIT 1"
        )

    def _step(self, sql: str) -> tuple[int, str] | None:
        rows = self._database.read(sql, (self.topic,))
        return (rows[0][0], stored_step(rows[0][1])) if rows else None

    def _append(
        self, connection: sqlite3.Connection, kind: str, round: int, at: str, text: str, target: int | None = None
    ) -> int:
        event = connection.execute(
            "INSERT INTO event (topic, kind, target, round, at, text) VALUES (?, ?, ?, ?, ?, ?)",
            (self.topic, kind, target, round, at, text),
        ).lastrowid
        assert event is not None
        return event

    def _append_step(self, connection: sqlite3.Connection, kind: str, round: int, at: str, text: str) -> int:
        event = self._append(connection, kind, round, at, text)
        connection.execute("DELETE FROM step WHERE topic = ? AND undone = 1", (self.topic,))
        connection.execute("INSERT INTO step (topic, undone, event) VALUES (?, 0, ?)", (self.topic, event))
        return event

    def _reverse(self, wanted: tuple[int, str] | None, kind: str, round: int, at: str) -> Change | None:
        """Record an undo or redo of a step, given by its event and its description."""
        if wanted is None:
            return None
        step, text = wanted
        undone = kind == "undo"
        recorded = self._database.read(
            f"SELECT image, {'new, old, new_grade, old_grade' if undone else 'old, new, old_grade, new_grade'}"  # noqa: S608
            " FROM change WHERE event = ? ORDER BY position",
            (step,),
        )
        changes = [(image, label_of_code(old), label_of_code(new)) for image, old, new, *_ in recorded]
        grades = {image: (old, new) for image, *_, old, new in recorded if (old, new) != (None, None)}
        with self._database.transaction() as connection:
            event = self._append(connection, kind, round, at, text, step)
            write_changes(connection, self.topic, event, changes, grades)
            if not changes:  # a step is either of labels, or of a text or an example
                reverse_texts(connection, event, step, undone=undone)
                connection.execute(
                    "INSERT INTO example_change (event, example, used)"
                    " SELECT ?, example, iif(?, 1 - used, used) FROM example_change WHERE event = ?",
                    (event, undone, step),
                )
            connection.execute(
                "INSERT INTO confirmation (event, position, image, label, confirmed)"
                " SELECT ?, position, image, label, iif(?, 1 - confirmed, confirmed) FROM confirmation"
                " WHERE event = ?",
                (event, undone, step),
            )
            noted = reverse_notes(self._database, connection, event, step, undone=undone)
            connection.execute("UPDATE step SET undone = ? WHERE topic = ? AND event = ?", (undone, self.topic, step))
        change = self._recorded(event, changes, text, grades)
        return replace(change, images=(*change.images, *noted))

    def _recorded(
        self, event: int, changes: Iterable[LabelChange], text: str, grades: GradeChanges = MappingProxyType({})
    ) -> Change:
        """Apply changes to the state in memory after they have become durable."""
        images = []
        for image, old, new in changes:
            images.append(image)
            if len(self._codes):
                self._codes[image] = UNLABELLED if new is None else new
            if old is not None:
                del self.labels[image]
                self._counts[old] -= 1
            if new is not None:
                self.labels[image] = new
                self._counts[new] += 1
        for image, (_, grade) in grades.items():
            self.grades.pop(image, None)
            if grade is not None:
                self.grades[image] = grade
        self.revision = event
        if not images:  # it can be a step of words, of an example, or of a text of the topic
            self._given = None
            self.texts.forget()
        return Change(tuple(images), event, text)
