"""The topics of a project: what each search looks for, and its settings."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.project.database import Database
from annotator.errors import ConfigError, ProjectError
from annotator.parameters import ModelSettings, Scope, build, values_of

MAX_BATCH_SIZE = 1000
_MAX_NAME = 200


@dataclass(frozen=True)
class Topic:
    """One search in the collection, with its own labels, batches and settings.

    Attributes:
        id: Key in the project file; 0 before it is stored.
        name: Name given by the user, unique in the project.
        strategy: Name of the strategy that selects the batches.
        parameters: Its parameters by name.
        batch_size: Number of images per batch, from 1 to 1000.
        seed: Seed of its random choices, at least 0.
        model: Settings of the relevance model.
        scope: Which images its batches are selected from, and how, by metadata.
        archived: When it was archived (UTC, ISO 8601), "" if it is active.
        exclusive: Whether an image should be relevant to at most one of the exclusive topics.
        judge: Who judges in it, "" if that is not said.
        opinion_on: Key of the topic on which this one is the opinion of another person, None for a topic of its own.
    """

    id: int
    name: str
    strategy: str
    parameters: Mapping[str, Any]
    batch_size: int
    seed: int
    model: ModelSettings
    scope: Scope = field(default_factory=Scope)
    archived: str = ""
    exclusive: bool = False
    judge: str = ""
    opinion_on: int | None = None


def checked(topic: Topic) -> Topic:
    """Return ``topic`` with a trimmed name after checking its settings.

    The strategy and its parameters are not checked here but by the registry.

    Raises:
        ProjectError: The name is empty, too long, or contains line breaks or other control characters.
        ConfigError: The batch size or the seed is out of range.
    """
    name = topic.name.strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise ProjectError(
            "{topic!r} cannot name a topic: use 1 to {longest} ordinary characters on one line.",
            topic=topic.name,
            longest=_MAX_NAME,
        )
    if type(topic.batch_size) is not int or not 1 <= topic.batch_size <= MAX_BATCH_SIZE:
        raise ConfigError(
            "batch size: {batch_size!r} is not a whole number from 1 to {highest}",
            batch_size=topic.batch_size,
            highest=MAX_BATCH_SIZE,
        )
    if type(topic.seed) is not int or not 0 <= topic.seed < 2**63:
        raise ConfigError(
            "seed: {seed!r} is not a whole number from 0 to {highest}", seed=topic.seed, highest=2**63 - 1
        )
    return dataclasses.replace(topic, name=name)


def load(database: Database) -> tuple[Topic, ...]:
    """Return the topics of a project, archived ones included, oldest first."""
    rows = database.read(
        "SELECT id, name, strategy, parameters, batch_size, seed, model, scope, coalesce(archived, ''), exclusive,"
        " judge, opinion_on FROM topic ORDER BY id"
    )
    return tuple(
        Topic(
            *(id_, name, strategy, parse_json(parameters), size, seed),
            model=build(ModelSettings, parse_json(model)),
            scope=build(Scope, parse_json(scope)),
            archived=archived,
            exclusive=bool(exclusive),
            judge=judge,
            opinion_on=opinion_on,
        )
        for id_, name, strategy, parameters, size, seed, model, scope, archived, exclusive, judge, opinion_on in rows
    )


def insert(connection: sqlite3.Connection, topic: Topic) -> Topic:
    """Store a new topic within the caller's transaction and return it with its key."""
    with _unique(topic):
        key = connection.execute(
            "INSERT INTO topic (name, strategy, parameters, batch_size, seed, model, scope, archived, exclusive,"
            " judge, opinion_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _columns(topic),
        ).lastrowid
    assert key is not None
    return dataclasses.replace(topic, id=key)


def update(connection: sqlite3.Connection, topic: Topic) -> None:
    """Store the settings of a topic within the caller's transaction."""
    with _unique(topic):
        connection.execute(
            "UPDATE topic SET name = ?, strategy = ?, parameters = ?, batch_size = ?, seed = ?, model = ?, scope = ?,"
            " archived = ?, exclusive = ?, judge = ?, opinion_on = ? WHERE id = ?",
            (*_columns(topic), topic.id),
        )


def _columns(topic: Topic) -> tuple[Any, ...]:
    parameters, model, scope = map(json.dumps, (dict(topic.parameters), values_of(topic.model), values_of(topic.scope)))
    settings = (topic.name, topic.strategy, parameters, topic.batch_size, topic.seed, model, scope)
    return *settings, topic.archived or None, int(topic.exclusive), topic.judge, topic.opinion_on


@contextmanager
def _unique(topic: Topic) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ProjectError(
            "There is a topic called {topic!r} already, perhaps in the archive. Choose another name.", topic=topic.name
        ) from error
