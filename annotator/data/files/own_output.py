"""Remember what the program wrote, so that it may replace it without asking.

A list in the user's state folder holds size, modification time and inode of the latest thousand files. A file that was
changed, copied or put there by anyone else has other values and is not taken for the program's own.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
from pathlib import Path
from typing import Any

from annotator.data.files.file_state import FileState
from annotator.data.files.json_text import parse_json
from annotator.runtime.paths import UserFolders

FILE_NAME = "written.json"
_MOST = 1000
_lock = threading.Lock()


def remember(file: Path) -> None:
    """Remember that the program wrote ``file``; where that cannot be stored, the person is asked next time."""
    state, name = FileState.of(file), os.path.realpath(file)
    if state is None:
        return
    with _lock, contextlib.suppress(OSError):
        stored = _read()
        stored.pop(name, None)
        stored[name] = [state.mtime, state.size, state.inode]
        for old in list(stored)[:-_MOST]:
            del stored[old]
        target = UserFolders().state / FILE_NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{FILE_NAME}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump(stored, stream, indent=0)
        new.replace(target)


def is_ours(file: Path) -> bool:
    """Return whether the program wrote ``file`` and nothing has changed it since."""
    state = FileState.of(file)
    return state is not None and _read().get(os.path.realpath(file)) == [state.mtime, state.size, state.inode]


def _read() -> dict[str, Any]:
    try:
        known: dict[str, Any] = parse_json((UserFolders().state / FILE_NAME).read_text("utf-8"), dict)
    except (OSError, ValueError):
        return {}
    return known
