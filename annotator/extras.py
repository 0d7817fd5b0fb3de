"""What to install where an optional package is missing: the one place that names the distribution."""

from __future__ import annotations

import importlib.util
import sys

DISTRIBUTION = "relevance-annotator"
"""Name on the Python Package Index; the name ``annotator`` there belongs to another project."""


def missing_extra(package: str, extra: str) -> str:
    """Return the end of a sentence on what needs an optional package that cannot be imported.

    Args:
        package: Name of the package, e.g. ``pyarrow``.
        extra: Extra of this distribution that installs it, e.g. ``parquet``.

    Returns:
        Words that follow "... needs", without a full stop. The window translates them by the sentence of the same
        fields in ``gui/declared.py``.

    A frozen program has no Python that ``pip`` could install into; there the words say which installation can have it.

    >>> print("Parquet needs " + missing_extra("pyarrow", "parquet"))
    Parquet needs the Python package 'pyarrow', which is not installed: pip install 'relevance-annotator[parquet]'
    """
    if getattr(sys, "frozen", False):
        return (
            f"the Python package '{package}', which only an installation with Python can have: {DISTRIBUTION}[{extra}]"
        )
    return f"the Python package '{package}', which is not installed: pip install '{DISTRIBUTION}[{extra}]'"


def lacks(module: str) -> bool:
    """Tell whether an optional module is not there, without importing it."""
    try:
        return importlib.util.find_spec(module) is None
    except (ImportError, ValueError):  # ValueError: the module is there, but says nothing of where it came from
        return sys.modules.get(module) is None
