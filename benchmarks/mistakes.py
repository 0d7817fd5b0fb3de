"""Evaluation of suspected mistakes: simulated searches by a user who answers none or some of the images wrongly.

    python -m benchmarks.mistakes           run, publish, and write docs/mistakes.md
    python -m benchmarks.mistakes --page    write the page from stored results

The priors, the least number of judgements and the limit for weak features were chosen on half of the classes (the
first, third, ... in order of name); the other half is reported.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from annotator.metrics import average_precision, collection_order
from annotator.parameters import ModelSettings
from annotator.simulate import simulate
from annotator.types import FloatArray, IntArray, Snapshot
from annotator.version import __version__
from benchmarks.beyond import Recorder, Search, engine_of
from benchmarks.beyond import searches as searches_of
from benchmarks.command import PAGE, machine, option, run, write_page
from benchmarks.data import SETS, check, read
from benchmarks.mistakes_page import page

ROUNDS, BATCH = 12, 8
SHARES = (0.0, 0.05, 0.1)
OPTIONS = (
    *PAGE,
    option("--sets", nargs="+", default=list(SETS), tiny=["digits"], choices=SETS, metavar="NAME", help="collections"),
    option("--searches", type=int, default=8, tiny=1, help="at least so many for each collection"),
    option("--classes", type=int, tiny=1, help="at most so many classes to search for (default: all reported ones)"),
)


def measure(search: Search, share: float) -> dict[str, Any]:
    """Run a search in which this share of the answers is wrong, look for mistakes, and correct what is listed."""
    model = ModelSettings()
    with threadpool_limits(1):
        engine = engine_of(search.collection, search.rows)
        engine.close()
        truth = read(search.collection)[1][list(search.rows)] == search.wanted
        user = Recorder(truth, share, search.number)
        query = np.array([search.query])
        simulate(engine, user, queries=query, rounds=ROUNDS, batch_size=BATCH, strategy="mix", model=model)
        asked = np.array(user.judged)
        rows, y = np.append(query, asked), np.append(1.0, user.judge(asked))  # it answers the same again
        right = np.where(truth[rows], 1.0, -1.0)
        empty = np.empty((0, engine.features.d))
        found = engine.review(_snapshot(rows, y, empty))
        listed = np.isin(rows, [one.image for one in found.suspicions])
        again = np.where(listed, right, y)
        return {
            "wanted": search.wanted,
            "number": search.number,
            "share": share,
            "judged": len(rows),
            "mistakes": int((y != right).sum()),
            "listed": int(listed.sum()),
            "hits": int((listed & (y != right)).sum()),
            "expected": round(found.expected, 2),
            "note": str(found.note),
            "ap": round(_precision(engine.select(_snapshot(rows, y, empty)).mean, rows, y, truth), 4),
            "ap_after": round(_precision(engine.select(_snapshot(rows, again, empty)).mean, rows, again, truth), 4),
        }


def _snapshot(rows: IntArray, y: FloatArray, examples: FloatArray) -> Snapshot:
    return Snapshot(
        revision=ROUNDS + 1,
        round=ROUNDS + 1,
        rows=rows,
        y=y,
        closed=np.empty(0, np.int64),
        examples=examples,
        strategy="mix",
        parameters={},
        k=0,
        seed=(0, 0, ROUNDS + 1),
        model=ModelSettings(),
    )


def _precision(mean: FloatArray, rows: IntArray, y: FloatArray, truth: np.ndarray[Any, Any]) -> float:
    tie = np.random.default_rng(0).random(len(mean))
    return average_precision(truth[collection_order(mean, rows, y, tie)])


def main(given: argparse.Namespace) -> None:
    """Run and publish, and write the page."""
    if not (given.page or given.check):
        check(given.sets, given.places)
        content = []
        for name in given.sets:
            played = list(searches_of(name, given.searches, given.classes))
            content += [{"set": name, **measure(search, share)} for search in played for share in SHARES]
            print(f"finished {name}", file=sys.stderr)
        given.places.publish("mistakes", {"version": __version__, "machine": machine(), "searches": content})
    write_page(given.places.docs / "mistakes.md", page(given.places.read("mistakes")), check=given.check)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
