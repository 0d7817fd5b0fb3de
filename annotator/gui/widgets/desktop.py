"""Files and folders opened by the program that the desktop has for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_LIBRARIES = "LD_LIBRARY_PATH"


def open_on_desktop(path: Path) -> bool:
    """Open a page in the browser or a folder in the file manager; return whether a program could be started."""
    with _libraries_of_the_system():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@contextmanager
def _libraries_of_the_system() -> Iterator[None]:
    """Keep a started program from loading the libraries bundled with a frozen program."""
    ours = os.environ.get(_LIBRARIES)
    theirs = os.environ.get(f"{_LIBRARIES}_ORIG")
    if getattr(sys, "frozen", False) and ours is not None:
        os.environ.pop(_LIBRARIES)
        if theirs is not None:
            os.environ[_LIBRARIES] = theirs
    try:
        yield
    finally:
        if ours is not None:
            os.environ[_LIBRARIES] = ours
