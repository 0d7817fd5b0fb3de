"""Soak test: a day of work in half an hour, to detect growing memory or latency.

    python -m benchmarks.soak

Five topics on one collection. Batches are selected by the model and judged key by key; occasionally a step is undone
and redone, labels are cleared, or the topic changes. Every thousand judgements, the memory of the process, its open
files and threads, and the latencies of a (durable) judgement and of a batch are recorded.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from annotator.data.collection.collection import Collection, Imported, ImportReport
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.command import machine, option, run
from benchmarks.data import make_features
from benchmarks.measuring import memory_mb, open_files, timed

KEPT_LABELS = 150
BATCH = 50
ROUNDS_OF_A_TOPIC = 10
MODEL = ModelSettings(graph_weight=0.0, adapt=False)
SCAN = "annotator.session.session.import_collection"
OPTIONS = (
    option("--images", type=int, default=1_000_000, tiny=500),
    option("--dimensions", type=int, default=128, tiny=8),
    option("--judgements", type=int, default=50_000, tiny=200),
    option("--step", type=int, default=1000, tiny=50, help="judgements between two measurements"),
)


@dataclass(frozen=True)
class Sample:
    """Measurements over some judgements.

    Attributes:
        judgements: Number of judgements so far.
        anonymous_mb: Anonymous memory of the process (not backed by files), in MB.
        files: Number of open file descriptors.
        threads: Number of Python threads.
        judge_ms, judge_p99_ms: Median and 99th percentile of the time of a judgement, in ms.
        batch_ms: Median time to select a batch, in ms.
        project_mb: Size of the project file and its log, in MB.
    """

    judgements: int
    anonymous_mb: float
    files: int
    threads: int
    judge_ms: float
    judge_p99_ms: float
    batch_ms: float
    project_mb: float


def without_images(images: Path, store: object, progress: object) -> Imported:
    """Replace the scan of a folder with a million files, which is measured elsewhere."""
    paths = tuple(store.names)  # type: ignore[attr-defined]
    n = len(paths)
    report = ImportReport(n, n, n, {}, (), (), (), (), (), (), ())
    collection = Collection(paths, np.arange(n), n, np.empty(0, np.int64))
    return Imported(
        collection,
        np.ones(n, np.int64),
        np.ones(n, np.int64),
        store.fingerprint(),
        report,
        store.layout,  # type: ignore[attr-defined]
    )


def soak(folder: Path, features: Path, judgements: int, step: int) -> list[Sample]:
    """Work until the given number of judgements is reached."""
    chance = random.Random(1)
    project, settings = folder / "soak.annotator", {"strategy": "ital", "batch_size": BATCH, "model": MODEL}
    with patch(SCAN, without_images):
        session = Session.create(project, folder, features, topic="topic 1", **settings)
    for number in range(2, 6):
        session.topics.add(f"topic {number}")
        session.topics.switch(tuple(session.topics)[-1].id)
        session.topics.configure(**settings)
    samples: list[Sample] = []
    latencies: list[float] = []
    choosing: list[float] = []
    made = rounds = 0
    while made < judgements:
        if rounds % ROUNDS_OF_A_TOPIC == 0:
            session.topics.switch(tuple(session.topics)[(rounds // ROUNDS_OF_A_TOPIC) % 5].id)
        rounds += 1
        if len(session.labels) > KEPT_LABELS:
            session.judge(list(session.labels), None)
        if not session.labels:
            session.judge([chance.randrange(session.n_images)], Label.RELEVANT)
        seconds, batch = timed(session.next_batch)
        choosing.append(seconds)
        assert batch is not None
        for image in batch.images:
            label = chance.choices([*Label], (4, 5, 1))[0]
            latencies.append(timed(lambda image=image, label=label: session.judge([image], label))[0])
            made += 1
            if chance.random() < 0.02:
                session.undo()
                session.redo()
            if made % step == 0:
                samples.append(_sample(made, project, latencies, choosing))
                print(json.dumps(asdict(samples[-1])), flush=True)
                latencies, choosing = [], []
    assert session.project.check() == ()
    session.close()
    return samples


def _sample(made: int, project: Path, latencies: list[float], choosing: list[float]) -> Sample:
    gc.collect()
    size = sum(file.stat().st_size for file in project.parent.glob(project.name + "*") if file.is_file()) / 1e6
    return Sample(
        made, round(memory_mb()["anon"], 1), open_files(), threading.active_count(),
        round(1e3 * statistics.median(latencies), 2), round(1e3 * float(np.quantile(latencies, 0.99)), 2),
        round(1e3 * statistics.median(choosing or [0.0]), 1), round(size, 1),
    )  # fmt: skip


def growth(samples: list[Sample]) -> dict[str, float]:
    """Return the ratio of the last quarter to the second for each measurement; the first quarter fills caches."""
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter] or samples[:1], samples[-quarter:] or samples[-1:]
    return {
        name: round(
            statistics.median(getattr(one, name) for one in late)
            / max(1e-9, statistics.median(getattr(one, name) for one in early)),
            3,
        )
        for name in ("anonymous_mb", "files", "threads", "judge_ms", "judge_p99_ms", "batch_ms")
    }


def main(given: argparse.Namespace) -> None:
    """Measure, print and publish."""
    features = make_features(given.folder / "features.h5", given.images, given.dimensions)
    seconds, samples = timed(lambda: soak(given.folder, features, given.judgements, given.step))
    print(json.dumps(growth(samples)))
    result = {
        "machine": machine(),
        "images": given.images, "dimensions": given.dimensions, "judgements": given.judgements, "topics": 5,
        "seconds": round(seconds), "growth": growth(samples), "samples": [asdict(one) for one in samples],
    }  # fmt: skip
    given.places.publish("soak", result)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
