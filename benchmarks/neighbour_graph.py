"""Build time and accuracy of the neighbor graph of a large collection.

    python -m benchmarks.neighbour_graph FEATURES.h5

Prints wall time and processor time of the neighbors and of the eigenvectors, as multiples of one pass X @ Q.T with
eight columns over the same features; the recall of the ten nearest neighbors of 500 random rows; and resident memory in
excess of the mapped feature file. Run it alone on the machine.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np

from annotator.data.features.features import FeatureStore
from annotator.numerics.graph import NEIGHBOURS, RANK, leading, normalized
from annotator.numerics.neighbors import nearest_neighbors
from benchmarks.command import OUTPUT, run
from benchmarks.data import FEATURES
from benchmarks.measuring import memory_mb, timed

OPTIONS = (FEATURES, OUTPUT)


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    with FeatureStore.open(given.features) as store:
        one = one_pass(store)
        print(f"{store.n:,} x {store.d}; one pass X @ Q.T: {1000 * one:.0f} ms")
        valid = np.ones(store.n, np.bool_)
        start = time.perf_counter()
        neighbours, distances = told("neighbours", one, lambda: nearest_neighbors(store, valid, NEIGHBOURS))
        s = normalized(neighbours, distances)
        told("eigenvectors", one, lambda: leading(s, min(RANK, store.n - 1)))
        built = time.perf_counter() - start
        largest = memory_mb()["peak"]
        print(f"largest resident {largest:.0f} MB with the mapped features")
        found = recall(store, neighbours)
        print(f"recall@10 {found:.3f}")
    return {"seconds": built, "recall": found, "resident_mb": largest}


def one_pass(store: FeatureStore) -> float:
    """Return the time of X @ Q.T for eight columns in seconds, after warming up."""
    queries = np.ascontiguousarray(store.rows(np.arange(8)).T)

    def multiply() -> None:
        for _, block in store.blocks(4096):
            block @ queries

    multiply()
    return timed(multiply)[0]


def told(what, one, work):
    """Return the result of ``work`` and print its wall time and processor time."""
    cpu = time.process_time()
    wall, result = timed(work)
    cpu = time.process_time() - cpu
    print(f"{what}: {wall:.1f} s ({wall / one:,.0f} passes), {cpu:.1f} s of processor time")
    return result


def recall(store: FeatureStore, neighbours) -> float:
    """Return the recall of the true neighbors of 500 random rows."""
    rows = np.sort(np.random.default_rng(1).choice(store.n, min(500, store.n), replace=False))
    queries = store.rows(rows).astype(np.float64)
    center = queries.mean(axis=0)
    queries -= center
    nearest = np.empty((len(rows), store.n), np.float32)
    for start, block in store.blocks(8192):
        centered = block - center
        nearest[:, start : start + len(block)] = np.square(centered).sum(axis=1) - 2 * queries @ centered.T
    nearest[np.arange(len(rows)), rows] = np.inf
    k = neighbours.shape[1]
    true = np.argpartition(nearest, k, axis=1)[:, :k]
    return float(
        np.mean([len(set(a) & set(b)) / k for a, b in zip(true.tolist(), neighbours[rows].tolist(), strict=True)])
    )


if __name__ == "__main__":
    run(main, OPTIONS)
