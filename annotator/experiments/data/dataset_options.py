"""Helpers shared by the readers of data sets: options, split into pool and test, truth by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.reading import open_bytes, read_text
from annotator.errors import ConfigError, FeatureError
from annotator.experiments.source_locations import unknown
from annotator.experiments.specification import DataSource
from annotator.types import AnyFloatArray, BoolArray, FloatArray, IntArray

_PICKLE = (b"\x80", b"(dp", b"(lp")


@dataclass(frozen=True, eq=False)
class Raw:
    """A data set before scaling; :class:`ExperimentData` documents the fields."""

    features: AnyFloatArray
    pool: BoolArray
    test: BoolArray
    truth: Mapping[str, NDArray[np.int8]]
    starts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pictures: NDArray[Any] | None = None


class Options:
    """Options of a data set; records which ones are read, to detect misspelled names."""

    def __init__(self, source: DataSource) -> None:
        self.source = source
        self._known: list[str] = []

    def file(self, name: str) -> Path:
        """Return the path of an existing file or folder, searched as by :func:`found`.

        Raises:
            ConfigError: The option is missing.
            FeatureError: The file is missing.
        """
        self._known.append(name)
        given = self.source.options.get(name)
        if not isinstance(given, str):
            raise ConfigError(
                "Data set {source} needs the option {name!r}, a file or folder.", source=self.source.name, name=name
            )
        return found(given, self.source.folder)

    def optional_file(self, name: str) -> Path | None:
        """Return the path of an optional file."""
        self._known.append(name)
        return self.file(name) if name in self.source.options else None

    def number(self, name: str, default: float) -> float:
        """Return a nonnegative number."""
        self._known.append(name)
        value = self.source.options.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ConfigError(
                "Data set {source}: {name} = {value!r} is not a number of at least 0.",
                source=self.source.name,
                name=name,
                value=value,
            )
        return value

    def text(self, name: str, default: str) -> str:
        """Return a text."""
        self._known.append(name)
        return str(self.source.options.get(name, default))

    def ignore(self, *names: str) -> None:
        """Accept options that are used by other programs only."""
        self._known += names

    def all_used(self) -> None:
        """Raise ConfigError for an option that this kind of data set does not have."""
        for name in self.source.options:
            if name not in self._known:
                exist = dict.fromkeys(self._known)
                raise ConfigError(
                    "Data set {source}: {problem}.", source=self.source.name, problem=unknown("option", name, exist)
                )


def found(given: str, folder: Path) -> Path:
    """Return an existing path, relative to ``folder``, its parent or the current folder, or the file beside those two.

    Raises:
        FeatureError: The path does not exist; the message lists the locations tried.
    """
    bare = Path(given).name  # of a path on the machine on which the file was written
    places = dict.fromkeys([folder / given, folder.parent / given, Path(given), folder / bare, folder.parent / bare])
    for place in places:
        if place.exists():
            return place
    tried = ", ".join(str(place) for place in places)
    raise FeatureError("{given} does not exist. Looked for: {tried}.", given=given, tried=tried)


def array(path: Path) -> NDArray[Any]:
    """Read a ``.npy`` file without objects."""
    value = _numpy(path)
    if not isinstance(value, np.ndarray):
        raise FeatureError("{path} holds several arrays; one .npy file with the features is needed.", path=path)
    return value


def arrays(path: Path, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Read named arrays from a ``.npz`` file without objects; for a pickle, from the file converted from it."""
    converted = path.with_suffix(".npz")
    value = _numpy(converted if converted.exists() else path)
    if isinstance(value, np.ndarray):
        raise FeatureError(
            "{path} holds one array without a name; a .npz file with {names} is needed.",
            path=path,
            names=", ".join(names),
        )
    with value:
        missing = [name for name in names if name not in value.files]
        if missing:
            raise FeatureError(
                "{path} has no array {missing!r}; it holds: {names}.",
                path=path,
                missing=missing[0],
                names=", ".join(value.files),
            )
        try:
            return {name: value[name] for name in names}
        except ValueError as error:
            raise _pickled(path) from error


def _numpy(path: Path) -> Any:
    try:
        with open_bytes(path, FeatureError) as stream:
            if stream.read(3).startswith(_PICKLE):
                raise _pickled(path)
        return np.load(path, allow_pickle=False)
    except OSError as error:
        raise FeatureError("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error) from error
    except ValueError as error:
        if "allow_pickle" in str(error):
            raise _pickled(path) from error
        raise FeatureError("{path} is not a NumPy file: {error}.", path=path, error=error) from error


def _pickled(path: Path) -> FeatureError:
    return FeatureError(
        "{path} is a pickle: reading it could run any program that is hidden in it. Convert it once with 'annotator "
        "unpickle {path} -o {target}', which admits nothing but arrays, lists, dictionaries and texts; it is then "
        "found beside the pickle.",
        path=path,
        target=path.with_suffix(".npz"),
    )


def by_class(y: NDArray[Any]) -> dict[str, NDArray[np.int8]]:
    """Return the truth for every class from one class per row, shape (n,); classes in natural order."""
    return {str(name): np.where(y == name, 1, -1).astype(np.int8) for name in np.unique(y)}


def split(
    options: Options, x: AnyFloatArray, y: NDArray[Any], default: float, pictures: NDArray[Any] | None = None
) -> Raw:
    """Split at random by the option ``test_size``, with the same proportion of every class; the pool comes first.

    Args:
        options: Options of the data set; proportions are left to chance for data ``as_reference``.
        x: Features, shape (n, d).
        y: Class of every row, shape (n,).
        default: Size of the test set unless given: a fraction below 1, or a number; 0 for none.
        pictures: Pictures of the rows.
    """
    order, pool = parts(len(y), options.number("test_size", default), None if options.source.as_reference else y)
    return halves(x[order], y[order], pool, None if pictures is None else pictures[order])


def parts(n: int, size: float, y: NDArray[Any] | None = None) -> tuple[IntArray, int]:
    """Return ``n`` rows in random order, the same as in the reference implementation, and the size of the pool.

    Args:
        n: Number of rows.
        size: Size of the test set, the last rows: a fraction below 1, or a number; 0 for none, in the given order.
        y: Classes whose proportions are kept, shape (n,).
    """
    order = np.arange(n)
    if size == 0:
        return order, n
    from sklearn.model_selection import train_test_split

    amount = size if size < 1 else int(size)
    rest, held = train_test_split(order, test_size=amount, random_state=0, stratify=y)
    return np.concatenate([rest, held]), len(rest)


def halves(x: AnyFloatArray, y: NDArray[Any], pool: int, pictures: NDArray[Any] | None = None) -> Raw:
    """Return a data set with the first ``pool`` rows as the pool and the others as the test set."""
    first = np.arange(len(y)) < pool
    return Raw(x, first, ~first, by_class(y), pictures=pictures)


def numbers(path: Path, delimiter: str | None, skip: int = 0) -> FloatArray:
    """Read a table of numbers."""
    try:
        return np.loadtxt(read_text(path, FeatureError).splitlines(), delimiter=delimiter, skiprows=skip, ndmin=2)
    except (OSError, ValueError) as error:
        raise FeatureError("{path} is not a table of numbers: {error}.", path=path, error=error) from error
