"""What rules save: searches that begin with rules of known accuracy, and with rules that a person could write.

    python -m benchmarks.rules           run, publish, and write docs/rules.md
    python -m benchmarks.rules --page    write the page from stored results
    python -m benchmarks.rules --choose  only print the table of the classes on which the expectations were chosen

Each search is run without rules, with three made-up rules of an accuracy (two for relevant images, one for irrelevant
ones, which err independently of each other and of the features), and, for the photos of waste, with rules of their
colors, of the names of another class, and of similarity to the first image in other features. A rule of accuracy .8
votes on 80 % of the images of the kind that it is for, and on 20 % of the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from threadpoolctl import threadpool_limits

from annotator.simulate import simulate
from annotator.types import BoolArray, FloatArray
from annotator.version import __version__
from benchmarks.beyond import BATCH, Recorder, Search, engine_of, searches
from benchmarks.command import PAGE, REPOSITORY, machine, option, run, write_page
from benchmarks.data import check, classes_in, read
from benchmarks.rules_page import NONE, WASTE, WRITTEN, page, tell

ROUNDS = 8
PHOTOS = "waste-lite0"
"""The collection whose pictures are there, for rules of their colors."""
COLLECTIONS = ("digits", "butterflies", PHOTOS, "things-lite0", "textures-lite0", "pets-lite0")
ACCURACIES = (0.5, 0.6, 0.7, 0.8, 0.9)
QUARTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
OPTIONS = (
    *PAGE,
    option("--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], choices=COLLECTIONS, metavar="NAME",
           help="collections"),
    option("--searches", type=int, default=3, tiny=1, help="at least so many for each collection"),
    option("--classes", type=int, tiny=1, help="at most so many classes to search for (default: all reported ones)"),
    option("--rounds", type=int, default=ROUNDS, tiny=2, help="rounds of a search"),
    option("--choose", action="store_true", help="only print the table of the classes on which choices were based"),
)  # fmt: skip


def made_up(relevant: BoolArray, accuracy: float, seed: Sequence[int]) -> NDArray[np.int8]:
    """Return the votes of three made-up rules, shape (3, n)."""
    rng = np.random.default_rng([*seed, 7])
    votes = []
    for vote, right in ((1, relevant), (1, relevant), (-1, ~relevant)):
        votes.append(vote * (rng.random(len(relevant)) < np.where(right, accuracy, 1.0 - accuracy)))
    return np.array(votes, np.int8)


@cache
def colors() -> FloatArray:
    """Return hue, saturation and brightness of the photos of waste, and how much each varies, shape (n, 6)."""
    folder = REPOSITORY.shared("trashnet/images")
    found = []
    for name in classes_in(REPOSITORY.shared("trashnet/classes.csv")):
        with Image.open(folder / name) as picture:
            picture.draft("RGB", (96, 96))
            pixels = np.asarray(picture.convert("HSV").resize((48, 48)), np.float64).reshape(-1, 3)
        found.append([*pixels.mean(axis=0), *pixels.std(axis=0)])
    return np.array(found)


def of_photos(search: Search, relevant: BoolArray) -> NDArray[np.int8]:
    """Return the votes of rules that a person could write, shape (4, n)."""
    rows = np.array(search.rows)
    votes = []
    for vote, right in ((1, relevant), (-1, ~relevant)):  # the range of colors that fits best; a person looks for one
        sides = [
            (side * values >= side * limit)
            for values in colors()[rows].T
            for limit in np.quantile(values, QUARTILES)
            for side in (1, -1)
        ]
        votes.append(vote * max(sides, key=lambda one, right=right: one[right].mean() - one[~right].mean()))
    others = read(search.collection)[1][rows]
    votes.append(-1 * (others == next(name for name in sorted(set(others.tolist())) if name != search.wanted)))
    features = read("waste-squeezenet")[0][rows]
    alike = features @ features[search.query]
    votes.append(1 * (alike >= np.quantile(alike, 0.9)))
    return np.array(votes, np.int8)


def measure(search: Search, rounds: int, *, written: bool) -> list[dict[str, Any]]:
    """Run a search without rules, and with made-up ones or with those that a person could have ``written``."""
    truth: BoolArray = read(search.collection)[1][list(search.rows)] == search.wanted
    seed = (search.number, search.query)
    sets: dict[str, NDArray[np.int8] | None] = {NONE: None}
    if written:
        sets[WRITTEN] = of_photos(search, truth)
    else:
        sets |= {str(accuracy): made_up(truth, accuracy, seed) for accuracy in ACCURACIES}
    found = []
    for rules, votes in sets.items():
        engine = engine_of(search.collection, search.rows)
        engine.close()
        curve = simulate(
            engine,
            Recorder(truth, 0.0, search.number),
            queries=[search.query],
            rounds=rounds,
            batch_size=BATCH,
            seed=search.number,
            votes=votes,
        )
        found.append(
            {
                "set": WASTE if written else search.collection,
                "wanted": search.wanted,
                "number": search.number,
                "rules": rules,
                "ap": [round(point.average_precision, 4) for point in curve.points],
                "found": [point.found for point in curve.points],
                "relevant": int(truth.sum()),
            }
        )
    return found


def main(given: argparse.Namespace) -> None:
    """Run and publish, and write the page."""
    if given.page or given.check:
        write_page(given.places.docs / "rules.md", page(given.places.read("rules")), check=given.check)
        return
    check(given.only, given.places)
    content = []
    with threadpool_limits(1):
        for name in given.only:
            for search in searches(name, given.searches, given.classes, reported=not given.choose):
                content += measure(search, given.rounds, written=False)
            if name == PHOTOS:
                for search in searches(name, 8 * given.searches, given.classes, reported=not given.choose):
                    content += measure(search, given.rounds, written=True)
            print(f"finished {name}", file=sys.stderr, flush=True)
    print(tell(content, BATCH))
    if not given.choose:
        results = {"version": __version__, "machine": machine(), "batch": BATCH, "searches": content}
        given.places.publish("rules", results)
        write_page(given.places.docs / "rules.md", page(results))


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
