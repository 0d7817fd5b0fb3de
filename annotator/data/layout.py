"""Find the features and the image names in an HDF5 file, or say clearly why they cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py

from annotator.data.hdf5 import Entry, check_storage, damage_is_an_error, data_sets
from annotator.data.names import printable
from annotator.errors import FeatureError

FEATURE_NAMES = (
    "features",
    "feats",
    "embeddings",
    "embedding",
    "x",
    "data",
    "dataset_1",
    "image_features",
    "descriptors",
    "vectors",
)
"""Names of data sets, in lower case, that hold features: the usual one first."""

IMAGE_NAMES = (
    "filenames",
    "image_paths",
    "paths",
    "image_names",
    "names",
    "image_ids",
    "ids",
    "sample_ids",
    "keys",
    "dataset_2",
)
"""Names of data sets, in lower case, that hold the names of the images: the usual one first."""

_NAMES_PER_READ = 1 << 15

_NAME_BYTES_LIMIT = 1 << 32


def find_pair(path: Path, file: h5py.File) -> tuple[Entry, Entry]:
    """Find the data sets with the features and with the image names, and check that they can be used.

    ``/features`` with ``/filenames`` is taken wherever it exists. Otherwise the file must hold exactly one pair of
    data sets in one group, with names from :data:`FEATURE_NAMES` and :data:`IMAGE_NAMES`, whose lengths agree.

    Args:
        path: Where the file lies, for the messages.
        file: The open file.

    Returns:
        The features, shape (n, d) with n, d >= 1, of 16, 32 or 64 bit floats, and the names, shape (n,).

    Raises:
        FeatureError: There is no such pair, more than one, or it cannot be used; the message lists what the file holds
            or says what is wrong.
    """
    entries, foreign = data_sets(file)
    features = sorted((e for e in entries if e.name in FEATURE_NAMES), key=lambda e: FEATURE_NAMES.index(e.name))
    names = sorted((e for e in entries if e.name in IMAGE_NAMES), key=lambda e: IMAGE_NAMES.index(e.name))
    pairs = [(f, n) for f in features for n in names if f.group == n.group]
    standard = [(f, n) for f, n in pairs if (f.path, n.path) == ("/features", "/filenames")]
    # Two links to one data set are one choice, hence the dictionary.
    fitting = {(f.data, n.data): (f, n) for f, n in reversed(pairs) if _fits(f, n)}
    if not pairs:
        raise FeatureError(f"{path}: {_missing(features, foreign)}. The file holds: {_listing(entries)}")
    if not standard and len(fitting) > 1:
        choices = "; ".join(f"{f} with {n}" for f, n in list(fitting.values())[::-1][:6])
        raise FeatureError(
            f"{path}: more than one pair of data sets could be the features and their image names: {choices}. "
            "Call the right ones 'features' and 'filenames'"
        )
    pair = (standard or list(fitting.values()) or pairs)[0]
    _check_features(path, pair[0])
    _check_names(path, *pair)
    return pair


def read_names(path: Path, names: Entry) -> tuple[str, ...]:
    """Read the image names; numbers become their digits, and bytes that are not UTF-8 become escapes."""
    values: list[Any] = []
    with damage_is_an_error(path):
        # Piece by piece, for a read keeps every other thread waiting until it is done.
        for start in range(0, names.data.shape[0], _NAMES_PER_READ):
            values += names.data[start : start + _NAMES_PER_READ].tolist()
    if names.data.dtype.kind in "iu":
        return tuple(map(str, values))
    return tuple(value.decode("utf-8", "backslashreplace") for value in values)


def _fits(features: Entry, names: Entry) -> bool:
    return bool(features.data.ndim == 2 and names.data.shape == features.data.shape[:1])


def _missing(features: list[Entry], foreign: list[str]) -> str:
    wanted = [path for path in foreign if path.rpartition("/")[2].lower() in FEATURE_NAMES + IMAGE_NAMES]
    if wanted:
        return (
            f"{printable(wanted[0])} is a link that does not end in this file, which is refused for safety; "
            "copy the data into one file"
        )
    if features:
        return (
            f"the names of the images are missing beside {features[0]}; a data set 'filenames' must give, for every "
            "row, the path of the image relative to the image folder"
        )
    return "no features were found; they must be in a data set 'features', one row per image, beside 'filenames'"


def _listing(entries: list[Entry]) -> str:
    shown = ", ".join(map(str, entries[:12])) or "no data sets"
    return shown + (f" and {len(entries) - 12:,} more" if len(entries) > 12 else "")


def _check_features(path: Path, features: Entry) -> None:
    data = features.data
    check_storage(path, features)
    if data.ndim != 2:
        pixels = "; these look like pixels, not features" if data.ndim > 2 else ""
        raise FeatureError(f"{path}: {features} must have two dimensions, one row of numbers per image{pixels}")
    try:
        usable = data.dtype.kind == "f" and data.dtype.itemsize in (2, 4, 8)
    except TypeError:
        usable = False
    if not usable:
        raise FeatureError(f"{path}: {features} must hold real numbers: float16, float32 or float64")
    if 0 in data.shape:
        raise FeatureError(f"{path}: {features} is empty; it must hold one row of numbers per image")


def _check_names(path: Path, features: Entry, names: Entry) -> None:
    check_storage(path, names)
    rows, columns = features.data.shape
    if names.data.shape != (rows,):
        turned = names.data.shape == (columns,)
        hint = (
            "the features are stored with one column per image: transpose them" if turned else "one per row is needed"
        )
        raise FeatureError(f"{path}: {names} does not fit {features}: {hint}")
    try:
        dtype = names.data.dtype
        usable = dtype.kind in "iu" or h5py.check_string_dtype(dtype) is not None
    except TypeError:
        usable = False
    if not usable:
        raise FeatureError(f"{path}: {names} must hold text, the path of each image relative to the image folder")
    if rows * max(16, dtype.itemsize) > _NAME_BYTES_LIMIT:
        raise FeatureError(f"{path}: {names} takes more than {_NAME_BYTES_LIMIT >> 30} GB; are these really names?")
