"""Does the model rank better if it learns grades than if it learns relevant and irrelevant?

    python -m benchmarks.grades

A class is grade 2, the class whose mean is nearest is grade 1, and all other images are irrelevant. A simulated user
searches from one image of grade 2 in batches of 8 that the default strategy chooses. Each search is played with
different numbers for grade 1, which the model is to learn between -1 for irrelevant and 1 for grade 2; "binary" is 1
for both grades. Prints the nDCG of the ranking, the average precision of relevant images and that of grade 2, all over
the images that were not judged. Every second class was used to choose the number; the others are reported.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.metrics import average_precision, ndcg
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, IntArray, Snapshot
from benchmarks.command import option, run
from benchmarks.data import check, read

COLLECTIONS = ("digits", "butterflies", "waste-lite0", "things-lite0", "textures-lite0", "pets-lite0")
FIRST_GRADE = {"binary": 1.0, "0": 0.0, "1/3": 1 / 3, "1/2": 0.5}
BATCH = 8
OPTIONS = (
    option("--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--judgements", type=int, default=48, tiny=8, help="judgements of a search"),
    option("--classes", type=int, default=1_000, tiny=1, help="classes of a collection, at most"),
    option("--chosen", action="store_true", help="the classes that were used to choose, not those that are reported"),
)


def grades_for(rows: NDArray[np.float32], classes: NDArray[np.str_], wanted: str) -> IntArray:
    """Return the grade of each image: 2 for ``wanted``, 1 for the class nearest to it."""
    others = sorted(set(classes.tolist()) - {wanted})
    center = rows[classes == wanted].mean(axis=0)
    near = min(others, key=lambda name: float(np.square(rows[classes == name].mean(axis=0) - center).sum()))
    return np.where(classes == wanted, 2, np.where(classes == near, 1, 0))


def play(engine: Engine, grades: IntArray, first: float, judgements: int, seed: int) -> tuple[float, float, float]:
    """Search, and return nDCG and both average precisions of the images that were not judged."""
    targets: FloatArray = np.array([-1.0, first, 1.0])[grades]
    rows: IntArray = np.random.default_rng(seed).choice(np.flatnonzero(grades == 2), 1)
    none = np.empty(0, np.int64)
    while True:
        k = min(BATCH, judgements + 1 - len(rows))
        found = engine.select(
            Snapshot(
                *(len(rows), 1 + len(rows), rows, targets[rows], none, np.empty((0, engine.features.d))),
                *("mix", {}, k, (seed, 0, len(rows)), ModelSettings()),
            )
        )
        if k == 0:
            order = np.argsort(-found.mean, kind="stable")
            left = grades[order[~np.isin(order, rows)]]
            return ndcg(left), average_precision(left > 0), average_precision(left > 1)
        rows = np.concatenate([rows, found.rows])


def main(given: argparse.Namespace) -> None:
    """Search and print."""
    check(given.only, given.places)
    everything: dict[str, list[FloatArray]] = {name: [] for name in FIRST_GRADE}
    with threadpool_limits(1):
        for name in given.only:
            rows, classes = read(name)
            every = sorted(set(classes.tolist()))
            half = every[: given.classes][::2] if given.chosen or len(every[: given.classes]) < 2 else every[1::2]
            values: dict[str, list[FloatArray]] = {how: [] for how in FIRST_GRADE}
            for wanted in half[: given.classes]:
                grades = grades_for(rows, classes, wanted)
                for how, first in FIRST_GRADE.items():
                    engine = Engine(ArrayFeatures(rows))
                    engine.build_graph()
                    values[how].append(np.array(play(engine, grades, first, given.judgements, every.index(wanted))))
                    engine.close()
            for how, found in values.items():
                everything[how] += found
                tell(name, how, found)
    for how, found in everything.items():
        tell("all", how, found)
        gain = np.array(found)[:, 0] - np.array(everything["binary"])[:, 0]
        if gain.any() and len(gain) > 5:
            print(f"{'':16s} {how:8s} nDCG above binary by {np.nanmean(gain):.3f}, p = {wilcoxon(gain).pvalue:.2g}")


def tell(name: str, how: str, found: list[FloatArray]) -> None:
    """Print the means of searches."""
    means = np.nanmean(found, axis=0)
    print(
        f"{name:16s} {how:8s} {len(found):3d} searches  nDCG {means[0]:.3f}  AP of relevant {means[1]:.3f}  "
        f"of grade 2 {means[2]:.3f}",
        flush=True,
    )


if __name__ == "__main__":
    run(main, OPTIONS)
