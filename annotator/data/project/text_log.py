"""A second copy of the event log as plain text in the backup folder: JSON Lines, one object per line.

It is needed only if the project file is damaged: it contains the judgements made after the latest backup. Images are
referred to by path, so that the log can be read with any text editor. Kinds of lines:

``{"schema", "version", "project"}``
    The first line: identifies the project and gives the locations of its images and features.
``{"topic", "name", "settings"}``
    A topic, written when it is new or its settings have changed.
``{"event", "topic", "kind", "target", "round", "at", "text", "size", "changes", "confirmed", "notes", "texts",
"example", "used"}``
    One step. ``changes`` are ``size`` entries [path, label before, label after]; -1 irrelevant, 0 unsure, 1 relevant,
    null unlabeled; two more numbers, the grade before and after, where a relevant image has one. The changes of a large
    step continue in further lines ``{"event", "changes"}``. ``notes`` are entries [path, note before, note after], ""
    for none, ``texts`` entries [``grades`` or ``criteria``, text before, text after] of the topic.

The project file is authoritative; the log follows it within moments. After a crash, missing lines are appended when the
project is opened again.
"""

from __future__ import annotations

import base64
import contextlib
import glob
import json
import os
import re
import sqlite3
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import open_bytes
from annotator.data.project.backups import folder_of
from annotator.data.project.database import Database
from annotator.data.project.log.topic_texts import FIELDS, GRADES, words_of_text
from annotator.errors import ProjectError
from annotator.messages import Message

SCHEMA = "annotator-log"
VERSION = 1
_PIECE = 10_000  # changes per line: Python runs no other thread while it encodes one
_TAIL = 1 << 18
_STEP = re.compile(
    rb'^\{"event":(\d+),"topic":(\d+),"kind":"\w+","target":(?:null|\d+),"round":\d+,"at":"([\dTZ:.+-]*)"', re.MULTILINE
)
_EVENT = re.compile(rb'\{"event":(\d+)')
_PROJECT = ("created", "seed", "images", "features", "fingerprint", "layout")
_TOPIC = (
    "name", "strategy", "parameters", "batch_size", "seed", "model", "scope", "archived", "exclusive", "judge",
    "opinion_on",
)  # fmt: skip


def mirror_path(project: Path) -> Path:
    """Return the path of the text log of ``project``."""
    return folder_of(project) / f"{project.stem}.log.jsonl"


def other_logs(project: Path) -> list[Path]:
    """Return the text logs of ``project`` that were set aside because they have steps that it lacks."""
    return sorted(folder_of(project).glob(f"{glob.escape(project.stem)}.log-ahead-*.jsonl"))


def lost_steps(project: Path, database: Database) -> int:
    """Return how many steps of the text logs a project lacks: it was damaged, or replaced by an older file.

    Only the end of its own log is read. A step is recognized by its time, also where it was given another number.

    Args:
        project: The project.
        database: Its file. If it is open to read, somebody else may be writing both.
    """
    created = str(database.read("SELECT created FROM project")[0][0])
    told: Counter[tuple[int, str]] = Counter()
    for file, end in (*((other, None) for other in other_logs(project)), (mirror_path(project), _TAIL)):
        told |= Counter(_steps(file, created, end))  # several logs may have the same steps
    if not told:
        return 0
    wanted = "SELECT topic, at FROM event WHERE at >= ?", (min(at for _, at in told),)
    if not database.read_only:
        return sum((told - Counter(database.read(*wanted))).values())
    with closing(Database(project, read_only=True)) as newer:
        return sum((told - Counter(newer.read(*wanted))).values())


def _steps(file: Path, created: str, end: int | None) -> list[tuple[int, str]]:
    """Return topic and time of the steps in a log, or in its last ``end`` bytes, if it is of that project."""
    try:
        with open_bytes(file, ProjectError) as stream:
            if not _is_of(stream.readline(), created):
                return []
            if end is not None:
                stream.seek(max(0, stream.seek(0, os.SEEK_END) - end))
            lines = set(_STEP.findall(stream.read()))  # a step may be there twice, where two programs wrote
            return [(int(topic), at.decode("utf-8", "replace")) for _, topic, at in lines]
    except (ProjectError, OSError):
        return []


_KINDS = ("judge", "example", "external", "import", "undo", "redo")


