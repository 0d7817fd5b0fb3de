"""What a topic has to go by besides labels: images outside the collection, words, rules, judgements elsewhere, a pool.

Words are stored among the examples of a topic, with the direction in the space of the features that they mean in place
of the features of an image. The words in use are the latest that were not undone; empty ones end the use of words.
So are the rules of the topic, all of them together, without a direction; the judgements of a saved topic, with the
features of all images that were judged there; and the pool of a topic of a test collection, with its images. The latest
rules and the latest pool in use count.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.json_text import parse_json
from annotator.data.project.database import Database
from annotator.data.project.log.rules import RULES, Rule, rules_of
from annotator.errors import ProjectError
from annotator.messages import Message
from annotator.types import AnyFloatArray, FloatArray, IntArray


@dataclass(frozen=True)
class Meaning:
    """One thing that words were understood as.

    Attributes:
        name: What it is called, e.g. ``wine bottle``.
        key: Its number among the things that the program knows by name.
        weight: Its share, in (0, 1], of the part of the words that it belongs to; negative where that is subtracted.
        used: Whether the person lets it count.
    """

    name: str
    key: int
    weight: float
    used: bool = True


@dataclass(frozen=True, eq=False)
class Words:
    """What the person looks for, in words.

    Attributes:
        text: The words as they were typed; "" for the end of their use.
        direction: The direction in the space of the features that they mean, shape (d,), of unit length.
        meanings: What they were understood as, the largest weight first.
        unknown: The parts of the text that nothing answers to.
        encoder: What computed the features that the direction is for, with the hash of its weights.
        model: What the text was understood with, with the hash of its weights.
    """

    text: str
    direction: FloatArray = field(default_factory=lambda: np.empty(0))
    meanings: tuple[Meaning, ...] = ()
    unknown: tuple[str, ...] = ()
    encoder: str = ""
    model: str = ""

    @property
    def main(self) -> tuple[Meaning, ...]:
        """The meanings that count most, at least the first: those to show."""
        return tuple(one for i, one in enumerate(self.meanings[:8]) if i == 0 or abs(one.weight) >= 0.05)

    def fit(self, extractor: str, d: int) -> bool:
        """Tell whether they were understood for features of this length from this extractor."""
        return self.encoder == extractor and self.direction.shape == (d,)

    def to_json(self) -> str:
        """Return everything but the direction as JSON text."""
        return json.dumps(self.facts(), ensure_ascii=False)

    def facts(self) -> dict[str, Any]:
        """Return everything but the direction as plain values."""
        return {
            "text": self.text,
            "meanings": [dataclasses.asdict(one) for one in self.meanings],
            "unknown": list(self.unknown),
            "encoder": self.encoder,
            "model": self.model,
        }


def words_of(facts: Mapping[str, Any], direction: FloatArray) -> Words:
    """Return the words with these :meth:`Words.facts`.

    Raises:
        LookupError, TypeError, ValueError: They are not what :meth:`Words.facts` returns.
    """
    meanings = tuple(
        Meaning(str(one["name"]), int(one["key"]), float(one["weight"]), bool(one["used"])) for one in facts["meanings"]
    )
    told = (str(facts[name]) for name in ("encoder", "model"))
    return Words(str(facts["text"]), direction, meanings, tuple(map(str, facts["unknown"])), *told)


def check_targets(labels: NDArray[np.int8], targets: NDArray[np.float32]) -> None:
    """Raise ValueError unless labels are +1 or -1 and targets have their sign and are no larger, shape (m,) each."""
    if labels.shape != targets.shape or not np.isin(labels, (-1, 1)).all():
        raise ValueError("labels other than 1 and -1")
    if not ((np.sign(targets) == labels) & (np.abs(targets) <= 1)).all():
        raise ValueError("grades that contradict the labels")


@dataclass(frozen=True, eq=False)
class Inherited:
    """Judgements of images of another collection, from a saved topic.

    Attributes:
        topic: Name of the topic there.
        vectors: Features of the judged images, as in the feature file there, shape (m, d), float32, read-only.
        targets: What the model learns of them, shape (m,), float32: +1 or -1, between 0 and 1 for a lower grade.
        encoder: What computed the features, with the hash of its weights; "" if the feature file did not say.
        facts: Where they come from: plain values.
    """

    topic: str
    vectors: NDArray[np.float32]
    targets: NDArray[np.float32]
    encoder: str
    facts: Mapping[str, Any]

    @property
    def labels(self) -> NDArray[np.int8]:
        """Their labels, shape (m,), int8, +1 or -1."""
        return np.sign(self.targets).astype(np.int8)

    def fit(self, extractor: str, d: int) -> bool:
        """Tell whether they were made on features of this length from this extractor."""
        return self.encoder == extractor and self.vectors.shape[1] == d

    def to_json(self) -> str:
        """Return everything but the vectors as JSON text."""
        told = {"topic": self.topic, "labels": self.labels.tolist(), "encoder": self.encoder, "facts": dict(self.facts)}
        if (self.targets != self.labels).any():
            told["targets"] = self.targets.tolist()
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, vectors: bytes) -> Inherited:
        """Return the judgements with this :meth:`to_json` and these vectors.

        Raises:
            LookupError, TypeError, ValueError: They are not what the program stores.
        """
        told = parse_json(text, dict)
        labels = np.array(told["labels"], np.int8)
        rows = np.frombuffer(vectors, "<f4").reshape(len(labels), -1)
        targets = np.array(told.get("targets", labels), np.float32)
        check_targets(labels, targets)
        return cls(str(told["topic"]), rows, targets, str(told["encoder"]), dict(told["facts"]))


@dataclass(frozen=True, eq=False)
class ExternalExample:
    """An image outside the collection used as a query example.

    Attributes:
        id: Key in the project file.
        name: Name given by the user.
        vector: Its features, shape (d,), read-only.
    """

    id: int
    name: str
    vector: FloatArray


@dataclass(frozen=True, eq=False)
class JudgingPool:
    """The images of a topic that are to be judged, because other systems rank them high.

    Attributes:
        query: Id of the topic in the runs of the systems.
        depth: How many images of each ranking are in the pool, at most.
        order: In which order they are judged, a name in :data:`annotator.evaluation.pooling.ORDERS`.
        images: Image ids, the best ranks first, shape (p,), int64, read-only; -1 for an image that was lost.
        systems: Positions in ``images`` of the ranking of each system, best first.
        chances: Probability with which each image was drawn to be judged, shape (p,), 0 of those that were not; None
            if all are to be judged.
    """

    query: str
    depth: int
    order: str
    images: IntArray
    systems: Mapping[str, tuple[int, ...]]
    chances: FloatArray | None = None

    @property
    def members(self) -> IntArray:
        """The images to judge, in the order of ``images``."""
        kept: IntArray = self.images[(self.images >= 0) & (True if self.chances is None else self.chances > 0)]
        return kept

    @property
    def rankings(self) -> dict[str, IntArray]:
        """The ranking of each system to the depth of the pool: image ids, best first."""
        found = {name: self.images[list(places)] for name, places in self.systems.items()}
        return {name: images[images >= 0] for name, images in found.items()}

    def to_json(self) -> str:
        """Return everything but the images as JSON text."""
        chances = None if self.chances is None else self.chances.tolist()
        told = {"query": self.query, "depth": self.depth, "order": self.order, "systems": self.systems}
        return json.dumps(told | {"chances": chances}, ensure_ascii=False)

    @property
    def step(self) -> Message:
        """What using it is called in the record."""
        return Message("pool of topic {topic}", topic=self.query)

    @classmethod
    def from_json(cls, text: str, images: bytes) -> JudgingPool:
        """Return the pool with this :meth:`to_json` and these images.

        Raises:
            LookupError, TypeError, ValueError: They are not what the program stores.
        """
        told = parse_json(text, dict)
        ids = np.frombuffer(images, "<i8")
        systems = {str(name): tuple(map(int, places)) for name, places in told["systems"].items()}
        if not all(0 <= place < len(ids) for places in systems.values() for place in places):
            raise ValueError("positions outside of the pool")
        chances = None if told["chances"] is None else np.array(told["chances"], np.float64)
        if chances is not None and chances.shape != ids.shape:
            raise ValueError("probabilities of other images")
        return cls(str(told["query"]), int(told["depth"]), str(told["order"]), ids, systems, chances)


class Given(NamedTuple):
    """What a topic has to go by besides labels.

    Attributes:
        examples: The external examples, oldest first.
        words: The words, None without words.
        inherited: The judgements of saved topics, oldest first.
        pool: The images to judge, None without a pool.
        rules: The rules, in the order in which they are listed.
    """

    examples: tuple[ExternalExample, ...] = ()
    words: Words | None = None
    inherited: tuple[Inherited, ...] = ()
    pool: JudgingPool | None = None
    rules: tuple[Rule, ...] = ()


NOTHING = Given()


class GoesBy:
    """A topic, now or as of an event: what it has to go by besides labels."""

    def _in_use(self) -> Given:
        raise NotImplementedError

    def examples(self) -> tuple[ExternalExample, ...]:
        """Return the external examples in use, oldest first."""
        return self._in_use().examples

    def words(self) -> Words | None:
        """Return the words in use, None without words."""
        return self._in_use().words

    def inherited(self) -> tuple[Inherited, ...]:
        """Return the judgements of saved topics in use, oldest first."""
        return self._in_use().inherited

    def pool(self) -> JudgingPool | None:
        """Return the pool in use, None without a pool."""
        return self._in_use().pool

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules, in the order in which they are listed."""
        return self._in_use().rules


