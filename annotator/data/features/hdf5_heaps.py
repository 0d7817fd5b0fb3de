"""Look at the places where an HDF5 file keeps texts of variable length, before the HDF5 library does.

Where a size in such a place (a "global heap collection") is damaged, the library walks it in steps of nothing and never
returns. The layout is that of the HDF5 File Format Specification, version 3.0, III.E.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

from annotator.errors import FeatureError

_MARK = b"GCOL\x01\0\0\0"  # signature, version, reserved
_HEAD = 16
_OBJECT = struct.Struct("<HHIQ")  # index, references, reserved, size
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_WIDE = 8  # bytes of a length; all but very old files


def check_heaps(path: Path, data: Iterable[tuple[int, int]]) -> None:
    """Walk all collections of texts as the library will.

    Args:
        path: HDF5 file.
        data: (start, end) of stretches that hold values of fixed size, which are passed over.

    Raises:
        FeatureError: One of them would never end, or leads out of itself.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        if not _usual(file.read(24)):
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            start = 0
            for stretch_start, stretch_end in [*sorted(data), (len(content), len(content))]:
                _check_stretch(path, content, start, stretch_start)
                start = max(start, stretch_end)


def _usual(head: bytes) -> bool:
    """Tell whether the file begins without a foreign part and writes lengths with 8 bytes."""
    if len(head) < 24 or not head.startswith(_SIGNATURE):
        return False
    return head[14 if head[8] < 2 else 10] == _WIDE


def _check_stretch(path: Path, content: mmap.mmap, start: int, end: int) -> None:
    at = content.find(_MARK, start, end)
    while at >= 0:
        size = _checked(path, content, at)
        at = content.find(_MARK, at + size, end)


def _checked(path: Path, content: mmap.mmap, start: int) -> int:
    """Walk one collection and return its size."""
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
