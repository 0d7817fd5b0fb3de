"""Small data sets: generated, from scikit-learn, or tables of numbers in their published formats."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from annotator.data.files.reading import open_text
from annotator.errors import FeatureError
from annotator.experiments.data.dataset_options import Options, Raw, arrays, halves, numbers, split
from annotator.types import FloatArray

_TOY = ((20.0, 30.0, 2), (10.0, 10.0, 3), (30.0, 15.0, 6), (15.0, 20.0, 4), (25.0, 30.0, 2))
"""Center of every cluster and its size in multiples of ``size_factor`` points; the first two clusters are relevant."""


def toy(options: Options) -> tuple[Raw, ...]:
    """Return 5 clusters of points in the plane, as in the reference implementation; ``size_factor``, ``test_size``."""
    factor = int(options.number("size_factor", 10))
    random = np.random.RandomState(0)
    clouds = []
    for x, y, share in _TOY:
        # Not symmetric, so not a covariance, but its singular values and vectors reproduce the published points.
        shape = random.randn(2, 2) + 2 * np.eye(2)
        clouds.append(random.multivariate_normal((x, y), shape, share * factor, check_valid="ignore"))
    return (split(options, np.concatenate(clouds), np.repeat([1, 0], [5 * factor, 12 * factor]), 0.5),)


def iris(options: Options) -> tuple[Raw, ...]:
    """Return the iris data of scikit-learn, 150 flowers, 4 features, 3 classes; ``test_size``."""
    from sklearn.datasets import load_iris

    x, y = load_iris(return_X_y=True)
    return (split(options, x, y, 0.2),)


def wine(options: Options) -> tuple[Raw, ...]:
    """Return 178 wines, 13 features, 3 classes, from scikit-learn or ``data_file``, a wine.data; ``test_size``."""
    file = options.optional_file("data_file")
    if file is None:
        from sklearn.datasets import load_wine

        x, y = load_wine(return_X_y=True)
        return (split(options, x, y, 0.2),)
    table = numbers(file, ",")
    return (split(options, table[:, 1:], table[:, 0].astype(int), 0.2),)


def digits(options: Options) -> tuple[Raw, ...]:
    """Return the 1,797 handwritten digits of scikit-learn, 8 x 8 pixels in [0, 1]; ``test_size``."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    x = x / 16
    return (split(options, x, y, 0.5, x.reshape(-1, 8, 8)),)


def leaf(options: Options) -> tuple[Raw, ...]:
    """Read ``data_file``, the leaf.csv of UCI: class, specimen, 14 features; ``test_size``."""
    table = numbers(options.file("data_file"), ",")
    return (split(options, table[:, 2:], table[:, 0].astype(int), 0.5),)


def usps(options: Options) -> tuple[Raw, ...]:
    """Read digits of 16 x 16 pixels: ``train_data_file`` and ``test_data_file`` in .jf format, or one of the two.

    With a single file, ``test_size`` of it is held out.
    """
    train, test = options.optional_file("train_data_file"), options.optional_file("test_data_file")
    read = [_jf(path) for path in (train, test) if path is not None]
    if not read:
        options.file("train_data_file")
    x, y = np.concatenate([table[:, 1:] for table in read]), np.concatenate([table[:, 0] for table in read]).astype(int)
    pictures = x.reshape(-1, 16, 16) if x.shape[1] == 256 else None
    if len(read) == 1:
        return (split(options, x, y, 0.5, pictures),)
    options.ignore("test_size")
    return (halves(x, y, len(read[0]), pictures),)


def _jf(path: Path) -> FloatArray:
    """Read a .jf file: number of classes and features, then class and values per line, -1 at the end."""
    try:
        with open_text(path, FeatureError) as stream:
            stream.readline()
            rows = []
            for line in stream:
                if line.strip() in ("", "-1"):
                    break
                rows.append(np.array(line.split(), dtype=float))
        return np.stack(rows)
    except (OSError, ValueError) as error:
        raise FeatureError("{path} is not a .jf file: {error}.", path=path, error=error) from error


def stored(options: Options) -> tuple[Raw, ...]:
    """Read ``data_file``, a .npz with X_train, y_train, X_test and y_test."""
    names = ("X_train", "y_train", "X_test", "y_test")
    held = arrays(options.file("data_file"), names)
    x_train, y_train, x_test, y_test = (held[name] for name in names)
    return (halves(np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test]), len(y_train)),)


def scenes(options: Options) -> tuple[Raw, ...]:
    """Read ``pickle_dump``, a .npz with X and y converted from that pickle; ``test_size``."""
    held = arrays(options.file("pickle_dump"), ("X", "y"))
    return (split(options, held["X"], held["y"], 0.2),)
