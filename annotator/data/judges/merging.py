"""Bring the judgements of another person into a project.

The record of that person becomes the record of a topic of its own, which says on what topic it is the opinion of whom.
It is recovered, backed up and written in plain text like every other topic. Images that the owner of the project did
not judge take the label of the others where these do not contradict each other, as one step that can be undone. Merging
a file again adds what is new in it, and nothing else.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.judges.opinions import opinion_of
from annotator.data.judges.sharing import insert_rules
from annotator.data.project import topics as stored
from annotator.data.project.database import Database
from annotator.data.project.history import label_of_code, read_grades, read_note, step_text, write_changes, write_note
from annotator.data.project.log.rules import RULES, Rule, rules_of
from annotator.data.project.log.topic_texts import GRADES, words_of_text, write_texts
from annotator.data.project.project import Project
from annotator.data.project.text_log import event_lines, unusable
from annotator.data.project.topics import Topic
from annotator.errors import ProjectError
from annotator.types import Label

_Event = tuple[str, int, str, str]  # kind, round, time, text
_Step = Mapping[str, Any]
"""A step as :func:`~annotator.data.project.text_log.event_lines` tells it."""


@dataclass(frozen=True)
class Merged:
    """What one topic of another file brought.

    Attributes:
        topic: The topic of this project.
        judge: Who judged.
        steps: Steps that were new.
        judged: Images that this person has judged in all.
        unknown: Images of those steps that this project does not have, by path.
        opinion: The topic that holds this person's judgements.
        labels: Their labels now, by image.
        before: Their labels before, by image.
    """

    topic: Topic
    judge: str
    steps: int
    judged: int
    unknown: tuple[str, ...]
    opinion: Topic
    labels: Mapping[int, int]
    before: Mapping[int, int]


@dataclass(frozen=True)
class OtherCopy:
    """What was read from the file of another person.

    Attributes:
        path: The file.
        topics: Its topics that are nobody's opinion, with the steps of each.
        paths: Its images.
        fingerprint: What identifies its features.
    """

    path: Path
    topics: Sequence[tuple[Topic, Sequence[_Step]]]
    paths: frozenset[str]
    fingerprint: Mapping[str, Any]

    def steps_in(self, topic: Topic) -> Sequence[_Step]:
        """Return the steps of one of its topics."""
        return next(steps for one, steps in self.topics if one.id == topic.id)


def read_copy(path: Path) -> OtherCopy:
    """Read the file of another person, which is not changed.

    Raises:
        ProjectError: It is missing, damaged, of another format, or no project.
    """
    project = Project.open(path, read_only=True)
    try:
        steps: dict[int, list[dict[str, Any]]] = {}
        latest: dict[str, Any] = {}
        for line in event_lines(project.database, 0):
            if "kind" in line:
                latest = line
                steps.setdefault(line["topic"], []).append(line)
            else:  # a further line of a large step
                latest["changes"] += line["changes"]
        broken = next((line for lines in steps.values() for line in lines if unusable(line) is not None), None)
        if broken is not None:
            raise ProjectError(
                "{copy} is damaged: its step {number} holds values that the program never writes. Nothing was changed. "
                "Ask for another copy, or recover this one with “annotator recover”.",
                copy=path,
                number=broken["event"],
            )
        own = [topic for topic in stored.load(project.database) if topic.opinion_on is None]
        paths = frozenset(path for (path,) in project.database.read("SELECT path FROM image"))
        return OtherCopy(path, [(one, steps.get(one.id, ())) for one in own], paths, project.fingerprint)
    finally:
        project.close()


def merge_topic(
    connection: sqlite3.Connection, database: Database, copy: OtherCopy, given: Topic, judge: str
) -> Merged | None:
    """Add what a person judged in one topic of another file, within the caller's transaction; None if that is nothing.

    Args:
        connection: Connection in a transaction.
        database: The project.
        copy: The other file.
        given: The topic in the other file; the project gets one of that name if it has none.
        judge: Who judged in it.
    """
    topics = stored.load(database)
    own, opinion, steps = steps_of(database, topics, copy, given, judge)
    if not steps:
        return None
    if own is None:
        own = stored.insert(connection, dataclasses.replace(given, id=0, judge="", archived="", exclusive=False))
        _take_texts(connection, own, copy.steps_in(given))
    opinion = opinion or add_opinion(connection, topics, own, judge)
    image_of = dict(database.read("SELECT path, id FROM image"))
    before = dict(database.read("SELECT image, label FROM label WHERE topic = ?", (opinion.id,)))
    new = new_steps(database, opinion, steps)
    labels, grades = dict(before), read_grades(database, opinion.id)
    unknown: set[str] = set()
    for line in new:
        changes, graded = [], {}
        for path, _, label, *given_grades in line["changes"]:
            image = image_of.get(path)
            if image is None:
                unknown.add(path)
                continue
            old, new_grade = grades.pop(image, None), given_grades[1] if given_grades else None
            if new_grade is not None:
                grades[image] = new_grade
            if (label, new_grade) == (labels.get(image), old):
                continue
            graded[image] = (old, new_grade)
            changes.append((image, label_of_code(labels.get(image)), label_of_code(label)))
            if label is None:
                labels.pop(image, None)
            else:
                labels[image] = label
        event = _append(connection, opinion.id, line)
        write_changes(connection, opinion.id, event, changes, graded)
        for path, _, text in line.get("notes", ()):
            image = image_of.get(path)
            if image is not None:
                write_note(connection, event, image, read_note(database, image, opinion.id), text)
    return Merged(own, opinion.judge, len(new), len(judged_in(steps)), tuple(sorted(unknown)), opinion, labels, before)


def steps_of(
    database: Database, topics: Sequence[Topic], copy: OtherCopy, given: Topic, judge: str
) -> tuple[Topic | None, Topic | None, Sequence[_Step]]:
    """Return the topic that one of another file is about, the opinion of that person on it, and their steps.

    The topics are None where there are none yet. Of a plain copy of the project, the steps of its owner do not count.
    """
    own = next((one for one in topics if one.opinion_on is None and one.name.casefold() == given.name.casefold()), None)
    steps = [line for line in copy.steps_in(given) if line["changes"] or "notes" in line]
    if own is None:
        return None, None, steps
    opinion = opinion_of(own, topics, judge)
    return own, opinion, _without(steps, _events(database, own))


def new_steps(database: Database, opinion: Topic | None, steps: Sequence[_Step]) -> Sequence[_Step]:
    """Return those of a person's steps that the record of their opinion does not have."""
    return steps if opinion is None else _without(steps, _events(database, opinion))