def in_use(database: Database, topic: int, revision: int = 2**63 - 1) -> Given:
    """Return what a topic has to go by besides labels, as of an event.

    Raises:
        ProjectError: What is stored as words, as a pool or as judgements of a saved topic cannot be that.
    """
    stored = database.read(
        "SELECT id, name, vector, words, saved, pool FROM example WHERE topic = ? AND 1 = ("
        " SELECT used FROM example_change WHERE example = example.id AND event <= ?"
        " ORDER BY event DESC LIMIT 1) ORDER BY id",
        (topic, revision),
    )
    rows = [row[:5] for row in stored if row[5] is None]
    own = [row[:4] for row in rows if row[4] is None]
    found = [(key, name, np.frombuffer(vector, "<f8"), words) for key, name, vector, words in own]
    examples = tuple(ExternalExample(key, name, vector) for key, name, vector, words in found if words is None)
    try:
        inherited = tuple(Inherited.from_json(saved, vectors) for *_, vectors, _, saved in rows if saved is not None)
    except (LookupError, TypeError, ValueError) as error:
        raise ProjectError(
            "The judgements of a saved topic cannot be read from {path}: {error}", path=database.path, error=error
        ) from error
    words, rules = _said(database, [(words, vector) for _, _, vector, words in found if words is not None])
    return Given(examples, words, inherited, _pool(database, stored), rules)


