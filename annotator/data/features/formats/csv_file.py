"""Features in a table of text: a column of image names, and one column per feature."""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import numpy as np

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.formats.name_lists import COLUMNS, names_for
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.data.files.tables import encoding_of
from annotator.errors import FeatureError
from annotator.messages import Message, Remedy

SUFFIXES = (".csv", ".tsv")
_LONGEST_LINE = 1 << 22
_START = 1 << 12
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+(?:[eE][-+]?\d+)?\s*")


def is_table(path: Path) -> bool:
    """Return whether a file begins as a table of text, whatever it is called; one called so needs no second column."""
    with open_bytes(path, FeatureError) as stream:
        start = stream.read(_START)
    try:
        text = start.decode(encoding_of(io.BytesIO(start)), "ignore")
    except UnicodeDecodeError:
        return False
    if "\0" in text or start.startswith(b"\x89HDF"):
        return False
    first = text.partition("\n")[0].strip()
    cells = re.split(r"[,;\t]", first)
    titled = len(cells) > 1 and "".join(cells).isprintable() and first[0] not in "{[<"
    return bool(text) and (titled or path.suffix.lower() in SUFFIXES)


def open_csv(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open a table with commas, semicolons or tabs between its columns; it is loaded into memory.

    Every column but that of the names is a feature. The first line may name the columns.
    """
    try:
        with (
            open_bytes(path, FeatureError) as stream,
            io.TextIOWrapper(stream, encoding_of(stream), newline="") as text,
        ):
            return _read(path, text, wanted, budget_bytes)
    except UnicodeDecodeError as error:
        raise FeatureError(
            "{path}: byte {byte:,} is not UTF-8. Save the file as UTF-8 text.", path=path, byte=error.start + 1
        ) from error
    except csv.Error as error:
        raise FeatureError("{path}: this is not a CSV file ({error})", path=path, error=error) from error


def _read(path: Path, stream: TextIO, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    first = stream.readline(_LONGEST_LINE)
    if not first.strip():
        raise FeatureError("{path}: the table is empty; it must hold one row of numbers per image", path=path)
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(_lines(path, first, stream), delimiter=delimiter, strict=True)
    titles = next(rows)
    titled = all(_number(title) is None for title in titles)
    name_at = _name_column(path, titles, wanted, titled=titled)
    d = len(titles) - (name_at is not None)
    values, names = array("f"), []
    for cells in rows if titled else _after(titles, rows):
        if not cells:
            continue
        if len(cells) != len(titles):
            raise FeatureError(
                "{path}: line {line:,} has {n_cells:,} cells, the first line has {n_titles:,}",
                path=path, line=rows.line_num, n_cells=len(cells), n_titles=len(titles),
            )  # fmt: skip
        for at, cell in enumerate(cells):
            if at == name_at:
                names.append(cell)
                continue
            number = _number(cell)
            if number is None:
                raise FeatureError(
                    "{path}: line {line:,} holds {cell!r} where a number is expected. Every column but the names "
                    "must hold numbers; {remedy}",
                    path=path, line=rows.line_num, cell=printable(cell[:40]),
                    remedy=Remedy(
                        "name the column of names (--names-name)",
                        "choose the column of names in the layout of the file",
                    ),
                )  # fmt: skip
            values.append(number)
        if 4 * len(values) > budget_bytes:
            raise FeatureError("{path}: the table is too large. Save the features with numpy.save.", path=path)
    if not values:
        raise FeatureError("{path}: the table is empty; it must hold one row of numbers per image", path=path)
    source = ArrayFeatures(np.frombuffer(values, np.float32).reshape(-1, d))
    layout = replace(wanted, transposed=False)
    kind = Message("table of text")
    if name_at is None:
        found, layout = names_for(path, source.n, layout, Message("the features"))
        return Opened(source, found, layout, kind)
    return Opened(source, tuple(names), replace(layout, names=titles[name_at]) if titled else layout, kind)


def _lines(path: Path, first: str, stream: TextIO) -> Iterator[str]:
    line, number = first, 0
    while line:
        number += 1
        if len(line) == _LONGEST_LINE or "\0" in line:
            raise FeatureError("{path}: line {number:,} is no line of a table", path=path, number=number)
        yield line
        line = stream.readline(_LONGEST_LINE)


def _after(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _name_column(path: Path, titles: list[str], wanted: FeatureLayout, *, titled: bool) -> int | None:
    """Return the column of names: the chosen one, one called like it, or the only one that is no number."""
    if wanted.names_file or wanted.pattern:
        return None
    if wanted.names:
        if wanted.names in titles:
            return titles.index(wanted.names)
        raise FeatureError(
            "{path}: there is no column {names!r}; there are: {columns}",
            path=path, names=wanted.names, columns=", ".join(map(printable, titles[:12])),
        )  # fmt: skip
    if titled:
        known = [title.strip().lower() for title in titles]
        return next((known.index(name) for name in COLUMNS if name in known), None)
    texts = [at for at, cell in enumerate(titles) if _number(cell) is None]
    return texts[0] if len(texts) == 1 else None


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell) if cell.strip() else np.nan
    except ValueError:
        return None
