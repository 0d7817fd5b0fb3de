"""What the rules of a topic say of every image, as a trend of the model; kept between selections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from annotator.model.geometry import Geometry
from annotator.model.label_model import LabelModel, Votes, label_model
from annotator.model.posterior import RelevanceModel
from annotator.model.trend import OWN, SHARED, Trend, smoothed
from annotator.numerics.graph import NeighborGraph
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, IntArray, Progress, Snapshot


def balance_of(settings: ModelSettings) -> float:
    """Return the share of relevant images that the prior mean of a topic stands for."""
    return float(ndtr(settings.prior_mean / np.sqrt(settings.amplitude + settings.noise)))


class RuleEvidence:
    """The latest votes, by patterns, and what they say given the judgements."""

    def __init__(self) -> None:
        self._votes: tuple[bytes, Votes] | None = None
        self._fits: dict[tuple[bytes, bytes, float], LabelModel] = {}
        self._said: tuple[bytes, Geometry, NeighborGraph | None, tuple[Trend, ...]] | None = None

    def trends(self, model: RelevanceModel, snapshot: Snapshot, progress: Progress | None = None) -> tuple[Trend, ...]:
        """Return what the words and the rules of a topic say of every row; nothing without them."""
        words = model.trend(snapshot.words, progress)
        found = () if words is None else (words,)
        if snapshot.votes is None:
            return found
        votes, fitted = self.fitted(snapshot.votes, snapshot.rows, snapshot.y, snapshot.model)
        key = fitted.evidence.tobytes() + votes.patterns.tobytes()
        if self._said is None or self._said[0] != key or self._said[1:3] != (model.geometry, model.graph):
            own = fitted.evidence[votes.of] * model.geometry.valid
            self._said = (key, model.geometry, model.graph, _trends(own, model.graph))
        return *found, *self._said[3]

    def fitted(
        self, votes: NDArray[np.int8], rows: IntArray, y: FloatArray, settings: ModelSettings
    ) -> tuple[Votes, LabelModel]:
        """Return votes by their patterns, and the label model; the arguments are those of a snapshot."""
        key = votes.tobytes()
        if self._votes is None or self._votes[0] != key:
            self._votes, self._said, self._fits = (key, Votes.of_rules(votes)), None, {}
        known = (rows.tobytes(), y.tobytes(), balance_of(settings))
        if known not in self._fits:
            # Model selection asks by fewer judgements than the ranking, in turn.
            self._fits = dict([*self._fits.items()][-1:])
            self._fits[known] = label_model(self._votes[1], rows, y, known[2])
        return self._votes[1], self._fits[known]


def _trends(own: FloatArray, graph: NeighborGraph | None) -> tuple[Trend, ...]:
    """Return the trends of evidence, shape (n,): shared with neighbors, and of each row alone."""
    if graph is None:
        return (Trend(own, belief=SHARED),)
    return Trend(smoothed(own, graph), belief=SHARED), Trend(own, belief=OWN)
