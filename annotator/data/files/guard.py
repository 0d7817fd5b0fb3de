"""Which files may be written: the one place that decides it, for commands, formats, dialogs and the Python interface.

Never written are projects and what belongs to them, files that are in use, anything in the image folder (but for
formats that write next to the images), write-protected files and those of other users. A file is replaced without
asking only if the program wrote it and nothing has changed it since. A pipe or a device is written to, never replaced.
"""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from annotator.data.files import own_output
from annotator.data.files.project_files import owner_of, same_file, state_of
from annotator.errors import ExportError, ReplacesError

_held: WeakKeyDictionary[object, Guard] = WeakKeyDictionary()


class Found(enum.Enum):
    """What is at a place that may be written."""

    NOTHING = "nothing"
    OURS = "an unchanged file that the program wrote"
    OTHER = "another file"
    STREAM = "a pipe or a device, which is written to"
    FOLDER = "a folder"


@dataclass(frozen=True, eq=False)
class Guard:
    """What must not be written. Call it with a file or folder that is about to be.

    Attributes:
        used: Files that are read, and folders in which nothing is written.
        images: Image folder, in which nothing is written.
        names: Paths of the images relative to it.
        project: Project file; if it lies in one of these folders, other files may be written there too.
        replace: Whether a file may be replaced that the program did not write, or that was changed since.
    """

    used: tuple[Path, ...] = ()
    images: Path | None = None
    names: Sequence[str] = ()
    project: Path | None = None
    replace: bool = True

    def __call__(self, target: Path, *, beside_images: bool = False, ours: bool = False, streams: bool = True) -> Found:
        """Return what is at ``target``.

        Args:
            target: File or folder to be written.
            beside_images: Whether it is meant to be written next to an image.
            ours: Whether the caller knows an existing file to be the program's own, or keeps its contents.
            streams: Whether a pipe or a device can be written to.

        Raises:
            ReplacesError: It would replace another file, and this guard or one that is held does not replace.
            ExportError: It must not be written.
        """
        final = real(target)
        status = _status(target)
        if status is not None and _is_special(status, target, streams=streams):
            return Found.STREAM
        for guard in self._all():
            guard._check(target, final, status, beside_images)
        owner = owner_of(final)
        if owner is not None:
            raise ExportError(
                "{target} is a project or belongs to one ({project}). Choose another name.",
                target=target,
                project=owner.name,
            )
        if status is None:
            return Found.NOTHING
        if stat.S_ISDIR(status.st_mode):
            return Found.FOLDER
        _check_permissions(target, status)
        if ours or own_output.is_ours(final):
            return Found.OURS
        if not beside_images and any(guard._is_image(status) for guard in self._all()):
            raise ExportError("{target} is an image of the collection. Choose another name.", target=target)
        if not self.replaces:
            raise ReplacesError(
                "{target} exists, and the program did not write it, or it was changed since. Choose another name, or "
                "allow it to be replaced.",
                target=target,
            )
        return Found.OTHER

    @property
    def replaces(self) -> bool:
        """Whether this guard and those that are held replace files of others."""
        return all(guard.replace for guard in self._all())

    def _all(self) -> list[Guard]:
        return [self, *list(_held.values())]

    def _check(self, target: Path, final: Path, status: os.stat_result | None, beside_images: bool) -> None:
        """Raise ExportError if ``target`` is in use, or in a folder in which nothing is written."""
        root = self._root
        if beside_images and final == root:
            return
        for file in self._used:
            if final == file or file.is_relative_to(final) or same_file(status, state_of(file)):
                if self.project is None:
                    raise ExportError("{target} is a file that is read here. Choose another name.", target=target)
                raise ExportError("{target} is in use by this project. Choose another name.", target=target)
            if final.is_relative_to(file) and not self._lives_in(file):
                raise _closed(target, file)
        if root is None:
            return
        if root.is_relative_to(final):
            raise ExportError("{target} holds the images of the collection. Choose another name.", target=target)
        if not final.is_relative_to(root):
            return
        if final.relative_to(root).as_posix() in self._names:
            raise ExportError("{target} is an image of the collection. Choose another name.", target=target)
        if not beside_images and not self._lives_in(root):
            raise _closed(target, root)

    def _is_image(self, status: os.stat_result) -> bool:
        """Return whether a file is an image of the collection under another name, such as the target of a link."""
        return self.images is not None and any(same_file(status, state_of(self.images / name)) for name in self.names)

    def _lives_in(self, folder: Path) -> bool:
        return self.project is not None and real(self.project).is_relative_to(folder)

    @cached_property
    def _used(self) -> tuple[Path, ...]:
        return tuple(map(real, self.used))

    @cached_property
    def _root(self) -> Path | None:
        return None if self.images is None else real(self.images)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.names)


def hold(key: object, guard: Guard) -> None:
    """Apply a guard to everything that this process writes, as long as ``key`` exists and until it is released."""
    _held[key] = guard


def release(key: object) -> None:
    """Release a guard."""
    _held.pop(key, None)


@contextmanager
def holding(*guards: Guard) -> Iterator[None]:
    """Hold guards while the block runs."""
    for guard in guards:
        hold(guard, guard)
    try:
        yield
    finally:
        for guard in guards:
            release(guard)


def real(file: Path) -> Path:
    """Return the absolute path of ``file`` without links; ExportError if it is not a file name."""
    try:
        return Path(os.path.realpath(file))
    except ValueError as error:  # a NUL character
        raise ExportError("{file!r} is not a file name. Choose another one.", file=str(file)) from error


def _status(target: Path) -> os.stat_result | None:
    """Return the state of what is there, None for nothing; ExportError if the system does not tell."""
    try:
        return target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:  # such as a name that is too long
        raise ExportError(
            "{target} cannot be written: {reason}. Choose another name.", target=target, reason=error.strerror
        ) from error


def _closed(target: Path, folder: Path) -> ExportError:
    return ExportError(
        "{target} is inside {folder}, which is only read. Choose a place outside of it.", target=target, folder=folder
    )


def _is_special(status: os.stat_result, target: Path, *, streams: bool) -> bool:
    """Return whether it is a pipe or a device that can be written to; raise ExportError of other special files."""
    mode = status.st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return False
    if streams and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        return True
    raise ExportError("{target} is not an ordinary file. Choose another name.", target=target)


def _check_permissions(target: Path, status: os.stat_result) -> None:
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):  # the administrator may write everything
        raise ExportError(
            "{target} cannot be written: the file is write-protected. Choose another name, or allow it to be written.",
            target=target,
        )
    if _user() not in (0, status.st_uid):
        raise ExportError("{target} belongs to another user. Choose another name.", target=target)


def _user() -> int:
    """Return the number of the user; 0, who may write everything, where there are no such numbers."""
    return os.geteuid() if hasattr(os, "geteuid") else 0
