"""File states: detect that a file has changed without reading it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

_SETTLED = 2_000_000_000  # nanoseconds; FAT time stamps have a resolution of two seconds


@dataclass(frozen=True)
class FileState:
    """The state of a file at one moment.

    Attributes:
        mtime: Time of the last modification, in nanoseconds since 1970.
        size: Size in bytes.
        inode: Inode number; it changes when another file replaces this one.
    """

    mtime: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> FileState | None:
        """Return the current state of ``path``, or ``None`` if the file does not exist or cannot be accessed."""
        try:
            status = os.stat(path)  # noqa: PTH116 (half the time of Path.stat, for every image shown)
        except (OSError, ValueError):
            return None
        return cls(status.st_mtime_ns, status.st_size, status.st_ino)

    @property
    def settled(self) -> bool:
        """Whether a further change of the file would get a different time stamp."""
        return time.time_ns() - self.mtime > _SETTLED
