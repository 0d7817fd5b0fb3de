"""All measurements of docs/performance.md in one run, appended to a history file with a description of the machine.

    python benchmarks/performance.py FEATURES.h5 IMAGES [--graph] [--larger LARGER.h5]

FEATURES.h5 (a million rows) needs its classes in FEATURES.csv in the same folder, IMAGES is the image folder; --graph
also builds the neighbor graph, --larger also measures the model on a larger file (ten million rows). Run it alone on
the machine: it takes about ten minutes, and six more for the graph. Every part runs in a separate process. The history
is benchmarks/history.jsonl, one JSON object per run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
HISTORY = HERE / "history.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--graph", action="store_true")
    parser.add_argument("--larger", type=Path)
    arguments = parser.parse_args()
    features = str(arguments.features.resolve())
    model = json.loads(run("model_speed.py", features, "--judged", "200"))
    edits = json.loads(run("model_speed.py", features, "--judged", "500", "--edits"))["edits"]
    windows = {}
    for judged in (200, 500):
        run(
            "large_collection.py",
            features,
            str(arguments.images.resolve()),
            "--judged",
            str(judged),
            "--strategy",
            "ital",
        )
        windows[judged] = json.loads((HERE / "results" / "large_collection.json").read_text())
    rows = list(table(model, edits, windows))
    if arguments.larger:
        rows += larger(
            json.loads(run("model_speed.py", str(arguments.larger.resolve()), "--judged", "40", "--rounds", "4"))
        )
    if arguments.graph:
        run("neighbour_graph.py", features)
        graph = json.loads((HERE / "results" / "neighbour_graph.json").read_text())
        rows.append(("neighbor graph", f"{graph['seconds'] / 60:.1f} min", f"recall@10 {graph['recall']:.3f}"))
    print(f"{machine()}\n\n| what | figure | compared with |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"at": datetime.now(UTC).isoformat(), "machine": machine(), "rows": rows}) + "\n")


def run(script: str, *arguments: str) -> str:
    """Run a benchmark and return its output."""
    command = [sys.executable, str(HERE / script), *arguments]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"{script} failed:\n{done.stderr}")
    return done.stdout


def table(model: dict, edits: dict, windows: dict[int, dict]):
    """Yield (what, figure, comparison) for the collection."""
    one = model["passes"]["whole"]
    work = statistics.median(model["looking"]) + statistics.median(model["choosing"])
    open_, full = windows[200], windows[500]
    yield "last key to next batch on screen, 200 judged", milliseconds(open_["waits"]), slowest(open_["waits"])
    yield "the same, 500 judged", milliseconds(full["waits"]), slowest(full["waits"])
    yield "whole round of the model, 200 judged", f"{work / one:.1f} x one X @ Q.T", f"{1000 * one:.0f} ms"
    yield "memory of the window, 500 judged", f"{full['anon']:.0f} MB", f"{full['file']:.0f} MB mapped from files"
    yield "open the project, batch on screen", f"{open_['open']:.1f} s", f"{open_['n']:,} images"
    yield "import the images", f"{open_['created']:.0f} s", "scan, join, fingerprint"
    for name in ("change", "forget"):
        last, middle, first = (1000 * value for value in edits[name])
        yield f"{name} a judgement among 580", f"{middle:.0f} ms", f"the latest {last:.0f} ms, the first {first:.0f} ms"
    stall = 1000 * max(open_["stall"], full["stall"])
    yield "longest stall of the window while judging", f"{stall:.0f} ms", f"opening {1000 * open_['stall_open']:.0f} ms"


def larger(model: dict) -> list[tuple[str, str, str]]:
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


def machine() -> str:
    """Return a description of the machine."""
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, numpy {np.__version__}"
    )


if __name__ == "__main__":
    main()
