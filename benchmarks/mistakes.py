"""Evaluation of suspected mistakes: simulated searches by a user who answers one in ten images wrongly.

    python -m benchmarks.mistakes           run, publish, and write docs/mistakes.md
    python -m benchmarks.mistakes --page    write the page from stored results

Half of the classes of every feature set were used to choose how quality is computed; the page reports the others. The
features of butterflies and waste are stored outside the repository.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.metrics import average_precision, collection_order
from annotator.model.label_quality import MODES, Opinions, opinions, queue, too_few
from annotator.parameters import ModelSettings
from annotator.simulate import SimulatedUser
from annotator.types import FloatArray, IntArray, Snapshot
from benchmarks.command import PAGE, option, run, write_page
from benchmarks.data import check, read
from benchmarks.mistakes_page import RENEWED, page

ROUNDS, BATCH, MISTAKE = 10, 8, 0.1
TITLES = {
    "digits": "digits",
    "butterflies": "butterflies",
    "waste-squeezenet": "waste, SqueezeNet",
    "waste-mobilenet": "waste, MobileNet",
}
OPTIONS = (
    *PAGE,
    option(
        "--sets",
        nargs="+",
        default=list(TITLES),
        tiny=["digits"],
        choices=TITLES,
        metavar="NAME",
        help="sets of features",
    ),
    option("--searches", type=int, default=20, tiny=1, help="at least so many for each set"),
    option("--classes", type=int, tiny=2, help="at most so many classes to search for (default: all reported ones)"),
)


@dataclass(frozen=True, eq=False)
class Search:
    """Judgements of a user, some of them wrong.

    Attributes:
        wanted: Class that was searched for.
        rows: Judged feature rows, shape (m,).
        y: Labels given by the user, shape (m,), +1 or -1.
        truth: True labels, shape (m,), +1 or -1.
        kernel: Prior covariance of the judged rows, shape (m, m).
    """

    wanted: str
    rows: IntArray
    y: FloatArray
    truth: FloatArray
    kernel: FloatArray

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Mask of the wrong judgements, shape (m,)."""
        return self.y != self.truth


