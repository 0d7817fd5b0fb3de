"""Write HDF5 files so that a full or failing disk raises an error instead of ending the program.

After a failed write, the HDF5 library can no longer close the file, and trying to do so ends the process with a
segmentation fault. The library therefore never sees a failure: the stream it writes to keeps the first error and
silently discards everything after it, and the error is raised once the file is closed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py


class Stream:
    """The file interface that h5py needs, on an empty file.

    Attributes:
        error: The first failure; nothing has been written to disk since.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path`` and empty it.

        Raises:
            OSError: It cannot be written.
        """
        self._raw = io.FileIO(path, "w+")
        self._position = self._end = 0
        self.error: OSError | None = None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position and return it."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._end}[whence]
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def write(self, data: Any) -> int:
        """Write all of ``data``, or discard it after a failure."""
        left = memoryview(data).cast("B")
        size = len(left)
        try:
            if self.error is None:
                self._raw.seek(self._position)
                while left:
                    left = left[self._raw.write(left) :]
        except OSError as error:
            self.error = error
        self._position += size
        self._end = max(self._end, self._position)
        return size

    def readinto(self, data: Any) -> int:
        """Read into ``data``, filling with zeros beyond the end of the file."""
        target = memoryview(data).cast("B")
        size, got = len(target), 0
        try:
            self._raw.seek(self._position)
            while got < size and (count := self._raw.readinto(target[got:])):
                got += count
        except OSError as error:
            self.error = self.error or error
        target[got:] = bytes(size - got)
        self._position += size
        return size

    def read(self, size: int) -> bytes:
        """Read and return ``size`` bytes, with zeros beyond the end; h5py recognizes a file object by this method."""
        data = bytearray(size)
        self.readinto(data)
        return bytes(data)

    def truncate(self, size: int) -> int:
        """Set the size."""
        try:
            if self.error is None:
                self._raw.truncate(size)
        except OSError as error:
            self.error = error
        self._end = size
        return size

    def flush(self) -> None:
        """Do nothing: writes are not buffered."""

    def check(self) -> None:
        """Raise the first failure, if there was one."""
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        """Close the file."""
        self._raw.close()


@contextmanager
def written(path: Path, **options: Any) -> Iterator[h5py.File]:
    """Yield a new HDF5 file at ``path``.

    Raises:
        OSError: It could not be written completely; the partial file is unusable.
    """
    stream = Stream(path)
    try:
        with h5py.File(stream, "w", **options) as file:
            yield file
        stream.check()
    finally:
        stream.close()
