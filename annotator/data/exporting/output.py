"""Where an export writes: files that appear together or not at all, or a dry run that only lists them.

An exporter opens its files by name and never sees the disk. What it wrote is put in place when it has finished:

- a *file* export takes its names beside each other in one step per file, after all of them are on the disk;
- a *folder* export is written to a hidden folder beside the target, which then takes the name of the target. A folder
  is replaced only if it was written by an export and nobody has added anything to it since;
- an export *in place* merges small files into a folder that is not ours, each of them whole or not at all;
- a *dry run* counts bytes and writes nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from annotator.data.files.atomic import atomic_binary, atomic_write, refusal
from annotator.data.files.filesystem import sync_folder
from annotator.data.files.names import fault, normalised, printable
from annotator.errors import ExportError

MARKER = ".{}.annotator-export"
"""Name of the hidden file beside an exported folder which lists what the export wrote, so that it can be replaced
without risk. It is not in the folder, for some programs refuse a folder of images with any other file in it."""

COPYING = ("copy", "hardlink", "symlink")
"""Ways to bring an image into an exported folder."""

Allow = Callable[[Path], object]
"""Raises ExportError of a file or folder that must not be replaced."""

_MAX_NAME_BYTES = 255


@dataclass(frozen=True)
class Written:
    """A file of an export.

    Attributes:
        name: Path relative to the folder it was written to, POSIX separators.
        size: Bytes; for a link the size of the image behind it.
    """

    name: str
    size: int


class Output:
    """What an exporter writes to; made by :func:`writing`.

    Attributes:
        name: Name of the main file of a file export, "" for a folder.
        folder: Folder that the names of files are relative to, as it will be in the end.
        dry: Whether nothing is written.
        in_place: Whether files of the folder are merged with what they hold, one by one.
        written: Files so far.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        dry: bool,
        staging: Path | None = None,
        in_place: bool = False,
        allow: Allow | None = None,
    ) -> None:
        self.name = name
        self.folder = folder
        self.dry = dry
        self.in_place = in_place
        self.written: list[Written] = []
        self._staging = staging
        self._allow = allow
        self._files = ExitStack()
        self._taken: set[str] = set()

    @contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        """Yield a UTF-8 stream for the file ``name``; lines end as written."""
        with self._opened(name, binary=False) as stream:
            yield cast("TextIO", stream)

    @contextmanager
    def binary(self, name: str) -> Iterator[BinaryIO]:
        """Yield a binary stream for the file ``name``; it can seek."""
        with self._opened(name, binary=True) as stream:
            yield cast("BinaryIO", stream)

    def copy(self, name: str, image: Path, mode: str = "copy") -> bool:
        """Bring the file ``image`` into the folder as ``name``; dates are kept.

        Args:
            name: Relative path to write.
            image: Image file; links are followed.
            mode: One of :data:`COPYING`. A hard link needs the same drive.

        Returns:
            Whether the image was there to be copied.

        Raises:
            ExportError: The file cannot be written.
        """
        self._claim(name)
        try:
            size = image.stat().st_size
        except (OSError, ValueError):
            return False
        if not self.dry:
            assert self._staging is not None
            target = self._staging / name
            try:
                _place(image, target, mode)
            except OSError as error:
                raise refusal(self.folder / name, error) from error
        self.written.append(Written(name, size))
        return True

    def companion(self, suffix: str) -> str:
        """Return the name of a file that belongs to the main file: the same but for the ending ``suffix``.

        Raises:
            ExportError: A file of that name exists, but no main file that it could belong to.
        """
        name = f"{Path(self.name).stem}{suffix}"
        if name == self.name:
            raise ExportError(f"{name} is the name of the file written beside it. Choose another name.")
        if (self.folder / name).exists() and not (self.folder / self.name).exists():
            raise ExportError(
                f"{self.folder / name} exists and would be replaced along with {self.name}. Choose another name."
            )
        return name

    def free_name(self, name: str) -> str:
        """Return ``name``, or with ``-2``, ``-3``... before its ending if a file of that name was written.

        Names that differ in case or in the encoding of accents only are one name on some systems, so here too.
        """
        stem, dot, suffix = name.rpartition(".")
        if not dot or "/" in suffix:
            stem, dot, suffix = name, "", ""
        free, number = name, 1
        while normalised(free) in self._taken:
            number += 1
            free = f"{stem}-{number}{dot}{suffix}"
        return free

    def _claim(self, name: str) -> None:
        """Make sure that ``name`` stays in the folder and is new."""
        reason = fault(name)
        if reason is None and any(len(part.encode()) > _MAX_NAME_BYTES for part in name.split("/")):
            reason = "the name is too long for a file"
        if reason is not None:
            raise ExportError(f"{printable(name)!r} cannot be written below {self.folder}: {reason}. Rename the image.")
        key = normalised(name)
        if key in self._taken:
            raise ExportError(f"{printable(name)!r} would be written twice to {self.folder}. Rename one of the images.")
        if self._staging is None and self._allow is not None:  # what is staged replaces no single file
            self._allow(self.folder / name)
        self._taken.add(key)

    @contextmanager
    def _opened(self, name: str, *, binary: bool) -> Iterator[BinaryIO | TextIO]:
        if name != self.name:  # the person has chosen that
            self._claim(name)
        if self.dry:
            counter = _Counter()
            with contextlib.closing(counter):
                yield cast("BinaryIO | TextIO", counter if binary else _TextOver(counter))
            self.written.append(Written(name, counter.size))
            return
        if self.in_place:
            with _atomic(self.folder / name, binary=binary) as stream:
                yield stream
                stream.flush()
                size = os.fstat(stream.fileno()).st_size
            self.written.append(Written(name, size))
            return
        if self._staging is None:
            # Written to the end, but renamed only when the whole export has succeeded.
            stream = self._files.enter_context(_atomic(self.folder / name, binary=binary))
            yield stream
            stream.flush()
            self.written.append(Written(name, os.fstat(stream.fileno()).st_size))
            return
        target = self._staging / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            opened_ = target.open("xb") if binary else target.open("x", encoding="utf-8", newline="")
            with opened_ as stream:
                yield cast("BinaryIO | TextIO", stream)
                stream.flush()
                os.fsync(stream.fileno())
                size = os.fstat(stream.fileno()).st_size
        except UnicodeEncodeError as error:
            raise ExportError(
                f"{self.folder / name} was not written: {error.object!r} cannot be written as UTF-8. Rename that image."
            ) from error
        except OSError as error:
            raise refusal(self.folder / name, error) from error
        self.written.append(Written(name, size))


