"""An open feature file."""

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
        names: Image name of each row as given in the file, shape (n,).
        layout: The complete layout; opening the file with it gives the same result without detection.
        kind: Description of the file format.
        mapped: The memory-mapped file and the size it must keep; None if nothing is mapped.
        extractor: What computed the features, and its version, if the file says so; else "".
    """

    source: RowSource
    names: tuple[str, ...]
    layout: FeatureLayout
    kind: str
    mapped: tuple[BinaryIO, int] | None = None
    extractor: str = ""