def _said(database: Database, stored: Sequence[tuple[str, FloatArray]]) -> tuple[Words | None, tuple[Rule, ...]]:
    """Return the latest words and the latest rules among the words in use."""
    words: Words | None = None
    rules: tuple[Rule, ...] = ()
    try:
        for text, direction in stored:
            facts = parse_json(text, dict)
            if RULES in facts:
                rules = rules_of(facts)
            else:
                words = words_of(facts, direction)
    except (LookupError, TypeError, ValueError) as error:
        raise ProjectError(
            "The words of this topic cannot be read from {path}: {error}", path=database.path, error=error
        ) from error
    return (words if words is not None and words.text else None), rules


def _pool(database: Database, rows: Sequence[Sequence[Any]]) -> JudgingPool | None:
    """Return the latest pool among rows of examples in use."""
    found = [(row[5], row[2]) for row in rows if row[5] is not None]
    try:
        return JudgingPool.from_json(*found[-1]) if found else None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(
            "The pool of a topic cannot be read from {path}: {error}", path=database.path, error=error
        ) from error


def pools_in_use(database: Database) -> dict[int, JudgingPool]:
    """Return the pool in use of each topic that has one.

    Raises:
        ProjectError: What is stored as a pool cannot be that.
    """
    rows = database.read(
        "SELECT id, topic, vector, NULL, NULL, pool FROM example WHERE pool IS NOT NULL AND 1 = ("
        " SELECT used FROM example_change WHERE example = example.id ORDER BY event DESC LIMIT 1) ORDER BY id"
    )
    latest = {row[1]: row for row in rows}
    pools = {topic: _pool(database, [row]) for topic, row in latest.items()}
    return {topic: pool for topic, pool in pools.items() if pool is not None}


def add_example(
    place: tuple[sqlite3.Connection, int, int],
    name: str,
    vector: AnyFloatArray | IntArray,
    words: str | None = None,
    saved: str | None = None,
    pool: str | None = None,
) -> None:
    """Store an example, words, the judgements of a saved topic or a pool, in the caller's transaction.

    Args:
        place: Connection, topic, and the event since which it is in use.
        name: What it is called.
        vector: Its features, or the images of a pool.
        words: Words or rules as JSON.
        saved: Judgements of a saved topic as JSON.
        pool: A pool as JSON.
    """
    connection, topic, event = place
    example = connection.execute(
        "INSERT INTO example (topic, name, vector, words, saved, pool) VALUES (?, ?, ?, ?, ?, ?)",
        (topic, name, vector.tobytes(), words, saved, pool),
    ).lastrowid
    assert example is not None
    use_example(connection, event, example, used=True)


def use_example(connection: sqlite3.Connection, event: int, example: int, *, used: bool) -> None:
    """Store that an event began or ended the use of an example, in the caller's transaction."""
    connection.execute("INSERT INTO example_change (event, example, used) VALUES (?, ?, ?)", (event, example, used))
