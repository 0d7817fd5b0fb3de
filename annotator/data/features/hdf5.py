"""Open HDF5 files for reading and list their contents, without following references to other files.

Files are opened read-only, and no other file is ever accessed. An HDF5 file can refer to other files in four ways:
external links, soft links through them, external storage and virtual data sets. All four are rejected, because a
feature file from an untrusted source could otherwise read any file of the user.
"""

from __future__ import annotations

import importlib
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import h5py

from annotator.data.features.hdf5_heaps import check_heaps
from annotator.data.files.names import printable
from annotator.data.files.reading import check_file
from annotator.errors import FeatureError
from annotator.extras import missing_extra
from annotator.messages import Message

LINK_LIMIT = 10_000
"""Maximum number of links that are visited to list the contents of a file."""
_DEPTH_LIMIT = 4
_LARGE = 1 << 20
_DETAIL = re.compile(r"\((.*)\)", re.DOTALL)
_CUT = re.compile(r"truncated file: eof = (\d+).*stored_eof = (\d+)")


@dataclass(frozen=True, eq=False)
class Entry:
    """A data set and the path at which it was found."""

    path: str
    data: h5py.Dataset

    @property
    def name(self) -> str:
        """Last component of the path in lower case."""
        return self.path.rpartition("/")[2].lower()

    @property
    def group(self) -> str:
        """Path of the group that contains the data set."""
        return self.path.rpartition("/")[0]

    @property
    def kind(self) -> str:
        """Type of its values in words."""
        try:
            text = h5py.check_string_dtype(self.data.dtype) is not None
            return Message("text") if text else str(self.data.dtype.name)
        except TypeError:  # HDF5 has types that numpy does not support
            return Message("unknown type")

    @property
    def words(self) -> str:
        """Path, shape and type in words, e.g. ``/features (1264 x 512 float32)``."""
        shape = " x ".join(map(str, self.data.shape or ())) or Message("single value")
        return Message("{path} ({shape} {kind})", path=printable(self.path), shape=shape, kind=self.kind)


@contextmanager
def damage_is_an_error(path: Path) -> Iterator[None]:
    """Convert the exceptions that h5py raises on a damaged or vanished file into FeatureError."""
    try:
        yield
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise FeatureError(
            "{path}: the file is damaged or its drive is gone ({error}); create it again or copy it again",
            path=path,
            error=_detail(error),
        ) from error
    except MemoryError as error:
        raise FeatureError("{path}: there is not enough memory to read it; close other programs", path=path) from error


def open_file(path: Path) -> h5py.File:
    """Open an HDF5 file for reading.

    Raises:
        FeatureError: The file is missing, empty, a folder, not HDF5, truncated, damaged, or being written.
    """
    check_file(path, FeatureError)
    if path.stat().st_size == 0:
        raise FeatureError("{path}: the feature file is empty (0 bytes); create it again or copy it again", path=path)
    file = _opened(path)
    try:
        with damage_is_an_error(path):
            check_heaps(path, _stretches(file))
    except BaseException:
        file.close()
        raise
    return file


def _opened(path: Path) -> h5py.File:
    try:
        return h5py.File(path, "r")
    except BlockingIOError as error:
        raise FeatureError(
            "{path}: another program is writing to the feature file; close it there and try again. If there is none, "
            "a network drive kept an old lock: copy the file to a local drive",
            path=path,
        ) from error
    except OSError as error:
        if "unable to lock file" not in str(error):
            raise _not_open(path, error) from error
    try:
        # Some network drives do not support locks; no program there can be holding one for writing.
        return h5py.File(path, "r", locking=False)
    except OSError as error:
        raise _not_open(path, error) from error


def _stretches(file: h5py.File) -> list[tuple[int, int]]:
    """Return the byte ranges (start, end) of the values of large data sets of fixed-size types."""
    found = []
    for entry in data_sets(file)[0]:
        offset = None if entry.data.id.get_type().detect_class(h5py.h5t.VLEN) else entry.data.id.get_offset()
        if offset is not None and entry.data.nbytes > _LARGE:
            found.append((int(offset), int(offset) + int(entry.data.nbytes)))
    return found


