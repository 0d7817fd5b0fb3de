"""The feature sets that a project knows: files of features of its images, one of which is in use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from annotator.data.features.layout import FeatureLayout
from annotator.data.project.database import Database
from annotator.data.project.places import Place
from annotator.errors import FeatureError
from annotator.messages import Message

_MAX_NAME = 100


@dataclass(frozen=True)
class FeatureSet:
    """A feature file by name.

    Attributes:
        name: What the person calls it.
        path: The file now.
        layout: What is what in it.
    """

    name: str
    path: Path
    layout: FeatureLayout


def load(database: Database) -> tuple[FeatureSet, ...]:
    """Return the sets that a project knows, by name."""
    rows = database.read("SELECT name, place, layout FROM feature_set ORDER BY name")
    return tuple(
        FeatureSet(name, Place(**json.loads(place)).find(database.path), FeatureLayout.from_json(layout))
        for name, place, layout in rows
    )


def find(database: Database, name: str) -> FeatureSet:
    """Return the set called ``name``; FeatureError with the list of names if there is none."""
    known = load(database)
    for one in known:
        if one.name.casefold() == name.casefold():
            return one
    exist = ", ".join(repr(one.name) for one in known) or Message("none yet")
    raise FeatureError(
        "{path}: there is no feature set {name!r}; the sets are: {exist}", path=database.path, name=name, exist=exist
    )


def save(database: Database, one: FeatureSet) -> None:
    """Remember a set; one of the same name is replaced.

    Raises:
        FeatureError: The name is empty, too long or has control characters.
    """
    name = one.name.strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise FeatureError(
            "{name!r} cannot name a feature set: use 1 to {longest} ordinary characters.",
            name=one.name,
            longest=_MAX_NAME,
        )
    with database.transaction() as connection:
        connection.execute("DELETE FROM feature_set WHERE name = ?", (name,))
        connection.execute(
            "INSERT INTO feature_set (name, place, layout) VALUES (?, ?, ?)",
            (name, Place.of(one.path, database.path).to_json(), one.layout.to_json()),
        )


def delete(database: Database, name: str) -> None:
    """Forget a set; its file stays."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM feature_set WHERE name = ?", (name,))
