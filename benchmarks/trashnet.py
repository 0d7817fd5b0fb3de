"""Learning curves on photos of waste: three classes, two feature sets, all strategies.

    python -m benchmarks.trashnet

Every strategy starts from the same images and has the same simulated user. "no feedback" follows the initial ranking;
the difference to it is the value of the judgements. Times are those of selecting a batch after the last judgement, on
this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import wilcoxon

from annotator import __version__
from annotator.data.features.features import FeatureStore
from annotator.engine import Engine
from annotator.errors import AnnotatorError
from annotator.simulate import Curve, SimulatedUser, read_classes, relevance, simulate, sparkline

ROOT = Path(__file__).resolve().parent
DATA = ROOT.parent.parent / "shared" / "data" / "trashnet"
RESULTS = ROOT / "results" / "trashnet.json"
FEATURES = ("squeezenet_512.h5", "mobilenet_1280.h5")
CLASSES = ("glass", "plastic", "trash")
STRATEGIES = ("ital", "topscoring", "random")
CONTROL = "no feedback"


@dataclass(frozen=True)
class Run:
    """A learning curve with its class, features and strategy."""

    features: str
    wanted: str
    name: str
    curve: Curve


def main(arguments: Sequence[str] | None = None) -> None:
    given = _parse(arguments)
    try:
        measure(given)
    except AnnotatorError as error:
        raise SystemExit(str(error)) from error


def measure(given: argparse.Namespace) -> None:
    """Run everything, print results as they arrive, and write the curves."""
    runs: list[Run] = []
    for file in FEATURES:
        for wanted in given.classes:
            found = list(play(given, file, wanted))
            runs += found
            print(table(found, file, wanted), flush=True)
    print(comparison(runs, given.strategies))
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(as_dict(runs, given), indent=1) + "\n", encoding="utf-8")
    print(f"Curves written to {given.output}")


def play(given: argparse.Namespace, file: str, wanted: str) -> Iterator[Run]:
    """Run every strategy from every start for one class."""
    with FeatureStore.open(given.data / file) as store:
        relevant, known = relevance(store.names, read_classes(given.data / "classes.csv"), wanted)
        user = SimulatedUser(relevant, known=known, mistake=given.mistake)
        engine = Engine(store)
        for name in (*given.strategies, CONTROL):
            for seed, start in enumerate(user.examples(given.queries, seed=0).tolist()):
                curve = simulate(
                    engine,
                    user,
                    queries=[start],
                    rounds=given.rounds,
                    batch_size=given.batch_size,
                    strategy="topscoring" if name == CONTROL else name,
                    seed=seed,
                    learn=name != CONTROL,
                )
                yield Run(file, wanted, name, curve)


def table(runs: list[Run], file: str, wanted: str) -> str:
    """Return the mean curves of one class, found / average precision by round, and the time to select a batch."""
    first = runs[0].curve
    last = len(first.points) - 1
    shown = sorted({r for r in (0, 1, 2, 5) if r < last} | {last})
    queries = len({run.curve.queries for run in runs})
    lines = [
        f"{wanted} ({first.relevant} of {first.images} images), {file}, mean of {queries} starts",
        f"{'strategy':<12}" + "".join(f"{f'round {r}':>13}" for r in shown) + f"{'area':>8}{'ms p50':>8}{'p95':>7}  AP",
    ]
    for name in dict.fromkeys(run.name for run in runs):
        curves = [run.curve for run in runs if run.name == name]
        found = np.array([[p.found for p in curve.points] for curve in curves]).mean(0)
        precision = np.array([[p.average_precision for p in curve.points] for curve in curves]).mean(0)
        # The first batch of an engine includes a pass over the features.
        times = 1000 * np.array([second for curve in curves for second in curve.seconds[1:] or curve.seconds])
        cells = "".join(f"{found[r]:7.1f}/{precision[r]:.3f}" for r in shown)
        area = np.mean([curve.area for curve in curves])
        middle, slow = np.percentile(times, [50, 95])
        lines.append(f"{name:<12}{cells}{area:8.3f}{middle:8.1f}{slow:7.1f}  {sparkline(precision.tolist())}")
    return "\n".join(lines) + "\n"


def comparison(runs: list[Run], strategies: Sequence[str]) -> str:
    """Return the comparison of the first strategy with the others, paired by start: area under the curve and found."""
    first = strategies[0]
    lines = [f"{first} against the others over all classes and features (pairs with the same start)"]
    for other in (*strategies[1:], CONTROL):
        ours, theirs = ([run.curve for run in runs if run.name == name] for name in (first, other))
        area = np.array([a.area - b.area for a, b in zip(ours, theirs, strict=True)])
        found = np.array([a.points[-1].found - b.points[-1].found for a, b in zip(ours, theirs, strict=True)])
        p = wilcoxon(area).pvalue if np.any(area) else 1.0
        lines.append(
            f"  {other:<12} area {area.mean():+.3f} (better in {np.count_nonzero(area > 0)} of {len(area)}, "
            f"Wilcoxon p {p:.1g}), found {found.mean():+.1f}"
        )
    return "\n".join(lines) + "\n"


def as_dict(runs: list[Run], given: argparse.Namespace) -> dict[str, Any]:
    """Return all results for JSON, with the arguments of the run."""
    return {
        "benchmark": "trashnet",
        "version": __version__,
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__},
        "settings": {key: str(value) if isinstance(value, Path) else value for key, value in vars(given).items()},
        "runs": [
            {"features": run.features, "class": run.wanted, "name": run.name, **run.curve.as_dict()} for run in runs
        ],
    }


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Learning curves on photos of waste.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with classes.csv and the feature files")
    parser.add_argument("--classes", nargs="+", default=list(CLASSES), help="classes to search for")
    parser.add_argument("--strategies", nargs="+", default=list(STRATEGIES), help="the first is compared with the rest")
    parser.add_argument("--queries", type=int, default=5, help="searches per class")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--mistake", type=float, default=0.0, help="fraction of wrong judgements")
    parser.add_argument("--output", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
