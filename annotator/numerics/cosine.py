"""Cosine similarity between feature vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import AnyFloatArray


def unit(rows: NDArray[Any]) -> AnyFloatArray:
    """Return rows scaled to length 1, shape (c, d); float32 stays float32.

    A row of zeros stays as it is: it is similar to nothing, not even to itself.
    """
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(norms > 0, norms, 1)[:, None])
