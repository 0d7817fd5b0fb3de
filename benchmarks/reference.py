"""The curves of the reference implementation of ITAL beside ours, for every learner and configuration that can be run.

    python -m benchmarks.reference --code ../ITAL

Needs a copy of the program (github.com/cvjena/ITAL). It is run as it is, with older libraries in an environment of its
own that is removed afterwards; the same files, with data that are to be had, are read by both. A learner that takes
longer than the limit is left out. Every search starts from the same images, and searches are compared in pairs.
Finished runs of the reference are kept in benchmarks/results. The result is stored in
benchmarks/published/reference.json, and its tables are part of docs/reference.md.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import json
import math
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from annotator.experiments.config.reading import read_experiment
from annotator.experiments.config.reference_names import METHODS
from annotator.experiments.playing.running import run as run_searches
from annotator.experiments.playing.running import run_graded
from annotator.experiments.results.measures import curve
from annotator.experiments.results.statistics import interval
from annotator.strategies.registry import load_registry
from benchmarks import command
from benchmarks.command import PAGE, Places, existing, option, run, write_page
from benchmarks.page import FIXED
from benchmarks.peers import installed

PACKAGES = ("numpy==1.23.5", "scipy==1.9.3", "scikit-learn==1.2.2", "numexpr==2.8.4", "tqdm")
SLOW = ("ITAL", "MCMI")
"""Learners that go through all answers to a batch for every image: the reference takes minutes for a search."""

GRADED_LEARNERS = ("ITAL", "EMOC", "entropy", "var", "random")
REMARKS = {
    **FIXED,
    "entropy": "the reference samples its probabilities",
    "TCAL": "other random numbers",
    "random": "other random numbers",
}
BEGIN, END = "<!-- begin: python -m benchmarks.reference -->\n", "<!-- end -->\n"


def wine(folder: Path) -> dict[str, str]:
    """Write wine.data from scikit-learn's copy."""
    from sklearn.datasets import load_wine

    x, y = load_wine(return_X_y=True)
    np.savetxt(folder / "wine.data", np.column_stack([y + 1, x]), "%g", ",")
    return {"data_file": str(folder / "wine.data")}


def diabetes(folder: Path) -> dict[str, str]:
    """Write the diabetes data of scikit-learn in the form of yacht_hydrodynamics.data."""
    from sklearn.datasets import load_diabetes

    x, y = load_diabetes(return_X_y=True)
    np.savetxt(folder / "diabetes.data", np.column_stack([x, y]), "%.8g")
    return {"data_file": str(folder / "diabetes.data")}


CONFIGS: dict[str, tuple[int, Callable[[Path], dict[str, str]] | None, str]] = {
    "toy": (5, None, "points of the plane; the user answers three of four"),
    "iris": (2, None, "150 flowers"),
    "wine": (2, wine, "178 wines, from scikit-learn"),
    "regression/toy-demo": (5, None, "waves over the plane, errors in their units"),
    "regression/yacht": (3, diabetes, "with the diabetes data of scikit-learn instead, errors in their units"),
}
"""By configuration: most searches for a class, what makes data that are not there, and what it is about."""


MADE_UP = "made-up"
"""A file that needs neither data nor the program."""

_MADE_UP = (
    "[EXPERIMENT]\ndataset = Toy\nmethod = ITAL\nquery_classes = 1\nbatch_size = 2\nrounds = 2\n"
    "[Toy]\nsize_factor = 5\n[METHOD_DEFAULTS]\nlength_scale = 0.1\n"
)
OPTIONS = (
    option("--code", type=Path, default=command.ROOT.parent / "ITAL", help="copy of the program"),
    option("--configs", nargs="+", default=list(CONFIGS), tiny=[MADE_UP], metavar="NAME", help="files"),
    option(
        "--learners",
        nargs="+",
        default=[name for name in METHODS if name not in SLOW],
        tiny=["border"],
        metavar="NAME",
        help="learners",
    ),
    option("--repetitions", type=int, default=10, tiny=2, help="searches for a class, at most"),
    option("--rounds", type=int, default=10, tiny=2, help="rounds of a search, at most"),
    option(
        "--limit", type=int, default=20, tiny=10, help="seconds of CPU time for a learner of the reference, at most"
    ),
    *PAGE,
)


