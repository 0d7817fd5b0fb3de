"""Fetch what the window will need before it is asked for, so that the first use does not halt it."""

from __future__ import annotations

import importlib
import threading

AFTER_MS = 4000
"""Time after the opening of a project; by then its first images are on screen."""

PLOTS = "pyqtgraph"


def plots() -> threading.Thread:
    """Import what draws the plots, a quarter of a second of work, in another thread."""
    thread = threading.Thread(target=importlib.import_module, args=(PLOTS,), name="preload", daemon=True)
    thread.start()
    return thread
