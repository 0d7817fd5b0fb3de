"""Choosing the next batch: the one function that the window, the command line and the simulator all call."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import AnnotatorError, Cancelled, ModelError, StrategyError
from annotator.model.cuda import find_device
from annotator.model.explanation import Explanation, SimilarImage, explained, nearest_judged, similar_rows
from annotator.model.geometry import Geometry
from annotator.model.hyperparameters import adapted, balanced, n_used_for_selection
from annotator.model.label_errors import Review, review
from annotator.model.posterior import Posterior, RelevanceModel
from annotator.model.second_posterior import refined, refines
from annotator.numerics.graph import NeighbourGraph, build_graph
from annotator.numerics.kernels import STATIONARY
from annotator.parameters import ModelSettings, values_of
from annotator.runtime.threads import one_blas_thread
from annotator.strategies.base import Strategy
from annotator.strategies.batch_constraints import Admission, thinned
from annotator.strategies.builtin.maxherding import MaxHerding
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.registry import Registry, load_registry
from annotator.types import BoolArray, Features, FloatArray, IntArray, Progress, Selection, Snapshot

FIRST_LOOK_NOTE = "A first look: images that together stand for the whole collection."
"""Remark of a batch that was chosen when nothing was known."""

WORTH_A_DEVICE = 20_000
"""Images from which a GPU, where CuPy finds one, does the passes over the features."""

BATCH_LAG = 8
"""Judgements by which the choice of the model lags behind: a usual batch."""


class Engine:
    """Selects batches over one feature set; used by one thread at a time.

    The same snapshot gives the same selection, whatever was asked before (up to rounding of the working precision).

    Args:
        features: Feature set of n rows.
        usable: Rows that may be proposed, e.g. those that have an image, shape (n,); all unless given.
        registry: Known strategies; the built-in ones unless given.
        dtype: ``float32``, or ``float64`` for exact comparisons at twice the memory and half the speed.
        graph: Neighbor graph of the features.
        scratch: Folder for what the model keeps beyond the memory of its settings; without one it is computed anew.

    Attributes:
        graph: The neighbor graph, None until there is one; any thread may set it, and the next selection uses it.
    """

    def __init__(
        self,
        features: Features,
        *,
        usable: BoolArray | None = None,
        registry: Registry | None = None,
        dtype: type = np.float32,
        graph: NeighbourGraph | None = None,
        scratch: Path | None = None,
    ) -> None:
        self.features = features
        self._scratch = scratch
        self.graph = graph
        self.registry = registry or load_registry()
        self._usable = usable
        self._dtype = dtype
        self._model: RelevanceModel | None = None
        self._adapted: tuple[tuple[bytes, bytes, ModelSettings], ModelSettings] | None = None
        self._earlier: tuple[tuple[Any, ...], NDArray[np.float32]] | None = None

    def select(self, snapshot: Snapshot, progress: Progress | None = None) -> Selection:
        """Condition the model on the labels, rank every row, and choose ``snapshot.k`` rows to judge next.

        Without any label and example every strategy starts with
        :class:`~annotator.strategies.builtin.maxherding.MaxHerding`: there is nothing else to go by.

        Args:
            snapshot: Labels, settings, strategy.
            progress: Progress reporter; the engine stays usable after a cancellation.

        Raises:
            StrategyError: The strategy is unknown, failed, or answered with something else than distinct open rows.
            ModelError: The labels and settings admit no model.
            Cancelled: The user canceled.
        """
        with one_blas_thread():
            return self._select(snapshot, progress or Progress())

    def _select(self, snapshot: Snapshot, progress: Progress) -> Selection:
        start = time.perf_counter()
        strategy = self.registry.make(snapshot.strategy, snapshot.parameters)
        posterior, settings = self._condition(snapshot, progress)
        ranked = self._ranked(posterior, settings, snapshot, progress)
        chosen, mean = _Chosen(np.empty(0, np.int64), np.empty(0), 0, ""), ranked.mean.astype(np.float32)
        if snapshot.k > 0:
            self._earlier = (self._key(snapshot), mean)
            chosen = self._choose(strategy, posterior, snapshot, progress)
        return Selection(
            revision=snapshot.revision,
            round=snapshot.round,
            rows=chosen.rows,
            scores=chosen.scores,
            mean=mean,
            std=np.sqrt(ranked.var, dtype=np.float32, casting="same_kind"),
            strategy=snapshot.strategy,
            parameters=values_of(strategy),
            seed=snapshot.seed,
            length_scale=posterior.length_scale,
            seconds=time.perf_counter() - start,
            evaluations=chosen.evaluations,
            note=chosen.note,
            model=settings,
            scope=snapshot.steering.scope,
        )

    def prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None = None) -> None:
        """Compute what the judgement of ``rows`` will need, so that only arithmetic on n numbers is left after it.

        Args:
            snapshot: Labels and model settings now.
            rows: Rows that are being judged.
            progress: Progress reporter; the engine stays usable after a cancellation.
        """
        with one_blas_thread():
            self._prepare(snapshot, rows, progress)

    def _prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None) -> None:
        model = self._loaded(progress)
        usable = rows[model.geometry.valid[rows]]
        keys = np.concatenate([snapshot.rows, usable[~np.isin(usable, snapshot.rows)]])
        model.prepare(keys, snapshot.examples, self._settings(model, snapshot, len(keys)), progress)

    def posterior(self, snapshot: Snapshot, progress: Progress | None = None) -> Posterior:
        """Return the posterior of the snapshot's labels; valid until the next call on this engine."""
        return self._condition(snapshot, progress)[0]

    def ranking(self, snapshot: Snapshot, progress: Progress | None = None) -> Posterior:
        """Return the posterior that the ranking is sorted by: that of the labels, unless the settings refine it."""
        posterior, settings = self._condition(snapshot, progress)
        return self._ranked(posterior, settings, snapshot, progress)

    def _ranked(
        self, posterior: Posterior, settings: ModelSettings, snapshot: Snapshot, progress: Progress | None
    ) -> Posterior:
        if not refines(settings):
            return posterior
        second = RelevanceModel(posterior.geometry, self.graph if settings.graph_weight > 0 else None, self._scratch)
        labels = (snapshot.rows, snapshot.y, snapshot.examples, snapshot.closed)
        return refined(second, posterior, *labels, snapshot.round, settings, progress)

    def settings(self, snapshot: Snapshot) -> ModelSettings:
        """Return the model settings in effect for the snapshot, see :class:`~annotator.types.Selection`."""
        return self._settings(self._loaded(None), snapshot, len(snapshot.rows))

    def _condition(self, snapshot: Snapshot, progress: Progress | None) -> tuple[Posterior, ModelSettings]:
        model = self._loaded(progress)
        settings = self._settings(model, snapshot, len(snapshot.rows))
        noise = balanced(snapshot.y, n_used_for_selection(len(snapshot.rows), BATCH_LAG), settings)
        return model.condition(snapshot.rows, snapshot.y, snapshot.examples, settings, progress, noise), settings

    def _settings(self, model: RelevanceModel, snapshot: Snapshot, judged: int) -> ModelSettings:
        """What is in effect once ``judged`` rows are judged, of which the labels in the snapshot are known.

        The choice lags behind by a batch: it is made while the batch is on screen, and the pass over the features that
        a changed kernel costs is over when the last key is pressed.
        """
        settings = model.complete(snapshot.model)
        m = n_used_for_selection(judged, BATCH_LAG)
        if not settings.adapt or m == 0:
            return settings
        rows, y = snapshot.rows[:m], snapshot.y[:m]
        key = (rows.tobytes(), y.tobytes(), settings)
        if self._adapted is None or self._adapted[0] != key:
            self._adapted = (key, adapted(model, rows, y, settings))
        return self._adapted[1]

    def build_graph(self, progress: Progress | None = None) -> NeighbourGraph:
        """Build the neighbor graph of the features and use it from the next selection on.

        Args:
            progress: Progress reporter; a cancellation changes nothing.
        """
        valid = self._loaded(None).geometry.valid
        self.graph = build_graph(self.features, valid, progress=progress)
        return self.graph

    def review(self, snapshot: Snapshot, mode: str = "active", progress: Progress | None = None) -> Review:
        """Return the judgements that the others contradict, the most suspect first; images are called by their row.

        External examples are not asked: they can be wrong, but not be looked at again.

        Args:
            snapshot: Labels and model settings now.
            mode: One of :data:`annotator.model.label_quality.MODES`.
            progress: Progress reporter; the engine stays usable after a cancellation.

        Raises:
            ModelError: The labels and settings admit no model.
            Cancelled: The user canceled.
        """
        rows, model = snapshot.rows, self.settings(snapshot)
        if not len(rows):
            return review(
                np.empty((0, 0)), rows, snapshot.y, model.prior_mean, model.noise, np.empty(0, np.bool_), mode
            )
        with one_blas_thread():
            kernel = np.asarray(self.posterior(snapshot, progress).kernel(rows, rows), np.float64)
            reviewed = np.isin(rows, snapshot.reviewed)
            return review(kernel, rows, snapshot.y, model.prior_mean, model.noise, reviewed, mode)

    def explain(
        self,
        snapshot: Snapshot,
        row: int,
        order: IntArray | None = None,
        before: Snapshot | None = None,
        progress: Progress | None = None,
    ) -> Explanation:
        """Return what the model believes of a row and why; images are called by their row.

        Args:
            snapshot: Labels and model settings now.
            row: Row with finite features.
            order: Which of equally ranked rows comes first, ascending, shape (n,), negative for rows that are not
                ranked; the order of the rows unless given.
            before: What was known when the present batch was chosen; None for nothing.
            progress: Progress reporter; the engine stays usable after a cancellation.

        Raises:
            ModelError: The labels and settings admit no model, or the row has no finite features.
            Cancelled: The user canceled.
        """
        with one_blas_thread():
            self._check_row(row)
            earlier = None if before is None else self._earlier_scores(before, progress)
            posterior, settings = self._condition(snapshot, progress)
            ranked = self._ranked(posterior, settings, snapshot, progress)
            places = np.arange(self.features.n) if order is None else order
            labels = (snapshot.rows, snapshot.y, settings.prior_mean)
            return explained(posterior, ranked, row, *labels, self.graph, places, earlier)

    def _earlier_scores(self, snapshot: Snapshot, progress: Progress | None) -> NDArray[np.float32]:
        """Scores by ``snapshot``; those of the latest batch are remembered, for they cost a model of their own."""
        key = self._key(snapshot)
        if self._earlier is None or self._earlier[0] != key:
            self._earlier = (key, self.ranking(snapshot, progress).mean.astype(np.float32))
        return self._earlier[1]

    def _key(self, snapshot: Snapshot) -> tuple[Any, ...]:
        arrays = (snapshot.rows, snapshot.y, snapshot.examples)
        return *(array.tobytes() for array in arrays), snapshot.round, snapshot.model, self.graph is None

    def _check_row(self, row: int) -> None:
        if not self._loaded(None).geometry.valid[row]:
            raise ModelError("Nothing can be said of an image without features: its features contain NaN or Inf.")

    def similar(
        self, snapshot: Snapshot, row: int, k: int, progress: Progress | None = None
    ) -> tuple[SimilarImage, ...]:
        """Return the ``k`` rows nearest to ``row`` by their features, nearest first; images are called by their row.

        The similarity is that of the model's kernel on features, without regard to the neighbor graph.

        Raises:
            ModelError: The row has no finite features.
            Cancelled: The user canceled.
        """
        self._check_row(row)
        model, settings = self._loaded(progress), snapshot.model
        stationary = settings.kernel in STATIONARY
        scale = model.length_scale(settings) if stationary else model.geometry.median_distance
        allowed = np.ones(self.features.n, np.bool_) if self._usable is None else self._usable
        with one_blas_thread():
            form = settings.kernel if stationary else "rbf"
            return similar_rows(model.geometry, row, k, allowed, form, scale, progress)

    def nearest_judged(
        self, snapshot: Snapshot, row: int, count: int, progress: Progress | None = None
    ) -> tuple[SimilarImage, ...]:
        """Return the relevant (if there is none, irrelevant) judged rows that count most for ``row``, nearest first.

        Raises:
            ModelError: The labels and settings admit no model, or the row has no finite features.
        """
        with one_blas_thread():
            self._check_row(row)
            posterior = self.posterior(snapshot, progress)
            relevant = nearest_judged(posterior, row, snapshot.rows[snapshot.y > 0], count)
            return relevant or nearest_judged(posterior, row, snapshot.rows, count)

    def length_scale(self, settings: ModelSettings) -> float:
        """Return the length scale in use with ``settings``, in units of feature distance."""
        return self._loaded(None).length_scale(settings)

    def close(self) -> None:
        """Free what the model keeps of every image."""
        self._model = None

    def _loaded(self, progress: Progress | None) -> RelevanceModel:
        if self._model is None:
            geometry = Geometry(self.features, self._dtype, progress)
            device = find_device() if self.features.n >= WORTH_A_DEVICE else None
            self._model = RelevanceModel(geometry, self.graph, self._scratch, device)
        elif self._model.graph is not self.graph:
            self._model.use_graph(self.graph)
        return self._model

    def _choose(self, strategy: Strategy, posterior: Posterior, snapshot: Snapshot, progress: Progress) -> _Chosen:
        candidates, copies = self._candidates(posterior, snapshot)
        k = min(snapshot.k, len(candidates))
        if k == 0:
            return _Chosen(candidates, np.empty(0), 0, only_left(0, snapshot, copies=False))
        note = only_left(k, snapshot, copies=copies)
        if not len(snapshot.rows) and not len(snapshot.examples):
            strategy = MaxHerding()
            note = FIRST_LOOK_NOTE
        rng = np.random.default_rng(list(snapshot.seed))
        candidates = thinned(candidates, snapshot.steering.weights, k, rng)
        admission = Admission(
            snapshot.steering, candidates, k, lambda a, b: posterior.kernel(a, b) / posterior.amplitude
        )
        scores: dict[int, float] = {}
        evaluations = 0
        while len(admission.admitted) < k and len(open_ := admission.open):
            pool = PosteriorPool(posterior, open_, snapshot.rows, snapshot.y, rng, progress)
            admission.admit(run_strategy(strategy, pool, min(k - len(admission.admitted), len(open_))))
            scores |= pool.scores
            evaluations += pool.evaluations
        rows = np.array(admission.admitted, np.int64)
        if len(rows) < k:
            note = f"Only {len(rows)} image{'s' if len(rows) > 1 else ''}: the others are of the same bursts as these."
        return _Chosen(rows, np.array([scores.get(int(row), np.nan) for row in rows]), evaluations, note)

    def _candidates(self, posterior: Posterior, snapshot: Snapshot) -> tuple[IntArray, bool]:
        """Open rows, and whether they are copies of judged images, which count only where nothing else is left."""
        geometry = posterior.geometry
        open_ = geometry.valid.copy()
        if self._usable is not None:
            open_ &= self._usable
        open_[snapshot.rows] = False
        open_[snapshot.closed] = False
        novel = open_.copy()
        for row in snapshot.rows:
            novel[geometry.duplicates_of(int(row))] = False
        if novel.any():
            return np.flatnonzero(novel), False
        return np.flatnonzero(open_), bool(open_.any())


