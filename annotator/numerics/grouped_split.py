"""Split a data set into parts by class without ever separating what belongs together. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from annotator.types import BoolArray, FloatArray, IntArray


def grouped_split(member: BoolArray, group: IntArray, shares: FloatArray, seed: int) -> IntArray:
    """Return the part of each row, shape (m,), values in [0, p): groups stay whole, and classes keep their shares.

    The class with the fewest groups left comes first, and of it the largest group. Each group goes to the part that
    lacks most of the class. A part with a share gets at least one group of a class as long as there are enough of them.

    Args:
        member: Which classes each row belongs to, shape (m, c); a row may have several classes or none.
        group: Group of each row, shape (m,).
        shares: Share of each part, shape (p,), non-negative, sum 1; a part with the share 0 stays empty.
        seed: Decides between groups that are equal.

    Source:
        Sechidis, Tsoumakas & Vlahavas 2011, On the stratification of multi-label data (iterative stratification),
        with groups in place of rows.

    >>> member = np.array([[True, False], [True, False], [True, False], [False, True], [False, True]])
    >>> grouped_split(member, np.array([7, 7, 9, 3, 4]), np.array([0.5, 0.5]), 0)
    array([0, 0, 1, 0, 1])
    """
    classes = np.column_stack([member, ~member.any(axis=1)])  # rows without a class are spread as well
    _, index = np.unique(group, return_inverse=True)
    counts = np.zeros((index.max(initial=-1) + 1, classes.shape[1]), np.int64)
    np.add.at(counts, index, classes)
    size = np.bincount(index, minlength=len(counts))
    tie = np.random.default_rng(seed).permutation(len(counts))
    used = np.flatnonzero(shares > 0)
    lacks = shares[used, None] * counts.sum(axis=0)
    lacks_rows = shares[used] * len(group)
    has = np.zeros(lacks.shape, np.bool_)
    part = np.full(len(counts), -1, np.int64)
    while (left := np.count_nonzero((counts > 0) & (part < 0)[:, None], axis=0)).any():
        column = int(np.argmin(np.where(left > 0, left, left.max() + 1)))
        waiting = np.flatnonzero((counts[:, column] > 0) & (part < 0))
        waiting = waiting[np.lexsort((tie[waiting], -counts[waiting, column]))]
        for number, one in enumerate(waiting):
            without = ~has[:, column]
            fitting = without if len(waiting) - number <= np.count_nonzero(without) else np.ones(len(used), np.bool_)
            best = np.lexsort((-lacks_rows, -lacks[:, column], ~fitting))[0]
            part[one] = used[best]
            lacks[best] -= counts[one]
            lacks_rows[best] -= size[one]
            has[best] |= counts[one] > 0
    rows: IntArray = part[index]
    return rows
