"""Speed of the model on a large collection, without a window, compared with one pass over the same features.

    python -m benchmarks.model_speed FEATURES.h5 --judged 200 --edits

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; the first class is searched for with
ITAL. Random images are judged first. A round includes the work while the user looks and after the last key. With
--edits, the latest, a middle and the first judgement are then changed and undone; with --reopen, a new model chooses
the next batch, once from scratch and once from the factor on disk. Prints one JSON object. Run it alone on the machine.
"""

from __future__ import annotations

import argparse
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.features.features import FeatureStore
from annotator.engine import Engine
from annotator.model.factor_file import FOLDER, WRITER, FactorCache
from annotator.parameters import ModelSettings
from annotator.runtime.memory import reuse_freed_memory
from annotator.runtime.threads import one_blas_thread
from annotator.types import Snapshot
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import FEATURES, signs
from benchmarks.measuring import median, memory_mb, timed

BATCH = 8
OPTIONS = (
    FEATURES,
    option("--judged", type=int, default=200, tiny=10, help="random images that are judged first"),
    option("--rounds", type=int, default=8, tiny=2, help="rounds that are measured, after two others"),
    option("--edits", action="store_true", tiny=True, help="also change and undo judgements"),
    option("--reopen", action="store_true", tiny=True, help="also choose a batch with a new model, as after opening"),
    OUTPUT,
)


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    reuse_freed_memory()  # as in the program
    y = signs(given.features)
    with FeatureStore.open(given.features) as store:
        figures = measured(store, y, given)
    print(json.dumps(figures, indent=1))
    return figures


def measured(store: FeatureStore, y: np.ndarray, given: argparse.Namespace) -> dict[str, Any]:
    """Run several rounds and return the measurements, times in seconds."""
    figures: dict[str, Any] = {"n": store.n, "d": store.d, "judged": given.judged, "passes": passes(store)}
    before = memory_mb()["anon"]
    engine = Engine(store, scratch=given.folder)
    rows = np.random.default_rng(0).choice(store.n, given.judged, replace=False)
    figures["first"], _ = timed(lambda: engine.select(told(store, rows, y, 0, BATCH)))
    looking, choosing = [], []
    for number in range(given.rounds + 2):
        now = told(store, rows, y, number, BATCH)
        spent, selection = timed(lambda now=now: engine.select(now))
        choosing.append(spent)
        shown = selection.rows
        now = told(store, rows, y, number, 0)
        looking.append(timed(lambda now=now, shown=shown: engine.prepare(now, shown))[0])
        rows = np.concatenate([rows, shown])
    memory = memory_mb()["anon"] - before
    figures |= {"looking": looking[2:], "choosing": choosing[3:], "memory_mb": memory}
    engine.select(told(store, rows, y, 0, 0))
    if given.edits:
        figures["edits"] = edits(engine, store, rows, y)
    if given.reopen:
        engine.close()
        figures["reopen"] = reopened(store, told(store, rows, y, 0, BATCH), given.folder)
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

    found = {"blocks": median(blocks, 5)}
    if store.dtype.itemsize == queries.dtype.itemsize:  # others are converted as a whole, which may not fit into memory
        found["whole"] = median(whole, 5)
    return found


def edits(engine: Engine, store: FeatureStore, rows: np.ndarray, y: np.ndarray) -> dict[str, list[float]]:
    """Return seconds until the ranking reflects a changed or removed judgement: the latest, a middle one, the first."""
    found: dict[str, list[float]] = {"change": [], "forget": []}
    for place in (len(rows) - 1, len(rows) // 2, 0):
        other = np.where(np.arange(store.n) == rows[place], -y, y)
        changed = told(store, rows, other, 0, 0)
        found["change"].append(timed(lambda changed=changed: engine.select(changed))[0])
        engine.select(told(store, rows, y, 0, 0))
        rows = np.delete(rows, place)
        fewer = told(store, rows, y, 0, 0)
        found["forget"].append(timed(lambda fewer=fewer: engine.select(fewer))[0])
    return found


def reopened(store: FeatureStore, now: Snapshot, folder: Path) -> dict[str, float]:
    """Return seconds until a new model has chosen a batch: with its factor ``computed``, and ``mapped`` from disk."""
    cache = FactorCache(folder / FOLDER, store.fingerprint())
    first = Engine(store, scratch=folder, cache=cache)
    chosen = first.select(now)
    first.close()
    for thread in threading.enumerate():
        if thread.name == WRITER:
            thread.join()
    found = {}
    for name, kept in (("computed", None), ("mapped", cache)):
        engine = Engine(store, scratch=folder, cache=kept)
        found[name], again = timed(lambda engine=engine: engine.select(now))
        engine.close()
        assert again.rows.tolist() == chosen.rows.tolist()
    return found


def told(store: FeatureStore, rows: np.ndarray, y: np.ndarray, number: int, k: int) -> Snapshot:
    """Return the snapshot of the search after ``rows`` were judged."""
    nothing, examples = np.empty(0, np.int64), np.empty((0, store.d))
    model = ModelSettings(graph_weight=0.0)
    return Snapshot(number, number + 1, rows, y[rows], nothing, examples, "ital", {}, k, (0, 0, number + 1), model)


if __name__ == "__main__":
    run(main, OPTIONS)
