"""Learning curves of simulated searches, as values, text, CSV and JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.metrics import area_under_curve, reference_area_under_curve

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Point:
    """State of a search after a round; round 0 is the state before the first one.

    Attributes:
        round: Round number.
        judged: Number of images judged so far, including the queries.
        found: Number of relevant images found so far, including the queries.
        average_precision: Average precision of the whole collection, see :func:`annotator.metrics.collection_order`.
        recall: ``found`` divided by the number of relevant images.
        seconds: Time in seconds to select this round's batch; 0 for round 0.
        evaluations: Number of candidates whose criterion was evaluated in this round.
    """

    round: int
    judged: int
    found: int
    average_precision: float
    recall: float
    seconds: float
    evaluations: int


@dataclass(frozen=True)
class Curve:
    """Learning curve of one simulated search.

    Attributes:
        strategy: Name of the strategy.
        parameters: Parameters of the strategy, complete with defaults.
        model: Settings of the relevance model.
        batch_size: Images per batch.
        seed: Seed of the search.
        learn: Whether the model used the judgements; False for a control that ranks by the queries only.
        queries: Feature rows of the queries.
        images: Number of images in the collection.
        relevant: Number of relevant images in the collection.
        points: Points in order of round, from round 0.
    """

    strategy: str
    parameters: Mapping[str, Any]
    model: Mapping[str, Any]
    batch_size: int
    seed: int
    learn: bool
    queries: tuple[int, ...]
    images: int
    relevant: int
    points: tuple[Point, ...]

    @property
    def area(self) -> float:
        """Area under the curve of average precision by the trapezoidal rule, divided by R; NaN for zero rounds."""
        return area_under_curve(self._precisions) if len(self.points) > 1 else math.nan

    @property
    def reference_area(self) -> float:
        """The same area divided by R + 1, as in the reference implementation."""
        return reference_area_under_curve(self._precisions) if len(self.points) > 1 else math.nan

    @property
    def seconds(self) -> tuple[float, ...]:
        """Selection time of every batch, in seconds."""
        return tuple(point.seconds for point in self.points[1:])

    @property
    def _precisions(self) -> list[float]:
        return [point.average_precision for point in self.points]

    def text(self) -> str:
        """Return the curve as a table with a sparkline of the average precision, for a terminal."""
        control = "" if self.learn else ", without feedback"
        lines = [
            f"{self.strategy}{control}: {self.relevant} relevant of {self.images} images, "
            f"{len(self.queries)} to start from, {self.batch_size} per round",
            "round  judged  found  recall     AP  seconds",
        ]
        lines += [
            f"{p.round:5d}  {p.judged:6d}  {p.found:5d}  {p.recall:6.3f}  {p.average_precision:5.3f}  {p.seconds:7.3f}"
            for p in self.points
        ]
        if len(self.points) > 1:
            lines.append(f"AP {sparkline(self._precisions)}  area under the curve {self.area:.3f}")
        return "\n".join(lines) + "\n"

    def csv(self) -> str:
        """Return the points as CSV with a header; :class:`Point` documents the columns."""
        columns = [field.name for field in dataclasses.fields(Point)]
        rows = [",".join(str(value) for value in dataclasses.astuple(point)) for point in self.points]
        return "\n".join([",".join(columns), *rows]) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """Return the curve as JSON-compatible values; areas are ``None`` for a search of zero rounds."""
        areas = {"area": self.area, "reference_area": self.reference_area}
        return {
            **dataclasses.asdict(self),
            "queries": list(self.queries),
            "points": [dataclasses.asdict(point) for point in self.points],
            **{name: None if math.isnan(value) else value for name, value in areas.items()},
        }


def sparkline(values: Sequence[float]) -> str:
    """Return values in [0, 1] as a string of bars, one character each."""
    return "".join(_BARS[min(int(max(value, 0.0) * len(_BARS)), len(_BARS) - 1)] for value in values)
