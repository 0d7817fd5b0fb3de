"""Dates in conditions: ``time >= '2024-05'`` compares with the whole month."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

_DATE = re.compile(r"(\d{4})(-\d{2}(-\d{2}([ T]\d{2}(:\d{2}(:\d{2})?)?)?)?)?")
_LIMITS: Mapping[str, str] = {
    "<": "({0} < {1})", ">=": "({0} >= {1})", "<=": "({0} < {2})", ">": "({0} >= {2})",
    "==": "(({0} >= {1}) & ({0} < {2}))", "!=": "(({0} < {1}) | ({0} >= {2}))",
}  # fmt: skip
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def span(text: str) -> tuple[float, float] | None:
    """Return when a year, month, day, hour, minute or second begins and the next one begins; None for other texts.

    >>> span("1970-01-02")
    (86400.0, 172800.0)

    Args:
        text: A date as in ISO 8601, such as ``2024``, ``2024-05`` or ``2024-05-31 14:30``.

    Returns:
        Two times in seconds since 1970, by the clock of the camera.
    """
    if not _DATE.fullmatch(text.strip()):
        return None
    try:
        first = np.datetime64(text.strip().replace(" ", "T"))
    except ValueError:  # such as the 31st of February
        return None
    begin, end = (moment.astype("datetime64[s]").astype(np.int64) for moment in (first, first + 1))
    return float(begin), float(end)


def compared(column: str, sign: str, date: tuple[float, float], *, mirrored: bool = False) -> str:
    """Return the comparison of a column with a date, in the notation of numexpr.

    Args:
        column: Name of the column there.
        sign: The comparison.
        date: Result of :func:`span`.
        mirrored: Whether the date is on the left of the sign.
    """
    if mirrored:
        sign = _MIRRORED.get(sign, sign)
    return _LIMITS[sign].format(column, f"({date[0]!r})", f"({date[1]!r})")
