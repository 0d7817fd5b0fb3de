"""Which images belong together: bursts, near-duplicates, and events of a camera. Arrays in, arrays out.

Two images of a *burst* were taken by one camera, in one folder, shortly after each other, and look alike. Two
*near-duplicates* are so much more similar to each other than to any other image that a gap separates them from the
rest. An *event* is a sequence without a longer pause at one camera, whatever the images show. A burst and an event are
limited in length, and every near-duplicate is similar to the head of its stack, so that no chain of images, each like
the one before, becomes a stack of everything.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.kernels import from_squares
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

GAP = 0.15
"""Smallest gap between the similarities of two successive neighbors that separates near-duplicates from the rest."""

LEAST_ALIKE = 0.87
"""Smallest similarity of a near-duplicate in front of a gap."""

LEAST_IN_WINDOW = 0.93
"""The same where only the images beside it are known: the rest of the collection may be as similar."""

ALIKE = 0.98
"""Similarity from which images are near-duplicates without a gap, as among more than ten of them."""

SAME = 0.995
"""Similarity from which images are near-duplicates although they were taken at different times."""

APART_S = 60.0
"""Time in seconds from which two images of a camera were taken at different times."""

BURST_S = 2.0
"""Longest time in seconds between two successive images of a burst."""

LEAST_BURST = 0.7
"""Smallest similarity of two successive images of a burst."""

LONGEST_BURST_S = 30.0
"""Longest burst, in seconds; what follows begins another one."""

MOST_IN_BURST = 50
MOST_IN_EVENT = 200
"""Most images of a burst and of an event; what follows begins another one."""

WINDOW = 4
"""Following images with which an image is compared where the neighbors are unknown."""

_AT_ONCE = 2048
_SEED = 0


class Kind(enum.IntEnum):
    """Why images belong together."""

    NONE = 0
    BURST = 1
    ALIKE = 2
    EVENT = 3

    @property
    def word(self) -> str:
        """Name of the kind in files, "" for none."""
        return ("", "burst", "near-duplicates", "event")[self]


@dataclass(frozen=True, eq=False)
class Stacks:
    """The stacks of n images; an image that is in none is a stack of its own.

    Attributes:
        of: Stack of each image, which is its lowest image, shape (n,), int64.
        kind: Its :class:`Kind`, shape (n,), int8.
        size: How many images it has, shape (n,), int64.
        order: All images, those of a stack after each other, shape (n,), int64.
        first: Position in ``order`` of the first image of its stack, shape (n,), int64.
    """

    of: IntArray
    kind: NDArray[np.int8]
    size: IntArray
    order: IntArray
    first: IntArray

    @classmethod
    def by(cls, of: IntArray, kind: NDArray[np.int8]) -> Stacks:
        """Return the stacks given by ``of`` and ``kind``."""
        counts = np.bincount(of, minlength=len(of))
        before = np.cumsum(counts) - counts
        return cls(of, kind, counts[of], np.argsort(of, kind="stable"), before[of])

    @property
    def n_images(self) -> int:
        """Number of images, n."""
        return len(self.of)

    def heads(self) -> IntArray:
        """Return the stacks of two images or more, ascending, shape (s,)."""
        return np.flatnonzero((self.of == np.arange(len(self.of))) & (self.size > 1))

    def members(self, image: int) -> IntArray:
        """Return the images of the stack of an image, ascending, shape (size,)."""
        first = int(self.first[image])
        return self.order[first : first + int(self.size[image])]


def apart(n: int) -> Stacks:
    """Return ``n`` images of which none belong together."""
    return Stacks.by(np.arange(n, dtype=np.int64), np.zeros(n, np.int8))


# Near-duplicates


def similarity(distance: AnyFloatArray, scale: float) -> FloatArray:
    """Return the similarity, in (0, 1], of rows at a Euclidean distance; ``scale`` is the median distance of rows.

    It is the usual kernel of the model with its usual length scale, so that numbers agree wherever they are shown.
    """
    known = np.isfinite(distance)
    squares = np.square(np.where(known, distance, 0.0), dtype=np.float64)
    return np.where(known, from_squares("matern", squares, scale), 0.0)


def alike(similarities: AnyFloatArray, least: float = LEAST_ALIKE) -> IntArray:
    """Return how many of each row's neighbors are near-duplicates of it, shape (n,).

    The neighbors are cut at the largest gap between two successive similarities, if it is at least :data:`GAP` and the
    one before it at least ``least``. Neighbors from :data:`ALIKE` on need no gap.

    Args:
        similarities: Similarities of the k nearest neighbors, descending, shape (n, k), in [0, 1].
        least: Smallest similarity in front of a gap.

    >>> alike(np.array([[0.964, 0.951, 0.713, 0.7], [0.78, 0.77, 0.6, 0.59], [0.99, 0.96, 0.95, 0.94]]))
    array([2, 0, 1])
    """
    n, k = similarities.shape
    if not k:
        return np.zeros(n, np.int64)
    drop = similarities[:, :-1] - similarities[:, 1:]
    drop = np.where((similarities[:, :-1] >= least) & (drop >= GAP), drop, 0.0)
    cut = np.where(drop.any(axis=1), drop.argmax(axis=1) + 1, 0) if k > 1 else np.zeros(n, np.int64)
    count: IntArray = np.maximum(cut, np.count_nonzero(similarities >= ALIKE, axis=1)).astype(np.int64)
    return count


def alike_pairs(
    neighbors: NDArray[np.int32], distances: NDArray[np.float32], scale: float, least: float = LEAST_ALIKE
) -> tuple[IntArray, FloatArray]:
    """Return the pairs of rows that are near-duplicates of each other, and their similarities.

    Args:
        neighbors: Neighbors of every row, nearest first, shape (n, k), padded with -1.
        distances: Euclidean distances to them, shape (n, k), padded with infinity.
        scale: Median distance of rows.
        least: As for :func:`alike`.

    Returns:
        Pairs, the lower row first, shape (p, 2), and similarities, shape (p,).
    """
    near = similarity(distances, scale)
    row, place = np.nonzero(np.arange(near.shape[1]) < alike(near, least)[:, None])
    other = neighbors[row, place].astype(np.int64)
    key = np.minimum(row, other) * len(neighbors) + np.maximum(row, other)
    found, index, times = np.unique(key, return_index=True, return_counts=True)
    mutual = times == 2  # either is near the other, and not only one of them in a crowd
    pairs = np.stack(np.divmod(found[mutual], max(1, len(neighbors))), axis=1)
    return pairs.astype(np.int64), near[row, place][index[mutual]]


def window_neighbors(
    features: Features, rows: IntArray, places: IntArray, progress: Progress | None = None
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return what :func:`alike_pairs` needs where the neighbors of rows are unknown, by a look at those beside them.

    Each row is compared with the :data:`WINDOW` rows before and after it in the same place: images taken or named one
    after another. The work grows with the number of rows only.

    Args:
        features: Feature set of n rows.
        rows: Rows in the order in which they were taken or named, shape (m,), unique.
        places: Place of each of them, those of a place after each other, shape (m,).
        progress: Progress reporter; may cancel.

    Returns:
        Neighbors and distances, each shape (n, 2 * WINDOW).
    """
    progress = progress or Progress()
    m = len(rows)
    ahead = np.full((m + WINDOW, WINDOW), np.inf, np.float32)
    for start in range(0, m, _AT_ONCE):
        stop = min(start + _AT_ONCE, m)
        block = np.asarray(features.rows(rows[start : stop + WINDOW]), np.float32)
        for step in range(1, min(WINDOW, len(block) - 1) + 1):
            count = min(stop - start, len(block) - step)
            distance = np.linalg.norm(block[:count] - block[step : step + count], axis=1)
            same = places[start : start + count] == places[start + step : start + step + count]
            ahead[start : start + count, step - 1] = np.where(same, distance, np.inf)
        progress.step(stop / m)
    neighbors = np.full((features.n, 2 * WINDOW), -1, np.int32)
    distances = np.full((features.n, 2 * WINDOW), np.inf, np.float32)
    for step in range(1, WINDOW + 1):
        near = np.flatnonzero(ahead[: max(0, m - step), step - 1] < np.inf)
        forward, backward = rows[near], rows[near + step]
        for own, other, column in ((forward, backward, step - 1), (backward, forward, WINDOW + step - 1)):
            neighbors[own, column] = other
            distances[own, column] = ahead[near, step - 1]
    order = np.argsort(distances, axis=1, kind="stable")
    return np.take_along_axis(neighbors, order, 1), np.take_along_axis(distances, order, 1)


