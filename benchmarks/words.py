"""Words, an example, both or neither: which start finds more?

    python -m benchmarks.words --jobs 2 --only waste pets

Four collections with features of EfficientNet-Lite0, outside the repository. Everything about words was chosen on half
of the classes (the first, third, ... in order of name), and this benchmark searches for the others, each in several
phrasings that were written down before any of them was tried. Words that the program does not understand are searched
for without them. A search of 10 rounds of 8 starts from the words, from one relevant image drawn at random, from both,
or from neither. Means, intervals and tests are written to benchmarks/published/words.json.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import Any

import h5py
import numpy as np
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import ConfigError, FeatureError
from annotator.experiments.results.statistics import compare, interval
from annotator.extraction import lite0
from annotator.simulate import SimulatedUser, simulate
from annotator.types import FloatArray
from annotator.version import __version__
from annotator.words import Interpreter, classes
from benchmarks.beyond import as_values
from benchmarks.command import JOBS, REPOSITORY, MissingError, Places, machine, option, run
from benchmarks.data import classes_in

FOLDERS = {"waste": "trashnet", "things": "things", "textures": "textures", "pets": "pets"}
"""Folders in ../shared/data."""
MADE_UP = "made-up"
PHRASINGS = {
    "waste": {
        "glass": ("glass", "glass bottle", "broken glass jar"),
        "paper": ("paper", "sheet of paper", "newspaper"),
        "trash": ("trash", "garbage", "litter and rubbish"),
    },
    "things": {
        "bird": ("bird", "birds in a tree"),
        "dog": ("dog", "a dog", "puppy"),
        "food": ("food", "meal", "something to eat"),
        "landscape": ("landscape", "mountains and lakes", "scenery"),
        "other_mammal": ("mammal", "wild animal", "monkey, sheep, bear"),
        "plant_fungus": ("plant", "flower", "mushroom"),
        "vehicle": ("vehicle", "car", "truck, bus, train or ship"),
    },
    "textures": {
        "blotchy": ("blotchy", "spots and stains"),
        "bubbly": ("bubbly", "bubbles"),
        "chequered": ("chequered", "checkerboard", "squares of two colours"),
        "cracked": ("cracked", "cracks", "cracked soil"),
        "crystalline": ("crystalline", "crystals", "minerals"),
    },
    "pets": {"dog": ("dog", "puppy")},
    MADE_UP: {"wine bottle": ("glass bottle", "asdfgh"), "Golden Retriever": ("dog",)},
}
STARTS = ("neither", "example", "words", "both")
ROUNDS, BATCH = 10, 8
OPTIONS = (
    option(
        "--only", nargs="+", default=list(FOLDERS), tiny=[MADE_UP], choices=list(PHRASINGS), help="collections",
        metavar="NAME",
    ),
    option("--rounds", type=int, default=ROUNDS, tiny=2, help="rounds of a search"),
    JOBS,
)  # fmt: skip
Query = tuple[str, str, int]
"""Collection, class, and number of the phrasing."""


@cache
def read(name: str, places: Places = REPOSITORY) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of a collection, rows of unit length, and the class of each row."""
    if name == MADE_UP:
        return _made_up()
    folder = places.shared(FOLDERS[name])
    with h5py.File(folder / "efficientnet_lite0_1280.h5") as file:
        rows, names = file["features"][:].astype(np.float32), file["filenames"].asstr()[:]
    of_name = classes_in(folder / "classes.csv")
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), np.array([of_name[one] for one in names])


def _made_up() -> tuple[np.ndarray, np.ndarray]:
    """Return noise, some of which points to the classes of their names."""
    weights, names = lite0.classifier()[0], [name for name, _ in classes.names()]
    rng, rows, labels = np.random.default_rng(0), [], []
    for name in (*PHRASINGS[MADE_UP], "vase"):
        direction = weights[names.index(name)] - weights.mean(axis=0)
        rows.append(direction / np.linalg.norm(direction) + 0.05 * rng.normal(size=(40, lite0.D)))
        labels += [name] * 40
    return np.concatenate(rows).astype(np.float32), np.array(labels)


def queries(name: str) -> Iterator[Query]:
    """Yield the queries of a collection, after checking that nothing was chosen on their classes."""
    if name != MADE_UP:
        reported = sorted(set(read(name)[1].tolist()))[1::2]
        assert set(PHRASINGS[name]) <= set(reported)
    for wanted, phrasings in PHRASINGS[name].items():
        for number in range(len(phrasings)):
            yield name, wanted, number


