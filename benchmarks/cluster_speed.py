"""Speed and network traffic of batch selection on a local Dask cluster of 1, 2 and 4 workers.

    python benchmarks/cluster_speed.py FEATURES.h5 [--rounds 6]

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; the first class is searched for with
ITAL. The batches of all runs are compared. All workers share the processors of this machine, so that more workers than
processors show the overhead of distribution, not its gain. Prints one JSON object per number of workers.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import time
from pathlib import Path

import numpy as np
from distributed import LocalCluster
from model_speed import BATCH, told

from annotator.cluster.engine import ClusterEngine, split
from annotator.cluster.links import DaskLinks
from annotator.data.features.features import FeatureStore


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    arguments = parser.parse_args()
    with arguments.features.with_suffix(".csv").open(encoding="utf-8") as stream:
        classes = np.array([row["class"] for row in csv.DictReader(stream)])
    y = np.where(classes == classes[0], 1.0, -1.0)
    batches = []
    for workers in (1, 2, 4):
        with (
            FeatureStore.open(arguments.features) as store,
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster,
        ):
            figures, chosen = play(cluster.scheduler_address, store, workers, y, arguments)
        batches.append(chosen)
        print(json.dumps(figures | {"same as with one worker": chosen == batches[0]}), flush=True)


def play(address: str, store: FeatureStore, workers: int, y: np.ndarray, arguments: argparse.Namespace):
    """Return the measurements of several rounds, times in seconds, and the batches."""
    links = DaskLinks(address)
    engine = ClusterEngine(links, split(str(arguments.features.resolve()), store.n, workers))
    rows = np.random.default_rng(0).choice(store.n, 40, replace=False)
    looking, choosing, received, sent, chosen = [], [], [], [], []
    for number in range(arguments.rounds + 1):
        start = time.perf_counter()
        before = links.traffic.received, links.traffic.sent
        selection = engine.select(told(store, rows, y, number, BATCH))
        choosing.append(time.perf_counter() - start)
        received.append(links.traffic.received - before[0] - 8 * store.n)
        sent.append(links.traffic.sent - before[1])
        start = time.perf_counter()
        engine.prepare(told(store, rows, y, number, 0), selection.rows)
        looking.append(time.perf_counter() - start)
        chosen.append(selection.rows.tolist())
        rows = np.concatenate([rows, selection.rows])
    engine.close()
    figures = {"choosing": choosing, "looking": looking, "received": received, "sent": sent}
    medians = {name: statistics.median(values[1:]) for name, values in figures.items()}
    return {"workers": workers, "n": store.n, "judged": len(rows), "scores": 8 * store.n} | medians, chosen


if __name__ == "__main__":
    main()
