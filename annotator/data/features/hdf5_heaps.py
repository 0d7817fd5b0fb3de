"""Check the places where an HDF5 file stores variable-length strings, before the HDF5 library reads them.

If a size in such a place (a "global heap collection") is damaged, the library advances by zero bytes and loops forever.
The layout is defined in the HDF5 File Format Specification, version 3.0, III.E.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError

_MARK = b"GCOL\x01\0\0\0"  # signature, version, reserved
_HEAD = 16
_OBJECT = struct.Struct("<HHIQ")  # index, references, reserved, size
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_WIDE = 8  # bytes of a length, in all but very old files


def check_heaps(path: Path, data: Iterable[tuple[int, int]]) -> None:
    """Traverse all global heap collections as the library will.

    Args:
        path: HDF5 file.
        data: Byte ranges (start, end) of values of fixed-size types, which are skipped.

    Raises:
        FeatureError: A collection would loop forever or extends beyond its own end.
        OSError: The file cannot be read.
    """
    with open_bytes(path, FeatureError) as file:
        if not _usual(file.read(24)):
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            start = 0
            for stretch_start, stretch_end in [*sorted(data), (len(content), len(content))]:
                _check_stretch(path, content, start, stretch_start)
                start = max(start, stretch_end)


def _usual(head: bytes) -> bool:
    """Return whether the HDF5 signature starts at byte 0 and lengths take 8 bytes."""
    if len(head) < 24 or not head.startswith(_SIGNATURE):
        return False
    return head[14 if head[8] < 2 else 10] == _WIDE


def _check_stretch(path: Path, content: mmap.mmap, start: int, end: int) -> None:
    at = content.find(_MARK, start, end)
    while at >= 0:
        size = _checked(path, content, at)
        at = content.find(_MARK, at + size, end)


def _checked(path: Path, content: mmap.mmap, start: int) -> int:
    """Traverse one collection and return its size."""
    (size,) = struct.unpack_from("<Q", content, start + 8) if start + _HEAD <= len(content) else (0,)
    if size < _HEAD or start + size > len(content):
        raise _damaged(path, start)
    at, end, unpack = start + _HEAD, start + size, _OBJECT.unpack_from
    while at + _HEAD <= end:
        index, _references, _reserved, length = unpack(content, at)
        at += length if index == 0 else _HEAD + (length + 7 & ~7)
        if at > end or (index == 0 and length < _HEAD):
            raise _damaged(path, start)
    return int(size)


def _damaged(path: Path, start: int) -> FeatureError:
    return FeatureError(
        "{path}: the file is damaged (at byte {start:,}, where texts are kept); copy it again", path=path, start=start
    )
