"""The manual: local pages shown in a browser."""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.gui.text.translate import tr
from annotator.gui.widgets.desktop import open_on_desktop


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
    return (
        ""
        if open_on_desktop(page)
        else tr("No browser could be started. The manual begins with this page:") + f"\n{page}"
    )
