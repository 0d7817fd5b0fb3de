"""Classes of images as the ground truth of a simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from annotator.data.collection.match_names import join
from annotator.data.files.tables import Table, open_table
from annotator.errors import ConfigError, FeatureError, TableError
from annotator.types import BoolArray

COLUMNS = ("filename", "class")


def read_classes(path: Path) -> dict[str, str]:
    """Read a table with the columns ``filename`` and ``class``; other columns are ignored.

    Returns:
        Class by file name, in file order.

    Raises:
        FeatureError: The file is missing, is no table with these columns, or assigns two classes to an image; the
            message gives the location.
    """
    try:
        with open_table(path, COLUMNS) as table:
            return _classes(path, table)
    except TableError as error:
        raise FeatureError("{error}. Name a table of file names and classes.", error=error) from error


def relevance(names: Sequence[str], classes: Mapping[str, str], wanted: str) -> tuple[BoolArray, BoolArray]:
    """Return which feature rows belong to a class, and which rows have a known class.

    File names are matched like those of images, see :func:`annotator.data.collection.match_names.join`.

    Args:
        names: Name of each of the n feature rows.
        classes: Class by file name.
        wanted: The class to search for.

    Returns:
        Relevance and whether the class is known, each shape (n,).

    Raises:
        ConfigError: No image has this class (the message lists the classes), or none of its images has features.
    """
    if wanted not in classes.values():
        exist = ", ".join(sorted(set(classes.values()))[:50])
        raise ConfigError("There is no class {wanted!r}; the classes are: {exist}.", wanted=wanted, exist=exist)
    entry = join(names, tuple(classes)).image_of_row
    known = entry >= 0
    is_wanted = np.array([name == wanted for name in classes.values()])
    relevant = known & is_wanted[entry]
    if not relevant.any():
        raise ConfigError(
            "No image of the class {wanted!r} has features. Check that the file names are the same.", wanted=wanted
        )
    return relevant, known


def _classes(path: Path, table: Table) -> dict[str, str]:
    missing = [column for column in COLUMNS if column not in table.lowered]
    if missing:
        there = ", ".join(table.titles) or "none"
        raise FeatureError(
            "{path} has no column {missing!r}; its columns are: {there}.", path=path, missing=missing[0], there=there
        )
    table.check_titles()
    name_at, class_at = map(table.lowered.index, COLUMNS)
    classes: dict[str, str] = {}
    for line, cells in table.rows:
        if max(name_at, class_at) >= len(cells) or not cells[name_at]:
            raise FeatureError("{path}, line {line}: a file name and a class are needed.", path=path, line=line)
        name, value = cells[name_at], cells[class_at]
        if classes.setdefault(name, value) != value:
            raise FeatureError(
                "{path}, line {line}: {name!r} has the classes {known!r} and {value!r}.",
                path=path,
                line=line,
                name=name,
                known=classes[name],
                value=value,
            )
    if not classes:
        raise FeatureError("{path} holds no images. Name a table of file names and classes.", path=path)
    return classes
