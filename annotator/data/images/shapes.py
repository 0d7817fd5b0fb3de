"""The shapes of a few images, which stand for those of the whole collection."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from annotator.data.images.images import inside, probe
from annotator.errors import AnnotatorError

SAMPLE = 25
"""Number of images to look at."""

_PATIENCE_S = 1.0  # on a slow drive, fewer images do as well


def some_shapes(root: Path, paths: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the upright width and height in pixels of up to 25 images, evenly spread over ``paths``.

    Only headers are read. Images that cannot be read are left out, and after a second so are all that are left.
    """
    shapes = []
    end = time.monotonic() + _PATIENCE_S
    for image in np.unique(np.linspace(0, max(0, len(paths) - 1), min(len(paths), SAMPLE)).astype(np.int64)).tolist():
        try:
            info = probe(inside(root, paths[image]))
        except AnnotatorError:
            continue
        shapes.append((info.width, info.height))
        if time.monotonic() > end:
            break
    return tuple(shapes)
