"""Keep Python's garbage collector from blocking the window."""

from __future__ import annotations

import gc


def freeze() -> None:
    """Exclude all current objects, which live as long as the project is open, from garbage collection.

    A full collection visits all objects: with a hundred thousand images, it takes about 150 ms, possibly during
    scrolling.
    """
    gc.freeze()


def unfreeze() -> None:
    """Include all objects again, when the project is closed."""
    gc.unfreeze()
