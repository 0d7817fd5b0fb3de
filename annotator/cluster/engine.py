"""Engine over the parts of a collection; counterpart of :class:`annotator.engine.Engine` for a single feature file.

The same snapshot gives the same batch, up to rounding, whatever the number of parts and even if machines are lost.
"""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.cluster.links import DaskLinks, Links
from annotator.cluster.pool import RemotePosterior
from annotator.cluster.screens import OF_STRATEGY
from annotator.cluster.shard import Observations, Part, Setting, read_rows
from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.engine import BATCH_LAG, Engine
from annotator.errors import ModelError, StrategyError
from annotator.model.geometry import Geometry, frame_of
from annotator.model.hyperparameters import adapted, balanced, n_used_for_selection
from annotator.model.label_errors import Review, review
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings, values_of
from annotator.strategies.base import Strategy
from annotator.strategies.only_left import only_left
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.registry import Registry
from annotator.strategies.run_strategy import run_strategy
from annotator.strategies.shortlist import LARGEST_SHORTLIST
from annotator.types import BoolArray, FloatArray, IntArray, Progress, Selection, Snapshot


class ClusterEngine(Engine):
    """Selects batches over the parts of a collection. Not thread-safe: use from one thread at a time.

    Args:
        links: Connections to the parts.
        parts: Parts of the collection, in order of its rows, see :func:`split`.
        usable: Mask of the rows that may be proposed, shape (n,); default all rows.
        registry: Available strategies; default the built-in ones.

    Attributes:
        n, d: Number of rows and features of the collection.
    """

    def __init__(
        self, links: Links, parts: Sequence[Part], *, usable: BoolArray | None = None, registry: Registry | None = None
    ) -> None:
        self.links = links
        self._starts = np.array([part.first for part in parts])
        self.n = int(parts[-1].first + parts[-1].stop - parts[-1].start)
        self._vectors: dict[int, FloatArray] = {}
        by_file = {(part.path, part.layout) for part in parts}
        one = next(iter(by_file)) if len(by_file) == 1 and parts[0].start == 0 else None
        self._sampled = parts
        frame = frame_of(self.n, lambda rows: self._read(rows, one))
        self._frame, self.d = frame, len(frame.center)
        super().__init__(RemoteFeatures(self), usable=usable, registry=registry)
        self._parts = [
            Setting(part, frame, None if usable is None else usable[part.first : part.first + part.stop - part.start])
            for part in parts
        ]

    def select(self, snapshot: Snapshot, progress: Progress | None = None) -> Selection:
        """Select ``snapshot.k`` rows; see :meth:`annotator.engine.Engine.select`.

        Raises:
            StrategyError: The strategy does not support clusters, or there is no label and no example.
            ConfigError: The cluster does not respond.
        """
        progress = progress or Progress()
        start = time.perf_counter()
        strategy = self.registry.make(snapshot.strategy, snapshot.parameters) if snapshot.k > 0 else None
        screens = () if strategy is None else self._screens(strategy, snapshot)
        known, local = self._known(snapshot, answered=True)
        progress.step(0.1)
        rows, scores, evaluations, note = np.empty(0, np.int64), np.empty(0), 0, ""
        if strategy is not None:
            rows, scores, evaluations, note = self._choose_among(strategy, snapshot, screens, known, local, progress)
        values = self.links.ask(self._parts, known, "scores")
        progress.step(1.0)
        return Selection(
            revision=snapshot.revision,
            round=snapshot.round,
            rows=rows,
            scores=scores,
            mean=np.concatenate([mean for mean, _ in values]),
            std=np.concatenate([std for _, std in values]),
            strategy=snapshot.strategy,
            parameters=snapshot.parameters if strategy is None else values_of(strategy),
            seed=snapshot.seed,
            length_scale=local.length_scale(known.settings),
            seconds=time.perf_counter() - start,
            evaluations=evaluations,
            note=note,
            model=known.settings,
            scope=snapshot.steering.scope,
        )

    def prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None = None) -> None:
        """Let the parts process ``rows`` ahead of their judgement; see :meth:`annotator.engine.Engine.prepare`."""
        (progress or Progress()).step(0.0)
        known, _ = self._known(snapshot, answered=False, ahead=rows[~np.isin(rows, snapshot.rows)])
        self.links.ask(self._parts, known, "learn")

    def settings(self, snapshot: Snapshot) -> ModelSettings:
        """Return the model settings in effect for the snapshot."""
        return self._known(snapshot, answered=True)[0].settings

    def length_scale(self, settings: ModelSettings) -> float:
        """Return the length scale in effect with ``settings``, in units of feature distance."""
        return settings.length_scale or self._frame.median_distance

    def review(self, snapshot: Snapshot, corrected: int = 0, progress: Progress | None = None) -> Review:
        """Return the judgements that are probably wrong; see :meth:`annotator.engine.Engine.review`."""
        known, local = self._known(snapshot, answered=True)
        model, m = known.settings, len(snapshot.rows)
        kernel = local.kernel(model)
        points = kernel.points(np.arange(m))
        reviewed = np.isin(snapshot.rows, snapshot.reviewed)
        labels = (snapshot.rows, snapshot.y, model.prior_mean, model.noise, reviewed, corrected)
        return review(kernel.between(points, points), *labels)

    def close(self) -> None:
        """Release the parts on all machines."""
        self.links.close()

    def _screens(self, strategy: Strategy, snapshot: Snapshot) -> tuple[str, ...]:
        if strategy.name not in OF_STRATEGY:
            raise StrategyError(
                "The strategy {strategy} looks at the whole collection at once and cannot choose over a cluster. "
                "These can: {strategies}.",
                strategy=strategy.name,
                strategies=", ".join(sorted(OF_STRATEGY)),
            )
        if snapshot.words is not None:
            raise StrategyError(
                "On a cluster, words cannot be used. Take the words of the topic off, or work on this machine."
            )
        if snapshot.votes is not None:
            raise StrategyError(
                "On a cluster, rules cannot be used. Remove the rules of the topic, or work on this machine."
            )
        steering = snapshot.steering
        if steering.weights is not None or steering.strata is not None:
            raise StrategyError(
                "On a cluster, a topic can be limited by a filter, but not by weights or strata. Switch them off in "
                "the settings of the topic."
            )
        if not len(snapshot.rows) and not len(snapshot.examples):
            raise StrategyError(
                "On a cluster, the first batch cannot be chosen without a judgement. Judge an image or pick an "
                "example first."
            )
        return OF_STRATEGY[strategy.name]

    def _choose_among(
        self,
        strategy: Strategy,
        snapshot: Snapshot,
        screens: tuple[str, ...],
        known: Observations,
        local: RelevanceModel,
        progress: Progress,
    ) -> tuple[IntArray, FloatArray, int, str]:
        limits = [getattr(strategy, name, None) or 0 for name in ("candidates", "top")]
        limit = max(LARGEST_SHORTLIST, *limits)
        closed = [self._inside(snapshot.closed, i) for i in range(len(self._parts))]
        same = [[value] * len(self._parts) for value in (screens, limit, snapshot.k)]
        found = self.links.ask(self._parts, known, "candidates", [known] * len(closed), closed, *same)
        novel = sum(part.novel for part in found)
        # Parts with only duplicates of judged images report them, too; they count only if all parts have no others.
        kept = [part for part in found if part.novel or not novel]
        rows = np.concatenate([part.rows for part in kept])
        k = min(snapshot.k, novel or sum(part.open for part in found))
        if k == 0:
            return rows, np.empty(0), 0, only_left(0, snapshot, copies=False)
        mean, var = (np.concatenate([getattr(part, name) for part in kept]) for name in ("mean", "var"))
        posterior = RemotePosterior(self, known, local, rows, mean, var)
        rng = np.random.default_rng(list(snapshot.seed))
        pool = PosteriorPool(posterior, rows, snapshot.rows, snapshot.y, rng, progress)  # type: ignore[arg-type]
        chosen = run_strategy(strategy, pool, k)
        scores = np.array([pool.scores.get(int(row), np.nan) for row in chosen])
        return chosen, scores, pool.evaluations, only_left(k, snapshot, copies=not novel)

    def gather(self, known: Observations, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return features, shape (s, d), and columns of V, shape (m, s), for rows of the collection."""
        part_of_row = np.searchsorted(self._starts, rows, side="right") - 1
        asked_of = np.unique(part_of_row)
        wanted = [rows[part_of_row == i] for i in asked_of]
        found = self.links.ask([self._parts[i] for i in asked_of], known, "gather", wanted)
        order = np.argsort(np.concatenate([np.flatnonzero(part_of_row == i) for i in asked_of]))
        return (
            np.concatenate([features for features, _ in found])[order],
            np.concatenate([v for _, v in found], axis=1)[:, order],
        )

    def _known(
        self, snapshot: Snapshot, *, answered: bool, ahead: IntArray | None = None
    ) -> tuple[Observations, RelevanceModel]:
        """Return the observations to send to the parts, and a model of the judged rows alone."""
        rows = snapshot.rows if ahead is None else np.concatenate([snapshot.rows, ahead])
        vectors = self.features_of(rows)
        geometry = Geometry(ArrayFeatures(vectors if len(vectors) else np.zeros((1, self.d))), frame=self._frame)
        local = RelevanceModel(geometry)
        settings = local.complete(snapshot.model)
        m = n_used_for_selection(len(rows), BATCH_LAG)
        if settings.adapt and m:
            settings = adapted(local, np.arange(m), snapshot.y[:m], settings)
        noise = np.full(len(rows), settings.noise)
        if answered:
            trusted = balanced(snapshot.y, n_used_for_selection(len(rows), BATCH_LAG), settings)
            noise = noise if trusted is None else trusted
        if snapshot.doubt is not None:
            noise[: len(snapshot.rows)] *= snapshot.doubt
        examples = np.asarray(snapshot.examples, np.float64)
        targets = snapshot.targets - settings.prior_mean
        known = Observations(
            keys=np.concatenate([rows, -1 - np.arange(len(examples))]),
            vectors=np.concatenate([vectors, examples]),
            noise=np.concatenate([noise, np.full(len(examples), settings.noise)]),
            targets=targets if answered else None,
            settings=settings,
        )
        return known, local

    def features_of(self, rows: IntArray) -> FloatArray:
        """Return the features of rows; each row is read only once."""
        missing = np.array([row for row in rows.tolist() if row not in self._vectors], np.int64)
        if len(missing):
            part_of_row = np.searchsorted(self._starts, missing, side="right") - 1
            asked_of = np.unique(part_of_row)
            wanted = [missing[part_of_row == i] for i in asked_of]
            found = self.links.ask([self._parts[i] for i in asked_of], None, "features", wanted)
            for some, vectors in zip(wanted, found, strict=True):
                self._vectors |= zip(some.tolist(), np.asarray(vectors, np.float64), strict=True)
        return np.array([self._vectors[row] for row in rows.tolist()]).reshape(len(rows), self.d)

    def _inside(self, rows: IntArray, i: int) -> IntArray:
        part = self._parts[i].part
        return rows[(rows >= part.first) & (rows < part.first + part.stop - part.start)]

    def _read(self, rows: IntArray, one: tuple[str, FeatureLayout] | None) -> FloatArray:
        """Read rows of the collection, ascending, before any part is open."""
        if one is not None:
            return np.asarray(self.links.call(read_rows, *one, rows))
        found = []
        for part in self._sampled:
            mine = rows[(rows >= part.first) & (rows < part.first + part.stop - part.start)]
            if len(mine):
                found.append(self.links.call(read_rows, part.path, part.layout, mine - part.first + part.start))
        return np.concatenate(found)


class RemoteFeatures:
    """Features of a collection stored on other machines; implements :class:`annotator.types.Features`.

    Single rows are fetched; passes over the features are refused.
    """

    def __init__(self, engine: ClusterEngine) -> None:
        self._engine = engine
        self.n, self.d = engine.n, engine.d

    def rows(self, index: IntArray) -> FloatArray:
        """Return the rows at ``index``, shape (len(index), d)."""
        return self._engine.features_of(np.asarray(index, np.int64))

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Raise ModelError."""
        raise ModelError(
            "This needs all features on one machine, but they are on a cluster. Open the project without the cluster."
        )


def connected(
    address: str, features: Path, n: int, layout: FeatureLayout, usable: BoolArray, registry: Registry
) -> ClusterEngine:
    """Return an engine over a Dask cluster, with one part of the feature file per worker.

    Args:
        address: Address of the scheduler, such as ``tcp://10.0.0.1:8786``.
        features: Feature file, at the same path on every machine.
        n: Number of rows of the file.
        layout: Layout of the file.
        usable: Mask of the rows that may be proposed, shape (n,).
        registry: Available strategies.

    Raises:
        ConfigError: The cluster does not respond.
    """
    links = DaskLinks(address)
    parts = split(str(features), n, max(1, len(links.workers)), layout)
    return ClusterEngine(links, parts, usable=usable, registry=registry)


def split(path: str, n: int, parts: int, layout: FeatureLayout = DETECT) -> list[Part]:
    """Return ``parts`` ranges of nearly equal size of a feature file of ``n`` rows."""
    borders = np.linspace(0, n, min(parts, n) + 1).astype(int).tolist()
    mark = uuid.uuid4().hex
    return [
        Part(f"{mark}-{i}", path, start, stop, start, layout)
        for i, (start, stop) in enumerate(itertools.pairwise(borders))
    ]


def of_files(files: Sequence[tuple[str, int]], layout: FeatureLayout = DETECT) -> list[Part]:
    """Return one part per file, given with its number of rows; the rows are numbered in this order."""
    mark = uuid.uuid4().hex
    firsts = np.concatenate([[0], np.cumsum([n for _, n in files])]).tolist()
    return [
        Part(f"{mark}-{i}", path, 0, n, first, layout)
        for i, ((path, n), first) in enumerate(zip(files, firsts, strict=False))
    ]
