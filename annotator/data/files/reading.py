"""Open a file that a person, a project or another file names: a regular file of a limited size, and nothing else.

A name can lead to a pipe, which blocks forever, to a device, which never ends, to a folder, or to a file that fits into
no memory. Every reader of the program opens files here, or calls :func:`check_file` before a library opens them.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
from pathlib import Path
from typing import TextIO

from annotator.errors import AnnotatorError
from annotator.messages import Message

MOST_TEXT = 1 << 30
"""Most bytes of a file that is read into memory as text."""


def open_bytes(path: Path, error: type[AnnotatorError], most: int | None = None) -> io.BufferedReader:
    """Open a regular file for reading.

    Args:
        path: The file; symbolic links are followed.
        error: Kind of error to raise.
        most: Largest size in bytes; None for any.

    Raises:
        AnnotatorError: Of the given kind: the file is missing, a folder, a pipe, a device, too large or not readable.
    """
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody who writes into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as reason:
        raise _unreadable(path, reason, error) from None
    try:
        _check(path, os.fstat(descriptor), error, most)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def open_text(path: Path, error: type[AnnotatorError], most: int | None = MOST_TEXT) -> TextIO:
    """Open a regular file as UTF-8 text with or without a byte order mark; lines keep their endings."""
    return io.TextIOWrapper(open_bytes(path, error, most), encoding="utf-8-sig", newline="")


def read_bytes(path: Path, error: type[AnnotatorError], most: int = MOST_TEXT) -> bytes:
    """Return the content of a regular file; see :func:`open_bytes`."""
    with open_bytes(path, error, most) as stream:
        try:
            return stream.read(most)
        except (OSError, MemoryError) as reason:
            raise _unreadable(path, reason, error) from reason


def read_text(path: Path, error: type[AnnotatorError], most: int = MOST_TEXT) -> str:
    """Return the text of a regular file in UTF-8 with or without a byte order mark; see :func:`open_bytes`."""
    data = read_bytes(path, error, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        if wide := wide_encoding(data):
            raise error(
                "{reason}",
                reason=Message(
                    "{path}: the file is {encoding} text. Save it as UTF-8 in the program that wrote it.",
                    path=path,
                    encoding=wide,
                ),
            ) from None
        raise error(
            "{reason}",
            reason=Message(
                "{path}: byte {byte:,} is not UTF-8. Save the file as UTF-8 text.", path=path, byte=reason.start + 1
            ),
        ) from None


def check_file(path: Path, error: type[AnnotatorError], most: int | None = None) -> None:
    """Raise what :func:`open_bytes` would raise, for libraries that open the file themselves."""
    open_bytes(path, error, most).close()


def wide_encoding(start: bytes) -> str:
    """Return the name of the encoding if a text begins with the mark of UTF-16 or UTF-32, "" otherwise."""
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    return "UTF-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _check(path: Path, status: os.stat_result, error: type[AnnotatorError], most: int | None) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _no_file(path, status.st_mode, error)
    if most is not None and status.st_size > most:
        raise error(
            "{reason}",
            reason=Message(
                "{path}: the file has {size:,} bytes; at most {most:,} can be read here. Is it the right file?",
                path=path,
                size=status.st_size,
                most=most,
            ),
        )


def _no_file(path: Path, mode: int, error: type[AnnotatorError]) -> AnnotatorError:
    kinds = {
        stat.S_IFDIR: Message("a folder"),
        stat.S_IFIFO: Message("a pipe"),
        stat.S_IFSOCK: Message("a socket"),
    }
    kind = kinds.get(stat.S_IFMT(mode), Message("a device"))
    return error(
        "{reason}",
        reason=Message("{path}: this is {kind}, not a file, and cannot be read. Choose a file.", path=path, kind=kind),
    )


def _unreadable(path: Path, reason: Exception, error: type[AnnotatorError]) -> AnnotatorError:
    if isinstance(reason, FileNotFoundError):
        return error(
            "{reason}",
            reason=Message(
                "{path}: the file is missing. Check its name; was it moved, or is its drive away?",
                path=path,
            ),
        )
    with contextlib.suppress(OSError, ValueError):  # sockets and, on Windows, folders cannot even be opened
        if not stat.S_ISREG(mode := path.stat().st_mode):
            return _no_file(path, mode, error)
    return error(
        "{reason}",
        reason=Message(
            "{path}: the file cannot be read ({reason}). Check that you may read it.",
            path=path,
            reason=getattr(reason, "strerror", None) or str(reason),
        ),
    )
