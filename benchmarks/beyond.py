"""Comparison of the defaults with the reference's ITAL, an ablation of their parts, and the find mode.

    python -m benchmarks.beyond --jobs 2 --only digits waste-squeezenet-rare

Eight collections: handwritten digits, butterflies, and photos of waste with the features of two networks, each complete
and with the relevant images reduced to 2 %. Defaults were chosen on half of the classes (the first, third, ... in order
of name); this benchmark uses the others, and searches that were not used for any choice. Every method starts from the
same images. All but the digits are stored outside the repository. Finished searches are cached in
benchmarks/results/beyond; means, intervals and tests are written to benchmarks/published/beyond.json.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.experiments.results.statistics import compare, interval
from annotator.parameters import ModelSettings, values_of
from annotator.simulate import SimulatedUser, simulate
from annotator.version import __version__
from benchmarks.beyond_methods import DEFAULT, FIND, METHODS, REFERENCES, TOPSCORING, Method
from benchmarks.command import JOBS, machine, option, run
from benchmarks.data import SETS, check, read

COLLECTIONS = tuple(f"{name}{kind}" for name in SETS for kind in ("", "-rare"))
RARE = 0.02
SEARCHES = 24
ROUNDS, BATCH = 10, 8
FORTY = 5  # rounds with 40 judgements
ONLY = option(
    "--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], choices=COLLECTIONS, help="collections",
    metavar="NAME",
)  # fmt: skip
OPTIONS = (
    ONLY,
    option("--searches", type=int, default=SEARCHES, tiny=1, help="at least so many per collection"),
    option("--classes", type=int, tiny=2, help="at most so many classes to search for (default: all reported ones)"),
    option("--rounds", type=int, default=ROUNDS, tiny=FORTY, help="rounds of a search"),
    JOBS,
)


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


def searches(
    collection: str, least: int = SEARCHES, most: int | None = None, *, reported: bool = True
) -> Iterator[Search]:
    """Yield the searches of a collection: classes on which no default was chosen, with equal numbers of searches.

    Args:
        collection: Name of the collection.
        least: Minimum number of searches, at least one per class.
        most: Maximum number of classes.
        reported: False for the other classes, on which choices may be based.
    """
    name = collection.removesuffix("-rare")
    classes = read(name)[1]
    half = sorted(set(classes.tolist()))[int(reported) :: 2][:most]
    for number, wanted in enumerate(half):
        rng = np.random.default_rng([2026, SETS.index(name), number, int(collection != name)])
        positive, negative = np.flatnonzero(classes == wanted), np.flatnonzero(classes != wanted)
        if collection != name:
            kept = max(12, round(RARE * len(negative)))
            positive = np.sort(rng.choice(positive, min(kept, len(positive)), replace=False))
        rows = np.sort(np.concatenate([positive, negative]))
        count = min(-(-least // len(half)), len(positive))
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


def play(search: Search, method: Method, results: Path, rounds: int) -> dict[str, Any]:
    """Run a search, or return its cached result."""
    file = results / f"{key(search, method, rounds)}.json"
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
            rounds=rounds,
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


def key(search: Search, method: Method, rounds: int) -> str:
    """Return a cache key for a search by a method that depends on everything its result depends on."""
    what = [search.collection, search.wanted, search.number, hashlib.sha256(repr(search.rows).encode()).hexdigest()]
    usual = values_of(ModelSettings())  # adding settings later must not invalidate cached results
    model = {name: value for name, value in values_of(method.model).items() if value != usual[name]}
    how = [method.strategy, dict(method.parameters), model, method.scale, method.learn, __version__]
    how += [] if rounds == ROUNDS else [rounds]
    text = json.dumps([what, search.query, how], sort_keys=True)
    return f"{search.collection}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def play_all(search: Search, results: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """Run a search with every method."""
    return {name: play(search, method, results, rounds) for name, method in METHODS.items()}


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
            "found_40": round(float(np.mean(list(values(m, lambda run: run["found"][FORTY]).values()))), 2),
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
        values(FIND, lambda run: run["found"][FORTY]), {TOPSCORING: values(TOPSCORING, lambda run: run["found"][FORTY])}
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


def main(given: argparse.Namespace) -> None:
    """Run all searches, print and publish."""
    check(given.only, given.places)
    todo = [search for name in given.only for search in searches(name, given.searches, given.classes)]
    work = partial(play_all, results=given.places.results / "beyond", rounds=given.rounds)
    played: dict[Search, dict[str, dict[str, Any]]] = {}
    with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("spawn")) as executor:
        for search, runs in zip(todo, executor.map(work, todo), strict=True):
            played[search] = runs
            print(f"\r{len(played)} of {len(todo)} searches", end="", flush=True)
    print()
    results = [summary(name, played) for name in given.only]
    for result in results:
        reference, default = (result["methods"][m]["above"][0] for m in (result["reference"], DEFAULT))
        print(f"{result['collection']:24s} {reference:.3f} -> {default:.3f} ({default / reference - 1:+.0%})")
    described = {
        m: {"strategy": x.strategy, "parameters": dict(x.parameters), "model": values_of(x.model)}
        for m, x in METHODS.items()
    }
    content = {"version": __version__, "machine": machine(), "described": described, "results": results}
    given.places.publish("beyond", {**content, "overall": overall(played)})


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
