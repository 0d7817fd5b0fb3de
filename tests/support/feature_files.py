"""Builders of feature files for tests, written with h5py as other programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

TEXT = h5py.string_dtype()


def values(n: int = 20, d: int = 5, dtype: str = "float32", seed: int = 0) -> np.ndarray:
    """Return standard normal features, shape (n, d)."""
    return np.random.default_rng(seed).standard_normal((n, d)).astype(dtype)


def image_names(n: int) -> list[str]:
    return [f"folder {i % 3}/bild-{i} é🦋.jpg" for i in range(n)]


def write_features(
    path: Path,
    features: np.ndarray,
    names: Sequence[str] | None = None,
    *,
    datasets: tuple[str, str] = ("features", "filenames"),
    file: dict[str, Any] | None = None,
    **storage: Any,
) -> Path:
    """Write features and image names.

    Args:
        path: File to write.
        features: Array, shape (n, d).
        names: Image names; generated if missing.
        datasets: Paths of the two data sets.
        file: Options of the file (``libver``, ``userblock_size``).
        storage: Options of the features' data set (``chunks``, ``compression``, ...).
    """
    with h5py.File(path, "w", **(file or {})) as handle:
        handle.create_dataset(datasets[0], data=features, **storage)
        handle.create_dataset(
            datasets[1], data=list(image_names(len(features)) if names is None else names), dtype=TEXT
        )
    return path


def rename_filter(path: Path, code: int) -> None:
    """Make a gzip-compressed file look as if another filter had compressed it."""
    content = path.read_bytes()
    at = content.index(b"deflate") - 8
    path.write_bytes(content[:at] + code.to_bytes(2, "little") + content[at + 2 :])
