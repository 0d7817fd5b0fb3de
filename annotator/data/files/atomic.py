"""Atomic file writes: a file is replaced completely or not at all, and only if the guard lets it be."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from annotator.data.files import own_output
from annotator.data.files.filesystem import sync_folder
from annotator.data.files.guard import Found, Guard, real
from annotator.data.files.project_files import state_of
from annotator.errors import ExportError

ANY = Guard()
"""The guard of those that know nothing of a project and may replace ordinary files."""


@contextmanager
def atomic_write(
    target: Path, guard: Guard = ANY, *, ours: bool = False, beside_images: bool = False
) -> Iterator[TextIO]:
    """Yield a UTF-8 text stream that replaces ``target`` when the block ends without an exception.

    Line endings are written as given on every system; otherwise as :func:`atomic_path`.
    """
    with (
        atomic_path(target, guard, ours=ours, beside_images=beside_images) as file,
        _opened(file, target, "w") as stream,
    ):
        yield cast("TextIO", stream)


@contextmanager
def atomic_binary(
    target: Path, guard: Guard = ANY, *, ours: bool = False, beside_images: bool = False
) -> Iterator[BinaryIO]:
    """Yield a binary stream that replaces ``target`` as :func:`atomic_path` does."""
    with (
        atomic_path(target, guard, ours=ours, beside_images=beside_images) as file,
        _opened(file, target, "wb") as stream,
    ):
        yield cast("BinaryIO", stream)


@contextmanager
def _opened(file: Path, target: Path, mode: str) -> Iterator[BinaryIO | TextIO]:
    try:
        with file.open("wb") if mode == "wb" else file.open("w", encoding="utf-8", newline="") as stream:
            yield cast("BinaryIO | TextIO", stream)
    except UnicodeEncodeError as error:
        raise ExportError(
            "{target} was not written: {text!r} cannot be written as UTF-8. Rename that image. An older file of this "
            "name is unchanged.",
            target=target,
            text=error.object,
        ) from error
    except OSError as error:
        raise refusal(target, error) from error


@contextmanager
def atomic_path(target: Path, guard: Guard = ANY, *, ours: bool = False, beside_images: bool = False) -> Iterator[Path]:
    """Yield the path of an empty file that replaces ``target`` when the block ends without an exception.

    It is in the same folder, and is flushed to disk and renamed to the target in one step. A symbolic link is followed,
    so the file it points to is replaced. Permissions and owner of an existing file are kept. A pipe or a device is not
    replaced: what was written is copied into it.

    Args:
        target: File to write.
        guard: Decides whether it may be written, before the block and, unless ``beside_images``, again after it.
        ours: Whether an existing file is known to be the program's own, or its contents are kept.
        beside_images: Whether it is meant to be written next to an image; such files are not remembered.

    Raises:
        ExportError: The file must not or cannot be written; an existing file is unchanged. Exceptions of the block
            propagate, and the existing file is unchanged then too.
    """
    found = guard(target, ours=ours, beside_images=beside_images)
    if found is Found.FOLDER:
        raise ExportError("{target} is a folder. Choose a file name.", target=target)
    final = real(target)
    try:
        temporary = _new_file(None if found is Found.STREAM else final)
        _take_over(final, temporary)
    except (OSError, ValueError) as error:
        raise refusal(target, error) from error
    try:
        yield temporary
        try:
            with temporary.open("rb+") as stream:
                os.fsync(stream.fileno())
            if not beside_images:  # of those there are many, each written in no time
                found = guard(target, ours=ours, beside_images=beside_images)
            if found is Found.STREAM:
                _pour(temporary, target)
            else:
                temporary.replace(final)
        except OSError as error:
            raise refusal(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    if found is not Found.STREAM:
        sync_folder(final.parent)
        if not beside_images:
            own_output.remember(final)


def _new_file(final: Path | None) -> Path:
    """Create an empty file next to ``final`` with the default permissions, or in the folder of temporary files."""
    if final is None:
        descriptor, name = tempfile.mkstemp(prefix="annotator-")
        os.close(descriptor)
        return Path(name)
    temporary = final.with_name(f".annotator-{secrets.token_hex(8)}.tmp")
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return temporary


def _take_over(final: Path, temporary: Path) -> None:
    """Give a file the owner and the permissions of the one that it will replace, if there is one."""
    old, new = state_of(final), state_of(temporary)
    if old is None or new is None:
        return
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(OSError):  # the owner is the same, unless it is the administrator who writes
            os.chown(temporary, old.st_uid, old.st_gid)
    with contextlib.suppress(OSError):  # some file systems have no permissions
        temporary.chmod(stat.S_IMODE(old.st_mode))


def _pour(temporary: Path, target: Path) -> None:
    """Copy a file into a pipe or a device; OSError if nobody reads from the pipe."""
    descriptor = _open_stream(target)
    if hasattr(os, "set_blocking"):
        os.set_blocking(descriptor, True)
    with temporary.open("rb") as source, os.fdopen(descriptor, "wb") as sink:
        shutil.copyfileobj(source, sink)


def _open_stream(target: Path) -> int:
    return os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


@contextmanager
def kept_open(stream: Path) -> Iterator[None]:
    """Keep a pipe or a device open while the block runs; ExportError if that fails, e.g. because nobody reads from it.

    Who reads from the pipe is found before the work that is written at the end, and cannot go away unnoticed.
    """
    try:
        descriptor = _open_stream(stream)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise ExportError(
                "{target} cannot be written: nobody reads from this pipe. Start the program that reads from it first.",
                target=stream,
            ) from error
        raise refusal(stream, error) from error
    try:
        yield
    finally:
        os.close(descriptor)


def refusal(target: Path, error: Exception) -> ExportError:
    """Return the error to raise when ``target`` cannot be written."""
    reason = getattr(error, "strerror", None) or str(error)
    return ExportError(
        "{target} cannot be written: {reason}. Choose another place or make room; an older file of this name is "
        "unchanged.",
        target=target,
        reason=reason,
    )
