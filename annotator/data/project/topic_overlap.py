"""Comparison of the topics of a project: their progress, their common images, and their contradictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.project.database import Database
from annotator.data.project.examples import pools_in_use
from annotator.data.project.topics import Topic
from annotator.types import UNLABELLED, IntArray, Label, LabelCodes, Progress


@dataclass(frozen=True)
class TopicSummary:
    """Progress of a topic.

    Attributes:
        topic: The topic.
        relevant, irrelevant, unsure: Number of images with that label.
        round: Round of its open batch, 0 before the first.
        last_judged: Time of its latest judgement (UTC, ISO 8601), "" before the first.
        pool: How many images of its pool are judged, and how many it has; (0, 0) without a pool.
    """

    topic: Topic
    relevant: int
    irrelevant: int
    unsure: int
    round: int
    last_judged: str
    pool: tuple[int, int] = (0, 0)

    @property
    def judged(self) -> int:
        """Number of images with any label."""
        return self.relevant + self.irrelevant + self.unsure


@dataclass(frozen=True)
class Conflict:
    """An image that is relevant to more than one of the topics that exclude each other.

    Attributes:
        image: Image id.
        topics: Ids of those topics, ascending.
    """

    image: int
    topics: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Images that the active topics have in common.

    Attributes:
        topics: Their ids, ascending.
        both: Number of images that are relevant to two topics, shape (t, t), symmetric; on the diagonal, relevant to
            one.
        shared: Label by topic of every image that is relevant to two topics or more, by image id.
        conflicts: Images that are relevant to more than one exclusive topic, by image id.
    """

    topics: tuple[int, ...]
    both: IntArray
    shared: dict[int, dict[int, Label]]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, eq=False)
class TopicComparison:
    """All topics of a project next to each other.

    Attributes:
        summaries: How far each topic is, in use or archived, oldest first.
        overlaps: What the topics in use have in common.
    """

    summaries: tuple[TopicSummary, ...]
    overlaps: Overlaps


def summaries(database: Database, topics: Sequence[Topic]) -> tuple[TopicSummary, ...]:
    """Return the progress of each of ``topics``."""
    labels = Counter(
        {
            (topic, label): n
            for topic, label, n in database.read("SELECT topic, label, count(*) FROM label GROUP BY 1, 2")
        }
    )
    rounds = dict(database.read("SELECT topic, max(round) FROM batch GROUP BY topic"))
    pools = {topic: pool.members.tolist() for topic, pool in pools_in_use(database).items()}
    labelled = {topic: _labelled(database, topic) for topic in pools}
    times = dict(database.read("SELECT topic, max(at) FROM event GROUP BY topic"))

    def counted(topic: Topic, label: Label) -> int:
        return labels[topic.id, label.value]

    return tuple(
        TopicSummary(
            topic,
            relevant=counted(topic, Label.RELEVANT),
            irrelevant=counted(topic, Label.IRRELEVANT),
            unsure=counted(topic, Label.UNSURE),
            round=rounds.get(topic.id, 0),
            last_judged=times.get(topic.id, ""),
            pool=_of_pool(pools.get(topic.id, []), labelled.get(topic.id, set())),
        )
        for topic in topics
    )


def _labelled(database: Database, topic: int) -> set[int]:
    return {image for (image,) in database.read("SELECT image FROM label WHERE topic = ?", (topic,))}


def _of_pool(images: Sequence[int], labelled: Set[int]) -> tuple[int, int]:
    return sum(image in labelled for image in images), len(images)


def overlaps(database: Database, topics: Sequence[Topic]) -> Overlaps:
    """Return the images that ``topics`` have in common."""
    ids = tuple(topic.id for topic in topics)
    relevant = {topic: _relevant(database, topic) for topic in ids}
    both = np.array(
        [[len(np.intersect1d(relevant[a], relevant[b], assume_unique=True)) for b in ids] for a in ids], np.int64
    )
    shared = _in_several([relevant[topic] for topic in ids])
    exclusive = [topic.id for topic in topics if topic.exclusive]
    against = _in_several([relevant[topic] for topic in exclusive])
    sets = {topic: set(relevant[topic].tolist()) for topic in exclusive}
    conflicts = [Conflict(image, tuple(topic for topic in exclusive if image in sets[topic])) for image in against]
    return Overlaps(ids, both, _labels(database, ids, shared), tuple(conflicts))


def label_codes(database: Database, topic: int, n_images: int) -> LabelCodes:
    """Return the label of every image in ``topic`` as a code, shape (n_images,)."""
    codes = np.full(n_images, UNLABELLED, np.int8)
    rows = database.read("SELECT image, label FROM label WHERE topic = ?", (topic,))
    if rows:
        images, labels = np.array(rows, np.int64).T
        codes[images] = labels
    return codes


def comparing(path: Path, topics: Sequence[Topic]) -> Callable[[Progress], TopicComparison]:
    """Return a function that compares ``topics`` of the project at ``path``, in any thread, with its own connection."""

    def compare(_progress: Progress) -> TopicComparison:
        database = Database(path, read_only=True)
        try:
            in_use = [topic for topic in topics if not topic.archived]
            return TopicComparison(summaries(database, topics), overlaps(database, in_use))
        finally:
            database.close()

    return compare


def _relevant(database: Database, topic: int) -> IntArray:
    rows = database.read("SELECT image FROM label WHERE topic = ? AND label = 1 ORDER BY image", (topic,))
    return np.fromiter((image for (image,) in rows), np.int64, len(rows))


def _in_several(sets: Sequence[IntArray]) -> list[int]:
    """Return the elements that are in at least two of ``sets``, ascending."""
    if not sets:
        return []
    images, counts = np.unique(np.concatenate(sets), return_counts=True)
    several: list[int] = images[counts > 1].tolist()
    return several


def _labels(database: Database, topics: Sequence[int], images: Sequence[int]) -> dict[int, dict[int, Label]]:
    """Return the labels of ``images`` in ``topics``."""
    wanted: dict[int, dict[int, Label]] = {image: {} for image in images}
    for topic in topics if wanted else ():
        for image, label in database.read("SELECT image, label FROM label WHERE topic = ?", (topic,)):
            if image in wanted:
                wanted[image][topic] = Label(label)
    return wanted
