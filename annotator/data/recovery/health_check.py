"""Health check of a project: file integrity, required files, and available backups."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.collection.collection import check_fingerprint
from annotator.data.collection.match_names import join
from annotator.data.files.filesystem import network_kind
from annotator.data.files.names import fault, printable
from annotator.data.project import database, schema, topics
from annotator.data.project.backups import backups_of, folder_of, labels_against_log
from annotator.data.project.database import Database
from annotator.data.project.locking import read_owner, refuse_other_names
from annotator.data.project.log import fold as derived
from annotator.data.project.migrations import MIGRATIONS, version
from annotator.data.project.places import Place, existing_folder, open_features
from annotator.data.project.project import Project, log_problem, resolved
from annotator.data.project.text_log import lost_steps, mirror_path, other_logs, read_mirror
from annotator.data.project.trust import MayUse, refused_places
from annotator.data.recovery.restore import contents_of
from annotator.errors import AnnotatorError, ProjectError, sentence
from annotator.messages import Message, Remedy
from annotator.types import Progress

RECOVER = Remedy("Create an intact project: annotator recover PROJECT.", "Recover creates an intact project.")

_LITTLE_ROOM = 100_000_000
OK, NOTE, PROBLEM = "ok", "note", "problem"


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        about: The subject of the check.
        level: ``ok``, ``note`` for information, or ``problem``.
        text: The result and, for a problem, what to do.
    """

    about: str
    level: str
    text: str


def examine(project: Path, progress: Progress | None = None, *, may_use: MayUse | None = None) -> Iterator[Finding]:
    """Yield the findings about a project; nothing is changed, however damaged it is.

    Args:
        project: Project file; another program may have it open.
        progress: Receives the share that is done.
        may_use: Called with the project file before images or features outside of its folder are read; if None, they
            are read without asking.
    """
    project = resolved(project)
    progress = progress or Progress()
    yield from _surroundings(project)
    progress.step(0.05)
    opened = None
    more = 0
    try:
        schema.inspect(project)
        yield _whole(project)
        progress.step(0.4)
        opened = _to_read(project)
    except (AnnotatorError, sqlite3.Error) as error:
        yield Finding(Message("project file"), PROBLEM, sentence(error))
    if opened is not None:
        with closing(opened):
            yield from _log(opened)
            more = lost_steps(project, opened)
            progress.step(0.6)
            yield from _things_it_needs(opened, progress, may_use)
    yield from _write_ahead_logs(project)
    yield from _copies(project, opened is not None, more)
    progress.step(1.0)


def _surroundings(project: Path) -> Iterator[Finding]:
    owner = read_owner(project)
    if owner is not None and (owner.process, owner.host) != (os.getpid(), socket.gethostname()):
        yield Finding(
            Message("in use"),
            NOTE,
            Message(
                "process {process} on {host} has or had it open since {since}",
                process=owner.process,
                host=owner.host,
                since=owner.since,
            ),
        )
    try:
        refuse_other_names(project)
    except ProjectError as error:
        yield Finding(Message("project file"), PROBLEM, sentence(error))
    kind = network_kind(project.parent)
    if kind:
        yield Finding(
            Message("network"),
            NOTE,
            Message(
                "is on a shared or network drive ({kind}): slower, and only one person may have it open", kind=kind
            ),
        )
    try:
        free = shutil.disk_usage(project.parent).free
    except OSError as error:
        yield Finding(
            Message("folder"), PROBLEM, Message("{folder}: {reason}", folder=project.parent, reason=error.strerror)
        )
        return
    if free < _LITTLE_ROOM:
        yield Finding(
            Message("disk"),
            PROBLEM,
            Message("only {megabytes:.0f} MB are free on its disk; make room", megabytes=free / 1000000.0),
        )
    if not os.access(project.parent, os.W_OK):
        yield Finding(
            Message("folder"),
            PROBLEM,
            Message("{folder} cannot be written: the project can only be looked at", folder=project.parent),
        )


def _whole(project: Path) -> Finding:
    with database.untouched(project) as connection:
        with database.translated(project):
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        if found != ["ok"]:
            return Finding(
                Message("project file"),
                PROBLEM,
                Message("{found}. {remedy}", found="; ".join(found), remedy=RECOVER),
            )
        number = version(connection)
    about, size = Message("project file"), project.stat().st_size / 1e6
    if number == len(MIGRATIONS):
        return Finding(about, OK, Message("intact, format {format}, {size:.1f} MB", format=number, size=size))
    return Finding(
        about,
        OK,
        Message(
            "intact, format {format}, upgraded when it is opened (now {newest}), {size:.1f} MB",
            format=number,
            newest=len(MIGRATIONS),
            size=size,
        ),
    )


def _to_read(project: Path) -> Database | None:
    with database.untouched(project) as connection:
        if version(connection) < len(MIGRATIONS):
            return None
    return Database(project, read_only=True)


def _log(opened: Database) -> Iterator[Finding]:
    different = labels_against_log(opened)
    if different:
        yield Finding(
            Message("judgements"),
            PROBLEM,
            Message("{different} {remedy}", different=different, remedy=RECOVER),
        )
    for topic in topics.load(opened):
        try:
            sound = derived.fold(opened, topic.id) == derived.stored(opened, topic.id)
        except (ValueError, KeyError):
            sound = False
        if not sound and not different:
            text = Message(
                "the steps of {topic!r} differ from the record. {remedy}",
                topic=topic.name,
                remedy=Remedy("annotator check PROJECT --repair derives them", "Recover derives them"),
            )
            yield Finding(Message("judgements"), PROBLEM, text)
            return
    if not different:
        steps, labels = opened.read("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM label)")[0]
        yield Finding(
            Message("judgements"),
            OK,
            Message("{labels:,} labels follow from the record of {steps:,} steps", labels=labels, steps=steps),
        )