def _not_open(path: Path, error: OSError) -> FeatureError:
    text = _detail(error)
    cut = _CUT.search(text)
    if cut:
        return FeatureError(
            "{path}: the feature file is cut short: {size:,} of {end:,} bytes; copy it again",
            path=path,
            size=int(cut[1]),
            end=int(cut[2]),
        )
    if "signature not found" in text:
        return FeatureError(
            "{path}: this is not an HDF5 file, and no other feature file that can be read (NumPy, Parquet, CSV); "
            "choose the file that holds the features",
            path=path,
        )
    if error.errno is not None:
        return FeatureError("{path}: the feature file cannot be read ({text})", path=path, text=text)
    return FeatureError(
        "{path}: the feature file is damaged or cut short ({text}); create it again or copy it again",
        path=path,
        text=text,
    )


def _detail(error: Exception) -> str:
    """Return the cause that the HDF5 library reports, without h5py's description of the attempted operation."""
    match = _DETAIL.search(str(error))
    return match[1] if match else str(error) or type(error).__name__


def data_sets(file: h5py.File) -> tuple[list[Entry], list[str]]:
    """Return the data sets of the file, and the paths of links that lead out of it or nowhere, which are not followed.

    Groups are searched to a depth of 4 and at most 10,000 links are visited, so that no file can block the program.
    """
    entries: list[Entry] = []
    foreign: list[str] = []
    groups = deque([("", file, 1)])
    seen = 0
    while groups:
        prefix, group, depth = groups.popleft()
        for name in group:
            seen += 1
            if seen > LINK_LIMIT:
                return entries, foreign
            path = f"{prefix}/{name}"
            hard = isinstance(_link(group, name), h5py.HardLink)
            if not hard and not _stays_inside(file, path):
                foreign.append(path)
                continue
            item = group[name]
            if isinstance(item, h5py.Dataset):
                entries.append(Entry(path, item))
            elif isinstance(item, h5py.Group) and hard and depth < _DEPTH_LIMIT:
                groups.append((path, item, depth + 1))
    return entries, foreign


def _link(group: h5py.Group, name: str) -> h5py.HardLink | h5py.SoftLink | h5py.ExternalLink | None:
    try:
        return group.get(name, getlink=True)
    except TypeError:  # a user-defined kind of link
        return None


def _stays_inside(file: h5py.File, path: str, links_left: int = 8) -> bool:
    """Follow ``path`` link by link and return whether it certainly ends in the file itself."""
    group: h5py.Group = file
    parts = [part for part in path.split("/") if part not in ("", ".")]
    for position, part in enumerate(parts):
        link = _link(group, part) if isinstance(group, h5py.Group) else None
        if isinstance(link, h5py.SoftLink):
            start = link.path if link.path.startswith("/") else f"{group.name}/{link.path}"
            rest = "/".join([start, *parts[position + 1 :]])
            return links_left > 0 and _stays_inside(file, rest, links_left - 1)
        if not isinstance(link, h5py.HardLink):
            return False
        group = group[part]
    return True


def check_storage(path: Path, entry: Entry) -> None:
    """Check that the values of a data set are in the file itself and that its compression filter is available.

    Raises:
        FeatureError: They are in other files, or the compression filter is not installed.
    """
    if entry.data.is_virtual or entry.data.external:
        raise FeatureError(
            "{path}: {entry} is stored in other files, which is refused for safety; copy the data into one file",
            path=path,
            entry=entry.words,
        )
    properties = entry.data.id.get_create_plist()
    for number in range(properties.get_nfilters()):
        code, _flags, _values, name = properties.get_filter(number)
        if h5py.h5z.filter_avail(code):
            continue
        called = name.decode("utf-8", "replace") or "no name"
        try:
            importlib.import_module("hdf5plugin")  # registers its filters; optional because it is large
        except ImportError:
            raise FeatureError(
                "{path}: {entry} is compressed with filter {code} ({called}). To read it, Annotator needs "
                "{missing_extra}. Or write the file without compression.",
                path=path,
                entry=entry,
                code=code,
                called=called,
                missing_extra=missing_extra("hdf5plugin", "filters"),
            ) from None
        if not h5py.h5z.filter_avail(code):
            raise FeatureError(
                "{path}: {entry} is compressed with filter {code} ({called}), which neither HDF5 nor the package "
                "'hdf5plugin' knows; write the file without compression",
                path=path,
                entry=entry,
                code=code,
                called=called,
            )
