"""Preview of a project file for the start page, without opening the project."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from annotator.data.files.guard import Guard
from annotator.data.files.names import inside
from annotator.data.files.project_files import is_project, same_file, state_of
from annotator.data.project import database
from annotator.data.project.places import Place
from annotator.errors import AnnotatorError, ProjectError


@dataclass(frozen=True)
class ProjectPreview:
    """Summary of a project file.

    Attributes:
        topic: Name of the current topic.
        topics: Number of topics.
        images: Number of images.
        relevant: Number of images judged relevant to the current topic.
        judged: Number of images with any label in it.
        last_judged: Time of the latest judgement of any topic (UTC, ISO 8601), "" for none.
        picture: File of the first image that was judged relevant to it, None for none.
    """

    topic: str
    topics: int
    images: int
    relevant: int
    judged: int
    last_judged: str
    picture: Path | None


def preview_project(project: Path) -> ProjectPreview:
    """Read the preview of a project, from any thread and also while it is open; the file is not changed or locked.

    Raises:
        ProjectError: The file is missing, damaged, foreign, or written by a newer version.
    """
    database.inspect_header(project)
    try:
        with database.untouched(project) as connection, database.understood(project):
            return _read(project, connection)
    except sqlite3.Error as error:  # the owner of the project may write, move or delete it at any moment
        raise ProjectError(
            "{project} cannot be read at present ({error}). Open it to learn more.", project=project, error=error
        ) from error


def guards_of_projects(file: Path) -> tuple[Guard, ...]:
    """Return guards of the images of projects that are not open: of ``file``, or of those next to it that use it.

    A project that cannot be read has none.

    Args:
        file: A project or a feature file.
    """
    if is_project(file):
        return _guards(file, None)
    return tuple(guard for project in file.absolute().parent.glob("*.annotator") for guard in _guards(project, file))


def _guards(project: Path, features: Path | None) -> tuple[Guard, ...]:
    """Return a guard of the images of a project, with their names if it uses these features, otherwise none."""
    try:
        database.inspect_header(project)
        with database.untouched(project) as connection, database.understood(project):
            stored = connection.execute("SELECT images, features FROM project").fetchone()
            root, used = (Place.from_json(place).find(project) for place in stored)
            names: list[str] = []
            if features is not None:
                if not same_file(state_of(used), state_of(features)):
                    return ()
                names = [path for (path,) in connection.execute("SELECT path FROM image")]
    except (AnnotatorError, sqlite3.Error):
        return ()
    return (Guard(images=root, names=names, project=project),)


def shows(project: Path, images: Path) -> bool:
    """Return whether a file is a project of the image folder ``images``; the file is not changed or locked."""
    try:
        database.inspect_header(project)
        with database.untouched(project) as connection, database.understood(project):
            place = Place.from_json(connection.execute("SELECT images FROM project").fetchone()[0])
        return place.find(project).samefile(images)
    except (AnnotatorError, sqlite3.Error, OSError):
        return False


def _read(project: Path, connection: sqlite3.Connection) -> ProjectPreview:
    row = connection.execute("SELECT id, name FROM topic WHERE id = (SELECT topic FROM project)").fetchone()
    if row is None:
        raise ProjectError("{project} has no topic. Put a backup in its place.", project=project)
    topic, name = row
    topics, images, last = connection.execute(
        "SELECT (SELECT count(*) FROM topic), (SELECT count(*) FROM image), (SELECT max(at) FROM event)"
    ).fetchone()
    relevant, judged = connection.execute(
        "SELECT coalesce(sum(label = 1), 0), count(*) FROM label WHERE topic = ?", (topic,)
    ).fetchone()
    first = connection.execute(
        "SELECT path FROM label JOIN image ON image.id = label.image WHERE topic = ? AND label = 1"
        " ORDER BY event, position LIMIT 1",
        (topic,),
    ).fetchone()
    place = Place.from_json(connection.execute("SELECT images FROM project").fetchone()[0])
    picture = None if first is None else _file(place.find(project), first[0])
    return ProjectPreview(name, topics, images, relevant, judged, last or "", picture)


def _file(root: Path, path: str) -> Path | None:
    try:
        return inside(root, path)
    except AnnotatorError:
        return None
