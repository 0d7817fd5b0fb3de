"""Feature files of all formats: the format is detected from the content, not from the extension."""

from __future__ import annotations

import os
from pathlib import Path

from annotator.data.features.formats.hdf5_file import open_hdf5
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError

__all__ = ["Opened", "open_source"]


def open_source(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open a feature file or folder.

    Args:
        path: HDF5, ``.npy``, ``.npz``, Parquet, CSV, or a folder of clip-retrieval.
        wanted: The parts of the layout that the user has chosen; the rest is detected.
        budget_bytes: Memory for features that cannot be mapped.

    Raises:
        FeatureError: The file cannot be used; the message says why and what to do.
    """
    start = _start(path)
    if start is None:
        from annotator.data.features.formats.clip_folder import open_clip_folder

        return open_clip_folder(path, wanted, budget_bytes)
    if start.startswith(b"\x93NUMPY"):
        from annotator.data.features.formats.numpy_files import open_npy

        return open_npy(path, wanted, budget_bytes)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from annotator.data.features.formats.numpy_files import open_npz

        return open_npz(path, wanted, budget_bytes)
    if start.startswith(b"PAR1"):
        from annotator.data.features.formats.parquet_files import open_parquet_features

        return open_parquet_features(path, wanted, budget_bytes)
    if path.suffix.lower() in (".pkl", ".pickle", ".dill", ".joblib") or start[:2] in (b"\x80\x02", b"\x80\x04"):
        raise FeatureError(
            "{path}: this is a pickle, which can run any program when it is read, so it is refused. Load it where you "
            "trust it and save it again: numpy.savez('features.npz', features=X, filenames=names)",
            path=path,
        )
    if start.startswith(b"MATLAB 5"):
        raise FeatureError(
            "{path}: this is a MATLAB file of an old kind. Save it again as HDF5: save('features.mat', ..., '-v7.3')",
            path=path,
        )
    from annotator.data.features.formats.csv_file import is_table, open_csv

    if is_table(path):
        return open_csv(path, wanted, budget_bytes)
    return open_hdf5(path, wanted, budget_bytes)


def _start(path: Path) -> bytes | None:
    """Return the first bytes of a file, None for a folder."""
    if os.path.isdir(path):  # noqa: PTH112 - a name that is too long is no folder, and no exception
        return None
    with open_bytes(path, FeatureError) as file:
        return file.read(8)
