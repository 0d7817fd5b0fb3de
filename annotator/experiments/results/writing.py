"""Writing of result files: CSV, JSON and, if pyarrow is installed, Parquet."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.data.files.atomic import atomic_binary, atomic_write


def write_results(
    folder: Path, summed: Mapping[str, Any], rounds: Sequence[Mapping[str, Any]], searches: Sequence[Mapping[str, Any]]
) -> list[Path]:
    """Write the tables of an experiment.

    Args:
        folder: Existing folder.
        summed: Summary, written to ``summary.json``.
        rounds: One row per round, written to ``rounds.csv`` (and ``rounds.parquet``).
        searches: One row per search, written to ``searches.csv`` (and ``searches.parquet``).

    Returns:
        Paths of the files.

    Raises:
        ExportError: A file cannot be written; an existing one is kept.
    """
    files = [folder / "summary.json", folder / "rounds.csv", folder / "searches.csv"]
    with atomic_write(files[0]) as stream:
        json.dump(summed, stream, indent=1, allow_nan=False)
        stream.write("\n")
    for path, rows in zip(files[1:], (rounds, searches), strict=True):
        if rows:
            with atomic_write(path) as stream:
                table = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
                table.writeheader()
                table.writerows(rows)
    if importlib.util.find_spec("pyarrow") is not None:
        files += [
            _parquet(folder / f"{name}.parquet", rows) for name, rows in (("rounds", rounds), ("searches", searches))
        ]
    return files


def _parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    import pyarrow
    import pyarrow.parquet

    with atomic_binary(path) as stream:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), stream)
    return path
