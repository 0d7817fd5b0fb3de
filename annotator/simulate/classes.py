"""Classes of images as the ground truth of a simulation."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from annotator.data.collection.match_names import join
from annotator.data.files.reading import open_text
from annotator.errors import ConfigError, FeatureError
from annotator.types import BoolArray

COLUMNS = ("filename", "class")


def read_classes(path: Path) -> dict[str, str]:
    """Read a CSV file with the columns ``filename`` and ``class``; other columns are ignored.

    Returns:
        Class by file name, in file order.

    Raises:
        FeatureError: The file is missing, is not a UTF-8 table with these columns, or assigns two classes to an image;
            the message gives the location.
    """
    try:
        with open_text(path, FeatureError) as stream:
            return _classes(path, csv.DictReader(stream, strict=True))
    except OSError as error:
        raise FeatureError(
            "{path} cannot be read: {reason}. Name a table of file names and classes.", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise FeatureError(
            "{path} is not UTF-8 text (byte {byte}). Save it as CSV in UTF-8.", path=path, byte=error.start
        ) from error
    except csv.Error as error:
        raise FeatureError(
            "{path} is not a CSV table: {error}. Save it as CSV in UTF-8.", path=path, error=error
        ) from error


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


def _classes(path: Path, table: csv.DictReader[str]) -> dict[str, str]:
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        there = ", ".join(table.fieldnames or ()) or "none"
        raise FeatureError(
            "{path} has no column {missing!r}; its columns are: {there}.", path=path, missing=missing[0], there=there
        )
    classes: dict[str, str] = {}
    for row in table:
        name, value = row["filename"], row["class"]
        if not name or value is None:
            raise FeatureError(
                "{path}, line {line}: a file name and a class are needed.", path=path, line=table.line_num
            )
        if classes.setdefault(name, value) != value:
            raise FeatureError(
                "{path}, line {line}: {name!r} has the classes {known!r} and {value!r}.",
                path=path,
                line=table.line_num,
                name=name,
                known=classes[name],
                value=value,
            )
    if not classes:
        raise FeatureError("{path} holds no images. Name a table of file names and classes.", path=path)
    return classes