def stars(n: int, pairs: IntArray, closeness: FloatArray) -> IntArray:
    """Group ``n`` images into stars: every member is linked to the head of its group.

    The heads are found by rounds of parallel local choices, the images with most links first, so that the work grows
    with the number of pairs; a chain falls into pieces of at most three.

    Args:
        n: Number of images.
        pairs: Linked images, shape (p, 2).
        closeness: How close they are, shape (p,); a member joins the closest head.

    Returns:
        The lowest image of each image's group, shape (n,).

    Source:
        Luby 1986, A simple parallel algorithm for the maximal independent set problem.
    """
    tie = np.random.default_rng(_SEED).permutation(n) / max(1, n)
    source, target = (np.concatenate([pairs[:, a], pairs[:, 1 - a]]) for a in (0, 1))
    near = np.concatenate([closeness, closeness])
    head, free = np.arange(n, dtype=np.int64), np.ones(n, np.bool_)
    while len(source):
        priority = np.bincount(source, minlength=n) + tie
        highest = np.zeros(n)
        np.maximum.at(highest, source, priority[target])
        chosen = np.zeros(n, np.bool_)
        chosen[source] = priority[source] > highest[source]
        links = np.flatnonzero(chosen[source])
        links = links[np.argsort(near[links], kind="stable")]  # the closest head is assigned last
        head[target[links]] = source[links]
        free[chosen] = False
        free[target[links]] = False
        left = free[source] & free[target]
        source, target, near = source[left], target[left], near[left]
    lowest = np.arange(n, dtype=np.int64)
    np.minimum.at(lowest, head, np.arange(n))
    return lowest[head]


