"""What wrong answers cost, where the loss comes from, and what reduces it.

    python -m benchmarks.wrong_answers
    python -m benchmarks.wrong_answers --stored
    python -m benchmarks.wrong_answers --choose --only things-lite0

The default settings search as in benchmarks.beyond, with 0, 5 and 10 % of wrong answers. From the same answers, the
collection is then ranked with every way of doubting them that the model offers, with true answers, and after the list
of suspected mistakes, or the most doubtful answers, were answered again, correctly. What is published is about the
classes on which nothing was chosen; --choose prints the table of the others.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.engine import Engine
from annotator.metrics import average_precision, collection_order
from annotator.model.label_errors import review
from annotator.model.label_quality import opinions
from annotator.parameters import ModelSettings
from annotator.simulate import simulate
from annotator.types import BoolArray, FloatArray, IntArray, Snapshot
from annotator.version import __version__
from benchmarks.beyond import BATCH, ROUNDS, Recorder, Search, engine_of, searches
from benchmarks.command import machine, option, run
from benchmarks.data import check, read
from benchmarks.keys import PHOTOS

WRONG = (0.0, 0.05, 0.1)
LOOKS = (2, 4, 8)
OFF, LIST = "off", "suspected mistakes corrected"
RANKINGS = {
    OFF: ModelSettings(robust="off"),
    "noise 0.3": ModelSettings(robust="off", noise=0.3),
    **{name: ModelSettings(robust=name) for name in ("soft", "hard", "weights")},
}
OPTIONS = (
    option("--only", nargs="+", default=list(PHOTOS), tiny=["digits"], choices=(*PHOTOS, "digits"), metavar="NAME",
           help="collections"),
    option("--classes", type=int, tiny=1, help="at most so many classes to search for (default: all)"),
    option("--seeds", type=int, default=1, help="users with wrong answers per search"),
    option("--rounds", type=int, default=ROUNDS, tiny=2, help="rounds of a search"),
    option("--choose", action="store_true", help="only print the table of the classes on which choices were based"),
    option("--stored", action="store_true", help="only print the table, from the published searches"),
)  # fmt: skip


class Answers:
    """A finished search: what was judged, as it was answered and as it is."""

    def __init__(self, search: Search, wrong: float, seed: int, rounds: int) -> None:
        self.engine: Engine = engine_of(search.collection, search.rows)
        self.engine.close()  # earlier searches must not affect the result, not even by rounding
        self.truth: BoolArray = read(search.collection.removesuffix("-rare"))[1][list(search.rows)] == search.wanted
        user = Recorder(self.truth, wrong, search.number + 100 * seed)
        simulate(self.engine, user, queries=np.array([search.query]), rounds=rounds, batch_size=BATCH)
        self.rows: IntArray = np.array([search.query, *user.judged])
        self.y: FloatArray = np.array([1.0, *user.judge(np.array(user.judged, np.int64))])
        self.true: FloatArray = np.where(self.truth[self.rows], 1.0, -1.0)
        self._tie = np.random.default_rng([0, 0x0C]).random(len(self.truth))

    def snapshot(self, y: FloatArray, model: ModelSettings) -> Snapshot:
        """Return the snapshot for a ranking from the answers ``y``."""
        none = np.empty(0, np.int64)
        examples = np.empty((0, self.engine.features.d))
        return Snapshot(1, ROUNDS + 1, self.rows, y, none, examples, "mix", {}, 0, (0, 0, 1), model)

    def precision(self, y: FloatArray, model: ModelSettings, placed: FloatArray | None = None) -> float:
        """Return the average precision of the ranking that the model makes of the answers ``y``.

        Judged images are placed by the answers ``placed``, by default the same.
        """
        mean = self.engine.select(self.snapshot(y, model)).mean
        order = collection_order(mean, self.rows, y if placed is None else placed, self._tie)
        return round(average_precision(self.truth[order]), 4)

    def looked_again(self, looks: int) -> tuple[FloatArray, int]:
        """Return the answers after those with the lowest quality were answered again, and how many there were.

        Args:
            looks: At most so many, all of them contradicted by the others; the order is computed again after each.
        """
        y, seen = self.y.copy(), [0]  # the example that the person gave is not doubted
        kernel = self._kernel()
        while len(seen) <= looks:
            quality = opinions(kernel, y, RANKINGS[OFF].prior_mean, RANKINGS[OFF].noise).quality
            quality[seen] = 1.0
            doubted = int(np.argmin(quality))
            if quality[doubted] >= 0.5:
                break
            seen.append(doubted)
            y[doubted] = self.true[doubted]
        return y, len(seen) - 1

    def listed(self) -> tuple[FloatArray, int]:
        """Return the answers after the whole list of suspected mistakes was answered again, and how many there were."""
        y, kernel, reviewed = self.y.copy(), self._kernel(), np.zeros(len(self.y), np.bool_)
        reviewed[0] = True
        while suspicions := review(
            kernel, np.arange(len(y)), y, RANKINGS[OFF].prior_mean, RANKINGS[OFF].noise, reviewed,
            corrected=int(np.count_nonzero(y != self.y)),
        ).suspicions:  # fmt: skip
            doubted = suspicions[0].image
            reviewed[doubted] = True
            y[doubted] = self.true[doubted]
        return y, int(reviewed.sum()) - 1

    def _kernel(self) -> FloatArray:
        posterior = self.engine.posterior(self.snapshot(self.y, RANKINGS[OFF]))
        return np.asarray(posterior.kernel(self.rows, self.rows), np.float64)


def play(search: Search, wrong: float, seed: int, rounds: int) -> dict[str, Any]:
    """Search with wrong answers, and return the average precision of every ranking."""
    with threadpool_limits(1):
        answers = Answers(search, wrong, seed, rounds)
        off = RANKINGS[OFF]
        precisions = {name: answers.precision(answers.y, model) for name, model in RANKINGS.items()}
        precisions["true answers"] = answers.precision(answers.true, off)
        precisions["true answers, placed as answered"] = answers.precision(answers.true, off, answers.y)
        looked = {}
        again = {LIST: answers.listed(), **{f"{looks} second looks": answers.looked_again(looks) for looks in LOOKS}}
        for name, (y, count) in again.items():
            precisions[name], looked[name] = answers.precision(y, off), count
    return {
        "collection": search.collection, "wanted": search.wanted, "number": search.number, "wrong": wrong,
        "seed": seed, "precisions": precisions, "looked": looked,
    }  # fmt: skip


def losses(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return, per way of ranking, share of wrong answers and kind of collection, the loss of average precision.

    It is the mean over the collections of the difference from the same search without wrong answers; *p* is of a paired
    test against the default ranking from the same answers.
    """
    clean = {_key(one): one["precisions"][OFF] for one in records if one["wrong"] == 0}
    table = []
    for rare in (False, True):
        for wrong in WRONG:
            here = [one for one in records if one["wrong"] == wrong and one["collection"].endswith("-rare") == rare]
            for name in here[0]["precisions"] if here else ():
                by: dict[str, list[float]] = {}
                for one in here:
                    by.setdefault(one["collection"], []).append(clean[_key(one)] - one["precisions"][name])
                better = [one["precisions"][name] - one["precisions"][OFF] for one in here]
                p = float(wilcoxon(better).pvalue) if any(better) else 1.0
                loss = float(np.mean([np.mean(values) for values in by.values()]))
                looks = [one["looked"][name] for one in here if name in one["looked"]]
                table.append({"rare": rare, "wrong": wrong, "ranking": name, "loss": round(loss, 4),
                              "p": float(f"{p:.3g}"), "looked": round(float(np.mean(looks)), 2) if looks else 0,
                              "searches": len(here)})  # fmt: skip
    return table


def _key(record: dict[str, Any]) -> tuple[str, str, int]:
    return record["collection"], record["wanted"], record["number"]


def main(given: argparse.Namespace) -> None:
    """Run all searches, print the losses and publish."""
    if given.stored:
        stored = given.places.read("wrong_answers")
    else:
        check(given.only, given.places)
        records = []
        for name in given.only:
            for search in searches(name, 1, given.classes, reported=not given.choose):
                work = partial(play, search, rounds=given.rounds)
                records += [work(wrong, seed) for wrong in WRONG for seed in range(given.seeds if wrong else 1)]
        model = {name: dataclasses.asdict(one) for name, one in RANKINGS.items()}
        stored = {"version": __version__, "machine": machine(), "rankings": model, "searches": records}
    table = losses(stored["searches"])
    for one in table:
        kind = "rare" if one["rare"] else "whole"
        print(f"{kind:6s} {one['wrong']:.0%} {one['ranking']:38s} {one['loss']:+.4f} p {one['p']:.3f} {one['looked']}")
    if not given.choose:
        given.places.publish("wrong_answers", {**stored, "losses": table})


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