def main(given: argparse.Namespace) -> None:
    """Run both, publish, and write the page."""
    if not (given.page or given.check):
        for name in given.configs:
            if name != MADE_UP:
                existing(given.code / "configs" / f"{name}.conf")
        found = {name: compared(name, given) for name in given.configs}
        given.places.publish("reference", {"limit": given.limit, "packages": PACKAGES, "configs": found})
    write(given.places, check=given.check)


def compared(name: str, given: argparse.Namespace) -> dict[str, Any]:
    """Return the curves of both programs for one configuration."""
    conf = adapted(name, given)
    graded = "/" in name
    learners = [one for one in given.learners if not graded or one in GRADED_LEARNERS]
    keys, ours = played(conf, learners, graded, given.folder / "ours")
    found = {}
    there = {} if name == MADE_UP else reference(conf, learners, given)
    for learner in learners:
        theirs = there.get(learner, "not run")
        curves = np.array(ours[learner])
        fits = not isinstance(theirs, str) and np.shape(theirs) == curves.shape
        found[learner] = beside(np.array(theirs), curves, keys) if fits else alone(curves, theirs)
        print(name, learner, {key: value for key, value in found[learner].items() if "curve" not in key}, flush=True)
    return {"searches": len(keys), "graded": graded, "learners": found}


def adapted(name: str, given: argparse.Namespace) -> Path:
    """Write a configuration with data that are to be had, fewer searches, and a single process."""
    config = configparser.ConfigParser()
    if name == MADE_UP:
        config.read_string(_MADE_UP)
    else:
        config.read(given.code / "configs" / f"{name}.conf", encoding="utf-8")
    main = config["EXPERIMENT"]
    searches, make, _ = CONFIGS.get(name, (given.repetitions, None, ""))
    for key, most in (("repetitions", min(given.repetitions, searches)), ("rounds", given.rounds)):
        main[key] = str(min(most, main.getint(key, fallback=10)))
    section = main["dataset"]
    if make is not None:
        config[section].update(make(given.folder))
    for key, value in config[section].items():
        if (given.code / value).is_file():
            config[section][key] = str((given.code / value).resolve())
    for learner in ("ITAL", "AdaptAL", "MCMI") if "/" not in name else ("ITAL",):
        config.read_dict({learner: {"parallelized": "no"}})
    path: Path = given.folder / f"{Path(name).name}.conf"
    with path.open("w", encoding="utf-8") as file:
        config.write(file)
    return path


def played(conf: Path, learners: list[str], graded: bool, folder: Path) -> tuple[list[Any], dict[str, list[Any]]]:
    """Return class and number of every search, and the curves of our strategies by learner."""
    registry = load_registry(graded=graded)
    experiment = read_experiment(conf, load_registry(), {"method": " ".join(learners)})
    with threadpool_limits(1):
        outcome = (run_graded if graded else run_searches)(experiment, registry, folder / conf.stem)
    measure = "error" if graded else "test_average_precision"
    curves: dict[str, list[Any]] = {learner: [] for learner in learners}
    for one in outcome.runs:
        curves[one.method].append(curve(one, measure))
    return [(one.wanted, one.number) for one in outcome.runs if one.method == learners[0]], curves