def add_opinion(connection: sqlite3.Connection, topics: Sequence[Topic], own: Topic, judge: str) -> Topic:
    """Add the topic for the opinion of a person on ``own``, within the caller's transaction."""
    name = _free_name(f"{own.name} ({judge})", topics)
    return stored.insert(
        connection, dataclasses.replace(own, id=0, name=name, judge=judge, opinion_on=own.id, exclusive=False)
    )


def record_opinion(database: Database, own: Topic, judge: str, labels: Mapping[int, Label], at: str) -> Topic | None:
    """Store labels that another program has of a person as a step of their opinion on a topic.

    Args:
        database: The project.
        own: The topic.
        judge: Who gave the labels.
        labels: The labels by image; those that this person is known to have given already are skipped.
        at: UTC time, ISO 8601.

    Returns:
        The topic that holds the opinion, None if there is nothing new.
    """
    topics = stored.load(database)
    opinion = opinion_of(own, topics, judge)
    known: dict[int, int] = {}
    if opinion is not None:
        known = dict(database.read("SELECT image, label FROM label WHERE topic = ?", (opinion.id,)))
    changes = [
        (image, label_of_code(known.get(image)), label)
        for image, label in labels.items()
        if known.get(image) != label.value
    ]
    if not changes:
        return opinion
    with database.transaction() as connection:
        opinion = opinion or add_opinion(connection, topics, own, judge)
        line = {"kind": "import", "round": 0, "at": at, "text": step_text([label for _, _, label in changes])}
        write_changes(connection, opinion.id, _append(connection, opinion.id, line), changes)
    return opinion


def _take_texts(connection: sqlite3.Connection, own: Topic, steps: Sequence[_Step]) -> None:
    """Give a new topic the grades and the criteria that it has in the other file, step by step, and its rules."""
    for line in steps:
        if "texts" in line:
            texts = {field: (old, new) for field, old, new in line["texts"]}
            write_texts(connection, _append(connection, own.id, line), texts)
    used: dict[int, tuple[tuple[Rule, ...], str]] = {}
    for line in steps:
        example = line.get("example")
        if example is not None and example.get("words") and RULES in (facts := parse_json(example["words"], dict)):
            used.pop(example["id"], None)
            if line["used"]:
                used[example["id"]] = rules_of(facts), line["at"]
    if used:
        insert_rules(connection, own.id, *used[max(used)])


