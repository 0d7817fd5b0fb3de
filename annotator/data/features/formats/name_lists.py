"""Lists of image names next to a feature file that contains none: text, CSV, JSON Lines, JSON, Parquet.

A list is used if the user chooses it, or if it has the name of the feature file with another extension. The order of
files in a folder is never assumed to be the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.data.features.formats.parquet_table import open_parquet, text_column
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_text
from annotator.data.files.tables import open_table, text_lines
from annotator.data.images.image_columns import find_columns
from annotator.errors import FeatureError, TableError
from annotator.messages import Remedy

COLUMNS = (
    "path", "filename", "file_name", "image_path", "filepath", "file", "image", "image_name", "image_id", "id", "name",
    "key",
)  # fmt: skip
"""Columns or fields that can hold the image name; the first one present is used."""

ENDINGS = (".txt", ".csv", ".jsonl", ".json", ".parquet")
_MOST_BYTES = 1 << 31


def names_for(path: Path, n: int, wanted: FeatureLayout, what: str) -> tuple[tuple[str, ...], FeatureLayout]:
    """Return the names of the ``n`` rows of ``path``, and the layout that records where they come from.

    Args:
        path: The feature file or folder.
        n: Number of rows.
        wanted: The parts of the layout that the user has chosen.
        what: The part of the file that has no names, for the error message.

    Raises:
        FeatureError: There is no list, or its length differs from ``n``.
    """
    from dataclasses import replace

    if wanted.pattern:
        return tuple(wanted.pattern.replace("{}", str(i + 1)) for i in range(n)), wanted
    beside = [path.with_suffix(ending) for ending in ENDINGS if path.with_suffix(ending) != path]
    found = path.parent / wanted.names_file if wanted.names_file else next((f for f in beside if f.is_file()), None)
    if found is None:
        raise FeatureError(
            "{path}: the image names for {what} are missing. Give a list with one name per row, in the order of the "
            "rows: a file called {stem}.txt (or .csv, .jsonl, .parquet) next to it, or {remedy}",
            path=path,
            what=what,
            stem=path.stem,
            remedy=Remedy(
                "choose the list (--names-file); where image number i has a name like im7.jpg, give the pattern "
                "im{}.jpg (--names-pattern)",
                "choose the list in the layout of the file; where image number i has a name like im7.jpg, choose that "
                "images are numbered",
            ),
        )
    names = read_names_list(found)
    if len(names) != n:
        raise FeatureError(
            "{found}: {n_names:,} names do not fit the {n:,} rows of {file}; one name per row is needed",
            found=found,
            n_names=len(names),
            n=n,
            file=path.name,
        )
    relative = found.name if found.parent == path.parent else str(found.absolute())
    return names, replace(wanted, names_file=wanted.names_file or relative)


def read_names_list(file: Path) -> tuple[str, ...]:
    """Return the names in a list, in order.

    Raises:
        FeatureError: The file is missing, damaged, or of an unknown form; the message names the line.
    """
    try:
        if file.suffix.lower() == ".parquet":
            return _parquet(file)
        if file.suffix.lower() == ".csv":
            return tuple(_csv(file))
        if file.suffix.lower() == ".json":
            text = read_text(file, FeatureError, _MOST_BYTES)
            return tuple(_field(file, i, entry) for i, entry in enumerate(_json_list(file, text), 1))
        lines = (line.rstrip("\r\n") for line in text_lines(file))
        if file.suffix.lower() == ".jsonl":
            return tuple(_field(file, i, _parsed(file, i, line)) for i, line in enumerate(lines, 1) if line.strip())
        names = list(lines)
        while names and not names[-1]:
            names.pop()
        return tuple(names)
    except TableError as error:
        raise FeatureError("{error}", error=error) from error
    except OSError as error:
        raise FeatureError(
            "{file}: the list of names cannot be read ({reason})", file=file, reason=error.strerror
        ) from error


def _csv(file: Path) -> Iterator[str]:
    try:
        with open_table(file, COLUMNS) as table:
            title = next((name for name in COLUMNS if name in table.lowered), None)
            if title is None:
                raise FeatureError(
                    "{file}: the first line must name a column {columns} or the like",
                    file=file,
                    columns=", ".join(COLUMNS[:4]),
                )
            columns = find_columns(table, {"image": title}, labels=False)
            for line, cells in table.rows:
                if columns.image >= len(cells):
                    raise FeatureError("{file}: line {line:,} has no {column}", file=file, line=line, column=title)
                yield columns.name(cells)
    except TableError as error:
        raise FeatureError("{error}", error=error) from error


def _json_list(file: Path, text: str) -> list[Any]:
    entries = _parsed(file, 1, text)
    if not isinstance(entries, list):
        raise FeatureError(
            "{file}: a list of names or of objects with a field {column} is needed", file=file, column=COLUMNS[0]
        )
    return entries


def _parsed(file: Path, line: int, text: str) -> Any:
    try:
        return parse_json(text, unique=True)
    except ValueError as error:
        raise FeatureError("{file}: line {line:,} is not JSON ({error})", file=file, line=line, error=error) from error


def _field(file: Path, number: int, entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, dict):
        for name in COLUMNS:
            if isinstance(entry.get(name), str | int):
                return str(entry[name])
    raise FeatureError(
        "{file}: entry {number:,} has no field {columns} or the like",
        file=file,
        number=number,
        columns=", ".join(COLUMNS[:4]),
    )


def _parquet(file: Path) -> tuple[str, ...]:
    with open_parquet(file) as table:
        known = {name.lower(): name for name in table.schema_arrow.names}
        column = next((known[name] for name in COLUMNS if name in known), None)
        if column is None:
            raise FeatureError(
                "{file}: a column {columns} or the like is needed", file=file, columns=", ".join(COLUMNS[:4])
            )
        return text_column(file, table, column)
