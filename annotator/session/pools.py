"""Pools of a test collection: what other systems found for many topics, judged topic by topic, and how they compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from annotator.data.exporting.trec import topic_id
from annotator.data.importing.runs import read_runs, read_topics
from annotator.data.project import batches
from annotator.data.project.examples import JudgingPool, pools_in_use
from annotator.data.project.export_source import grades_of_topics
from annotator.data.project.judgements import Judgements
from annotator.data.project.topics import Topic
from annotator.data.project.topics import checked as checked_topic
from annotator.errors import ConfigError, ProjectError
from annotator.evaluation.measures import judged_share
from annotator.evaluation.pooling import ORDERS
from annotator.evaluation.systems import (
    JudgedTopic,
    LeftOut,
    Runs,
    SystemScores,
    grades_of,
    reusability,
    scores,
    with_relevant,
)
from annotator.messages import Message
from annotator.runtime.job import Job
from annotator.session.calls import Count, StrPath, checked
from annotator.session.pool_building import check_apart, pool_of
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.session.topics import Topics
from annotator.types import UNLABELLED, Batch, IntArray, LabelCodes, Progress, Selection

_Read = tuple[Mapping[str, str], Runs]  # the text of each topic by its id, and the rankings

STRATEGY = "pool"
"""What batches from a pool have in place of the name of a strategy."""

NOTE = Message("From the pool: images that other systems rank high.")


@dataclass(frozen=True)
class PoolState:
    """How far the pool of a topic is judged.

    Attributes:
        topic: Name of the topic.
        query: Its id in the runs.
        depth: How many images of each ranking are in the pool, at most.
        order: In which order they are judged.
        sampled: Whether they are a sample with known probabilities.
        size: Images to judge.
        judged: Those of them that have a label.
        systems: Share of the images of each system's ranking to that depth that have a label.
    """

    topic: str
    query: str
    depth: int
    order: str
    sampled: bool
    size: int
    judged: int
    systems: Mapping[str, float]


@dataclass(frozen=True)
class Pooled:
    """What reading runs brought.

    Attributes:
        changed: Names of the topics that have another pool now.
        added: Names of those that are new.
        without_run: Ids of topics that no run ranks.
    """

    changed: tuple[str, ...]
    added: tuple[str, ...]
    without_run: tuple[str, ...]


@dataclass(frozen=True)
class Evaluation:
    """Systems compared by the judgements of all topics.

    Attributes:
        topics: Ids of the topics that count.
        without_relevant: Ids of ranked topics that have no relevant image, and do not count.
        unknown: Ids of ranked topics that the project does not have.
        systems: The measures of each system, the best mean average precision first.
        reusability: What changes if a system had not contributed to the pool, for each.
    """

    topics: tuple[str, ...]
    without_relevant: tuple[str, ...]
    unknown: tuple[str, ...]
    systems: tuple[SystemScores, ...]
    reusability: tuple[LeftOut, ...]


@checked
class Pools:
    """The pools of the topics. Adding one is a step of its topic that can be undone."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections

    @property
    def _topics(self) -> Topics:
        return Topics(self._state, self._selections)  # without labels that it read before

    def add(
        self,
        runs: Iterable[StrPath],
        *,
        topics: StrPath | None = None,
        depth: Count | None = None,
        order: str | None = None,
        sample: Count | None = None,
    ) -> Job[_Read, Pooled]:
        """Read runs of systems, and pool the images to judge for each topic; topics that are missing are added.

        Systems that are read later join the pool. Nothing is stored unless all of it can be. The errors of files come
        when the job runs.

        Args:
            runs: Files of runs: TREC, the JSON of ranx, or tables with topic, image, score and perhaps system.
            topics: Lines of id, tab, text: the names of the topics.
            depth: How many images of each ranking are judged, at most; that of the pool, else
                :data:`annotator.session.pool_building.DEPTH`.
            order: In which order, a name in :data:`annotator.evaluation.pooling.ORDERS`; that of the pool, else the
                first.
            sample: How many images of each pool are drawn to be judged, with known probabilities; all unless given.

        Raises:
            ImportLabelsError: A file cannot be read or understood, or names an image that the project does not have.
            ConfigError: There is no such order, or depth or sample are less than 1.
            ProjectError: A name cannot be that of a topic, or a pool does not go with the one that the topic has.
        """
        if order is not None and order not in ORDERS:
            raise ConfigError(
                "There is no order {order!r}; there are: {orders}.", order=order, orders=", ".join(ORDERS)
            )
        for number in (depth, sample):
            if number is not None and number < 1:
                raise ConfigError("{number} images: a pool has at least one.", number=number)
        file = None if topics is None else Path(topics)

        def pool(found: _Read) -> Pooled:
            return self._pool(found, file, (depth, order, sample))

        return Job.of(self._reading(runs, file), pool)

    def _reading(self, runs: Iterable[StrPath], topics: Path | None = None) -> Callable[[Progress], _Read]:
        """Return a function that reads runs and the texts of topics, in any thread."""
        files, paths, root = [Path(one) for one in runs], self._state.collection.paths, self._state.images_root
        return lambda progress: (
            {} if topics is None else read_topics(topics),
            read_runs(files, paths, root, progress),
        )

    def _pool(self, found: _Read, topics: Path | None, how: tuple[int | None, str | None, int | None]) -> Pooled:
        texts, ranked = found
        queries = list(dict.fromkeys([*texts, *(query for rankings in ranked.values() for query in rankings)]))
        stray = [query for query in queries if texts and query not in texts]
        if stray:
            raise ProjectError(
                "{path}: the runs rank the topic {topic!r}, which is not in this file.", path=topics, topic=stray[0]
            )
        stored = pools_in_use(self._state.database)
        known = {query: self._known(stored, query, texts.get(query, "")) for query in queries}
        check_apart({query: topic.name if topic else texts.get(query, query) for query, topic in known.items()})
        pools: dict[str, JudgingPool] = {}
        for query in queries:
            rankings = {name: one[query] for name, one in ranked.items() if query in one}
            topic = known[query]
            before = None if topic is None else stored.get(topic.id)
            if rankings or before is None:  # a pool without images keeps the id of the topic
                pool = pool_of(query, rankings, before, *how)
                if before is None or pool.to_json() != before.to_json():
                    pools[query] = pool
        new = [query for query in queries if known[query] is None]
        for query in new:  # nothing is stored before all names can be
            checked_topic(replace(self._state.topic, name=texts.get(query, query)))
        there = {query: topic or self._topics.add(texts.get(query, query)) for query, topic in known.items()}
        for query, pool in pools.items():
            self._store(there[query], pool)
        return Pooled(
            tuple(there[query].name for query, pool in pools.items() if pool.systems),
            tuple(there[query].name for query in new),
            tuple(query for query in queries if not any(query in rankings for rankings in ranked.values())),
        )

    def _known(self, pools: Mapping[int, JudgingPool], query: str, text: str) -> Topic | None:
        """Return the topic with an id in runs: that of its pool, else its name, its text, or what exports call it."""
        by_id = {pool.query: topic for topic, pool in pools.items()}
        own: dict[int, Topic] = {topic.id: topic for topic in (*self._topics, *self._topics.archived)}
        if query in by_id and by_id[query] in own:
            return own[by_id[query]]
        names = {text.casefold(), query.casefold()}
        return next((one for one in own.values() if one.name.casefold() in names or topic_id(one.name) == query), None)

    def _store(self, topic: Topic, pool: JudgingPool) -> None:
        state = self._state
        current = topic.id == state.topic.id
        judgements = state.judgements if current else Judgements(state.database, topic.id)
        round_ = state.database.read("SELECT coalesce(max(round), 0) FROM batch WHERE topic = ?", (topic.id,))[0][0]
        state.done(judgements.use_pool(pool, round=round_, at=state.now()))

    @property
    def current(self) -> JudgingPool | None:
        """The pool of the current topic; None if it has none."""
        return self._state.judgements.pool()

    @property
    def judged(self) -> tuple[int, int]:
        """How many images of the pool of the current topic are judged, and how many it has; (0, 0) without a pool."""
        pool = self.current
        if pool is None:
            return 0, 0
        codes = self._state.judgements.codes(self._state.n_images)[pool.members]
        return int(np.count_nonzero(codes != UNLABELLED)), len(codes)

    @property
    def left(self) -> IntArray:
        """The unjudged images of the pool of the current topic whose files are there, those to judge next first."""
        pool = self.current
        if pool is None:
            return np.empty(0, np.int64)
        codes = self._state.judgements.codes(self._state.n_images)
        order = ORDERS.get(pool.order, next(iter(ORDERS.values())))
        return self._there(order(pool.rankings, pool.members, codes))

    def _there(self, images: IntArray) -> IntArray:
        return images[~np.isin(images, self._state.collection.missing)]

    @property
    def _anything_left(self) -> bool:
        """Whether :attr:`left` has images; their order, which the window need not wait for, is not computed."""
        pool = self.current
        if pool is None:
            return False
        codes = self._state.judgements.codes(self._state.n_images)[pool.members]
        return len(self._there(pool.members[codes == UNLABELLED])) > 0

    @property
    def waiting(self) -> bool:
        """Whether the next batch comes from the pool."""
        return not self._state.project.read_only and self._anything_left

    @property
    def finished(self) -> bool:
        """Whether the newest batch is from the pool, and nothing of the pool is left to judge."""
        latest = self._state.batches[-1:]
        return bool(latest) and latest[0].strategy == STRATEGY and not self._anything_left

    def next_batch(self, k: int | None = None) -> Batch | None:
        """Store and return the next images of the pool as a batch, one of each stack; None if none is left.

        Args:
            k: How many images; the batch size unless given.
        """
        state, pool, left = self._state, self.current, self.left
        if pool is None or not len(left):
            return None
        if self._selections.stacks is not None:
            _, first = np.unique(self._selections.stacks.of[left], return_index=True)
            left = left[np.sort(first)]
        topic, none = state.topic, np.empty(0, np.float32)
        parameters = {"depth": pool.depth, "order": pool.order}
        selection = Selection(
            *(state.judgements.revision, state.round + 1, np.empty(0, np.int64), np.empty(0), none, none),
            *(STRATEGY, parameters, (topic.seed,), 1.0, 0.0),
            note=NOTE,
            model=topic.model,
            scope=topic.scope,
        )
        images = [(image, float("nan")) for image in left[: state.batch_size(k)].tolist()]
        with state.database.transaction() as connection:
            batch = batches.insert(connection, topic.id, selection, images, state.now())
        state.batches.append(batch)
        return batch

    def progress(self) -> tuple[PoolState, ...]:
        """Return how far the pool of each topic in use is judged, oldest topic first."""
        pools = pools_in_use(self._state.database)
        return tuple(
            _state_of(topic, pools[topic.id], self._topics.codes(topic.id))
            for topic in self._topics
            if topic.id in pools
        )

    @property
    def queries(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each topic in use, oldest first; without a pool, the id that exports give it."""
        pools = pools_in_use(self._state.database)
        return tuple(
            (pools[topic.id].query if topic.id in pools else topic_id(topic.name), topic.name) for topic in self._topics
        )

    def evaluate(self, runs: Iterable[StrPath]) -> Job[_Read, Evaluation]:
        """Evaluate the runs of systems by the judgements of all topics in use.

        The errors come when the job runs.

        Args:
            runs: Files of runs, as for :meth:`add`.

        Raises:
            ImportLabelsError: A file cannot be read or understood, or names an image that the project does not have.
            ProjectError: No ranked topic has a relevant image.
        """
        return Job.of(self._reading(runs), lambda found: self._evaluate(found[1]))

    def _evaluate(self, ranked: Runs) -> Evaluation:
        pools = pools_in_use(self._state.database)
        grades = grades_of_topics(self._state.database, list(self._topics))
        topics: dict[str, JudgedTopic] = {}
        unknown = []
        for query in dict.fromkeys(query for rankings in ranked.values() for query in rankings):
            topic = self._known(pools, query, "")
            if topic is None or topic.archived:
                unknown.append(query)
            else:
                codes = self._topics.codes(topic.id).copy()
                for image, grade in grades.get(topic.name, {}).items():
                    codes[image] = grade
                topics[query] = _judged(query, codes, pools.get(topic.id))
        counted = with_relevant(list(topics.values()))
        if not counted:
            raise ProjectError("None of the topics that the runs rank has a relevant image yet. Judge some first.")
        names = {topic.id for topic in counted}
        return Evaluation(
            tuple(topic.id for topic in counted),
            tuple(query for query in topics if query not in names),
            tuple(unknown),
            tuple(scores(ranked, counted)),
            tuple(reusability(ranked, counted)),
        )


def _state_of(topic: Topic, pool: JudgingPool, codes: LabelCodes) -> PoolState:
    members = pool.members
    judged = _judged(pool.query, codes, pool)
    return PoolState(
        topic.name,
        pool.query,
        pool.depth,
        pool.order,
        pool.chances is not None,
        len(members),
        int(np.count_nonzero(codes[members] != UNLABELLED)),
        {name: judged_share(grades_of(images, judged), pool.depth) for name, images in pool.rankings.items()},
    )


def _judged(query: str, codes: LabelCodes, pool: JudgingPool | None) -> JudgedTopic:
    if pool is None:
        return JudgedTopic(query, codes, np.empty(0, np.int64), {})
    there = pool.images >= 0
    chances = None
    if pool.chances is not None:
        chances = np.zeros(len(codes))
        chances[pool.images[there]] = pool.chances[there]
    return JudgedTopic(query, codes, np.sort(pool.images[there]), pool.rankings, chances)


def topics_table(queries: Sequence[tuple[str, str]]) -> str:
    """Return topics as lines of id, tab, text."""
    return "".join(f"{query}\t{name}\n" for query, name in queries)
