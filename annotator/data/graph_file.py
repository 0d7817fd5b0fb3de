"""The neighbour graph of a feature file, kept beside the project so that it is built once.

One HDF5 file, ``NAME.graph.h5`` beside ``NAME.annotator``; where that folder cannot be written, a file in the cache
folder of the user. It is a cache: whatever is wrong with it, it is built anew and nothing is lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import platformdirs

from annotator.numerics.graph import NeighbourGraph

VERSION = 1

_MAPPED_BYTES = 8 << 20  # larger arrays stay on the disk until they are needed: a window opens the file
_LAYOUT = {
    "neighbours": ("i", 4),
    "distances": ("f", 4),
    "values": ("f", 8),
    "vectors": ("f", 4),
    "valid": ("b", 1),
}


def places(project: Path, fingerprint: Mapping[str, Any]) -> tuple[Path, Path]:
    """Return where the graph may lie: beside the project, and in the user's cache folder."""
    mark = hashlib.sha256(json.dumps(dict(fingerprint), sort_keys=True).encode()).hexdigest()
    cache = platformdirs.user_cache_path("annotator", appauthor=False)
    return project.with_suffix(".graph.h5"), cache / "graphs" / f"{mark[:32]}.graph.h5"


def load(project: Path, fingerprint: Mapping[str, Any]) -> NeighbourGraph | None:
    """Return the stored graph of the features with this fingerprint; None if there is none that can be used."""
    for path in places(project, fingerprint):
        with contextlib.suppress(OSError, KeyError, ValueError, TypeError, RuntimeError):
            return _read(path, fingerprint)
    return None


def store(graph: NeighbourGraph, project: Path, fingerprint: Mapping[str, Any]) -> Path | None:
    """Write the graph, whole or not at all.

    Returns:
        The file; None where neither place can be written. The graph can be used all the same, until the program ends.
    """
    for path in places(project, fingerprint):
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _replaced(path) as temporary, h5py.File(temporary, "w") as file:
                file.attrs["version"] = VERSION
                file.attrs["fingerprint"] = json.dumps(dict(fingerprint), sort_keys=True)
                file.attrs["square_norm"] = graph.square_norm
                for name in _LAYOUT:
                    file.create_dataset(name, data=getattr(graph, name))
            return path
    return None


def _read(path: Path, fingerprint: Mapping[str, Any]) -> NeighbourGraph:
    """Raises one of many exceptions where the file is missing, damaged, newer, or of other features."""
    with h5py.File(path, "r") as file:
        if int(file.attrs["version"]) != VERSION:
            raise ValueError("another version")
        if json.loads(file.attrs["fingerprint"]) != json.loads(json.dumps(dict(fingerprint))):
            raise ValueError("other features")
        arrays = {name: _array(path, file[name]) for name in _LAYOUT}
        square_norm = float(file.attrs["square_norm"])
    n = int(fingerprint["shape"][0])
    shapes = {name: array.shape for name, array in arrays.items()}
    rank, k = len(arrays["values"]), shapes["neighbours"][-1]
    wanted = {"neighbours": (n, k), "distances": (n, k), "values": (rank,), "vectors": (n, rank), "valid": (n,)}
    kinds = {name: (array.dtype.kind, array.dtype.itemsize) for name, array in arrays.items()}
    if shapes != wanted or kinds != _LAYOUT or not np.isfinite(square_norm):
        raise ValueError("not a neighbour graph")
    if not np.isfinite(arrays["values"]).all() or (
        rank and not np.isfinite(arrays["vectors"][:: max(1, n // 1000)]).all()
    ):
        raise ValueError("damaged")
    return NeighbourGraph(square_norm=square_norm, **arrays)


def _array(path: Path, data: h5py.Dataset) -> np.ndarray[Any, Any]:
    offset = data.id.get_offset()
    if offset is not None and data.nbytes > _MAPPED_BYTES:
        if offset + data.nbytes > path.stat().st_size:
            raise ValueError("cut short")
        return np.memmap(path, data.dtype, "r", offset, data.shape).view(np.ndarray)
    return np.asarray(data[()])


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Yield a new file beside ``path`` that takes its place in one step."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