@cache
def engine_of(name: str) -> Engine:
    """Return the engine for a collection, with its neighbor graph."""
    engine = Engine(ArrayFeatures(read(name)[0]))
    engine.build_graph()
    return engine


@cache
def interpreter() -> Interpreter:
    """Return what understands words."""
    return Interpreter()


def meant(query: Query) -> FloatArray | None:
    """Return the direction that the words of a query mean, None if nothing answers to them."""
    name, wanted, number = query
    try:
        return interpreter().understand(PHRASINGS[name][wanted][number], lite0.Lite0.name).direction
    except ConfigError:
        return None


def play(query: Query, rounds: int) -> dict[str, Any]:
    """Search from every start."""
    name, wanted, number = query
    with threadpool_limits(1):
        user = SimulatedUser(read(name)[1] == wanted)
        example, words = user.examples(1, number), meant(query)
        curves = {}
        for start in STARTS:
            engine = engine_of(name)
            engine.close()  # earlier searches must not affect the result, not even by rounding
            curve = simulate(
                engine,
                user,
                queries=example if start in ("example", "both") else (),
                words=words if start in ("words", "both") else None,
                rounds=rounds,
                batch_size=BATCH,
                seed=number,
            )
            curves[start] = [round(point.average_precision, 4) for point in curve.points]
    return {
        "collection": name,
        "class": wanted,
        "words": PHRASINGS[name][wanted][number],
        "understood": words is not None,
        "share": round(float(user.relevant.mean()), 4),
        "precisions": curves,
    }


def summary(name: str, played: dict[Query, dict[str, Any]]) -> dict[str, Any]:
    """Return means and intervals of a collection, and paired comparisons with the words."""
    runs = {query[1:]: result for query, result in played.items() if name in ("all", query[0])}
    if name == "all":
        runs = {(f"{query[0]} {query[1]}", query[2]): result for query, result in played.items()}
    above = {s: {q: 1.0 - float(np.mean(r["precisions"][s])) for q, r in runs.items()} for s in STARTS}
    compared = {
        start: compare(above[start], {s: above[s] for s in STARTS if s != start}, lower_is_better=True)
        for start in ("words", "both")
    }
    starts = {}
    for s in STARTS:
        middle = interval(above[s])
        starts[s] = {
            "above": [round(value, 4) for value in (middle.mean, middle.low, middle.high)],
            "first": round(float(np.mean([_first(r, s) for r in runs.values()])), 4),
            "last": round(float(np.mean([r["precisions"][s][-1] for r in runs.values()])), 4),
        }
    return {
        "collection": name,
        "queries": len(runs),
        "classes": len({wanted for wanted, _ in runs}),
        "not_understood": [r["words"] for r in runs.values() if not r["understood"]],
        "share": round(float(np.mean([r["share"] for r in runs.values()])), 4),
        "starts": starts,
        "against": {start: {s: as_values(c) for s, c in found.items()} for start, found in compared.items()},
    }


def _first(result: dict[str, Any], start: str) -> float:
    """Return the precision of the first ranking; without anything to rank by it is the share of relevant images."""
    nothing = start == "neither" or (start == "words" and not result["understood"])
    return float(result["share"] if nothing else result["precisions"][start][0])


def main(given: argparse.Namespace) -> None:
    """Run all searches, print and publish."""
    for name in given.only:
        if name in FOLDERS:
            given.places.shared(FOLDERS[name])
    try:
        interpreter().understand("dog", lite0.Lite0.name)
    except FeatureError as error:
        raise MissingError(str(error)) from error
    todo = [query for name in given.only for query in queries(name)]
    played: dict[Query, dict[str, Any]] = {}
    with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("spawn")) as executor:
        for query, found in zip(todo, executor.map(partial(play, rounds=given.rounds), todo), strict=True):
            played[query] = found
            print(f"\r{len(played)} of {len(todo)} searches", end="", flush=True)
    print()
    results = [summary(name, played) for name in (*given.only, "all")]
    for result in results:
        starts = ", ".join(
            f"{start} {of['first']:.3f} -> {of['last']:.3f} above {of['above'][0]:.3f}"
            for start, of in result["starts"].items()
        )
        print(f"{result['collection']:10s} {result['queries']:3d} queries: {starts}")
    given.places.publish(
        "words", {"version": __version__, "machine": machine(), "results": results, "searches": list(played.values())}
    )


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
