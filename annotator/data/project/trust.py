"""What a person has allowed a project, on this machine: to read outside its folder, and which plugins to load.

It is kept with the program's own files and not in the project, for a project may come from a stranger.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from annotator.data.project.places import Place
from annotator.errors import UnknownPlacesError

FILE_NAME = "approvals.json"
MayUse = Callable[[Path, tuple[str, ...]], bool]
"""Tells, of a project file, whether it may read these places outside of its folder."""


class TrustStore:
    """The file of approvals; one that is missing, damaged or cannot be written approves of nothing new for long.

    Attributes:
        file: Where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        """Use the file in ``folder``, which is made when it is needed."""
        self.file = folder / FILE_NAME
        self._now: set[str] = set()  # allowed since the program began, also where nothing can be kept

    def places_allowed(self, project: Path, places: tuple[str, ...]) -> bool:
        """Tell whether ``project`` may use these places outside its folder."""
        stored = self._read().get("places", {})
        allowed = self._now | set(stored if isinstance(stored, dict) else ())
        return all(_key(project, place) in allowed for place in places)

    def allow_places(self, project: Path, places: tuple[str, ...]) -> None:
        """Let ``project`` use these places from now on."""
        if not self.places_allowed(project, places):
            self._now.update(_key(project, place) for place in places)
            self._change("places", {_key(project, place): [str(project), place] for place in places})

    def plugins(self, project: Path) -> dict[str, str]:
        """Return the plugins that are switched on for ``project``: SHA-256 by source."""
        found = self._read().get("plugins", {})
        chosen = found.get(str(project.absolute()), {}) if isinstance(found, dict) else {}
        return {str(source): str(digest) for source, digest in chosen.items()} if isinstance(chosen, dict) else {}

    def switch_plugins(self, project: Path, chosen: Mapping[str, str]) -> None:
        """Load exactly these plugins for ``project`` from now on."""
        self._change("plugins", {str(project.absolute()): dict(chosen)})

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _change(self, group: str, changes: Mapping[str, object]) -> None:
        stored = self._read()
        entries = stored.get(group)
        stored[group] = {**(entries if isinstance(entries, dict) else {}), **changes}
        new = self.file.with_name(f".{FILE_NAME}.{secrets.token_hex(4)}")
        with contextlib.suppress(OSError):  # where it cannot be kept, the question comes again the next time
            self.file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(stored, stream, indent=1, ensure_ascii=False)
            new.replace(self.file)


def places_outside(project: Path, places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return which of a project's places lie outside of its folder, as they are stored or where links lead.

    Nothing outside of the folder is touched to find out.
    """
    folder = project.parent
    found = []
    for place in places:
        near = None if place.relative is None else Path(os.path.normpath(folder / place.relative))
        if near is None or not near.is_relative_to(folder) or not near.exists():
            found.append(place.absolute)
        elif not near.resolve().is_relative_to(folder.resolve()):
            found.append(str(near))
    return tuple(found)


def refused_places(project: Path, places: tuple[Place, ...], may_use: MayUse | None) -> tuple[str, ...]:
    """Return the places outside of a project's folder that it may not read; none where nobody is to be asked."""
    outside = places_outside(project, places)
    return outside if may_use is not None and outside and not may_use(project, outside) else ()


def ask_for_places(project: Path, places: tuple[Place, ...], may_use: MayUse | None) -> None:
    """Raise UnknownPlacesError if a project may not read what lies outside of its folder."""
    if refused := refused_places(project, places, may_use):
        raise UnknownPlacesError(
            "{project} wants to read {refused}, outside of its own folder, and has not been opened here before. Allow "
            "it if you know where the project comes from.",
            refused,
            project=project,
            refused=" and ".join(refused),
        )


def _key(project: Path, place: str) -> str:
    return hashlib.sha256(f"{project.absolute()}\n{place}".encode("utf-8", "surrogateescape")).hexdigest()
