"""Cache of Cholesky factors on disk: opening a project maps what it would otherwise compute again.

A factor has two files. ``NAME.rows`` holds V row by row, and the program that owns it computes in a mapping of it, so
that nothing is written twice. ``NAME.npz`` names the rows that are complete and holds the rest of the factor; it is
replaced in one step, and removed before a row that it names is changed. Both may be deleted at any time: files that are
missing, damaged, of other features or settings, or in use by another program are ignored, and the factor is computed.

Nothing is forced onto the disk. Every row has a checksum of one value in each page instead, which finds pages that a
power failure has lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import shutil
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.files.filesystem import network_kind
from annotator.data.files.reading import open_bytes
from annotator.data.project.file_locks import lock, unlock
from annotator.errors import ModelError
from annotator.types import AnyFloatArray, FloatArray, IntArray
from annotator.version import __version__

WORTH_KEEPING = 100_000
"""Number of images from which factors are kept; those of fewer are computed in less than a second."""

MOST_BYTES = 8 << 30
"""Largest size of all files together, in bytes; the least recently used ones are deleted."""

LEFT_FREE = 5 << 30
"""Disk space that is left free, in bytes."""

FOLDER = "factors"
"""Name of their folder in the user's cache folder."""

WRITER = "factor-file"
"""Name of the thread that writes."""

_ROWS, _REST = ".rows", ".npz"
_PAGE = 4096


@dataclass(frozen=True, eq=False)
class FactorState:
    """Everything of a factor but V, see :class:`annotator.model.streaming_cholesky.Factor`.

    Attributes:
        keys, noise, lower, beta, mean, var: As in the factor.
        vectors: Feature vectors of the points with negative keys, in factor order, shape (e, d).
        coordinates: Their coordinates on the neighbor graph, shape (e, r).
    """

    keys: IntArray
    noise: FloatArray
    lower: FloatArray
    beta: FloatArray
    mean: FloatArray
    var: FloatArray
    vectors: FloatArray
    coordinates: FloatArray

    def fits(self, n: int) -> bool:
        """Return whether the arrays belong together, in a collection of ``n`` images."""
        m, e = len(self.keys), int((self.keys < 0).sum())
        shapes = ((m,), (m,), (m, m), (m,), (n,), (n,))
        arrays = (self.keys, self.noise, self.lower, self.beta, self.mean, self.var)
        same = all(array.shape == shape for array, shape in zip(arrays, shapes, strict=True))
        return same and len(self.vectors) == len(self.coordinates) == e and bool((self.keys < n).all())


