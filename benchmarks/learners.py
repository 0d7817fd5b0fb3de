"""Cost of one batch of 8 with 40 judgements for every strategy, compared with one pass over the features.

    python -m benchmarks.learners --runs 5

The model is conditioned beforehand, so that the table shows the selection alone. One pass is X @ Q.T for 8 rows Q in
the same run, on all processors; the selections use one. Memory is the peak that numpy and Python allocate during the
selection. Finally the growth of the time with the number of images is measured.
"""

from __future__ import annotations

import argparse
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings
from annotator.runtime.threads import one_blas_thread
from annotator.strategies.base import Strategy
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.builtin.posterior_variance import Variance
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.registry import BUILT_IN
from benchmarks.command import option, run
from benchmarks.measuring import median

GROWTH_D = 64
LABELS, BATCH, CLUSTERS = 40, 8, 50
OPTIONS = (
    option("--runs", type=int, default=5, tiny=1, help="repetitions; their median is printed"),
    option("--images", type=int, nargs="+", default=[10_000, 100_000], tiny=[100], help="sizes of the first tables"),
    option("--features", type=int, nargs="+", default=[128, 512], tiny=[8], help="features per image in them"),
    option("--growth", type=int, nargs="+", default=[50_000, 100_000, 200_000], tiny=[100, 200], help="sizes, doubled"),
)


def features(n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Return unit vectors in clusters, float32, and their clusters."""
    rng = np.random.default_rng(0)
    centers = rng.standard_normal((CLUSTERS, d), np.float32)
    cluster = rng.integers(CLUSTERS, size=n)
    array = rng.standard_normal((n, d), np.float32)
    array += centers[cluster]
    array /= np.linalg.norm(array, axis=1, keepdims=True)
    return array, cluster


def pools(array: np.ndarray, cluster: np.ndarray) -> Callable[[], PosteriorPool]:
    """Return a function that creates a fresh pool with the same judgements; a third of the clusters is relevant."""
    rng = np.random.default_rng(1)
    rows = np.sort(rng.choice(len(array), LABELS, replace=False))
    y = np.where(cluster[rows] < CLUSTERS // 3, 1.0, -1.0)
    model = RelevanceModel(Geometry(ArrayFeatures(array)))
    posterior = model.condition(rows, y, np.empty((0, array.shape[1])), ModelSettings())
    candidates = np.setdiff1d(np.arange(len(array)), rows)
    return lambda: PosteriorPool(posterior, candidates, rows, y, np.random.default_rng(2))


def variants() -> Iterator[tuple[str, Strategy]]:
    for cls in BUILT_IN:
        yield cls.name, cls()
    yield "variance, corr", Variance(mode="corr")
    yield "variance, logdet", Variance(mode="logdet")
    yield "ital, .8 answered, .05 wrong", Ital(label_probability=0.8, mistake_probability=0.05)
    yield "ital, min-entropy", Ital(objective="min-entropy")


def peak(work: Callable[[], object]) -> float:
    """Return the peak memory allocated during ``work``, in megabytes."""
    tracemalloc.start()
    work()
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top / 2**20


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    for n, d in zip(given.images, given.features, strict=True):
        array, cluster = features(n, d)
        pool = pools(array, cluster)
        queries = np.ascontiguousarray(array[:BATCH])
        one_pass = 1000 * median(lambda array=array, queries=queries: array @ queries.T, max(given.runs, 5))
        print(f"{n:,} x {d}, {LABELS} judgements, batch of {BATCH}, median of {given.runs}; one pass {one_pass:.1f} ms")
        print(f"{'strategy':30}{'ms':>10}{'passes':>10}{'evaluated':>12}{'MB':>8}")
        for name, strategy in variants():
            ms = cost(strategy, pool, given.runs)
            mb = peak(lambda s=strategy, pool=pool: s.select(pool(), BATCH))
            counted = pool()
            strategy.select(counted, BATCH)
            print(f"{name:30}{ms:10.1f}{ms / one_pass:10.1f}{counted.evaluations:12,}{mb:8.1f}")
        print()
    print_growth(given.growth, given.runs)


def cost(strategy: Strategy, pool: Callable[[], PosteriorPool], runs: int) -> float:
    """Return the median time of a selection in milliseconds, with one BLAS thread as in the program."""
    with one_blas_thread():
        strategy.select(pool(), BATCH)  # warms up cached nodes and imports
        return 1000 * median(lambda: strategy.select(pool(), BATCH), runs)


def print_growth(numbers: Sequence[int], runs: int) -> None:
    """Print the growth of the time with n: exponent 1 is linear, less if a fixed part or a shortlist dominates."""
    costs: dict[str, list[float]] = {}
    for n in numbers:
        pool = pools(*features(n, GROWTH_D))
        for name, strategy in variants():
            costs.setdefault(name, []).append(cost(strategy, pool, runs))
    sizes = "".join(f"{n:>10,}" for n in numbers)
    print(f"milliseconds by n (x {GROWTH_D}), and the exponent of n over the last doubling")
    print(f"{'strategy':30}{sizes}  exponent")
    for name, times in costs.items():
        exponent = np.log2(times[-1] / times[-2])
        print(f"{name:30}{''.join(f'{ms:10.1f}' for ms in times)}{exponent:10.2f}")


if __name__ == "__main__":
    run(main, OPTIONS)
