"""Evidence for the estimates: audits and judgements extracted from the record of a search."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np

from annotator.data.project.search_log import AskedBatch, SearchLog
from annotator.errors import ConfigError
from annotator.messages import Message
from annotator.numerics.chance import probability
from annotator.stopping.audit import AuditRound, draw, inclusion_probabilities
from annotator.types import Batch, BoolArray, IntArray, Label, Selection, Snapshot

AUDIT = "audit"
"""Strategy name of batches that are random samples; their scores are the inclusion probabilities."""

NO_PURPOSE: Mapping[str, float] = {}

NOTE = Message("A random check: judge every image, it tells how much is left to find.")


@dataclass(frozen=True, eq=False)
class Evidence:
    """Evidence from the record of a search.

    Attributes:
        pessimistic: Audits with undecided images (unsure, unjudged or label removed) counted as relevant.
        optimistic: The same audits with undecided images counted as irrelevant.
        undecided: Number of audited images that are neither relevant nor irrelevant.
        sequence: Relevance of each judged image, in the order of the labels, shape (t,).
        searched: The same without the images drawn by audits, shape (<= t,).
        rounds: Round of the latest batch with each judged image, 0 outside batches, shape (t,).
        per_round: (round, strategy, judged, relevant) of each batch; round 0 is for judgements outside batches.
        awaited: The same audits with unsure images counted as relevant, and those that are not judged as irrelevant
            unless they came later.
        waiting: Number of audited images that are not judged.
        there: Number of images of the collection when the latest audit was drawn; more than any number without one.
    """

    pessimistic: tuple[AuditRound, ...]
    optimistic: tuple[AuditRound, ...]
    undecided: int
    sequence: BoolArray
    searched: BoolArray
    rounds: IntArray
    per_round: tuple[tuple[int, str, int, int], ...]
    awaited: tuple[AuditRound, ...] = ()
    waiting: int = 0
    there: int = sys.maxsize


def evidence(log: SearchLog) -> Evidence:
    """Extract the evidence from ``log``; current labels count, so corrected mistakes are corrected here, too."""
    audits = [asked for asked in log.batches if asked.batch.strategy == AUDIT]
    random = [asked for asked in audits if _is_random(asked)]
    rateable = set(log.rateable.tolist())
    pessimistic, optimistic, awaited = (
        tuple(_audit_round(asked, log, rateable, *values) for asked in random)
        for values in ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (1.0, 0.0, 1.0))
    )
    drawn = {image for asked in audits for image in asked.batch.images}
    decided = (Label.RELEVANT, Label.IRRELEVANT)
    values = [label == Label.RELEVANT for label in log.labels.values()]
    searched = [label == Label.RELEVANT for image, label in log.labels.items() if image not in drawn]
    asked_in = _asked_in(log)
    return Evidence(
        pessimistic,
        optimistic,
        sum(log.labels.get(image) not in decided for image in drawn),
        np.array(values, np.bool_),
        np.array(searched, np.bool_),
        np.array([asked_in.get(image, 0) for image in log.labels], np.int64),
        _per_round(log, asked_in),
        awaited,
        sum(image not in log.labels for asked in random for image in asked.batch.images),
        there_at(random[-1].batch) if random else sys.maxsize,
    )


def _is_random(asked: AskedBatch) -> bool:
    """Return whether the scores are inclusion probabilities with a known minimum.

    Without judgements the engine replaces any strategy by a first look, including one that draws audits.
    """
    batch = asked.batch
    drawn = batch.note == NOTE or len(asked.before) > 0
    return drawn and "share" in batch.parameters and all(0 < score <= 1 for score in batch.scores)


def _audit_round(
    asked: AskedBatch, log: SearchLog, rateable: Set[int], unsure: float, unjudged: float, later: float
) -> AuditRound:
    """Return an audit with unsure images counted as ``unsure``, and images without a label as ``unjudged``.

    Images that it could not draw, because they or their features came later, are known before it: by their label, else
    as ``later``.
    """
    value = {Label.RELEVANT: 1.0, Label.IRRELEVANT: 0.0, Label.UNSURE: unsure}
    relevance = {image: value[label] for image, label in log.labels.items()}
    before = [image for image in asked.before.tolist() if image in rateable]
    found = sum(relevance.get(image, unjudged) for image in before)
    images = asked.batch.images
    pi = np.array(asked.batch.scores)
    share = float(asked.batch.parameters["share"])
    beyond = added_after(asked.batch, log.rateable)
    judged = [relevance[image] for image in log.labels if image >= there_at(asked.batch) and image in rateable]
    found += sum(judged) + (beyond - len(judged)) * later
    left = len(rateable) - len(before) - beyond
    unlabelled = int(asked.batch.parameters.get("open", round(len(pi) / pi.min()) if share == 1 and len(pi) else left))
    found += max(left - unlabelled, 0) * later  # features that came later; which ones is not known
    unlabelled = max(unlabelled, len(pi), 1)
    floor = len(images) * share / unlabelled
    relevant = np.array([relevance.get(image, unjudged) for image in images])
    return AuditRound(int(found), unlabelled, min(floor, float(pi.min())), pi, relevant)


def there_at(batch: Batch) -> int:
    """Return how many images the collection had when an audit was drawn; those with this id or more came later."""
    return int(batch.parameters.get("images", sys.maxsize))


def added_after(batch: Batch, rateable: IntArray) -> int:
    """Return how many of these images came after an audit was drawn."""
    return int(np.count_nonzero(rateable >= there_at(batch)))


def _asked_in(log: SearchLog) -> dict[int, int]:
    """Return the round of each image; one proposed repeatedly counts in the last round, where it was judged."""
    return {image: asked.batch.round for asked in log.batches for image in asked.batch.images}


def _per_round(log: SearchLog, asked_in: dict[int, int]) -> tuple[tuple[int, str, int, int], ...]:
    strategy = {0: "", **{asked.batch.round: asked.batch.strategy for asked in log.batches}}
    judged = dict.fromkeys(strategy, 0)
    relevant = dict.fromkeys(strategy, 0)
    for image, label in log.labels.items():
        judged[asked_in.get(image, 0)] += 1
        relevant[asked_in.get(image, 0)] += label == Label.RELEVANT
    return tuple((round_, strategy[round_], judged[round_], relevant[round_]) for round_ in strategy)


def audit_selection(
    selection: Selection,
    snapshot: Snapshot,
    usable: BoolArray,
    k: int,
    share: float,
    purpose: Mapping[str, float] = NO_PURPOSE,
) -> Selection:
    """Return ``selection`` with an audit as its batch.

    Args:
        selection: Selection for ``snapshot``, with the ranking.
        snapshot: Current labels.
        usable: Mask of the rows that may be proposed, shape (n,).
        k: Number of images to draw, >= 1; fewer if fewer are left.
        share: Fraction of the draw that ignores the ranking, in (0, 1].
        purpose: What it is drawn for, stored with it.

    Raises:
        ConfigError: ``share`` is out of range.
    """
    if not 0 < share <= 1:
        raise ConfigError(
            "share = {share}: the uniform share of an audit has to be above 0 and at most 1.", share=share
        )
    open_ = usable & ~np.isnan(selection.mean)
    open_[snapshot.rows] = False
    open_[snapshot.closed] = False
    rows = np.flatnonzero(open_)
    k, n = min(k, len(rows)), len(rows)
    pi = np.empty(0)
    if k:
        rng = np.random.default_rng(list(snapshot.seed))
        pi = inclusion_probabilities(probability(selection.mean[rows], selection.std[rows]), k, share)
        taken = rng.permutation(draw(pi, rng))  # random order: the position in the batch carries no information
        rows, pi = rows[taken], pi[taken]
    parameters = {"share": share, "open": n, **purpose}
    return dataclasses.replace(selection, rows=rows, scores=pi, strategy=AUDIT, parameters=parameters, note=NOTE)
