"""Per-user folders of the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import platformdirs


@dataclass(frozen=True)
class UserFolders:
    """Folders for the program's own files.

    Attributes:
        config: Preferences.
        state: Window geometry and recent projects.
        data: Sample project and plugins.
        cache: Files that can be recreated.
    """

    config: Path = field(default_factory=lambda: Path(platformdirs.user_config_dir("annotator", False)))
    state: Path = field(default_factory=lambda: Path(platformdirs.user_state_dir("annotator", False)))
    data: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("annotator", False)))
    cache: Path = field(default_factory=lambda: Path(platformdirs.user_cache_dir("annotator", False)))

    @classmethod
    def under(cls, folder: Path) -> UserFolders:
        """Return the folders inside ``folder``, for tests and portable installations."""
        return cls(folder / "config", folder / "state", folder / "data", folder / "cache")
