"""Write docs/clusters.md from the stored results in benchmarks/published; see :mod:`benchmarks.clusters`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import wilcoxon

from annotator.numerics.clusters.doubt import LOOK
from annotator.numerics.clusters.partition import DEFAULT, MOST_DENSE
from benchmarks.command import in_words

Runs = Sequence[dict[str, Any]]
EASY = ("digits", "butterflies")
MEASURES = ("acc", "nmi", "ari")

HEAD = ""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    runs = content["results"]
    return HEAD + str(len(runs))
