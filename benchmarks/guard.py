"""Performance guard: counts of work that do not depend on the load of the machine.

    python -m benchmarks.guard

A small collection is searched with a fixed seed. Counted are passes over the features, gathered rows, candidates whose
criterion is evaluated, the peak size of arrays in bytes, SQL statements, bytes transferred to and from the parts of a
cluster, and modules imported before there is anything to see. A test compares the counts with LIMITS; time is never
compared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tracemalloc
import unittest.mock
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotator.cluster.engine import ClusterEngine, split
from annotator.cluster.links import LocalLinks
from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import IntArray, Label, Snapshot
from benchmarks.command import run
from benchmarks.data import write_features

N, D, BATCH, ROUNDS = 30_000, 32, 8, 12
MODEL = ModelSettings(graph_weight=0.0)

LIMITS = {
    "passes over the features while the user looks": 1.0,
    "passes over the features after the last key": 0.0,
    "passes over the features when a label changes": 0.0,
    "passes over the features when a judgement is undone": 0.0,
    "rows gathered for a batch": 1100.0,
    "candidates evaluated for a batch, beyond one evaluation of each": 2300.0,
    "peak size of arrays while selecting, MB": 17.0,
    "peak size of arrays while preparing, MB": 3.5,
    "statements for a judgement": 12.0,
    "statements for an undo": 16.0,
    "statements for a batch": 19.0,
    "bytes from the parts of a cluster for a batch, per image examined": 1100.0,
    "modules before the first sign of the window": 280.0,
    "modules before the window": 1400.0,
}
"""Maximum value of each count: the count when the limit was set, plus a margin."""


class CountedFeatures:
    """Features that count how often they are read."""

    def __init__(self, array: NDArray[np.float32]) -> None:
        self._inner = ArrayFeatures(array)
        self.n, self.d = self._inner.n, self._inner.d
        self.streamed = self.gathered = 0

    def rows(self, index: IntArray) -> NDArray[np.float32]:
        """Return rows and count them."""
        self.gathered += len(index)
        return self._inner.rows(index)

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield all rows and count the pass."""
        for first, block in self._inner.blocks(rows_per_block):
            self.streamed += len(block)
            yield first, block

    def take(self) -> tuple[float, int]:
        """Return the number of passes and gathered rows since the last call."""
        counts = self.streamed / self.n, self.gathered
        self.streamed = self.gathered = 0
        return counts


def main(_given: argparse.Namespace) -> None:
    """Count, compare and print."""
    found = measure()
    for name, value in found.items():
        print(f"{value:10.2f} of {LIMITS[name]:10.2f}  {name}")
    if any(value > LIMITS[name] for name, value in found.items()):
        sys.exit("more work than the limits allow")


def measure() -> dict[str, float]:
    """Return all counts of :data:`LIMITS`."""
    rng = np.random.default_rng(0)
    centers = rng.normal(size=(12, D))
    group = rng.integers(12, size=N)
    array = (centers[group] + 0.8 * rng.normal(size=(N, D))).astype(np.float32)
    with unittest.mock.patch("annotator.runtime.parallel.processors", return_value=2):  # number of concurrent blocks
        return counted_rounds(array, group) | counted_statements() | counted_traffic(array, group) | counted_imports()


def counted_rounds(array: NDArray[np.float32], group: IntArray) -> dict[str, float]:
    """Count the work of the model in the last of several rounds."""
    features = CountedFeatures(array)
    engine = Engine(features)
    rows = np.array([0])
    names = list(LIMITS)
    for number in range(ROUNDS):
        if number == ROUNDS - 1:
            tracemalloc.start()
        features.take()
        selection = engine.select(snapshot(number, rows, group, BATCH))
        after_key, gathered = features.take()
        choosing = highest_bytes()
        engine.prepare(snapshot(number, rows, group, 0), selection.rows)
        looking, _ = features.take()
        preparing = highest_bytes()
        rows = np.concatenate([rows, selection.rows])
    tracemalloc.stop()
    engine.select(snapshot(ROUNDS, rows, group, 0))
    features.take()
    flipped = snapshot(ROUNDS, rows, np.where(np.arange(N) == rows[3], 1 - group, group), 0)
    engine.select(flipped)
    changed, _ = features.take()
    engine.select(snapshot(ROUNDS, np.delete(rows, 5), group, 0))
    undone, _ = features.take()
    counted = (looking, after_key, changed, undone, gathered, selection.evaluations - (N - len(rows) + BATCH))
    return dict(zip(names, map(float, (*counted, choosing / 1e6, preparing / 1e6)), strict=False))


