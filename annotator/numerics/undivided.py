"""Which images a split into parts must not divide. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from annotator.numerics.stacks import Looks, Stacks, alike_images, similar, stars
from annotator.types import FloatArray, IntArray, Progress


def undivided(looks: Looks, times: FloatArray, places: IntArray, progress: Progress) -> IntArray:
    """Return a number for the images that show the same, shape (n,): bursts, near-duplicates, and both together.

    A stack is a burst or near-duplicates, so that a copy of an image of a burst is in no stack. A part with the copy
    would know the image of another part, so here the copy belongs to the burst.

    Args:
        looks: What the images look like.
        times: When each image was taken, in seconds, NaN if unknown, shape (n,).
        places: Where, e.g. folder and camera, shape (n,).
        progress: Progress reporter; may cancel.
    """
    found: Stacks = similar(looks, times, places, progress.part(0.0, 0.6))
    pairs, closeness = alike_images(looks, times, places, progress.part(0.6, 1.0))
    return joined(found.of, stars(len(times), pairs, closeness))


def joined(a: IntArray, b: IntArray) -> IntArray:
    """Return the finest grouping in which the groups of both ``a`` and ``b`` are whole, shape (n,), from 0.

    >>> joined(np.array([0, 0, 2, 3]), np.array([0, 1, 1, 3]))
    array([0, 0, 0, 1])
    """
    n = len(a)
    (a_index, b_index) = (np.unique(one, return_inverse=True)[1] for one in (a, b))
    size = n + 1
    links = coo_array((np.ones(n, np.bool_), (a_index, size + b_index)), shape=(2 * size, 2 * size))
    component = connected_components(links, directed=False)[1][a_index]
    return np.unique(component, return_inverse=True)[1].astype(np.int64)
