"""Are two combined feature sets better than the better one alone? ``python -m benchmarks.feature_sets [FOLDER]``.

For each class of the photographs and each of ten seeds, the same 30 images are judged (half of them of the class) and
all others are ranked; the measure is the average precision of the others. Weights are equal, and nothing was chosen on
this data. The control uses features shuffled over the images. Pairs are compared by Wilcoxon's signed-rank test.
"""

from __future__ import annotations

import sys
import tempfile
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

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "trashnet"
SEEDS = 10
JUDGED = 30


def scores(rows: FloatArray, classes: np.ndarray) -> FloatArray:
    """Return the average precision for every class and seed."""
    features = ArrayFeatures(np.asarray(rows, np.float32))
    engine = Engine(features, graph=build_graph(features, np.ones(features.n, np.bool_)))
    found = []
    for wanted in np.unique(classes):
        for seed in range(SEEDS):
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


def main() -> None:
    """Run all parts."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    stores = [FeatureStore.open(folder / name) for name in ("squeezenet_512.h5", "mobilenet_1280.h5")]
    names = sorted(stores[0].names)
    classes = np.array([name.split("/")[0] for name in names])
    with tempfile.TemporaryDirectory() as temporary:
        both = Path(temporary) / "both.h5"
        combine(stores, [1, 1], both)
        sets = {}
        for title, store in zip(("SqueezeNet", "MobileNet", "both"), [*stores, FeatureStore.open(both)], strict=True):
            at = {name: row for row, name in enumerate(store.names)}
            sets[title] = store.rows(np.array([at[name] for name in names]))
            store.close()
    sets["shuffled (control)"] = sets["both"][np.random.default_rng(0).permutation(len(names))]
    results = {title: scores(rows, classes) for title, rows in sets.items()}
    for title, found in results.items():
        print(f"{title:<20} AP {found.mean():.3f} ({len(found)} searches)")
    best = max(("SqueezeNet", "MobileNet"), key=lambda title: results[title].mean())
    gain = results["both"] - results[best]
    print(
        f"both against {best}: {gain.mean():+.3f}, better in {np.count_nonzero(gain > 0)} of {len(gain)}, "
        f"p = {wilcoxon(gain).pvalue:.2g}"
    )


if __name__ == "__main__":
    main()
