"""Features of parts of every image, *tiles*, in a feature file.

:mod:`annotator.data.features.tile_writer` has the layout.
"""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

from annotator.data.features.features import FeatureStore, Tiles
from annotator.data.features.formats.hdf5_file import map_rows
from annotator.data.features.hdf5 import Entry, check_storage, damage_is_an_error, data_sets, open_file
from annotator.data.features.layout import DETECT
from annotator.data.features.tile_writer import GROUP, encoder_of, names_hash
from annotator.errors import FeatureError
from annotator.messages import Message, Remedy
from annotator.types import FloatArray

_MOST = 1000  # tiles per image


def has_tiles(path: Path) -> bool:
    """Return whether a feature file holds features of tiles, of its own images or not."""
    if not path.is_file() or not h5py.is_hdf5(path):
        return False
    with open_file(path) as file, damage_is_an_error(path):
        return _entries(file) is not None


def read_tiles(store: FeatureStore) -> Tiles | None:
    """Return the tiles in a feature file; None if it has none. The caller closes their rows.

    Raises:
        FeatureError: They do not belong to the features of the file, or cannot be read.
    """
    path = store.path
    if not has_tiles(path):
        return None
    with open_file(path) as file, damage_is_an_error(path):
        entries = _entries(file)
        assert entries is not None
        for entry in entries:
            check_storage(path, entry)
        rows, boxes = entries
        shares = _shares(path, boxes)
        told = rows.data.parent.attrs
        if rows.data.shape != (store.n * len(shares), store.d) or told.get("images") != names_hash(store.names):
            raise _unfit(path, Message("they are those of other images"))
        if told.get("extractor") != encoder_of(file):
            raise _unfit(
                path, Message("they are those of another encoder, {name}", name=str(told.get("extractor", "?")))
            )
        offset = rows.data.id.get_offset()
        if offset is None or rows.data.dtype.kind != "f" or not rows.data.dtype.isnative:
            raise _unfit(path, Message("they are compressed or in another byte order"))
        opened = map_rows(path, (), rows, int(offset), DETECT, Message("HDF5, {features}", features=rows.words))
    return Tiles(FeatureStore(path, opened), shares)


def check_tiles(store: FeatureStore) -> None:
    """Raise FeatureError if a feature file has tiles that do not belong to its features."""
    tiles = read_tiles(store)
    if tiles is not None:
        tiles.rows.close()


def _entries(file: h5py.File) -> tuple[Entry, Entry] | None:
    """Return the data sets of rows and rectangles; links that lead out of the file are not followed."""
    found = {entry.path: entry for entry in data_sets(file)[0]}
    rows, boxes = found.get(f"/{GROUP}/rows"), found.get(f"/{GROUP}/boxes")
    return None if rows is None or boxes is None else (rows, boxes)


def _shares(path: Path, boxes: Entry) -> FloatArray:
    shape = boxes.data.shape
    if len(shape) != 2 or shape[1] != 4 or not 0 < shape[0] <= _MOST or boxes.data.dtype.kind != "f":
        raise _unfit(path, Message("{boxes} are no rectangles", boxes=boxes.words))
    shares = np.asarray(boxes.data[()], np.float64)
    right = shares[:, :2] + shares[:, 2:]
    if not ((shares[:, :2] >= 0).all() and (shares[:, 2:] > 0).all() and (right <= 1 + 1e-6).all()):
        raise _unfit(path, Message("they are not inside the image"))
    return shares


def _unfit(path: Path, reason: str) -> FeatureError:
    return FeatureError(
        "{path}: its tiles do not belong to its features: {reason}. {remedy}",
        path=path,
        reason=reason,
        remedy=Remedy(
            "Compute both again: annotator extract FOLDER --tiles -o FILE",
            "Compute both again, or use a feature file without tiles.",
        ),
    )
