"""One part of a collection on the machine with its features: its share of the factor, and its best candidates.

Every request carries the complete state: where the features are and what was observed. A part that is lost with its
machine is rebuilt on another one by the next request, so no state needs to be saved.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.cluster.screens import SCREENS
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.project.places import scratch_folder
from annotator.errors import FeatureError
from annotator.model.geometry import Frame, Geometry
from annotator.model.kernel import Kernel, Points
from annotator.model.posterior import VARIANCE_FLOOR
from annotator.model.streaming_cholesky import Factor, update_factor
from annotator.numerics.blocks import best
from annotator.parameters import ModelSettings
from annotator.runtime.threads import one_blas_thread
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress


class RangeFeatures:
    """The rows from ``start`` to ``stop`` of other features; implements :class:`annotator.types.Features`.

    Args:
        source: Features of all rows.
        start, stop: Range of rows, ``0 <= start < stop <= source.n``.
    """

    def __init__(self, source: Features, start: int, stop: int) -> None:
        self._source, self._start = source, start
        self.n, self.d = stop - start, source.d

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``, relative to the start of the range."""
        return self._source.rows(np.asarray(index, np.int64) + self._start)

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield (first row, block) in order, relative to the start of the range."""
        stop = self._start + self.n
        for first, block in self._source.blocks(rows_per_block):
            low, high = max(first, self._start), min(first + len(block), stop)
            if low < high:
                yield low - self._start, block[low - first : high - first]
            if first + len(block) >= stop:
                return


@dataclass(frozen=True)
class Part:
    """Location of the rows of one part.

    Attributes:
        name: Unique name by which machines identify the part.
        path: Feature file, at the same path on every machine.
        start, stop: Rows of the file that belong to this part.
        first: Row of the collection that corresponds to ``start``.
        layout: Layout of the file.
    """

    name: str
    path: str
    start: int
    stop: int
    first: int
    layout: FeatureLayout = DETECT


@dataclass(frozen=True, eq=False)
class Observations:
    """Observations sent to a part with a request.

    Attributes:
        keys: Row of the collection of each observed point, shape (m,); negative for points outside the collection.
        vectors: Feature vectors of the points, shape (m, d), float64.
        noise: Noise variance of each observation, shape (m,).
        targets: Observed deviations from the prior mean, shape (m,); None if there are no answers yet.
        settings: Complete model settings.
    """

    keys: IntArray
    vectors: FloatArray
    noise: FloatArray
    targets: FloatArray | None
    settings: ModelSettings


@dataclass(frozen=True, eq=False)
class Candidates:
    """The best candidates of a part.

    Attributes:
        rows: Rows of the collection, ascending, shape (s,).
        mean, var: Posterior mean and variance, shape (s,), float64.
        open: Number of rows that may be proposed.
        novel: Number of those that are not duplicates of judged images.
    """

    rows: IntArray
    mean: FloatArray
    var: FloatArray
    open: int
    novel: int


class Shard:
    """A part with open feature file; processes one request at a time.

    Args:
        part: Location of the rows.
        frame: Center and scale of the whole collection.
        usable: Mask of the rows of the part that may be proposed, shape (n,), or None for all.
    """

    def __init__(self, part: Part, frame: Frame, usable: BoolArray | None) -> None:
        self.part, self.lock = part, threading.Lock()
        self._store = FeatureStore.open(Path(part.path), layout=part.layout)
        if part.stop > self._store.n:
            raise FeatureError(
                "{path}: on this machine the file has {n_rows:,} rows, where {expected:,} are expected. Copy the same "
                "file to every machine.",
                path=part.path,
                n_rows=self._store.n,
                expected=part.stop,
            )
        features = RangeFeatures(self._store, part.start, part.stop)
        self.geometry = Geometry(features, frame=frame)
        self._usable = self.geometry.valid if usable is None else self.geometry.valid & usable
        self._factor: Factor | None = None
        self._settings: tuple[Any, ...] = ()
        self._prior_mean = 0.0

    def learn(self, known: Observations) -> None:
        """Update the factor to the observations, by as few changes as possible."""
        s = known.settings
        kernel = (s.kernel, s.length_scale, s.amplitude, s.memory_mb)
        if self._factor is None or self._settings != kernel:
            self._settings, self._factor = kernel, self._new_factor(s)
        keys = [self._key(key) for key in known.keys.tolist()]
        position = {key: i for i, key in enumerate(keys)}

        def points(missing: Sequence[int]) -> Points:
            vectors = self.geometry.center_rows(known.vectors[[position[key] for key in missing]])
            return Points(np.array(missing, np.int64), vectors, np.empty((len(missing), 0)))

        wanted = dict(zip(keys, known.noise.tolist(), strict=True))
        self._factor = update_factor(self._factor, wanted, points, lambda: self._new_factor(s), Progress())
        if known.targets is not None:
            self._prior_mean = s.prior_mean
            self._factor.observe(known.targets[[position[key] for key in self._factor.keys]])

    def candidates(
        self, known: Observations, closed: IntArray, screens: Sequence[str], limit: int, k: int
    ) -> Candidates:
        """Return the rows that are among the best ``limit`` by any of the screens.

        Args:
            known: Observations.
            closed: Rows of the collection that must not be proposed.
            screens: Names of orders, see :data:`annotator.cluster.screens.SCREENS`.
            limit: Number of candidates per screen.
            k: Batch size; duplicates of judged images are excluded if at least this many other candidates exist.
        """
        open_ = self._usable.copy()
        judged = known.keys[known.keys >= 0]
        for rows in (judged, closed):
            open_[self._here(rows)] = False
        novel = open_.copy()
        stored = self.geometry.features.rows(np.array([0])).dtype  # compare rows in the dtype in which they are read
        for vector in known.vectors[known.keys >= 0].astype(stored):
            novel[self.geometry.equal_to(vector)] = False
        counts = int(np.count_nonzero(open_)), int(np.count_nonzero(novel))
        among = np.flatnonzero(novel if counts[1] else open_)
        mean, var = self._mean()[among], self._var()[among]
        chosen = [best(SCREENS[name](mean, var, known.settings.noise), max(limit, k)) for name in screens]
        at = np.unique(np.concatenate(chosen)) if chosen else np.empty(0, np.int64)
        return Candidates(among[at] + self.part.first, mean[at], var[at], *counts)

    def gather(self, rows: IntArray) -> tuple[AnyFloatArray, AnyFloatArray]:
        """Return features, shape (s, d), and columns of V, shape (m, s), for rows of this part."""
        here = rows - self.part.first
        assert self._factor is not None
        return self.geometry.features.rows(here), self._factor.projections(here)

    def features(self, rows: IntArray) -> AnyFloatArray:
        """Return the features of rows of this part, shape (s, d)."""
        return self.geometry.features.rows(rows - self.part.first)

    def scores(self) -> tuple[AnyFloatArray, AnyFloatArray]:
        """Return posterior mean and standard deviation of every row, shape (n,), float32; NaN without features."""
        mean = self._mean().astype(np.float32)
        mean[~self.geometry.valid] = np.nan
        return mean, np.sqrt(self._var(), dtype=np.float32, casting="same_kind")

    def close(self) -> None:
        """Close the feature file."""
        self._store.close()

    def _mean(self) -> FloatArray:
        assert self._factor is not None
        return self._factor.mean + self._prior_mean

    def _var(self) -> FloatArray:
        assert self._factor is not None
        floor = VARIANCE_FLOOR[self.geometry.dtype.itemsize] * self._factor.kernel.amplitude
        return np.maximum(self._factor.var, floor)

    def _new_factor(self, s: ModelSettings) -> Factor:
        assert s.length_scale is not None
        kernel = Kernel(self.geometry, s.kernel, s.length_scale, s.amplitude)
        return Factor(kernel, s.memory_mb << 20, scratch_folder())

    def _here(self, rows: IntArray) -> IntArray:
        mine = rows[(rows >= self.part.first) & (rows < self.part.first + self.geometry.n)]
        return mine - self.part.first

    def _key(self, key: int) -> int:
        """Return the key of a point within this part: its own rows from 0, all other points negative."""
        if key < 0:
            return 2 * key + 1
        local = key - self.part.first
        return local if 0 <= local < self.geometry.n else -2 * (key + 1)


@dataclass(frozen=True, eq=False)
class Setting:
    """A part and what is needed to open it."""

    part: Part
    frame: Frame
    usable: BoolArray | None


_OPEN: dict[str, Shard] = {}
_OPENING = threading.Lock()


def answer(setting: Setting, known: Observations | None, method: str, *arguments: Any) -> Any:
    """Process a request for a part on the machine where this is called.

    Args:
        setting: The part; opened if it is not open on this machine.
        known: Observations, processed first if they changed; None if the request does not depend on them.
        method: Name of a method of :class:`Shard`.
        arguments: Arguments of the method.
    """
    with _OPENING:
        shard = _OPEN.get(setting.part.name)
        if shard is None:
            shard = _OPEN[setting.part.name] = Shard(setting.part, setting.frame, setting.usable)
    with shard.lock, one_blas_thread():
        if known is not None:
            shard.learn(known)
        return None if method == "learn" else getattr(shard, method)(*arguments)


def read_rows(path: str, layout: FeatureLayout, rows: IntArray) -> AnyFloatArray:
    """Return rows of a feature file, shape (s, d), from which the frame of a collection is computed."""
    with FeatureStore.open(Path(path), layout=layout) as store:
        return store.rows(rows)


def forget(names: Sequence[str]) -> None:
    """Release parts on this machine."""
    for name in names:
        shard = _OPEN.pop(name, None)
        if shard is not None:
            with shard.lock:
                shard.close()
