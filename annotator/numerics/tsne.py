"""A map of a collection: t-SNE of its neighbor graph, which starts from the first two principal components.

Images attract their neighbors, and all images repel each other. The repulsion is summed on a grid by Fourier
transforms, so an iteration takes time proportional to the number of images.

Source:
    van der Maaten & Hinton 2008, Visualizing data using t-SNE (eq. 5); Linderman et al. 2019, Fast interpolation-based
    t-SNE (the grid); Kobak & Berens 2019, The art of using t-SNE, and Belkina et al. 2019, Automated optimized
    parameters (start and learning rate); Boehm, Berens & Kobak 2022, Attraction-repulsion spectrum (few neighbors).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft, sparse

from annotator.numerics.blocks import rows_per_block
from annotator.numerics.graph import normalized
from annotator.runtime.parallel import for_each, processors
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, Progress

Positions = NDArray[np.float32]
"""Places of rows on a map, shape (n, 2), float32; NaN for rows without one."""

EARLY, LATE = 100, 250
"""Iterations with exaggerated attraction, which sorts out the large picture, and without."""

_EXAGGERATION = 12.0
_SPACING = 0.5  # of the grid; half the scale on which the repulsion changes
_LEAST_CELLS, _MOST_CELLS = 128, 1024  # of the grid along one side: a smaller map gets a finer grid
_PARALLEL = 1024  # larger transforms are worth several threads
_START = 1e-4  # standard deviation of the start, so small that the repulsion does not freeze it
_SAMPLE = 20_000  # rows from which the principal components are computed
_ROWS = 1 << 14  # rows processed at once


def principal_map(features: Features, valid: BoolArray, progress: Progress | None = None) -> Positions:
    """Return the first two principal components of all valid rows.

    Args:
        features: Feature set of n rows.
        valid: Mask of the finite rows, shape (n,).
        progress: Progress reporter; may cancel.
    """
    progress = progress or Progress()
    found = np.full((features.n, 2), np.nan, np.float32)
    rows = np.flatnonzero(valid)
    if not len(rows):
        return found
    rng = np.random.default_rng(0)
    some = rows if len(rows) <= _SAMPLE else np.sort(rng.choice(rows, _SAMPLE, replace=False))
    origin, basis = _two_directions(features.rows(some))
    for first, block in features.blocks(rows_per_block(4 * features.d, 8 << 20)):
        progress.step(first / features.n)
        here = np.flatnonzero(valid[first : first + len(block)])
        found[first + here] = (block[here].astype(np.float64) - origin) @ basis
    return found


def _two_directions(rows: AnyFloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean of the rows, shape (d,), and their first two principal directions, shape (d, 2)."""
    from sklearn.decomposition import PCA  # half a second to import

    origin: FloatArray = rows.mean(axis=0, dtype=np.float64)
    centered = rows - origin
    basis = np.zeros((rows.shape[1], 2))
    if centered.any():
        found = PCA(min(2, *rows.shape), svd_solver="randomized", random_state=0).fit(centered).components_.T
        basis[:, : found.shape[1]] = found
    return origin, basis


def neighbor_map(
    neighbours: NDArray[np.int32],
    distances: NDArray[np.float32],
    start: Positions,
    progress: Progress | None = None,
    *,
    early: int = EARLY,
    late: int = LATE,
) -> Positions:
    """Return the t-SNE of a neighbor graph; the same on every run.

    Args:
        neighbours: Neighbors of every row, shape (n, k), padded with -1; see :func:`nearest_neighbors`.
        distances: Distances to them, shape (n, k).
        start: Where the rows are first, such as :func:`principal_map`; NaN for rows to leave out.
        progress: Progress reporter; may cancel.
        early, late: Numbers of iterations.
    """
    progress = progress or Progress()
    there = np.flatnonzero(np.isfinite(start).all(axis=1))
    if len(there) < 3:
        return start
    s = normalized(neighbours, distances)[there][:, there]
    attraction = _Attraction(sparse.csr_matrix(s / max(s.sum(), 1e-12), dtype=np.float32), progress)
    repulsion = _Repulsion(progress)
    y = np.array(start[there], np.float32)
    y -= y.mean(axis=0)
    y *= _START / max(float(y.std()), 1e-30)
    y += np.random.default_rng(0).standard_normal(y.shape, np.float32) * (
        _START / 100
    )  # equal rows would stay together
    speed, gain = np.zeros_like(y), np.ones_like(y)
    for step in range(early + late):
        progress.step(step / (early + late))
        factor, momentum = (_EXAGGERATION, 0.5) if step < early else (1.0, 0.8)
        pushed, total = repulsion(y)
        slope = attraction(y)
        slope *= factor
        slope -= pushed * np.float32(1 / max(total, 1e-30))
        same = (slope > 0) == (speed > 0)
        gain = np.maximum(np.where(same, gain * np.float32(0.8), gain + np.float32(0.2)), np.float32(0.01))
        speed = np.float32(momentum) * speed - np.float32(len(y) / factor) * gain * slope
        y += speed
        y -= y.mean(axis=0)
    found = np.full_like(start, np.nan)
    found[there] = y
    return found


