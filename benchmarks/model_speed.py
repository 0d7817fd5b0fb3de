"""Speed of the model on a large collection, without a window, compared with one pass over the same features.

    python benchmarks/model_speed.py FEATURES.h5 [--judged 200] [--rounds 8] [--edits]

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; the first class is searched for with
ITAL. Random images are judged first. A round includes the work while the user looks and after the last key. With
--edits, the latest, a middle and the first judgement are then changed and undone. Prints one JSON object. Run it alone
on the machine.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from window_tools import resident_mb

from annotator.data.features.features import FeatureStore
from annotator.data.project.places import scratch_folder
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.runtime.memory import reuse_freed_memory
from annotator.runtime.threads import one_blas_thread
from annotator.types import Snapshot

BATCH = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("--judged", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--edits", action="store_true")
    arguments = parser.parse_args()
    reuse_freed_memory()  # as in the program
    with FeatureStore.open(arguments.features) as store:
        print(json.dumps(measured(store, arguments), indent=1))


def measured(store: FeatureStore, arguments: argparse.Namespace) -> dict[str, object]:
    """Run several rounds and return the measurements, times in seconds."""
    with arguments.features.with_suffix(".csv").open(encoding="utf-8") as stream:
        classes = np.array([row["class"] for row in csv.DictReader(stream)])
    y = np.where(classes == classes[0], 1.0, -1.0)
    figures: dict[str, object] = {"n": store.n, "d": store.d, "judged": arguments.judged, "passes": passes(store)}
    before = resident_mb()[0]
    engine = Engine(store, scratch=scratch_folder())
    rows = np.random.default_rng(0).choice(store.n, arguments.judged, replace=False)
    figures["first"] = seconds(lambda: engine.select(told(store, rows, y, 0, BATCH)))[0]
    looking, choosing = [], []
    for number in range(arguments.rounds + 2):
        spent, selection = seconds(lambda number=number, rows=rows: engine.select(told(store, rows, y, number, BATCH)))
        choosing.append(spent)
        shown = selection.rows
        looking.append(
            seconds(lambda n=number, rows=rows, shown=shown: engine.prepare(told(store, rows, y, n, 0), shown))[0]
        )
        rows = np.concatenate([rows, shown])
    figures |= {"looking": looking[2:], "choosing": choosing[3:], "memory_mb": resident_mb()[0] - before}
    engine.select(told(store, rows, y, 0, 0))
    if arguments.edits:
        figures["edits"] = edits(engine, store, rows, y)
    return figures


def passes(store: FeatureStore) -> dict[str, float]:
    """Return median seconds of X @ Q.T for eight columns: by BLAS at once, and in blocks with one BLAS thread."""
    queries = np.ascontiguousarray(store.rows(np.arange(BATCH)), np.float32)

    def whole() -> None:
        for _, block in store.blocks(store.n):
            block @ queries.T

    def blocks() -> None:
        with one_blas_thread():
            for _, block in store.blocks(4096):
                block @ queries.T

    found = {}
    for name, work in (("whole", whole), ("blocks", blocks)):
        if name == "whole" and store.dtype.itemsize != queries.dtype.itemsize:
            continue  # half precision would be converted as a whole, which does not fit into memory
        found[name] = statistics.median(seconds(work)[0] for _ in range(5))
    return found


def edits(engine: Engine, store: FeatureStore, rows: np.ndarray, y: np.ndarray) -> dict[str, list[float]]:
    """Return seconds until the ranking reflects a changed or removed judgement: the latest, a middle one, the first."""
    found: dict[str, list[float]] = {"change": [], "forget": []}
    for place in (len(rows) - 1, len(rows) // 2, 0):
        other = np.where(np.arange(store.n) == rows[place], -y, y)
        changed = told(store, rows, other, 0, 0)
        found["change"].append(seconds(lambda changed=changed: engine.select(changed))[0])
        engine.select(told(store, rows, y, 0, 0))
        fewer = np.delete(rows, place)
        found["forget"].append(seconds(lambda fewer=fewer: engine.select(told(store, fewer, y, 0, 0)))[0])
        rows = fewer
    return found


def told(store: FeatureStore, rows: np.ndarray, y: np.ndarray, number: int, k: int) -> Snapshot:
    """Return the snapshot of the search after ``rows`` were judged."""
    nothing, examples = np.empty(0, np.int64), np.empty((0, store.d))
    model = ModelSettings(graph_weight=0.0)
    return Snapshot(number, number + 1, rows, y[rows], nothing, examples, "ital", {}, k, (0, 0, number + 1), model)


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Call ``work``; return its duration in seconds and its result."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


if __name__ == "__main__":
    main()
