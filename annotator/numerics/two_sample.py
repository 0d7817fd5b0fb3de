"""Two-sample test: could two sets of vectors come from the same distribution?"""

from __future__ import annotations

import numpy as np

from annotator.types import AnyFloatArray

PERMUTATIONS = 399


def energy_test(a: AnyFloatArray, b: AnyFloatArray, seed: int = 0, permutations: int = PERMUTATIONS) -> float:
    """Return the p-value of a permutation test with the energy distance.

    If all rows are exchangeable, it is at most ``alpha`` with a probability of at most ``alpha``.

    Args:
        a: First sample, shape (m, d), m >= 1.
        b: Second sample, shape (n, d), n >= 1.
        seed: Seed of the permutations.
        permutations: Their number; the smallest p-value is 1 / (1 + permutations).

    Source:
        Szekely & Rizzo 2004, Testing for equal distributions in high dimension, sections 2 and 3.
    """
    rows = np.concatenate([a, b]).astype(np.float64)
    rows -= rows.mean(axis=0)
    squares = np.einsum("ij,ij->i", rows, rows)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2.0 * rows @ rows.T, 0.0))
    m, n = len(a), len(b)
    # With weights w = 1 / m in one sample and -1 / n in the other, the energy distance is -w' D w.
    weights = np.concatenate([np.full(m, 1.0 / m), np.full(n, -1.0 / n)])
    rng = np.random.default_rng(seed)
    w = np.stack([weights, *(rng.permutation(weights) for _ in range(permutations))])
    energy = -np.einsum("ij,ij->i", w @ distances, w)
    return float((1 + np.count_nonzero(energy[1:] >= energy[0] - 1e-12)) / (1 + permutations))