def reference(conf: Path, learners: list[str], given: argparse.Namespace) -> dict[str, list[list[float]] | str]:
    """Return the curves of the reference by learner, or why there are none."""
    text = conf.read_text(encoding="utf-8").replace(str(given.folder), "")
    mark = hashlib.sha256(f"{text} {PACKAGES} {given.limit}".encode()).hexdigest()[:16]
    kept = given.places.results / "reference-runs" / f"{conf.stem}-{mark}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    answers = {learner: kept.with_name(f"{kept.name}-{learner}.json") for learner in learners}
    if missing := [learner for learner, file in answers.items() if not file.exists()]:
        python = installed(given.folder / "environment", PACKAGES)
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "1")
        arguments = [str(given.code.resolve()), str(conf), str(kept), str(given.limit), *missing]
        subprocess.run(
            [python, "-W", "ignore", "-c", "from benchmarks.reference_curves import serve; serve()", *arguments],
            cwd=command.ROOT, env={**os.environ, **threads, "PYTHONPATH": str(command.ROOT)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    return {learner: json.loads(file.read_text(encoding="utf-8")) for learner, file in answers.items()}


def area(curves: np.ndarray) -> np.ndarray:
    """Return the area under each curve divided by the number of rounds, shape (s,)."""
    return np.asarray(np.trapezoid(curves, axis=1) / max(curves.shape[1] - 1, 1))


def beside(theirs: np.ndarray, ours: np.ndarray, keys: list[Any]) -> dict[str, Any]:
    """Return the mean curves and areas of both, and the mean difference of the areas with its interval."""
    gain = interval(dict(zip(keys, (area(ours) - area(theirs)).tolist(), strict=True)))
    return {
        "reference_curve": rounded(theirs.mean(axis=0)),
        "curve": rounded(ours.mean(axis=0)),
        "reference_area": round(float(area(theirs).mean()), 4),
        "area": round(float(area(ours).mean()), 4),
        "difference": [None if math.isnan(one) else round(one, 4) for one in (gain.mean, gain.low, gain.high)],
        "equal": int(np.count_nonzero(np.abs(ours - theirs).max(axis=1) < 5e-4 * max(1.0, np.abs(theirs).max()))),
    }


def alone(ours: np.ndarray, reason: str | list[list[float]]) -> dict[str, Any]:
    """Return our curve, and why there is no other."""
    why = reason if isinstance(reason, str) else "other searches"
    return {"curve": rounded(ours.mean(axis=0)), "area": round(float(area(ours).mean()), 4), "reason": why}


def rounded(values: np.ndarray) -> list[float]:
    """Return a curve as it is stored."""
    return [float(f"{value:.4g}") for value in values]


def write(places: Places, *, check: bool = False) -> None:
    """Write the tables into the page."""
    text = (command.ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    middle = "\n".join(lines(places.read("reference")))
    write_page(places.docs / "reference.md", f"{before}{BEGIN}\n{middle}\n\n{END}{after}", check=check)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the tables."""
    for name, one in found["configs"].items():
        about = CONFIGS[name][2] if name in CONFIGS else MADE_UP
        measure = "root mean squared error (lower is better)" if one["graded"] else "average precision"
        count = f"{one['searches']} search{'es' if one['searches'] > 1 else ''}"
        yield f"{about[0].upper()}{about[1:]}. {count}; {measure} of the held-out images."
        yield ""
        yield "| learner | reference: start, half, end | ours | area, reference | ours | difference, 95 % | equal | |"
        yield "|---|---|---|---|---|---|---|---|"
        for learner, entry in one["learners"].items():
            yield row(learner, entry, one)
        yield ""
    versions = ", ".join(found["packages"][:-1]).replace("==", " ")
    yield "Not run: `leaf`, `usps`, `natural_scenes`, `mirflickr`, `oxford`, `imagenet`, `regression/concrete` and"
    yield "`regression/winequality`, whose data are not part of any package; the tests play each of these forms with"
    yield "small files that are made up. `ITAL` and `MCMI` take the reference minutes for a search: they are only run"
    yield "on request, with `toy-mistakes` and the variants of `butterflies`; [the benchmark](benchmark.md) has all"
    yield f"learners on `butterflies`. The reference ran with {versions}."


def row(learner: str, entry: dict[str, Any], one: dict[str, Any]) -> str:
    """Return the row of a learner."""
    if "reason" in entry:
        return f"| `{learner}` | {entry['reason']} | {points(entry['curve'])} | | {number(entry['area'])} | | | |"
    mean, *bounds = entry["difference"]
    within = "" if None in bounds else f" ({bounds[0]:+.3f} to {bounds[1]:+.3f})"
    same = entry["equal"] == one["searches"]
    remark = "the same" if same else REMARKS.get(learner, "") if not one["graded"] else ""
    curves = f"{points(entry['reference_curve'])} | {points(entry['curve'])}"
    areas = f"{number(entry['reference_area'])} | {number(entry['area'])}"
    return f"| `{learner}` | {curves} | {areas} | {mean:+.3f}{within} | {entry['equal']} | {remark} |"


def points(values: list[float]) -> str:
    """Return a curve at its start, half and end."""
    return ", ".join(number(values[at]) for at in (0, len(values) // 2, -1))


def number(value: float) -> str:
    """Return a measure with three digits."""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
