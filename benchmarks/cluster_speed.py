"""Speed and network traffic of batch selection on a local Dask cluster of 1, 2 and 4 workers.

    python -m benchmarks.cluster_speed FEATURES.h5 --rounds 6

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; the first class is searched for with
ITAL. The batches of all runs are compared. All workers share the processors of this machine, so that more workers than
processors show the overhead of distribution, not its gain. Prints one JSON object per number of workers.
"""

from __future__ import annotations

import argparse
import json
import statistics
from typing import Any

import numpy as np
from distributed import LocalCluster

from annotator.cluster.engine import ClusterEngine, split
from annotator.cluster.links import DaskLinks
from annotator.data.features.features import FeatureStore
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import FEATURES, signs
from benchmarks.measuring import timed
from benchmarks.model_speed import BATCH, told

OPTIONS = (
    FEATURES,
    option("--rounds", type=int, default=6, tiny=1, help="rounds that are measured, after another one"),
    option("--workers", type=int, nargs="+", default=[1, 2, 4], tiny=[2], help="numbers of workers"),
    OUTPUT,
)


def main(given: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure and print."""
    y = signs(given.features)
    batches, rows = [], []
    for workers in given.workers:
        with (
            FeatureStore.open(given.features) as store,
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster,
        ):
            figures, chosen = play(cluster.scheduler_address, store, workers, y, given)
        batches.append(chosen)
        rows.append(figures | {"same as with one worker": chosen == batches[0]})
        print(json.dumps(rows[-1]), flush=True)
    return rows


def play(address: str, store: FeatureStore, workers: int, y: np.ndarray, given: argparse.Namespace):
    """Return the measurements of several rounds, times in seconds, and the batches."""
    links = DaskLinks(address)
    engine = ClusterEngine(links, split(str(given.features.resolve()), store.n, workers))
    rows = np.random.default_rng(0).choice(store.n, 40, replace=False)
    looking, choosing, received, sent, chosen = [], [], [], [], []
    for number in range(given.rounds + 1):
        before = links.traffic.received, links.traffic.sent
        now = told(store, rows, y, number, BATCH)
        seconds, selection = timed(lambda now=now: engine.select(now))
        choosing.append(seconds)
        received.append(links.traffic.received - before[0] - 8 * store.n)
        sent.append(links.traffic.sent - before[1])
        now, shown = told(store, rows, y, number, 0), selection.rows
        looking.append(timed(lambda now=now, shown=shown: engine.prepare(now, shown))[0])
        chosen.append(shown.tolist())
        rows = np.concatenate([rows, shown])
    engine.close()
    figures = {"choosing": choosing, "looking": looking, "received": received, "sent": sent}
    medians = {name: statistics.median(values[1:]) for name, values in figures.items()}
    return {"workers": workers, "n": store.n, "judged": len(rows), "scores": 8 * store.n} | medians, chosen


if __name__ == "__main__":
    run(main, OPTIONS)
