"""The course of a topic's search, from its log: which images were labeled when, and which batches were proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.data.project.database import Database
from annotator.data.project.judgements import Judgements
from annotator.types import Batch, IntArray, Label


@dataclass(frozen=True, eq=False)
class AskedBatch:
    """A batch and the state of the search when it was selected.

    Attributes:
        batch: The batch.
        before: Images labeled when it was selected, in any order.
    """

    batch: Batch
    before: IntArray


@dataclass(frozen=True, eq=False)
class SearchLog:
    """The search of a topic.

    Attributes:
        labels: Current label by image, in the order in which the labels were set.
        rateable: Images with usable features, which batches and audits can contain.
        batches: All batches by round.
        steps: (UTC time, images whose label changed) of every manual judgement, oldest first.
    """

    labels: dict[int, Label]
    rateable: IntArray
    batches: tuple[AskedBatch, ...]
    steps: tuple[tuple[str, int], ...] = ()


def read_search(database: Database, judgements: Judgements, batches: Sequence[Batch], rateable: IntArray) -> SearchLog:
    """Return the search of a topic; the labels at the time of each batch are replayed from the log.

    Args:
        database: Project file.
        judgements: Labels of the topic.
        batches: Its batches by round.
        rateable: Images with usable features.
    """
    changes = database.read(
        "SELECT event, image, new FROM change JOIN event ON event.id = change.event WHERE topic = ?"
        " ORDER BY event, position",
        (judgements.topic,),
    )
    labeled: set[int] = set()
    asked = []
    at = 0
    for batch in batches:
        while at < len(changes) and changes[at][0] <= batch.revision:
            _, image, new = changes[at]
            (labeled.discard if new is None else labeled.add)(image)
            at += 1
        asked.append(AskedBatch(batch, np.fromiter(labeled, np.int64, len(labeled))))
    steps = database.read(
        "SELECT at, count(*) FROM event JOIN change ON change.event = event.id"
        " WHERE topic = ? AND kind = 'judge' GROUP BY event.id ORDER BY event.id",
        (judgements.topic,),
    )
    return SearchLog(dict(judgements.labels), rateable, tuple(asked), tuple((at, count) for at, count in steps))
