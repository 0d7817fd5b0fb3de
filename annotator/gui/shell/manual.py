"""The manual: local pages shown in a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from annotator.gui.text.translate import tr

_LIBRARIES = "LD_LIBRARY_PATH"


def first_page() -> Path | None:
    """Return the first page of the manual; None if it is not installed."""
    return _page("docs/index.html", "index.html")


def licences_page() -> Path | None:
    """Return the page with the licenses of all bundled software; None if it is not installed."""
    return _page("licences/index.html", "licences.html")


def _page(packaged: str, built: str) -> Path | None:
    """Return a page of a frozen program, or of the documentation built from the source."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable).resolve().parent
        places = [program / packaged, program.parent / "Resources" / packaged]  # the latter on macOS
    else:
        places = [Path(__file__).resolve().parents[3] / "build" / "site" / built]
    return next((place for place in places if place.is_file()), None)


def show() -> str:
    """Show the manual in the browser; return the problem, "" for none."""
    page = first_page()
    if page is None:
        return tr("This installation came without the manual. The packages that need no Python bring it along.")
    return "" if browse(page) else tr("No browser could be started. The manual begins with this page:") + f"\n{page}"


def browse(page: Path) -> bool:
    """Show a page in the browser; return whether one could be started."""
    with _libraries_of_the_system():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))


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
