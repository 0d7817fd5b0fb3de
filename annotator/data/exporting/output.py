"""The output of an export: files that are put in place together at the end, or a dry run that only lists them.

An exporter opens its files by name and never accesses the disk directly. When it has finished, its files are put in
place:

- a *file* export renames its files to their targets, one atomic step per file, after all of them are on disk;
- a *folder* export writes to a hidden folder next to the target, which is then renamed to the target. A folder is
  replaced only if an export wrote it and nothing has been added since;
- an export *in place* merges small files into a folder that is not ours, each of them atomically;
- a *dry run* counts bytes and writes nothing.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from annotator.data.exporting.counter import Counter, TextOver
from annotator.data.files.atomic import ANY, atomic_binary, atomic_write, refusal
from annotator.data.files.filesystem import are_one_file, sync_folder
from annotator.data.files.guard import Found, Guard
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import fault, normalized, printable
from annotator.data.files.reading import check_file, read_text
from annotator.errors import ExportError, ReplacesError
from annotator.messages import Message, listed

MARKER = ".{}.annotator-export"
"""Name of the hidden file next to an exported folder that lists what the export wrote.

It allows replacing the folder safely. It is not inside the folder, because some programs reject an image folder that
contains any other file.
"""

COPYING = ("copy", "hardlink", "symlink")
"""Ways to put an image into an exported folder."""

MAX_NAME_BYTES = 255


@dataclass(frozen=True)
class Written:
    """A file of an export.

    Attributes:
        name: Path relative to the output folder, POSIX separators.
        size: Size in bytes; for a link, the size of the image it points to.
        head: In a dry run, the beginning of a text.
    """

    name: str
    size: int
    head: str = ""


class Output:
    """The output that an exporter writes to; created by :func:`writing`.

    Attributes:
        name: Name of the main file of a file export, "" for a folder.
        folder: Final folder that file names are relative to.
        dry: Whether nothing is written.
        in_place: Whether files are merged into existing ones of the folder, one by one.
        written: Files written so far.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        dry: bool,
        staging: Path | None = None,
        in_place: bool = False,
        guard: Guard = ANY,
    ) -> None:
        self.name = name
        self.folder = folder
        self.dry = dry
        self.in_place = in_place
        self.written: list[Written] = []
        self._staging = staging
        self._guard = guard
        self._is_stream = False
        self._files = ExitStack()
        self._taken: dict[str, set[str]] = {}

    @contextmanager
    def text(self, name: str, *, ours: bool = False) -> Iterator[TextIO]:
        """Yield a UTF-8 stream for the file ``name``; ``ours`` if an existing one is an export's, or merged into it."""
        with self._opened(name, binary=False, ours=ours) as stream:
            yield cast("TextIO", stream)

    @contextmanager
    def binary(self, name: str, *, ours: bool = False) -> Iterator[BinaryIO]:
        """Yield a seekable binary stream for the file ``name``; ``ours`` as in :meth:`text`."""
        with self._opened(name, binary=True, ours=ours) as stream:
            yield cast("BinaryIO", stream)

    def copy(self, name: str, image: Path, mode: str = "copy") -> bool:
        """Copy or link the file ``image`` into the folder as ``name``; file times are preserved.

        Args:
            name: Relative path to write.
            image: Image file; links are followed.
            mode: One of :data:`COPYING`. Where a drive has no hard link to the image, it is copied.

        Returns:
            Whether the image exists.

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
            check_file(image, ExportError)  # else the target would be blamed
            try:
                _place(image, target, mode)
            except OSError as error:
                raise refusal(self.folder / name, error) from error
        self.written.append(Written(name, size))
        return True

    def companion(self, suffix: str) -> str:
        """Return the name of a companion of the main file: the same name with the extension ``suffix``.

        Raises:
            ExportError: A file of that name exists, but not the main file that it could belong to.
        """
        name = f"{Path(self.name).stem}{suffix}"
        if name == self.name:
            raise ExportError("{name} is the name of the file written next to it. Choose another name.", name=name)
        if (self.folder / name).exists() and not (self.folder / self.name).exists():
            raise ExportError(
                "{file} exists and would be replaced along with {name}. Choose another name.",
                file=self.folder / name,
                name=self.name,
            )
        return name

    def free_name(self, name: str) -> str:
        """Return ``name``, with ``-2``, ``-3``... before its extension if a file of that name was already written.

        Names that differ only in case or Unicode composition count as equal, as they do on some systems.
        """
        stem, dot, suffix = name.rpartition(".")
        if not dot or "/" in suffix:
            stem, dot, suffix = name, "", ""
        free, number = name, 1
        while normalized(free) in self._taken:
            number += 1
            free = f"{stem}-{number}{dot}{suffix}"
        return free

    def is_taken(self, name: str) -> bool:
        """Return whether a file was written that has this name on the disk that is written to.

        Disks differ in whether capitals are told apart; :meth:`free_name` takes none of them to do so.
        """
        base = self._staging or self.folder
        others = self._taken.get(normalized(name), ())
        return any(are_one_file(base / other, base / name) for other in others)

    def _claim(self, name: str, *, ours: bool = False) -> None:
        """Check that ``name`` stays in the folder, is not used yet, and may be written."""
        reason = fault(name)
        if reason is None and any(len(part.encode()) > MAX_NAME_BYTES for part in name.split("/")):
            reason = Message("the name is too long for a file")
        if reason is not None:
            raise ExportError(
                "{name!r} cannot be written below {folder}: {reason}. Rename the image.",
                name=printable(name),
                folder=self.folder,
                reason=reason,
            )
        if self.is_taken(name):
            raise ExportError(
                "{name!r} would be written twice to {folder}. Rename one of the images.",
                name=printable(name),
                folder=self.folder,
            )
        if self._is_stream:
            raise ExportError(
                "{target} is a pipe or a device; {name} has to lie next to it. Choose a file name.",
                target=self.name,
                name=name,
            )
        if self._staging is None and self.dry:  # else it is asked before the file is opened; staged ones replace none
            self._guard(self.folder / name, beside_images=self.in_place, ours=ours)
        self._taken.setdefault(normalized(name), set()).add(name)

    @contextmanager
    def _opened(self, name: str, *, binary: bool, ours: bool) -> Iterator[BinaryIO | TextIO]:
        if name != self.name:  # the main file's name was chosen by the user
            self._claim(name, ours=ours)
        if self.dry:
            counter = Counter()
            with contextlib.closing(counter):
                yield cast("BinaryIO | TextIO", counter if binary else TextOver(counter))
            head = "" if binary else counter.head.decode("utf-8", "ignore")
            self.written.append(Written(name, counter.size, head))
            return
        if self.in_place:
            with self._atomic(name, binary=binary, ours=ours) as stream:
                yield stream
                stream.flush()
                size = os.fstat(stream.fileno()).st_size
            self.written.append(Written(name, size))
            return
        if self._staging is None:
            # Written completely, but renamed only when the entire export has succeeded.
            stream = self._files.enter_context(self._atomic(name, binary=binary, ours=ours))
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
                "{file} was not written: {text!r} cannot be written as UTF-8. Rename that image.",
                file=self.folder / name,
                text=error.object,
            ) from error
        except OSError as error:
            raise refusal(self.folder / name, error) from error
        self.written.append(Written(name, size))

    def _atomic(self, name: str, *, binary: bool, ours: bool) -> AbstractContextManager[BinaryIO | TextIO]:
        write: Callable[..., AbstractContextManager[BinaryIO | TextIO]] = atomic_binary if binary else atomic_write
        return write(self.folder / name, self._guard, ours=ours, beside_images=self.in_place)


@contextmanager
def merging(folder: Path, guard: Guard, *, dry: bool = False) -> Iterator[Output]:
    """Yield an output in place: every file of ``folder`` that ``guard`` allows is replaced by itself when complete."""
    yield Output(folder, "", dry=dry, in_place=True, guard=guard)


@contextmanager
def writing(target: Path, *, folder: bool, dry: bool = False, guard: Guard = ANY) -> Iterator[Output]:
    """Yield an output for ``target`` and put what was written in place when the block ends without an exception.

    Args:
        target: File or folder to write.
        folder: Whether it is a folder.
        dry: Write nothing.
        guard: Asked of the target and of every file that is written next to it.

    Raises:
        ExportError: The target cannot be written, or is a folder with files that no export wrote. Existing files are
            unchanged.
    """
    found = guard(target)
    if not folder:
        output = Output(target.parent, target.name, dry=dry, guard=guard)
        output._is_stream = found is Found.STREAM
        if os.path.isdir(target):  # noqa: PTH112 - a name that is too long is no error here
            raise ExportError("{target} is a folder. Choose a file name.", target=target)
        with output._files:
            yield output
        return
    check_folder(target, guard)
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


def check_folder(target: Path, guard: Guard = ANY) -> None:
    """Raise ExportError unless ``target`` is new, empty, or an exported folder with the same files as then."""
    if not os.path.lexists(target):
        return
    if not target.is_dir() or target.is_symlink():
        raise ExportError("{target} exists and is not a folder. Choose another name.", target=target)
    try:
        found = {file.relative_to(target).as_posix(): _state(file) for file in target.rglob("*") if not file.is_dir()}
        ours = _marked(_marker(target))
    except OSError as error:
        raise ExportError(
            "{target} cannot be read ({reason}). Choose another folder.", target=target, reason=error.strerror
        ) from error
    if foreign := sorted(found.keys() - ours.keys()):
        raise ExportError(
            "{target} holds files that no export wrote ({files}). Choose a new or an empty folder.",
            target=target,
            files=listed([printable(name) for name in foreign], 1),
        )
    changed = [name for name, state in sorted(found.items()) if ours[name] not in (None, state)]
    if changed and not guard.replaces:
        raise ReplacesError(
            "{target} holds files that were changed after the export ({files}). Choose another folder, or allow it "
            "to be replaced.",
            target=target,
            files=listed([printable(name) for name in changed], 1),
        )


def _state(file: Path) -> list[int]:
    status = file.lstat()
    return [status.st_size, status.st_mtime_ns]


def _marked(marker: Path) -> dict[str, list[int] | None]:
    """Return what an earlier export wrote, with its state if that was recorded; empty if there is no marker."""
    try:
        listed = parse_json(read_text(marker, ExportError), dict)["files"]
        return dict(listed) if isinstance(listed, dict) else {str(name): None for name in listed}
    except (ExportError, ValueError, KeyError, TypeError):
        return {}


def _marker(target: Path) -> Path:
    return target.with_name(MARKER.format(target.name))


def _write_marker(target: Path, written: list[Written]) -> None:
    """Record what was written; without the record, the folder is treated as the user's own."""
    with contextlib.suppress(ExportError, OSError), atomic_write(_marker(target), ours=True) as stream:
        files = {file.name: _state(target / file.name) for file in written}
        json.dump({"schema": "annotator-export/2", "files": files}, stream, ensure_ascii=False, indent=0)


def _swap(staging: Path, target: Path) -> None:
    """Rename the finished folder to its target; the replaced folder is deleted last."""
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
    elif mode != "hardlink" or not _linked(real, target):
        shutil.copy2(real, target)


def _linked(image: Path, target: Path) -> bool:
    """Create a hard link, and return whether that is possible: not on another drive, and not on every file system."""
    try:
        os.link(image, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        return False
    return True
