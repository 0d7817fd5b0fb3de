"""One ITAL selection of 4 among 1,000 images x 50 features, compared with the reference implementation.

    python benchmarks/ital_selection.py

The reference takes 4.65 s for such a round on 2 cores (its butterflies benchmark: 1,000 x 50, length scale 2.5, noise
1e-6, prior mean 0). In the same run, the criterion value is compared with a search without pruning on 32 times as many
nodes; both batches are evaluated by scipy's multivariate normal distribution function.
"""

from __future__ import annotations

import itertools
import json
import statistics
import time
from pathlib import Path

import h5py
import numpy as np
from scipy.special import entr, ndtr
from scipy.stats import multivariate_normal

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.numerics.normal import binary_entropy
from annotator.numerics.orthant import BatchSigns
from annotator.parameters import ModelSettings
from annotator.types import Snapshot

REFERENCE_SECONDS = 4.65
DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "butterflies"


def features() -> np.ndarray:
    """Return the butterflies training features scaled as in the reference, or random features of the same size."""
    if DATA.is_dir():
        with h5py.File(DATA / "features.h5") as file:
            array = file["features"][:].astype(float)
        train = [line.rsplit(",", 1)[1] == "train" for line in (DATA / "split.csv").read_text().splitlines()[1:]]
        array = array[np.array(train)]
    else:
        rng = np.random.default_rng(0)
        array = np.concatenate([rng.normal(c, 1.0, (200, 50)) for c in rng.normal(size=(5, 50))])
    return (array - array.min()) / (array.max() - array.min())


def exhaustive(posterior, candidates: np.ndarray, k: int) -> list[int]:
    """Search greedily over every candidate with 2^15 nodes and without bounds."""
    mean, var = posterior.mean[candidates], posterior.var[candidates]
    cov = posterior.cov(candidates, candidates)
    chosen = [int(np.argmax(binary_entropy(ndtr(mean / np.sqrt(var)))))]
    while len(chosen) < k:
        lower = np.linalg.cholesky(cov[np.ix_(chosen, chosen)] + 1e-12 * np.eye(len(chosen)))
        loadings = np.linalg.solve(lower, cov[chosen]).T
        sd = np.sqrt(np.maximum(var - np.square(loadings).sum(axis=1), 1e-10))
        signs = BatchSigns(mean[chosen], lower, count=1 << 15)
        gains = np.concatenate(
            [
                signs.conditional_entropy(mean[part], loadings[part], sd[part])
                for part in np.array_split(np.arange(len(mean)), 50)
            ]
        )
        gains[chosen] = -np.inf
        chosen.append(int(np.argmax(gains)))
    return candidates[chosen].tolist()


def joint_entropy(posterior, rows: list[int]) -> float:
    """Return H(R_S) of a batch, computed by scipy."""
    mean, cov = posterior.mean[rows], posterior.cov(np.array(rows), np.array(rows))
    total = 0.0
    for signs in itertools.product((-1.0, 1.0), repeat=len(rows)):
        s = np.array(signs)
        p = multivariate_normal.cdf(
            np.zeros(len(rows)), -s * mean, cov * np.outer(s, s), maxpts=400_000, abseps=1e-7, allow_singular=True
        )
        total += float(entr(p))
    return total


def main() -> None:
    array = features()
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    rng = np.random.default_rng(0)
    rows, y = np.array([0]), np.array([1.0])
    times, differences, same = [], [], 0
    rounds = 10
    for number in range(1, rounds + 1):
        settings = ModelSettings(kernel="rbf", prior_mean=0.0, length_scale=2.5, noise=1e-6)
        snapshot = Snapshot(
            number, number, rows, y, np.empty(0, np.int64), np.empty((0, 50)), "ital", {}, 4, (0, number), settings
        )
        trials = []
        for _ in range(7):
            engine.close()  # measure the whole round: geometry and model from scratch, then the selection
            start = time.perf_counter()
            selection = engine.select(snapshot)
            trials.append(time.perf_counter() - start)
        times.append(statistics.median(trials))
        posterior = engine.posterior(snapshot)
        best = exhaustive(posterior, np.setdiff1d(np.arange(len(array)), rows), 4)
        ours = selection.rows.tolist()
        same += ours == best
        differences.append(joint_entropy(posterior, best) - joint_entropy(posterior, ours))
        rows = np.concatenate([rows, selection.rows])
        y = np.concatenate([y, np.where(rng.random(4) < 0.3, 1.0, -1.0)])
    median = statistics.median(times)
    print(f"{len(array):,} x {array.shape[1]}, batch of 4, {rounds} rounds, median of 7 runs each, on this machine")
    print(f"one round (model from nothing + selection): {1000 * median:.2f} ms, slowest {1000 * max(times):.2f} ms")
    print(f"the reference: {REFERENCE_SECONDS:.2f} s; ratio {REFERENCE_SECONDS / median:,.0f}")
    print(
        f"criterion value below the exhaustive search: at most {max(differences):.1e} nats; same batch {same}/{rounds}"
    )
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    figures = {"milliseconds": [1000 * t for t in times], "nats_below": differences, "same": same}
    (results / "ital_selection.json").write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
