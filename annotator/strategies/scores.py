"""Scores of single images on one scale from 0 to 1, for strategies that make batches of any of them."""

from __future__ import annotations

import numpy as np

from annotator.strategies.bald import mutual_information
from annotator.strategies.base import Pool
from annotator.strategies.information import relevant
from annotator.strategies.lookahead import uncertainty
from annotator.types import FloatArray

SCORES = ("uncertainty", "bald", "relevance")
"""Names of the scores: h(p) in bits, the information about the model in bits, and p, p = P(relevant)."""


def score_of(pool: Pool, name: str) -> FloatArray:
    """Return the score ``name``, one of :data:`SCORES`, of every candidate, shape (c,), in [0, 1]."""
    if name == "relevance":
        return np.asarray(relevant(pool), np.float64)
    nats = uncertainty(pool) if name == "uncertainty" else mutual_information(pool.mean, pool.var)
    return np.asarray(nats / np.log(2.0), np.float64)
