"""Streaming Cholesky factor of the kernel of the observed points: L L' = K + N, V = L^-1 K(observed, all).

``L`` is exact (float64, from explicit differences); ``V`` holds one row of n values per observed point in the working
precision. Points are appended in batches and removed one by one; a changed judgement never requires a rebuild.
Source:
    Rasmussen & Williams 2006, Alg. 2.1, page 19, row by row; removal by Givens rotations, Golub & Van Loan 2013, 6.5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular

from annotator.model.factor_file import FactorFile, FactorState
from annotator.model.geometry import Block
from annotator.model.kernel import Kernel, Points
from annotator.model.streaming_rows import Shared, StreamingRows
from annotator.numerics.cholesky import extend, rotations_without
from annotator.runtime.parallel import for_each
from annotator.types import AnyFloatArray, FloatArray, IntArray, Progress

_CHUNK = 64  # rows of V solved at once


class Factor:
    """Cholesky factor over keyed points that maintains the mean and the variance of every row.

    A key is a feature row (>= 0), or a negative number for a point outside the feature set.

    Args:
        kernel: Prior covariance.
        budget_bytes: Memory for V in bytes; the part of V beyond it is stored in a file.
        scratch: Folder for that file. Without a folder, or if it is full, V is recomputed block by block when needed.
        file: File that keeps V for the next time, or None.

    Attributes:
        keys: Observed points in factor order.
        noise: Noise variance of each observation in factor order, shape (m,).
        mean: V' beta, the posterior mean minus the prior mean, shape (n,), float64.
        var: Posterior variance before the floor is applied, shape (n,), float64.
        passes: Number of passes over the features so far.
    """

    def __init__(
        self, kernel: Kernel, budget_bytes: int, scratch: Path | None = None, file: FactorFile | None = None
    ) -> None:
        geometry = kernel.geometry
        self.kernel, self.geometry = kernel, geometry
        self.keys: list[int] = []
        self.noise: FloatArray = np.empty(0)
        self._points = kernel.none()
        self.lower: FloatArray = np.empty((0, 0))
        self._beta: FloatArray = np.empty(0)
        self._v: StreamingRows | None = StreamingRows(geometry.n, geometry.dtype, budget_bytes, scratch, file)
        # Hooks for a factor on a device: kernel blocks, and transfers to and from it.
        self._calculator = kernel
        self.to_device: Callable[[AnyFloatArray], Any] = lambda array: array
        self.to_host: Callable[[Any], AnyFloatArray] = lambda array: array
        self.mean: FloatArray = np.zeros(geometry.n)
        self.var: FloatArray = np.full(geometry.n, float(kernel.amplitude))
        self.passes = 0

    def append(self, points: Points, noise: FloatArray, progress: Progress) -> None:
        """Add points: one pass over the features and one over V, however many points.

        Args:
            points: The points, float64, not observed yet.
            noise: Noise variance of each observation, shape (k,), > 0.
            progress: Progress reporter; a cancellation leaves the factor unchanged.

        Raises:
            ModelError: The kernel matrix is not positive definite.
        """
        m, k = len(self.keys), len(points)
        cross = self.kernel.between(self._points, points)
        lower = extend(self.lower, cross, self.kernel.between(points, points) + np.diag(noise))
        v = self._v if self._v is not None and self._v.reserve(m + k) else None
        if v is not None:
            v.change(m)
        added = np.zeros(self.geometry.n)
        # Without V the earlier rows must be solved again in the same pass.
        ahead = self._calculator.ahead(points if v is not None else self._points.and_(points))
        forward = _Forward(lower, m if v is not None else 0, self.geometry.dtype, self.to_device)

        def work(item: Block) -> None:
            here, features = item
            block = self._calculator.block(ahead, here, features)
            if v is None:
                solved = forward.solve(block)[m:]
            else:
                solved = forward.solve(block, ((rows, part[:, here]) for rows, part in v.parts(0, m)))
                v.write(m, here, solved)
            added[here] = self.to_host(np.square(solved).sum(axis=0, dtype=np.float64))

        self._pass(len(ahead.points), work, progress)
        # Nothing is modified before this line, so that a cancellation or an error leaves a valid factor.
        self.var -= added
        self.keys = [*self.keys, *points.keys.tolist()]
        self.noise = np.concatenate([self.noise, noise])
        self._points = self._points.and_(points)
        self.lower, self._v = lower, v
        self._beta = np.concatenate([self._beta, np.zeros(k)])

    def remove(self, key: int) -> None:
        """Remove a point as if it had never been observed; costs no pass over the features if V is stored."""
        j = self.keys.index(key)
        m = len(self.keys)
        lower, rotations = rotations_without(self.lower, j)
        if self._v is None:
            self._forget(j)
            self.lower, self._beta = lower, np.zeros(m - 1)
            self._recompute()
            return
        rest = self._v.remove(j, m, rotations)
        beta = self._beta
        carried = beta[j]
        for t, (c, s) in enumerate(rotations, start=j):
            beta[t], carried = c * beta[t + 1] + s * carried, c * carried - s * beta[t + 1]
        self.var += np.square(rest, dtype=np.float64)
        self.mean -= carried * rest.astype(np.float64)
        self._forget(j)
        self.lower, self._beta = lower, beta[: m - 1].copy()

    def observe(self, targets: FloatArray) -> None:
        """Set the observed values as deviations from the prior mean and update ``mean``.

        Args:
            targets: y - m0 in factor order, shape (m,).
        """
        if not len(targets):
            self.mean[:] = 0.0
            return
        beta = solve_triangular(self.lower, targets, lower=True, check_finite=False)
        change = beta - self._beta
        first = int(np.argmax(change != 0.0))
        self._beta = beta
        if self._v is None:
            self._recompute()
        elif change[first] != 0.0:
            self.mean += self._v.combined(change[first:], first)

    def projections(self, rows: IntArray) -> AnyFloatArray:
        """Return V at the given rows, shape (m, len(rows)); the posterior covariance is the kernel minus V_a' V_b."""
        if self._v is not None:
            return self._v.columns(len(self.keys), rows)
        k = self.kernel.between(self._points, self.kernel.points(rows))
        return np.asarray(solve_triangular(self.lower, k, lower=True, check_finite=False), self.geometry.dtype)

    def resume(self, state: FactorState, points: Points, v: AnyFloatArray) -> None:
        """Continue an empty factor from what was stored.

        Args:
            state: The stored factor.
            points: Its points.
            v: Its rows of V, shape (>= m, n).
        """
        assert isinstance(self._v, StreamingRows)
        self._v.adopt(v)
        self.keys, self._points = state.keys.tolist(), points
        self.noise, self.lower, self._beta = state.noise, state.lower, state.beta
        self.mean, self.var = state.mean, state.var

    def state(self, outside: FloatArray) -> FactorState | None:
        """Return what to store besides V; None if V is not stored.

        Args:
            outside: Feature vectors of the points with negative keys, in factor order, shape (e, d).
        """
        if self._v is None:
            return None
        keys = np.array(self.keys, np.int64)
        coordinates = self._points.coordinates[keys < 0]
        # Mean and variance change in place.
        mean, var = self.mean.copy(), self.var.copy()
        return FactorState(keys, self.noise, self.lower, self._beta, mean, var, outside, coordinates)

    @property
    def cached_bytes(self) -> int:
        """Memory and disk space allocated for V, in bytes."""
        return 0 if self._v is None else self._v.memory_bytes + self._v.disk_bytes

    def _forget(self, j: int) -> None:
        self.keys.pop(j)
        self._points = self._points.without(j)
        self.noise = np.delete(self.noise, j)

    def _recompute(self) -> None:
        """Recompute mean and variance in one pass, if V is not stored."""
        beta = self.to_device(self._beta.astype(self.geometry.dtype))
        forward = _Forward(self.lower, 0, self.geometry.dtype, self.to_device)
        ahead = self._calculator.ahead(self._points)

        def work(item: Block) -> None:
            here, features = item
            solved = forward.solve(self._calculator.block(ahead, here, features))
            self.mean[here] = self.to_host(beta @ solved)
            self.var[here] = self.kernel.amplitude - self.to_host(np.square(solved).sum(axis=0, dtype=np.float64))

        self._pass(len(self._points), work, Progress())

    def _pass(self, columns: int, work: Callable[[Block], None], progress: Progress) -> None:
        """Process the features block by block on all threads; ``columns`` kernel columns are needed per block."""
        n, itemsize = self.geometry.n, self.geometry.dtype.itemsize
        self.passes += 1

        def done(item: Block) -> None:
            progress.step(item[0].stop / n)

        # More columns than a batch mean that the model is rebuilt and the next batch waits for it.
        for_each(self.geometry.blocks(columns * itemsize), work, done, urgent=columns > _CHUNK)
        progress.step(1.0)  # last chance to notice a cancellation


