"""Metadata from a table: any columns of a CSV file whose rows name images."""

from __future__ import annotations

import csv
import keyword
import math
import re
import unicodedata
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.collection.match_names import join
from annotator.data.files.names import printable
from annotator.data.images.image_metadata import FACTS
from annotator.data.metadata.metadata import Column
from annotator.errors import ConfigError
from annotator.expressions.expressions import FUNCTIONS
from annotator.expressions.text_column import TextColumn

NAME_COLUMNS = ("filename", "path", "file_name", "file", "image", "name")
"""The column that names the image is the first of these that the table has."""

TAKEN = frozenset(
    {*FACTS, *FUNCTIONS, "folder", "file_size", "series", "known", "true", "false", "rank", "score", "std"}
    | {"probability", "judged", "relevant", "irrelevant", "unsure", "unlabelled"}
)
"""Names that mean something else in an expression; a column of a table called so gets ``csv_`` before its name."""

_MOST_COLUMNS = 200


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of a table, one value for each image.

    Attributes:
        columns: Values by the name they have in expressions.
        renamed: Name in expressions by the name in the table, where they differ.
        matched: Number of images that the table names.
        unmatched: Names in the table that no image answers to, or more than one.
        repeated: Names that the table holds more than once; they match no image.
    """

    columns: Mapping[str, Column]
    renamed: Mapping[str, str]
    matched: int
    unmatched: tuple[str, ...]
    repeated: tuple[str, ...]


def read_table(file: Path, paths: Sequence[str]) -> Table:
    """Read a CSV file and match its rows with images by their names, as feature files are matched.

    A column is one of numbers if all its values are; empty cells are missing. Texts are kept once each, so that the
    memory needed depends on the different values.

    Args:
        file: UTF-8 table whose first line names the columns.
        paths: Paths of the images.

    Raises:
        ConfigError: The file cannot be read as a table, names no images, or fits none of them.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, names, codes, words = _cells(file, csv.reader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            "{file}: the table cannot be read ({error}). Nothing was stored.", file=file, error=error
        ) from error
    matched = join(names, paths)
    if not matched.matched:
        raise ConfigError(
            "{file}: none of its {n_names:,} names is one of an image. Nothing was stored.",
            file=file,
            n_names=len(names),
        )
    columns: dict[str, Column] = {}
    renamed: dict[str, str] = {}
    for title, values, texts in zip(header, codes, words, strict=True):
        name = _expression_name(title, columns)
        if name != title:
            renamed[title] = name
        # The last code is that of images which the table does not name.
        of_image = np.append(np.frombuffer(values, np.int32), np.int32(-1))[matched.row_of_image]
        columns[name] = _column(of_image, tuple(texts))
    return Table(columns, renamed, matched.matched, matched.unmatched_names, matched.duplicates)


def _cells(
    file: Path, rows: Iterator[list[str]]
) -> tuple[list[str], list[str], list[array[int]], list[dict[str, int]]]:
    """Return the titles, the names of the images, and of every column the numbers of its texts and these texts."""
    header = [printable(title.strip()) for title in next(rows, [])]
    lowered = [title.lower() for title in header]
    place = next((lowered.index(name) for name in NAME_COLUMNS if name in lowered), None)
    others = [at for at in range(len(header)) if at != place and header[at]]
    if place is None or not others:
        raise ConfigError(
            "{file}: the first line must name a column {name_column} or {name_column2} that names the image, and at "
            "least one other. Nothing was stored.",
            file=file,
            name_column=", ".join(NAME_COLUMNS[:-1]),
            name_column2=NAME_COLUMNS[-1],
        )
    if len(others) > _MOST_COLUMNS:
        raise ConfigError(
            "{file}: {n_others} columns are more than {most_columns}. Leave out some.",
            file=file,
            n_others=len(others),
            most_columns=_MOST_COLUMNS,
        )
    names: list[str] = []
    codes = [array("i") for _ in others]
    words: list[dict[str, int]] = [{} for _ in others]
    for row in rows:
        if place >= len(row) or not row[place].strip():
            continue
        names.append(row[place].strip())
        for column, at in enumerate(others):
            text = printable(row[at].strip()) if at < len(row) else ""
            codes[column].append(words[column].setdefault(text, len(words[column])) if text else -1)
    return [header[at] for at in others], names, codes, words


def _column(codes: np.ndarray[tuple[int], np.dtype[np.int32]], texts: tuple[str, ...]) -> Column:
    numbers = [_number(text) for text in texts]
    if all(number is not None for number in numbers):
        return np.array([*(math.nan if number is None else number for number in numbers), math.nan])[codes]
    return TextColumn(codes, texts)


def _number(text: str) -> float | None:
    """Return the number ``text`` stands for, NaN for infinite ones and for words that mean none, None for a text."""
    if text.lower() in ("na", "n/a", "null", "none"):
        return math.nan
    try:
        value = float(text)
    except ValueError:
        return None
    if "_" in text:  # Python reads 1_000, nobody else does
        return None
    return value if math.isfinite(value) else math.nan


def _expression_name(title: str, used: Collection[str]) -> str:
    """Return a name that an expression can hold: ASCII letters, digits and underscores, not taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")
    if not name or name[0].isdigit() or name in TAKEN or keyword.iskeyword(name):
        name = f"csv_{name}".rstrip("_")
    wanted, number = name, 2
    while name in used:
        name, number = f"{wanted}_{number}", number + 1
    return name
