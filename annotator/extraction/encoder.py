"""What turns images into features."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray
from PIL import Image


class Encoder(Protocol):
    """Turns images into vectors, in two steps so that images are prepared on several threads.

    Two encoders with the same name, version and preprocessing give the same vectors.
    """

    @property
    def name(self) -> str:
        """What it is called in the feature file."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever its vectors change."""
        ...

    @property
    def preprocessing(self) -> str:
        """What is done to an image before, in words."""
        ...

    @property
    def d(self) -> int:
        """Features of an image."""
        ...

    @property
    def edge(self) -> int:
        """Longest edge in pixels that an image has to be decoded to; larger ones are shrunk while they are decoded."""
        ...

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return what :meth:`encode` needs of an upright RGB image; called on several threads."""
        ...

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Return the features of prepared images, shape (len(prepared), d), float32, rows of length 1."""
        ...
