"""Compare the image folder with the project: find images that were added, removed, changed or moved.

Images are identified by content, not by name, so a moved image keeps its labels. Two files are the same image if their
SHA-256 is equal, where it was recorded. Otherwise they are the same only if size and modification time, to the
nanosecond, are equal and no other file qualifies. Nothing is ever guessed: uncertain cases are reported as removed and
added.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.data.collection.collection import part_of
from annotator.data.files.names import Problem, inside
from annotator.data.files.reading import open_bytes
from annotator.data.images.scanning import scan
from annotator.data.project.database import Database
from annotator.errors import ImageError
from annotator.messages import Message, joined
from annotator.types import Progress

_BLOCK = 512
_MOST_ALIKE = 50
"""With more files of the same content, moves are ambiguous, and comparing them takes quadratic time."""


@dataclass(frozen=True)
class KnownFile:
    """The recorded state of an image file.

    Attributes:
        path: Its path.
        size, mtime: Size in bytes and modification time in nanoseconds.
        missing: Since when it is missing (UTC, ISO 8601), "" if it is not.
        sha256: Hash of its content in hexadecimal, "" if it was not recorded.
    """

    path: str
    size: int
    mtime: int
    missing: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class RescanReport:
    """Differences between the image folder and the project.

    Attributes:
        n_images: Number of images in the project.
        n_found: Number of images on disk.
        added: Paths of new images.
        moved: New path by image id.
        changed: Images whose file has new content, or was rewritten with unknown previous content.
        touched: Images whose file was rewritten with the same content.
        removed: Images whose file is missing.
        returned: Images that were missing and have reappeared with the same content.
        present: Size and modification time of every file found, by path.
        problems: Files and folders that cannot be read; images below such a folder do not count as removed.
    """

    n_images: int
    n_found: int
    added: tuple[str, ...]
    moved: Mapping[int, str]
    changed: tuple[int, ...]
    touched: tuple[int, ...]
    removed: tuple[int, ...]
    returned: tuple[int, ...]
    present: Mapping[str, tuple[int, int]]
    problems: tuple[Problem, ...]

    @property
    def anything(self) -> bool:
        """Whether the project is out of date."""
        return bool(self.added or self.moved or self.changed or self.removed or self.returned or self.touched)

    @property
    def summary(self) -> str:
        """A description of the report."""
        counts = (
            Message("{count:,} added", count=len(self.added)),
            Message("{count:,} moved", count=len(self.moved)),
            Message("{count:,} changed", count=len(self.changed)),
            Message("{count:,} written again unchanged", count=len(self.touched)),
            Message("{count:,} removed", count=len(self.removed)),
            Message("{count:,} found again", count=len(self.returned)),
        )
        told = joined((one for one in counts if one.fields["count"]), ", ") or Message("nothing has changed")
        return Message("{found:,} images on the disk: {told}.", found=self.n_found, told=told)


def known_images(database: Database) -> tuple[KnownFile, ...]:
    """Return the recorded state of all image files, by id."""
    rows = database.read(
        "SELECT path, image.size, image.mtime, coalesce(missing, ''), coalesce(hex(sha256), '') FROM image"
        " LEFT JOIN content ON content.image = image.id AND content.size = image.size AND content.mtime = image.mtime"
        " ORDER BY image.id"
    )
    return tuple(KnownFile(path, size, mtime, missing, sha.lower()) for path, size, mtime, missing, sha in rows)


def look(root: Path, known: Sequence[KnownFile], progress: Progress | None = None) -> RescanReport:
    """Compare the image folder with the project without changing anything; may run in any thread.

    Raises:
        ImageError: The folder is missing, cannot be read, or contains no image.
        Cancelled: The user canceled the rescan.
    """
    progress = progress or Progress()
    found = scan(root, part_of(progress, 0.0, 0.6))
    present = {p: (int(s), int(m)) for p, s, m in zip(found.paths, found.sizes, found.mtimes, strict=True)}
    closed = tuple(f"{problem.path}/" for problem in found.problems if problem.path not in present)
    id_of = {one.path: image for image, one in enumerate(known)}
    new = [path for path in found.paths if path not in id_of]
    gone = [i for i, one in enumerate(known) if one.path not in present and not one.path.startswith(closed)]
    altered = [i for i, one in enumerate(known) if one.path in present and present[one.path] != (one.size, one.mtime)]
    reader = _Reader(root, present, part_of(progress, 0.6, 1.0), len(new) + 2 * len(altered))
    # If a file was replaced by another image of the collection, that image counts as moved.
    candidates = [*new, *(known[i].path for i in altered)]
    moved = _moves(known, [*gone, *altered], candidates, present, reader)
    taken = set(moved.values())
    returned = [i for i, one in enumerate(known) if one.missing and one.path in present and i not in altered]
    touched = tuple(image for image, path in moved.items() if path == known[image].path)
    moved = {image: path for image, path in moved.items() if path != known[image].path}
    places = set(moved.values())
    # The image that had the path of a moved one is removed, unless it was moved itself.
    replaced = [i for i in altered if known[i].path in places and i not in moved]
    # The image that now has the former path of a moved one is new.
    left = [known[i].path for i in moved if known[i].path in present and known[i].path not in places]
    changed = [i for i in altered if i not in moved and i not in replaced and i not in touched]
    return RescanReport(
        n_images=len(known),
        n_found=len(found.paths),
        added=tuple([path for path in new if path not in taken] + left),
        moved=moved,
        changed=tuple(changed),
        touched=touched,
        removed=tuple(i for i in [*gone, *replaced] if i not in moved and not known[i].missing),
        returned=tuple(returned),
        present=present,
        problems=found.problems,
    )


class _Reader:
    """Hashes files, each only once."""

    def __init__(self, root: Path, present: Mapping[str, tuple[int, int]], progress: Progress, total: int) -> None:
        self._root, self._present, self._progress, self._total = root, present, progress, max(1, total)
        self._hashes: dict[str, str] = {}

    def hash(self, path: str) -> str:
        """Return the hash of a file, "" if it cannot be read."""
        if path not in self._hashes:
            self._progress.step(min(1.0, len(self._hashes) / self._total))
            self._hashes[path] = content_hash(self._root, path)
        return self._hashes[path]


def _moves(
    known: Sequence[KnownFile],
    lost: Sequence[int],
    candidates: Iterable[str],
    present: Mapping[str, tuple[int, int]],
    reader: _Reader,
) -> dict[int, str]:
    """Return the new paths of missing images where they are certain."""
    alike = _Alike(candidates, present, reader)
    claims: defaultdict[str, list[int]] = defaultdict(list)
    for image in lost:
        for path in alike.to(known[image]):
            claims[path].append(image)
    options: defaultdict[int, list[str]] = defaultdict(list)
    for path, images in claims.items():
        for image in images:
            options[image].append(path)
    moved: dict[int, str] = {}
    taken: set[str] = set()
    # An image that did not move keeps its path; then those that keep their file name; then those with a single option.
    for keeps in (
        lambda image, path: known[image].path == path,
        lambda image, path: known[image].path.rpartition("/")[2] == path.rpartition("/")[2],
        lambda _image, _path: True,
    ):
        for image in lost:
            if image in moved:
                continue
            fitting = [p for p in options[image] if p not in taken and keeps(image, p)]
            rivals = [
                other for path in fitting for other in claims[path]
                if other != image and other not in moved and keeps(other, path)
            ]  # fmt: skip
            if len(fitting) == 1 and not rivals:
                moved[image] = fitting[0]
                taken.add(fitting[0])
    return moved


class _Alike:
    """Index of files by content: by hash, or else by exact size and modification time."""

    def __init__(self, paths: Iterable[str], present: Mapping[str, tuple[int, int]], reader: _Reader) -> None:
        self._reader = reader
        self._by_size: defaultdict[int, list[str]] = defaultdict(list)
        self._by_time: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        self._by_hash: dict[int, defaultdict[str, list[str]]] = {}
        self._by_name: dict[int, defaultdict[str, list[str]]] = {}
        for path in paths:
            self._by_size[present[path][0]].append(path)
            self._by_time[present[path]].append(path)

    def to(self, one: KnownFile) -> list[str]:
        """Return the files with the content of an image, or none if there are too many."""
        if not one.sha256:
            return self._few(one, self._by_time.get((one.size, one.mtime), []))
        if one.size not in self._by_hash:  # only files with the size of a missing image are read
            hashes: defaultdict[str, list[str]] = defaultdict(list)
            for path in self._by_size.get(one.size, []):
                hashes[self._reader.hash(path)].append(path)
            self._by_hash[one.size] = hashes
        return self._few(one, self._by_hash[one.size].get(one.sha256, []))

    def _few(self, one: KnownFile, paths: list[str]) -> list[str]:
        if len(paths) <= _MOST_ALIKE:
            return paths
        if id(paths) not in self._by_name:
            names: defaultdict[str, list[str]] = defaultdict(list)
            for path in paths:
                names[path.rpartition("/")[2]].append(path)
            self._by_name[id(paths)] = names
        same = self._by_name[id(paths)].get(one.path.rpartition("/")[2], [])
        return same if len(same) <= _MOST_ALIKE else []


def content_hash(root: Path, path: str) -> str:
    """Return the SHA-256 of a file in hexadecimal, "" if it cannot be read."""
    try:
        with open_bytes(inside(root, path), ImageError) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ImageError):
        return ""


def unrecorded(database: Database) -> list[tuple[int, str, int, int]]:
    """Return id, path, size and modification time of the images whose content has not been hashed."""
    return [
        (image, path, size, mtime)
        for image, path, size, mtime in database.read(
            "SELECT id, path, image.size, image.mtime FROM image LEFT JOIN content ON content.image = image.id AND"
            " content.size = image.size AND content.mtime = image.mtime WHERE sha256 IS NULL AND missing IS NULL"
        )
    ]


Recorded = tuple[int, int, int, bytes]
"""Image, size, modification time, and SHA-256 of its content."""


def read_contents(root: Path, todo: Sequence[tuple[int, str, int, int]], progress: Progress) -> list[Recorded]:
    """Return the hashes of images; may run in any thread.

    A file that has changed since it was recorded is skipped, because a rescan has to report it. After cancellation, the
    hashes computed so far are returned.
    """
    rows: list[Recorded] = []
    for number, (image, path, size, mtime) in enumerate(todo):
        if progress.cancel.is_set():
            break
        progress.report(number / len(todo))
        try:
            status = inside(root, path).stat()
        except (OSError, ImageError):
            continue
        if (status.st_size, status.st_mtime_ns) == (size, mtime) and (sha := content_hash(root, path)):
            rows.append((image, size, mtime, bytes.fromhex(sha)))
    return rows


def store_contents(database: Database, rows: Sequence[Recorded]) -> None:
    """Store hashes."""
    with database.transaction() as connection:
        connection.executemany("INSERT OR REPLACE INTO content (image, size, mtime, sha256) VALUES (?, ?, ?, ?)", rows)


def read_in_blocks(
    root: Path, todo: Sequence[tuple[int, str, int, int]], progress: Progress
) -> Iterator[list[Recorded]]:
    """Yield the hashes of images in blocks, to be stored as they come, so that a crash loses little; at least one.

    Raises:
        Cancelled: The person asked to stop.
    """
    if not todo:
        yield []
    for start in range(0, len(todo), _BLOCK):
        progress.step(start / len(todo))
        block = todo[start : start + _BLOCK]
        yield read_contents(root, block, part_of(progress, start / len(todo), (start + len(block)) / len(todo)))