class Collection:
    """A feature set and the searches on it."""

    def __init__(self, name: str, model: ModelSettings | None = None) -> None:
        self.name, self.model = name, model or ModelSettings()
        rows, classes = read(name)
        self.truths = {wanted: classes == wanted for wanted in sorted(set(classes.tolist()))}
        self.engine = Engine(ArrayFeatures(rows))

    def halves(self) -> tuple[list[str], list[str]]:
        """Return the classes used for choices and the reported ones."""
        names = list(self.truths)
        chosen_on = names[0::2][: len(names) // 2]
        return chosen_on, [name for name in names if name not in chosen_on]

    def play(self, wanted: str, seed: int, mistake: float = MISTAKE) -> Search:
        """Run one search of 10 rounds from one relevant image."""
        truth = self.truths[wanted]
        user = SimulatedUser(truth, mistake=mistake, seed=seed)
        rows = user.examples(1, seed)
        y = np.ones(1)
        for number in range(1, ROUNDS + 1):
            chosen = self.engine.select(self.snapshot(rows, y, seed, BATCH, number)).rows
            rows = np.concatenate([rows, chosen])
            y = np.concatenate([y, user.judge(chosen).astype(np.float64)])
        posterior = self.engine.posterior(self.snapshot(rows, y, seed))
        kernel = np.asarray(posterior.kernel(rows, rows), np.float64)
        return Search(wanted, rows, y, np.where(truth[rows], 1.0, -1.0), kernel)

    def snapshot(self, rows: IntArray, y: FloatArray, seed: int, k: int = 0, number: int = ROUNDS + 1) -> Snapshot:
        """Return the snapshot for selecting ``k`` images in round ``number``."""
        return Snapshot(
            revision=number,
            round=number,
            rows=rows,
            y=y,
            closed=np.empty(0, np.int64),
            examples=np.empty((0, self.engine.features.d)),
            strategy="ital",
            parameters={},
            k=k,
            seed=(seed, 0, number),
            model=self.model,
        )

    def ap(self, wanted: str, rows: IntArray, y: FloatArray, seed: int) -> float:
        """Return the average precision of the ranking of the collection given these judgements."""
        mean = self.engine.select(self.snapshot(rows, y, seed)).mean
        tie = np.random.default_rng([seed, 0x0C]).random(len(mean))
        return average_precision(self.truths[wanted][collection_order(mean, rows, y, tie)])


def knowable(search: Search, found: Opinions) -> NDArray[np.bool_]:
    """Return the mistakes that leave-one-out can detect: it predicts their true label from all other *true* labels."""
    return search.wrong & (found.quality > 0.5)


def renewed(search: Search, looks: int, prior_mean: float, noise: float) -> IntArray:
    """Return the reviewed judgements if the list is recomputed after every answer, as in the window."""
    y, seen = search.y.copy(), list[int]()
    while len(seen) < looks:
        suspects = [j for j in queue(opinions(search.kernel, y, prior_mean, noise)).tolist() if j not in seen]
        if not suspects:
            break
        seen.append(suspects[0])
        y[suspects[0]] = search.truth[suspects[0]]
    return np.array(seen, np.int64)


def measure(collection: Collection, search: Search, seed: int) -> dict[str, Any]:
    """Review the first 2 x (number of mistakes) suspects of every mode and correct them."""
    m0, noise = collection.model.prior_mean, collection.model.noise
    found = opinions(search.kernel, search.y, m0, noise)
    can_know = knowable(search, opinions(search.kernel, search.truth, m0, noise))
    mistakes, looks = int(search.wrong.sum()), 2 * int(search.wrong.sum())
    clean = collection.play(search.wanted, seed, mistake=0.0)
    result: dict[str, Any] = {
        "wanted": search.wanted,
        "seed": seed,
        "mistakes": mistakes,
        "knowable": int(can_know.sum()),
        "said": too_few(search.y) == "",
        "ap_mistaken": collection.ap(search.wanted, search.rows, search.y, seed),
        "ap_same_clean": collection.ap(search.wanted, search.rows, search.truth, seed),
        "ap_clean": collection.ap(search.wanted, clean.rows, clean.y, seed),
    }
    for mode in (*MODES, RENEWED):
        looked = np.empty(0, np.int64)
        if result["said"]:
            looked = renewed(search, looks, m0, noise) if mode == RENEWED else queue(found, mode)[:looks]
        y = search.y.copy()
        y[looked] = search.truth[looked]
        result[mode] = {
            "looked": len(looked),
            "found": int(search.wrong[looked].sum()),
            "found_knowable": int(can_know[looked].sum()),
            "ap": collection.ap(search.wanted, search.rows, y, seed),
        }
    return result


def searches(collection: Collection, classes: Sequence[str], least: int) -> Iterator[tuple[Search, int]]:
    """Run enough searches of every class for a total of at least ``least``."""
    for seed in range(-(-least // len(classes))):
        for wanted in classes:
            yield collection.play(wanted, seed), seed


def main(given: argparse.Namespace) -> None:
    """Run and publish, and write the page."""
    if not (given.page or given.check):
        measure_all(given)
    write_page(given.places.docs / "mistakes.md", page(given.places.read("mistakes")), check=given.check)


def measure_all(given: argparse.Namespace) -> None:
    """Run all feature sets and publish the results."""
    check(given.sets, given.places)
    content = {}
    for name in given.sets:
        collection = Collection(name)
        chosen_on, reported = collection.halves()
        played = searches(collection, reported[: given.classes], given.searches)
        runs = [measure(collection, search, seed) for search, seed in played]
        content[TITLES[name]] = {"chosen_on": chosen_on, "reported": reported, "searches": runs}
        print(f"finished {name}", file=sys.stderr)
    given.places.publish("mistakes", {"model": dataclasses.asdict(ModelSettings()), "sets": content})


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
