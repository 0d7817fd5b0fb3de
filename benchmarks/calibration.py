"""Is P(relevant), as the window shows it, the share of images that are relevant?

    python -m benchmarks.calibration

The published searches of benchmarks.beyond with the default settings are conditioned again on what was judged in them.
Of each collection, after 12 and 40 judgements, the unjudged images of all searches are grouped by P(relevant) in ten
steps; the expected calibration error is the mean difference between P(relevant) and the share of relevant images,
weighted by the number of images. It is stored in benchmarks/published/calibration.json, also without the factor of
annotator/numerics/chance.py.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from threadpoolctl import threadpool_limits

from annotator.numerics.chance import probability
from annotator.parameters import ModelSettings
from annotator.types import BoolArray, Snapshot
from benchmarks.beyond import ONLY, SEARCHES, Search, engine_of, searches
from benchmarks.command import option, run
from benchmarks.data import check, read

LOOKED_AT = (12, 40)
STEPS = 10
OPTIONS = (ONLY, option("--most", type=int, default=1_000, tiny=1, help="searches per collection, at most"))
Array = NDArray[np.float64]


def predicted(search: Search, judged: list[int]) -> tuple[Array, Array, BoolArray]:
    """Return mean, standard deviation and truth of the images that a search had not judged."""
    engine = engine_of(search.collection, search.rows)
    truth = read(search.collection.removesuffix("-rare"))[1][list(search.rows)] == search.wanted
    rows = np.array([search.query, *judged])
    nothing, examples = np.empty(0, np.int64), np.empty((0, engine.features.d))
    y = np.where(truth[rows], 1.0, -1.0)
    found = engine.select(Snapshot(1, 1, rows, y, nothing, examples, "mix", {}, 0, (0, 0, 1), ModelSettings()))
    rest = np.setdiff1d(np.arange(len(truth)), rows)
    return found.mean[rest].astype(float), found.std[rest].astype(float), truth[rest]


def error(p: Array, truth: BoolArray) -> float:
    """Return the expected calibration error of probabilities in [0, 1]."""
    step = np.minimum((STEPS * p).astype(int), STEPS - 1)
    said, true = (np.bincount(step, values, STEPS) for values in (p, truth))
    return float(np.abs(said - true).sum() / len(p))


def main(given: argparse.Namespace) -> None:
    """Replay the searches, print and publish."""
    check(given.only, given.places)
    stored = {(r["collection"], r["wanted"], r["number"]): r for r in given.places.read("beyond_searches")["searches"]}
    results: list[dict[str, Any]] = []
    with threadpool_limits(1):
        for name in given.only:
            played = [
                (search, stored[name, search.wanted, search.number]["judged"])
                for search in list(searches(name, SEARCHES))[: given.most]
                if (name, search.wanted, search.number) in stored
            ]
            for m in LOOKED_AT if played else ():
                mean, std, truth = (
                    np.concatenate(part)
                    for part in zip(*(predicted(search, judged[:m]) for search, judged in played), strict=True)
                )
                shown, plain = error(probability(mean, std), truth), error(np.asarray(ndtr(mean / std)), truth)
                results.append({"collection": name, "judged": m, "shown": round(shown, 4), "plain": round(plain, 4)})
                print(f"{name:26s} {m:3d} {shown:.3f} {plain:.3f}", flush=True)
    given.places.publish("calibration", results)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
