"""Lists that the program keeps for itself in the user's own folders; losing one costs a question, and nothing else."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json

_lock = threading.Lock()


def read(file: Path) -> dict[str, Any]:
    """Return the entries of a list, the oldest first; none if there is no such list or it is damaged."""
    try:
        known: dict[str, Any] = parse_json(file.read_text("utf-8"), dict)
    except (OSError, ValueError):
        return {}
    return known


def put(file: Path, key: str, value: object, most: int) -> None:
    """Make an entry the newest of a list, and keep at most ``most``; where it cannot be stored, nothing happens."""
    with _lock, contextlib.suppress(OSError):
        stored = read(file)
        stored.pop(key, None)
        stored[key] = value
        for old in list(stored)[:-most]:
            del stored[old]
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump(stored, stream, indent=0)
        new.replace(file)
