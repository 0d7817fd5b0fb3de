"""Features in NumPy files: ``.npy``, and ``.npz`` with image names or with ``X_train`` and ``X_test``.

Nothing is ever unpickled. A header is checked against the size of the file before values are read, because it can claim
more values than exist.
"""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.formats.name_lists import names_for
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.hdf5_layout import FEATURE_NAMES, IMAGE_NAMES
from annotator.data.features.layout import CHOOSE_FEATURES, FeatureLayout
from annotator.data.features.streamed_features import PieceFeatures, RowSource
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError
from annotator.messages import Message

_MOST_MEMBERS = 10_000
_MOST_NAME_BYTES = 1 << 32
_SPLIT = ("X_train", "X_test")


@dataclass(frozen=True)
class Header:
    """The header of an array.

    Attributes:
        shape, dtype, fortran: Shape, type and memory order of the array.
        start: Offset of the first value in bytes.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool
    start: int

    @property
    def size(self) -> int:
        """Size of the values in bytes."""
        return math.prod(self.shape) * self.dtype.itemsize


def open_npy(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open a NumPy array, shape (n, d), with a list of names next to it."""
    file = open_bytes(path, FeatureError)
    try:
        header = read_header(path, file, path.name)
        source, mapped = _mapped(path, file, header, 0, path.name, budget_bytes, wanted)
        names, layout = names_for(
            path, source.n, wanted, Message("the array of {n_rows:,} rows", n_rows=header.shape[0])
        )
        return Opened(source, names, layout, Message("NumPy array"), mapped)
    except BaseException:
        file.close()
        raise


