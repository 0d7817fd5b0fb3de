"""User preferences, stored in a small text file that contains only values that differ from the defaults."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import ConfigError
from annotator.messages import Message, joined
from annotator.parameters import build, parameter, parameters_of, values_of

FILE_NAME = "preferences.toml"


LANGUAGES = ("system", "en", "de")
"""Languages of the window."""


@dataclass(frozen=True)
class Preferences:
    """Settings of the program, for all projects."""

    theme: str = parameter("system", "Colors of the window.", choices=("system", "light", "dark"))
    font_scale: int = parameter(100, "Size of all texts, in percent.", low=80, high=200)
    high_contrast: str = parameter("system", "Stronger colors and lines.", choices=("system", "on", "off"))
    reduced_motion: str = parameter("system", "Jump instead of gliding.", choices=("system", "on", "off"))
    language: str = parameter("system", "Language of the window, after the next start.", choices=LANGUAGES)
    auto_advance: bool = parameter(True, "After a judgement, go on to the next unlabelled image.")
    auto_next: bool = parameter(True, "When the last image of a batch is judged, choose the next batch.")
    reopen: bool = parameter(True, "On start, open the project that was open last, as it was.")
    batch_size: int = parameter(8, "Images per batch in new projects.", low=1, high=64, unit="images")
    thumbnail: int = parameter(
        128, "Edge of the thumbnails in the ranking, in pixels.", low=80, high=640, unit="pixels"
    )
    scores: bool = parameter(False, "Show rank and score on the thumbnails of the ranking.")
    thumbnail_cache: int = parameter(
        1000, "Disk space for the thumbnail cache; 0 keeps none.", low=0, high=1_000_000, unit="MB"
    )
    share_thumbnails: bool = parameter(False, "Add thumbnails to those of the desktop (Linux).")
    decode_apart: bool = parameter(
        False, "Decode images in separate processes: for images from unknown sources; somewhat slower."
    )
    keep_zoom: bool = parameter(True, "Show the next large image of the same size with the same zoom and position.")


class PreferenceStore:
    """The preferences and their file.

    A file that cannot be read or has an invalid value never stops the program: :attr:`problem` describes the error, the
    defaults are used instead, and the file is renamed before the next change is written.

    Attributes:
        current: Current preferences.
        problem: What is wrong with the file, "" for nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self.current, self.problem = _read(self.path)

    def change(self, **changes: Any) -> Preferences:
        """Set preferences by name and write the file.

        If the file cannot be written, :attr:`problem` says why, and the preferences last until the program ends.

        Raises:
            ConfigError: A name does not exist or a value is out of range; nothing is changed.
        """
        known = {entry.name: entry for entry in parameters_of(Preferences)}
        checked = {name: known[name].check(value) if name in known else value for name, value in changes.items()}
        if unknown := set(changes) - set(known):
            raise ConfigError(
                "there is no preference {unknown}; there are: {known}",
                unknown=", ".join(sorted(unknown)),
                known=", ".join(known),
            )
        changed = dataclasses.replace(self.current, **checked)
        if changed != self.current:
            self.current = changed
            self._write()
        return self.current

    def _write(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.problem and self.path.exists():
                self.path.replace(self.path.with_suffix(".damaged.toml"))
            temporary = self.path.with_suffix(".part")
            temporary.write_text(to_toml(self.current), encoding="utf-8")
            temporary.replace(self.path)
        except OSError as error:
            self.problem = Message(
                "{path}: the preferences cannot be written ({reason}); they hold until you quit.",
                path=self.path,
                reason=error.strerror,
            )
        else:
            self.problem = ""


def to_toml(preferences: Preferences) -> str:
    """Return the preferences that differ from the defaults as TOML, with the help texts as comments."""
    stored: Mapping[str, Any] = values_of(preferences)
    # JSON and TOML have the same syntax for booleans, numbers and strings.
    return "\n".join(
        f"# {entry.help}\n{entry.name} = {json.dumps(stored[entry.name])}\n"
        for entry in parameters_of(Preferences)
        if stored[entry.name] != entry.default
    )


def _read(path: Path) -> tuple[Preferences, str]:
    """Return the preferences stored at ``path``, and what is wrong with the file."""
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Preferences(), ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Preferences(), Message(
            "{path}: the preferences cannot be read ({error}); the defaults are used.", path=path, error=error
        )
    good: dict[str, Any] = {}
    problems = []
    for name, value in stored.items():
        try:
            build(Preferences, {name: value})
        except ConfigError as error:
            problems.append(error.message)
        else:
            good[name] = value
    problem = ""
    if problems:
        problem = Message(
            "{path}: {problems}. The defaults are used instead.", path=path, problems=joined(problems, "; ")
        )
    return build(Preferences, good), problem
