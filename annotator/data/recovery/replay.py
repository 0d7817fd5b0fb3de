"""Add steps from another copy of the log to a project that lacks them."""

from __future__ import annotations

import base64
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.data.project.database import Database
from annotator.data.project.history import read_note, step_text, write_note
from annotator.data.project.log import fold as derived
from annotator.data.project.log.topic_texts import read_texts, write_texts
from annotator.data.project.text_log import unusable
from annotator.messages import Message
from annotator.types import Label

_LATER = {"scope": "{}", "archived": None, "exclusive": 0, "judge": "", "opinion_on": None}
"""Defaults for settings that older formats lack."""
_SETTINGS = (
    "strategy", "parameters", "batch_size", "seed", "model", "scope", "archived", "exclusive", "judge", "opinion_on"
)  # fmt: skip


@dataclass(frozen=True)
class Branch:
    """Steps of a log without which a project went on.

    Attributes:
        fork: The first number under which the project has another step.
        steps: Lines of the steps, in order.
        topics: Lines of the topics.
    """

    fork: int
    steps: tuple[Mapping[str, Any], ...]
    topics: Mapping[int, Mapping[str, Any]]


def divide(
    logs: Iterable[Iterable[Mapping[str, Any]]], known: Mapping[int, tuple[int, str]]
) -> tuple[list[Mapping[str, Any]], list[Branch], list[Message]]:
    """Divide the lines of several logs into those that continue a project, and those that it went on without.

    Args:
        logs: The logs; of two that contradict each other, the first one continues the project.
        known: Topic and time of the steps of the project by number.

    Returns:
        The lines that continue it, the branches, and sentences on lines of no use.
    """
    steps = dict(known)
    later: list[Mapping[str, Any]] = []
    branches = []
    lost = []
    for log in logs:
        usable = []
        for line in log:
            problem = unusable(line)
            if problem is None:
                usable.append(line)
            else:
                lost.append(problem)
        own = {line["event"]: line for line in reversed(usable) if "event" in line}
        other = [n for n, line in own.items() if n in steps and steps[n] != (line["topic"], line["at"])]
        if other:
            topics = {line["topic"]: line for line in usable if "settings" in line}
            fork = min(other)
            branches.append(Branch(fork, tuple(own[number] for number in sorted(own) if number >= fork), topics))
        else:
            later += usable
            steps |= {number: (line["topic"], line["at"]) for number, line in own.items()}
    return later, branches, lost