def _things_it_needs(opened: Database, progress: Progress, may_use: MayUse | None) -> Iterator[Finding]:
    project = Project(opened.path, opened, None)
    with database.understood(opened.path):
        images, features = project.places
        rows = opened.read("SELECT path, coalesce(feature_row, -1), missing IS NOT NULL FROM image ORDER BY id")
    refused = refused_places(opened.path, (images, features), may_use)
    if refused:
        where = " and ".join(refused)
        text = Message(
            "not checked, because they are outside the project's folder: {where}. {remedy}",
            where=where,
            remedy=Remedy("If you trust it, add --trust", "Opening the project asks whether it may read them"),
        )
        yield Finding(Message("images, features"), NOTE, text)
        return
    paths = [path for path, _, _ in rows]
    yield from _features(project, features, images, paths, [row for _, row, _ in rows])
    progress.step(0.8)
    yield from _images(project, images, [path for path, _, missing in rows if not missing])


def _features(
    project: Project, place: Place, images: Place, paths: list[str], row_of_image: list[int]
) -> Iterator[Finding]:
    try:
        with open_features(place.find(project.path), project.path, project.layout) as store:
            check_fingerprint(project.fingerprint, store)
            again = join(store.names, paths, images.find(project.path)).row_of_image
            moved = int(np.count_nonzero(again != np.array(row_of_image)))
            shape = Message("{n_rows:,} x {d:,}", n_rows=store.n, d=store.d)
    except AnnotatorError as error:
        yield Finding(Message("features"), PROBLEM, sentence(error))
        return
    if moved:
        yield Finding(
            Message("features"),
            NOTE,
            Message("{moved:,} images have other rows than their names say; were images moved?", moved=moved),
        )
    yield Finding(Message("features"), OK, Message("{shape}, the ones the project was created with", shape=shape))


def _images(project: Project, place: Place, paths: list[str]) -> Iterator[Finding]:
    odd = [path for path in paths if fault(path)]
    if odd:
        text = Message(
            "{n_odd:,} names lead out of the image folder, e.g. {name!r}; they are never read",
            n_odd=len(odd),
            name=printable(odd[0]),
        )
        yield Finding(Message("images"), PROBLEM, text)
    try:
        root = existing_folder(place.find(project.path), project.path)
    except AnnotatorError as error:
        yield Finding(Message("images"), PROBLEM, sentence(error))
        return
    gone = [path for path in paths if not fault(path) and not (root / path).is_file()]
    if gone:
        text = Message(
            "{n_gone:,} of {n_paths:,} are missing, e.g. {path}; {remedy}",
            n_gone=len(gone),
            n_paths=len(paths),
            path=gone[0],
            remedy=Remedy(
                "annotator rescan PROJECT finds moved ones", "Project > Look for changed files finds moved ones"
            ),
        )
        yield Finding(Message("images"), PROBLEM, text)
    else:
        yield Finding(Message("images"), OK, Message("all {n_paths:,} are there", n_paths=len(paths)))


def _write_ahead_logs(project: Path) -> Iterator[Finding]:
    with contextlib.suppress(AnnotatorError, sqlite3.Error):  # what is wrong with the file was told
        problem = log_problem(project)
        if problem is not None:
            yield Finding(Message("write-ahead log"), PROBLEM, problem)
    for file in folder_of(project).glob("*stray-log*") if folder_of(project).is_dir() else ():
        text = Message(
            "{file} was put aside, because it belongs to another file that was here. {remedy} It brings back what the "
            "log holds; then the log can be deleted",
            file=file.name,
            remedy=RECOVER,
        )
        yield Finding(Message("write-ahead log"), NOTE, text)


def _copies(project: Path, sound: bool, more: int) -> Iterator[Finding]:
    contents = [contents_of(one) for one in backups_of(project)]
    good = [one for one in contents if not one.problem]
    for one in contents:
        if one.problem:
            yield Finding(
                Message("backups"),
                PROBLEM,
                Message("{file} is useless: {problem}", file=one.backup.path.name, problem=one.problem),
            )
    if good:
        newest = good[0].backup.time.strftime("%Y-%m-%d %H:%M UTC")
        yield Finding(
            Message("backups"),
            OK,
            Message(
                "{count}, the newest of {newest} with {steps:,} steps",
                count=len(good),
                newest=newest,
                steps=good[0].steps,
            ),
        )
    else:
        yield Finding(
            Message("backups"),
            NOTE if sound else PROBLEM,
            Message("there is none; one is created when the project is closed after judging"),
        )
    yield _mirror(project, more)


def _mirror(project: Path, more: int) -> Finding:
    file = mirror_path(project)
    if not file.exists() and not more:
        return Finding(
            Message("log in plain text"), NOTE, Message("there is none yet; it is written with the first judgement")
        )
    try:
        lines, damaged = read_mirror(file)
    except ProjectError as error:
        return Finding(Message("log in plain text"), PROBLEM, sentence(error))
    steps = [line["event"] for line in lines if "event" in line]
    if damaged:
        return Finding(
            Message("log in plain text"),
            PROBLEM,
            Message("{damaged:,} lines cannot be read; opening the project repairs it", damaged=damaged),
        )
    if more:
        text = Message(
            "it has {more:,} steps that the project file has not. {remedy} It has these steps, unless an image was "
            "judged otherwise since. If they are not wanted, move {files} away",
            more=more,
            remedy=RECOVER,
            files=", ".join(one.name for one in (*other_logs(project), file)),
        )
        return Finding(Message("log in plain text"), PROBLEM, text)
    return Finding(
        Message("log in plain text"), OK, Message("{n_steps:,} steps in {file}", n_steps=len(steps), file=file.name)
    )
