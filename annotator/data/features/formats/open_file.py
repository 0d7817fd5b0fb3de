"""What a feature file is once it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from annotator.data.features.layout import FeatureLayout
from annotator.data.features.streamed_features import RowSource


@dataclass(frozen=True, eq=False)
class Opened:
    """Features and the names of their images.

    Attributes:
        source: The rows.
        names: Name of each row's image as the file gives it, shape (n,).
        layout: What was taken for what; opening again with it asks nothing and finds the same.
        kind: The kind of file in words.
        mapped: The file whose bytes are mapped into memory and the size it must keep; None where nothing is mapped.
    """

    source: RowSource
    names: tuple[str, ...]
    layout: FeatureLayout
    kind: str
    mapped: tuple[BinaryIO, int] | None = None
