"""Installation hints for missing optional packages; the only module that names the distribution."""

from __future__ import annotations

DISTRIBUTION = "relevance-annotator"
"""Name on the Python Package Index, where ``annotator`` is another project."""


def missing_extra(package: str, extra: str) -> str:
    """Return the end of a sentence that reports a missing optional package.

    Args:
        package: Name of the package, e.g. ``pyarrow``.
        extra: Extra of this distribution that installs it, e.g. ``parquet``.

    Returns:
        Text that follows "... needs", without a period. ``gui/declared.py`` has the translatable sentence with the
        same fields.

    >>> print("Parquet needs " + missing_extra("pyarrow", "parquet"))
    Parquet needs the Python package 'pyarrow', which is not installed: pip install 'relevance-annotator[parquet]'
    """
    return f"the Python package '{package}', which is not installed: pip install '{DISTRIBUTION}[{extra}]'"
