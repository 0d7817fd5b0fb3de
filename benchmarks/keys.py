"""Keys and seconds until 80 % of the relevant images are found, with the goal of finding.

    python -m benchmarks.keys --jobs 2
    python -m benchmarks.keys --stored
    python -m benchmarks.keys --choose --only things-lite0 things-lite0-rare

A simulated person judges batch after batch, and every key, image and batch takes the time of the cost model below. The
batch size was chosen on half of the classes (--choose prints the table of these); what is published is about the other
classes, see benchmarks.beyond. The searches of version 0.1.0 were played with the program of that version, from the
same images; they are kept in benchmarks/published/keys.json and not played again.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from annotator.parameters import ModelSettings
from annotator.strategies.batch_order import exceptions_first
from annotator.strategies.goals import goal
from annotator.types import IntArray, Snapshot
from annotator.version import __version__
from benchmarks.beyond import Search, engine_of, searches
from benchmarks.command import JOBS, machine, option, run
from benchmarks.data import SETS, check, read
from benchmarks.keys_page import EARLIER, EITHER, IRRELEVANT, said, table

PHOTOS = tuple(f"{name}{kind}" for name in SETS if name not in ("digits", "butterflies") for kind in ("", "-rare"))
SIZES = (4, 8, 16, 24)
SHARE, MOST = 0.8, 600
OPTIONS = (
    option("--only", nargs="+", default=list(PHOTOS), tiny=["digits"], choices=(*PHOTOS, "digits"), metavar="NAME",
           help="collections"),
    option("--searches", type=int, default=1, help="at least so many per collection, one for each class"),
    option("--classes", type=int, tiny=1, help="at most so many classes to search for (default: all)"),
    option("--sizes", type=int, nargs="+", default=list(SIZES), tiny=[16], metavar="K", help="batch sizes"),
    option("--most", type=int, default=MOST, tiny=40, help="judgements after which a search is given up"),
    option("--choose", action="store_true", help="only print the table of the classes on which the size was chosen"),
    option("--stored", action="store_true", help="only print the table, from the published searches"),
    JOBS,
)  # fmt: skip


@dataclass(frozen=True)
class Costs:
    """Time of a person in seconds.

    Attributes:
        key: Pressing a key.
        image: Looking at an image.
        batch: Waiting for the next batch and finding its first image.
    """

    key: float = 0.3
    image: float = 0.6
    batch: float = 0.2


def play(search: Search, sizes: Sequence[int], most: int) -> dict[str, Any]:
    """Run a search with every batch size and return the answers, batch by batch, in both orders.

    A batch is a text with ``1`` for a relevant and ``0`` for an irrelevant image.
    """
    truth = read(search.collection.removesuffix("-rare"))[1][list(search.rows)] == search.wanted
    engine = engine_of(search.collection, search.rows)
    wanted = math.ceil(SHARE * np.count_nonzero(truth) - 1e-9)
    played = {}
    for size in sizes:
        engine.close()  # earlier searches must not affect the result, not even by rounding
        rows, chosen_order, shown_order = np.array([search.query]), list[str](), list[str]()
        while np.count_nonzero(truth[rows]) < wanted and len(rows) <= most:
            with threadpool_limits(1):
                chosen = engine.select(snapshot(rows, truth[rows], engine.features.d, size))
            shown = chosen.rows[exceptions_first(chosen.mean[chosen.rows])]
            chosen_order.append(flags(truth[chosen.rows]))
            shown_order.append(flags(truth[shown]))
            rows = np.concatenate([rows, shown])
        reached = bool(np.count_nonzero(truth[rows]) >= wanted)
        played[str(size)] = {"chosen": chosen_order, "shown": shown_order, "reached": reached}
    return {"collection": search.collection, "wanted": search.wanted, "number": search.number, "played": played}


def snapshot(rows: IntArray, truth: np.ndarray, d: int, k: int) -> Snapshot:
    """Return the snapshot after correct judgements of ``rows``, with the goal of finding."""
    number = len(rows)
    find = goal("find")
    return Snapshot(
        number, number, rows, np.where(truth, 1.0, -1.0), np.empty(0, np.int64), np.empty((0, d)), find.strategy,
        find.parameters, k, (0, 0, number), ModelSettings(),
    )  # fmt: skip


def flags(relevant: np.ndarray) -> str:
    """Return a text of ones and zeros."""
    return "".join("1" if one else "0" for one in relevant)


def keys(batch: str, how: str) -> int:
    """Return the number of keys that judge a batch in the order of its images.

    Args:
        batch: One character per image, ``1`` for relevant.
        how: A key for each image (``each``), or until *All remaining irrelevant* judges the rest (``irrelevant``), or
            until that or *All remaining relevant* does (``either``).
    """
    answers = {"each": "", IRRELEVANT: "0", EITHER: "01"}[how]
    left = [len(batch.rstrip(answer)) + 1 for answer in answers]  # the images before the rest, and the key for it
    return min([len(batch), *left])


def cost(batches: Sequence[str], how: str, costs: Costs = Costs()) -> tuple[int, float, int]:
    """Return keys, seconds and images of a search."""
    pressed, images = sum(keys(batch, how) for batch in batches), sum(map(len, batches))
    return pressed, costs.key * pressed + costs.image * images + costs.batch * (len(batches) - 1), images


def measured(records: Sequence[dict[str, Any]], earlier: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row per search and way of judging: its keys, seconds and images."""
    rows = []
    first = {(one["collection"], one["wanted"], one["number"]): one["played"] for one in earlier}
    for record in records:
        key = (record["collection"], record["wanted"], record["number"])
        ways = [(f"{size}, {how}", one, order, how) for size, one in record["played"].items()
                for how, order in (("each", "shown"), (IRRELEVANT, "chosen"), (EITHER, "shown"))]  # fmt: skip
        ways += [(EARLIER, first[key], "chosen", IRRELEVANT)] if key in first else []
        for name, one, order, how in ways:
            pressed, seconds, images = cost(one[order], how)
            rows.append({"collection": key[0], "search": [*key[1:]], "way": name, "keys": pressed,
                         "seconds": round(seconds, 1), "images": images, "reached": one["reached"]})  # fmt: skip
    return rows


def main(given: argparse.Namespace) -> None:
    """Run all searches, print the table and publish."""
    if not given.stored:
        check(given.only, given.places)
    stored = given.places.read("keys")
    if not given.stored:
        todo = [
            one
            for name in given.only
            for one in searches(name, given.searches, given.classes, reported=not given.choose)
        ]
        work = partial(play, sizes=given.sizes, most=given.most)
        with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("spawn")) as executor:
            records = list(executor.map(work, todo))
        stored = {**stored, "version": __version__, "machine": machine(), "searches": records}
    rows = measured(stored["searches"], [] if given.choose else stored["earlier"])
    print("\n".join([*table(rows), said(rows)]))
    if not given.choose:
        given.places.publish("keys", {**stored, "rows": rows})


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
