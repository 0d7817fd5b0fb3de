"""Features in HDF5, in any layout that :mod:`annotator.data.features.hdf5_layout` detects."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.formats.name_lists import names_for
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.hdf5 import Entry, check_storage, damage_is_an_error, open_file
from annotator.data.features.hdf5_layout import Found, find, read_names
from annotator.data.features.layout import FeatureLayout
from annotator.data.features.streamed_features import PieceFeatures, SelectedFeatures, StreamedFeatures
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError
from annotator.messages import Message

_BAND = 256


def open_hdf5(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open an HDF5 file; contiguous features in native byte order are memory-mapped.

    Raises:
        FeatureError: The file cannot be used; the message says why and what to do.
    """
    with ExitStack() as stack:
        file = stack.enter_context(open_file(path))
        with damage_is_an_error(path):
            found, extractor = find(path, file, wanted), _extractor(file)
        if found.features is None:
            opened = _single(path, file, found, wanted, budget_bytes)
        else:
            opened = _together(path, found, found.features, wanted, budget_bytes)
        opened = replace(opened, extractor=extractor)
        if isinstance(opened.source, StreamedFeatures | SelectedFeatures) or _reads_on(opened.source):
            stack.pop_all()  # the returned features close the file
        return opened


def _extractor(file: h5py.File) -> str:
    told = [file.attrs.get(name, "") for name in ("extractor", "extractor_version")]
    return " ".join(printable(one) for one in told if isinstance(one, str) and one)


def _reads_on(source: object) -> bool:
    return isinstance(source, PieceFeatures)


def _together(path: Path, found: Found, features: Entry, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open features that are stored in one data set."""
    n = features.data.shape[1 if found.transposed else 0]
    layout = replace(wanted, features=features.path.strip("/"), transposed=found.transposed)
    if found.names is not None:
        names = read_names(path, found.names)
        layout = replace(layout, names=found.names.path.strip("/"))
    else:
        names, layout = names_for(path, n, layout, features.words)
    offset = features.data.id.get_offset()
    plain = features.data.dtype.kind == "f" and not found.transposed and found.valid is None
    kind = Message("HDF5, {features}", features=features.words)
    if found.transposed:
        kind = Message("{kind}, one column per image", kind=kind)
    if plain and offset is not None and features.data.dtype.isnative:
        return map_rows(path, names, features, offset, layout, kind)
    source = _rows(path, features, found.transposed, budget_bytes)
    if found.valid is None:
        return Opened(source.within(budget_bytes), names, layout, kind)
    with damage_is_an_error(path):
        kept = np.flatnonzero(found.valid.data[()])
    if not len(kept):
        raise FeatureError("{path}: {valid} says that no row holds features", path=path, valid=found.valid.words)
    chosen = tuple(names[row] for row in kept.tolist())
    valid = Message("{kind}, rows that are not {valid} left out", kind=kind, valid=found.valid.name)
    return Opened(SelectedFeatures(source.within(budget_bytes), kept), chosen, layout, valid)


def _rows(path: Path, features: Entry, transposed: bool, budget_bytes: int) -> PieceFeatures:
    """Return the rows of a data set that cannot be memory-mapped."""
    data = features.data
    if data.dtype.kind == "f" and not transposed:
        return StreamedFeatures(path, data, budget_bytes)
    shape = data.shape[::-1] if transposed else data.shape
    scale = np.float32(data.attrs.get("scale", 1.0)) if data.dtype == np.int8 else None
    dtype = np.dtype(np.float32) if scale is not None else data.dtype.newbyteorder("=")

    def read(start: int, stop: int) -> NDArray[Any]:
        with damage_is_an_error(path):
            piece = data[:, start:stop].T if transposed else data[start:stop]
        return np.array(piece if scale is None else piece * scale, dtype, order="C")

    return PieceFeatures(shape, dtype, read, close=lambda: data.file.close())


def map_rows(
    path: Path, names: tuple[str, ...], features: Entry, offset: int, layout: FeatureLayout, kind: str
) -> Opened:
    """Open features that are stored row by row in native byte order from ``offset`` on."""
    data = features.data
    mapped = open_bytes(path, FeatureError)
    try:
        end = offset + data.size * data.dtype.itemsize
        size = path.stat().st_size
        if size < end:
            raise FeatureError(
                "{path}: the feature file is cut short: {size:,} of at least {end:,} bytes; copy it again",
                path=path,
                size=size,
                end=end,
            )
        with damage_is_an_error(path):
            values = np.memmap(mapped, data.dtype, "r", offset, data.shape)
        return Opened(ArrayFeatures(values.view(np.ndarray)), names, layout, kind, (mapped, end))
    except BaseException:
        mapped.close()
        raise


def _single(path: Path, file: h5py.File, found: Found, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open features where every image has its own data set."""
    with damage_is_an_error(path):
        first = file[found.single[0][1]]
        if first.ndim != 1 or first.dtype.kind != "f" or first.dtype.itemsize > 8 or not first.size:
            raise FeatureError(
                "{path}: {name} must be one row of real numbers", path=path, name=printable(found.single[0][1])
            )
        check_storage(path, Entry(found.single[0][1], first))
    d, dtype = first.size, first.dtype.newbyteorder("=")

    def read(start: int, stop: int) -> NDArray[Any]:
        out = np.empty((stop - start, d), dtype)
        with damage_is_an_error(path):
            for row, (_, place) in enumerate(found.single[start:stop]):
                data = file[place]
                if data.shape != (d,) or data.dtype.kind != "f" or data.is_virtual or data.external:
                    raise FeatureError(
                        "{path}: {place} is not a row of {d} numbers like the first one",
                        path=path,
                        place=printable(place),
                        d=d,
                    )
                out[row] = data[()]
        return out

    source = PieceFeatures((len(found.single), d), dtype, read, band=_BAND, close=file.close)
    kind = Message("HDF5, one data set per image")
    return Opened(source.within(budget_bytes), tuple(name for name, _ in found.single), wanted, kind)
