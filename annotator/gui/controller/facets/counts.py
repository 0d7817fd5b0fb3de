"""How many images have each value of each facet, and when the images were taken; arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.expressions.dates import span
from annotator.gui.controller.facets.facet import TIME, Choice, Facet, Period
from annotator.types import BoolArray, IntArray

UNITS = ("m", "h", "D", "M", "Y")
"""Widths of the bars of a time line as numpy names them, the finest first."""

MOST_BARS = 120
"""A time line has at most so many bars, unless each is a year."""

Window = tuple[float, float]
"""A range of time in seconds since 1970, both ends included."""


@dataclass(frozen=True, eq=False)
class TimeLine:
    """How many images were taken when.

    Attributes:
        unit: Width of a bar, one of :data:`UNITS`.
        first: Number of the first bar, counted from 1970.
        counts: Images in each bar that pass the other filters, shape (b,), at least one bar.
        unknown: Images that pass them and have no date.
        whole: Whether all dates are in sight.
    """

    unit: str
    first: int
    counts: IntArray
    unknown: int = 0
    whole: bool = True

    def has_bars_of(self, other: TimeLine) -> bool:
        """Return whether both have the same bars, of whatever height."""
        return (self.unit, self.first, len(self.counts)) == (other.unit, other.first, len(other.counts))

    def name(self, bar: int) -> str:
        """Return the year, month, day, hour or minute of a bar as conditions name it."""
        return str(_moment(self.first + bar, self.unit)).replace("T", " ")

    def begin(self, bar: int) -> float:
        """Return when a bar begins, in seconds since 1970."""
        return float(_moment(self.first + bar, self.unit).astype("datetime64[s]").astype(np.int64))

    def period(self, first: int, last: int) -> Period:
        """Return the range of the bars from ``first`` to ``last``, in any order."""
        return self.name(min(first, last)), self.name(max(first, last))

    def bars_of(self, period: Period) -> tuple[int, int] | None:
        """Return the first and the last bar that a range of time touches; None if it is out of sight."""
        begun, ended = (span(text) for text in period)
        if begun is None or ended is None:
            return None
        first, last = _bar(begun[0], self.unit) - self.first, _bar(ended[1] - 1, self.unit) - self.first
        if last < 0 or first >= len(self.counts):
            return None
        return max(first, 0), min(last, len(self.counts) - 1)


@dataclass(frozen=True, eq=False)
class Counted:
    """The answer of :func:`count`.

    Attributes:
        facets: The facets.
        choice: What is chosen.
        counts: Number of images per value, by the key of the facet: of those that pass all other facets.
        time_line: When they were taken; None if no image has a date.
        passing: Number of images that pass everything.
    """

    facets: Sequence[Facet] = ()
    choice: Choice = field(default_factory=lambda: Choice((), {}, None))
    counts: Mapping[str, IntArray] = field(default_factory=dict)
    time_line: TimeLine | None = None
    passing: int = 0


def count(
    facets: Sequence[Facet],
    choice: Choice,
    passes: Callable[[str], BoolArray],
    times: NDArray[np.float64] | None = None,
    window: Window | None = None,
) -> Counted:
    """Count the images of every facet.

    Args:
        facets: The facets.
        choice: What is chosen.
        passes: Returns which of the N images pass a condition, and the name that is looked for.
        times: When the images were taken, shape (N,); None to count no times.
        window: Range of the time line; None for all dates.

    Raises:
        ConfigError: The condition cannot be evaluated.
    """
    passing = passes(choice.condition)
    counts: dict[str, IntArray] = {}
    for facet in facets:
        others = passes(choice.without(facet.key)) if facet.key in choice.keys else passing
        counts[facet.key] = facet.counts(others)
    line = None
    if times is not None:
        others = passing if choice.period is None else passes(choice.without(TIME))
        line = time_line(times, others, window)
    return Counted(facets, choice, counts, line, int(np.count_nonzero(passing)))


def time_line(times: NDArray[np.float64], passing: BoolArray, window: Window | None = None) -> TimeLine | None:
    """Return when the images ``passing`` were taken, in bars of the finest unit of which few are needed.

    Args:
        times: Seconds since 1970, NaN for unknown, shape (N,).
        passing: Which images are counted, shape (N,).
        window: Range of the time line; None for all dates, also of images that do not pass.
    """
    dated = np.isfinite(times)
    if not dated.any():
        return None
    low, high = window or (float(np.nanmin(times)), float(np.nanmax(times)))
    unit = next((one for one in UNITS if _bar(high, one) - _bar(low, one) < MOST_BARS), UNITS[-1])
    first, last = _bar(low, unit), _bar(high, unit)
    bars = (
        times[passing & dated].astype(np.int64).astype("datetime64[s]").astype(f"datetime64[{unit}]").astype(np.int64)
    )
    inside = bars[(bars >= first) & (bars <= last)] - first
    counts = np.bincount(inside, minlength=last - first + 1)
    return TimeLine(unit, first, counts, int(np.count_nonzero(passing & ~dated)), window is None)


def _moment(number: int, unit: str) -> Any:
    """Return the year, month ... with this number, counted from 1970."""
    return np.int64(number).astype(f"datetime64[{unit}]")


def _bar(seconds: float, unit: str) -> int:
    return int(_moment(int(seconds), "s").astype(f"datetime64[{unit}]").astype(np.int64))
