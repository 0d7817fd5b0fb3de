"""Soak test: a day of work in half an hour, to detect growing memory or latency.

    python benchmarks/soak.py --images 1000000 --judgements 50000

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
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import h5py
import numpy as np

from annotator.data.collection.collection import Collection, Imported, ImportReport
from annotator.session.session import Session
from annotator.types import Label

STEP = 1000
KEPT_LABELS = 150
BATCH = 50
ROUNDS_OF_A_TOPIC = 10


@dataclass(frozen=True)
class Sample:
    """Measurements over a thousand judgements.

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


def make_collection(folder: Path, n: int, d: int) -> tuple[Path, Path]:
    """Write features of ``n`` images in 50 clusters, and an image folder with a single image (no image is viewed)."""
    rng = np.random.default_rng(3)
    centers = rng.normal(size=(50, d)).astype(np.float32)
    features, images = folder / "features.h5", folder / "images"
    images.mkdir()
    with h5py.File(features, "w") as file:
        data = file.create_dataset("features", (n, d), "f4")
        for start in range(0, n, 50_000):
            size = min(50_000, n - start)
            data[start : start + size] = centers[rng.integers(0, 50, size)] + rng.normal(
                scale=0.5, size=(size, d)
            ).astype(np.float32)
        names = [f"{number:07d}.jpg" for number in range(n)]
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    return images, features


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


def soak(project: Path, images: Path, features: Path, judgements: int) -> list[Sample]:
    """Work until the given number of judgements is reached."""
    import annotator.session as module

    module.import_collection = without_images
    chance = random.Random(1)
    settings = {"strategy": "ital", "batch_size": BATCH, "model": module.ModelSettings(graph_weight=0.0, adapt=False)}
    session = Session.create(project, images, features, topic="topic 1", **settings)  # type: ignore[arg-type]
    for number in range(2, 6):
        session.topics.add(f"topic {number}")
        session.topics.switch(tuple(session.topics)[-1].id)
        session.topics.configure(**settings)  # type: ignore[arg-type]
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
        start = time.perf_counter()
        batch = session.next_batch()
        choosing.append(time.perf_counter() - start)
        assert batch is not None
        for image in batch.images:
            start = time.perf_counter()
            session.judge([image], chance.choices([*Label], (4, 5, 1))[0])
            latencies.append(time.perf_counter() - start)
            made += 1
            if chance.random() < 0.02:
                session.undo()
                session.redo()
            if made % STEP == 0:
                samples.append(_sample(made, project, latencies, choosing))
                print(json.dumps(asdict(samples[-1])), flush=True)
                latencies, choosing = [], []
    assert session.project.check() == ()
    session.close()
    return samples


def _sample(made: int, project: Path, latencies: list[float], choosing: list[float]) -> Sample:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    anonymous = int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1000
    size = sum(file.stat().st_size for file in project.parent.glob(project.name + "*") if file.is_file()) / 1e6
    return Sample(
        made, round(anonymous, 1), len(list(Path("/proc/self/fd").iterdir())), threading.active_count(),
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--judgements", type=int, default=50_000)
    parser.add_argument("-o", "--output", type=Path, help="JSON file for the measurements")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        images, features = make_collection(Path(folder), given.images, given.dimensions)
        start = time.perf_counter()
        samples = soak(Path(folder) / "soak.annotator", images, features, given.judgements)
        seconds = time.perf_counter() - start
    result = {
        "images": given.images, "dimensions": given.dimensions, "judgements": given.judgements, "topics": 5,
        "seconds": round(seconds), "growth": growth(samples), "samples": [asdict(one) for one in samples],
    }  # fmt: skip
    print(json.dumps(result["growth"]))
    if given.output is not None:
        given.output.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
