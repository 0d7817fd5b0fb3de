"""What each person said about the images of a topic, as far as nobody knew the answer of another.

The opinion of another person is a topic of its own, with the record of that person's judgements; see
:mod:`annotator.data.judges.merging`. The numbers of events tell what was known when: a label that the owner of the
project gave an image after the opinion of somebody else had arrived settles it, and is no independent judgement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement import MISSING
from annotator.data.project.database import Database
from annotator.data.project.history import read_confirmed
from annotator.data.project.topics import Topic
from annotator.types import BoolArray, FloatArray, IntArray, Label, LabelCodes

DISPUTED, AGREED = 10.0, 1 / 3
"""Factors of the noise variance of a label that people dispute, and of one on which they agree."""

_OWN = ("judge", "example")
_UNSURE = Label.UNSURE.value


@dataclass(frozen=True)
class Opinions:
    """The opinions on the images of a topic.

    Attributes:
        judges: Names of the people, the owner of the project first; "" where the owner has no name.
        images: Images that anybody judged, ascending, shape (n,).
        labels: What each said: -1, 0 (unsure), 1, or :data:`~annotator.agreement.MISSING`; shape (n, judges), int8.
        settled: Whether the owner decided after the latest opinion of another person, shape (n,).
    """

    judges: tuple[str, ...]
    images: IntArray
    labels: LabelCodes
    settled: BoolArray

    @property
    def answers(self) -> LabelCodes:
        """The labels with those who were unsure counted as not having judged, shape (n, judges)."""
        return np.where(self.labels == _UNSURE, MISSING, self.labels).astype(np.int8)

    @property
    def disputed(self) -> BoolArray:
        """Whether one person called the image relevant and another irrelevant, shape (n,)."""
        both: BoolArray = (self.labels == 1).any(axis=1) & (self.labels == -1).any(axis=1)
        return both

    def doubt(self, images: IntArray, labels: FloatArray) -> FloatArray | None:
        """Return how much less or more the label of an image says, because of what other people said about it.

        Args:
            images: Image ids, shape (m,).
            labels: What they are labeled now, shape (m,); the sign counts.

        Returns:
            Factors of the noise variance, shape (m,): :data:`DISPUTED` where people contradict each other and the owner
            has not decided since, :data:`AGREED` where at least two people gave this label and nobody the other one, 1
            elsewhere. None if all are 1.
        """
        answers = self.answers
        several = (answers != MISSING).sum(axis=1) > 1
        said = np.where(several & ~self.disputed, answers.max(axis=1), 0)  # missing answers are the lowest
        of_image = np.full(int(max(images.max(initial=-1), self.images.max(initial=-1))) + 1, -1)
        of_image[self.images] = np.arange(len(self.images))
        at = of_image[images]  # -1, the last place below, for an image that nobody judged on their own
        factors = np.ones(len(images))
        factors[np.append(self.disputed & ~self.settled, False)[at]] = DISPUTED
        factors[np.append(said, 0)[at] == np.sign(labels)] = AGREED
        return None if (factors == 1.0).all() else factors


def opinions_on(topic: Topic, topics: Sequence[Topic]) -> list[Topic]:
    """Return the opinions of other people on ``topic``, oldest first."""
    return [one for one in topics if one.opinion_on == topic.id]


def opinion_of(topic: Topic, topics: Sequence[Topic], judge: str) -> Topic | None:
    """Return the opinion of a person on ``topic``, None if there is none yet."""
    return next((one for one in opinions_on(topic, topics) if one.judge.casefold() == judge.casefold()), None)


def read_opinions(database: Database, topic: Topic, topics: Sequence[Topic]) -> Opinions:
    """Read who said what about the images of a topic."""
    others = opinions_on(topic, topics)
    given: list[dict[int, int]] = [_owners(database, topic, others)]
    given += [dict(database.read("SELECT image, label FROM label WHERE topic = ?", (one.id,))) for one in others]
    images = np.array(sorted(set().union(*given)), np.int64)
    place = {image: row for row, image in enumerate(images.tolist())}
    labels = np.full((len(images), len(given)), MISSING, np.int8)
    for judge, said in enumerate(given):
        labels[[place[image] for image in said], judge] = list(said.values())
    settled = np.zeros(len(images), np.bool_)
    settled[[place[image] for image in _settled(database, topic, others) if image in place]] = True
    return Opinions((topic.judge, *(one.judge for one in others)), images, labels, settled)


def disputed_images(database: Database, topic: Topic, topics: Sequence[Topic]) -> IntArray:
    """Return the images on which people contradict each other and about which the owner has not decided since."""
    if not opinions_on(topic, topics):
        return np.empty(0, np.int64)
    opinions = read_opinions(database, topic, topics)
    return opinions.images[opinions.disputed & ~opinions.settled]


def givers(
    database: Database, topic: Topic, topics: Sequence[Topic], images: Iterable[int] | None = None
) -> dict[tuple[int, int], str]:
    """Return who gave ``images`` (all for None) their labels in a topic, by event and image; nothing if only the owner.

    A label that was taken over is that of all who said so at the time, one that was undone or redone that of whoever
    gave it before. "" is a person without a name, or the unknown one of an imported file.
    """
    others = opinions_on(topic, topics)
    if not others:
        return {}
    marks = ", ".join("?" * len(others))
    wanted = None if images is None else json.dumps(sorted(set(images)))
    rows = database.read(
        "SELECT topic, event.id, kind, image, new FROM change JOIN event ON event.id = event"  # noqa: S608
        f" WHERE topic IN (?, {marks}) AND (? IS NULL OR image IN (SELECT value FROM json_each(?)))"
        " ORDER BY event.id, position",
        (topic.id, *(one.id for one in others), wanted, wanted),
    )
    names = {one.id: one.judge for one in others}
    said: dict[int, dict[str, int | None]] = {}
    latest: dict[tuple[int, int | None], str] = {}
    found: dict[tuple[int, int], str] = {}
    for at, event, kind, image, new in rows:
        if at != topic.id:
            said.setdefault(image, {})[names[at]] = new
            continue
        if kind in ("undo", "redo"):
            giver = latest.get((image, new), topic.judge)
        elif kind == "import":
            giver = ", ".join(name for name, label in said.get(image, {}).items() if label == new)
        else:
            giver = topic.judge
        found[event, image] = latest[image, new] = giver
    return found


def _owners(database: Database, topic: Topic, others: Sequence[Topic]) -> dict[int, int]:
    """Return the labels that the owner gave before an opinion of somebody else on the image was there."""
    first = _events_of(database, others, "min")
    labels: dict[int, int] = {}
    for event, kind, image, new in database.read(
        "SELECT event.id, coalesce(step.kind, event.kind), image, new FROM change JOIN event ON event.id = change.event"
        " LEFT JOIN event AS step ON step.id = event.target WHERE event.topic = ? ORDER BY event.id, position",
        (topic.id,),
    ):
        if kind not in _OWN or event > first.get(image, event):
            continue
        if new is None:
            labels.pop(image, None)
        else:
            labels[image] = new
    return labels


def _settled(database: Database, topic: Topic, others: Sequence[Topic]) -> list[int]:
    latest = _events_of(database, others, "max")
    decided: dict[int, int] = dict(database.read(
        "SELECT image, event FROM label JOIN event ON event.id = event WHERE label.topic = ?"
        " AND kind IN ('judge', 'example', 'redo')",
        (topic.id,),
    ))  # fmt: skip
    kept = read_confirmed(database, topic.id)
    for image, event in database.read(
        "SELECT image, max(event) FROM confirmation JOIN event ON event.id = event WHERE topic = ? GROUP BY image",
        (topic.id,),
    ):
        if image in kept:
            decided[image] = max(event, decided.get(image, 0))
    return [image for image, event in latest.items() if decided.get(image, 0) > event]


def _events_of(database: Database, topics: Sequence[Topic], which: str) -> dict[int, int]:
    """Return the number of the first (``min``) or the latest (``max``) event about each image in some topics."""
    marks = ", ".join("?" * len(topics))
    return dict(
        database.read(
            f"SELECT image, {which}(event) FROM change JOIN event ON event.id = event"  # noqa: S608 - a word of ours
            f" WHERE topic IN ({marks}) GROUP BY image",
            tuple(one.id for one in topics),
        )
    )
