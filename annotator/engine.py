"""Selection of the next batch, shared by the window, the command line and the simulator."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ModelError
from annotator.messages import Message
from annotator.model.cuda import find_device
from annotator.model.explanation import Explanation, SimilarImage, explained, nearest_judged
from annotator.model.factor_file import FactorCache
from annotator.model.geometry import Geometry
from annotator.model.hyperparameters import adapted, more_local, n_used_for_selection, noise_variances
from annotator.model.label_errors import Review, review
from annotator.model.posterior import Posterior, RelevanceModel
from annotator.model.rule_evidence import RuleEvidence
from annotator.model.second_posterior import refined, refines
from annotator.model.similarity import Similarity
from annotator.numerics.graph import NeighborGraph, build_graph
from annotator.numerics.kernels import STATIONARY
from annotator.parameters import ModelSettings, values_of
from annotator.runtime.threads import one_blas_thread
from annotator.strategies.base import Strategy
from annotator.strategies.batch_constraints import Admission, thinned
from annotator.strategies.builtin.maxherding import MaxHerding
from annotator.strategies.first_check import FirstCheck
from annotator.strategies.first_words import FirstWords
from annotator.strategies.only_left import only_left
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.registry import Registry, load_registry
from annotator.strategies.run_strategy import run_strategy
from annotator.types import BoolArray, Features, FloatArray, IntArray, Progress, Selection, Snapshot

FIRST_LOOK_NOTE = Message("A first look: images that together stand for the whole collection.")
"""Note attached to a batch that was selected before any label or example existed."""

WORTH_A_DEVICE = 20_000
"""Number of images from which passes over the features run on a GPU, if CuPy finds one."""

BATCH_LAG = 8
"""Number of recent judgements that model selection ignores: the size of a usual batch."""


class Engine:
    """Selects batches over one feature set. Not thread-safe: use from one thread at a time.

    A selection depends only on its snapshot, not on earlier calls (up to rounding in the working precision).

    Args:
        features: Feature set of n rows.
        usable: Mask of the rows that may be proposed, e.g. those that have an image, shape (n,); default all rows.
        registry: Available strategies; default the built-in ones.
        dtype: Working precision: ``float32``, or ``float64`` for exact comparisons at twice the memory and half the
            speed.
        graph: Neighbor graph of the features.
        scratch: Folder for model data that exceeds ``memory_mb``; without a folder that data is recomputed when needed.
        cache: Cache on disk for what the model computes from the judgements of a topic.

    Attributes:
        graph: Neighbor graph, or None. Any thread may set it; the next selection uses it.
        usable: Mask of the rows that may be proposed, or None. Any thread may set another one; the next selection reads
            the features again then, because rows may have been computed since.
    """

    def __init__(
        self,
        features: Features,
        *,
        usable: BoolArray | None = None,
        registry: Registry | None = None,
        dtype: type = np.float32,
        graph: NeighborGraph | None = None,
        scratch: Path | None = None,
        cache: FactorCache | None = None,
    ) -> None:
        self.features = features
        self._scratch, self._cache = scratch, cache
        self.graph = graph
        self.registry = registry or load_registry()
        self.usable = self._read_for = usable
        self._dtype = dtype
        self._model: RelevanceModel | None = None
        self._adapted: tuple[tuple[bytes, bytes, ModelSettings], ModelSettings] | None = None
        self._earlier: tuple[tuple[Any, ...], NDArray[np.float32]] | None = None
        self._rules = RuleEvidence()

    def select(self, snapshot: Snapshot, progress: Progress | None = None) -> Selection:
        """Condition the model on the labels, score every row, and select ``snapshot.k`` rows to judge next.

        Without labels and examples there is nothing to learn from, so
        :class:`~annotator.strategies.builtin.maxherding.MaxHerding` replaces the requested strategy.

        Args:
            snapshot: Labels, settings, strategy.
            progress: Where to report; a cancel leaves the engine usable.

        Raises:
            StrategyError: The strategy is unknown, failed, or did not return distinct candidate rows.
            ModelError: The model cannot be computed with these labels and settings.
            Cancelled: The user canceled.
        """
        with one_blas_thread():
            return self._select(snapshot, progress or Progress())

    def _select(self, snapshot: Snapshot, progress: Progress) -> Selection:
        start = time.perf_counter()
        # A ranking needs no strategy, and that of a plugin may be missing.
        strategy = self.registry.make(snapshot.strategy, snapshot.parameters) if snapshot.k > 0 else None
        learned = 0.5 if strategy is not None else 0.9
        posterior, settings = self._condition(snapshot, progress.part(0.0, learned))
        ranked = self._ranked(posterior, settings, snapshot, progress.part(learned, learned + 0.1))
        chosen, mean = _Chosen(np.empty(0, np.int64), np.empty(0), 0, ""), ranked.mean.astype(np.float32)
        if strategy is not None:
            self._earlier = (self._key(snapshot), mean)
            chosen = self._choose(strategy, posterior, snapshot, progress.part(learned + 0.1, 1.0))
        return Selection(
            revision=snapshot.revision,
            round=snapshot.round,
            rows=chosen.rows,
            scores=chosen.scores,
            mean=mean,
            std=np.sqrt(ranked.var, dtype=np.float32, casting="same_kind"),
            strategy=snapshot.strategy,
            parameters=snapshot.parameters if strategy is None else values_of(strategy),
            seed=snapshot.seed,
            length_scale=posterior.length_scale,
            seconds=time.perf_counter() - start,
            evaluations=chosen.evaluations,
            note=chosen.note,
            model=settings,
            scope=snapshot.steering.scope,
        )

    def prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None = None) -> None:
        """Do the expensive part of conditioning on ``rows`` ahead of time; conditioning then costs O(n).

        Args:
            snapshot: Current labels and model settings.
            rows: Rows on screen, about to be judged.
            progress: Progress reporter; the engine stays usable after a cancellation.
        """
        with one_blas_thread():
            self._prepare(snapshot, rows, progress)

    def _prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None) -> None:
        model = self._loaded(progress)
        model.open_topic(snapshot.seed[:2])
        usable = rows[model.geometry.valid[rows]]
        ahead = usable[~np.isin(usable, snapshot.rows)]
        keys = np.concatenate([snapshot.rows, ahead])
        settings = self._settings(model, snapshot, len(keys))
        noise = _noise(snapshot, settings)
        if noise is not None:
            noise = np.insert(noise, len(snapshot.rows), np.full(len(ahead), settings.noise))
        model.prepare(keys, snapshot.examples, settings, progress, noise)

    def posterior(self, snapshot: Snapshot, progress: Progress | None = None) -> Posterior:
        """Return the posterior given the labels of the snapshot; valid until the next call on this engine."""
        return self._condition(snapshot, progress)[0]

    def ranking(self, snapshot: Snapshot, progress: Progress | None = None) -> Posterior:
        """Return the posterior that sorts the ranking: :meth:`posterior` unless the settings refine it."""
        posterior, settings = self._condition(snapshot, progress)
        return self._ranked(posterior, settings, snapshot, progress)

    def _ranked(
        self, posterior: Posterior, settings: ModelSettings, snapshot: Snapshot, progress: Progress | None
    ) -> Posterior:
        if not refines(settings):
            return posterior
        second = RelevanceModel(posterior.geometry, self.graph if settings.graph_weight > 0 else None, self._scratch)
        labels = (snapshot.rows, snapshot.targets, snapshot.examples, snapshot.closed)
        trends = self._rules.trends(self._loaded(progress), snapshot, progress)
        return refined(second, posterior, *labels, snapshot.round, settings, progress, trends, snapshot.doubt)

    def settings(self, snapshot: Snapshot) -> ModelSettings:
        """Return the model settings in effect for the snapshot, as in :class:`~annotator.types.Selection`."""
        return self._settings(self._loaded(None), snapshot, len(snapshot.rows))

    def _condition(self, snapshot: Snapshot, progress: Progress | None) -> tuple[Posterior, ModelSettings]:
        model = self._loaded(progress)
        model.open_topic(snapshot.seed[:2])
        settings = self._settings(model, snapshot, len(snapshot.rows))
        labels = (snapshot.rows, snapshot.targets, snapshot.examples)
        trends = self._rules.trends(model, snapshot, progress)
        return model.condition(*labels, settings, progress, _noise(snapshot, settings), trends), settings

    def _settings(self, model: RelevanceModel, snapshot: Snapshot, judged: int) -> ModelSettings:
        """Return the settings in effect once ``judged`` rows are judged; the snapshot has the labels known so far.

        Model selection lags one batch behind. It runs while a batch is on screen, and the pass over the features that
        a new kernel requires is finished before the last image is judged.
        """
        elsewhere = 0 if snapshot.example_y is None else len(snapshot.example_y)
        settings = more_local(model.complete(snapshot.model), judged + elsewhere)
        m = n_used_for_selection(judged + elsewhere, BATCH_LAG)
        if not settings.adapt or m == 0:
            return settings
        elsewhere = min(elsewhere, m)
        rows, examples = snapshot.rows[: m - elsewhere], snapshot.examples[:elsewhere]
        y = snapshot.y[: len(rows)]
        if snapshot.example_y is not None:
            y = np.concatenate([y, snapshot.example_y[:elsewhere]])
        told = b"".join(one.tobytes() for one in (snapshot.words, snapshot.votes) if one is not None)
        key = (rows.tobytes() + told + examples.tobytes(), y.tobytes(), settings)
        if self._adapted is None or self._adapted[0] != key:
            known = dataclasses.replace(snapshot, rows=rows, y=snapshot.y[: len(rows)])
            self._adapted = (key, adapted(model, rows, y, settings, self._rules.trends(model, known), examples))
        return self._adapted[1]

    def build_graph(self, progress: Progress | None = None) -> NeighborGraph:
        """Build the neighbor graph of the features; it is used from the next selection on.

        Args:
            progress: Progress reporter; a cancellation changes nothing.
        """
        valid = self._loaded(None).geometry.valid[: self.features.n]
        self.graph = build_graph(self.features, valid, progress=progress)
        return self.graph

    def review(self, snapshot: Snapshot, corrected: int = 0, progress: Progress | None = None) -> Review:
        """Return the judgements that are probably wrong, most suspect first, identified by row.

        External examples are not reviewed, because the user cannot judge them again.

        Args:
            snapshot: Labels and model settings now.
            corrected: Number of labels that turned out to be wrong and were replaced, >= 0.
            progress: Where to report; a cancel leaves the engine usable.

        Raises:
            ModelError: The model cannot be computed with these labels and settings.
            Cancelled: The user canceled.
        """
        rows, model = snapshot.rows, self.settings(snapshot)
        if not len(rows):
            return review(
                np.empty((0, 0)), rows, snapshot.y, model.prior_mean, model.noise, np.empty(0, np.bool_), corrected
            )
        with one_blas_thread():
            posterior = self.posterior(snapshot, progress)
            kernel = np.asarray(posterior.kernel(rows, rows), np.float64)
            reviewed = np.isin(rows, snapshot.reviewed)
            return review(kernel, rows, snapshot.y, posterior.expected[rows], model.noise, reviewed, corrected)

    def explain(
        self,
        snapshot: Snapshot,
        row: int,
        order: IntArray | None = None,
        before: Snapshot | None = None,
        progress: Progress | None = None,
    ) -> Explanation:
        """Explain the prediction for a row; images are identified by row.

        Args:
            snapshot: Labels and model settings now.
            row: Row with finite features.
            order: Tie-breaking rank of each row, ascending, shape (n,); negative for rows that are not ranked. Default
                row order.
            before: Snapshot from which the current batch was selected; None if there is none.
            progress: Progress reporter; the engine stays usable after a cancellation.

        Raises:
            ModelError: The model cannot be computed, or the row has NaN or Inf features.
            Cancelled: The user canceled.
        """
        with one_blas_thread():
            self._check_row(row)
            earlier = None if before is None else self._earlier_scores(before, progress)
            posterior, settings = self._condition(snapshot, progress)
            ranked = self._ranked(posterior, settings, snapshot, progress)
            places = np.arange(self.features.n) if order is None else order
            labels = (snapshot.rows, snapshot.y)
            return explained(posterior, ranked, row, *labels, self.graph, places, earlier)

    def _earlier_scores(self, snapshot: Snapshot, progress: Progress | None) -> NDArray[np.float32]:
        """Return the scores given ``snapshot``; the latest are cached because they need a second model."""
        key = self._key(snapshot)
        if self._earlier is None or self._earlier[0] != key:
            self._earlier = (key, self.ranking(snapshot, progress).mean.astype(np.float32))
        return self._earlier[1]

    def _key(self, snapshot: Snapshot) -> tuple[Any, ...]:
        arrays = (snapshot.rows, snapshot.targets, snapshot.examples, snapshot.words, snapshot.votes, snapshot.doubt)
        known = (None if array is None else array.tobytes() for array in arrays)
        return (*known, snapshot.round, snapshot.model, self.graph is None)

    def _check_row(self, row: int) -> None:
        if not self._loaded(None).geometry.valid[row]:
            raise ModelError("Nothing can be said of an image without features: its features contain NaN or Inf.")

    def similarity(self, snapshot: Snapshot, row: int, progress: Progress | None = None) -> Similarity:
        """Return how similar all rows are to ``row`` by the model's kernel on features, without the neighbor graph.

        Raises:
            ModelError: The row has NaN or Inf features.
            Cancelled: The user canceled.
        """
        self._check_row(row)
        model, settings = self._loaded(progress), snapshot.model
        stationary = settings.kernel in STATIONARY
        scale = model.length_scale(settings) if stationary else model.geometry.median_distance
        allowed = np.ones(self.features.n, np.bool_) if self.usable is None else self.usable
        return Similarity(model.geometry, row, allowed, settings.kernel if stationary else "rbf", scale)

    def nearest_judged(
        self, snapshot: Snapshot, row: int, count: int, progress: Progress | None = None
    ) -> tuple[SimilarImage, ...]:
        """Return the relevant judged rows (irrelevant ones if there are none) most correlated with ``row``, best first.

        Raises:
            ModelError: The model cannot be computed, or the row has NaN or Inf features.
        """
        with one_blas_thread():
            self._check_row(row)
            posterior = self.posterior(snapshot, progress)
            relevant = nearest_judged(posterior, row, snapshot.rows[snapshot.y > 0], count)
            return relevant or nearest_judged(posterior, row, snapshot.rows, count)

    def length_scale(self, settings: ModelSettings) -> float:
        """Return the length scale in effect with ``settings``, in units of feature distance."""
        return self._loaded(None).length_scale(settings)

    def close(self) -> None:
        """Release the model and its caches."""
        if self._model is not None:
            self._model.close()
        self._model = None

    def _loaded(self, progress: Progress | None) -> RelevanceModel:
        usable = self.usable
        if self._model is None or self._read_for is not usable:
            self.close()
            geometry = Geometry(self.features, self._dtype, progress, usable=usable)
            device = find_device() if self.features.n >= WORTH_A_DEVICE else None
            self._model = RelevanceModel(geometry, self.graph, self._scratch, device, self._cache)
            self._read_for, self._adapted, self._earlier = usable, None, None
        elif self._model.graph is not self.graph:
            self._model.use_graph(self.graph)
        return self._model

    def _choose(self, strategy: Strategy, posterior: Posterior, snapshot: Snapshot, progress: Progress) -> _Chosen:
        candidates, copies = self._candidates(posterior, snapshot)
        k = min(snapshot.k, len(candidates))
        if k == 0:
            return _Chosen(candidates, np.empty(0), 0, only_left(0, snapshot, copies=False))
        note = only_left(k, snapshot, copies=copies)
        if not snapshot.knows_something:
            strategy = MaxHerding()
            note = FIRST_LOOK_NOTE
        elif snapshot.example_y is not None and not len(snapshot.rows):
            strategy = FirstCheck()
        elif snapshot.is_told and not (snapshot.y > 0).any() and not len(snapshot.examples):
            strategy = FirstWords()
        rng = np.random.default_rng(list(snapshot.seed))
        candidates = thinned(candidates, snapshot.steering.weights, k, rng)
        admission = Admission(snapshot.steering, candidates, k)
        scores: dict[int, float] = {}
        evaluations = 0
        while len(admission.admitted) < k and len(open_ := admission.open):
            pool = PosteriorPool(posterior, open_, snapshot.rows, snapshot.y, rng, progress)
            admission.admit(run_strategy(strategy, pool, min(k - len(admission.admitted), len(open_))))
            scores |= pool.scores
            evaluations += pool.evaluations
        rows = np.array(admission.admitted, np.int64)
        return _Chosen(rows, np.array([scores.get(int(row), np.nan) for row in rows]), evaluations, note)

    def _candidates(self, posterior: Posterior, snapshot: Snapshot) -> tuple[IntArray, bool]:
        """Return the open rows, and whether only exact duplicates of judged images are left among them."""
        geometry = posterior.geometry
        open_ = geometry.valid.copy()
        if self.usable is not None:
            open_ &= self.usable
        open_[snapshot.rows] = False
        open_[snapshot.closed] = False
        novel = open_.copy()
        geometry.find_duplicates(snapshot.rows)
        for row in snapshot.rows:
            novel[geometry.duplicates_of(int(row))] = False
        if novel.any():
            return np.flatnonzero(novel), False
        return np.flatnonzero(open_), bool(open_.any())


def _noise(snapshot: Snapshot, settings: ModelSettings) -> FloatArray | None:
    """Return the noise variances of the labels; None if all are that of the settings."""
    return noise_variances(snapshot.y, snapshot.example_y, BATCH_LAG, settings, snapshot.doubt)


class _Chosen:
    def __init__(self, rows: IntArray, scores: FloatArray, evaluations: int, note: str) -> None:
        self.rows, self.scores, self.evaluations, self.note = rows, scores, evaluations, note
