"""Installation hints for missing optional packages; the only module that names the distribution."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from annotator.messages import Message

DISTRIBUTION = "relevance-annotator"
"""Name on the Python Package Index, where ``annotator`` is another project."""


def missing_extra(package: str, extra: str) -> Message:
    """Return the end of a sentence that reports a missing optional package.

    Args:
        package: Name of the package, e.g. ``pyarrow``.
        extra: Extra of this distribution that installs it, e.g. ``parquet``.

    Returns:
        Words that follow "... needs", without a full stop.

    A frozen program has no Python that ``pip`` could install into; there the words name the installation that can have
    the package.

    >>> print("Parquet needs " + missing_extra("pyarrow", "parquet"))
    Parquet needs the Python package 'pyarrow', which is not installed: pip install 'relevance-annotator[parquet]'
    """
    requirement = f"{DISTRIBUTION}[{extra}]"
    if getattr(sys, "frozen", False):
        return Message(
            "the Python package '{package}', which only an installation with Python can have: {requirement}",
            package=package,
            requirement=requirement,
        )
    return Message(
        "the Python package '{package}', which is not installed: pip install '{requirement}'",
        package=package,
        requirement=requirement,
    )


def lacks(module: str) -> bool:
    """Tell whether an optional module is not there, without importing it."""
    try:
        return importlib.util.find_spec(module) is None
    except (ImportError, ValueError):  # ValueError: the module is there, but says nothing of where it came from
        return sys.modules.get(module) is None


def folder_of(package: str) -> Path | None:
    """Return the folder of an optional package, None if it is not installed, without importing it."""
    try:
        found = importlib.util.find_spec(package)
    except ValueError:  # there, but without a word on where it came from
        return None
    return Path(found.submodule_search_locations[0]) if found is not None and found.submodule_search_locations else None
