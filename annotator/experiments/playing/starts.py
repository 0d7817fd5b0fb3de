"""Images that searches start from, the same for every method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.errors import ConfigError
from annotator.experiments.data.datasets import ExperimentData
from annotator.experiments.specification import Settings


@dataclass(frozen=True)
class Start:
    """Start of one search, shared by all methods.

    Attributes:
        data: Name of the data set.
        wanted: Class to search for; "" for grades.
        number: Number of the search within its class, from 0.
        relevant, irrelevant: Rows judged before the first batch; graded rows are all in ``relevant``.
    """

    data: str
    wanted: str
    number: int
    relevant: tuple[int, ...]
    irrelevant: tuple[int, ...]


def starts(data: ExperimentData, settings: Settings) -> list[Start]:
    """Draw the starts for every class, or return those that the data set prescribes.

    The starts are drawn with the seed and the generator of the reference implementation, reset for every class, so that
    results can be compared search by search. Fewer are drawn if a class has too few images.

    Raises:
        ConfigError: A class has too few images in the pool for a single start.
    """
    found = []
    for wanted, truth in data.truth.items():
        random = np.random.RandomState(settings.seed)
        positive, negative = np.flatnonzero(data.pool & (truth > 0)), np.flatnonzero(data.pool & (truth < 0))
        count = min(settings.queries, len(positive) // settings.examples)
        drawn = random.choice(positive, count * settings.examples, replace=False).reshape(count, settings.examples)
        if wanted in data.starts:
            drawn = np.array(data.starts[wanted], np.int64)[:, None]
        if not len(drawn) or len(negative) < settings.negatives:
            raise ConfigError(
                "Data set {data}: the class {wanted!r} has {n_positive} relevant and {n_negative} irrelevant images, "
                "too few to start from {examples} and {negatives}.",
                data=data.name,
                wanted=wanted,
                n_positive=len(positive),
                n_negative=len(negative),
                examples=settings.examples,
                negatives=settings.negatives,
            )
        for number, rows in enumerate(drawn.tolist()):
            others = random.choice(negative, settings.negatives, replace=False).tolist() if settings.negatives else []
            found.append(Start(data.name, wanted, number, tuple(rows), tuple(others)))
    return found
