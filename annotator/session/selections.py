"""The engine that chooses batches: snapshots of the topic go out, selections come back in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from weakref import WeakMethod

import numpy as np
from numpy.typing import NDArray

from annotator.data.features import graph_file
from annotator.data.judges.opinions import Opinions, opinions_on, read_opinions
from annotator.data.metadata import scope as scopes
from annotator.data.project import batches
from annotator.data.project.judgements import Judgements
from annotator.data.project.log.rules import Rule
from annotator.data.project.places import scratch_folder
from annotator.data.project.snapshot import one_per_stack, rank_images, take_snapshot, with_inherited
from annotator.data.project.topic_at_revision import TopicAtRevision, topic_at_revision
from annotator.engine import Engine
from annotator.errors import ProjectError
from annotator.model.factor_file import FOLDER, FactorCache
from annotator.numerics.stacks import Stacks
from annotator.runtime.paths import UserFolders
from annotator.session.calls import Count, checked
from annotator.session.state import State
from annotator.strategies import first_check
from annotator.strategies.batch_order import exceptions_first
from annotator.strategies.registry import Registry
from annotator.tiled_engine import engine_over
from annotator.types import Batch, IntArray, Ranking, Selection, Snapshot

Votes = Callable[[Sequence[Rule]], NDArray[np.int8] | None]


@checked
class Selections:
    """Access for programs that run the engine on a separate thread; a caller that waits does not need it.

    ``accept(engine.select(snapshot()))`` is what :meth:`~annotator.session.session.Session.next_batch` does. Users may
    judge while the engine works: a selection is checked against the judgements made since its snapshot.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._engine: Engine | None = None
        self._cluster: str | None = None
        self._earlier: tuple[int, TopicAtRevision] | None = None
        self._said: tuple[tuple[int, int], Opinions] | None = None
        self._stacks: Stacks | None = None
        self._stack_of_row: tuple[IntArray, IntArray] | None = None  # of that array of images by row
        self._votes: Callable[[], Votes | None] = lambda: None

    def vote_by(self, votes: Votes) -> None:
        """Let rules vote by this method, which returns their votes on all rows, shape (r, n_rows), or None.

        It is held weakly: an object that is no longer used lets go of the project's lock at once.
        """
        self._votes = WeakMethod(votes)

    @property
    def registry(self) -> Registry:
        """The strategies that can be chosen."""
        return self._state.extensions.registry

    @property
    def engine(self) -> Engine:
        """The engine that chooses batches; created on first use. It belongs to the thread that calls it."""
        state = self._state
        if self._engine is None:
            _ = state.database.connection  # a closed project gets none
        if self._engine is None and self._cluster is not None:
            from annotator.cluster.engine import connected

            features, layout = state.store.path.resolve(), state.project.layout
            self._engine = connected(
                self._cluster, features, state.store.n, layout, state.usable, state.extensions.registry
            )
        elif self._engine is None:
            graph = graph_file.load(state.project.path, state.project.fingerprint)
            self._engine = engine_over(
                state.store,
                state.store.tiles,
                usable=state.usable,
                registry=state.extensions.registry,
                graph=graph,
                scratch=scratch_folder(),
                cache=FactorCache(UserFolders().cache / FOLDER, state.project.fingerprint),
            )
        return self._engine

    @property
    def stacks(self) -> Stacks | None:
        """Images that are judged together: one per batch, and one to learn from; None for no stacks."""
        return self._stacks

    def use_stacks(self, stacks: Stacks | None) -> None:
        """Use stacks from the next selection on; rankings by other stacks are out of date."""
        if any(one is not None and len(one.heads()) for one in (stacks, self._stacks)):
            self._state.rankings.clear()
        self._stacks, self._stack_of_row = stacks, None

    def _stacks_by_row(self) -> IntArray | None:
        """Return the stack of each feature row, shape (n_rows,); rows without an image have any."""
        images = self._state.image_of_row
        if self._stacks is None:
            return None
        if self._stack_of_row is None or self._stack_of_row[0] is not images:
            self._stack_of_row = (images, self._stacks.of[images])
        return self._stack_of_row[1]

    @property
    def has_graph(self) -> bool:
        """Whether the engine is there and has the neighbor graph."""
        return self._engine is not None and self._engine.graph is not None

    @property
    def cluster(self) -> str | None:
        """Address of the Dask cluster on whose workers batches are chosen; None for this machine."""
        return self._cluster

    def renew_engine(self) -> Engine:
        """Return a new engine in place of one whose thread never ends; the old one stays with its thread."""
        self._engine = None
        return self.engine

    def use_cluster(self, address: str | None) -> None:
        """Choose batches on the workers of a Dask cluster from now on; None for this machine."""
        self.close()
        self._cluster = address

    def close(self) -> None:
        """Close the engine; the next use creates another one."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def rows_arrived(self) -> None:
        """Let the next selection use rows that have been computed since; rankings without them are out of date."""
        self._state.rankings.clear()
        if self._engine is not None:
            self._engine.usable = self._state.usable

    def forget(self) -> None:
        """Drop the engine, rankings and everything else that refers to changed images or rows."""
        self.close()
        self._state.rankings.clear()
        self._earlier = self._said = None
        self._stacks = None

    def snapshot(self, k: Count | None = None) -> Snapshot:
        """Return everything the next selection depends on.

        Args:
            k: Number of images wanted, the batch size unless given; 0 asks for the ranking only.
        """
        state = self._state
        snapshot = self._snapshot(state.judgements, state.round + 1, k)
        if k is None and snapshot.example_y is not None and not snapshot.rows.size:
            snapshot = dataclasses.replace(snapshot, k=first_check.COUNT)
        gone = state.row_of_image[state.collection.missing]
        if gone.size:  # their features are valid, but the files cannot be shown
            snapshot = dataclasses.replace(snapshot, closed=np.union1d(snapshot.closed, gone[gone >= 0]))
        snapshot = scopes.steered(snapshot, state.topic.scope, state.metadata, state.image_of_row)
        if snapshot.k == 0 or not state.topic.scope.bursts or self._cluster is not None:
            return snapshot
        steering = dataclasses.replace(snapshot.steering, stacks=self._stacks_by_row())
        return dataclasses.replace(snapshot, steering=steering)

    def snapshot_before(self) -> Snapshot | None:
        """Return the judgements before the open batch with the settings now; None if there were none."""
        state = self._state
        if not state.batches:
            return None
        batch = state.batches[-1]
        if self._earlier is None or self._earlier[0] != batch.id:
            self._earlier = (batch.id, topic_at_revision(state.database, state.topic.id, batch.revision))
        snapshot = self._snapshot(self._earlier[1], batch.round, 0)
        return snapshot if snapshot.knows_something else None

    def _snapshot(self, judgements: Judgements | TopicAtRevision, round: int, k: int | None) -> Snapshot:
        state = self._state
        snapshot = take_snapshot(
            state.topic,
            judgements,
            row_of_image=state.row_of_image,
            usable=state.usable,
            n_features=state.store.d,
            round=round,
            k=k,
            scale=state.store.scale,
        )
        if opinions_on(state.topic, tuple(state.topics.values())):
            doubt = self._opinions().doubt(state.image_of_row[snapshot.rows], snapshot.y)
            snapshot = dataclasses.replace(snapshot, doubt=doubt)
        stack_of_row = self._stacks_by_row()
        if stack_of_row is not None and len(snapshot.rows):
            snapshot = one_per_stack(snapshot, stack_of_row)
        known = state.store.extractor, state.store.d
        if inherited := [one for one in judgements.inherited() if one.fit(*known)]:
            snapshot = with_inherited(snapshot, inherited, state.store.scale)
        if (votes := self._votes()) is not None:
            snapshot = dataclasses.replace(snapshot, votes=votes(judgements.rules()))
        words = judgements.words()
        if words is None or not words.fit(*known):
            return snapshot
        return dataclasses.replace(snapshot, words=words.direction)

    def _opinions(self) -> Opinions:
        """Return what people said about the images of the topic; they are read when something was judged since."""
        state = self._state
        topics = tuple(state.topics.values())
        key = (state.topic.id, state.database.latest_event)
        if self._said is None or self._said[0] != key:
            self._said = (key, read_opinions(state.database, state.topic, topics))
        return self._said[1]

    def answers(self, selection: Selection) -> bool:
        """Return whether ``selection`` can become the next batch: same topic, next round, no newer labels.

        A selection computed before the latest judgements is still valid.
        """
        return self._concerns(selection) and selection.round == self._state.round + 1

    def accept(self, selection: Selection) -> Batch | None:
        """Store a selection as the open batch and return it; durable before it is shown.

        Images judged since its snapshot are left out.

        Returns:
            The batch, or None if nothing is left of it; then the open batch stays open.

        Raises:
            ProjectError: The selection is for another topic or round, see :meth:`answers`, or it could not be stored.
        """
        state = self._state
        if not self.answers(selection):
            raise ProjectError(
                "This batch was chosen for another topic, or for round {wanted} while {topic!r} is in round {round}. "
                "Ask for the next batch again.",
                wanted=selection.round,
                topic=state.topic.name,
                round=state.round,
            )
        order = exceptions_first(selection.mean[selection.rows])
        rows, scores = selection.rows[order], selection.scores[order]
        chosen = zip(state.image_of_row[rows].tolist(), scores.tolist(), strict=True)
        images = [(image, score) for image, score in chosen if image >= 0 and image not in state.judgements.labels]
        if not images:
            return None
        with state.database.transaction() as connection:
            batch = batches.insert(connection, state.topic.id, selection, images, state.now())
        state.batches.append(batch)
        return batch

    def accept_ranking(self, selection: Selection | tuple[Selection, Ranking]) -> Ranking:
        """Store the ranking of a selection unless a newer one is stored; returns the stored one.

        Sorting a million images takes a tenth of a second: a caller who cannot wait for that calls
        :func:`annotator.data.project.snapshot.rank_images` on another thread and gives the pair (selection, ranking).

        Raises:
            ProjectError: The selection is for another topic.
        """
        selection, ranking = selection if isinstance(selection, tuple) else (selection, None)
        topic = self._state.topic
        if not self._concerns(selection):
            raise ProjectError(
                "This ranking does not belong to the topic {topic!r}. Request it again.", topic=topic.name
            )
        latest = self._state.rankings.get(topic.id)
        if latest is not None and (latest.revision, latest.round) > (selection.revision, selection.round - 1):
            return latest
        ranking = ranking or rank_images(selection, self._state.row_of_image)
        self._state.rankings[topic.id] = ranking
        return ranking

    def _concerns(self, selection: Selection) -> bool:
        topic = self._state.topic
        same = selection.seed[:2] == (topic.seed, topic.id)
        return same and selection.revision <= self._state.judgements.revision
