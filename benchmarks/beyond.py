"""Comparison of the defaults with the reference's ITAL, an ablation of their parts, and the find mode.

    python -m benchmarks.beyond [--jobs 2] [--only digits,waste-squeezenet-rare]

Eight collections: handwritten digits, butterflies, and photos of waste with the features of two networks, each complete
and with the relevant images reduced to 2 %. Defaults were chosen on half of the classes (the first, third, ... in order
of name); this benchmark uses the others, and searches that were not used for any choice. Every method starts from the
same images. Requires data stored outside the repository. Finished searches are cached in benchmarks/results/beyond;
means, intervals and tests are written to benchmarks/published/beyond.json.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
import multiprocessing
import os
import platform
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.experiments.results.statistics import compare, interval
from annotator.parameters import ModelSettings, values_of
from annotator.simulate import SimulatedUser, simulate
from annotator.version import __version__
from benchmarks.beyond_methods import DEFAULT, FIND, METHODS, REFERENCES, TOPSCORING, Method

ROOT = Path(__file__).resolve().parent
DATA = ROOT.parent.parent / "shared" / "data"
RESULTS = ROOT / "results" / "beyond"
PUBLISHED = ROOT / "published" / "beyond.json"
SETS = ("digits", "butterflies", "waste-squeezenet", "waste-mobilenet")
FILES = {
    "butterflies": ("butterflies/features.h5", "butterflies/classes.csv"),
    "waste-squeezenet": ("trashnet/squeezenet_512.h5", "trashnet/classes.csv"),
    "waste-mobilenet": ("trashnet/mobilenet_1280.h5", "trashnet/classes.csv"),
}
RARE = 0.02
SEARCHES = 24  # minimum per collection
ROUNDS, BATCH = 10, 8


@dataclass(frozen=True)
class Search:
    """A search, run by every method.

    Attributes:
        collection: Name of the collection.
        wanted: Class to search for.
        number: Number of the search within its class.
        rows: Rows of the feature file that form the collection, ascending.
        query: Position within ``rows`` of the relevant image to start from.
    """

    collection: str
    wanted: str
    number: int
    rows: tuple[int, ...]
    query: int


@cache
def read(name: str) -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    """Return the features of a data set and the class of each row."""
    if name == "digits":
        digits = load_digits()
        return (digits.data / 16).astype(np.float32), digits.target.astype(str)
    features, table = (DATA / part for part in FILES[name])
    with h5py.File(features) as file:
        rows, names = file["features"][:].astype(np.float32), file["filenames"].asstr()[:]
    with table.open(encoding="utf-8") as stream:
        classes = {row["filename"]: row["class"] for row in csv.DictReader(stream)}
    return rows, np.array([classes[n] for n in names])


def searches(collection: str, *, reported: bool = True) -> Iterator[Search]:
    """Yield the searches of a collection: classes on which no default was chosen, with equal numbers of searches.

    Args:
        collection: Name of the collection.
        reported: False for the other classes, on which choices may be based.
    """
    name = collection.removesuffix("-rare")
    classes = read(name)[1]
    half = sorted(set(classes.tolist()))[int(reported) :: 2]
    for number, wanted in enumerate(half):
        rng = np.random.default_rng([2026, SETS.index(name), number, int(collection != name)])
        positive, negative = np.flatnonzero(classes == wanted), np.flatnonzero(classes != wanted)
        if collection != name:
            kept = max(12, round(RARE * len(negative)))
            positive = np.sort(rng.choice(positive, min(kept, len(positive)), replace=False))
        rows = np.sort(np.concatenate([positive, negative]))
        count = min(-(-SEARCHES // len(half)), len(positive))
        for i, query in enumerate(rng.choice(positive, count, replace=False)):
            yield Search(collection, wanted, i, tuple(rows.tolist()), int(np.searchsorted(rows, query)))


@cache
def engine_of(collection: str, rows: tuple[int, ...]) -> Engine:
    """Return the engine for a collection, with its neighbor graph."""
    features = read(collection.removesuffix("-rare"))[0]
    if collection.startswith("butterflies"):
        features = features / np.ptp(features)
    engine = Engine(ArrayFeatures(features[list(rows)]))
    engine.build_graph()
    return engine


def play(search: Search, method: Method) -> dict[str, Any]:
    """Run a search, or return its cached result."""
    file = RESULTS / f"{key(search, method)}.json"
    if file.exists():
        stored: dict[str, Any] = json.loads(file.read_text())
        return stored
    with threadpool_limits(1):
        engine = engine_of(search.collection, search.rows)
        engine.close()  # earlier searches must not affect the result, not even by rounding
        classes = read(search.collection.removesuffix("-rare"))[1][list(search.rows)]
        user = SimulatedUser(classes == search.wanted)
        curve = simulate(
            engine,
            user,
            queries=np.array([search.query]),
            rounds=ROUNDS,
            batch_size=BATCH,
            strategy=method.strategy,
            parameters=method.parameters,
            model=scaled(engine, method),
            learn=method.learn,
        )
    found = {
        "area": curve.area,
        "precisions": [point.average_precision for point in curve.points],
        "found": [point.found - 1 for point in curve.points],
        "seconds": float(np.median(curve.seconds)),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".part").write_text(json.dumps(found))
    file.with_suffix(".part").rename(file)
    return found


def scaled(engine: Engine, method: Method) -> ModelSettings:
    """Return the model settings of a method with its length scale in units of feature distance."""
    if method.scale == 1.0:
        return method.model
    return dataclasses.replace(method.model, length_scale=method.scale * engine.length_scale(method.model))


def key(search: Search, method: Method) -> str:
    """Return a cache key for a search by a method that depends on everything its result depends on."""
    what = [search.collection, search.wanted, search.number, hashlib.sha256(repr(search.rows).encode()).hexdigest()]
    usual = values_of(ModelSettings())  # adding settings later must not invalidate cached results
    model = {name: value for name, value in values_of(method.model).items() if value != usual[name]}
    how = [method.strategy, dict(method.parameters), model, method.scale, method.learn, __version__]
    text = json.dumps([what, search.query, how], sort_keys=True)
    return f"{search.collection}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def play_all(search: Search) -> dict[str, dict[str, Any]]:
    """Run a search with every method."""
    return {name: play(search, method) for name, method in METHODS.items()}


def summary(collection: str, played: dict[Search, dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """Return the results of a collection: means and intervals per method, and paired comparisons."""
    searched = [search for search in played if search.collection == collection]

    def values(method: str, measure: Any) -> dict[tuple[str, int], float]:
        return {(s.wanted, s.number): float(measure(played[s][method])) for s in searched}

    above = {m: values(m, lambda run: 1.0 - run["area"]) for m in METHODS}
    reference = min(REFERENCES, key=lambda m: float(np.mean(list(above[m].values()))))
    methods = {}
    for m in METHODS:
        middle = interval(above[m])
        methods[m] = {
            "above": [round(v, 4) for v in (middle.mean, middle.low, middle.high)],
            "found_40": round(float(np.mean(list(values(m, lambda run: run["found"][5]).values()))), 2),
            "found_80": round(float(np.mean(list(values(m, lambda run: run["found"][-1]).values()))), 2),
            "first": round(float(np.mean(list(values(m, lambda run: run["precisions"][0]).values()))), 4),
            "last": round(float(np.mean(list(values(m, lambda run: run["precisions"][-1]).values()))), 4),
            "ms": round(1000 * float(np.median([played[s][m]["seconds"] for s in searched])), 1),
        }
    others = [m for m in METHODS if m != DEFAULT and (m not in REFERENCES or m == reference)]
    compared = compare(above[DEFAULT], {m: above[m] for m in others}, lower_is_better=True)
    last = compare(
        values(FIND, lambda run: run["precisions"][-1]),
        {TOPSCORING: values(TOPSCORING, lambda run: run["precisions"][-1])},
    )[TOPSCORING]
    found = compare(
        values(FIND, lambda run: run["found"][5]), {TOPSCORING: values(TOPSCORING, lambda run: run["found"][5])}
    )[TOPSCORING]
    return {
        "collection": collection,
        "searches": len(searched),
        "classes": len({s.wanted for s in searched}),
        "images": round(float(np.mean([len(s.rows) for s in searched]))),
        "reference": reference,
        "methods": methods,
        "default_against": {m: as_values(c) for m, c in compared.items()},
        "find_last_against_topscoring": as_values(last),
        "find_found_against_topscoring": as_values(found),
    }


def overall(played: dict[Search, dict[str, dict[str, Any]]]) -> dict[str, list[float]]:
    """Return, per method, the increase of the area above the curve compared with the defaults, over all searches."""
    found = {}
    for method in METHODS:
        differences = {
            (f"{s.collection} {s.wanted}", s.number): runs[DEFAULT]["area"] - runs[method]["area"]
            for s, runs in played.items()
        }
        middle = interval(differences)
        found[method] = [round(v, 4) for v in (middle.mean, middle.low, middle.high)]
    return found


def as_values(comparison: Any) -> dict[str, Any]:
    """Return a comparison as plain numbers, without undefined bounds."""
    d = comparison.difference
    return {
        "difference": [round(v, 4) for v in (d.mean, d.low, d.high) if v == v],
        "p": float(f"{comparison.p:.3g}"),
        "p_holm": float(f"{comparison.adjusted:.3g}"),
        "wins": comparison.wins,
        "ties": comparison.ties,
        "losses": comparison.losses,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    names = given.only.split(",") if given.only else [f"{name}{kind}" for name in SETS for kind in ("", "-rare")]
    todo = [search for name in names for search in searches(name)]
    played: dict[Search, dict[str, dict[str, Any]]] = {}
    with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("spawn")) as executor:
        for search, runs in zip(todo, executor.map(play_all, todo), strict=True):
            played[search] = runs
            print(f"\r{len(played)} of {len(todo)} searches", end="", flush=True)
    print()
    results = [summary(name, played) for name in names]
    for result in results:
        reference, default = (result["methods"][m]["above"][0] for m in (result["reference"], DEFAULT))
        print(f"{result['collection']:24s} {reference:.3f} -> {default:.3f} ({default / reference - 1:+.0%})")
    if not given.only:
        machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__}
        described = {
            m: {"strategy": x.strategy, "parameters": dict(x.parameters), "model": values_of(x.model)}
            for m, x in METHODS.items()
        }
        content = {"version": __version__, "machine": machine, "described": described, "results": results}
        content["overall"] = overall(played)
        PUBLISHED.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
