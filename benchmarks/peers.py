"""What else one would use, on the same features, searches and simulated person: CPU time, memory, average precision.

    python -m benchmarks.peers

A plain loop with scikit-learn, scikit-activeml, modAL and small-text search for the same classes as the default
settings, each from one relevant and one irrelevant image on; pynndescent and faiss look for the same neighbors as the
neighbor graph. They are installed into an environment of their own, in benchmarks/results. Every loop runs in a process
of its own with one thread of BLAS; CPU time is that of all its threads for a round: learn, score all images, choose.
The result is stored in benchmarks/published/peers.json, and its tables are part of docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import command
from benchmarks.command import PAGE, Places, in_words, machine, option, run, write_page
from benchmarks.data import check, read
from benchmarks.learners import features
from benchmarks.peer_loops import LOOPS, OURS

PACKAGES = ("scikit-learn", "scikit-activeml", "modAL-python", "small-text", "pynndescent", "faiss-cpu")
GRAPHS = (OURS, "pynndescent", "faiss-cpu")
MARKS, BATCH, NEIGHBORS = [10, 20, 40], 8, 15
SAMPLE = 1_000  # rows whose neighbors are also found exactly
BEGIN, END = "<!-- begin: python -m benchmarks.peers -->\n", "<!-- end -->\n"
OPTIONS = (
    option("--sets", nargs="+", default=["digits", "waste-lite0", "things-lite0"], tiny=["digits"], help="features"),
    option("--searches", type=int, default=12, tiny=1, help="searches in each set"),
    option("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], tiny=[200], help="images, for the time"),
    option("--dimensions", type=int, default=512, tiny=8, help="features of each of them"),
    option("--packages", nargs="*", default=list(PACKAGES), tiny=[], help="packages to install and run"),
    *PAGE,
)


def main(given: argparse.Namespace) -> None:
    """Install, search, publish, and write the page."""
    if not (given.page or given.check):
        check(given.sets, given.places)
        peers = Peers(given)
        found = {
            "machine": in_words(machine()),
            "sets": {name: peers.searched(name, given.searches) for name in given.sets},
            "sizes": {str(n): peers.timed(n, given.dimensions) for n in given.sizes},
            "graph": peers.graphs(max(given.sizes), given.dimensions),
            "dimensions": given.dimensions,
            "versions": peers.versions,
        }
        given.places.publish("peers", found)
    write(given.places, check=given.check)


class Peers:
    """Runs loops and packages in processes of their own.

    Attributes:
        versions: Version of every package that ran.
    """

    def __init__(self, given: argparse.Namespace) -> None:
        self.versions: dict[str, str] = {}
        self._folder: Path = given.folder
        self._python = sys.executable
        self._packages = {"scikit-learn", OURS, *given.packages}
        if given.packages:
            self._python = installed(given.places.results / "peers", given.packages)

    def searched(self, name: str, count: int) -> dict[str, Any]:
        """Return what every loop found in ``count`` searches of a set of features."""
        x, classes = read(name)
        rng = np.random.default_rng(0)
        names = sorted(set(classes.tolist()))
        truths = np.stack([classes == names[number % len(names)] for number in range(count)])
        first = [[int(rng.choice(np.flatnonzero(side))) for side in (truth, ~truth)] for truth in truths]
        return self._loops(x, truths, first)

    def timed(self, n: int, d: int) -> dict[str, Any]:
        """Return what every loop took for one search among ``n`` images that are made up."""
        x, cluster = features(n, d)
        truth = cluster < 5
        return self._loops(x, truth[None], [[int(np.argmax(truth)), int(np.argmin(truth))]])

    def _loops(self, x: np.ndarray, truths: np.ndarray, first: list[list[int]]) -> dict[str, Any]:
        np.savez(self._folder / "data.npz", x=x, truth=truths)
        task = {"first": first, "marks": MARKS, "batch": BATCH}
        return {name: self._run(name, task) for name, (_, _, package) in LOOPS.items() if package in self._packages}

    def graphs(self, n: int, d: int) -> dict[str, Any]:
        """Return time, memory and recall of the neighbors of ``n`` images."""
        x = features(n, d)[0]
        np.savez(self._folder / "data.npz", x=x)
        sample = np.sort(np.random.default_rng(0).choice(n, min(SAMPLE, n), replace=False))
        products = x[sample] @ x.T  # of unit vectors
        products[np.arange(len(sample)), sample] = -np.inf
        exact = np.argpartition(-products, 10, axis=1)[:, :10]
        found = {}
        for package in GRAPHS:
            if package in self._packages:
                one = self._run(package, {"graph": package, "k": NEIGHBORS, "sample": sample.tolist()})
                if "near" in one:
                    pairs = zip(exact, one.pop("near"), strict=True)
                    one["recall"] = float(np.mean([len(set(right) & set(near)) / 10 for right, near in pairs]))
                found[package] = one
        return found

    def _run(self, name: str, task: dict[str, Any]) -> dict[str, Any]:
        package = LOOPS[name][2] if name in LOOPS else name
        answer = self._folder / "answer.json"
        answer.unlink(missing_ok=True)
        python = sys.executable if package == OURS else self._python
        arguments = [name, str(self._folder / "data.npz"), json.dumps(task), str(answer)]
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(command.ROOT),
        }
        done = subprocess.run(
            [python, "-W", "ignore", "-c", "from benchmarks.peer_loops import serve; serve()", *arguments],
            cwd=command.ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        found: dict[str, Any] = {"error": done.stderr[-300:]}
        if answer.exists():
            found = json.loads(answer.read_text(encoding="utf-8"))
            self.versions[package] = found.pop("version")
        print(name, {key: value for key, value in found.items() if key in ("error", "mb", "cpu")}, flush=True)
        return found


def installed(folder: Path, packages: Sequence[str]) -> str:
    """Return the Python of an environment with the packages; it is made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def write(places: Places, *, check: bool = False) -> None:
    """Write the tables into the page."""
    text = (command.ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    middle = "\n".join(lines(places.read("peers")))
    write_page(places.docs / "performance.md", f"{before}{BEGIN}\n{middle}\n\n{END}{after}", check=check)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the tables."""
    sets, sizes = found["sets"], found["sizes"]
    count = len(next(iter(next(iter(sets.values())).values()))["searches"])
    yield "Where another program is better than the default settings:"
    yield ""
    yield from better(found)
    yield ""
    marks = f"{', '.join(map(str, MARKS[:-1]))} and {MARKS[-1]}"
    yield f"Average precision after {marks} judgements, mean of {count} searches in each set:"
    yield ""
    yield "| | " + " | ".join(sets) + " |"
    yield "|---|" + "---|" * len(sets)
    for name in LOOPS:
        if name in next(iter(sets.values())):
            cells = [" / ".join(precisions(of[name])) for of in sets.values()]
            yield f"| {title(name, found)} | " + " | ".join(cells) + " |"
    yield ""
    yield f"CPU time of a round in ms, and memory in MB, by the number of images ({found['dimensions']} features):"
    yield ""
    yield "| | " + " | ".join(f"{int(n):,}" for n in sizes) + " |"
    yield "|---|" + "---|" * len(sizes)
    for name in LOOPS:
        if name in next(iter(sizes.values())):
            yield f"| {title(name, found)} | " + " | ".join(map(spent, (of[name] for of in sizes.values()))) + " |"
    yield ""
    yield f"The {NEIGHBORS} nearest neighbors of {max(map(int, sizes)):,} images:"
    yield ""
    yield "| | CPU time | wall time | recall@10 | memory |"
    yield "|---|---|---|---|---|"
    for package, one in found["graph"].items():
        what = f"| {package} {found['versions'].get(package, '')} |".replace(" |", " |")
        if "error" in one:
            yield f"{what} {one['error']} | | | |"
        else:
            yield f"{what} {one['cpu']:.1f} s | {one['seconds']:.1f} s | {one['recall']:.3f} | {one['mb']:,.0f} MB |"
    yield ""
    yield f"Measured on {found['machine']}."


def better(found: dict[str, Any]) -> Iterator[str]:
    """Yield a line for everything in which a peer is better."""
    peers = [name for name in LOOPS if LOOPS[name][2] != OURS]
    for n, of in found["sizes"].items():
        ours, times = cpu(of["annotator"]), {name: cpu(of[name]) for name in peers if name in of}
        name = min(times, key=lambda name: times[name])
        if times[name] < ours:
            yield f"- CPU time among {int(n):,} images: {ours / times[name]:.1f} times less with {title(name, found)}"
    for collection, of in found["sets"].items():
        for place, mark in enumerate(MARKS):
            means = {name: precision(of[name])[place] for name in LOOPS if name in of and "error" not in of[name]}
            name = max(means, key=lambda name: means[name])
            if means[name] > means["annotator"]:
                gap = f"{means[name]:.3f} to {means['annotator']:.3f}"
                yield f"- Average precision, {collection}, {mark} judgements: {gap} with {title(name, found)}"
    ours = found["graph"][OURS]
    for package, one in found["graph"].items():
        for key, what in (("cpu", "CPU time"), ("mb", "memory")):
            if ours[key] / one.get(key, np.inf) >= 1.05:  # less is no difference
                yield f"- Neighbors: {ours[key] / one[key]:.1f} times less {what} with {package}"
        if one.get("recall", 0.0) > ours["recall"]:
            yield f"- Neighbors: recall {one['recall']:.3f} to {ours['recall']:.3f} with {package}"


def title(name: str, found: dict[str, Any]) -> str:
    """Return the name of a loop and the version of its package."""
    method, _, package = LOOPS[name]
    return f"{package} {found['versions'].get(package, '')}".strip() + f": {method}"


def precision(one: dict[str, Any]) -> list[float]:
    """Return the mean average precision at each mark."""
    means: list[float] = np.mean([search["ap"] for search in one["searches"]], axis=0).tolist()
    return means


def precisions(one: dict[str, Any]) -> list[str]:
    """Return the mean average precision at each mark as text."""
    return ["failed"] if "error" in one else [f"{value:.3f}" for value in precision(one)]


def cpu(one: dict[str, Any]) -> float:
    """Return the median CPU time of a round after the first, in seconds; infinite if the loop failed."""
    if "error" in one:
        return float("inf")
    return statistics.median(seconds for search in one["searches"] for seconds in search["cpu"][1:])


def spent(one: dict[str, Any]) -> str:
    """Return the median CPU time of a round after the first, and the memory."""
    if "error" in one:
        return "failed"
    return f"{1000 * cpu(one):,.1f} ({one['mb']:,.0f})"


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
