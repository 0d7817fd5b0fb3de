"""What to install where an optional package is missing: the one place that names the distribution."""

from __future__ import annotations

from annotator.messages import Message

DISTRIBUTION = "relevance-annotator"
"""Name on the Python Package Index; the name ``annotator`` there belongs to another project."""


def missing_extra(package: str, extra: str) -> Message:
    """Return the end of a sentence on what needs an optional package that cannot be imported.

    Args:
        package: Name of the package, e.g. ``pyarrow``.
        extra: Extra of this distribution that installs it, e.g. ``parquet``.

    Returns:
        Words that follow "... needs", without a full stop.

    >>> print("Parquet needs " + missing_extra("pyarrow", "parquet"))
    Parquet needs the Python package 'pyarrow', which is not installed: pip install 'relevance-annotator[parquet]'
    """
    return Message(
        "the Python package '{package}', which is not installed: pip install '{requirement}'",
        package=package,
        requirement=f"{DISTRIBUTION}[{extra}]",
    )
