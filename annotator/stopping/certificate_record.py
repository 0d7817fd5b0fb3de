"""The certificate as plain values: every number it rests on, so that anyone can compute it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from annotator.data.exporting.source import LABELS, HistoryEntry
from annotator.data.project.search_log import AskedBatch, SearchLog
from annotator.stopping.certificate import CAPITAL, STAKES, Goal, certificate_of, goal_of
from annotator.stopping.evidence import AUDIT, evidence
from annotator.types import UNLABELLED, Batch, IntArray, LabelCodes

SCHEMA = "annotator-certificate/1"
HOW = (
    "Suppose that N images are relevant. Take the images of the audits in the order drawn; with equal chances each one "
    "was drawn from those that were left. Of n images that are left, m = N - found are then relevant and not found. A "
    "bettor with the stake c multiplies his capital by 1 / (1 - c m / n) for an irrelevant image, and by (1 - c) / "
    "(1 - c m / n) for a relevant one. An audit with unequal chances counts as one draw: the capital is multiplied by "
    "the product of 1 - c least / chance over its relevant images, and divided by (1 - c least)^m. Unsure images and "
    "those that are not judged count as relevant. An image that came after an audit was drawn counts as found before "
    "it, unless it is judged irrelevant. N is excluded if the sum of all capitals, at any time, was at least "
    "1 / (1 - confidence). The bound is the largest N that is not excluded."
)


def record(
    batches: Sequence[Batch],
    paths: Sequence[str],
    labels: LabelCodes,
    history: Iterable[HistoryEntry],
    rateable: IntArray,
    goal: Goal | None = None,
) -> dict[str, Any]:
    """Return the certificate of a topic and all numbers that it rests on.

    Args:
        batches: All batches of the topic, or only its audits, by round.
        paths: Path of every image, by image id.
        labels: Label codes by image id, shape (N,).
        history: Every label change, oldest first.
        rateable: Images with usable features, ascending.
        goal: What is to be certified; unless given, that for which random images were drawn last.
    """
    drawn = tuple(batch for batch in batches if batch.strategy == AUDIT)
    current = {int(image): LABELS[int(labels[image])] for image in np.flatnonzero(labels != UNLABELLED)}
    log = SearchLog(current, rateable, tuple(_asked(drawn, history)))
    state = certificate_of(log, evidence(log), goal or goal_of(batches))
    return {
        "schema": SCHEMA,
        "statement": str(state.text),
        **asdict(state),
        "recall": state.recall,
        "images": len(rateable),
        "how": HOW,
        "stakes": STAKES.tolist(),
        "capital": CAPITAL.tolist(),
        "audits": [
            {
                "round": asked.batch.round,
                "revision": asked.batch.revision,
                "parameters": dict(asked.batch.parameters),
                "note": str(asked.batch.note),
                "labeled_before": len(asked.before),
                "images": [
                    {"path": paths[image], "chance": chance, "label": current[image].word if image in current else None}
                    for image, chance in zip(asked.batch.images, asked.batch.scores, strict=True)
                ],
            }
            for asked in log.batches
        ],
    }


def audits_of(stored: Mapping[str, Any], image_of: Mapping[str, int]) -> list[Batch]:
    """Return the audits in a record, as they were drawn.

    Raises:
        ValueError, KeyError, TypeError: It holds something else than :func:`record` makes.
    """
    return [
        Batch(
            id=0,
            round=int(audit["round"]),
            images=tuple(image_of[one["path"]] for one in audit["images"]),
            scores=tuple(float(one["chance"]) for one in audit["images"]),
            strategy=AUDIT,
            parameters=dict(audit["parameters"]),
            revision=int(audit["revision"]),
            created="",
            note=str(audit["note"]),
        )
        for audit in stored["audits"]
    ]


def _asked(batches: Sequence[Batch], history: Iterable[HistoryEntry]) -> Iterable[AskedBatch]:
    labeled: set[int] = set()
    changes = list(history)
    at = 0
    for batch in batches:
        while at < len(changes) and changes[at].revision <= batch.revision:
            (labeled.discard if changes[at].new is None else labeled.add)(changes[at].image)
            at += 1
        yield AskedBatch(batch, np.fromiter(labeled, np.int64, len(labeled)))
