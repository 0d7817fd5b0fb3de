"""Cost of a round with the defaults on a large collection, compared with plain ITAL on an RBF kernel.

    python benchmarks/round_cost.py FEATURES.h5

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; the first class is searched for. The
neighbor graph is built first. A round is the work while the user looks (columns of the batch on screen) plus the wait
after the last key (posterior and next batch). Reports medians of rounds 3 to 12, three times in turn. Run it alone on
the machine.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np

from annotator.data.features.features import FeatureStore
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.types import Snapshot

PLAIN = ModelSettings(kernel="rbf", graph_weight=0.0, prior_mean=0.0, noise=1e-6)
METHODS = {
    "ITAL, RBF": ("ital", PLAIN),
    "defaults": ("mix", ModelSettings()),
    "defaults with ITAL": ("ital", ModelSettings()),
    "defaults without graph": ("mix", ModelSettings(graph_weight=0.0)),
}
ROUNDS, BATCH = 12, 8


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path = Path(sys.argv[1])
    with FeatureStore.open(path) as store, path.with_suffix(".csv").open(encoding="utf-8") as stream:
        classes = {row["filename"]: row["class"] for row in csv.DictReader(stream)}
        y = np.array([classes[name] for name in store.names])
        engine = Engine(store)
        start = time.perf_counter()
        engine.build_graph()
        print(f"{store.n:,} x {store.d}; neighbor graph {time.perf_counter() - start:.1f} s")
        for _ in range(3):
            rounds = {name: play(engine, np.where(y == y[0], 1.0, -1.0), *how) for name, how in METHODS.items()}
            plain = rounds["ITAL, RBF"][0]
            print(
                "; ".join(
                    f"{name}: round {whole:.0f} ms ({whole / plain - 1:+.0%}), wait {wait:.0f} ms"
                    for name, (whole, wait) in rounds.items()
                )
            )


def play(engine: Engine, y, strategy: str, model: ModelSettings) -> tuple[float, float]:
    """Return the median time in milliseconds of a whole round, and of the wait within it."""
    engine.close()
    rows, nothing, examples = np.array([0]), np.empty(0, np.int64), np.empty((0, engine.features.d))
    whole, waits = [], []
    for number in range(ROUNDS):

        def snapshot(k, number=number, rows=rows):
            return Snapshot(
                number, number + 1, rows, y[rows], nothing, examples, strategy, {}, k, (0, 0, number + 1), model
            )

        start = time.perf_counter()
        chosen = engine.select(snapshot(BATCH)).rows
        wait = time.perf_counter() - start
        start = time.perf_counter()
        engine.prepare(snapshot(0), chosen)
        whole.append(wait + time.perf_counter() - start)
        waits.append(wait)
        rows = np.concatenate([rows, chosen])
    return 1000 * float(np.median(whole[2:])), 1000 * float(np.median(waits[2:]))


if __name__ == "__main__":
    main()
