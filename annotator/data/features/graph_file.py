"""Cache of the neighbor graph of a feature file, stored next to the project so that it is built only once.

One HDF5 file, ``NAME.graph.h5`` next to ``NAME.annotator``, or a file in the user's cache folder if that folder is not
writable. If the file is damaged or outdated, the graph is built again and nothing is lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import platformdirs

from annotator.data.features.hdf5 import Entry, check_storage, data_sets
from annotator.data.features.hdf5_writing import written
from annotator.data.files.reading import check_file
from annotator.errors import FeatureError
from annotator.numerics.graph import NeighborGraph

VERSION = 2

_MAPPED_BYTES = 8 << 20  # bytes; larger arrays stay on disk until needed: they would delay opening a window
_LAYOUT = {
    "neighbours": ("i", 4),
    "distances": ("f", 4),
    "values": ("f", 8),
    "vectors": ("f", 4),
    "valid": ("b", 1),
}


def places(project: Path, fingerprint: Mapping[str, Any]) -> tuple[Path, Path]:
    """Return the two paths where the graph may be stored: next to the project, and in the user's cache folder."""
    mark = hashlib.sha256(json.dumps(dict(fingerprint), sort_keys=True).encode()).hexdigest()
    cache = platformdirs.user_cache_path("annotator", appauthor=False)
    return project.with_suffix(".graph.h5"), cache / "graphs" / f"{mark[:32]}.graph.h5"


def load(project: Path, fingerprint: Mapping[str, Any]) -> NeighborGraph | None:
    """Return the stored graph of the features with this fingerprint, or None if there is no usable one."""
    for path in places(project, fingerprint):
        with contextlib.suppress(OSError, KeyError, ValueError, TypeError, RuntimeError, FeatureError):
            return _read(path, fingerprint)
    return None


def store(graph: NeighborGraph, project: Path, fingerprint: Mapping[str, Any]) -> Path | None:
    """Write the graph atomically.

    Returns:
        The file, or None if neither place can be used. The graph can still be used until the program ends.
    """
    near, cached = places(project, fingerprint)
    foreign = near.exists() and not _is_graph(near)  # such as a feature file that has this name
    for path in (cached,) if foreign else (near, cached):
        with contextlib.suppress(OSError, RuntimeError):  # h5py raises RuntimeError when the disk is full
            path.parent.mkdir(parents=True, exist_ok=True)
            with _replaced(path) as temporary:
                _write(temporary, graph, fingerprint)
            return path
    return None


def _write(path: Path, graph: NeighborGraph, fingerprint: Mapping[str, Any]) -> None:
    # This version of the format has checksums for everything but the values. Variable-length strings are avoided: where
    # they are damaged, the HDF5 library may never return.
    with written(path, libver="latest") as file:
        file.attrs["version"] = VERSION
        file.attrs["fingerprint"] = np.bytes_(_text(fingerprint))
        for name in _LAYOUT:
            array = getattr(graph, name)
            file.create_dataset(name, data=array).attrs["checksum"] = _checksum(array)


def _is_graph(path: Path) -> bool:
    """Return whether a file is a graph of any version; the cache gets the new one where it is too damaged to tell."""
    if not path.is_file():
        return False
    try:
        with h5py.File(path, "r") as file:
            return {"version", "fingerprint"} <= set(file.attrs)
    except (OSError, RuntimeError):
        return False


def _text(fingerprint: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(fingerprint), sort_keys=True).encode("ascii")


def _checksum(array: np.ndarray[Any, Any]) -> int:
    """Return the CRC-32 of about a thousand rows spread over the array, or of all rows if there are fewer than 2,000.

    It detects files that were truncated or left empty by an interrupted copy, and reads little of a large array.
    """
    return zlib.crc32(np.ascontiguousarray(array[:: max(1, len(array) // 1000)]).tobytes())


def _read(path: Path, fingerprint: Mapping[str, Any]) -> NeighborGraph:
    """Read a graph; many kinds of exception mean that the file is missing, damaged, outdated, or of other features."""
    check_file(path, FeatureError)
    with h5py.File(path, "r") as file:
        if file.attrs["version"] != VERSION:
            raise ValueError("another version")
        if file.attrs["fingerprint"] != _text(fingerprint):
            raise ValueError("other features")
        entries = {entry.path[1:]: entry for entry in data_sets(file)[0]}  # no data set that is stored in another file
        n, rank = int(fingerprint["shape"][0]), entries["values"].data.size
        k = entries["neighbours"].data.size // max(n, 1)
        shapes = {"neighbours": (n, k), "distances": (n, k), "values": (rank,), "vectors": (n, rank), "valid": (n,)}
        arrays = {name: _array(path, entries[name], shape, _LAYOUT[name]) for name, shape in shapes.items()}
    if not np.isfinite(arrays["values"]).all():
        raise ValueError("damaged")
    return NeighborGraph(**arrays)


def _array(path: Path, entry: Entry, shape: tuple[int, ...], kind: tuple[str, int]) -> np.ndarray[Any, Any]:
    """Return an array of the file; errors are detected before any memory is allocated for it."""
    check_storage(path, entry)
    data, offset = entry.data, entry.data.id.get_offset()
    if data.shape != shape or (data.dtype.kind, data.dtype.itemsize) != kind or not data.dtype.isnative:
        raise ValueError("not a neighbor graph")
    if data.size and (offset is None or offset + data.nbytes > path.stat().st_size):
        raise ValueError("cut short")
    if data.nbytes > _MAPPED_BYTES:
        array = np.memmap(path, data.dtype, "r", offset, data.shape).view(np.ndarray)
    else:
        array = np.asarray(data[()])
    if data.attrs["checksum"] != _checksum(array):
        raise ValueError("damaged")
    return array


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Yield a temporary file next to ``path`` that replaces it in one step."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
