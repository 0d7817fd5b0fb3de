"""Systems compared on a test collection: the measures of each, and whether it can judge a system it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.evaluation import measures
from annotator.evaluation.measures import OUTSIDE, UNJUDGED
from annotator.evaluation.pooling import Rankings
from annotator.metrics import average_precision, ndcg
from annotator.types import UNLABELLED, FloatArray, IntArray, Label, LabelCodes

EARLY = 10
"""Depth of the measures that look at the first images only."""

Runs = Mapping[str, Mapping[str, IntArray]]
"""The ranking of each system for each topic, by the id of the topic: image ids, best first."""


@dataclass(frozen=True, eq=False)
class JudgedTopic:
    """The judgements of a topic.

    Attributes:
        id: Id of the topic in the runs.
        codes: Label of every image, of a relevant one its grade from 1, shape (N,), int8.
        pool: Images that were to be judged, ascending; empty without a pool.
        rankings: What each system gave to the pool.
        chances: Probability with which each image was drawn to be judged, shape (N,), 0 of those that were not; None
            if all of the pool were to be judged.
    """

    id: str
    codes: LabelCodes
    pool: IntArray
    rankings: Rankings
    chances: FloatArray | None = None

    @property
    def relevant(self) -> IntArray:
        """Images that are relevant, ascending."""
        return np.flatnonzero(self.codes > 0)


@dataclass(frozen=True, eq=False)
class SystemScores:
    """The measures of a system.

    Attributes:
        name: The system.
        per_topic: Values by measure, as trec_eval calls it, shape (t,), in the order of the topics; 0 for a topic that
            the system does not rank.
        missing: Topics that it does not rank.
    """

    name: str
    per_topic: Mapping[str, FloatArray]
    missing: tuple[str, ...]

    def mean(self, measure: str) -> float:
        """Return the mean over the topics; NaN without topics."""
        values = self.per_topic[measure]
        return float(values.mean()) if len(values) else float("nan")

    def interval(self, measure: str) -> tuple[float, float]:
        """Return the 95 % bootstrap interval of the mean over topics."""
        return measures.interval(self.per_topic[measure])


@dataclass(frozen=True)
class LeftOut:
    """What changes if a system had not contributed to the pool.

    Attributes:
        name: The system.
        unique: Images judged relevant that no other system gave to the pool.
        score, without: Its mean average precision, and that without the judgements of what only it contributed.
        tau: Kendall's rank correlation of all systems by both; NaN for fewer than two systems.
    """

    name: str
    unique: int
    score: float
    without: float
    tau: float


def with_relevant(topics: Sequence[JudgedTopic]) -> list[JudgedTopic]:
    """Return the topics that can be evaluated: those with a relevant image."""
    return [topic for topic in topics if len(topic.relevant)]


def scores(runs: Runs, topics: Sequence[JudgedTopic]) -> list[SystemScores]:
    """Return the measures of each system, the best mean average precision first.

    Args:
        runs: The rankings to evaluate.
        topics: The topics, each with at least one relevant image.
    """
    found = []
    for name, rankings in runs.items():
        ranked = [_of_topic(rankings.get(topic.id, np.empty(0, np.int64)), topic) for topic in topics]
        known = ranked[0] if ranked else {}
        values = {measure: np.array([one[measure] for one in ranked]) for measure in known}
        found.append(SystemScores(name, values, tuple(topic.id for topic in topics if topic.id not in rankings)))
    return sorted(found, key=lambda one: -one.mean("map")) if topics else found


def _of_topic(ranking: IntArray, topic: JudgedTopic) -> dict[str, float]:
    relevant, irrelevant = len(topic.relevant), int(np.count_nonzero(topic.codes == Label.IRRELEVANT))
    grades = grades_of(ranking, topic)
    hits = grades > 0
    values = {
        "map": average_precision(hits, relevant),
        "ndcg": ndcg(np.maximum(grades, 0), unranked=topic.codes[np.setdiff1d(topic.relevant, ranking)].tolist()),
        f"P_{EARLY}": np.count_nonzero(hits[:EARLY]) / EARLY,
        "bpref": measures.bpref(grades, relevant, irrelevant),
        "infAP": measures.infap(grades, relevant),
    }
    if topic.chances is not None:
        found = topic.relevant[topic.chances[topic.relevant] > 0]
        hit = np.where(topic.chances[ranking] > 0, grades, UNJUDGED)  # what was not drawn has no known probability
        values["statAP"] = measures.statap(hit, topic.chances[ranking], float((1 / topic.chances[found]).sum()))
    values[f"judged_{EARLY}"] = np.count_nonzero(grades[:EARLY] >= 0) / EARLY
    return values


def grades_of(ranking: IntArray, topic: JudgedTopic) -> IntArray:
    """Return the grades of the images of a ranking as the measures take them, shape (n,)."""
    codes = topic.codes[ranking].astype(np.int64)
    pooled = np.isin(ranking, topic.pool)
    unknown = np.where(pooled, UNJUDGED, OUTSIDE)
    return np.where(codes > 0, codes, np.where(codes == Label.IRRELEVANT, 0, unknown))


def reusability(runs: Runs, topics: Sequence[JudgedTopic]) -> list[LeftOut]:
    """Leave out each system that contributed to the pool in turn, and evaluate without what only it contributed.

    A collection whose scores and order of systems hardly change can be trusted with a system that comes later.

    Args:
        runs: The rankings to evaluate.
        topics: The topics, each with at least one relevant image.

    Source:
        Zobel 1998, How reliable are the results of large-scale information retrieval experiments?, section 4.
    """
    before = _means(runs, topics, [topic.codes for topic in topics])
    left_out = []
    for at, name in enumerate(runs):
        alone = [_only_by(name, topic.rankings) for topic in topics]
        unique = sum(
            int(np.count_nonzero(topic.codes[images] > 0)) for topic, images in zip(topics, alone, strict=True)
        )
        codes = []
        for topic, images in zip(topics, alone, strict=True):
            rest = topic.codes.copy()
            rest[images] = UNLABELLED
            codes.append(rest)
        after = _means(runs, topics, codes) if unique else before
        left_out.append(LeftOut(name, unique, before[at], after[at], _tau(before, after)))
    return left_out


def _only_by(name: str, rankings: Rankings) -> IntArray:
    """Return the images that only one system gave to a pool."""
    own = rankings.get(name, np.empty(0, np.int64))
    others = [images for other, images in rankings.items() if other != name]
    return np.setdiff1d(own, np.concatenate(others)) if others else own


def _means(runs: Runs, topics: Sequence[JudgedTopic], codes: Sequence[LabelCodes]) -> list[float]:
    """Return the mean average precision of each system by the labels given; 0 for a topic without a relevant image."""
    totals = [int(np.count_nonzero(one > 0)) for one in codes]
    means = []
    for rankings in runs.values():
        values = [
            average_precision(labels[rankings[topic.id]] > 0, total) if total and topic.id in rankings else 0.0
            for topic, labels, total in zip(topics, codes, totals, strict=True)
        ]
        means.append(float(np.mean(values)) if values else 0.0)
    return means


def _tau(before: Sequence[float], after: Sequence[float]) -> float:
    from scipy.stats import kendalltau  # importing it takes a tenth of a second

    return float(kendalltau(before, after).statistic) if len(before) > 1 else float("nan")
