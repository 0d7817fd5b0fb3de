"""Find the features and the image names in an HDF5 file, or explain why they cannot be used."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from annotator.data.features.hdf5 import LINK_LIMIT, Entry, check_storage, damage_is_an_error, data_sets
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.names import printable
from annotator.data.images.scanning import IMAGE_SUFFIXES
from annotator.errors import FeatureError
from annotator.messages import Message, Remedy, joined, listed

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
"""Names of data sets, in lower case, that hold features; the most common one first."""

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
"""Names of data sets, in lower case, that hold image names; the most common one first."""

_NAMES_PER_READ = 1 << 15

_NAME_BYTES_LIMIT = 1 << 32
_MOST_IMAGES = 5_000_000
_DEEPEST = 100  # groups in one another; an image name has one for each of its folders
_LONGEST_NAME = 1 << 15


@dataclass(frozen=True, eq=False)
class Found:
    """The detected layout of an HDF5 file.

    Attributes:
        features: Data set with the features of all images; None if every image has its own data set.
        names: Data set with the image names; None if they are stored elsewhere.
        transposed: Whether the features have one column per image.
        valid: Data set that marks the rows that are features; None if all are.
        single: Name and data set of each image if every image has its own data set.
    """

    features: Entry | None
    names: Entry | None = None
    transposed: bool = False
    valid: Entry | None = None
    single: tuple[tuple[str, str], ...] = ()


def find(path: Path, file: h5py.File, wanted: FeatureLayout) -> Found:
    """Detect the layout of a file and check that it can be used.

    ``/features`` with ``/filenames`` is used wherever it exists. Otherwise the file must contain exactly one of these:
    a pair of data sets in one group, with names from :data:`FEATURE_NAMES` and :data:`IMAGE_NAMES` and equal lengths; a
    group per image with a ``global_descriptor``, as hloc writes; or a data set per image, named after it.

    Args:
        path: Path of the file, for error messages.
        file: The open file.
        wanted: The parts of the layout that the user has chosen.

    Raises:
        FeatureError: The layout is ambiguous, or cannot be used; the message lists what the file contains or says what
            is wrong.
    """
    entries, foreign = data_sets(file)
    if wanted.features:
        features = _called(path, entries, wanted.features)
        names = _called(path, entries, wanted.names) if wanted.names else _names_beside(entries, features, wanted)
        return _checked(path, entries, features, names, wanted)
    candidates = sorted((e for e in entries if e.name in FEATURE_NAMES), key=lambda e: FEATURE_NAMES.index(e.name))
    elsewhere = wanted.names_file or wanted.pattern
    if elsewhere and candidates:
        return _checked(path, entries, candidates[0], None, wanted)
    names_ = sorted((e for e in entries if e.name in IMAGE_NAMES), key=lambda e: IMAGE_NAMES.index(e.name))
    if wanted.names:
        names_ = [_called(path, entries, wanted.names)]
    pairs = [(f, n) for f in candidates for n in names_ if f.group == n.group or wanted.names]
    standard = [(f, n) for f, n in pairs if (f.path, n.path) == ("/features", "/filenames")]
    # Two links to one data set count as one candidate, hence the dictionary.
    fitting = {(f.data, n.data): (f, n) for f, n in reversed(pairs) if _fits(f, n)}
    if not standard and len(fitting) > 1:
        raise _several_pairs(path, list(fitting.values())[::-1])
    if pairs:
        return _checked(path, entries, *(standard or list(fitting.values()) or pairs)[0], wanted)
    single = per_image(file, entries)
    if single:
        return Found(None, single=single)
    if candidates and candidates[0].data.ndim == 2 and not foreign:
        return _checked(path, entries, candidates[0], None, wanted)
    raise FeatureError(
        "{path}: {missing}. The file holds: {entries}",
        path=path,
        missing=_missing(candidates, foreign),
        entries=_listing(entries),
    )


def _several_pairs(path: Path, pairs: list[tuple[Entry, Entry]]) -> FeatureError:
    words = (Message("{features} with {names}", features=f.words, names=n.words) for f, n in pairs[:6])
    return FeatureError(
        "{path}: more than one pair of data sets could be the features and their image names: {choices}. {remedy}",
        path=path,
        choices=joined(words, "; "),
        remedy=Remedy(
            "Choose one (--features-name, --names-name), or call the right ones 'features' and 'filenames'",
            "Choose one in the layout of the file, or call the right ones 'features' and 'filenames'",
        ),
    )


def _called(path: Path, entries: list[Entry], name: str) -> Entry:
    for entry in entries:
        if entry.path.strip("/") == name.strip("/"):
            return entry
    raise FeatureError(
        "{path}: there is no data set {name!r}. The file holds: {entries}",
        path=path,
        name=printable(name),
        entries=_listing(entries),
    )


def _names_beside(entries: list[Entry], features: Entry, wanted: FeatureLayout) -> Entry | None:
    """Return the names in the group of ``features`` whose count fits, if there is exactly one candidate."""
    if wanted.names_file or wanted.pattern:
        return None
    found = [e for e in entries if e.name in IMAGE_NAMES and e.group == features.group and _fits(features, e)]
    return found[0] if len(found) == 1 else None


def _checked(path: Path, entries: list[Entry], features: Entry, names: Entry | None, wanted: FeatureLayout) -> Found:
    """Check that features and names can be used as chosen."""
    _refuse_other_kinds(path, entries, features)
    _check_features(path, features)
    turned = bool(wanted.transposed)
    if names is not None:
        turned = _turned(path, features, names, wanted)
        _check_names(path, features, names, turned)
    n = features.data.shape[1 if turned else 0]
    masks = [e for e in entries if e.name in ("valid", "mask") and e.group == features.group]
    valid = next((e for e in masks if e.data.shape == (n,) and e.data.dtype.kind in "biu"), None)
    if valid is not None:
        check_storage(path, valid)
    return Found(features, names, turned, valid)


def _turned(path: Path, features: Entry, names: Entry, wanted: FeatureLayout) -> bool:
    """Return whether the features have one column per image; the number of names decides unless they are square."""
    rows, columns = features.data.shape
    count = name_count(names)
    if wanted.transposed is not None:
        return wanted.transposed
    if rows == columns == count and "MATLAB_class" in features.data.attrs:
        raise FeatureError(
            "{path}: {features} is square and written by MATLAB, so it is not certain whether an image is a row or a "
            "column. {remedy}",
            path=path,
            features=features.words,
            remedy=Remedy("Choose (--transposed yes or --transposed no)", "Choose it in the layout of the file"),
        )
    return bool(count == columns != rows)


def name_count(names: Entry) -> int:
    """Return how many names a data set holds, or -1 if it cannot hold names."""
    shape: tuple[int, ...] = names.data.shape or ()
    if len(shape) == 1:
        return int(shape[0])
    if len(shape) == 2 and 1 in shape and h5py.check_ref_dtype(names.data.dtype) is not None:
        return int(max(shape))  # a MATLAB cell array
    if len(shape) == 2 and names.data.attrs.get("MATLAB_class") in (b"char", "char"):
        return int(shape[1])  # a MATLAB character matrix, stored transposed
    return -1


def per_image(file: h5py.File, entries: list[Entry]) -> tuple[tuple[str, str], ...]:
    """Return the name and data set of each image if every image has its own, sorted by name; () otherwise.

    hloc writes a group per image; a name with ``/`` becomes nested groups. Only hard links are followed, so no other
    file is accessed.
    """
    found: list[tuple[str, str]] = []

    # Only names, and not too deep: looking up paths takes time that grows with the square of the depth.
    def visit(name: str) -> bool | None:
        if name.count("/") > _DEEPEST:
            raise FeatureError(
                "{path}: groups are nested more than {deepest} deep, which no program does. Is it the right file?",
                path=file.filename,
                deepest=_DEEPEST,
            )
        if name.endswith("/global_descriptor") and isinstance(file[name], h5py.Dataset):
            found.append((name.rpartition("/")[0], name))
        return len(found) > _MOST_IMAGES or None

    file.visit(visit)
    if found:
        return tuple(sorted(found))
    alike = [e for e in entries if e.data.ndim == 1 and e.data.dtype.kind == "f" and e.data.size]
    named = [e for e in alike if os.path.splitext(e.name)[1] in IMAGE_SUFFIXES]  # noqa: PTH122 - a name, not a path
    lengths = {e.data.shape for e in named}
    if not named or len(lengths) > 1 or len(named) < len(entries) / 2:
        return ()
    if len(entries) < LINK_LIMIT // 2:
        return tuple(sorted((e.path.strip("/"), e.path) for e in named))
    every: list[tuple[str, str]] = []

    def visit_all(name: str) -> bool | None:
        if os.path.splitext(name)[1].lower() in IMAGE_SUFFIXES:  # noqa: PTH122
            item = file[name]
            if isinstance(item, h5py.Dataset) and item.shape in lengths:
                every.append((name, name))
        return len(every) > _MOST_IMAGES or None

    file.visit(visit_all)
    return tuple(sorted(every))


def _refuse_other_kinds(path: Path, entries: list[Entry], features: Entry) -> None:
    """Reject a file with several rows per image, because its rows do not correspond to images."""
    beside = {e.name: e.data for e in entries if e.group == features.group}
    rows = (features.data.shape or (0,))[0]
    if "coords" in beside and beside["coords"].shape == (rows, 2):
        raise FeatureError(
            "{path}: {features} with 'coords' are patches of one slide, as CLAM writes them, not images. Compute one "
            "row per slide first, e.g. the mean of its patches",
            path=path,
            features=features.words,
        )
    index = beside.get("index")
    if index is not None and index.ndim == 2 and index.shape[1:] == (2,) and index.shape[0] != rows:
        raise FeatureError(
            "{path}: {features} holds many rows per image (local features with their first and last row in 'index'), "
            "not one. Make one row per image first, e.g. a bag of visual words",
            path=path,
            features=features.words,
        )


def read_names(path: Path, names: Entry) -> tuple[str, ...]:
    """Read the image names; numbers become their digits, and bytes that are not UTF-8 are escaped."""
    data = names.data
    if data.ndim == 2 or h5py.check_ref_dtype(data.dtype) is not None:
        with damage_is_an_error(path):
            return _matlab_names(path, names)
    values: list[Any] = []
    with damage_is_an_error(path):
        # In blocks, because a read blocks every other thread until it is done.
        for start in range(0, data.shape[0], _NAMES_PER_READ):
            values += data[start : start + _NAMES_PER_READ].tolist()
    if data.dtype.kind in "iu":
        return tuple(map(str, values))
    return tuple(value.decode("utf-8", "backslashreplace") for value in values)


def _matlab_names(path: Path, names: Entry) -> tuple[str, ...]:
    """Read a MATLAB cell array (references to character arrays) or a MATLAB character matrix."""
    if h5py.check_ref_dtype(names.data.dtype) is None:
        return tuple("".join(map(chr, column)).rstrip(" \0") for column in names.data[()].T.tolist())
    texts = []
    for reference in names.data[()].ravel().tolist():
        target: Any = names.data.file[reference] if reference else None
        small = isinstance(target, h5py.Dataset) and target.dtype == np.uint16 and target.size <= _LONGEST_NAME
        if not small or target.is_virtual or target.external:
            raise FeatureError(
                "{path}: {names} must refer to texts, the path of each image", path=path, names=names.words
            )
        texts.append("".join(map(chr, target[()].ravel().tolist())))
    return tuple(texts)


def _fits(features: Entry, names: Entry) -> bool:
    return bool(features.data.ndim == 2 and name_count(names) in features.data.shape)


def _missing(features: list[Entry], foreign: list[str]) -> str:
    wanted = [path for path in foreign if path.rpartition("/")[2].lower() in FEATURE_NAMES + IMAGE_NAMES]
    if wanted:
        return Message(
            "{name} is a link that does not end in this file, which is refused for safety; copy the data into one file",
            name=printable(wanted[0]),
        )
    if features:
        return Message(
            "the image names for {features} are missing; a data set 'filenames' must give, for every row, the path "
            "of the image relative to the image folder",
            features=features[0].words,
        )
    return Message(
        "no features were found; they must be in a data set 'features', one row per image, next to 'filenames'"
    )


def _listing(entries: list[Entry]) -> str:
    return listed([entry.words for entry in entries], 12) or Message("no data sets")


def _check_features(path: Path, features: Entry) -> None:
    data = features.data
    check_storage(path, features)
    if data.ndim != 2:
        pixels = Message("; these look like pixels, not features") if data.ndim > 2 else ""
        raise FeatureError(
            "{path}: {features} must have two dimensions, one row of numbers per image{pixels}",
            path=path,
            features=features.words,
            pixels=pixels,
        )
    try:
        usable = data.dtype.kind == "f" and data.dtype.itemsize in (2, 4, 8)
        usable = usable or (data.dtype == np.int8 and "scale" in data.attrs)
    except TypeError:
        usable = False
    if not usable:
        raise FeatureError(
            "{path}: {features} must hold real numbers: float16, float32 or float64, or int8 with an attribute 'scale'",
            path=path,
            features=features.words,
        )
    if 0 in data.shape:
        raise FeatureError(
            "{path}: {features} is empty; it must hold one row of numbers per image", path=path, features=features.words
        )


def _check_names(path: Path, features: Entry, names: Entry, turned: bool) -> None:
    check_storage(path, names)
    rows = features.data.shape[1 if turned else 0]
    if name_count(names) != rows:
        raise FeatureError(
            "{path}: {names} does not fit {features}: one per row is needed",
            path=path,
            names=names.words,
            features=features.words,
        )
    try:
        dtype = names.data.dtype
        text = h5py.check_string_dtype(dtype) is not None or h5py.check_ref_dtype(dtype) is not None
        usable = text or dtype.kind in "iu"
    except TypeError:
        usable = False
    if not usable:
        raise FeatureError(
            "{path}: {names} must hold text, the path of each image relative to the image folder",
            path=path,
            names=names.words,
        )
    if rows * max(16, dtype.itemsize) > _NAME_BYTES_LIMIT:
        raise FeatureError(
            "{path}: {names} takes more than {limit} GB; are these really names?",
            path=path,
            names=names.words,
            limit=_NAME_BYTES_LIMIT >> 30,
        )
