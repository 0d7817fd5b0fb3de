"""Earlier states of a topic, and the proposals of an image, both read from the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.data.project.database import Database
from annotator.data.project.examples import NOTHING, Given, GoesBy, in_use
from annotator.data.project.log.topic_texts import GRADES, read_texts, words_of_text
from annotator.types import Batch, Label


@dataclass(frozen=True)
class Proposal:
    """One occurrence of an image in a batch.

    Attributes:
        round: Round of the batch.
        strategy: Name of the strategy that selected it.
        parameters: Its parameters.
        score: Score by which it was selected; NaN if there is none.
        place: Position in the batch, from 0.
        size: Number of images in the batch.
        created: When the batch was selected: UTC time, ISO 8601.
        note: Remark about the batch, "" for none.
    """

    round: int
    strategy: str
    parameters: Mapping[str, Any]
    score: float
    place: int
    size: int
    created: str
    note: str


def proposals(batches: Iterable[Batch], image: int) -> tuple[Proposal, ...]:
    """Return the occurrences of an image in ``batches``, in their order."""
    found = []
    for batch in batches:
        if image in batch.images:
            at, size = batch.images.index(image), len(batch.images)
            what = (batch.round, batch.strategy, batch.parameters)
            found.append(Proposal(*what, batch.scores[at], at, size, batch.created, batch.note))
    return tuple(found)


@dataclass(frozen=True)
class TopicAtRevision(GoesBy):
    """The judgements of a topic up to an event; mimics :class:`~annotator.data.project.judgements.Judgements`.

    Attributes:
        labels: Label by image id, in the order in which they were set.
        revision: Number of the event.
        grades: Grade of the relevant images that had one, from 1, by image id.
        grade_words: The words of the grades.
    """

    labels: Mapping[int, Label]
    revision: int
    _given: Given = NOTHING
    grades: Mapping[int, int] = field(default_factory=dict)
    grade_words: tuple[str, ...] = ()

    def _in_use(self) -> Given:
        return self._given

    def reviewed(self) -> frozenset[int]:
        """Return no image: confirmations do not affect a ranking."""
        return frozenset()


def topic_at_revision(database: Database, topic: int, revision: int) -> TopicAtRevision:
    """Read the state of ``topic`` at ``revision``."""
    labels: dict[int, Label] = {}
    grades: dict[int, int] = {}
    changes = database.read(
        "SELECT image, new, new_grade FROM change JOIN event ON event.id = change.event"
        " WHERE topic = ? AND event <= ? ORDER BY event, position",
        (topic, revision),
    )
    for image, new, grade in changes:
        labels.pop(image, None)
        grades.pop(image, None)
        if grade is not None:
            grades[image] = grade
        if new is not None:
            labels[image] = Label(new)
    words = words_of_text(read_texts(database, topic, revision).get(GRADES, ""))
    return TopicAtRevision(labels, revision, in_use(database, topic, revision), grades, words)