def _blocks(n: int) -> list[slice]:
    return [slice(first, min(first + _ROWS, n)) for first in range(0, n, _ROWS)]


class _Attraction:
    """Sum over the neighbors j of p_ij (y_i - y_j) / (1 + |y_i - y_j|^2) for every row i."""

    def __init__(self, p: Any, progress: Progress) -> None:
        """Prepare for affinities ``p``, shape (n, n), CSR, float32, which sum to 1."""
        self._progress, self._parts = progress, []
        for rows in _blocks(p.shape[0]):
            part = p[rows]
            of = np.repeat(np.arange(rows.start, rows.stop, dtype=np.int32), np.diff(part.indptr))
            self._parts.append((rows, part, of))

    def __call__(self, y: Positions) -> Positions:
        found = np.empty_like(y)

        def pull(one: tuple[slice, Any, NDArray[np.int32]]) -> None:
            rows, part, of = one
            difference = y[of] - y[part.indices]
            weight = part.data / (1 + np.einsum("ij,ij->i", difference, difference))
            both = sparse.csr_matrix((weight, part.indices, part.indptr), part.shape)
            found[rows] = y[rows] * np.asarray(both.sum(axis=1)) - both @ y

        for_each(self._parts, pull, lambda _part: self._progress.check())
        return found


class _Repulsion:
    """Sum over all rows j of (y_i - y_j) / (1 + |y_i - y_j|^2)^2 for every row i, by interpolation on a grid."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._grid = progress, (0, 0.0)
        self._kernels: list[Any] = []

    def __call__(self, y: Positions) -> tuple[Positions, float]:
        """Return the sums, and the sum over all pairs of 1 / (1 + |y_i - y_j|^2)."""
        low = y.min(axis=0)
        extent = float((y.max(axis=0) - low).max())
        spacing = max(min(_SPACING, extent / _LEAST_CELLS), extent / _MOST_CELLS, 1e-12)
        size = int(fft.next_fast_len(2 * (int(extent / spacing) + 5), real=True))
        self._prepare(size, spacing)
        blocks = _blocks(len(y))
        weights: list[Any] = [None] * len(blocks)
        charges: list[Any] = [None] * len(blocks)

        def spread(number: int) -> None:
            weights[number] = made = _interpolation((y[blocks[number]] - low) / np.float32(spacing) + 1, size)
            charges[number] = np.bincount(made.indices, made.data, size * size).astype(np.float32)

        for_each(range(len(blocks)), spread, lambda _block: self._progress.check())
        workers = processors() if size > _PARALLEL else 1
        charge = fft.rfft2(sum(charges).reshape(size, size), workers=workers)  # in this order: the same on every run
        fields = [fft.irfft2(charge * kernel, (size, size), workers=workers).ravel() for kernel in self._kernels]
        field = np.stack(fields, axis=1)
        found = np.empty((len(y), 3), np.float32)

        def gather(number: int) -> None:
            found[blocks[number]] = weights[number] @ field

        for_each(range(len(blocks)), gather, lambda _block: self._progress.check())
        return found[:, :2], float(found[:, 2].sum(dtype=np.float64)) - len(y)

    def _prepare(self, size: int, spacing: float) -> None:
        if self._grid != (size, spacing):
            at = fft.fftfreq(size, 1 / (size * spacing)).astype(np.float32)  # 0, 1, ..., -2, -1 times the spacing
            x, y = at[:, None], at[None, :]
            near = 1 / (1 + x * x + y * y)
            kernels = (near * near * x, near * near * y, near)
            self._kernels = [fft.rfft2(kernel) for kernel in kernels]
            self._grid = (size, spacing)


def _interpolation(at: Positions, size: int) -> Any:
    """Return the cubic weights of the 16 nodes around each point of a square grid, CSR, shape (m, size * size).

    Args:
        at: Points in units of the spacing, at least 1 and at most size - 3, shape (m, 2).
        size: Nodes along one side.
    """
    node = at.astype(np.int32)
    t = at - node
    before, after, second = t + 1, t - 1, t - 2
    weights = (-t * after * second / 6, before * after * second / 2, -before * t * second / 2, before * t * after / 6)
    cubic = np.stack(weights, axis=2)
    data = (cubic[:, 0, :, None] * cubic[:, 1, None, :]).ravel()
    corner = (node[:, 0] - 1) * size + (node[:, 1] - 1)
    around = (np.arange(4, dtype=np.int32)[:, None] * size + np.arange(4, dtype=np.int32)).ravel()
    nodes = (corner[:, None] + around).astype(np.int32).ravel()
    return sparse.csr_matrix((data, nodes, np.arange(len(at) + 1, dtype=np.int32) * 16), (len(at), size * size))
