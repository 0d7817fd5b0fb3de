"""Conversion of pickled arrays to ``.npz`` files without executing code from the pickle.

A pickle is a program. This reader allows only the names that arrays, lists, dictionaries and texts need.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.features.images_beside import guards_of_images
from annotator.data.files.atomic import atomic_binary
from annotator.data.files.guard import Guard, holding
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError

_ALLOWED = {
    ("collections", "OrderedDict"),
    ("_codecs", "encode"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        module = module.replace("numpy.core.", "numpy._core.")  # its name before NumPy 2
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is no array, list, dictionary or text")
        return super().find_class(module, name)


def convert(source: Path, target: Path) -> dict[str, tuple[int, ...]]:
    """Write the arrays of a pickled dictionary to a ``.npz`` file.

    A dictionary of feature vectors by image name, at the top level or under ``feat``, becomes the arrays ``ids`` and
    ``X``; an array ``X_pca`` becomes ``X``. Other arrays keep their names.

    Args:
        source: Pickle file.
        target: File to write.

    Returns:
        Shape of every array written.

    Raises:
        FeatureError: The pickle needs other code, is damaged, or contains no arrays.
        ExportError: The target cannot be written.
    """
    held = _read(source)
    if isinstance(held, Mapping) and isinstance(held.get("feat"), Mapping):
        held = held["feat"]
    if not isinstance(held, Mapping) or not held:
        raise FeatureError(
            "{source} holds no dictionary of arrays but {kind}.", source=source, kind=type(held).__name__
        )
    try:
        found = _arrays(held)
    except ValueError as error:
        raise FeatureError(
            "{source} holds something else than arrays of numbers or texts: {error}.", source=source, error=error
        ) from error
    images = guards_of_images(source, found["ids"].tolist() if "ids" in found else ())
    with holding(*images), atomic_binary(target, Guard((source,))) as stream:
        np.savez(stream, **found)  # type: ignore[arg-type]
    return {name: value.shape for name, value in found.items()}


def _arrays(held: Mapping[Any, Any]) -> dict[str, np.ndarray]:
    vectors = [np.asarray(value) for value in held.values()]
    if len(vectors) > 1 and all(v.ndim == 1 and v.dtype.kind == "f" and v.shape == vectors[0].shape for v in vectors):
        return {"ids": np.array([str(name) for name in held]), "X": np.stack(vectors)}
    found = {"X" if name == "X_pca" else str(name): value for name, value in zip(held, vectors, strict=True)}
    for name, value in found.items():
        if value.dtype.kind == "O":
            raise ValueError(name)
    return found


def _read(source: Path) -> Any:
    try:
        with open_bytes(source, FeatureError) as stream:
            return _Reader(stream, encoding="latin1").load()
    except FeatureError:
        raise
    except Exception as error:  # damaged data can raise any exception
        raise FeatureError("{source} cannot be converted: {error}.", source=source, error=error) from error
