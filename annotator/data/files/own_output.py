"""Remember what the program wrote, so that it may replace it without asking.

A list in the user's state folder holds size, modification time and inode of the latest thousand files. A file that was
changed, copied or put there by anyone else has other values and is not taken for the program's own.
"""

from __future__ import annotations

import os
from pathlib import Path

from annotator.data.files import remembered
from annotator.data.files.file_state import FileState
from annotator.runtime.paths import UserFolders

FILE_NAME = "written.json"
_MOST = 1000


def remember(file: Path) -> None:
    """Remember that the program wrote ``file``; where that cannot be stored, the person is asked next time."""
    state, name = FileState.of(file), os.path.realpath(file)
    if state is None:
        return
    remembered.put(UserFolders().state / FILE_NAME, name, [state.mtime, state.size, state.inode], _MOST)


def is_ours(file: Path) -> bool:
    """Return whether the program wrote ``file`` and nothing has changed it since."""
    state = FileState.of(file)
    known = remembered.read(UserFolders().state / FILE_NAME)
    return state is not None and known.get(os.path.realpath(file)) == [state.mtime, state.size, state.inode]
