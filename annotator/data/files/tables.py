"""Tables as people have them: separated by commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252.

The first line names the columns. ``sep=;``, as Excel writes it, may stand before it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.data.files.reading import open_bytes
from annotator.errors import TableError

LONGEST_LINE = 1 << 20
_MOST_BYTES = 1 << 31
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_DELIMITERS = ",;\t|"
_CHUNK = 1 << 20
_DECIMAL_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?(e[-+]?\d+)?", re.IGNORECASE)
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class Table:
    """An open table, to be read once.

    Attributes:
        name: Its file, for messages.
        titles: Titles of the columns as written, without outer white space.
        rows: Line number and cells of each row that is not empty; reading raises TableError where it is damaged.
        delimiter: What separates its cells.
    """

    name: str
    titles: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str

    @property
    def lowered(self) -> list[str]:
        """The titles in lower case."""
        return [title.lower() for title in self.titles]

    def check_titles(self) -> None:
        """Raise TableError if two columns have one title."""
        for title, count in Counter(filter(None, self.titles)).items():
            if count > 1:
                raise self.twice(title)

    def twice(self, title: str) -> TableError:
        """Return the error that several columns have a title."""
        return TableError(
            "{name}: there are two columns {title!r}, and it is not clear which is meant; rename one of them",
            name=self.name,
            title=title,
        )


@contextmanager
def open_table(source: Path | BinaryIO, known: Collection[str], name: str = "") -> Iterator[Table]:
    """Open a table for as long as the context lasts.

    Args:
        source: The file, or an open one that can be positioned.
        known: Titles in lower case that such tables have; the delimiter is what separates most of them.
        name: What the file is called in messages; by default its path.

    Raises:
        TableError: It cannot be read.
    """
    name = name or str(source)
    stream, encoding = _opened(name, source)
    with stream:
        lines = _lines(name, stream, encoding)
        first = next(lines, "")
        said = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
        if said:
            first = next(lines, "")
        delimiter = said[1] if said else _delimiter(first, known)
        rows = _rows(name, first, lines, delimiter, 1 if said else 0)
        titles = next(rows, (0, []))[1]
        if encoding == "utf-8-sig":  # as an export for Excel starts
            rows = ((number, [_plain(cell) for cell in cells]) for number, cells in rows)
        yield Table(name, tuple(title.strip() for title in titles), rows, delimiter)


def text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file in any of these encodings, with their endings; TableError if there are none."""
    yield from _lines(str(path), *_opened(str(path), path))


def _opened(name: str, source: Path | BinaryIO) -> tuple[BinaryIO, str]:
    try:
        stream = open_bytes(source, TableError, _MOST_BYTES) if isinstance(source, Path) else source
        return stream, encoding_of(stream)
    except OSError as error:
        raise TableError("{name}: the file cannot be read ({reason})", name=name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        stream.close()
        raise TableError(
            "{name}: byte {byte:,} is neither UTF-8 nor Windows-1252; save the file as UTF-8",
            name=name,
            byte=error.start,
        ) from error


def encoding_of(stream: BinaryIO) -> str:
    """Return the encoding of a text file and position it at its start.

    Raises:
        UnicodeDecodeError: It is neither UTF-8 nor UTF-16 nor Windows-1252.
    """
    stream.seek(0)
    start = stream.read(1 << 12)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            stream.seek(0)
            return encoding
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros and 2 * zeros.count(0) > len(zeros):
            stream.seek(0)
            return encoding
    for encoding in ("utf-8", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        stream.seek(0)
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            if encoding == "cp1252":
                raise
            continue
        break
    stream.seek(0)
    return encoding


def _lines(name: str, stream: BinaryIO, encoding: str) -> Iterator[str]:
    number = 0
    try:
        with io.TextIOWrapper(stream, encoding, newline="") as text:
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise TableError(
                        "{name}, line {number:,}: the line is too long; is this the right file?",
                        name=name,
                        number=number,
                    )
                if "\0" in line:
                    raise TableError("{name}, line {number:,}: this is not a text file", name=name, number=number)
                yield line
    except OSError as error:
        raise TableError("{name}: the file cannot be read ({reason})", name=name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise TableError(
            "{name}, line {number:,}: this is not text; save the file as UTF-8", name=name, number=number + 1
        ) from error


def _rows(name: str, first: str, lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    def everything() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(everything(), strict=True, delimiter=delimiter)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num + skipped, cells
    except csv.Error as error:
        raise TableError(
            "{name}, line {line:,}: this cannot be read as a table ({error})",
            name=name,
            line=reader.line_num + skipped,
            error=error,
        ) from error


def _plain(cell: str) -> str:
    """Remove the apostrophe that an export for Excel put before a text."""
    return cell[1:] if cell.startswith("'") and _QUOTED.match(cell) else cell


def _delimiter(line: str, known: Collection[str]) -> str:
    """Return what separates the titles in ``line``: most known ones, else most."""

    def count(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(cell.strip().lower() in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=count)


def plain_number(text: str, delimiter: str) -> str | None:
    """Return a number with a decimal comma in the notation of programs, ``None`` if it is none.

    Between commas, ``1,234`` may be a number with a comma after the thousands, which is another one.
    """
    if not text or not _DECIMAL_COMMA.fullmatch(text) or not any(map(str.isdecimal, text)):
        return None
    if delimiter == "," and _THOUSANDS.fullmatch(text):
        return None
    return text.replace(".", "").replace(",", ".")
