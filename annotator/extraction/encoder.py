"""Interface of image encoders."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray
from PIL import Image


class Encoder(Protocol):
    """Converts images to feature vectors, in two steps so that images can be prepared in several threads.

    Encoders with the same name, version and preprocessing give the same vectors.
    """

    @property
    def name(self) -> str:
        """Name in the feature file."""

    @property
    def version(self) -> str:
        """Version; changes whenever the vectors change."""

    @property
    def preprocessing(self) -> str:
        """Description of the image preprocessing."""

    @property
    def d(self) -> int:
        """Number of features per image."""

    @property
    def edge(self) -> int:
        """Required length of the shortest image edge in pixels; larger images may be reduced while decoding."""

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return the input of :meth:`encode` for an upright RGB image; called in several threads."""

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Return the features of prepared images, shape (len(prepared), d), float32, rows of unit length."""