class Replayer:
    """Appends steps to the log of a project.

    Attributes:
        lost: Sentences on what could not be added.
    """

    def __init__(self, database: Database) -> None:
        """Read the current state of the project."""
        self._database = database
        self._image = {path: image for image, path in database.read("SELECT id, path FROM image")}
        self._topics = {topic for (topic,) in database.read("SELECT id FROM topic")}
        self._last = database.latest_event
        self._folds = {topic: derived.fold(database, topic) for topic in self._topics}
        self.lost: list[str] = []

    def replay(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Add the steps that come after the last one of the project, in one transaction.

        Args:
            lines: Lines of :func:`divide`; if a step occurs more than once, the first one counts.

        Returns:
            The number of steps added.
        """
        topics: dict[int, Mapping[str, Any]] = {}
        events: dict[int, Mapping[str, Any]] = {}
        for line in lines:
            if "settings" in line:
                topics[line["topic"]] = line
            elif "event" in line and line["event"] > self._last:
                events.setdefault(line["event"], line)
        unknown: set[str] = set()
        added = 0
        with self._database.transaction() as connection:
            for number in sorted(events):
                line = events[number]
                if line["topic"] not in self._topics and not self._add_topic(connection, topics.get(line["topic"])):
                    self.lost.append(Message("Step {number} of the log: its topic is not known.", number=number))
                    continue
                if "expected" in line:
                    self.lost.append(
                        Message(
                            "Step {number} of the log: {found} of {expected} images.",
                            number=number,
                            found=len(line["changes"]),
                            expected=line["expected"],
                        )
                    )
                self._add(connection, line, unknown)
                self._last = number
                added += 1
            for topic in topics.values():
                if topic["topic"] in self._topics and added:
                    self._rename(connection, topic)
        self._tell_unknown(unknown)
        return added

    def merge(self, branch: Branch) -> int:
        """Append the steps that the project went on without, as far as nothing later contradicts them.

        They get new numbers. An image that was judged in the same topic since keeps that label. All in one transaction.

        Returns:
            The number of steps added.
        """
        database = self._database
        since, noted = self._since(branch.fork)
        known = set(database.read("SELECT topic, at FROM event"))
        names = dict(database.read("SELECT id, name FROM topic"))
        numbers: dict[int, int] = {}
        labels: set[tuple[int, str]] = set()
        notes: set[str] = set()
        unknown: set[str] = set()
        added = 0
        with database.transaction() as connection:
            for line in branch.steps:
                topic, number = line["topic"], line["event"]
                named = branch.topics.get(topic)
                there = topic in self._topics or self._add_topic(connection, named)
                if not there or (named is not None and names.get(topic, named["name"]) != named["name"]):
                    self.lost.append(Message("Step {number} of the log: its topic is not known.", number=number))
                elif (topic, line["at"]) not in known:
                    passed = since.get(topic, set())
                    labels |= {(topic, path) for path in self._other_labels(line, passed)}
                    notes |= self._other_notes(line, noted)
                    left = self._left_of(line, passed, noted, numbers)
                    if left is not None:
                        self._last += 1
                        numbers[number] = self._last
                        self._add(connection, {**left, "event": self._last}, unknown)
                        added += 1
        self._tell_unknown(unknown)
        if labels:
            self.lost.append(
                Message(
                    "Left out, because these images were judged otherwise since: {n} label(s) of an older log.",
                    n=len(labels),
                )
            )
        if notes:
            self.lost.append(
                Message(
                    "Left out, because these images got another note since: {n} note(s) of an older log.",
                    n=len(notes),
                )
            )
        return added

    def _since(self, fork: int) -> tuple[dict[int, set[str]], set[str]]:
        """Return by topic the images that were judged from the event ``fork`` on, and those that got a note."""
        judged: dict[int, set[str]] = {}
        for topic, path in self._database.read(
            "SELECT DISTINCT topic, path FROM change JOIN event ON event.id = event JOIN image ON image.id = image"
            " WHERE event >= ?",
            (fork,),
        ):
            judged.setdefault(topic, set()).add(path)
        noted = self._database.read(
            "SELECT path FROM note_change JOIN image ON image.id = image WHERE event >= ?", (fork,)
        )
        return judged, {path for (path,) in noted}

    def _other_labels(self, line: Mapping[str, Any], passed: set[str]) -> set[str]:
        """Return those of the images ``passed`` to which a step would give another label than they have."""
        labels = self._folds[line["topic"]].labels
        there = {path: new for path, _, new, *_ in line["changes"] if path in passed and path in self._image}
        return {path for path, new in there.items() if labels.get(self._image[path], (None,))[0] != new}

    def _other_notes(self, line: Mapping[str, Any], noted: set[str]) -> set[str]:
        """Return those of the images ``noted`` to which a step would give another note than they have."""
        there = {path: new for path, _, new in line.get("notes", ()) if path in noted and path in self._image}
        return {path for path, new in there.items() if self._note(line, self._image[path]) != new}

    def _note(self, line: Mapping[str, Any], image: int) -> str:
        """Return the note on an image of the person who made a step."""
        topic = line["topic"]
        theirs = self._database.read("SELECT opinion_on FROM topic WHERE id = ?", (topic,)) not in ([], [(None,)])
        return read_note(self._database, image, topic if theirs else None)

    def _left_of(
        self, line: Mapping[str, Any], passed: set[str], noted: set[str], numbers: Mapping[int, int]
    ) -> dict[str, Any] | None:
        """Return what of a step can be added where the images ``passed`` were judged, and ``noted`` got notes, since.

        None if nothing can.
        """
        left = {**line, "target": numbers.get(line["target"])}
        left["changes"] = [one for one in line["changes"] if one[0] not in passed]
        left["confirmed"] = [one for one in line.get("confirmed", ()) if one[0] not in passed]
        left["notes"] = [one for one in line.get("notes", ()) if one[0] not in noted]
        if len(left["changes"]) < len(line["changes"]):
            left["text"] = step_text([None if new is None else Label(new) for _, _, new, *_ in left["changes"]])
        if "example" in line:
            name, there = line["example"]["name"], self._database.read(
                "SELECT topic, name FROM example WHERE id = ?", (line["example"]["id"],)
            )  # fmt: skip
            if there not in ([], [(line["topic"], name)]):
                self.lost.append(Message("The external example {name}.", name=name))
                return None
        kept = left["changes"] or left["confirmed"] or left["notes"] or left.get("texts")
        return left if kept or "example" in line else None

    def _tell_unknown(self, unknown: set[str]) -> None:
        if unknown:
            shown = ", ".join(sorted(unknown)[:3])
            self.lost.append(
                Message(
                    "Judgements of {n_unknown:,} images that the project does not know, e.g. {shown}.",
                    n_unknown=len(unknown),
                    shown=shown,
                )
            )

    def _add_topic(self, connection: sqlite3.Connection, line: Mapping[str, Any] | None) -> bool:
        if line is None:
            return False
        settings = {**_LATER, **line["settings"]}
        names, marks = ", ".join(_SETTINGS), ", ".join("?" * len(_SETTINGS))
        try:
            connection.execute(
                f"INSERT INTO topic (id, name, {names}) VALUES (?, ?, {marks})",  # noqa: S608
                (line["topic"], self._free_name(connection, line), *(settings[name] for name in _SETTINGS)),
            )
        except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, KeyError):
            return False  # settings that the program never writes
        self._topics.add(line["topic"])
        self._folds[line["topic"]] = derived.Fold({}, [], [])
        return True

    def _rename(self, connection: sqlite3.Connection, line: Mapping[str, Any]) -> None:
        name = self._free_name(connection, line)
        connection.execute("UPDATE topic SET name = ? WHERE id = ?", (name, line["topic"]))

    @staticmethod
    def _free_name(connection: sqlite3.Connection, line: Mapping[str, Any]) -> str:
        """Return the name of a topic, with a number appended if another topic has it."""
        name, number = str(line["name"]), 1
        while connection.execute("SELECT 1 FROM topic WHERE name = ? AND id != ?", (name, line["topic"])).fetchone():
            number += 1
            name = f"{line['name']} ({number})"
        return name

    def _add(self, connection: sqlite3.Connection, line: Mapping[str, Any], unknown: set[str]) -> None:
        topic, number, kind, target = line["topic"], line["event"], line["kind"], line["target"]
        fold = self._folds[topic]
        if kind == "undo" and target in fold.done:
            fold.done.remove(target)
            fold.undone.insert(0, target)
        elif kind == "redo" and target in fold.undone:
            fold.undone.remove(target)
            fold.done.append(target)
        else:  # the step it refers to is missing: it becomes a step of its own with the same effect
            kind, target = ("judge", None) if kind in ("undo", "redo") else (kind, None)
            fold.undone.clear()
            fold.done.append(number)
        connection.execute(
            "INSERT INTO event (id, topic, kind, target, round, at, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, topic, kind, target, line["round"], line["at"], line["text"]),
        )
        for position, (path, _, new, *grades) in enumerate(line["changes"]):
            image = self._image.get(path)
            if image is None:
                unknown.add(path)
                continue
            old = fold.labels.get(image)
            grade = None if old is None or old[0] != Label.RELEVANT else _grade_at(connection, *old[1:])
            connection.execute(
                "INSERT INTO change (event, position, image, old, new, old_grade, new_grade)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, position, image, None if old is None else old[0], new, grade, grades[1] if grades else None),
            )
            if new is None:
                fold.labels.pop(image, None)
            else:
                fold.labels[image] = (new, number, position)
        for position, (path, label, confirmed) in enumerate(line.get("confirmed", ())):
            if path in self._image:
                connection.execute(
                    "INSERT INTO confirmation (event, position, image, label, confirmed) VALUES (?, ?, ?, ?, ?)",
                    (number, position, self._image[path], label, confirmed),
                )
        for path, _, new in line.get("notes", ()):
            image = self._image.get(path)
            if image is None:
                unknown.add(path)
            elif (before := self._note(line, image)) != new:
                write_note(connection, number, image, before, new)
        for field, _, new in line.get("texts", ()):
            old_text = read_texts(self._database, topic, number).get(field, "")
            write_texts(connection, number, {field: (old_text, new)})
        if "example" in line:
            self._add_example(connection, line)

    def _add_example(self, connection: sqlite3.Connection, line: Mapping[str, Any]) -> None:
        example = line["example"]
        vector = base64.b64decode(example["vector"])
        if example.get("pool") is not None:
            ids = [self._image.get(path, -1) for path in example["images"]]
            vector = struct.pack(f"<{len(ids)}q", *ids)
        connection.execute(
            "INSERT OR IGNORE INTO example (id, topic, name, vector, words, saved, pool) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(example["id"], line["topic"], example["name"], vector),
                *(example.get("words"), example.get("saved"), example.get("pool")),  # an older log has none
            ),
        )
        connection.execute(
            "INSERT INTO example_change (event, example, used) VALUES (?, ?, ?)",
            (line["event"], example["id"], line["used"]),
        )


def _grade_at(connection: sqlite3.Connection, event: int, position: int) -> int | None:
    """Return the grade that a step gave an image."""
    row = connection.execute("SELECT new_grade FROM change WHERE event = ? AND position = ?", (event, position))
    return next((grade for (grade,) in row), None)
