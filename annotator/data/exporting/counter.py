"""Streams of a dry run: they count what would be written."""

from __future__ import annotations

import io


class Counter(io.RawIOBase):
    """A stream that discards what is written to it and counts its size."""

    def __init__(self) -> None:
        self.size = 0
        self._place = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: object) -> int:
        """Count what would be written, and return its size."""
        n = memoryview(data).nbytes  # type: ignore[arg-type]
        self._place += n
        self.size = max(self.size, self._place)
        return n

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to a position and return it."""
        self._place = offset + (0, self._place, self.size)[whence]
        return self._place

    def tell(self) -> int:
        """Return the position."""
        return self._place


class TextOver(io.TextIOBase):
    """A text stream over a counter without a buffer of its own."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def write(self, text: str) -> int:
        """Count what would be written, and return its size."""
        self._counter.write(text.encode("utf-8"))
        return len(text)

    def writable(self) -> bool:
        """Return True."""
        return True
