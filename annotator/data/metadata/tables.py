"""Metadata from a table: arbitrary columns of a file whose rows name images."""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.camera_traps.documents import open_document
from annotator.data.collection.match_names import match
from annotator.data.collection.mismatch import unmatched
from annotator.data.files import tables as files
from annotator.data.files.names import Problem, printable
from annotator.data.files.tables import open_table, plain_number
from annotator.data.images.image_columns import KNOWN_TITLES, NO_CHOICE, find_columns
from annotator.data.images.image_metadata import FACTS
from annotator.data.metadata.metadata import Column
from annotator.data.published.darwin_core import open_archive
from annotator.errors import AmbiguousColumnError, ConfigError, TableError
from annotator.expressions.expressions import FUNCTIONS
from annotator.expressions.text_column import TextColumn
from annotator.types import IntArray

TAKEN = frozenset(
    {
        *FACTS,
        *FUNCTIONS,
        "folder",
        "file_size",
        "series",
        "image_note",
        "known",
        "true",
        "false",
        "rank",
        "score",
        "std",
    }
    | {"probability", "judge", "judged", "relevant", "irrelevant", "unsure", "unlabelled"}
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
        unmatched: Names in the table that match no image, or more than one, with the reason.
        repeated: Paths of images with several rows that differ; they get no values.
        steps: Number of matched names by step, see :data:`annotator.data.collection.match_names.STEPS`.
        loose: Names of which only a part was compared, with their images, at most 1,000.
        shift: Which leading folders were ignored or added; "" for none.
    """

    columns: Mapping[str, Column]
    renamed: Mapping[str, str]
    matched: int
    unmatched: tuple[Problem, ...]
    repeated: tuple[str, ...]
    steps: Mapping[str, int]
    loose: tuple[tuple[str, str], ...]
    shift: str


def read_table(
    file: Path, paths: Sequence[str], chosen: Mapping[str, str] = NO_CHOICE, root: Path | None = None
) -> Table:
    """Read a table and match its rows with images by name, as feature files are matched.

    A column is numeric if all its values are numbers, in all rows with a point or in all with a comma; empty cells are
    missing. Each distinct text is stored once, so memory grows with the number of distinct values.

    Args:
        file: Table whose first line names the columns; or ``datapackage.json`` of Camtrap DP, the output of
            MegaDetector, a IIIF manifest (JSON), or ``meta.xml`` of a Darwin Core archive.
        paths: Paths of the images.
        chosen: Under ``image``, the column that names the image, where it is not clear.
        root: The image folder, for absolute names below it.

    Raises:
        AmbiguousColumnError: Several columns can name the image.
        ConfigError: The file cannot be read as a table, has no column of image names, or matches no image.
    """
    try:
        with _opened(file) as table:
            header, names, codes, words = _cells(table, chosen)
    except AmbiguousColumnError:
        raise
    except TableError as error:
        raise ConfigError("Nothing was stored: {error}", error=error) from error
    found = match(names, paths, root)
    row_of_image, repeated = _row_of_image(found.image_of_name, codes, len(paths))
    matched = int(np.count_nonzero(row_of_image >= 0))
    if not matched and not len(repeated):
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
        of_image = np.append(np.frombuffer(values, np.int32), np.int32(-1))[row_of_image]
        columns[name] = _column(of_image, tuple(texts), table.delimiter)
    return Table(
        columns,
        renamed,
        matched,
        unmatched(found, names, paths),
        tuple(paths[image] for image in repeated.tolist()),
        found.steps(),
        found.loose(names, paths),
        found.shift,
    )


@contextmanager
def _opened(file: Path) -> Iterator[files.Table]:
    kind = file.suffix.lower()
    if kind == ".xml":
        yield open_archive(file)
    else:
        with open_document(file) if kind == ".json" else open_table(file, KNOWN_TITLES) as table:
            yield table


def _row_of_image(image_of_row: IntArray, codes: Sequence[array[int]], n_images: int) -> tuple[IntArray, IntArray]:
    """Return the row of each image, -1 for none or for rows that differ, and the images whose rows differ."""
    rows = np.flatnonzero(image_of_row >= 0)
    row_of_image = np.full(n_images, -1, np.int64)
    row_of_image[image_of_row[rows[::-1]]] = rows[::-1]  # the first row of each
    first = row_of_image[image_of_row[rows]]
    differ = np.zeros(len(rows), np.bool_)
    for values in codes:
        column = np.frombuffer(values, np.int32)
        differ |= column[rows] != column[first]
    repeated = np.unique(image_of_row[rows[differ]])
    row_of_image[repeated] = -1
    return row_of_image, repeated


def _cells(
    table: files.Table, chosen: Mapping[str, str]
) -> tuple[list[str], list[str], list[array[int]], list[dict[str, int]]]:
    """Return the titles, the image names, and the codes and distinct texts of each column."""
    table.check_titles()
    place = find_columns(table, chosen, labels=False)
    header = [printable(title) for title in table.titles]
    others = [at for at in range(len(header)) if at != place.image and header[at]]
    if not others:
        raise TableError("{name}: there is no column but that of the images", name=table.name)
    if len(others) > _MOST_COLUMNS:
        raise TableError(
            "{name}: {n_others} columns are more than {most_columns}; leave out some",
            name=table.name,
            n_others=len(others),
            most_columns=_MOST_COLUMNS,
        )
    names: list[str] = []
    codes = [array("i") for _ in others]
    words: list[dict[str, int]] = [{} for _ in others]
    for _, row in table.rows:
        name = place.name(row).strip()
        if not name:
            continue
        names.append(name)
        for column, at in enumerate(others):
            text = printable(row[at].strip()) if at < len(row) else ""
            codes[column].append(words[column].setdefault(text, len(words[column])) if text else -1)
    return [header[at] for at in others], names, codes, words


def _column(codes: np.ndarray[tuple[int], np.dtype[np.int32]], texts: tuple[str, ...], delimiter: str) -> Column:
    for read in (_number, lambda text: _decimal_comma(text, delimiter)):
        numbers = [read(text) for text in texts]
        if all(number is not None for number in numbers):
            return np.array([*(math.nan if number is None else number for number in numbers), math.nan])[codes]
    return TextColumn(codes, texts)


def _decimal_comma(text: str, delimiter: str) -> float | None:
    """Return a number with a decimal comma, or what :func:`_number` makes of a word such as "none"."""
    plain = plain_number(text, delimiter)
    if plain is not None:
        return _number(plain)
    return _number(text) if text[:1].isalpha() else None


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
