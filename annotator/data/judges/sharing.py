"""A copy of a project for another person, who sees none of the judgements made so far."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from annotator.data.collection.collection import Collection, Imported
from annotator.data.files.names import printable
from annotator.data.importing.foreign import MAX_NAME
from annotator.data.project import batches
from annotator.data.project import topics as stored
from annotator.data.project.database import Database
from annotator.data.project.examples import Given, add_example, in_use
from annotator.data.project.log.rules import Rule, text_of_rules
from annotator.data.project.log.topic_texts import read_texts, step_of, write_texts
from annotator.data.project.project import Project, beside, refuse_existing, resolved
from annotator.data.project.topics import Topic
from annotator.errors import ProjectError
from annotator.messages import Message
from annotator.types import IntArray, Selection

_TABLES = ("metadata_column", "metadata_block", "metadata_word", "content")


def judge_name(name: str) -> str:
    """Return the name of a person without spaces around it.

    Raises:
        ProjectError: It is empty, too long, or contains control characters.
    """
    name = name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise ProjectError(
            "{name!r} cannot name a person: use 1 to {longest} ordinary characters on one line.",
            name=printable(name),
            longest=MAX_NAME,
        )
    return name


def to_judge_again(judged: IntArray, there: IntArray, size: int, seed: int) -> tuple[int, ...]:
    """Return the images that two people judge: drawn from those judged already, then from the others.

    Args:
        judged: Those with a label.
        there: Those that can be judged, ``judged`` among them.
        size: How many to draw.
        seed: Seed of the draw.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(judged)[:size]
    more = rng.permutation(np.setdiff1d(there, judged))[: size - len(drawn)]
    return tuple(int(image) for image in rng.permutation(np.concatenate([drawn, more])))


def write_copy(
    project: Project,
    collection: Collection,
    places: tuple[Path, Path],
    target: Path,
    judge: str,
    first: Mapping[int, Sequence[int]],
    now: str,
) -> None:
    """Write a copy without judgements; it appears complete or not at all.

    Args:
        project: The open project.
        collection: Its images.
        places: Its image folder and its feature file.
        target: The new project; must not exist.
        judge: Who will judge in it.
        first: The first batch by topic.
        now: UTC time, ISO 8601.

    Raises:
        ProjectError: The file exists, or cannot be written there.
    """
    target = resolved(target)
    refuse_existing(target)
    database = project.database
    own = [one for one in stored.load(database) if one.opinion_on is None and not one.archived]
    sizes, mtimes = (
        np.array([value for (value,) in database.read(f"SELECT {column} FROM image ORDER BY id")], np.int64)  # noqa: S608
        for column in ("size", "mtime")
    )
    imported = Imported(collection, sizes, mtimes, project.fingerprint, project.report(), project.layout)
    ours = [dataclasses.replace(one, judge=judge) for one in own]
    work = target.with_name(f"{target.stem}.unfinished{target.suffix}")
    for file in (work, *beside(work)):
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
    copy = Project.create(work, *places, ours[0], lambda: imported)
    try:
        ours[0] = stored.load(copy.database)[0]
        with copy.database.transaction() as connection:
            _copy_tables(database, connection)
            connection.executemany(
                "UPDATE image SET missing = ? WHERE id = ?",
                database.read("SELECT missing, id FROM image WHERE missing IS NOT NULL"),
            )
            for topic, of in zip(ours, own, strict=True):
                here = topic if topic is ours[0] else stored.insert(connection, dataclasses.replace(topic, id=0))
                _insert_texts(connection, here, read_texts(database, of.id), now)
                _insert_given(connection, here, in_use(database, of.id), now)
                _insert_batch(connection, here, first.get(of.id, ()), now)
        copy.close()
        work.rename(target)
    finally:
        copy.close()
        for file in (work, *beside(work)):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def _copy_tables(source: Database, target: sqlite3.Connection) -> None:
    for table in _TABLES:
        rows = source.read(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _insert_texts(connection: sqlite3.Connection, topic: Topic, texts: Mapping[str, str], now: str) -> None:
    """Give a topic its grades and criteria, each as a step."""
    for field, text in texts.items():
        write_texts(
            connection, _insert_step(connection, topic.id, "judge", step_of(field, text), now), {field: ("", text)}
        )


def _insert_given(connection: sqlite3.Connection, topic: Topic, given: Given, now: str) -> None:
    """Give a topic its pool and its rules, each as a step; examples and words are the search of one person."""
    if given.pool is not None:
        event = _insert_step(connection, topic.id, "external", given.pool.step, now)
        add_example((connection, topic.id, event), "", given.pool.images, pool=given.pool.to_json())
    insert_rules(connection, topic.id, given.rules, now)


def _insert_step(connection: sqlite3.Connection, topic: int, kind: str, text: str, now: str) -> int:
    event = connection.execute(
        "INSERT INTO event (topic, kind, target, round, at, text) VALUES (?, ?, NULL, 0, ?, ?)",
        (topic, kind, now, text),
    ).lastrowid
    assert event is not None
    connection.execute("INSERT INTO step (topic, undone, event) VALUES (?, 0, ?)", (topic, event))
    return event


def insert_rules(connection: sqlite3.Connection, topic: int, rules: Sequence[Rule], now: str) -> None:
    """Give a topic rules, as one step; none leave it as it is."""
    if not rules:
        return
    event = _insert_step(connection, topic, "external", Message("{n} rule(s)", n=len(rules)), now)
    add_example((connection, topic, event), "", np.empty(0), text_of_rules(rules))


def _insert_batch(connection: sqlite3.Connection, topic: Topic, images: Sequence[int], now: str) -> None:
    """Store the first batch of a topic: images that somebody else judges, too."""
    if not images:
        return
    none = np.empty(0, np.float32)
    selection = Selection(
        *(0, 1, np.empty(0, np.int64), np.empty(0), none, none, "random", {}, (topic.seed,), 1.0, 0.0),
        note=Message("Images for two people: judge every one, they tell how far you agree."),
        model=topic.model,
        scope=topic.scope,
    )
    batches.insert(connection, topic.id, selection, [(image, math.nan) for image in images], now)
