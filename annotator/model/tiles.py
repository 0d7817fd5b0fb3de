"""Relevance of images by their tiles: an image is as relevant as the most relevant part of it.

The Gaussian process is one over parts: every image and every tile of it is a point. The score of an image is that of
its best part. A judgement is about the image and does not say which part it means. That of a relevant image counts for
its best part, its *witness*: the model is conditioned on witnesses, finds the best part of each image by the
judgements of all others, and so on until they stay the same. That of an irrelevant image is true of all its parts; it
counts for the one that the model takes for the most relevant, which contradicts it most.

Source:
    Dietterich, Lathrop & Lozano-Perez 1997, Solving the multiple instance problem; Andrews, Tsochantaridis & Hofmann
    2002, Support vector machines for multiple-instance learning (MI-SVM), here with a Gaussian process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.geometry import Geometry
from annotator.model.kernel import Kernel, Points
from annotator.model.posterior import Posterior
from annotator.numerics.blocks import rows_per_block
from annotator.types import AnyFloatArray, Features, FloatArray, IntArray

_MOST_STEPS = 10
_COLUMNS_BYTES = 1 << 23


@dataclass(frozen=True, eq=False)
class Parts:
    """Images and their tiles as rows of one matrix; implements :class:`annotator.types.Features`.

    The first rows are those of the images; then come the tiles of the first image, those of the second, and so on.

    Attributes:
        images: Features of n images.
        tiles: Features of their tiles, n * t rows.
    """

    images: Features
    tiles: Features

    @property
    def n(self) -> int:
        """Number of rows."""
        return self.images.n + self.tiles.n

    @property
    def d(self) -> int:
        """Number of features per row."""
        return self.images.d

    @property
    def t(self) -> int:
        """Number of tiles per image."""
        return self.tiles.n // self.images.n

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return rows; see :class:`annotator.types.Features`."""
        index = np.asarray(index, np.int64)
        whole = index < self.images.n
        if whole.all():
            return self.images.rows(index)
        tiles = self.tiles.rows(index[~whole] - self.images.n)
        found = np.empty((len(index), self.d), np.result_type(tiles, np.float32))
        found[~whole] = tiles
        found[whole] = self.images.rows(index[whole])
        return found

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order; see :class:`annotator.types.Features`."""
        yield from self.images.blocks(rows_per_block)
        for start, block in self.tiles.blocks(rows_per_block):
            yield self.images.n + start, block

    def of(self, images: IntArray) -> IntArray:
        """Return the rows of images and of their tiles, shape (len(images), 1 + t); those of the images come first."""
        tiles = self.images.n + images[:, None] * self.t + np.arange(self.t)
        return np.concatenate([images[:, None], tiles], axis=1)

    def by_image(self, values: FloatArray) -> FloatArray:
        """Return values of all rows, shape (n,), by image and part, shape (images, 1 + t)."""
        n = self.images.n
        return np.concatenate([values[:n, None], values[n:].reshape(n, self.t)], axis=1)


@dataclass(frozen=True, eq=False)
class BestParts:
    """Images represented by one part each; implements :class:`annotator.types.Features`.

    Attributes:
        parts: The images and their tiles.
        at: Row of the part of each image, shape (n,).
    """

    parts: Parts
    at: IntArray

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.at)

    @property
    def d(self) -> int:
        """Number of features per row."""
        return self.parts.d

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return rows; see :class:`annotator.types.Features`."""
        return self.parts.rows(self.at[index])

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order; see :class:`annotator.types.Features`."""
        for start in range(0, self.n, rows_per_block):
            yield start, self.parts.rows(self.at[start : start + rows_per_block])


class BestPartKernel(Kernel):
    """The kernel between images, each represented by one part."""

    def __init__(self, kernel: Kernel, at: IntArray) -> None:
        super().__init__(kernel.geometry, kernel.form, kernel.length_scale, kernel.amplitude)
        self._at = at

    def points(self, rows: IntArray) -> Points:
        """Return the parts of images as points in float64."""
        return super().points(self._at[rows])

    def gathered(self, rows: IntArray) -> Points:
        """Return the parts of images as points in the working precision."""
        return super().gathered(self._at[rows])

    def columns(self, points: Points, row_bytes: int = 0) -> Iterator[tuple[slice, AnyFloatArray]]:
        """Yield (images, kernel between ``points`` and their parts) for all images, in order."""
        dtype = self.geometry.dtype
        near = Points(points.keys, points.vectors.astype(dtype), points.coordinates.astype(dtype))
        valid = self.geometry.valid[self._at]
        step = rows_per_block(max(row_bytes, self.geometry.features.d * dtype.itemsize), _COLUMNS_BYTES)
        for start in range(0, len(self._at), step):
            here = slice(start, min(start + step, len(self._at)))
            block = np.zeros((len(points), here.stop - start), dtype)
            there = start + np.flatnonzero(valid[here])
            block[:, there - start] = self.many(near, self.gathered(there))
            yield here, block


@dataclass(frozen=True, eq=False)
class TiledPosterior(Posterior):
    """Posterior of images by their best parts. Rows are those of images.

    Attributes:
        at: Row of the part that represents each image, shape (n,).
        best: That part: -1 for all of the image, else the number of the tile, shape (n,), int16.
    """

    at: IntArray
    best: NDArray[np.int16]
    _images: Geometry
    _parts: Parts

    @classmethod
    def of(
        cls, posterior: Posterior, parts: Parts, images: Geometry, judged: IntArray, witnesses: IntArray
    ) -> TiledPosterior:
        """Reduce the posterior of parts to images.

        Args:
            posterior: Posterior at every part.
            parts: The parts.
            images: Geometry of the images as wholes.
            judged: Judged images, shape (m,).
            witnesses: Their parts that the model was conditioned on, shape (m,).
        """
        mean = parts.by_image(posterior.mean)
        part = np.where(np.isnan(mean), -np.inf, mean).argmax(axis=1)
        part[~images.valid] = 0
        at = parts.of(np.arange(parts.images.n))[np.arange(len(part)), part]
        at[judged] = witnesses
        found = {field.name: getattr(posterior, field.name) for field in fields(Posterior)}
        found |= {name: found[name][at] for name in ("mean", "var", "expected")}
        best = np.where(at < parts.images.n, -1, (at - parts.images.n) % parts.t).astype(np.int16)
        return cls(**found, at=at, best=best, _images=images, _parts=parts)

    def kernel(self, a: IntArray, b: IntArray) -> AnyFloatArray:
        """Return the prior covariance between images."""
        return super().kernel(self.at[a], self.at[b])

    def projections(self, rows: IntArray) -> AnyFloatArray:
        """Return V at images."""
        return super().projections(self.at[rows])

    @property
    def geometry(self) -> Geometry:
        """Geometry of the images as wholes."""
        return self._images

    @property
    def features(self) -> Features:
        """Features of the part that represents each image."""
        return BestParts(self._parts, self.at)

    @property
    def prior(self) -> Kernel:
        """The prior covariance between images."""
        return BestPartKernel(super().prior, self.at)


def witnesses(kernel: Kernel, parts: Parts, images: IntArray, y: FloatArray, noise: float, outside: Points) -> IntArray:
    """Return the part that each judgement counts for, shape (m,).

    The prior mean is 0 here. With that of the ranking, which expects any image to be irrelevant, irrelevant judgements
    would say little, and scenery that all images share would pass for what relevant images have in common.

    Args:
        kernel: Prior covariance between parts.
        parts: The parts.
        images: Judged images, shape (m,), with finite features.
        y: Their labels and then those of ``outside``, shape (m + e,).
        noise: Noise variance of a judgement.
        outside: Examples that are no images of the collection, e points.
    """
    if not len(images):
        return images
    rows = parts.of(images)
    valid = kernel.geometry.valid[rows]
    points = kernel.gathered(np.where(valid, rows, images[:, None]).ravel())
    dtype = points.vectors.dtype
    points = points.and_(Points(outside.keys, outside.vectors.astype(dtype), outside.coordinates.astype(dtype)))
    examples = rows.size + np.arange(len(outside))
    columns: dict[int, AnyFloatArray] = {}
    chosen = np.zeros(len(images), np.int64)
    for _ in range(_MOST_STEPS):
        used = np.concatenate([np.arange(len(images)) * rows.shape[1] + chosen, examples])
        missing = [one for one in used.tolist() if one not in columns]
        if missing:
            some = Points(points.keys[missing], points.vectors[missing], points.coordinates[missing])
            columns |= dict(zip(missing, kernel.many(some, points), strict=True))
        k = np.stack([columns[one] for one in used.tolist()])
        inverse = np.linalg.inv(k[:, used].astype(np.float64) + noise * np.eye(len(used)))
        weights = inverse @ y
        # Without judgement i, the weights are w - P_i w_i / P_ii: Rasmussen & Williams 2006, eq. 5.10 and 5.12.
        without = weights - inverse * (weights / np.diag(inverse))[:, None]
        of_images = k[:, : rows.size].reshape(len(used), *rows.shape)
        mean = np.einsum("ij,jit->it", without[: len(images)], of_images)
        best = np.where(valid, mean, -np.inf).argmax(axis=1)
        if np.array_equal(best, chosen):
            break
        chosen = best
    return np.asarray(rows[np.arange(len(rows)), chosen])
