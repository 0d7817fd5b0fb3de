"""What the rules of a topic say of every image, as a trend of the model; kept between selections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from annotator.model.label_model import LabelModel, Votes, label_model
from annotator.model.posterior import RelevanceModel
from annotator.model.trend import RULES, Trend
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, IntArray, Progress, Snapshot


def balance_of(settings: ModelSettings) -> float:
    """Return the share of relevant images that the prior mean of a topic stands for."""
    return float(ndtr(settings.prior_mean / np.sqrt(settings.amplitude + settings.noise)))


class RuleEvidence:
    """The latest votes, by patterns, and what they say given the judgements."""

    def __init__(self) -> None:
        self._votes: tuple[bytes, Votes] | None = None

    def trends(self, model: RelevanceModel, snapshot: Snapshot, progress: Progress | None = None) -> tuple[Trend, ...]:
        """Return what the words and the rules of a topic say of every row; nothing without them."""
        words = model.trend(snapshot.words, progress)
        found = () if words is None else (words,)
        if snapshot.votes is None:
            return found
        patterns, fitted = self.fitted(snapshot.votes, snapshot.rows, snapshot.y, snapshot.model)
        return *found, Trend(fitted.evidence[patterns.of] * model.geometry.valid, belief=RULES)

    def fitted(
        self, votes: NDArray[np.int8], rows: IntArray, y: FloatArray, settings: ModelSettings
    ) -> tuple[Votes, LabelModel]:
        """Return votes by their patterns, and the label model; the arguments are those of a snapshot."""
        key = votes.tobytes()
        if self._votes is None or self._votes[0] != key:
            self._votes = (key, Votes.of_rules(votes))
        return self._votes[1], label_model(self._votes[1], rows, y, balance_of(settings))
