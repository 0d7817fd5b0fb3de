"""Keep Python's search for cyclic garbage from halting the window."""

from __future__ import annotations

import gc


def freeze() -> None:
    """Do not look for garbage among what exists now, which stays as long as the project is open.

    Every full search walks through all objects: with a hundred thousand images some 150 ms, in the middle of a scroll.
    """
    gc.freeze()


def unfreeze() -> None:
    """Look everywhere again, as the project is being closed."""
    gc.unfreeze()
