"""Folders written by clip-retrieval: numbered shards of embeddings with one row of metadata per embedding."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.formats.name_lists import read_names_list
from annotator.data.features.formats.numpy_files import mapped_array, read_header
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.layout import FeatureLayout
from annotator.data.features.streamed_features import PieceFeatures
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError
from annotator.messages import Message

_SHARD = re.compile(r"img_emb_(\d+)\.npy")


def open_clip_folder(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open ``img_emb/img_emb_K.npy`` with ``metadata/metadata_K.parquet``; shards are paired by their number K."""
    folder = path / "img_emb"
    shards = sorted(
        (int(match[1]), file) for file in _listed(path, folder) if (match := _SHARD.fullmatch(file.name)) is not None
    )
    if not shards:
        raise FeatureError(
            "{path}: this is a folder without features. A folder is read if it has img_emb/img_emb_0.npy and "
            "metadata/metadata_0.parquet, as clip-retrieval writes them; otherwise choose the file that holds the "
            "features",
            path=path,
        )
    names: list[str] = []
    arrays: list[NDArray[Any]] = []
    for _, file in shards:
        array = _shard(file)
        named = read_names_list(_metadata(path, file))
        if len(named) != len(array):
            raise FeatureError(
                "{file}: {n_rows:,} rows, but {n_names:,} in the metadata of the same number",
                file=file,
                n_rows=len(array),
                n_names=len(named),
            )
        if arrays and (array.shape[1], array.dtype) != (arrays[0].shape[1], arrays[0].dtype):
            raise FeatureError(
                "{file}: its rows are not like those of the first shard; were two models mixed?", file=file
            )
        names += named
        arrays.append(array)
    starts = np.cumsum([0, *map(len, arrays)])
    dtype = arrays[0].dtype.newbyteorder("=")

    def read(start: int, stop: int) -> NDArray[Any]:
        out = np.empty((stop - start, arrays[0].shape[1]), dtype)
        for first, array in zip(starts.tolist(), arrays, strict=False):
            low, high = max(start, first), min(stop, first + len(array))
            if low < high:
                out[low - start : high - start] = array[low - first : high - first]
        return out

    source = PieceFeatures((len(names), arrays[0].shape[1]), dtype, read).within(budget_bytes)
    return Opened(
        source,
        tuple(names),
        replace(wanted, transposed=False),
        Message("clip-retrieval, {n_shards} shards", n_shards=len(shards)),
    )


def _listed(path: Path, folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise FeatureError("{path}: the folder cannot be read ({reason})", path=path, reason=error.strerror) from error


def _shard(file: Path) -> NDArray[Any]:
    with open_bytes(file, FeatureError) as stream:
        header = read_header(file, stream, file.name)
    if len(header.shape) != 2 or header.dtype.kind != "f" or header.dtype.itemsize > 8 or 0 in header.shape:
        raise FeatureError("{file}: two dimensions of real numbers are needed, one row per image", file=file)
    size = file.stat().st_size
    if size < header.start + header.size:
        raise FeatureError(
            "{file}: the file is cut short: {size:,} of {end:,} bytes",
            file=file,
            size=size,
            end=header.start + header.size,
        )
    return mapped_array(file, header)


def _metadata(path: Path, shard: Path) -> Path:
    """Return the metadata file of the same number; the two may be zero-padded to different widths."""
    wanted = int(_SHARD.fullmatch(shard.name)[1])  # type: ignore[index]
    for file in _listed(path, path / "metadata"):
        number = re.fullmatch(r"metadata_(\d+)\.parquet", file.name)
        if number is not None and int(number[1]) == wanted:
            return file
    raise FeatureError(
        "{shard}: metadata/metadata_{wanted}.parquet is missing, which names its rows", shard=shard, wanted=wanted
    )
