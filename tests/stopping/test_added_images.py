"""Audits of a collection that grew: what they could not draw counts as relevant until it is judged."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.data.project.search_log import AskedBatch, SearchLog
from annotator.stopping.certificate import upper_bound
from annotator.stopping.evidence import AUDIT, evidence
from annotator.types import Batch, Label


def _log(parameters: dict[str, float], labels: dict[int, Label]) -> SearchLog:
    """Sixty images, one of them labeled before two of forty were drawn."""
    batch = Batch(1, 1, (1, 2), (0.05, 0.05), AUDIT, {"share": 1.0, **parameters}, 1, "")
    return SearchLog({0: Label.RELEVANT, **labels}, np.arange(60), (AskedBatch(batch, np.array([0])),))


@pytest.mark.parametrize(
    ("parameters", "labels", "found"),
    [
        ({"open": 40, "images": 60}, {}, (20, 1)),  # 19 got their features later; which ones is not known
        ({}, {}, (20, 1)),  # as drawn by an older program: the chances tell how many there were
        ({"open": 40, "images": 41}, {}, (20, 1)),
        ({"open": 40, "images": 41}, {41: Label.IRRELEVANT, 42: Label.RELEVANT, 43: Label.UNSURE}, (19, 2)),
        ({"open": 59, "images": 60}, {}, (1, 1)),
    ],
)
def test_what_could_not_be_drawn_was_there_before(
    parameters: dict[str, float], labels: dict[int, Label], found: tuple[int, int]
) -> None:
    seen = evidence(_log(parameters, labels))
    assert (seen.pessimistic[0].found, seen.optimistic[0].found) == found
    assert seen.pessimistic[0].unlabelled == parameters.get("open", 40)
    assert seen.awaited[0].found == found[0]


def test_the_bound_holds_for_a_collection_that_grew() -> None:
    """All thirty of 40 images that are drawn are irrelevant; 20 came later, and are never judged."""
    images = tuple(range(1, 31))
    batch = Batch(1, 1, images, (0.75,) * 30, AUDIT, {"share": 1.0, "open": 40, "images": 41}, 1, "")
    labels = {0: Label.RELEVANT, **dict.fromkeys(images, Label.IRRELEVANT)}
    before, after = (
        upper_bound(evidence(SearchLog(labels, np.arange(n), (AskedBatch(batch, np.array([0])),))).pessimistic)
        for n in (41, 61)
    )
    assert after == before + 20