class TextLog:
    """Writer of the text log of an open project, in a thread with its own read-only connection.

    Attributes:
        file: The text log.
        problem: Why it could not be written, "" if it could. A failure never stops the work.
        ahead: New path of an older log with events that the project file lacks, None if there was none.
    """

    def __init__(self, project: Path) -> None:
        """Prepare the writer; nothing is written before :meth:`follow`."""
        self._project = project
        self.file = mirror_path(project)
        self.problem = ""
        self.ahead: Path | None = None
        self._wanted = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._last: int | None = None
        self._topics: dict[int, str] = {}

    def follow(self) -> None:
        """Request an update of the log in the background."""
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until everything is written."""
        self._closing = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        database = None
        while True:
            self._wanted.wait()
            self._wanted.clear()
            closing = self._closing
            try:
                database = database or Database(self._project, read_only=True, lasting=False)
                self._catch_up(database, durable=closing)
                self.problem = ""
            except (ProjectError, OSError, sqlite3.Error, ValueError) as error:
                self.problem = Message("The second copy of the judgements cannot be written: {error}", error=error)
                self._last = None  # the existing log is read again
            if closing:
                break
        if database is not None:
            database.close()

    def _catch_up(self, database: Database, *, durable: bool) -> None:
        self.file.parent.mkdir(exist_ok=True)
        if self._last is None:
            self._last = self._begin(database)
        lines = list(self._topic_lines(database))
        for line in event_lines(database, self._last):
            lines.append(line)
            self._last = line["event"]
        if lines or durable:
            with self.file.open("ab") as stream:
                stream.write(b"".join(_line(line) for line in lines))
                if durable:
                    stream.flush()
                    os.fsync(stream.fileno())

    def _begin(self, database: Database) -> int:
        """Read the existing log, repair or replace it, and return the number of its last event."""
        head = project_line(database)
        events = {number: (topic, at) for number, topic, at in database.read("SELECT id, topic, at FROM event")}
        same, known = self._known(head["project"]["created"])
        if known and not same:
            self.ahead = put_aside(self.file, "other")
        elif known.items() - events.items():  # the project file was damaged, or replaced by an older one
            self.ahead = put_aside(self.file, "ahead")
        elif known and len(known) == sum(number <= max(known) for number in events):
            return max(known)
        self._topics = {}
        new = self.file.with_name(self.file.name + ".unfinished")
        new.write_bytes(_line(head))
        new.replace(self.file)
        return 0

    def _known(self, created: str) -> tuple[bool, dict[int, tuple[int, str]]]:
        """Return whether the log belongs to this project, and its events with topic and time.

        An unfinished last line is truncated. What the log knows of the topics is not written again.
        """
        known: dict[int, tuple[int, str]] = {}
        same, whole = False, 0
        with contextlib.suppress(FileNotFoundError), self.file.open("rb+") as stream:
            for line in stream:
                if not line.endswith(b"}\n"):
                    break
                if step := _STEP.match(line):
                    known[int(step[1])] = int(step[2]), step[3].decode("utf-8", "replace")
                elif found := _EVENT.match(line):  # a further line of a large step, or one that was damaged
                    known.setdefault(int(found[1]), (-1, ""))
                elif line.startswith(b'{"topic":'):
                    with contextlib.suppress(ValueError, LookupError):  # a damaged line
                        topic = parse_json(line, dict)
                        self._topics[topic["topic"]] = json.dumps(topic["settings"])
                elif not whole:
                    same = _is_of(line, created)
                whole += len(line)
            stream.seek(0, os.SEEK_END)
            if whole < stream.tell():
                stream.truncate(whole)
        return same, known

    def _topic_lines(self, database: Database) -> Iterator[dict[str, Any]]:
        for key, *values in database.read(f"SELECT id, {', '.join(_TOPIC)} FROM topic ORDER BY id"):  # noqa: S608
            settings = dict(zip(_TOPIC, values, strict=True))
            text = json.dumps(settings)
            if self._topics.get(key) != text:
                self._topics[key] = text
                yield {"topic": key, "name": settings["name"], "settings": settings}


def project_line(database: Database) -> dict[str, Any]:
    """Return the first line of a project's text log."""
    values = database.read(f"SELECT {', '.join(_PROJECT)} FROM project")[0]  # noqa: S608
    return {"schema": SCHEMA, "version": VERSION, "project": dict(zip(_PROJECT, values, strict=True))}


def event_lines(database: Database, after: int) -> Iterator[dict[str, Any]]:
    """Yield the events after number ``after`` in the form of the log."""
    for event, topic, kind, target, round_, at, text in database.read(
        "SELECT id, topic, kind, target, round, at, text FROM event WHERE id > ? ORDER BY id", (after,)
    ):
        changes = [change_row(*row) for row in database.read(
            "SELECT path, old, new, old_grade, new_grade FROM change JOIN image ON image.id = change.image"
            " WHERE event = ? ORDER BY position",
            (event,),
        )]  # fmt: skip
        line: dict[str, Any] = {
            "event": event, "topic": topic, "kind": kind, "target": target, "round": round_, "at": at, "text": text,
            "size": len(changes), "changes": changes[:_PIECE],
        }  # fmt: skip
        kept = database.read(
            "SELECT path, label, confirmed FROM confirmation JOIN image ON image.id = image WHERE event = ?"
            " ORDER BY position",
            (event,),
        )
        if kept:
            line["confirmed"] = [list(row) for row in kept]
        notes = database.read(
            "SELECT path, old, new FROM note_change JOIN image ON image.id = image WHERE event = ? ORDER BY image",
            (event,),
        )
        if notes:
            line["notes"] = [list(row) for row in notes]
        texts = database.read("SELECT field, old, new FROM topic_text WHERE event = ? ORDER BY field", (event,))
        if texts:
            line["texts"] = [list(row) for row in texts]
        for example, used, name, vector, words, saved, pool in database.read(
            "SELECT example.id, used, name, vector, words, saved, pool FROM example_change"
            " JOIN example ON example.id = example WHERE event = ?",
            (event,),
        ):
            line["used"] = used
            line["example"] = {"id": example, "name": name, "vector": base64.b64encode(vector).decode(), "words": words}
            if saved is not None:
                line["example"]["saved"] = saved
            if pool is not None:
                line["example"] |= {"vector": "", "pool": pool, "images": _paths(database, vector)}
        yield line
        for start in range(_PIECE, len(changes), _PIECE):
            yield {"event": event, "changes": changes[start : start + _PIECE]}


