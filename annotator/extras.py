"""What to install where an optional package is missing: the one place that names the distribution."""

from __future__ import annotations

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

    >>> print("Parquet needs " + missing_extra("pyarrow", "parquet"))
    Parquet needs the Python package 'pyarrow', which is not installed: pip install 'relevance-annotator[parquet]'
    """
    return f"the Python package '{package}', which is not installed: pip install '{DISTRIBUTION}[{extra}]'"
