"""Where the networks are that computed features on this machine, so that they need not be named again.

A feature file records the hash of its encoder and not the place: it may come from elsewhere, and what it says must not
decide which files are opened. The places are those that the user chose, in a list with the program's own files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from annotator.data.files import remembered
from annotator.extraction.encoder import Encoder
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.extraction.pair import PREFIX, PairEncoder
from annotator.runtime.paths import UserFolders

FILE_NAME = "encoders.json"
_MOST = 200


def remember(encoder: Encoder) -> None:
    """Remember where an encoder of the user is; where that cannot be stored, it has to be named again next time."""
    if not isinstance(encoder, OnnxEncoder):
        return
    entry = {"place": str(encoder.place.absolute()), "changes": encoder.changes}
    remembered.put(_file(), f"{encoder.version} {encoder.preprocessing}", entry, _MOST)


def known(head: Mapping[str, Any]) -> Callable[[], Encoder] | None:
    """Return what loads the encoder of a feature file; None if no place is known, or it is gone.

    Args:
        head: See :func:`annotator.data.features.growing.head_of`.
    """
    entry = remembered.read(_file()).get(f"{head.get('extractor_version')} {head.get('preprocessing')}")
    place = _place(entry)
    if place is None or not isinstance(entry, dict):
        return None
    changes = entry.get("changes")
    given = dict(changes) if isinstance(changes, dict) else {}
    kind = PairEncoder if place.is_dir() else OnnxEncoder
    return lambda: kind(place, given)


def pair_of(extractor: str) -> Path | None:
    """Return the folder of the pair whose network for images computed features; None if none is known here.

    Args:
        extractor: As :attr:`annotator.data.features.features.FeatureStore.extractor`.
    """
    name, _, version = extractor.rpartition(" ")
    if not name.startswith(PREFIX):
        return None
    entries = reversed([entry for key, entry in remembered.read(_file()).items() if key.partition(" ")[0] == version])
    return next((place for entry in entries if (place := _place(entry)) is not None), None)


def _place(entry: object) -> Path | None:
    """Return the place in an entry of the list if something is still there."""
    place = entry.get("place") if isinstance(entry, dict) else None
    with contextlib.suppress(OSError, ValueError):
        if isinstance(place, str) and Path(place).exists():
            return Path(place)
    return None


def _file() -> Path:
    return UserFolders().data / FILE_NAME
