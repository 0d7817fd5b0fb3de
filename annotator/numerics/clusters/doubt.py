"""Which images of a cluster to look at before all of them get one label."""

from __future__ import annotations

import numpy as np

from annotator.types import FloatArray, IntArray

LOOK = 16
"""Number of images that a person looks at."""


def doubtful(distance: FloatArray, chance: FloatArray | None, count: int = LOOK) -> IntArray:
    """Return the places of the images that most likely differ from the rest, the most doubtful first.

    Every second one is the farthest from the center. With predictions, the others are in turn the least and the most
    probable, so that an exception shows whichever label the cluster gets.

    Args:
        distance: Distance of each image to the center of its cluster, shape (m,); inf counts as the farthest.
        chance: Predicted probability that each is relevant, shape (m,), NaN for none; None without a model.
        count: Number of places; all are returned if there are fewer.
    """
    far = np.argsort(-distance, kind="stable")
    if chance is None or not np.isfinite(chance).any():
        return far[:count]
    known = np.flatnonzero(np.isfinite(chance))
    low = known[np.argsort(chance[known], kind="stable")]
    found: dict[int, None] = {}
    orders = [iter(order.tolist()) for order in (far, low, low[::-1])]
    for turn in (0, 1, 0, 2) * len(distance):
        if len(found) == min(count, len(distance)):
            break
        image = next((one for one in orders[turn] if one not in found), None)
        if image is not None:
            found[image] = None
    return np.array(list(found), np.int64)
