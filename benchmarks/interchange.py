"""Time and memory of exporting and importing many rows: ``python -m benchmarks.interchange --rows 1000000``.

Each export is compared with writing the same number of bytes at once, and each feature format with one pass over the
bytes of its file, all in the same run. Memory is the growth of the resident set during an export.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, Replay, export
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import FeatureLayout
from annotator.data.features.validation import check_features
from annotator.data.importing import plan_import, read_labels
from annotator.types import Ranking
from benchmarks.command import option, run
from benchmarks.measuring import watched

FORMATS = (
    "labels-csv", "labels-json", "labels-jsonl", "labels-parquet", "paths-list", "label-studio", "ranking-csv",
    "ranking-parquet", "trec-run", "trec-qrels", "ranx", "evidence",
)  # fmt: skip
D = 512
OPTIONS = (
    option(
        "--rows", type=int, default=1_000_000, tiny=6000, help="rows of the exports, ten times those of the features"
    ),
)


def source_of(n: int) -> ExportSource:
    """Return a topic over ``n`` images with 5,000 judgements, at most half of them."""
    rng = np.random.default_rng(0)
    paths = [f"folder {i % 997:03}/image {i:07}.jpg" for i in range(n)]
    labels = np.full(n, UNLABELLED, np.int8)
    chosen = rng.choice(n, min(5000, n // 2), replace=False)
    labels[chosen] = rng.choice([1, -1, 0], len(chosen))
    judged = {int(i): Judged(1, "mix", "2026-01-31T09:00:00Z") for i in chosen}
    mean = np.sort(rng.normal(size=n).astype(np.float32))[::-1]
    return ExportSource(
        "kites", "birds", paths, labels, judged, Ranking(rng.permutation(n), mean, np.ones(n, np.float32), 4, 17),
        settings={"strategy": "mix"}, replay=Replay(np.arange(n), np.empty((0, D)), frozenset(), graph=True, topic=1),
    )  # fmt: skip


def exports(n: int, folder: Path) -> None:
    """Report on exports and on the import of the table."""
    source = source_of(n)
    print(f"exports of {n:,} rows")
    for name in FORMATS:
        target = folder / name
        seconds, grown = watched(lambda name=name, target=target: export(name, source, target))  # type: ignore[misc]
        size = target.stat().st_size
        data = target.read_bytes()
        plain, _ = watched(lambda data=data: (folder / "plain").write_bytes(data))  # type: ignore[misc]
        print(
            f"{name:<16} {seconds:6.1f} s  {n / seconds:>10,.0f} rows/s  {size / 1e6:7.1f} MB  "
            f"{seconds / max(plain, 1e-9):6.0f} x writing the bytes  memory +{grown / 1e6:.0f} MB"
        )
        del data
    seconds, grown = watched(lambda: plan_import(read_labels(folder / "labels-csv"), source.paths, {}))
    print(f"import of labels-csv {seconds:.1f} s, {n / seconds:,.0f} rows/s, memory +{grown / 1e6:.0f} MB")


def feature_files(n: int, folder: Path) -> None:
    """Report on opening and checking feature files of every format."""
    print(f"feature files of {n:,} x {D}")
    rows = np.random.default_rng(0).normal(size=(n, D)).astype(np.float32)
    names = [f"folder {i % 97}/image {i:06}.jpg" for i in range(n)]
    with h5py.File(folder / "plain.h5", "w") as file:
        file["features"] = rows
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype())
    with h5py.File(folder / "gzip.h5", "w") as file:
        file.create_dataset("features", data=rows, chunks=(512, D), compression="gzip", compression_opts=1)
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype())
    with h5py.File(folder / "matlab.h5", "w") as file:
        file.create_dataset("features", data=rows.T)
        file.create_dataset("names", data=names, dtype=h5py.string_dtype())
    np.save(folder / "array.npy", rows)
    with (folder / "array.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([["path"], *([name] for name in names)])
    np.savez(folder / "stored.npz", features=rows, paths=np.array(names))
    table = pa.table({"path": names, "embedding": pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), D)})
    pq.write_table(table, folder / "table.parquet", row_group_size=8192)
    with h5py.File(folder / "hloc.h5", "w", libver="latest") as file:
        for name, row in zip(names[: n // 10], rows, strict=False):
            file.create_dataset(f"{name}/global_descriptor", data=row.astype(np.float16))
    for name in ("plain.h5", "gzip.h5", "matlab.h5", "array.npy", "stored.npz", "table.parquet", "hloc.h5"):
        path = folder / name
        passing, _ = watched(path.read_bytes)

        def work(path: Path = path) -> None:
            with FeatureStore.open(path, layout=FeatureLayout(), budget_bytes=1 << 26) as store:
                check_features(store)

        seconds, grown = watched(work)
        note = f" ({n // 10:,} images)" if name == "hloc.h5" else ""
        print(
            f"{name:<14} {seconds:6.2f} s  {seconds / passing:6.1f} x one pass over the bytes  "
            f"memory +{grown / 1e6:.0f} MB{note}"
        )


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    for number, (part, rows) in enumerate(((exports, given.rows), (feature_files, given.rows // 10))):
        folder = given.folder / str(number)
        folder.mkdir()
        part(rows, folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    run(main, OPTIONS)
