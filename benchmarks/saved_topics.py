"""Does a saved topic save judgements in another collection, and is its warning right?

    python -m benchmarks.saved_topics

Each collection is split into two random halves. A simulated user searches for a class in the first half, from one
relevant image on, in batches of 8 chosen with the default settings. The topic is saved and opened on the second half,
where the user judges a fifth as many images, the ten to check first. A fresh search there has all judgements. Both are
measured by the average precision over images of the second half, half of it, that are never asked about: what a ranking
is worth where nobody has looked. The halves are alike, so that every warning is a false alarm; against them stand the
second half without one of the other classes, and with features shifted by a third of their standard deviation. All of
it is stored in benchmarks/published/saved_topics.json.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.saved_topics.topic_file import Encoder, SavedTopic
from annotator.engine import Engine
from annotator.metrics import average_precision
from annotator.parameters import ModelSettings
from annotator.session.saved_topics import SAMPLE, drift, portable_model, probabilities
from annotator.strategies.first_check import COUNT
from annotator.types import BoolArray, IntArray, Progress, Snapshot
from benchmarks.command import option, run
from benchmarks.data import check, read

COLLECTIONS = ("waste-lite0", "things-lite0", "textures-lite0", "pets-lite0", "butterflies")
BATCH = 8
OPTIONS = (
    option("--only", nargs="+", default=list(COLLECTIONS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--splits", type=int, default=2, tiny=1, help="splits of each collection"),
    option("--judgements", type=int, default=100, tiny=20, help="judgements of a search"),
    option("--classes", type=int, default=1_000, tiny=1, help="classes of a collection, at most"),
    option("--rows", type=int, default=100_000, tiny=200, help="images of a collection, at most"),
)
Rows = NDArray[np.float32]


class Search:
    """A simulated search in half of a collection, perhaps with judgements of the other half.

    The images in the second half of the rows are never asked about.
    """

    def __init__(self, rows: Rows, relevant: BoolArray, saved: SavedTopic | None, rng: np.random.Generator) -> None:
        self._engine = Engine(ArrayFeatures(rows))
        self._engine.build_graph()
        self.relevant, self._saved = relevant, saved
        self.kept: IntArray = np.arange(len(rows) // 2, len(rows))
        self.judged = np.empty(0, np.int64)
        if saved is None:
            self.judged = rng.choice(np.flatnonzero(relevant[: len(rows) // 2]), 1)

    def snapshot(self, k: int) -> Snapshot:
        """Return what the next batch of ``k`` images, or for 0 the ranking, depends on."""
        saved = self._saved
        return Snapshot(
            revision=len(self.judged),
            round=1 + len(self.judged),
            rows=self.judged,
            y=np.where(self.relevant[self.judged], 1.0, -1.0),
            closed=self.kept,
            examples=np.empty((0, self._engine.features.d)) if saved is None else saved.vectors.astype(np.float64),
            strategy="mix",
            parameters={},
            k=k,
            seed=(0, 0, len(self.judged)),
            model=ModelSettings(),
            example_y=None if saved is None else saved.labels.astype(np.float64),
        )

    def judge(self, count: int) -> None:
        """Judge batches until ``count`` images are judged."""
        while (left := count - len(self.judged)) > 0:
            first = self._saved is not None and not len(self.judged)
            chosen = self._engine.select(self.snapshot(min(left, COUNT if first else BATCH))).rows
            self.judged = np.concatenate([self.judged, chosen])

    def ap(self) -> float:
        """Return the average precision over the images that are never asked about."""
        return self.ap_of(self._engine.select(self.snapshot(0)).mean)

    def ap_of(self, scores: NDArray[Any]) -> float:
        """Return that of other scores, one per image."""
        return float(average_precision(self.relevant[self.kept][np.argsort(-scores[self.kept], kind="stable")]))

    def save(self, rows: Rows, rng: np.random.Generator) -> SavedTopic:
        """Return the topic as the program saves it."""
        settings, vectors = ModelSettings(), rows[self.judged]
        y = np.where(self.relevant[self.judged], 1.0, -1.0)
        scale = self._engine.length_scale(settings)
        portable, curve = portable_model(vectors.astype(np.float64), y, np.ones(len(y)), settings, scale)
        sampled: IntArray = rng.choice(len(rows), min(SAMPLE, len(rows) // 4), replace=False)
        place = np.full(len(rows), -1, np.int32)
        place[self.judged] = np.arange(len(self.judged))
        told = (vectors, y.astype(np.int8), rows[sampled], place[sampled], Encoder(), settings, portable)
        return SavedTopic("", *told, (curve.intercept, curve.slope), "")


def play(rows: Rows, classes: NDArray[np.str_], wanted: str, judgements: int, seed: int) -> dict[str, Any] | None:
    """Search both halves for a class; None if one of the quarters that matter has nothing of it, or nothing else."""
    rng = np.random.default_rng([seed, *wanted.encode()])
    order = rng.permutation(len(rows))
    there, here = order[: len(order) // 2], order[len(order) // 2 :]
    quarters = (there[: len(there) // 2], here[: len(here) // 2], here[len(here) // 2 :])
    if not all((classes[rows_of] == wanted).any() for rows_of in quarters):
        return None
    first = Search(rows[there], classes[there] == wanted, None, rng)
    first.judge(judgements)
    if first.relevant[first.judged].all():
        return None
    saved = first.save(rows[there], rng)
    fresh = Search(rows[here], classes[here] == wanted, None, rng)
    fresh.judge(judgements)
    travelled = Search(rows[here], classes[here] == wanted, saved, rng)
    applied, _ = probabilities(saved, ArrayFeatures(rows[here]), 1.0, Progress())
    aps = {"fresh": fresh.ap(), "applied": travelled.ap_of(applied)}
    aps["at once"] = travelled.ap()
    travelled.judge(judgements // 5)
    aps["a fifth"] = travelled.ap()

    def warned(images: Rows) -> bool:
        return drift(saved, images[rng.permutation(len(images))[:SAMPLE]]).found

    others = sorted(set(classes.tolist()) - {wanted})
    missing = others[seed % len(others)]
    shift = rows.std(axis=0) / 3
    return {
        "wanted": wanted,
        **{name: round(value, 4) for name, value in aps.items()},
        "false alarm": warned(rows[here]),
        "class missing": warned(rows[here][classes[here] != missing]),
        "shifted": warned(rows[here] + shift),
    }


def main(given: argparse.Namespace) -> None:
    """Search, print and publish."""
    check(given.only, given.places)
    results: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with threadpool_limits(1):
        for name in given.only:
            rows, classes = read(name)
            chosen = np.sort(np.random.default_rng(0).permutation(len(rows))[: given.rows])
            one = partial(play, rows[chosen], classes[chosen])
            for wanted in sorted(set(classes.tolist()))[: given.classes]:
                for seed in range(given.splits):
                    if (found := one(wanted, given.judgements, seed)) is not None:
                        results[name].append(found)
                        print(name, wanted, *(value for key, value in found.items() if key != "wanted"), flush=True)
            _tell(name, results[name])
    every = [found for some in results.values() for found in some]
    if len(given.only) > 1:
        _tell("all", every)
    given.places.publish("saved_topics", {"judgements": given.judgements, "searches": dict(results)})


def _tell(name: str, found: list[dict[str, Any]]) -> None:
    means = {key: float(np.mean([one[key] for one in found])) for key in found[0] if key != "wanted"}
    print(f"{name:16s} {len(found):4d} searches  " + "  ".join(f"{key} {value:.3f}" for key, value in means.items()))


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
