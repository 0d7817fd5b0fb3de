"""Tables of numbers with one column to predict from the others."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np

from annotator.data.files.reading import read_text
from annotator.errors import FeatureError
from annotator.experiments.source_locations import unknown
from annotator.types import FloatArray


def read_table(path: Path, target: str | None = None) -> tuple[FloatArray, FloatArray]:
    """Read a table of numbers separated by commas, semicolons, tabs or blanks, with optional column names.

    A first line that contains only numbers is data; the columns are then named 1, 2 and so on.

    Args:
        path: The file.
        target: Name of the column to predict; default the last one.

    Returns:
        The other columns as features, shape (n, d), and the target, shape (n,).

    Raises:
        FeatureError: The file is not such a table, or lacks the column; the message then lists the columns.
    """
    try:
        lines = read_text(path, FeatureError).splitlines()
        delimiter, names = _columns(lines[0] if lines else "")
        headless = all(_is_number(name) for name in names)
        rows = [line for line in (lines if headless else lines[1:]) if line.strip()]
        if not rows:
            raise ValueError("it has no rows")
        table = np.loadtxt(rows, delimiter=delimiter, ndmin=2)
    except ValueError as error:
        raise FeatureError(
            "{path} is not a table of numbers below a line of names: {error}.", path=path, error=error
        ) from error
    if headless:
        names = [str(number) for number in range(1, len(names) + 1)]
    if target is not None and target not in names:
        raise FeatureError("{path}: {problem}.", path=path, problem=unknown("column", target, names))
    if table.shape[1] != len(names) or len(names) < 2 or not np.isfinite(table).all():
        raise FeatureError(
            "{path} needs finite numbers in all of its {n_names} columns, and two columns at least.",
            path=path,
            n_names=len(names),
        )
    at = len(names) - 1 if target is None else names.index(target)
    return np.delete(table, at, axis=1), table[:, at]


def _columns(line: str) -> tuple[str | None, list[str]]:
    """Return the column separator of a first line, ``None`` for blanks, and its fields."""
    unquoted = re.sub(r'"[^"]*"', "", line)
    delimiter = max(",;\t", key=unquoted.count)
    if delimiter not in unquoted:
        return None, line.split()
    return delimiter, [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
