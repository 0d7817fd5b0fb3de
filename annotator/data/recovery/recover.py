"""Recover an intact project from a damaged one, its backups and its text log.

The base is the first of these that is intact: the project file itself, the newest backup, the readable rows of the
damaged file, or the image folder and the feature file in their current state. Later judgements are added from the text
log and from the readable rows of the damaged file. The result is a new file; no other file is changed.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from annotator.data.collection.collection import ImportReport, import_collection
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.generation import foreign_log, has_log, log_path
from annotator.data.files.json_text import parse_json
from annotator.data.files.project_files import APPLICATION_ID
from annotator.data.project import batches, database, schema, topics
from annotator.data.project.backups import backups_of, check_restorable
from annotator.data.project.database import Database, renew
from annotator.data.project.locking import ProjectLock
from annotator.data.project.log import fold as derived
from annotator.data.project.migrations import migrate
from annotator.data.project.places import Place, existing_folder, open_features
from annotator.data.project.project import Project, beside, refuse_existing, resolved, write_project
from annotator.data.project.topics import Topic
from annotator.data.project.trust import MayUse, ask_for_places, refused_places
from annotator.data.recovery.logged_steps import mirror_heads, mirror_logs, salvaged_lines
from annotator.data.recovery.replay import Replayer, divide
from annotator.data.recovery.salvage import Salvage, salvage
from annotator.data.recovery.stray_logs import stray_lines
from annotator.errors import AnnotatorError, DamagedProjectError, ProjectError, sentence
from annotator.messages import Message, joined
from annotator.parameters import ModelSettings
from annotator.types import Progress

_LOG = frozenset(
    {"event", "change", "example", "example_change", "confirmation", "note_change", "topic_text", "label", "step"}
)


@dataclass
class Recovery:
    """Result of a recovery.

    Attributes:
        target: The new project.
        base: Description of what it was recovered from.
        steps: Number of steps in its log.
        added: How many of them were missing from the base.
        labels: Number of labels of all topics.
        lost: Sentences on what could not be recovered; empty if nothing is known to be missing.
    """

    target: Path
    base: str = ""
    steps: int = 0
    added: int = 0
    labels: int = 0
    lost: list[str] = field(default_factory=list)


def recover(
    damaged: Path,
    target: Path,
    *,
    images: Path | None = None,
    features: Path | None = None,
    may_use: MayUse | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """Recover an intact project to ``target``.

    Args:
        damaged: The project, which may be missing entirely; neither it nor any file that belongs to it is changed.
        target: New project file; must not exist.
        images: Current image folder, needed only if neither the file nor a backup can be read.
        features: Current feature file, needed only in the same case.
        may_use: Called with the project file before images or features outside of its folder are read that are not
            given here; if None, they are read without asking.
        progress: Receives the share that is done.

    Raises:
        ProjectError: ``target`` exists or is not writable, the project is open elsewhere, or nothing usable is left;
            the message says what was tried.
        UnknownPlacesError: ``may_use`` returned False, and nothing can be recovered without these files.
        ImageError, FeatureError: The images or features are needed and cannot be found.
    """
    damaged, target = resolved(damaged), resolved(target)
    refuse_existing(target)
    progress = progress or Progress()
    result = Recovery(target)
    work = target.with_name(target.name + ".unfinished")
    lock = ProjectLock.acquire(target)
    try:
        progress.step(0.0)
        with contextlib.suppress(OSError):
            work.unlink(missing_ok=True)
        anew = _lay_base(damaged, work, result, (images, features), may_use, progress)
        progress.step(0.6)
        _add_what_came_later(damaged, work, result, anew, may_use)
        progress.step(0.9)
        _finish(work, result)
        work.rename(target)
    except (sqlite3.Error, ValueError, TypeError, LookupError) as error:
        raise ProjectError(
            "{damaged} cannot be recovered: it holds values that the program never writes ({error}).",
            damaged=damaged,
            error=error,
        ) from error
    except OSError as error:
        raise ProjectError(
            "{target} cannot be written ({reason}). Choose another place.", target=target, reason=error.strerror
        ) from error
    finally:
        for file in (work, *beside(work)):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        lock.release()
    return result


def _lay_base(
    damaged: Path,
    work: Path,
    result: Recovery,
    places: tuple[Path | None, Path | None],
    may_use: MayUse | None,
    progress: Progress,
) -> bool:
    """Write the base, and return whether it was rebuilt from the images and features."""
    tried: list[str] = []
    copies = [(damaged, Message("the project file itself"))]
    copies += [(one.path, Message("the backup {file}", file=one.path.name)) for one in backups_of(damaged)]
    for file, words in copies:
        try:
            _copy_sound(file, work)
        except (AnnotatorError, sqlite3.Error, OSError) as error:
            tried.append(_without_advice(error))
            continue
        result.base = words
        return False
    try:
        _write_salvage(salvage(damaged), work, result)
    except (AnnotatorError, sqlite3.Error, OSError, LookupError) as error:
        tried.append(_without_advice(error))
    else:
        result.base = Message("what could be read of the damaged file")
        return False
    work.unlink(missing_ok=True)
    head = next(mirror_heads(damaged), None)
    if head is None:
        raise ProjectError(
            "{damaged} cannot be recovered: there is no intact copy and no log. {tried}",
            damaged=damaged,
            tried=joined(dict.fromkeys(tried)),  # the salvage fails for the same reason as the copy
        )
    named = [Place.from_json(head[name]) for name in ("images", "features")]
    asked = tuple(place for place, given in zip(named, places, strict=True) if given is None)
    ask_for_places(damaged, asked, may_use)
    root = existing_folder(places[0] or named[0].find(damaged), damaged)
    layout = FeatureLayout.from_json(head["layout"])
    with open_features(places[1] or named[1].find(damaged), damaged, layout) as store:
        _write_anew(work, result.target, root, store, int(head["seed"]), progress)
    result.base = Message("the image folder and the feature file as they are now")
    result.lost.append(
        Message("The batches that were proposed and the metadata; the judgements do not depend on them.")
    )
    return True


def _without_advice(error: Exception) -> str:
    """Return what an error says but for the advice to recover, which is being followed."""
    return error.fields["reason"] if isinstance(error, DamagedProjectError) else sentence(error)


def _copy_sound(file: Path, work: Path) -> None:
    """Copy an intact project of any known format, and migrate the copy."""
    schema.inspect(file)
    shutil.copyfile(file, work)
    if has_log(file) and not foreign_log(file):
        shutil.copyfile(log_path(file), log_path(work))
    try:
        copied = Database(work)
        try:
            migrate(copied.connection)
            check_restorable(copied.connection, work)
            with database.understood(work):
                _read_all(copied)
        finally:
            copied.close()
    except BaseException:
        for one in (work, *beside(work)):
            one.unlink(missing_ok=True)
        raise


def _read_all(opened: Database) -> None:
    """Read everything that opening a project reads; this fails on values that the program never writes."""
    opened.read("SELECT at, text FROM event")  # SQLite finds texts sound that are not UTF-8
    for topic in topics.load(opened):
        batches.load(opened, topic.id)
        derived.fold(opened, topic.id)
    *places, layout, report, fingerprint = opened.read(
        "SELECT images, features, layout, report, fingerprint FROM project"
    )[0]
    for place in places:
        Place.from_json(place)
    parse_json(fingerprint, dict)
    FeatureLayout.from_json(layout)
    ImportReport.from_json(report)


def _write_salvage(found: Salvage, work: Path, result: Recovery) -> None:
    """Write the rows of a damaged file to a new one, omitting rows whose parent rows are missing."""
    rows = found.rows
    ids = [row["id"] for row in rows["image"]]
    if not rows["project"] or not rows["topic"] or not ids or ids != list(range(len(ids))) or "topic" in found.damaged:
        raise ProjectError("The list of its images or topics cannot be read completely.")
    if "image" in found.damaged:
        raise ProjectError("The list of its images cannot be read completely.")
    for table in ("metadata_column", "metadata_block", "metadata_word"):
        if found.damaged & {"metadata_column", "metadata_block", "metadata_word"}:
            rows[table] = []
    known = {row["batch"] for row in rows["batch_image"]}
    rows["batch"] = [row for row in rows["batch"] if row["id"] in known]
    shown = {row["id"] for row in rows["batch"]}
    rows["batch_image"] = [row for row in rows["batch_image"] if row["batch"] in shown]
    connection = sqlite3.connect(work, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        for table, content in rows.items():
            if table in _LOG:  # the steps are added one by one, because some may be missing
                continue
            for row in content:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                # The names are those of our own tables, from a newly created file.
                connection.execute(
                    f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                    tuple(row.values()),
                )
        connection.execute("COMMIT")
        if not all(connection.execute(f"SELECT 1 FROM {table}").fetchone() for table in ("project", "topic")):  # noqa: S608
            raise ProjectError("The list of its images or topics cannot be read completely.")
    finally:
        connection.close()
    result.lost += [Message("A part of the table {table}.", table=table) for table in sorted(found.damaged - _LOG)]


def _write_anew(work: Path, target: Path, root: Path, store: FeatureStore, seed: int, progress: Progress) -> None:
    imported = import_collection(root, store, progress)
    placeholder = Topic(0, "recovered", "mix", {}, 8, seed, ModelSettings())
    write_project(work, target, (root, store.path), imported, placeholder)


def _add_what_came_later(damaged: Path, work: Path, result: Recovery, anew: bool, may_use: MayUse | None) -> None:
    opened = Database(work)
    try:
        replayer = Replayer(opened)
        created = "" if anew else str(opened.read("SELECT created FROM project")[0][0])
        logs = list(mirror_logs(damaged, created))
        strays = stray_lines(damaged, opened, result.lost)
        known = {number: (topic, at) for number, topic, at in opened.read("SELECT id, topic, at FROM event")}
        later, branches, odd = divide((*logs[-1:], list(salvaged_lines(damaged)), *strays, *logs[-2::-1]), known)
        result.lost += odd
        result.added = replayer.replay(later) + sum(replayer.merge(branch) for branch in branches)
        result.lost += replayer.lost
        for topic, *_ in opened.read("SELECT id FROM topic"):
            derived.rebuild(opened, topic)
        _mend_fingerprint(damaged, opened, may_use)
    finally:
        opened.close()


def _mend_fingerprint(damaged: Path, opened: Database, may_use: MayUse | None) -> None:
    """Restore the fingerprint from another copy if the stored one does not match the features and that one does."""
    project = Project(opened.path, opened, None)
    try:
        if refused_places(damaged, (project.places[1],), may_use):
            return  # the user is asked when the project is opened
        stored, store = project.fingerprint, open_features(project.places[1].find(damaged), damaged, project.layout)
    except (AnnotatorError, ValueError, KeyError, TypeError):
        return  # the features are missing, which is reported when the project is opened
    with store:
        now = store.fingerprint()
    if now == stored:
        return
    known = [head["fingerprint"] for head in mirror_heads(damaged)]
    for one in backups_of(damaged):
        with contextlib.suppress(AnnotatorError, sqlite3.Error), database.untouched(one.path) as copy:
            known += [text for (text,) in copy.execute("SELECT fingerprint FROM project")]
    if any(_loaded(text) == now for text in known):
        with opened.transaction() as connection:
            connection.execute("UPDATE project SET fingerprint = ?", (json.dumps(now),))


def _loaded(text: str) -> object:
    try:
        return parse_json(text)
    except ValueError:
        return None


def _finish(work: Path, result: Recovery) -> None:
    opened = Database(work)
    try:
        renew(opened.connection)
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        check_restorable(opened.connection, work)
        result.steps = int(opened.read("SELECT count(*) FROM event")[0][0])
        result.labels = int(opened.read("SELECT count(*) FROM label")[0][0])
        result.lost += _gaps([number for (number,) in opened.read("SELECT id FROM event ORDER BY id")])
    finally:
        opened.close()


def _gaps(events: Iterable[int]) -> list[str]:
    """Return sentences on which step numbers are missing."""
    found: list[str] = []
    expected = 1
    for number in events:
        if number > expected:
            if number == expected + 1:
                found.append(Message("Step {step} of the log: it could not be read in any copy.", step=expected))
            else:
                between = {"first": expected, "last": number - 1}
                found.append(Message("Step {first} to {last} of the log: it could not be read in any copy.", **between))
        expected = number + 1
    return found