# Time


def in_order(times: FloatArray, places: IntArray) -> IntArray:
    """Return the images whose time is known, by place and time, shape (m,)."""
    known = np.flatnonzero(np.isfinite(times))
    return known[np.lexsort((known, times[known], places[known]))]


def close_in_time(order: IntArray, times: FloatArray, places: IntArray, gap_s: float) -> BoolArray:
    """Return which images of ``order`` follow their predecessor at one place within ``gap_s`` seconds, shape (m,)."""
    follows = np.zeros(len(order), np.bool_)
    follows[1:] = (places[order[1:]] == places[order[:-1]]) & (np.diff(times[order]) <= gap_s)
    return follows


def runs(n: int, order: IntArray, follows: BoolArray, most: int, length: FloatArray | None = None) -> IntArray:
    """Return the lowest image of the run of each of ``n`` images, shape (n,).

    Args:
        n: Number of images.
        order: Images in order, shape (m,); each of the others is a run of its own.
        follows: Which of them continue the run before them, shape (m,).
        most: Most images of a run; what follows begins another one.
        length: Position of each of ``order`` on a scale on which a run is at most 1 long, shape (m,); None for no such
            limit.
    """
    lowest = np.arange(n, dtype=np.int64)
    if not len(order):
        return lowest
    start = np.flatnonzero(~follows) if not follows[0] else np.concatenate([[0], np.flatnonzero(~follows[1:]) + 1])
    run = np.cumsum(np.isin(np.arange(len(order)), start)) - 1
    piece = (np.arange(len(order)) - start[run]) // most
    if length is not None:
        piece = np.maximum(piece, (length - length[start[run]]).astype(np.int64))
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (np.diff(run) != 0) | (np.diff(piece) != 0)
    first = np.flatnonzero(begins)
    lowest[order] = np.minimum.reduceat(order, first)[np.cumsum(begins) - 1]
    return lowest


def events(times: FloatArray, places: IntArray, gap_s: float) -> Stacks:
    """Return the events: images of one place without a pause of more than ``gap_s`` seconds between them.

    Args:
        times: When each image was taken, in seconds, NaN if unknown, shape (n,).
        places: Where, e.g. folder and camera, shape (n,).
        gap_s: Longest pause within an event, in seconds.
    """
    order = in_order(times, places)
    of = runs(len(times), order, close_in_time(order, times, places, gap_s), MOST_IN_EVENT)
    return _of_kind(of, Kind.EVENT)


