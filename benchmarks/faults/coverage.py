"""Line coverage of the code that reads damaged files."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

from benchmarks.command import ROOT
from benchmarks.faults.fuzzing import application, mutate, prepared, read_one
from benchmarks.faults.targets import targets

_CODE = {
    "image": (
        "annotator/data/images/images.py",
        "annotator/data/images/exif_summary.py",
        "annotator/data/images/color_profiles.py",
        "annotator/gui/images/decoder.py",
    ),
    "features .h5": (
        "annotator/data/features/hdf5.py",
        "annotator/data/features/formats/hdf5_file.py",
        "annotator/data/features/hdf5_layout.py",
    ),
    "features .npz": ("annotator/data/features/formats/numpy_files.py",),
    "features .csv": ("annotator/data/features/formats/csv_file.py",),
    "features .parquet": ("annotator/data/features/formats/parquet_files.py",),
    "labels": tuple(f"annotator/data/importing/{name}.py" for name in ("detect", "documents", "foreign", "tables")),
    "evidence": ("annotator/verification.py", "annotator/data/exporting/evidence_pack.py"),
    "metadata": ("annotator/data/metadata/tables.py",),
    "project": tuple(
        f"annotator/data/project/{name}.py" for name in ("database", "schema", "project", "topics", "judgements")
    ),
}
"""Modules that read each kind of file."""

KINDS = tuple(_CODE)


def covered(kind: str, runs: int, seed: int = 0) -> dict[str, float]:
    """Return the line coverage of each module for a kind of file when reading damaged files.

    Args:
        kind: Prefix of target names, a key of ``_CODE``.
        runs: Number of damaged files per target.
        seed: Seed of the mutations.
    """
    code = {str(ROOT / name): name for name in _CODE[kind]}
    run: dict[str, set[int]] = {file: set() for file in code}

    def trace(frame: Any, _event: str, _argument: object) -> Any:
        lines = run.get(frame.f_code.co_filename)
        if lines is None:
            return None
        lines.add(frame.f_lineno)

        def line(inner: Any, event: str, _argument: object) -> Any:
            if event == "line":
                lines.add(inner.f_lineno)
            return line

        return line

    for name, target in targets().items():
        if not name.startswith(kind):
            continue
        if target.qt:
            application()
        with prepared(target) as (sound, work):
            chance = random.Random(f"{seed} {name}")
            sys.settrace(trace)
            try:
                for data in [*sound, *(mutate(chance.choice(sound), sound, chance) for _ in range(runs))]:
                    read_one(target, data, work)
            finally:
                sys.settrace(None)
    shares = {}
    for file, name in code.items():
        lines = _lines(compile(Path(file).read_text("utf-8"), file, "exec"))
        shares[name] = len(run[file] & lines) / len(lines)
    return shares


def _lines(code: Any) -> set[int]:
    """Return the lines of the functions in a module, without those executed on import."""
    found: set[int] = set()
    for constant in code.co_consts:
        if hasattr(constant, "co_lines"):
            if constant.co_flags & 0x2:  # a function, not the body of a class
                found |= {line for _, _, line in constant.co_lines() if line and line != constant.co_firstlineno}
            found |= _lines(constant)
    return found
