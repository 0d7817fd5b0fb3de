"""What tells one content of a file from the next without reading it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

_SETTLED = 2_000_000_000  # nanoseconds; FAT counts in steps of two seconds


@dataclass(frozen=True)
class FileState:
    """A file as it was at one moment.

    Attributes:
        mtime: Time of the last change in nanoseconds since 1970.
        size: Bytes.
        inode: Number of the file on its disk; another one was put in its place if this changed.
    """

    mtime: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> FileState | None:
        """Return the state of ``path`` now, ``None`` if there is no such file that can be asked."""
        try:
            status = os.stat(path)  # noqa: PTH116 (half the time of Path.stat, for every image shown)
        except (OSError, ValueError):
            return None
        return cls(status.st_mtime_ns, status.st_size, status.st_ino)

    @property
    def settled(self) -> bool:
        """Whether a further change of the file would get another time stamp."""
        return time.time_ns() - self.mtime > _SETTLED