class _Chosen:
    def __init__(self, rows: IntArray, scores: FloatArray, evaluations: int, note: str) -> None:
        self.rows, self.scores, self.evaluations, self.note = rows, scores, evaluations, note


def only_left(k: int, snapshot: Snapshot, *, copies: bool) -> str:
    """Return the remark on a batch of ``k`` images where more were wanted or only copies are left, "" for none."""
    if k == 0:
        return _nothing_left(snapshot)
    if copies:
        return "Only exact copies of judged images are left."
    return f"Only {k} images are left to judge." if k < snapshot.k else ""


def _nothing_left(snapshot: Snapshot) -> str:
    if snapshot.steering.scope.filter.strip():
        return "Every image that fulfils the filter of the topic has been judged."
    return "Every image with features has been judged."


def run_strategy(strategy: Strategy, pool: PosteriorPool, k: int) -> IntArray:
    """Return the ``k`` rows that the strategy chooses."""
    try:
        answer = strategy.select(pool, k)
    except (AnnotatorError, Cancelled):
        raise
    except Exception as error:  # a strategy may be anybody's code
        raise StrategyError(f"The strategy {strategy.name} failed: {type(error).__name__}: {error}") from error
    return _checked(strategy, answer, pool.candidates, k)


def _checked(strategy: Strategy, answer: object, candidates: IntArray, k: int) -> IntArray:
    """Return the strategy's answer as rows, or say what is wrong with it."""
    what = ""
    rows = np.asarray(answer) if isinstance(answer, np.ndarray | list | tuple) else np.empty(0)
    if rows.ndim != 1 or rows.dtype.kind not in "iu":
        what = f"{type(answer).__name__} instead of an array of row numbers"
    elif len(rows) != k:
        what = f"{len(rows)} rows instead of {k}"
    elif len(np.unique(rows)) != k:
        what = "the same row twice"
    elif not (candidates[np.minimum(np.searchsorted(candidates, rows), len(candidates) - 1)] == rows).all():
        what = "rows that are not among the candidates"
    if what:
        raise StrategyError(
            f"The strategy {strategy.name} returned {what}. Choose another strategy, or mend it: "
            f"annotator.strategies.conformance.check_strategy shows where."
        )
    return rows.astype(np.int64)
