"""The layout of a feature file: detected if it is unambiguous, chosen by the user otherwise."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.errors import FeatureError
from annotator.messages import Message, Remedy, joined

CHOOSE_FEATURES = Remedy("Choose one (--features-name)", "Choose one in the layout of the file")


@dataclass(frozen=True)
class FeatureLayout:
    """The location of features and image names in a file; empty fields are detected.

    Attributes:
        features: Data set, array or column with the features.
        names: Data set, array or column with the image names.
        names_file: File with one name per row, relative to the folder of the feature file, or absolute.
        pattern: Image name of row i where there are no names, with ``{}`` for i + 1: ``im{}.jpg``.
        transposed: Whether the features have one column per image; ``None`` to detect it.
    """

    features: str = ""
    names: str = ""
    names_file: str = ""
    pattern: str = ""
    transposed: bool | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("names", "names_file", "pattern") if getattr(self, name)]
        if len(given) > 1:
            raise FeatureError(
                "The names of the images come from one place, not from {given}. Choose.", given=" and ".join(given)
            )
        if self.pattern and self.pattern.count("{}") != 1:
            raise FeatureError(
                "{pattern!r} is not a pattern of names: it needs {{}} once, as in im{{}}.jpg.", pattern=self.pattern
            )

    def to_json(self) -> str:
        """Return the layout as text for the project file."""
        return json.dumps({name: value for name, value in dataclasses.asdict(self).items() if value not in ("", None)})

    @classmethod
    def from_json(cls, text: str) -> FeatureLayout:
        """Return the layout stored as ``text``; fields that only a newer version has are ignored."""
        stored: Mapping[str, Any] = parse_json(text, dict)
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def described(self) -> str:
        """Return a description of the layout."""
        names = self.names or self.names_file or self.pattern
        parts = (
            Message("features from {features}", features=self.features) if self.features else "",
            Message("names from {names}", names=names) if self._named else "",
            Message("one column per image") if self.transposed else "",
        )
        return joined(parts, ", ")

    @property
    def _named(self) -> bool:
        return bool(self.names or self.names_file or self.pattern)


DETECT = FeatureLayout()
"""Detect everything."""
