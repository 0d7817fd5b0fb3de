"""Metadata from a table: arbitrary columns of a CSV file whose rows name images."""

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
from annotator.data.files.reading import open_text
from annotator.data.images.image_metadata import FACTS
from annotator.data.metadata.metadata import Column
from annotator.errors import ConfigError
from annotator.expressions.expressions import FUNCTIONS
from annotator.expressions.text_column import TextColumn

NAME_COLUMNS = ("filename", "path", "file_name", "file", "image", "name")
"""Columns that can name the image; the first one present in the table is used."""

TAKEN = frozenset(
    {*FACTS, *FUNCTIONS, "folder", "file_size", "series", "known", "true", "false", "rank", "score", "std"}
    | {"probability", "judged", "relevant", "irrelevant", "unsure", "unlabelled"}
)
"""Names with another meaning in expressions; a column of a table with such a name gets the prefix ``csv_``."""

_MOST_COLUMNS = 200


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of a table, one value per image.

    Attributes:
        columns: Values by the name of the column in expressions.
        renamed: Name in expressions by the name in the table, where they differ.
        matched: Number of images that the table names.
        unmatched: Names in the table that match no image, or more than one.
        repeated: Names that occur more than once in the table; they match no image.
    """

    columns: Mapping[str, Column]
    renamed: Mapping[str, str]
    matched: int
    unmatched: tuple[str, ...]
    repeated: tuple[str, ...]


def read_table(file: Path, paths: Sequence[str]) -> Table:
    """Read a CSV file and match its rows with images by name, as feature files are matched.

    A column is numeric if all its values are numbers; empty cells are missing. Each distinct text is stored once, so
    memory grows with the number of distinct values.

    Args:
        file: UTF-8 table whose first line names the columns.
        paths: Paths of the images.

    Raises:
        ConfigError: The file cannot be read as a table, has no column of image names, or matches no image.
    """
    try:
        with open_text(file, ConfigError) as stream:
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
        # The last code is for images that the table does not name.
        of_image = np.append(np.frombuffer(values, np.int32), np.int32(-1))[matched.row_of_image]
        columns[name] = _column(of_image, tuple(texts))
    return Table(columns, renamed, matched.matched, matched.unmatched_names, matched.duplicates)


def _cells(
    file: Path, rows: Iterator[list[str]]
) -> tuple[list[str], list[str], list[array[int]], list[dict[str, int]]]:
    """Return the titles, the image names, and the codes and distinct texts of each column."""
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
    """Return the number in ``text``, NaN if it is infinite or means "none", None if it is not a number."""
    if text.lower() in ("na", "n/a", "null", "none"):
        return math.nan
    try:
        value = float(text)
    except ValueError:
        return None
    if "_" in text:  # Python accepts 1_000, but no other program writes it
        return None
    return value if math.isfinite(value) else math.nan


def _expression_name(title: str, used: Collection[str]) -> str:
    """Return an unused name that is valid in an expression: ASCII letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")
    if not name or name[0].isdigit() or name in TAKEN or keyword.iskeyword(name):
        name = f"csv_{name}".rstrip("_")
    wanted, number = name, 2
    while name in used:
        name, number = f"{wanted}_{number}", number + 1
    return name
