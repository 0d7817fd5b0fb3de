"""Streams of a dry run: they count what would be written, and keep its beginning."""

from __future__ import annotations

import io

HEAD = 4096
"""Bytes kept from the beginning."""


class Counter(io.RawIOBase):
    """A stream that counts the size of what is written to it and keeps only the beginning."""

    def __init__(self) -> None:
        self.size = 0
        self.head = bytearray()
        self._place = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: object) -> int:
        """Count what would be written, and return its size."""
        given = memoryview(data)  # type: ignore[arg-type]
        n = given.nbytes
        if self._place < HEAD:
            self.head[self._place : self._place + n] = given.cast("B")[: HEAD - self._place]
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
