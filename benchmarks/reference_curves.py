"""Learning curves of every learner on the reference's butterflies, beside those of the reference implementation.

    python benchmarks/reference_curves.py [queries per class]

1,000 training images x 50 features, 5 classes; one relevant image to start with, 10 rounds of 4 judgements by a perfect
person; average precision on 500 other images after every round. The queries are not those of the reference's curves, so
small differences mean nothing; the large ones are its defects.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import h5py
import numpy as np

from annotator.config import ModelSettings
from annotator.data.features import ArrayFeatures
from annotator.metrics import area_under_curve, average_precision
from annotator.selection import Engine
from annotator.types import Snapshot

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETTINGS = ModelSettings(prior_mean=0.0, length_scale=2.5, noise=1e-6)
ROUNDS, BATCH = 10, 4
LEARNERS = {
    "ITAL": ("ital", {}),
    "entropy": ("entropy", {}),
    "EMOC": ("emoc", {}),
    "MCMI": ("mcmi", {}),
    "AdaptAL": ("adaptal", {}),
    "TCAL": ("tcal", {}),
    "RBMAL": ("rbmal", {}),
    "SUD": ("sud", {}),
    "USDM": ("usdm", {}),
    "border": ("borderline", {}),
    "border_div": ("borderline-diversity", {}),
    "unc": ("uncertainty", {}),
    "var": ("variance", {"mode": "corr"}),
    "topscoring": ("topscoring", {}),
    "random": ("random", {}),
}


def butterflies() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features scaled by the range of the training images, classes, and which images may be judged."""
    folder = DATA / "butterflies"
    with h5py.File(folder / "features.h5") as file:
        array = file["features"][:].astype(float)
        names = file["filenames"].asstr()[:]
    train = np.array([name.split("/")[1].startswith("train") for name in names])
    low, high = array[train].min(), array[train].max()
    return (array - low) / (high - low), np.array([name.split("/")[0] for name in names]), train


def curve(engine: Engine, relevant: np.ndarray, train: np.ndarray, query: int, strategy: str, parameters: dict) -> list:
    """Average precision on the other images after each round."""
    rows, y, values = np.array([query]), np.array([1.0]), []
    none, nothing = np.empty(0, np.int64), np.empty((0, engine.features.d))
    for number in range(ROUNDS + 1):
        k = BATCH if number < ROUNDS else 0
        snapshot = Snapshot(number, number, rows, y, none, nothing, strategy, parameters, k, (query, number), SETTINGS)
        selection = engine.select(snapshot)
        order = np.argsort(-selection.mean[~train], kind="stable")
        values.append(average_precision(relevant[~train][order]))
        rows = np.concatenate([rows, selection.rows])
        y = np.concatenate([y, np.where(relevant[selection.rows], 1.0, -1.0)])
    return values


def main() -> None:
    queries = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    array, classes, train = butterflies()
    engine = Engine(ArrayFeatures(array), usable=train, dtype=np.float64)
    reference = json.loads((DATA / "reference" / "butterflies_curves.json").read_text())["curves"]
    print(f"{'learner':14}{'area':>8}{'reference':>12}{'last':>8}{'reference':>12}")
    for learner, (strategy, parameters) in LEARNERS.items():
        curves = []
        for name in np.unique(classes):
            relevant = classes == name
            starts = np.random.default_rng(0).choice(np.flatnonzero(relevant & train), queries, replace=False)
            curves += [curve(engine, relevant, train, int(start), strategy, parameters) for start in starts]
        ours, theirs = np.mean(curves, axis=0), reference[learner]["mean_ap"]
        areas = area_under_curve(ours), area_under_curve(theirs)
        print(f"{learner:14}{areas[0]:8.3f}{areas[1]:12.3f}{ours[-1]:8.3f}{theirs[-1]:12.3f}")


if __name__ == "__main__":
    main()
