"""Export profiles: named export settings stored in the project, so that an export can be repeated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.project.database import Database
from annotator.data.project.places import Place
from annotator.errors import ExportError
from annotator.messages import Message

_MAX_NAME = 100


@dataclass(frozen=True)
class Profile:
    """Settings for exporting the topics of a project.

    Attributes:
        name: Name given by the user.
        format: Name of an export format.
        target: File or folder to write.
        options: Options of the format by name.
    """

    name: str
    format: str
    target: Path
    options: Mapping[str, Any] = field(default_factory=dict)


def load(database: Database) -> tuple[Profile, ...]:
    """Return the profiles of a project, sorted by name; targets are relocated if the project was moved."""
    rows = database.read("SELECT name, format, target, options FROM export_profile ORDER BY name")
    return tuple(
        Profile(name, format_, _target(database.path, parse_json(target, dict)), parse_json(options, dict))
        for name, format_, target, options in rows
    )


def find(database: Database, name: str) -> Profile:
    """Return the profile named ``name``; raise ExportError with the list of names if there is none."""
    known = load(database)
    for profile in known:
        if profile.name.casefold() == name.casefold():
            return profile
    exist = ", ".join(repr(profile.name) for profile in known) or Message("none yet")
    raise ExportError(
        "{path}: there is no export profile {name!r}; the profiles are: {exist}.",
        path=database.path,
        name=name,
        exist=exist,
    )


def save(database: Database, profile: Profile) -> None:
    """Store a profile, replacing one of the same name.

    Raises:
        ExportError: The name is empty, too long or contains control characters.
    """
    name = profile.name.strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise ExportError(
            "{profile!r} cannot name a profile: use 1 to {longest} ordinary characters.",
            profile=profile.name,
            longest=_MAX_NAME,
        )
    place = Place.of(profile.target, database.path).to_json()
    with database.transaction() as connection:
        connection.execute("DELETE FROM export_profile WHERE name = ?", (name,))
        connection.execute(
            "INSERT INTO export_profile (name, format, target, options) VALUES (?, ?, ?, ?)",
            (name, profile.format, place, json.dumps(dict(profile.options))),
        )


def delete(database: Database, name: str) -> None:
    """Delete a profile; raise ExportError if there is none of that name."""
    name = find(database, name).name
    with database.transaction() as connection:
        connection.execute("DELETE FROM export_profile WHERE name = ?", (name,))


def _target(project: Path, stored: Mapping[str, str]) -> Path:
    """Return the current target: relative to the project if the folder of that path exists, else the absolute path."""
    beside = project.parent / stored["relative"] if stored.get("relative") else None
    return beside if beside is not None and beside.parent.is_dir() else Path(stored["absolute"])
