"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from annotator.data.files.filesystem import sync_folder
from annotator.errors import ExportError
from annotator.messages import Message


@contextmanager
def atomic_write(target: Path) -> Iterator[TextIO]:
    """Yield a UTF-8 text stream that becomes ``target`` when the block ends without an exception.

    The text goes to a new file in the same folder, is flushed to the disk, and then takes the name of the target in one
    step. Lines end as written, on every system. A link is followed, so that the file behind it is replaced. The
    permissions of an old file are kept.

    Raises:
        ExportError: The file cannot be written; the old one, if any, is as it was. Exceptions of the block pass
            through, with the same promise.
    """
    with _atomic(target, binary=False) as stream:
        yield cast("TextIO", stream)


@contextmanager
def atomic_binary(target: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream that becomes ``target`` likewise."""
    with _atomic(target, binary=True) as stream:
        yield cast("BinaryIO", stream)


@contextmanager
def _atomic(target: Path, *, binary: bool) -> Iterator[BinaryIO | TextIO]:
    final = Path(os.path.realpath(target))
    try:
        if final.is_dir():
            raise ExportError("{target} is a folder. Choose a file name.", target=target)
        if final.exists() and not os.access(final, os.W_OK):
            raise PermissionError(errno.EACCES, Message("the file is write-protected"))
        temporary = _new_file(final)
    except (OSError, ValueError) as error:
        raise refusal(target, error) from error
    try:
        try:
            opened = temporary.open("wb") if binary else temporary.open("w", encoding="utf-8", newline="")
            with opened as stream:
                yield cast("BinaryIO | TextIO", stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(final)
        except UnicodeEncodeError as error:
            raise ExportError(
                "{target} was not written: {text!r} cannot be written as UTF-8. Rename that image. An older file of "
                "this name is unchanged.",
                target=target,
                text=error.object,
            ) from error
        except OSError as error:
            raise refusal(target, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(final.parent)


def _new_file(final: Path) -> Path:
    """Create an empty file beside ``final`` with its permissions, or those of any new file."""
    temporary = final.with_name(f".annotator-{secrets.token_hex(8)}.tmp")
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    with contextlib.suppress(OSError):  # no old file, or one whose permissions we may not set
        temporary.chmod(stat.S_IMODE(final.stat().st_mode))
    return temporary


def refusal(target: Path, error: Exception) -> ExportError:
    """Return the error to raise when ``target`` could not be written."""
    reason = getattr(error, "strerror", None) or str(error)
    return ExportError(
        "{target} cannot be written: {reason}. Choose another place or make room; an older file of this name is "
        "unchanged.",
        target=target,
        reason=reason,
    )