def words_in(copy: OtherCopy, given: Topic) -> tuple[str, ...]:
    """Return the words of the grades of one of the topics of another file."""
    said = [new for line in copy.steps_in(given) for field, _, new in line.get("texts", ()) if field == GRADES]
    return words_of_text(said[-1]) if said else ()


def agreed_grades(database: Database, topic: Topic, labels: Mapping[int, Label | None]) -> dict[int, int]:
    """Return the grades of those relevant images to which all other people who call them relevant gave the same one."""
    said: dict[int, set[int | None]] = {}
    for image, grade in database.read(
        "SELECT label.image, new_grade FROM label JOIN topic ON topic.id = label.topic JOIN change"
        " ON change.event = label.event AND change.position = label.position WHERE opinion_on = ? AND label.label = 1",
        (topic.id,),
    ):
        said.setdefault(image, set()).add(grade)
    found = {image: next(iter(said[image])) for image in labels.keys() & said.keys() if len(said[image]) == 1}
    return {image: grade for image, grade in found.items() if grade is not None}


def judged_in(steps: Sequence[_Step]) -> frozenset[str]:
    """Return the images that were judged in some steps, by path."""
    return frozenset(path for line in steps for path, *_ in line["changes"])


def to_adopt(database: Database, merged: Merged, labels: Mapping[int, Label]) -> dict[int, Label | None]:
    """Return the labels that images of the topic take over from other people.

    Those that the owner did not judge, and on which all who did say the same. A label that was taken over before
    follows whoever changed it.

    Args:
        database: The project.
        merged: What was merged.
        labels: The labels of the topic now.
    """
    said: dict[int, set[int]] = {}
    for image, label in database.read(
        "SELECT image, label.label FROM label JOIN topic ON topic.id = label.topic WHERE opinion_on = ?",
        (merged.topic.id,),
    ):
        said.setdefault(image, set()).add(label)
    imported = dict(database.read(
        "SELECT image, label.label FROM label JOIN event ON event.id = event WHERE label.topic = ? AND kind = 'import'",
        (merged.topic.id,),
    ))  # fmt: skip
    adopted: dict[int, Label | None] = {}
    for image in merged.labels.keys() | merged.before.keys():
        follows = image in imported and imported[image] == merged.before.get(image)
        if image in labels and not follows:
            continue
        opinions = said.get(image, set())
        if len(opinions) <= 1:
            wanted = label_of_code(next(iter(opinions), None))
            if wanted != labels.get(image):
                adopted[image] = wanted
    return adopted


def check_merge(project: Path, paths: Set[str], copy: OtherCopy) -> None:
    """Check that a file is a copy that somebody else may have judged.

    Args:
        project: The project that it is to be merged into.
        paths: Images of that project.
        copy: The file.

    Raises:
        ProjectError: It is the project itself, or about other images.
    """
    if copy.path.samefile(project):
        raise ProjectError("{path} is this project itself. Choose the copy of the other person.", path=copy.path)
    if not paths & copy.paths:
        raise ProjectError(
            "{copy} is about other images than {path}: the two have no image with the same name and folder. Nothing "
            "was changed. Choose a copy of this project, or a project of the same folder of images.",
            copy=copy.path,
            path=project,
        )


def _events(database: Database, topic: Topic) -> Counter[_Event]:
    return Counter(database.read("SELECT kind, round, at, text FROM event WHERE topic = ?", (topic.id,)))


def _without(steps: Sequence[_Step], known: Counter[_Event]) -> list[_Step]:
    """Return the steps that are not among the ``known`` ones, each of which stands for one."""
    known = Counter(known)
    left = []
    for line in steps:
        key = (_kind(line), line["round"], line["at"], line["text"])
        if known[key]:
            known[key] -= 1
        else:
            left.append(line)
    return left


def _kind(line: _Step) -> str:
    """Return as what a step is stored: undoing and redoing are steps of their own in the opinion of another person."""
    return "judge" if line["kind"] in ("undo", "redo") else str(line["kind"])


def _append(connection: sqlite3.Connection, topic: int, line: _Step) -> int:
    event = connection.execute(
        "INSERT INTO event (topic, kind, target, round, at, text) VALUES (?, ?, NULL, ?, ?, ?)",
        (topic, _kind(line), line["round"], line["at"], line["text"]),
    ).lastrowid
    assert event is not None
    connection.execute("INSERT INTO step (topic, undone, event) VALUES (?, 0, ?)", (topic, event))
    return event


def _free_name(name: str, topics: Sequence[Topic]) -> str:
    taken = {one.name.casefold() for one in topics}
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