def change_row(path: str, old: int | None, new: int | None, old_grade: int | None, new_grade: int | None) -> list[Any]:
    """Return a change in the form of the log; one without grades has none."""
    return [path, old, new] if old_grade is new_grade is None else [path, old, new, old_grade, new_grade]


def _paths(database: Database, images: bytes) -> list[str]:
    """Return the path of each image of a pool, "" for one that was lost."""
    ids = [image for (image,) in struct.iter_unpack("<q", images)]
    found = dict(
        row
        for start in range(0, len(ids), _PIECE)
        for row in database.read(
            "SELECT id, path FROM image WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids[start : start + _PIECE]),),
        )
    )
    return [found.get(image, "") for image in ids]


def read_mirror(file: Path) -> tuple[list[dict[str, Any]], int]:
    """Return the readable lines of a text log, with large steps reassembled, and the number of unreadable lines."""
    lines: list[dict[str, Any]] = []
    damaged = 0
    with open_bytes(file, ProjectError) as stream:
        for raw in stream:
            try:
                line = parse_json(raw, dict)
                if "event" in line and "kind" not in line:
                    lines[-1]["changes"] += line["changes"]
                else:
                    lines.append(line)
            except (ValueError, KeyError, TypeError, IndexError):
                damaged += 1
    whole = [line for line in lines if "event" not in line or len(line.get("changes", ())) == line.get("size")]
    return whole, damaged + len(lines) - len(whole)


def put_aside(file: Path, why: str) -> Path | None:
    """Rename a text log instead of deleting it, and return its new name; return None if there is none."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    for number in range(1000):
        kept = file.with_name(f"{file.name.removesuffix('.jsonl')}-{why}-{now}{f'-{number}' if number else ''}.jsonl")
        if not kept.exists():
            with contextlib.suppress(FileNotFoundError):
                file.rename(kept)
                return kept
            return None
    return None


def _is_of(line: bytes, created: str) -> bool:
    try:
        head = parse_json(line, dict)
        return (head["schema"], head["version"], head["project"]["created"]) == (SCHEMA, VERSION, created)
    except (ValueError, TypeError, KeyError):
        return False


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"


def unusable(line: Mapping[str, Any]) -> Message | None:
    """Return why a line cannot be added: it holds what the program never writes; None if it can."""
    try:
        if "settings" in line:
            _expect(_whole(line["topic"]) and isinstance(line["settings"], Mapping))
        elif "event" in line:
            _expect(all(_whole(line[name]) for name in ("topic", "event", "round")))
            _expect(line["kind"] in _KINDS and (line["target"] is None or _whole(line["target"])))
            _expect(all(isinstance(line[name], str) for name in ("at", "text")))
            for path, _, new, *grades in line["changes"]:
                _expect(isinstance(path, str) and (new is None or (_whole(new + 1) and new <= 1)))
                _expect(not grades or (len(grades) == 2 and all(one in (None, 1, 2, 3) for one in grades)))
            for _, label, confirmed in line.get("confirmed", ()):
                _expect(label in (-1, 0, 1) and confirmed in (0, 1))
            for path, old, new in line.get("notes", ()):
                _expect(all(isinstance(one, str) for one in (path, old, new)))
            for field, *versions in line.get("texts", ()):
                _expect(field in FIELDS and len(versions) == 2 and all(isinstance(one, str) for one in versions))
                _expect(field != GRADES or all(words_of_text(one) is not None for one in versions))
            if "example" in line:
                example = line["example"]
                _expect(_whole(example["id"]) and isinstance(example["name"], str) and line["used"] in (0, 1))
                _expect(all(isinstance(example.get(name), str | None) for name in ("words", "saved", "pool")))
                _expect(all(isinstance(path, str) for path in example.get("images", ())))
                base64.b64decode(example["vector"])
    except (ProjectError, ValueError, TypeError, LookupError):
        return Message(
            "Step {number} of the log: it holds values that the program never writes.",
            number=str(line.get("event"))[:20],
        )
    return None


def _expect(holds: bool) -> None:
    if not holds:
        raise ValueError


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63