def update_factor(
    factor: Factor,
    wanted: Mapping[int, float],
    points: Callable[[list[int]], Points],
    anew: Callable[[], Factor],
    progress: Progress,
) -> Factor:
    """Return a factor over exactly the wanted points, by as few changes as possible.

    Args:
        factor: Existing factor; modified in place.
        wanted: Noise variance of each point by key, in the order in which new points are appended.
        points: Returns the points with the given keys.
        anew: Returns an empty factor, used if most of the existing one is obsolete.
        progress: Progress reporter; a cancellation leaves a valid factor.
    """
    kept = {key for key, s in zip(factor.keys, factor.noise.tolist(), strict=True) if wanted.get(key) == s}
    obsolete = [key for key in factor.keys if key not in kept]
    if len(obsolete) > max(16, len(factor.keys) // 2):
        factor, kept, obsolete = anew(), set(), []
    for key in reversed(obsolete):  # newest first: removing the last row of a factor is free
        factor.remove(key)
    missing = [key for key in wanted if key not in kept]
    if missing:
        factor.append(points(missing), np.array([wanted[key] for key in missing]), progress)
    return factor


class _Forward:
    """Solves rows m... of L X = B for successive blocks of B, in the precision of the blocks.

    Small chunks are multiplied by the explicit inverse of their diagonal block. At this size that is as accurate as a
    triangular solve and several times as fast on blocks with few columns.
    """

    def __init__(self, lower: FloatArray, m: int, dtype: np.dtype[Any], there: Callable[[AnyFloatArray], Any]) -> None:
        self._m = m
        self._rows: AnyFloatArray = there(lower[m:].astype(dtype))
        self._inverses: list[tuple[slice, AnyFloatArray]] = []
        for start in range(0, len(lower) - m, _CHUNK):
            chunk = slice(start, min(start + _CHUNK, len(lower) - m))
            corner = lower[m:, m:][chunk, chunk]
            inverse = solve_triangular(corner, np.eye(len(corner)), lower=True, check_finite=False)
            self._inverses.append((chunk, there(inverse.astype(dtype))))

    def solve(self, block: AnyFloatArray, known: Iterable[Shared] = ()) -> AnyFloatArray:
        """Overwrite ``block`` (k, b) with the solution; ``known`` yields the solution of the rows before, in parts."""
        for rows, part in known:
            block -= self._rows[:, rows] @ part
        for chunk, inverse in self._inverses:
            if chunk.start:
                block[chunk] -= self._rows[chunk, self._m : self._m + chunk.start] @ block[: chunk.start]
            block[chunk] = inverse @ block[chunk]
        return block
