"""Read an evidence pack, and rebuild from it what its members were written from."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from annotator.data.exporting.evidence import MEMBERS, members_with, votes_of
from annotator.data.exporting.source import ExportSource, Judged, Replay, grades_of
from annotator.data.exporting.tables import NOTE_COLUMN
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import fault
from annotator.data.files.reading import open_bytes
from annotator.errors import ExportError
from annotator.types import UNLABELLED, Label, Ranking

MOST_BYTES = 1 << 32
_MOST_RATIO = 200
"""How many times larger than packed a member may be; texts of paths and numbers shrink to a tenth."""
_SMALL = 1 << 20
_LONGEST_LINE = 1 << 24


class _Images(dict[str, int]):
    """Number of each image by its path."""

    def __missing__(self, path: object) -> int:
        raise ValueError(f"{path!r} is not an image of rows.csv")


@dataclass(frozen=True)
class Event:
    """One label change; see :class:`annotator.data.exporting.source.HistoryEntry`."""

    revision: int
    at: str
    kind: str
    image: int
    old: Label | None
    new: Label | None
    round: int | None
    old_grade: int | None = None
    new_grade: int | None = None


class Pack:
    """An open pack whose members are read with limits.

    Attributes:
        path: The file.
        archive: The open archive.
        members: The files that it has to hold, in order.
    """

    def __init__(self, path: Path) -> None:
        """Open a pack.

        Raises:
            ExportError: The file is missing, no evidence pack, damaged, or unpacks to too much.
        """
        self.path = path
        self._stream = open_bytes(path, ExportError)
        try:
            self.archive = zipfile.ZipFile(self._stream)
            members = self.archive.infolist()
        except Exception as error:  # a damaged directory can raise any exception
            self._stream.close()
            raise ExportError(
                "{path}: this is no evidence pack, or it is damaged ({error})", path=path, error=error
            ) from error
        try:
            self._check(members)
        except BaseException:
            self.close()
            raise

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        names = [one.filename for one in members]
        self.members = members_with(names)
        if sorted(names) != sorted(self.members):
            raise ExportError(
                "{path}: this is no evidence pack: it must hold {members}", path=self.path, members=", ".join(MEMBERS)
            )
        largest = max(members, key=lambda one: one.file_size - _MOST_RATIO * one.compress_size)
        if sum(one.file_size for one in members) > MOST_BYTES or (
            largest.file_size > max(_SMALL, _MOST_RATIO * largest.compress_size)
        ):
            raise ExportError(
                "{path}: this is no evidence pack that the program wrote: it unpacks to {size:,} bytes",
                path=self.path,
                size=sum(one.file_size for one in members),
            )

    def surplus(self) -> int:
        """Return how many bytes of the archive belong to none of its members, as the program writes them."""
        large = zipfile.ZIP64_LIMIT
        members = self.archive.infolist()
        headers = sum(30 + 46 + 2 * len(one.filename.encode()) for one in members) + 22
        for one in members:  # what the zip format adds for a large member
            headers += (20 if one.file_size * 1.05 > large else 0) + (
                len(one.extra) if max(one.file_size, one.header_offset) > large else 0
            )
        if self.archive.start_dir > large:
            headers += 56 + 20
        return self._stream.seek(0, io.SEEK_END) - headers - sum(one.compress_size for one in members)

    def close(self) -> None:
        """Close the file."""
        self.archive.close()
        self._stream.close()

    def checksum(self, name: str) -> str:
        """Return the SHA-256 of a member in hexadecimal."""
        with self.archive.open(name) as stream:
            return hashlib.file_digest(cast("Any", stream), "sha256").hexdigest()

    def same(self, name: str, file: Path) -> bool:
        """Return whether a member has the bytes of ``file``."""
        with self.archive.open(name) as one, open_bytes(file, ExportError) as other:
            while block := one.read(1 << 20):
                if other.read(len(block)) != block:
                    return False
            return not other.read(1)

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a member with their endings."""
        with self.archive.open(name) as stream:
            text = io.TextIOWrapper(stream, "utf-8", newline="")
            while line := text.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise ValueError(f"{name} has a line of more than {_LONGEST_LINE:,} characters")
                yield line

    def table(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a member in CSV by their columns."""
        return csv.DictReader(self.lines(name), strict=True)

    def json(self, name: str) -> dict[str, Any]:
        """Return the object in a member."""
        value: dict[str, Any] = parse_json(self.archive.read(name), dict)
        return value


def source_of(pack: Pack, search: Mapping[str, Any]) -> ExportSource:
    """Return what the members were written from, taken from as few of them as possible.

    The labels follow from ``state.events.jsonl``, the order and the scores from ``ranking.csv``, the images from
    ``rows.csv``, settings and names from ``search.json``; how an image got its label is in ``state.jsonl``.

    Raises:
        ValueError, KeyError, TypeError: A member holds something else than the program writes.
    """
    rows = {row["path"]: int(row["feature_row"] or -1) for row in pack.table("rows.csv")}
    paths = list(rows)
    if any(fault(path) for path in paths):
        raise ValueError("rows.csv holds a name that leads out of the image folder")
    image = _Images({path: number for number, path in enumerate(paths)})
    history = [_event(parse_json(line, dict), image) for line in pack.lines("state.events.jsonl")]
    labels = np.full(len(paths), UNLABELLED, np.int8)
    for event in history:
        labels[event.image] = UNLABELLED if event.new is None else event.new.value
    return ExportSource(
        topic=_text(search["topic"]),
        project=_text(search["project"]),
        paths=paths,
        labels=labels,
        judged=_judged(pack, image),
        ranking=_ranking(pack, search, image),
        history=history,
        settings=dict(search["settings"]),
        provenance=dict(search["provenance"]),
        replay=Replay(
            row_of_image=np.array(list(rows.values()), np.int64),
            examples=np.array(search["examples"], np.float64),
            reviewed=frozenset(image[path] for path in search["reviewed"]),
            graph=bool(search["neighbour_graph"]),
            topic=int(search["topic_key"]),
            words=search.get("words"),  # packs of older programs have none
            alike=frozenset(image[path] for path in search.get("alike", ())),
            inherited=search.get("inherited", ()),
            doubt={image[path]: float(one) for path, one in search.get("doubt", {}).items()},
            votes=votes_of(search.get("votes", ()), len(paths)),
        ),
        notes=_notes(pack, image),
        grades=_grades(history) if "grades" in search["settings"] else None,
    )


def _event(stored: Mapping[str, Any], image: Mapping[str, int]) -> Event:
    old, new = (None if stored[name] is None else Label.from_word(stored[name]) for name in ("old", "new"))
    grades = (stored.get("old_grade"), stored.get("new_grade"))
    place = image[stored["path"]]
    return Event(stored["revision"], stored["at"], stored["kind"], place, old, new, stored["round"], *grades)


def _grades(history: Iterable[Event]) -> dict[int, int]:
    labels, given = {}, {}
    for event in history:
        labels[event.image], given[event.image] = event.new, event.new_grade
    now = {image: label for image, label in labels.items() if label is not None}
    return grades_of(now, {image: grade for image, grade in given.items() if grade is not None})


def _judged(pack: Pack, image: Mapping[str, int]) -> dict[int, Judged]:
    judged = {}
    for line in pack.lines("state.jsonl"):
        entry = parse_json(line, dict)
        if "timestamp" in entry:
            names = ("round", "strategy", "timestamp", "annotator", "note")
            judged[image[entry["path"]]] = Judged(*(entry[name] for name in names))
    return judged


def _notes(pack: Pack, image: Mapping[str, int]) -> dict[int, str] | None:
    """Return the notes on images, None for a pack of an older program, which had no column for them."""
    if NOTE_COLUMN not in next(pack.lines("labels.csv"), ""):
        return None
    entries = (parse_json(line, dict) for line in pack.lines("state.jsonl"))
    return {image[entry["path"]]: _text(entry["image_note"]) for entry in entries if "image_note" in entry}


def _ranking(pack: Pack, search: Mapping[str, Any], image: Mapping[str, int]) -> Ranking:
    table = list(pack.table("ranking.csv"))
    return Ranking(
        images=np.array([image[row["path"]] for row in table], np.int64),
        mean=np.array([float(row["score"] or "nan") for row in table], np.float32),
        std=np.array([float(row["score_std"] or "nan") for row in table], np.float32),
        round=int(search["ranking"]["round"]),
        revision=int(search["ranking"]["revision"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value
