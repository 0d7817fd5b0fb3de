"""Conformance test for strategies, built-in or third-party.

::

    from annotator.strategies.conformance import check_strategy

    def test_my_strategy():
        check_strategy(MyStrategy)
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import Cancelled, ConfigError
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings, build, parameters_of, values_of
from annotator.strategies.base import Strategy
from annotator.strategies.pool import PosteriorPool
from annotator.types import AnyFloatArray, IntArray, Progress


class _Rows:
    """In-memory features, defined here so that a third-party test needs only this module."""

    def __init__(self, array: NDArray[Any]) -> None:
        self._array = array
        self.n, self.d = array.shape

    def rows(self, index: IntArray) -> AnyFloatArray:
        return np.ascontiguousarray(self._array[index])

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        for start in range(0, self.n, rows_per_block):
            yield start, self._array[start : start + rows_per_block]


def check_strategy(cls: type[Strategy], **parameters: Any) -> None:
    """Assert that a strategy conforms to :mod:`annotator.strategies.base`.

    Args:
        cls: The strategy class.
        parameters: Parameters of the instance; defaults for the rest.

    Raises:
        AssertionError: The strategy does not conform; the message names the situation.
    """
    _check_declaration(cls, parameters)
    strategy = build(cls, parameters, of=cls.name)
    for situation, (array, rows, y) in _situations().items():
        for k in (1, 2, 4, 9, len(array) + 5):
            chosen, pool = _choose(strategy, array, rows, y, k)
            where = f"{cls.name}, {situation}, k = {k}"
            _check_answer(chosen, pool, k, where)
            again, _ = _choose(strategy, array, rows, y, k)
            assert np.array_equal(chosen, again), f"{where}: the same seed gave another answer"
    _check_cancel(strategy)


def _check_declaration(cls: type[Strategy], parameters: dict[str, Any]) -> None:
    for name in ("name", "title", "reference"):
        assert isinstance(getattr(cls, name, None), str), f"{cls.__name__}.{name} is not a text"
    assert (cls.__doc__ or "").strip(), f"{cls.name}: the class has no docstring"
    strategy = build(cls, parameters, of=cls.name)
    stored = json.loads(json.dumps(values_of(strategy)))
    assert build(cls, stored) == strategy, f"{cls.name}: the parameters do not survive JSON"
    for declared in parameters_of(cls):
        assert declared.help.strip(), f"{cls.name}.{declared.name} has no help text"
        declared.check(declared.default)
        for beyond in (declared.low and declared.low - 1, declared.high and declared.high + 1):
            if beyond:
                try:
                    declared.check(declared.kind(beyond))
                except ConfigError:
                    continue
                raise AssertionError(f"{cls.name}.{declared.name} takes {beyond}, which is out of its range")


def _situations() -> dict[str, tuple[NDArray[np.float32], IntArray, NDArray[np.float64]]]:
    """Return features, judged rows and labels by a name for the message."""
    rng = np.random.default_rng(5)
    clusters = np.concatenate([rng.normal(c, 0.6, (14, 5)) for c in (-1.0, 0.0, 1.5)]).astype(np.float32)
    mixed, signs = np.array([0, 20, 33, 7]), np.array([1.0, -1.0, -1.0, 1.0])
    none, nothing = np.empty(0, np.int64), np.empty(0)
    twins = clusters.copy()
    twins[10:30] = twins[10]
    broken = clusters.copy()
    broken[[3, 40]] = np.nan
    return {
        "three clusters": (clusters, mixed, signs),
        "no judgements": (clusters, none, nothing),
        "no irrelevant": (clusters, mixed[[0, 3]], signs[[0, 3]]),
        "no relevant": (clusters, mixed[1:3], signs[1:3]),
        "duplicates": (twins, mixed, signs),
        "all rows equal": (np.ones((30, 3), np.float32), np.array([4]), np.array([1.0])),
        "few images left": (clusters[:6], np.array([0, 1, 2]), np.array([1.0, -1.0, 1.0])),
        "one image left": (clusters[:2], np.array([1]), np.array([1.0])),
        "rows with NaN": (broken, mixed, signs),
        "one feature": (clusters[:, :1], mixed, signs),
        "float64 features": (clusters.astype(np.float64), mixed, signs),
    }


def _choose(
    strategy: Strategy,
    array: NDArray[Any],
    rows: IntArray,
    y: NDArray[np.float64],
    k: int,
    progress: Progress | None = None,
) -> tuple[Any, PosteriorPool]:
    before = array.copy()
    geometry = Geometry(_Rows(array))
    posterior = RelevanceModel(geometry).condition(rows, y, np.empty((0, array.shape[1])), ModelSettings())
    open_ = geometry.valid.copy()
    open_[rows] = False
    pool = PosteriorPool(posterior, np.flatnonzero(open_), rows, y, np.random.default_rng(7), progress)
    state = _global_state()
    chosen = strategy.select(pool, k)
    assert state == _global_state(), f"{strategy.name} used numpy's global generator; use pool.rng"
    assert np.array_equal(before, array, equal_nan=True), f"{strategy.name} changed the features"
    return chosen, pool


def _global_state() -> tuple[bytes, int]:
    """Return the state of numpy's global generator: its key and its position."""
    _, numbers, drawn, *_ = np.random.get_state()  # noqa: NPY002 - checks that nobody uses it
    return np.asarray(numbers).tobytes(), int(drawn)


def _check_answer(chosen: Any, pool: PosteriorPool, k: int, where: str) -> None:
    assert isinstance(chosen, np.ndarray), f"{where}: {type(chosen).__name__} instead of an array"
    assert chosen.dtype == np.int64, f"{where}: dtype {chosen.dtype} instead of int64"
    wanted = min(k, len(pool.candidates))
    assert chosen.shape == (wanted,), f"{where}: shape {chosen.shape} instead of ({wanted},)"
    assert len(np.unique(chosen)) == wanted, f"{where}: a row was chosen twice"
    assert np.isin(chosen, pool.candidates).all(), f"{where}: a row is not a candidate"


def _check_cancel(strategy: Strategy) -> None:
    """Check that a strategy that reports progress propagates the cancellation; an instant one need not report."""
    array, rows, y = _situations()["three clusters"]
    cancel = threading.Event()
    cancel.set()
    try:
        _choose(strategy, array, rows, y, 4, Progress(cancel=threading.Event()))
        chosen, pool = _choose(strategy, array, rows, y, 4, Progress(cancel=cancel))
        _check_answer(chosen, pool, 4, f"{strategy.name}, cancelled")
    except Cancelled:
        return
