"""The user's approvals on this machine: which projects may read outside their folders, and which plugins they load.

They are stored with the program's own files and not in the project, because a project may come from an untrusted
source.
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

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_text
from annotator.data.project.places import Place
from annotator.errors import AnnotatorError, UnknownPlacesError

FILE_NAME = "approvals.json"
MayUse = Callable[[Path, tuple[str, ...]], bool]
"""Returns whether a project file may read the given places outside of its folder."""


class TrustStore:
    """The file of approvals; a missing or damaged file counts as empty.

    If the file is not writable, approved places are valid until the program ends.

    Attributes:
        file: The JSON file.
    """

    def __init__(self, folder: Path) -> None:
        """Use the file in ``folder``, which is created when needed."""
        self.file = folder / FILE_NAME
        self._now: set[str] = set()  # approvals since the program started, including those that cannot be stored

    def places_allowed(self, project: Path, places: tuple[str, ...]) -> bool:
        """Return whether ``project`` may use these places outside its folder."""
        stored = self._read().get("places", {})
        allowed = self._now | set(stored if isinstance(stored, dict) else ())
        return all(_key(project, place) in allowed for place in places)

    def allow_places(self, project: Path, places: tuple[str, ...]) -> None:
        """Allow ``project`` to use these places from now on."""
        if not self.places_allowed(project, places):
            self._now.update(_key(project, place) for place in places)
            self._change("places", {_key(project, place): [str(project), place] for place in places})

    def plugins(self, project: Path) -> dict[str, str]:
        """Return the plugins that are enabled for ``project``: SHA-256 by source."""
        found = self._read().get("plugins", {})
        chosen = found.get(str(project.absolute()), {}) if isinstance(found, dict) else {}
        return {str(source): str(digest) for source, digest in chosen.items()} if isinstance(chosen, dict) else {}

    def switch_plugins(self, project: Path, chosen: Mapping[str, str]) -> None:
        """Load exactly these plugins for ``project`` from now on."""
        self._change("plugins", {str(project.absolute()): dict(chosen)})

    def _read(self) -> dict[str, Any]:
        try:
            found = parse_json(read_text(self.file, AnnotatorError), dict)
        except (AnnotatorError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _change(self, group: str, changes: Mapping[str, object]) -> None:
        stored = self._read()
        entries = stored.get(group)
        stored[group] = {**(entries if isinstance(entries, dict) else {}), **changes}
        new = self.file.with_name(f".{FILE_NAME}.{secrets.token_hex(4)}")
        with contextlib.suppress(OSError):  # if it cannot be stored, the user is asked again next time
            self.file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(stored, stream, indent=1, ensure_ascii=False)
            new.replace(self.file)


def places_outside(project: Path, places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return which of a project's places are outside of its folder, either as stored or after following links.

    Nothing outside of the folder is read to find out.
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
    """Return the places outside of a project's folder that it may not read; none if ``may_use`` is None."""
    outside = places_outside(project, places)
    return outside if may_use is not None and outside and not may_use(project, outside) else ()


def ask_for_places(project: Path, places: tuple[Place, ...], may_use: MayUse | None) -> None:
    """Raise UnknownPlacesError if a project may not read places outside of its folder."""
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