def highest_bytes() -> float:
    """Return the peak memory since the last call in excess of the memory held then; 0 without tracing."""
    if not tracemalloc.is_tracing():
        return 0.0
    now, peak = tracemalloc.get_traced_memory()
    before, highest_bytes.held = getattr(highest_bytes, "held", 0), now
    tracemalloc.reset_peak()
    return float(peak - before)


def snapshot(number: int, rows: IntArray, group: IntArray, k: int) -> Snapshot:
    y = np.where(group[rows] == 0, 1.0, -1.0)
    nothing = np.empty(0, np.int64)
    examples = np.empty((0, D))
    return Snapshot(number, number + 1, rows, y, nothing, examples, "ital", {}, k, (0, 0, number), MODEL)


def counted_statements() -> dict[str, float]:
    """Count the SQL statements."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "images").mkdir()
        names = [f"{i:03}.png" for i in range(60)]
        for path in names:
            Image.new("L", (2, 2)).save(folder / "images" / path)
        write_features(folder / "features.h5", np.random.default_rng(0).normal(size=(60, 4)).astype(np.float32), names)
        with Session.create(folder / "p.annotator", folder / "images", folder / "features.h5", model=MODEL) as session:
            session.judge([0, 1], Label.RELEVANT)
            session.judge([2], Label.IRRELEVANT)
            statements: list[str] = []
            session._state.project.database.connection.set_trace_callback(statements.append)
            counts = []
            for act in (lambda: session.judge([9], Label.RELEVANT), session.undo, session.next_batch):
                statements.clear()
                act()
                counts.append(float(len(statements)))
            session._state.project.database.connection.set_trace_callback(None)
    return dict(
        zip(("statements for a judgement", "statements for an undo", "statements for a batch"), counts, strict=True)
    )


def counted_traffic(array: NDArray[np.float32], group: IntArray) -> dict[str, float]:
    """Count the bytes that the parts of a cluster send for a batch, without the scores of all images."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "features.h5"
        write_features(path, array, [f"{i:06}.png" for i in range(N)])
        links = LocalLinks()
        engine = ClusterEngine(links, split(str(path), N, 3))
        rows = np.arange(40)
        engine.select(snapshot(1, rows, group, 0))
        before = links.traffic.received
        engine.select(snapshot(1, rows, group, BATCH))
        received = links.traffic.received - before - 8 * N
        engine.close()
    return {"bytes from the parts of a cluster for a batch, per image examined": received / 1024}


IMPORTS = """
import os, sys
from annotator.cli import main
from annotator.gui.widgets import splash

begin = splash.Splash.begin

def begun(card):
    print(len(sys.modules))
    begin(card)

def close():
    print(len(sys.modules), flush=True)
    os._exit(0)

splash.Splash.begin, splash.close_splash = begun, close
main(["gui", "--no-restore"])
"""


def counted_imports() -> dict[str, float]:
    """Count the modules that are imported before the program shows anything, and before its window is there."""
    with tempfile.TemporaryDirectory() as home:
        places = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        environment = {**os.environ, **places, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        words = [sys.executable, "-c", IMPORTS]
        told = subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout.split()
    sign, window = map(float, told)
    return {"modules before the first sign of the window": sign, "modules before the window": window}


if __name__ == "__main__":
    run(main)
