"""Features of parts of every image, *tiles*, in a feature file.

:mod:`annotator.data.features.tile_writer` has the layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

from annotator.data.features.features import FeatureStore
from annotator.data.features.formats.hdf5_file import map_rows
from annotator.data.features.hdf5 import Entry, check_storage, damage_is_an_error, open_file
from annotator.data.features.layout import DETECT
from annotator.data.features.tile_writer import GROUP, encoder_of, names_hash
from annotator.errors import FeatureError
from annotator.messages import Message
from annotator.types import FloatArray

_MOST = 1000  # tiles per image


@dataclass(frozen=True, eq=False)
class Tiles:
    """Features of parts of every image.

    Attributes:
        rows: Their features: tile j of image row i is row ``i * t + j``; NaN where an image is too small for tiles.
        boxes: Left, top, width and height of each tile as shares of the upright image, shape (t, 4).
    """

    rows: FeatureStore
    boxes: FloatArray

    @property
    def t(self) -> int:
        """Number of tiles per image."""
        return len(self.boxes)


def read_tiles(store: FeatureStore) -> Tiles | None:
    """Return the tiles in a feature file; None if it has none. The caller closes their rows.

    Raises:
        FeatureError: They do not belong to the features of the file, or cannot be read.
    """
    path = store.path
    if not path.is_file() or not h5py.is_hdf5(path):
        return None
    with open_file(path) as file, damage_is_an_error(path):
        group = file.get(GROUP)
        if not isinstance(group, h5py.Group) or not {"rows", "boxes"} <= set(group):
            return None
        rows, boxes = group["rows"], group["boxes"]
        for one in (rows, boxes):
            check_storage(path, Entry(one.name, one))
        if boxes.ndim != 2 or boxes.shape[1] != 4 or not 0 < len(boxes) <= _MOST or boxes.dtype.kind != "f":
            raise _unfit(path, Message("{boxes} are no rectangles", boxes=Entry(boxes.name, boxes).words))
        shares = np.asarray(boxes[()], np.float64)
        inside = (shares[:, :2] >= 0).all() and (shares[:, 2:] > 0).all()
        if not inside or (shares[:, :2] + shares[:, 2:] > 1 + 1e-6).any():
            raise _unfit(path, Message("they are not inside the image"))
        if rows.shape != (store.n * len(shares), store.d) or group.attrs.get("images") != names_hash(store.names):
            raise _unfit(path, Message("they are those of other images"))
        if group.attrs.get("extractor") != encoder_of(file):
            told = str(group.attrs.get("extractor", "?"))
            raise _unfit(path, Message("they were computed by another encoder, {encoder}", encoder=told))
        offset = rows.id.get_offset()
        if offset is None or rows.dtype.kind != "f" or not rows.dtype.isnative:
            raise _unfit(path, Message("they are compressed or in another byte order"))
        entry = Entry(rows.name, rows)
        opened = map_rows(path, (), entry, int(offset), DETECT, Message("HDF5, {features}", features=entry.words))
    return Tiles(FeatureStore(path, opened), shares)


def _unfit(path: Path, reason: str) -> FeatureError:
    return FeatureError(
        "{path}: its tiles do not belong to its features: {reason}. Compute both again (annotator extract FOLDER "
        "--tiles -o FILE).",
        path=path,
        reason=reason,
    )
