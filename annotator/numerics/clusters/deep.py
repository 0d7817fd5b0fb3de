"""Deep embedded clustering: an encoder and centers that are learned together.

Source:
    Xie, Girshick & Farhadi 2016, Unsupervised deep embedding for clustering analysis (DEC); Guo et al. 2017, Improved
    deep embedded clustering with local structure preservation (IDEC), which goes on decoding.
"""

from __future__ import annotations

import numpy as np

from annotator.numerics.clustering import clustered
from annotator.numerics.clusters.network import Adam, Autoencoder, Values, batches
from annotator.types import IntArray, Progress

CODE, HIDDEN = 10, 256
"""Values of a code, as in the papers, and of the layer before it."""
PRETRAINING, STEPS, REFRESH = 3_000, 3_000, 100
"""Batches for the autoencoder alone, batches at most for the clusters, and batches until the target is new."""

_CHANGED = 0.001  # share of the rows that change their cluster between two targets; with fewer, the training ends
_GAMMA = 0.1  # weight of the clusters against decoding in IDEC


def similarities(code: Values, centers: Values) -> Values:
    """Return Student's t similarity of codes to centers, rows summing to 1, shape (b, k): q of eq. 1."""
    square = np.square(code).sum(axis=1)[:, None] - 2.0 * code @ centers.T + np.square(centers).sum(axis=1)
    q = 1.0 / (1.0 + np.maximum(square, 0.0))
    return np.asarray(q / q.sum(axis=1, keepdims=True))


def target(q: Values) -> Values:
    """Return the similarities sharpened, with large clusters held back, shape (n, k): p of eq. 3."""
    p = np.square(q) / np.maximum(q.sum(axis=0), 1e-30)
    return np.asarray(p / p.sum(axis=1, keepdims=True))


def slopes(code: Values, centers: Values, p: Values) -> tuple[Values, Values]:
    """Return the gradients of the mean KL(p || q) by the codes and by the centers: eq. 4 and 5, over the rows.

    Args:
        code: Codes, shape (b, code).
        centers: Centers, shape (k, code).
        p: Target of these rows, shape (b, k).
    """
    difference = code[:, None] - centers
    kernel = 1.0 / (1.0 + np.square(difference).sum(axis=2))
    q = kernel / kernel.sum(axis=1, keepdims=True)
    pull = (2.0 / len(code) * kernel * (p - q))[:, :, None] * difference
    return pull.sum(axis=1), -pull.sum(axis=0)


def embed(
    x: Values, k: int, seed: int, *, decoding: bool, progress: Progress | None = None
) -> tuple[Autoencoder, Values]:
    """Learn an encoder and the centers of clusters.

    Args:
        x: Rows of unit variance on average, shape (n, d), float32.
        k: Number of clusters, at least 1; fewer if there are fewer distinct codes.
        seed: Seed of the weights and the batches.
        decoding: Whether the codes must still be decoded (IDEC), or may forget what does not tell clusters apart (DEC).
        progress: Progress reporter; may cancel between batches.

    Returns:
        The autoencoder, and the centers in its codes, shape (<= k, code).
    """
    progress = progress or Progress()
    network = Autoencoder(x.shape[1], HIDDEN, CODE, seed, x.dtype.type)
    network.train(x, PRETRAINING, seed, progress.part(0.0, 0.5))
    code = network.encoder(x)
    label, _ = clustered(code, min(k, len(np.unique(x, axis=0))), seed)
    centers = np.array([code[label == cluster].mean(axis=0) for cluster in range(int(label.max()) + 1)], x.dtype)
    if len(centers) < 2:
        return network, centers
    adam = Adam([*network.parameters, centers])
    rest = progress.part(0.5, 1.0)
    before: IntArray = label
    p = target(similarities(code, centers))
    for step, rows in enumerate(batches(len(x), STEPS, np.random.default_rng(seed))):
        rest.step(step / STEPS)
        if step and step % REFRESH == 0:
            q = similarities(network.encoder(x), centers)
            p, now = target(q), q.argmax(axis=1)
            if np.count_nonzero(now != before) < _CHANGED * len(x):
                break
            before = now
        _step(network, centers, adam, x[rows], p[rows], decoding=decoding)
    return network, centers


def _step(network: Autoencoder, centers: Values, adam: Adam, x: Values, p: Values, *, decoding: bool) -> None:
    weight = _GAMMA if decoding else 1.0
    by_center: list[Values] = []

    def pull(code: Values) -> Values:
        of_code, of_centers = slopes(code, centers, p)
        by_center.append(weight * of_centers)
        return np.asarray(weight * of_code)

    _, found = network.slopes(x, pull, 1.0 if decoding else 0.0)
    adam.step([*found, *by_center])
