"""Are two combined feature sets better than the better one alone?

    python -m benchmarks.feature_sets

By default those of the photos of waste. The folder of an image is its class. For each class and each of ten seeds, the
same 30 images are judged (half of them of the class) and all others are ranked. The measure is the average precision of
the others. Weights are equal, and nothing was chosen on this data. The control uses features shuffled over the images.
Pairs are compared by Wilcoxon's signed-rank test.
"""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

import numpy as np
from scipy.stats import wilcoxon

from annotator.data.collection.concatenate import combine
from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.features import FeatureStore
from annotator.engine import Engine
from annotator.metrics import average_precision
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings
from annotator.types import FloatArray, Snapshot
from benchmarks.command import option, run
from benchmarks.data import read, write_features

USUAL = ("squeezenet_512.h5", "mobilenet_1280.h5")
JUDGED = 30


def _two_sets(folder: Path) -> list[Path]:
    """Write two halves of the pixels of some digits as feature files."""
    rows, classes = read("digits")
    kept = np.flatnonzero(np.isin(classes, ["3", "8"]))[:200]
    names = [f"{classes[row]}/{row}.png" for row in kept]
    halves = {folder / "upper.h5": rows[kept, :32], folder / "lower.h5": rows[kept, 32:]}
    for file, values in halves.items():
        write_features(file, values, names)
    return list(halves)


OPTIONS = (
    option(
        "sets", nargs="*", type=Path, tiny=_two_sets, metavar="FEATURES.h5", help="feature files of the same images"
    ),
    option("--seeds", type=int, default=10, tiny=3, help="searches per class"),
)


def scores(rows: FloatArray, classes: np.ndarray, seeds: int) -> FloatArray:
    """Return the average precision for every class and seed."""
    features = ArrayFeatures(np.asarray(rows, np.float32))
    engine = Engine(features, graph=build_graph(features, np.ones(features.n, np.bool_)))
    found = []
    for wanted in np.unique(classes):
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            of_class, others = np.flatnonzero(classes == wanted), np.flatnonzero(classes != wanted)
            judged = np.concatenate([rng.choice(of_class, JUDGED // 2, False), rng.choice(others, JUDGED // 2, False)])
            y = np.where(classes[judged] == wanted, 1.0, -1.0)
            none = np.empty(0, np.int64)
            told = Snapshot(
                1, 1, judged, y, none, np.empty((0, features.d)), "random", {}, 0, (0, 0, 1), ModelSettings()
            )
            order = np.argsort(-engine.select(told).mean, kind="stable")
            order = order[~np.isin(order, judged)]
            found.append(average_precision(classes[order] == wanted))
    engine.close()
    return np.array(found)


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    files = given.sets or [given.places.shared(f"trashnet/{name}") for name in USUAL]
    with contextlib.ExitStack() as stack:
        stores = [stack.enter_context(FeatureStore.open(file)) for file in files]
        names = sorted(stores[0].names)
        combine(stores, [1] * len(stores), given.folder / "both.h5")
        stores.append(stack.enter_context(FeatureStore.open(given.folder / "both.h5")))
        sets = {}
        for title, store in zip([*(file.stem for file in files), "both"], stores, strict=True):
            at = {name: row for row, name in enumerate(store.names)}
            sets[title] = store.rows(np.array([at[name] for name in names]))
    classes = np.array([name.split("/")[0] for name in names])
    sets["shuffled (control)"] = sets["both"][np.random.default_rng(0).permutation(len(names))]
    results = {title: scores(rows, classes, given.seeds) for title, rows in sets.items()}
    for title, found in results.items():
        print(f"{title:<20} AP {found.mean():.3f} ({len(found)} searches)")
    best = max((file.stem for file in files), key=lambda title: results[title].mean())
    gain = results["both"] - results[best]
    print(
        f"both against {best}: {gain.mean():+.3f}, better in {np.count_nonzero(gain > 0)} of {len(gain)}, "
        f"p = {wilcoxon(gain).pvalue:.2g}"
    )


if __name__ == "__main__":
    run(main, OPTIONS)