def _of_kind(of: IntArray, kind: Kind) -> Stacks:
    counts = np.bincount(of, minlength=len(of))
    return Stacks.by(of, np.where(counts[of] > 1, np.int8(kind), np.int8(Kind.NONE)))


# Both


@dataclass(frozen=True, eq=False)
class Looks:
    """What the images look like.

    Attributes:
        features: Feature set of m rows.
        row_of_image: Feature row of each image, -1 for none that can be used, shape (n,).
        scale: Median distance of rows.
        neighbors, distances: As for :func:`alike_pairs`; None where they are unknown.
    """

    features: Features
    row_of_image: IntArray
    scale: float
    neighbors: NDArray[np.int32] | None = None
    distances: NDArray[np.float32] | None = None


def similar(looks: Looks, times: FloatArray, places: IntArray, progress: Progress | None = None) -> Stacks:
    """Return bursts, and near-duplicates among the other images.

    Args:
        looks: What the images look like.
        times: When each image was taken, in seconds, NaN if unknown, shape (n,).
        places: Where, e.g. folder and camera, shape (n,).
        progress: Progress reporter; may cancel.
    """
    progress = progress or Progress()
    n, rows = len(times), looks.row_of_image
    order = in_order(times, places)
    follows = close_in_time(order, times, places, BURST_S)
    pair = np.flatnonzero(follows)
    pair = pair[(rows[order[pair - 1]] >= 0) & (rows[order[pair]] >= 0)]
    near = _similarities(looks, rows[order[pair - 1]], rows[order[pair]], progress.part(0.0, 0.4))
    follows[:] = False
    follows[pair[near >= LEAST_BURST]] = True
    of = runs(n, order, follows, MOST_IN_BURST, times[order] / LONGEST_BURST_S)
    kind = np.where(np.bincount(of, minlength=n)[of] > 1, np.int8(Kind.BURST), np.int8(Kind.NONE))
    pairs, closeness = alike_images(looks, times, places, progress.part(0.4, 1.0))
    alone = (kind[pairs] == Kind.NONE).all(axis=1)
    stack = stars(n, pairs[alone], closeness[alone])
    kind[np.bincount(stack, minlength=n)[stack] > 1] = Kind.ALIKE
    progress.step(1.0)
    return Stacks.by(np.where(kind == Kind.BURST, of, stack), kind)


def _similarities(looks: Looks, a: IntArray, b: IntArray, progress: Progress) -> FloatArray:
    """Return the similarities of pairs of rows, shape (p,)."""
    found = np.empty(len(a))
    for start in range(0, len(a), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        wanted, position = np.unique(np.concatenate([a[here], b[here]]), return_inverse=True)
        read = np.asarray(looks.features.rows(wanted), np.float64)
        left, right = np.split(position, 2)
        found[here] = similarity(np.linalg.norm(read[left] - read[right], axis=1), looks.scale)
        progress.step(min(1.0, (start + _AT_ONCE) / len(a)))
    return found


def alike_images(looks: Looks, times: FloatArray, places: IntArray, progress: Progress) -> tuple[IntArray, FloatArray]:
    """Return pairs of near-duplicates whose times do not speak against it, and their similarities."""
    rows = looks.row_of_image
    neighbors, distances, least = looks.neighbors, looks.distances, LEAST_ALIKE
    if neighbors is None or distances is None:
        usable = np.flatnonzero(rows >= 0)
        order = usable[np.lexsort((usable, times[usable], places[usable]))]  # unknown times come last, by name
        neighbors, distances = window_neighbors(looks.features, rows[order], places[order], progress)
        least = LEAST_IN_WINDOW
    pairs, closeness = alike_pairs(neighbors, distances, looks.scale, least)
    image_of_row = np.full(looks.features.n, -1, np.int64)
    image_of_row[rows[rows >= 0]] = np.flatnonzero(rows >= 0)
    pairs = image_of_row[pairs]
    a, b = pairs.T
    later = (places[a] == places[b]) & (np.abs(times[a] - times[b]) > APART_S)  # False for unknown times
    there = (pairs >= 0).all(axis=1) & ~(later & (closeness < SAME))
    return pairs[there], closeness[there]