class FactorCache:
    """The cached factors of one set of features.

    Args:
        folder: Folder of the files; it is created when needed.
        fingerprint: Fingerprint of the features.
        most_bytes: Largest size of all files in the folder together.
    """

    def __init__(self, folder: Path, fingerprint: Mapping[str, Any], most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most_bytes
        self._mark = json.dumps(dict(fingerprint), sort_keys=True)

    def open(self, topic: tuple[int, ...], n: int, dtype: np.dtype[Any]) -> FactorFile | None:
        """Return the file of a topic, which belongs to this process until it is closed.

        Args:
            topic: Seed of the project and number of the topic.
            n: Number of images.
            dtype: Working precision.

        Returns:
            The file; None if there are few images, if another process owns it, and where it cannot be written or does
            not belong: on a network drive.
        """
        if n < WORTH_KEEPING:
            return None
        name = hashlib.sha256(f"{self._mark} {topic}".encode()).hexdigest()[:32]
        with contextlib.suppress(OSError):
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            if not network_kind(self._folder):
                return FactorFile(self._folder / name, n, dtype, self)
        return None

    def make_room(self, size: int, keep: Path) -> bool:
        """Delete the least recently used files until ``size`` bytes more are allowed, besides those of ``keep``."""
        used = {file: file.stat().st_size for file in self._folder.iterdir() if file.suffix in (_ROWS, _REST)}
        names = {file.with_suffix("") for file in used} - {keep}
        by_use = sorted(names, key=lambda name: _modified(name.with_suffix(_ROWS)))
        free = shutil.disk_usage(self._folder).free
        missing = max(sum(used.values()) + size - self._most, size + LEFT_FREE - free)
        for name in by_use:
            if missing > 0 and _delete_unless_locked(name):
                missing -= sum(used.get(name.with_suffix(ending), 0) for ending in (_ROWS, _REST))
        return missing <= 0


class FactorFile:
    """The files of one factor. Only :meth:`save` works in another thread.

    Args:
        name: Path without the endings of the two files.
        n: Number of images.
        dtype: Working precision.
        cache: The cache it belongs to.

    Raises:
        OSError: The file cannot be written, or another process owns it.
    """

    def __init__(self, name: Path, n: int, dtype: np.dtype[Any], cache: FactorCache) -> None:
        self._name, self._n, self._dtype, self._cache = name, n, dtype, cache
        self._row_bytes = n * dtype.itemsize
        self._parts: list[AnyFloatArray] = []
        self._sums: list[int] = []  # of rows that have not changed since
        self._named = 0  # rows that the stored state may name
        self._changed = 0  # how often such rows were changed
        self._guard = threading.Lock()
        self._waiting: tuple[FactorState, str] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._descriptor = _locked(name.with_suffix(_ROWS), os.O_CREAT)

    @property
    def room(self) -> int:
        """Number of rows that are mapped."""
        return sum(map(len, self._parts))

    def load(self, identity: str) -> tuple[FactorState, AnyFloatArray] | None:
        """Return the stored factor and V, shape (>= m, n), or None; then the file is empty.

        Args:
            identity: Describes features, kernel and graph; a factor that was stored with another one is not returned.
        """
        assert not self._parts
        try:
            return self._load(identity)
        except Exception:  # whatever is wrong with it, it is computed again
            self._sums, self._named, self._parts = [], 0, []
            with contextlib.suppress(OSError):
                self._name.with_suffix(_REST).unlink(missing_ok=True)
                os.truncate(self._descriptor, 0)
            return None

    def _load(self, identity: str) -> tuple[FactorState, AnyFloatArray]:
        with (
            open_bytes(self._name.with_suffix(_REST), ModelError) as stream,
            np.load(stream, allow_pickle=False) as stored,
        ):
            if str(stored["identity"]) != _full(identity):
                raise ValueError("of other features or settings")
            state = FactorState(**{field.name: stored[field.name] for field in fields(FactorState)})
            sums = stored["sums"].tolist()
        rows = os.fstat(self._descriptor).st_size // self._row_bytes
        if not state.fits(self._n) or len(sums) != len(state.keys) or rows < len(sums):
            raise ValueError("damaged")
        part = self._map(rows)
        if any(self._sum(row) != known for row, known in zip(part, sums, strict=False)):
            raise ValueError("damaged")
        self._parts, self._sums, self._named = [part], sums, len(sums)
        os.utime(self._descriptor if os.utime in os.supports_fd else self._name.with_suffix(_ROWS))
        return state, part

    def grow(self, rows: int) -> AnyFloatArray | None:
        """Return room for so many more rows, shape (rows, n); None if the disk or the limit has too little."""
        with contextlib.suppress(OSError, ValueError):
            if self._cache.make_room(rows * self._row_bytes, self._name):
                part = self._map(rows)
                self._parts.append(part)
                return part
        return None

    def _map(self, rows: int) -> AnyFloatArray:
        start, size = self.room * self._row_bytes, rows * self._row_bytes
        allocate(self._descriptor, start + size)
        before = start % mmap.ALLOCATIONGRANULARITY
        mapped = mmap.mmap(self._descriptor, before + size, offset=start - before)
        return np.frombuffer(mapped, self._dtype, rows * self._n, before).reshape(rows, self._n)

    def change(self, first: int) -> None:
        """Prepare for changes to the rows from ``first`` on: a factor that has them is no longer stored."""
        with self._guard:
            del self._sums[first:]
            if first < self._named:
                self._changed += 1
                self._named, self._waiting = 0, None
                with contextlib.suppress(OSError):
                    self._name.with_suffix(_REST).unlink(missing_ok=True)

    def save(self, state: FactorState, identity: str) -> None:
        """Store a factor whose rows of V are mapped, in the background; it replaces one that waits to be stored."""
        with self._guard:
            if self._closed or len(state.keys) > self.room:
                return
            self._waiting, self._named = (state, identity), max(self._named, len(state.keys))
            if self._thread is None:
                # Not a daemon: the window closes at once, and the process ends when the file is written.
                self._thread = threading.Thread(target=self._write, name=WRITER)
                self._thread.start()

    def close(self) -> None:
        """Give the file up, once it is written; does not wait for that."""
        with self._guard:
            self._closed = True
            self._release()

    def _release(self) -> None:
        if self._closed and self._thread is None and self._descriptor >= 0:
            unlock(self._descriptor)  # a mapping that is still in use would keep the lock
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self) -> None:
        while True:
            with self._guard:
                if self._waiting is None:
                    self._thread = None
                    self._release()
                    return
                (state, identity), self._waiting = self._waiting, None
                changed, sums = self._changed, list(self._sums)
            with contextlib.suppress(OSError):
                self._store(state, identity, changed, sums)

    def _store(self, state: FactorState, identity: str, changed: int, sums: list[int]) -> None:
        rows = [row for part in self._parts for row in part[: len(state.keys)]][: len(state.keys)]
        sums += [self._sum(row) for row in rows[len(sums) :]]
        target = self._name.with_suffix(_REST)
        temporary = target.with_name(f".{target.name}.new")  # nobody else writes it
        arrays = {field.name: getattr(state, field.name) for field in fields(FactorState)}
        try:
            with os.fdopen(os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as stream:
                np.savez(stream, identity=_full(identity), sums=np.array(sums[: len(rows)], np.int64), **arrays)
            with self._guard:
                same = os.path.samestat(os.fstat(self._descriptor), self._name.with_suffix(_ROWS).stat())
                if changed == self._changed and same:  # the cache may have been emptied meanwhile
                    temporary.replace(target)
                    later = () if self._waiting is None else self._waiting[0].keys
                    self._sums, self._named = sums, max(len(state.keys), len(later))
        finally:
            temporary.unlink(missing_ok=True)

    def _sum(self, row: AnyFloatArray) -> int:
        return zlib.crc32(np.append(row[:: _PAGE // self._dtype.itemsize], row[-1:]).tobytes())


def empty(folder: Path) -> int:
    """Delete all cached factors; one that is in use is no longer stored. Returns the bytes on disk that they used."""
    freed = 0
    with contextlib.suppress(OSError):
        for file in list(folder.iterdir()):
            if file.suffix in (_ROWS, _REST, ".new"):
                size = file.stat().st_size
                file.unlink()
                freed += size
    return freed


def allocate(descriptor: int, size: int) -> None:
    """Reserve the disk space now: a full disk raises an error here but crashes on a write to a mapped page."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.truncate(descriptor, size)


def _full(identity: str) -> str:
    return f"{__version__} {identity}"


def _locked(file: Path, flags: int = 0) -> int:
    """Open a file for reading and writing, and lock it; OSError if another process has it."""
    flags |= os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(file, flags, 0o600)
    try:
        lock(descriptor)
        if not os.path.samestat(os.fstat(descriptor), file.stat()):
            raise OSError("deleted meanwhile")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _delete_unless_locked(name: Path) -> bool:
    """Delete the files of a factor; return False if a process has it."""
    rows = name.with_suffix(_ROWS)
    try:
        descriptor = _locked(rows, os.O_CREAT)
    except OSError:
        return False
    with contextlib.suppress(OSError):
        name.with_suffix(_REST).unlink(missing_ok=True)
        rows.unlink()
    os.close(descriptor)
    return True


def _modified(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else 0.0
