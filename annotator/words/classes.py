"""The things that the program knows by name: the 1,000 classes of ImageNet, in their usual order.

``data/classes.txt`` has one line per class: the name that is shown, a tab, and the synonyms. ``data/classes.npy`` has
the mean of their vectors by :class:`~annotator.words.text_encoder.TextEncoder`; ``scripts/write_classes.py`` computes
it.
"""

from __future__ import annotations

import io
from importlib import resources

import numpy as np

from annotator.types import FloatArray
from annotator.words.text_encoder import TextEncoder

_DATA = resources.files("annotator.words").joinpath("data")


def names() -> tuple[tuple[str, str], ...]:
    """Return (name, synonyms) of every class."""
    lines = _DATA.joinpath("classes.txt").read_text("utf-8").splitlines()
    return tuple((name, synonyms) for name, _, synonyms in (line.partition("\t") for line in lines))


def vectors() -> FloatArray:
    """Return the stored vector of every class, shape (1000, 384)."""
    stored = io.BytesIO(_DATA.joinpath("classes.npy").read_bytes())
    return np.asarray(np.load(stored, allow_pickle=False), np.float64)


def computed_vectors(encoder: TextEncoder) -> FloatArray:
    """Return the vector of every class, computed anew."""
    return np.array([(encoder(name) + encoder(synonyms)) / 2 for name, synonyms in names()])
