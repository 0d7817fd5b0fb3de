"""Comparison of the defaults with the reference's ITAL, an ablation of their parts, and the goal of finding.

    python -m benchmarks.beyond --jobs 2 --only digits waste-squeezenet-rare
    python -m benchmarks.beyond --stored

Twenty-two collections: handwritten digits, butterflies, and photos of waste, things, pets and textures with the
features of two or three networks, each complete and with the relevant images reduced to 2 %. Defaults were chosen on
half of the classes (the first, third, ... in order of name); this benchmark uses the others, and searches that were not
used for any choice. Every method starts from the same images. All but the digits are stored outside the repository.
Finished searches are cached in benchmarks/results/beyond. Average precision and images found after every round of every
search, and the images that the defaults asked about, are written to benchmarks/published/beyond_searches.json; means,
intervals and tests to benchmarks/published/beyond.json, with --stored from the published searches without running any.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.experiments.results.statistics import compare, interval
from annotator.parameters import ModelSettings, values_of
from annotator.simulate import SimulatedUser, simulate
from annotator.types import BoolArray, IntArray
from annotator.version import __version__
from benchmarks.beyond_methods import DEFAULT, FIND, METHODS, REFERENCES, TOPSCORING, Method
from benchmarks.beyond_page import said
from benchmarks.command import JOBS, machine, option, run
from benchmarks.data import SETS, check, read

COLLECTIONS = tuple(f"{name}{kind}" for name in SETS for kind in ("", "-rare"))
RARE = 0.02
SEARCHES = 20
ROUNDS, BATCH = 10, 4
ONLY = option(
    "--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], choices=COLLECTIONS, help="collections",
    metavar="NAME",
)  # fmt: skip
OPTIONS = (
    ONLY,
    option("--searches", type=int, default=SEARCHES, tiny=1, help="at least so many per collection"),
    option("--classes", type=int, tiny=2, help="at most so many classes to search for (default: all reported ones)"),
    option("--rounds", type=int, default=ROUNDS, tiny=2, help="rounds of a search"),
    option("--stored", action="store_true", help="only compute the tables, from the published searches"),
    JOBS,
)
Record = dict[str, Any]
"""A search of every method: collection, wanted, number, images, query, and precisions and found by method."""


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


@lru_cache(maxsize=4)
def engine_of(collection: str, rows: tuple[int, ...]) -> Engine:
    """Return the engine for a collection, with its neighbor graph."""
    features = read(collection.removesuffix("-rare"))[0]
    if collection.startswith("butterflies"):
        features = features / np.ptp(features)
    engine = Engine(ArrayFeatures(features[list(rows)]))
    engine.build_graph()
    return engine


class Recorder(SimulatedUser):
    """A simulated user who keeps the rows judged, in order."""

    def __init__(self, relevant: BoolArray, mistake: float, seed: int) -> None:
        super().__init__(relevant, mistake=mistake, seed=seed)
        self.judged: list[int] = []

    def judge(self, rows: IntArray) -> NDArray[np.int8]:
        """Return the answers, see the base class."""
        self.judged += rows.tolist()
        return super().judge(rows)


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
        user = Recorder(classes == search.wanted, method.mistake, search.number)
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
        "precisions": [round(point.average_precision, 4) for point in curve.points],
        "found": np.cumsum([0, *user.relevant[user.judged].reshape(-1, BATCH).sum(axis=1)]).tolist(),
        "judged": user.judged,
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
    how = [method.strategy, dict(method.parameters), model, method.scale, method.learn, __version__, method.mistake]
    how += [] if rounds == ROUNDS else [rounds]
    text = json.dumps([what, search.query, how], sort_keys=True)
    return f"{search.collection}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def play_all(search: Search, results: Path, rounds: int) -> Record:
    """Run a search with every method."""
    runs = {name: play(search, method, results, rounds) for name, method in METHODS.items()}
    return {
        "collection": search.collection,
        "wanted": search.wanted,
        "number": search.number,
        "images": len(search.rows),
        "query": search.query,
        "precisions": {name: run["precisions"] for name, run in runs.items()},
        "found": {name: run["found"] for name, run in runs.items()},
        "judged": runs[DEFAULT]["judged"],
    }


def above(record: Record, method: str) -> float:
    """Return the area above the curve of average precision over the rounds, relative to the rounds."""
    values = record["precisions"][method]
    return 1.0 - float(np.trapezoid(values)) / (len(values) - 1)


def summary(collection: str, played: list[Record]) -> dict[str, Any]:
    """Return the results of a collection: means and intervals per method, and paired comparisons."""
    records = [record for record in played if record["collection"] == collection]

    def values(measure: Callable[[Record], float]) -> dict[tuple[str, int], float]:
        return {(record["wanted"], record["number"]): float(measure(record)) for record in records}

    def last(method: str, what: str) -> dict[tuple[str, int], float]:
        return values(lambda record: record[what][method][-1])

    areas = {m: values(lambda record, m=m: above(record, m)) for m in METHODS}
    reference = min(REFERENCES, key=lambda m: float(np.mean(list(areas[m].values()))))
    methods = {}
    for m in METHODS:
        middle = interval(areas[m])
        methods[m] = {
            "above": [round(v, 4) for v in (middle.mean, middle.low, middle.high)],
            "found": round(float(np.mean(list(last(m, "found").values()))), 2),
            "last": round(float(np.mean(list(last(m, "precisions").values()))), 4),
        }
    others = [m for m in METHODS if m != DEFAULT and (m not in REFERENCES or m == reference)]
    compared = compare(areas[DEFAULT], {m: areas[m] for m in others}, lower_is_better=True)
    find = {what: compare(last(FIND, what), {TOPSCORING: last(TOPSCORING, what)}) for what in ("precisions", "found")}
    return {
        "collection": collection,
        "searches": len(records),
        "classes": len({record["wanted"] for record in records}),
        "images": round(float(np.mean([record["images"] for record in records]))),
        "reference": reference,
        "methods": methods,
        "default_against": {m: as_values(c) for m, c in compared.items()},
        "find_last_against_topscoring": as_values(find["precisions"][TOPSCORING]),
        "find_found_against_topscoring": as_values(find["found"][TOPSCORING]),
    }


def overall(played: list[Record]) -> dict[str, list[float]]:
    """Return, per method, the increase of the area above the curve compared with the defaults, over all searches."""
    found = {}
    for method in METHODS:
        differences = {
            (f"{record['collection']} {record['wanted']}", record["number"]): above(record, method)
            - above(record, DEFAULT)
            for record in played
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
    if given.stored:
        stored = given.places.read("beyond_searches")
    else:
        stored = {"version": __version__, "machine": machine(), "searches": play_everything(given)}
        given.places.publish("beyond_searches", stored)
    played = stored["searches"]
    results = [summary(name, played) for name in dict.fromkeys(record["collection"] for record in played)]
    for result in results:
        reference, default = (result["methods"][m]["above"][0] for m in (result["reference"], DEFAULT))
        print(f"{result['collection']:24s} {reference:.3f} -> {default:.3f} ({default / reference - 1:+.0%})")
    print(said(results))
    described = {
        m: {"strategy": x.strategy, "parameters": dict(x.parameters), "model": values_of(x.model)}
        for m, x in METHODS.items()
    }
    content = {"version": stored["version"], "machine": stored["machine"], "described": described, "results": results}
    given.places.publish("beyond", {**content, "overall": overall(played)})


def play_everything(given: argparse.Namespace) -> list[Record]:
    """Run the searches that were asked for."""
    check(given.only, given.places)
    todo = [search for name in given.only for search in searches(name, given.searches, given.classes)]
    work = partial(play_all, results=given.places.results / "beyond", rounds=given.rounds)
    played = []
    with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("spawn")) as executor:
        for record in executor.map(work, todo):
            played.append(record)
            print(f"\r{len(played)} of {len(todo)} searches", end="", flush=True)
    print()
    return played


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