def open_npz(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open an archive of NumPy arrays: features and names under their usual names, or ``X_train`` with ``X_test``."""
    opened: Opened | None = None
    file = open_bytes(path, FeatureError)
    try:
        opened = _open_archive(path, file, wanted, budget_bytes)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
        raise FeatureError(
            "{path}: the archive is damaged ({error}); create it again or copy it again", path=path, error=error
        ) from error
    finally:
        if opened is None or opened.mapped is None:
            file.close()
    return opened


def _open_archive(path: Path, file: BinaryIO, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    archive = _archive(path, file)
    members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    if not wanted.features and all(name in members for name in _SPLIT):
        return _split(path, archive, members, wanted, budget_bytes)
    feature_name, names_name = _chosen(path, archive, members, wanted)
    source, mapped = _member(path, file, archive, members[feature_name], wanted, budget_bytes)
    layout = replace(wanted, features=feature_name, transposed=bool(wanted.transposed))
    if names_name:
        names = _names(path, archive, members[names_name], source.n)
        return Opened(source, names, replace(layout, names=names_name), Message("NumPy archive"), mapped)
    names, layout = names_for(path, source.n, layout, Message("the array {name}", name=feature_name))
    return Opened(source, names, layout, Message("NumPy archive"), mapped)


def arrays_of(path: Path) -> list[tuple[str, tuple[int, ...], str]]:
    """Return the name, shape and type of each array in an archive."""
    with open_bytes(path, FeatureError) as file:
        archive = _archive(path, file)
        found = []
        for info in archive.infolist():
            try:
                with archive.open(info) as stream:
                    header = read_header(path, stream, info.filename, check=False)
            except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
                raise FeatureError(
                    "{path}: the archive is damaged ({error}); copy it again", path=path, error=error
                ) from error
            found.append((info.filename.removesuffix(".npy"), header.shape, header.dtype.name))
        return found


def read_header(path: Path, file: Any, name: str, *, check: bool = True) -> Header:
    """Read the header of an array without reading values.

    Raises:
        FeatureError: It is damaged, or the array holds objects, which would have to be unpickled.
    """
    try:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except Exception as error:  # the header is a Python literal, and a damaged one raises many kinds of exception
        raise FeatureError(
            "{path}: {name} is damaged ({error}); create it again or copy it again",
            path=path,
            name=printable(name),
            error=error,
        ) from error
    if check and any(side < 0 for side in shape):
        raise FeatureError(
            "{path}: {name} is damaged: its head gives the shape {shape}; create it again or copy it again",
            path=path,
            name=printable(name),
            shape=shape,
        )
    if check and dtype.hasobject:
        raise FeatureError(
            "{path}: {name} holds Python objects, which are refused for safety; save plain numbers and texts",
            path=path,
            name=printable(name),
        )
    return Header(tuple(shape), dtype, fortran, file.tell())


def mapped_array(file: BinaryIO | Path, header: Header, offset: int = 0) -> NDArray[Any]:
    """Return the values after a header that begins at ``offset``, memory-mapped and read-only."""
    order: Any = "F" if header.fortran else "C"
    values: NDArray[Any] = np.memmap(
        cast("Any", file), header.dtype, "r", offset + header.start, header.shape, order
    ).view(np.ndarray)
    return values


def _archive(path: Path, file: BinaryIO) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FeatureError(
            "{path}: the archive is damaged ({error}); create it again or copy it again", path=path, error=error
        ) from error
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise FeatureError(
            "{path}: {n_arrays:,} arrays are too many for a feature file", path=path, n_arrays=len(archive.infolist())
        )
    return archive


def _chosen(
    path: Path, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], wanted: FeatureLayout
) -> tuple[str, str]:
    """Return the names of the arrays that hold the features and the names, "" if there is none."""
    for name in filter(None, (wanted.features, wanted.names)):
        if name not in members:
            raise FeatureError(
                "{path}: there is no array {name!r}; there are: {names}",
                path=path,
                name=name,
                names=", ".join(map(printable, members)),
            )
    lowered = {name.lower(): name for name in members}
    features = [lowered[name] for name in FEATURE_NAMES if name in lowered]
    names = [lowered[name] for name in IMAGE_NAMES if name in lowered]
    if not wanted.features and len(features) != 1:
        found = "; ".join(f"{printable(n)} {' x '.join(map(str, s))} {t}" for n, s, t in arrays_of(path))
        several = (
            Message("more than one array could be the features") if features else Message("no features were found")
        )
        raise FeatureError(
            "{path}: {several}. The file holds: {found}. {remedy}",
            path=path,
            several=several,
            found=found,
            remedy=CHOOSE_FEATURES,
        )
    elsewhere = wanted.names_file or wanted.pattern
    return wanted.features or features[0], wanted.names or ("" if elsewhere or not names else names[0])


def _split(
    path: Path,
    archive: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    wanted: FeatureLayout,
    budget_bytes: int,
) -> Opened:
    """Open ``X_train`` and ``X_test`` as one set of features: first the training rows, then the test rows."""
    parts = [_loaded(path, archive, members[name], budget_bytes) for name in _SPLIT]
    if any(part.ndim != 2 for part in parts) or parts[0].shape[1] != parts[1].shape[1]:
        raise FeatureError(
            "{path}: X_train and X_test must have two dimensions and the same number of features", path=path
        )
    source = ArrayFeatures(np.concatenate(parts))
    names, layout = names_for(path, source.n, wanted, Message("X_train and X_test"))
    return Opened(source, names, layout, Message("NumPy archive with X_train and X_test"))


def _member(
    path: Path,
    file: BinaryIO,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    wanted: FeatureLayout,
    budget_bytes: int,
) -> tuple[RowSource, tuple[BinaryIO, int] | None]:
    if info.compress_type != zipfile.ZIP_STORED:
        values = _loaded(path, archive, info, budget_bytes)
        return _array(path, values, info.filename, wanted), None
    with archive.open(info) as stream:
        header = read_header(path, stream, info.filename)
    file.seek(info.header_offset + 26)
    lengths = file.read(4)
    start = info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    return _mapped(path, file, header, start, info.filename, budget_bytes, wanted)


def _mapped(
    path: Path,
    file: BinaryIO,
    header: Header,
    offset: int,
    name: str,
    budget_bytes: int,
    wanted: FeatureLayout,
) -> tuple[RowSource, tuple[BinaryIO, int]]:
    """Map the values into memory; values that are not stored row by row are read in blocks."""
    turned = bool(wanted.transposed)
    _check_numbers(path, name, header.shape, header.dtype)
    end = offset + header.start + header.size
    size = path.stat().st_size
    if size < end:
        raise FeatureError(
            "{path}: {name} is cut short: {size:,} of {end:,} bytes; copy it again",
            path=path,
            name=name,
            size=size,
            end=end,
        )
    values = mapped_array(file, header, offset)
    values = values.T if turned else values
    if values.flags.c_contiguous and header.dtype.isnative:
        return ArrayFeatures(values), (file, end)
    dtype = header.dtype.newbyteorder("=")
    rows, columns = values.shape

    def read(start: int, stop: int) -> NDArray[Any]:
        return np.array(values[start:stop], dtype, order="C")

    return PieceFeatures((rows, columns), dtype, read).within(budget_bytes), (file, end)


def _loaded(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget_bytes: int) -> NDArray[Any]:
    """Decompress an array whose header and size agree, if it fits the budget."""
    try:
        with archive.open(info) as stream:
            header = read_header(path, stream, info.filename)
            if header.size > budget_bytes:
                raise FeatureError(
                    "{path}: {name} is compressed and takes {gigabytes:.1f} GB. Save it with numpy.savez instead of "
                    "savez_compressed, or as .npy",
                    path=path,
                    name=printable(info.filename),
                    gigabytes=header.size / 1000000000.0,
                )
            if header.start + header.size != info.file_size:
                raise FeatureError(
                    "{path}: {name} is damaged: its head and its size do not agree",
                    path=path,
                    name=printable(info.filename),
                )
            data = stream.read(header.size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FeatureError(
            "{path}: {name} is damaged ({error}); create it again",
            path=path,
            name=printable(info.filename),
            error=error,
        ) from error
    except Exception as error:  # the exceptions of the decompressors have no common base class
        raise _damaged(path, info, error) from error
    if len(data) != header.size:
        raise FeatureError(
            "{path}: {name} is cut short; create it again or copy it again", path=path, name=printable(info.filename)
        )
    values: NDArray[Any] = np.frombuffer(data, header.dtype)
    return values.reshape(header.shape, order="F" if header.fortran else "C")


def _damaged(path: Path, info: zipfile.ZipInfo, error: Exception) -> Exception:
    import lzma
    import zlib

    if isinstance(error, zlib.error | lzma.LZMAError | io.UnsupportedOperation):
        return FeatureError(
            "{path}: {name} is damaged ({error}); create it again or copy it again",
            path=path,
            name=printable(info.filename),
            error=error,
        )
    return error


def _array(path: Path, values: NDArray[Any], name: str, wanted: FeatureLayout) -> ArrayFeatures:
    _check_numbers(path, name, values.shape, values.dtype)
    return ArrayFeatures(values.T if wanted.transposed else values)


def _check_numbers(path: Path, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
    if len(shape) != 2:
        pixels = Message("; these look like pixels, not features") if len(shape) > 2 else ""
        raise FeatureError(
            "{path}: {name} must have two dimensions, one row of numbers per image{pixels}",
            path=path,
            name=printable(name),
            pixels=pixels,
        )
    if dtype.kind != "f" or dtype.itemsize not in (2, 4, 8):
        raise FeatureError(
            "{path}: {name} must hold real numbers: float16, float32 or float64", path=path, name=printable(name)
        )
    if 0 in shape:
        raise FeatureError(
            "{path}: {name} is empty; it must hold one row of numbers per image", path=path, name=printable(name)
        )


def _names(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, n: int) -> tuple[str, ...]:
    values = _loaded(path, archive, info, _MOST_NAME_BYTES)
    if values.shape != (n,) or values.dtype.kind not in "USiu":
        raise FeatureError(
            "{path}: {name} must hold {n:,} texts, one per row of features",
            path=path,
            name=printable(info.filename),
            n=n,
        )
    if values.dtype.kind == "S":
        return tuple(value.decode("utf-8", "backslashreplace") for value in values.tolist())
    return tuple(map(str, values.tolist()))