def _atomic(file: Path, *, binary: bool) -> AbstractContextManager[BinaryIO | TextIO]:
    return cast("AbstractContextManager[BinaryIO | TextIO]", atomic_binary(file) if binary else atomic_write(file))


@contextmanager
def merging(folder: Path, allow: Allow, *, dry: bool = False) -> Iterator[Output]:
    """Yield an output in place: every file of ``folder`` that ``allow`` allows is replaced by itself when complete."""
    yield Output(folder, "", dry=dry, in_place=True, allow=allow)


@contextmanager
def writing(target: Path, *, folder: bool, dry: bool = False, allow: Allow | None = None) -> Iterator[Output]:
    """Yield an output for ``target`` and put what was written in place when the block ends without an exception.

    Args:
        target: File or folder to write.
        folder: Whether it is a folder.
        dry: Write nothing.
        allow: Asked of the target and of every file that is written beside it.

    Raises:
        ExportError: The target cannot be written, or is a folder with files that no export wrote. Whatever was there
            is as it was.
    """
    if allow is not None:
        allow(target)
    if not folder:
        output = Output(target.parent, target.name, dry=dry, allow=allow)
        if os.path.isdir(target):  # noqa: PTH112 - a name that is too long is no error here
            raise ExportError(f"{target} is a folder. Choose a file name.")
        with output._files:
            yield output
        return
    check_folder(target)
    if dry:
        yield Output(target, "", dry=True, staging=target)
        return
    staging = target.with_name(f".annotator-{secrets.token_hex(8)}.tmp")
    try:
        staging.mkdir()
    except OSError as error:
        raise refusal(target, error) from error
    try:
        output = Output(target, "", dry=False, staging=staging)
        yield output
        _swap(staging, target)
        _write_marker(target, output.written)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def check_folder(target: Path) -> None:
    """Raise ExportError unless ``target`` is new, empty, or an exported folder that nobody has added anything to."""
    if not os.path.lexists(target):
        return
    if not target.is_dir() or target.is_symlink():
        raise ExportError(f"{target} exists and is not a folder. Choose another name.")
    try:
        found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
        ours = _marked(_marker(target))
    except OSError as error:
        raise ExportError(f"{target} cannot be read ({error.strerror}). Choose another folder.") from error
    foreign = sorted(found - ours)
    if foreign:
        more = f" and {len(foreign) - 1:,} more" if len(foreign) > 1 else ""
        raise ExportError(
            f"{target} holds files that no export wrote ({printable(foreign[0])}{more}). "
            "Choose a new or an empty folder."
        )


def _marked(marker: Path) -> set[str]:
    """Return the names that an earlier export wrote; none where there is no marker."""
    try:
        listed = json.loads(marker.read_text("utf-8"))
        return set(map(str, listed["files"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()


def _marker(target: Path) -> Path:
    return target.with_name(MARKER.format(target.name))


def _write_marker(target: Path, written: list[Written]) -> None:
    """Note what was written; without the note the folder counts as one of the person's own."""
    document = {"schema": "annotator-export/1", "files": [file.name for file in written]}
    with contextlib.suppress(ExportError), atomic_write(_marker(target)) as stream:
        json.dump(document, stream, ensure_ascii=False, indent=0)


def _swap(staging: Path, target: Path) -> None:
    """Give the finished folder its name; what it replaces is deleted last."""
    old = target.with_name(f".annotator-{secrets.token_hex(8)}.old")
    try:
        replaced = target.exists()
        if replaced:
            target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            if replaced:
                old.rename(target)
            raise
    except OSError as error:
        raise refusal(target, error) from error
    sync_folder(target.parent)
    if replaced:
        shutil.rmtree(old, ignore_errors=True)


def _place(image: Path, target: Path, mode: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    real = Path(os.path.realpath(image))
    if mode == "symlink":
        target.symlink_to(real)
    elif mode == "hardlink":
        os.link(real, target)
    else:
        shutil.copy2(real, target)


class _Counter(io.RawIOBase):
    """A stream that forgets what is written to it but for its size."""

    def __init__(self) -> None:
        self.size = 0
        self._place = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        n = memoryview(data).nbytes  # type: ignore[arg-type]
        self._place += n
        self.size = max(self.size, self._place)
        return n

    def seek(self, offset: int, whence: int = 0) -> int:
        self._place = offset + (0, self._place, self.size)[whence]
        return self._place

    def tell(self) -> int:
        return self._place


class _TextOver(io.TextIOBase):
    """Text that becomes bytes of a counter at once, so that nothing is left in a buffer."""

    def __init__(self, counter: _Counter) -> None:
        self._counter = counter

    def write(self, text: str) -> int:
        self._counter.write(text.encode("utf-8"))
        return len(text)

    def writable(self) -> bool:
        return True
