"""All measurements of docs/performance.md in one run, appended to a history file with a description of the machine.

    python -m benchmarks.performance FEATURES.h5 IMAGES --graph --larger LARGER.h5

FEATURES.h5 (a million rows) needs its classes in FEATURES.csv in the same folder, IMAGES is the image folder; --graph
also builds the neighbor graph, --larger also measures the model on a larger file (ten million rows). Run it alone on
the machine: it takes about ten minutes, and six more for the graph. Every part runs in a separate process. The history
is benchmarks/history.jsonl, one JSON object per run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.command import ROOT, in_words, machine, option, run
from benchmarks.data import FEATURES, IMAGES, make_features
from benchmarks.model_speed import BATCH

OPTIONS = (
    FEATURES,
    IMAGES,
    option("--graph", action="store_true", tiny=True, help="also build the neighbor graph"),
    option("--larger", type=Path, tiny=lambda folder: make_features(folder / "larger.h5", 600, 8), help="larger file"),
    option("--judged", type=int, nargs=2, default=[200, 500], tiny=[10, 20], help="judgements before the measurements"),
    option("--rounds", type=int, default=8, tiny=4, help="rounds of the model that are measured"),
    option("--batches", type=int, default=12, tiny=4, help="batches judged in the window"),
)
Figures = dict[str, Any]


def main(given: argparse.Namespace) -> None:
    """Measure, print the table and append it to the history."""
    few, many = given.judged
    rounds = ("--rounds", given.rounds)
    model = part(given, "model_speed", given.features, "--judged", few, *rounds)
    edits = part(given, "model_speed", given.features, "--judged", many, *rounds, "--edits", "--reopen")
    how = ("--strategy", "ital", "--rounds", given.batches)
    windows = [
        part(given, "large_collection", given.features, given.images, "--judged", judged, *how)
        for judged in given.judged
    ]
    rows = list(table(given, model, edits, windows))
    if given.larger:
        rows += larger(part(given, "model_speed", given.larger, "--judged", 40, "--rounds", given.rounds // 2))
    if given.graph:
        graph = part(given, "neighbour_graph", given.features)
        rows.append(("neighbor graph", f"{graph['seconds'] / 60:.1f} min", f"recall@10 {graph['recall']:.3f}"))
    print("| what | figure | compared with |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    entry = {"at": datetime.now(UTC).isoformat(), "machine": in_words(machine()), "rows": rows}
    with (given.places.root / "benchmarks" / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def part(given: argparse.Namespace, name: str, *arguments: object) -> Figures:
    """Run another benchmark in a process of its own and return its figures."""
    output = given.folder / f"{name}.json"
    words = [*map(str, arguments), "--output", str(output)]
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *words], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    figures: Figures = json.loads(output.read_text(encoding="utf-8"))["figures"]
    return figures


def table(given: argparse.Namespace, model: Figures, edits: Figures, windows: list[Figures]):
    """Yield (what, figure, comparison) for the collection."""
    one = model["passes"]["whole"]
    work = statistics.median(model["looking"]) + statistics.median(model["choosing"])
    open_, full = windows
    few, many = given.judged
    yield f"last key to next batch on screen, {few} judged", milliseconds(open_["waits"]), slowest(open_["waits"])
    yield f"the same, {many} judged", milliseconds(full["waits"]), slowest(full["waits"])
    yield f"whole round of the model, {few} judged", f"{work / one:.1f} x one X @ Q.T", f"{1000 * one:.0f} ms"
    yield f"memory of the window, {many} judged", f"{full['anon']:.0f} MB", f"{full['file']:.0f} MB mapped from files"
    yield "open the project, batch on screen", f"{open_['open']:.1f} s", f"{open_['n']:,} images"
    yield "import the images", f"{open_['created']:.0f} s", "scan, join, fingerprint"
    among = many + BATCH * (given.rounds + 2)
    for name in ("change", "forget"):
        last, middle, first = (1000 * value for value in edits["edits"][name])
        yield (
            f"{name} a judgement among {among}",
            f"{middle:.0f} ms",
            f"the latest {last:.0f} ms, the first {first:.0f} ms",
        )
    reopen = edits["reopen"]
    yield f"new model, next batch, {among} judged", f"{reopen['mapped']:.1f} s", f"computed: {reopen['computed']:.1f} s"
    stall = 1000 * max(open_["stall"], full["stall"])
    yield "longest stall of the window while judging", f"{stall:.0f} ms", f"opening {1000 * open_['stall_open']:.0f} ms"


def larger(model: Figures) -> list[tuple[str, str, str]]:
    """Return the table rows for a larger collection."""
    name = f"{model['n']:,} x {model['d']}"
    passes = 1000 * model["passes"]["blocks"]
    return [
        (f"{name}: next batch", milliseconds(model["choosing"]), "exact, no image left out"),
        (f"{name}: while the user looks", milliseconds(model["looking"]), f"one X @ Q.T {passes:.0f} ms"),
    ]


def milliseconds(values: list[float]) -> str:
    return f"{1000 * statistics.median(values):.0f} ms"


def slowest(values: list[float]) -> str:
    """Return the slowest wait except the first, which includes building the model."""
    return f"slowest {1000 * max(values[1:]):.0f} ms; the first after opening {1000 * values[0]:.0f} ms"


if __name__ == "__main__":
    run(main, OPTIONS)
