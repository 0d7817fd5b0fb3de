"""How much better does the model rank because it knows where two people disagree?

    python -m benchmarks.disagreement

A simulated user searches for a class with the default strategy, in batches of 8, and gives a share of wrong answers. A
second person, who gives as many wrong answers, judges a random half of the same images. The ranking of the images that
nobody judged is measured by its average precision:

- own: from the labels of the first person alone;
- doubt: as the program does it, with ten times the noise where the two disagree, and a third of it where they agree;
- mean: with the mean of both labels, 0 where they disagree;
- left out: without the images on which they disagree;
- settled: with the right label where they disagree, as if they had talked about it.
"""

from __future__ import annotations

import argparse
import dataclasses

import numpy as np
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.judges.opinions import AGREED, DISPUTED
from annotator.engine import Engine
from annotator.metrics import average_precision
from annotator.parameters import ModelSettings
from annotator.types import BoolArray, FloatArray, IntArray, Snapshot
from benchmarks.command import option, run
from benchmarks.data import check, read

COLLECTIONS = ("digits", "butterflies", "waste-lite0", "things-lite0", "textures-lite0", "pets-lite0")
BATCH = 8
OPTIONS = (
    option("--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--judgements", type=int, default=80, tiny=16, help="judgements of a search"),
    option("--classes", type=int, default=1_000, tiny=1, help="classes of a collection, at most"),
    option("--wrong", type=float, default=0.1, help="share of wrong answers of each person"),
)


def snapshot(engine: Engine, rows: IntArray, y: FloatArray, k: int, seed: int) -> Snapshot:
    """Return a state of the search."""
    return Snapshot(
        *(len(rows), 1 + len(rows), rows, y, np.empty(0, np.int64), np.empty((0, engine.features.d))),
        *("mix", {}, k, (seed, 0, len(rows)), ModelSettings()),
    )


def play(engine: Engine, relevant: BoolArray, judgements: int, wrong: float, seed: int) -> dict[str, float]:
    """Search, let a second person judge half of it, and return the average precision of each way to use that."""
    rng = np.random.default_rng(seed)
    truth = np.where(relevant, 1.0, -1.0)
    rows: IntArray = rng.choice(np.flatnonzero(relevant), 1)
    first = np.array([1.0])
    while len(rows) < judgements:
        k = min(BATCH, judgements - len(rows))
        found = engine.select(snapshot(engine, rows, first, k, seed)).rows
        rows = np.concatenate([rows, found])
        first = np.concatenate([first, truth[found] * np.where(rng.random(k) < wrong, -1, 1)])
    both = rng.random(len(rows)) < 0.5
    second = np.where(both, truth[rows] * np.where(rng.random(len(rows)) < wrong, -1, 1), first)
    disputed = first != second
    agreed = both & ~disputed
    factors = np.where(disputed, DISPUTED, np.where(agreed, AGREED, 1.0))

    def ap(y: FloatArray, kept: BoolArray | None = None, doubt: FloatArray | None = None) -> float:
        used = np.ones(len(rows), np.bool_) if kept is None else kept
        ways = dataclasses.replace(snapshot(engine, rows[used], y[used], 0, seed), closed=rows[~used], doubt=doubt)
        order = np.argsort(-engine.select(ways).mean, kind="stable")
        return average_precision(relevant[order[~np.isin(order, rows)]])

    return {
        "own": ap(first),
        "doubt": ap(first, doubt=factors),
        "mean": ap((first + second) / 2),
        "left out": ap(first, ~disputed),
        "settled": ap(np.where(disputed, truth[rows], first)),
        "disputed": float(disputed.mean()),
    }


def main(given: argparse.Namespace) -> None:
    """Search and print."""
    check(given.only, given.places)
    everything: list[dict[str, float]] = []
    with threadpool_limits(1):
        for name in given.only:
            rows, classes = read(name)
            every = sorted(set(classes.tolist()))[: given.classes]
            found = []
            for seed, wanted in enumerate(every):
                engine = Engine(ArrayFeatures(rows))
                engine.build_graph()
                found.append(play(engine, classes == wanted, given.judgements, given.wrong, seed))
                engine.close()
            tell(name, found)
            everything += found
    tell("all", everything)
    everything = [one for one in everything if np.isfinite(one["own"])]  # some found all
    own = np.array([one["own"] for one in everything])
    for how in ("doubt", "mean", "left out", "settled"):
        gain = np.array([one[how] for one in everything]) - own
        if np.count_nonzero(gain) > 5:
            print(f"{how}: {gain.mean():+.4f} compared with own, p = {wilcoxon(gain).pvalue:.2g}")


def tell(name: str, found: list[dict[str, float]]) -> None:
    """Print the means of searches."""
    means = {how: float(np.nanmean([one[how] for one in found])) for how in found[0]}
    print(f"{name:16s} {len(found):3d} searches  " + "  ".join(f"{how} {value:.3f}" for how, value in means.items()))


if __name__ == "__main__":
    run(main, OPTIONS)
