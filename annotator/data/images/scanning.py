"""Folder scan: list the images below an image folder."""

from __future__ import annotations

import heapq
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from annotator.data.files.names import Problem, fault, printable
from annotator.errors import ImageError
from annotator.messages import Message
from annotator.types import IntArray, Progress

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp", ".avif", ".heic", ".heif"}
)
"""Extensions, in lower case, of the files that are treated as images."""

_ENTRIES_PER_REPORT = 256
_LATEST = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Scan:
    """The images below a folder.

    Attributes:
        paths: Paths relative to the folder, ``/`` between folders, sorted, unique; shape (N,).
        sizes: File sizes in bytes, shape (N,), int64.
        mtimes: Times of the last modification in nanoseconds since 1970, shape (N,), int64.
        problems: Empty files (also listed in ``paths``) and entries that were skipped: unreadable folders, links that
            are broken or lead back into the collection, names that are not valid Unicode.
    """

    paths: tuple[str, ...]
    sizes: IntArray
    mtimes: IntArray
    problems: tuple[Problem, ...]


def scan(root: Path, progress: Progress | None = None) -> Scan:
    """List the images below ``root``.

    Files and folders whose name begins with a dot are skipped. Links to files and folders are followed, but no folder
    is entered twice. Each file is queried for its size only once, when it is found.

    Args:
        root: Image folder.
        progress: Receives the share of finished folders; cancellation takes effect within a few hundred files.

    Raises:
        ImageError: ``root`` is missing, is not a folder, cannot be read, or contains no image.
        Cancelled: The user canceled the scan.
    """
    try:
        status = root.stat()
    except FileNotFoundError:
        raise ImageError(
            "{root}: there is no such folder; was it moved, or is its drive not connected?", root=root
        ) from None
    except OSError as error:
        raise ImageError("{root}: the folder cannot be read ({reason})", root=root, reason=error.strerror) from error
    if not stat.S_ISDIR(status.st_mode):
        raise ImageError("{root}: this is not a folder; choose the folder that holds the images", root=root)
    walk = _Walk(os.fspath(root), progress or Progress())
    walk.run()
    if walk.root_error is not None:
        raise ImageError("{root}: the folder cannot be read ({reason})", root=root, reason=walk.root_error.strerror)
    if not walk.found:
        raise ImageError(
            "{root}: no image was found among {others:,} other files; images end in {suffixes}",
            root=root,
            others=walk.others + len(walk.problems),
            suffixes=" ".join(sorted(IMAGE_SUFFIXES)),
        )
    walk.found.sort()
    walk.problems.sort(key=lambda problem: problem.path)
    paths, sizes, mtimes = zip(*walk.found, strict=True)
    return Scan(paths, np.array(sizes, np.int64), np.array(mtimes, np.int64), tuple(walk.problems))


@dataclass
class _Walk:
    """State of one traversal of the folders below ``root``."""

    root: str
    progress: Progress
    found: list[tuple[str, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    root_error: OSError | None = None
    others: int = 0
    done: float = 0.0
    _links: list[str] = field(default_factory=list)
    _entered: set[tuple[int, int]] = field(default_factory=set)

    def run(self) -> None:
        open_folders = [("", 1.0)]
        while open_folders or self._links:
            if not open_folders:
                # Linked folders come after all real ones, so that a folder reached both ways keeps its real path.
                open_folders.append((heapq.heappop(self._links), 0.0))
            folder, share = open_folders.pop()
            below = self._folder(folder)
            part = share / (len(below) + 1)
            open_folders += [(name, part) for name in below]
            self.done += part
            self.progress.step(min(self.done, 1.0))

    def _folder(self, folder: str) -> list[str]:
        """Collect the images of one folder and return its subfolders."""
        below: list[str] = []
        location = f"{self.root}/{folder}" if folder else self.root
        try:
            status = os.stat(location)  # noqa: PTH116 - strings throughout: a Path per file would double the time
            if (status.st_dev, status.st_ino) in self._entered:
                self._leave_out(folder, Message("the folder is already part of the collection under another name"))
                return below
            self._entered.add((status.st_dev, status.st_ino))
            with os.scandir(location) as entries:
                for number, entry in enumerate(entries, 1):
                    self._entry(entry, f"{folder}/{entry.name}" if folder else entry.name, below)
                    if number % _ENTRIES_PER_REPORT == 0:
                        self.progress.step(min(self.done, 1.0))
        except OSError as error:
            if not folder:
                self.root_error = error
            self._leave_out(folder, Message("the folder cannot be read ({reason})", reason=error.strerror))
        return below

    def _entry(self, entry: os.DirEntry[str], path: str, below: list[str]) -> None:
        name = entry.name
        if name.startswith("."):
            return
        try:
            if entry.is_dir():
                self._subfolder(entry, path, below)
            elif os.path.splitext(name)[1].lower() not in IMAGE_SUFFIXES:  # noqa: PTH122
                self.others += 1
            elif entry.is_file():
                self._image(entry, path)
            else:
                lost = entry.is_symlink() and not os.path.exists(entry.path)  # noqa: PTH110
                reason = Message("the link leads nowhere") if lost else Message("this is not a regular file")
                self._leave_out(path, reason)
        except OSError as error:
            self._leave_out(path, Message("the file cannot be read ({reason})", reason=error.strerror))

    def _subfolder(self, entry: os.DirEntry[str], path: str, below: list[str]) -> None:
        reason = fault(path)
        if reason is not None:
            self._leave_out(path, Message("{reason}; rename the folder", reason=reason))
        elif entry.is_symlink():
            heapq.heappush(self._links, path)
        else:
            below.append(path)

    def _image(self, entry: os.DirEntry[str], path: str) -> None:
        reason = fault(path)
        if reason is not None:
            self._leave_out(path, Message("{reason}; rename the file", reason=reason))
            return
        status = entry.stat()
        if status.st_size == 0:
            self.problems.append(Problem(path, Message("the file is empty (0 bytes)")))
        self.found.append((path, status.st_size, max(-_LATEST, min(status.st_mtime_ns, _LATEST))))

    def _leave_out(self, path: str, reason: str) -> None:
        self.problems.append(Problem(printable(path), reason))
