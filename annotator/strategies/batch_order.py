"""Order of the images of a batch on screen: the exceptions first, so that one key answers the rest."""

from __future__ import annotations

import numpy as np

from annotator.types import AnyFloatArray, IntArray


def exceptions_first(mean: AnyFloatArray) -> IntArray:
    """Return the order in which the images of a batch are shown.

    A person judges image by image up to the last exception, and then all remaining images at once. If the model expects
    at least half of them to be relevant, the exceptions are the irrelevant ones, and the least relevant come first;
    otherwise the most relevant do. Images with equal means keep their order.

    Args:
        mean: Posterior mean of the images of the batch, shape (k,).

    Returns:
        Permutation of 0..k-1.
    """
    mostly_relevant = 2 * np.count_nonzero(mean > 0) >= len(mean)
    return np.argsort(mean if mostly_relevant else -mean, kind="stable")
