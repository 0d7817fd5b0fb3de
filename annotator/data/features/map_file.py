"""Cache of the maps of feature files in the user's cache folder, so that each is laid out only once.

One file per set of features, named by their fingerprint. If it is damaged, the map is laid out again and nothing is
lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from annotator.data.files.atomic import atomic_binary
from annotator.data.files.reading import open_bytes
from annotator.errors import AnnotatorError, FeatureError
from annotator.numerics.tsne import Positions

VERSION = 1


def place(fingerprint: Mapping[str, Any]) -> Path:
    """Return the file for the features with this fingerprint."""
    mark = hashlib.sha256(json.dumps([VERSION, dict(fingerprint)], sort_keys=True).encode()).hexdigest()
    return platformdirs.user_cache_path("annotator", appauthor=False) / "maps" / f"{mark[:32]}.npz"


def load(fingerprint: Mapping[str, Any], n_rows: int) -> Positions | None:
    """Return the stored map of ``n_rows`` rows with these features, or None if there is no usable one."""
    with contextlib.suppress(AnnotatorError, OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        with open_bytes(place(fingerprint), FeatureError) as stream, np.load(stream, allow_pickle=False) as stored:
            positions: Positions = stored["positions"]
            checksum = int(stored["checksum"])
        if positions.shape == (n_rows, 2) and positions.dtype == np.float32 and _checksum(positions) == checksum:
            return positions
    return None


def store(positions: Positions, fingerprint: Mapping[str, Any]) -> None:
    """Write a map; where that is impossible, it is laid out again next time."""
    path = place(fingerprint)
    with contextlib.suppress(OSError, AnnotatorError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_binary(path) as stream:
            np.savez(stream, positions=positions, checksum=np.array(_checksum(positions)))


def _checksum(positions: Positions) -> int:
    return zlib.crc32(np.ascontiguousarray(positions).tobytes())
