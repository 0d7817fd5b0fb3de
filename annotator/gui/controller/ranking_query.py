"""Conditions on scores, labels and metadata, such as ``probability > 0.8 and unlabelled and year == 2024``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.tables import probabilities
from annotator.data.metadata.metadata import Column, beside
from annotator.expressions import expressions
from annotator.types import UNLABELLED, BoolArray, Label, LabelCodes, Ranking

EXAMPLE = "probability > 0.8 and unlabelled"
HELP = (
    "Columns: rank (from 1), score (higher is more relevant), std (how uncertain the score is), probability, and "
    "judged, unlabelled, relevant, irrelevant, unsure, disputed, example, featured, pooled, selected (on the map), "
    "judge == 'Ben' (who gave the label), and the metadata of the images, such as time >= '2024-05', folder('2019') "
    "or file_size > 1e6; relevant('birds') asks about another topic. Combine with and, or, not."
)
NO_METADATA: Mapping[str, Column] = {}


def columns(ranking: Ranking, labels: LabelCodes) -> Mapping[str, NDArray[Any]]:
    """Return the columns that a condition may use, aligned with ``ranking``, shape (r,).

    Args:
        ranking: Ranking of r images.
        labels: Label codes of all images, shape (N,).
    """
    ranked = labels[ranking.images]
    return {
        "rank": np.where(np.isnan(ranking.mean), np.nan, np.arange(1, len(ranking.images) + 1, dtype=np.float64)),
        "score": ranking.mean,
        "std": ranking.std,
        "probability": probabilities(ranking),
        "judged": ranked != UNLABELLED,
        "unlabelled": ranked == UNLABELLED,
        **{label.name.lower(): ranked == label.value for label in Label},
    }


def evaluate(
    text: str, ranking: Ranking, labels: LabelCodes, metadata: Mapping[str, Column] = NO_METADATA
) -> BoolArray:
    """Return which images of ``ranking`` fulfill the condition ``text``, shape (r,).

    Args:
        text: The condition.
        ranking: Ranking of r images; those whose mean is NaN have no rank, score and probability.
        labels: Label codes of all images, shape (N,).
        metadata: Further columns of all images, as ``annotator.session.conditions.columns_of`` gives them.

    Raises:
        ConfigError: It is not a condition; the message explains the error and lists the columns.
    """
    return expressions.evaluate(text, beside(columns(ranking, labels), metadata, ranking.images))
