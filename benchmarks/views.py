"""What two views and labels that nobody gave are worth: rankings from the same judgements, and batches by disagreement.

    python -m benchmarks.views

A view is a set of features, here those of SqueezeNet and of Lite0. Each search starts from one relevant image and asks
about batches of 8 that the default strategy chooses on both views concatenated with equal weights. After every batch,
other ways to rank learn from the same judgements:

- one of the views alone, or both weighted by the leave-one-out likelihood of the judgements;
- co-training (Blum & Mitchell 1998): the most and least relevant images of each view teach the other;
- co-teaching (Han et al. 2018), with a tenth of wrong answers: each view leaves out the judgements of the largest loss
  in the other;
- pseudo-labels of the most and least relevant images, of nearly certain images by a falling threshold (Wang et al.
  2017), or of soft targets, the average over the rounds so far; and the average of the ranking over the rounds
  (temporal ensembling, Laine & Aila 2017).

"Batches of disagreement" (co-testing, Muslea, Minton & Knoblock 2000) are those where the views differ most in
P(relevant); the ranking is the same. Measured is the area above the curve of average precision. The classes are every
second one in order of name, on which nothing was chosen; --chosen takes the others. Results are stored in
benchmarks/published/views.json, and the table is part of docs/benchmark.md; finished collections are kept in
benchmarks/results.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import ndtr
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.metrics import average_precision, collection_order
from annotator.model.leave_one_out import leave_one_out
from annotator.model.pseudo_labels import pseudo_labels
from annotator.parameters import ModelSettings
from annotator.types import BoolArray, FloatArray, IntArray, Snapshot
from benchmarks.beyond import Search, searches
from benchmarks.command import option, run
from benchmarks.data import check, read

VIEWS = ("squeezenet", "lite0")
SETS = ("waste", "things", "textures", "pets", "waste-rare", "textures-rare")
EASY = "pets"
"""A collection whose two classes Lite0 tells apart from the start; it is shown apart."""

BATCH = 8
PRIOR_MEAN, NOISE = ModelSettings().prior_mean, ModelSettings().noise
BASE, DISAGREEMENT = "both, concatenated", "batches of disagreement"
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
OPTIONS = (
    option("--sets", nargs="+", default=list(SETS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--searches", type=int, default=20, tiny=1, help="at least so many in each collection"),
    option("--classes", type=int, tiny=1, help="at most so many classes (default: all reported ones)"),
    option("--rounds", type=int, default=6, tiny=2, help="rounds of a search"),
    option("--chosen", action="store_true", help="the classes that were used to choose; nothing is published"),
)


@dataclass
class State:
    """What the ways to rank know after a round.

    Attributes:
        kernels: Prior covariance of all images: of both views together, and of each, shape (n, n).
        rows, y: Judged images and the answers, shape (m,).
        round: Number of the round.
        past: What a way to rank keeps from round to round, by its name.
    """

    kernels: tuple[FloatArray, FloatArray, FloatArray]
    rows: IntArray
    y: FloatArray
    round: int = 0
    past: dict[str, FloatArray] = field(default_factory=dict)


def posterior(
    kernel: FloatArray, rows: IntArray, y: FloatArray, noise: float | FloatArray = NOISE
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of all images, shape (n,)."""
    covariance = kernel[np.ix_(rows, rows)] + np.diag(np.broadcast_to(noise, len(rows)))
    solved = np.linalg.solve(covariance, kernel[rows])
    mean = PRIOR_MEAN + (y - PRIOR_MEAN) @ solved
    return mean, np.maximum(1.0 - np.einsum("ij,ij->j", kernel[rows], solved), 1e-9)


def probability(kernel: FloatArray, rows: IntArray, y: FloatArray) -> FloatArray:
    """Return P(relevant) of all images, shape (n,)."""
    mean, var = posterior(kernel, rows, y)
    return np.asarray(ndtr(mean / np.sqrt(var)))


def extremes(score: FloatArray, rows: IntArray, top: int, bottom: int) -> tuple[IntArray, FloatArray]:
    """Return the highest and lowest unjudged images and the labels that they suggest."""
    order = np.argsort(-score, kind="stable")
    order = order[~np.isin(order, rows)]
    top, bottom = min(top, len(order) // 4), min(bottom, len(order) // 2)
    return np.concatenate([order[:top], order[len(order) - bottom :]]), np.repeat([1.0, -1.0], [top, bottom])


def taught(kernel: FloatArray, state: State, more: IntArray, targets: FloatArray, noise: float) -> FloatArray:
    """Return the mean with pseudo-labels."""
    rows = np.concatenate([state.rows, more])
    noises = np.repeat([NOISE, noise], [len(state.rows), len(more)])
    return posterior(kernel, rows, np.concatenate([state.y, targets]), noises)[0]


def standardized(values: FloatArray) -> FloatArray:
    """Return scores of comparable size."""
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))


def evidence(state: State) -> FloatArray:
    """Weigh the views by the leave-one-out likelihood of the judgements."""
    _, first, second = state.kernels
    at = np.ix_(state.rows, state.rows)

    def likelihood(weight: float) -> float:
        mean, var = leave_one_out(weight * first[at] + (1 - weight) * second[at], state.y, PRIOR_MEAN, NOISE)
        return float(np.log(np.clip(ndtr(state.y * mean / np.sqrt(var)), 1e-12, 1.0)).sum())

    best = max(WEIGHTS, key=likelihood)
    return posterior(best * first + (1 - best) * second, state.rows, state.y)[0]


def co_training(top: int, bottom: int, noise: float) -> Callable[[State], FloatArray]:
    """Let the extremes of each view teach the other; both rank."""

    def rank(state: State) -> FloatArray:
        views = state.kernels[1:]
        said = [extremes(posterior(view, state.rows, state.y)[0], state.rows, top, bottom) for view in views]
        means = [taught(view, state, *other, noise) for view, other in zip(views, reversed(said), strict=True)]
        return standardized(means[0]) + standardized(means[1])

    return rank


def average(state: State) -> FloatArray:
    """Rank by both views, without teaching."""
    means = [standardized(posterior(view, state.rows, state.y)[0]) for view in state.kernels[1:]]
    return means[0] + means[1]


def co_teaching(share: float) -> Callable[[State], FloatArray]:
    """Leave out the share of the judgements that is least likely in the other view; both rank."""

    def rank(state: State) -> FloatArray:
        kept = []
        for view in state.kernels[1:]:
            mean, var = leave_one_out(view[np.ix_(state.rows, state.rows)], state.y, PRIOR_MEAN, NOISE)
            loss = -np.log(np.clip(ndtr(state.y * mean / np.sqrt(var)), 1e-12, 1.0))
            kept.append(np.sort(np.argsort(loss, kind="stable")[: math.ceil((1 - share) * len(loss))]))
        views = zip(state.kernels[1:], reversed(kept), strict=True)
        means = [standardized(posterior(view, state.rows[at], state.y[at])[0]) for view, at in views]
        return means[0] + means[1]

    return rank


def pseudo(top: int, bottom: int, noise: float) -> Callable[[State], FloatArray]:
    """Add pseudo-labels of the extremes of the ranking."""

    def rank(state: State) -> FloatArray:
        more, targets = extremes(posterior(state.kernels[0], state.rows, state.y)[0], state.rows, top, bottom)
        return taught(state.kernels[0], state, more, targets, noise)

    return rank


def certain(state: State) -> FloatArray:
    """Add pseudo-labels of nearly certain images, with a falling threshold."""
    found = pseudo_labels(*posterior(state.kernels[0], state.rows, state.y), state.rows, state.round)
    return taught(state.kernels[0], state, found.rows, found.targets, float(found.noise[0]) if len(found.rows) else 1.0)


def temporal(name: str, decay: float) -> Callable[[State], FloatArray]:
    """Average the mean over the rounds, the earlier ones with weights that decay."""

    def rank(state: State) -> FloatArray:
        mean = posterior(state.kernels[0], state.rows, state.y)[0]
        state.past[name] = mean if name not in state.past else (1 - decay) * mean + decay * state.past[name]
        return state.past[name]

    return rank


def soft(name: str, decay: float, noise: float) -> Callable[[State], FloatArray]:
    """Add the extremes with the average of their P(relevant) over the rounds as soft targets."""

    def rank(state: State) -> FloatArray:
        now = probability(state.kernels[0], state.rows, state.y)
        state.past[name] = now if name not in state.past else (1 - decay) * now + decay * state.past[name]
        more, _ = extremes(state.past[name], state.rows, 15, 60)
        return taught(state.kernels[0], state, more, 2 * state.past[name][more] - 1, noise)

    return rank


Ways = Mapping[str, Callable[[State], FloatArray]]
WAYS: Ways = {
    BASE: lambda state: posterior(state.kernels[0], state.rows, state.y)[0],
    "SqueezeNet alone": lambda state: posterior(state.kernels[1], state.rows, state.y)[0],
    "Lite0 alone": lambda state: posterior(state.kernels[2], state.rows, state.y)[0],
    "both, mean of the rankings": average,
    "both, weighted by evidence": evidence,
    "co-training, 5 + 20": co_training(5, 20, 1.0),
    "co-training, 15 + 60": co_training(15, 60, 1.0),
    "co-teaching, a tenth left out": co_teaching(0.1),
    "pseudo-labels, 15 + 60": pseudo(15, 60, 1.0),
    "pseudo-labels, 5 + 60": pseudo(5, 60, 1.0),
    "pseudo-labels, 0 + 60": pseudo(0, 60, 1.0),
    "pseudo-labels, falling threshold": certain,
    "soft targets over the rounds": soft("soft", 0.6, 1.0),
    "mean over the rounds, decay 0.3": temporal("temporal 0.3", 0.3),
    "mean over the rounds, decay 0.6": temporal("temporal 0.6", 0.6),
}
NOISY = (BASE, "both, mean of the rankings", "co-teaching, a tenth left out", "pseudo-labels, 15 + 60")
"""Ways that are also compared with wrong answers."""


def views_of(collection: str) -> tuple[FloatArray, FloatArray]:
    """Return the features of the two views, scaled to a mean squared distance of 1."""
    if collection.startswith("digits"):
        rows = read("digits")[0]
        parts = (rows[:, :32], rows[:, 32:])
    else:
        name = collection.removesuffix("-rare")
        parts = (read(f"{name}-{VIEWS[0]}")[0], read(f"{name}-{VIEWS[1]}")[0])
    return tuple(part / np.sqrt(2 * part.var(axis=0).sum()) for part in parts)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def prepared(collection: str, rows: tuple[int, ...]) -> tuple[Engine, tuple[FloatArray, FloatArray, FloatArray]]:
    """Return the engine over both views, and the prior covariances of all images."""
    first, second = (part[list(rows)] for part in views_of(collection))
    engines = [Engine(ArrayFeatures(part)) for part in (np.hstack([first, second]), first, second)]
    kernels = []
    for engine in engines:
        engine.build_graph()
        everything = np.arange(engine.features.n)
        found = engine.posterior(snapshot(engine, everything[:1], np.ones(1), 0, 0)).kernel(everything, everything)
        kernels.append(np.asarray(found, np.float64))
        if engine is not engines[0]:
            engine.close()
    return engines[0], (kernels[0], kernels[1], kernels[2])


def snapshot(engine: Engine, rows: IntArray, y: FloatArray, k: int, seed: int) -> Snapshot:
    """Return a state of the search."""
    return Snapshot(
        *(len(rows), 1 + len(rows) // BATCH, rows, y, np.empty(0, np.int64), np.empty((0, engine.features.d))),
        *("mix", {}, k, (seed, 0, len(rows)), ModelSettings()),
    )


def play(
    search: Search, relevant: BoolArray, rounds: int, ways: Ways, wrong: float = 0.0, *, disagreement: bool = False
) -> FloatArray:
    """Search; return the average precision of every way to rank after every round, shape (rounds + 1, ways)."""
    engine, kernels = prepared(search.collection, search.rows)
    engine.close()
    rng = np.random.default_rng([search.number, search.query, 7])
    flip = np.where(rng.random(len(relevant)) < wrong, -1.0, 1.0)
    flip[search.query] = 1.0
    tie = rng.random(len(relevant))
    state = State(kernels, np.array([search.query]), np.ones(1))
    if disagreement:
        ways = {BASE: WAYS[BASE]}
    found = []
    for number in range(rounds + 1):
        state.round = number
        scores = [rank(state) for rank in ways.values()]
        orders = [collection_order(score, state.rows, state.y, tie) for score in scores]
        found.append([average_precision(relevant[order]) for order in orders])
        if number < rounds:
            if disagreement:
                differ = np.subtract(*(probability(view, state.rows, state.y) for view in kernels[1:]))
                differ[state.rows] = 0.0
                batch = np.argsort(-np.abs(differ), kind="stable")[:BATCH]
            else:
                batch = engine.select(snapshot(engine, state.rows, state.y, BATCH, search.number)).rows
            state.rows = np.concatenate([state.rows, batch])
            state.y = np.concatenate([state.y, np.where(relevant[batch], 1.0, -1.0) * flip[batch]])
    return np.array(found)


def above(curves: FloatArray) -> FloatArray:
    """Return the area above the curves relative to the rounds, shape (ways,)."""
    return np.asarray(1.0 - np.trapezoid(curves, axis=0) / max(len(curves) - 1, 1))


def main(given: argparse.Namespace) -> None:
    """Search, print and publish."""
    check([f"{name.removesuffix('-rare')}-{view}" for name in given.sets for view in VIEWS], given.places)
    found: dict[str, Any] = {}
    with threadpool_limits(1):
        for name in given.sets:
            found[name] = measured(name, given)
            tell(name, found[name])
    content = {"rounds": given.rounds, "results": {kind: compared(found, kind) for kind in ("right", "wrong")}}
    for kind, table in content["results"].items():
        for way, entry in table["ways"].items():
            print(kind, f"{way:36s}", entry)
    if not given.chosen:
        given.places.publish("views", content)


def measured(name: str, given: argparse.Namespace) -> dict[str, dict[str, list[float]]]:
    """Return the area above the curve of every search, by whether answers are right and by way."""
    half = "chosen" if given.chosen else "reported"
    kept = given.places.results / "views" / f"{name}-{given.searches}-{given.classes}-{given.rounds}-{half}.json"
    if kept.exists():
        stored: dict[str, dict[str, list[float]]] = json.loads(kept.read_text(encoding="utf-8"))
        return stored
    collection = name if name.startswith("digits") else f"{name.removesuffix('-rare')}-{VIEWS[1]}"
    collection += "-rare" if name.endswith("-rare") and not collection.endswith("-rare") else ""
    areas: dict[str, dict[str, list[float]]] = {"right": {}, "wrong": {}}
    for search in searches(collection, given.searches, given.classes, reported=not given.chosen):
        one = Search(name, search.wanted, search.number, search.rows, search.query)
        classes = read(collection.removesuffix("-rare"))[1][list(search.rows)]
        relevant = classes == search.wanted
        for kind, wrong in (("right", 0.0), ("wrong", 0.1)):
            ways = {way: WAYS[way] for way in (NOISY if wrong else WAYS)}
            found = dict(zip(ways, above(play(one, relevant, given.rounds, ways, wrong)).tolist(), strict=True))
            if not wrong:
                found[DISAGREEMENT] = float(above(play(one, relevant, given.rounds, ways, disagreement=True))[0])
            for way, value in found.items():
                areas[kind].setdefault(way, []).append(value)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(areas), encoding="utf-8")
    return areas


def tell(name: str, areas: dict[str, dict[str, list[float]]]) -> None:
    """Print the means of a collection."""
    for kind, ways in areas.items():
        means = ", ".join(f"{way} {np.mean(values):.3f}" for way, values in ways.items())
        print(f"{name} {kind} {len(ways[BASE])} searches: {means}", flush=True)


def compared(found: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the geometric mean over the collections of the change of the area above the curve, and tests."""
    counted = {name: areas[kind] for name, areas in found.items() if name != EASY}
    table: dict[str, Any] = {"searches": sum(len(areas[BASE]) for areas in counted.values()), "ways": {}}
    for way in next(iter(found.values()))[kind]:
        ratios = {name: float(np.mean(areas[kind][way]) / np.mean(areas[kind][BASE])) for name, areas in found.items()}
        gains = np.concatenate([np.subtract(areas[way], areas[BASE]) for areas in counted.values()])
        rare = [name for name in counted if name.endswith("-rare")] or list(counted)
        table["ways"][way] = {
            "change": mean_change([ratios[name] for name in counted]),
            "worst": round(max(ratios[name] for name in counted) - 1, 4),
            "rare": mean_change([ratios[name] for name in rare]),
            "easy": round(ratios.get(EASY, 1.0) - 1, 4),
            "p": float(f"{wilcoxon(gains).pvalue:.2g}") if np.count_nonzero(gains) > 5 else 1.0,
        }
    return table


def mean_change(ratios: list[float]) -> float:
    """Return the geometric mean less 1."""
    return round(float(np.exp(np.mean(np.log(ratios))) - 1), 4)


def section(stored: dict[str, Any]) -> str:
    """Return the section of docs/benchmark.md."""
    lines = [
        "## Two views, and labels that nobody gave\n",
        "Rankings of the same judgements, which the default strategy asked for on the features of SqueezeNet and Lite0 "
        f"concatenated with equal weights: {stored['rounds']} rounds of 8 on waste, things and textures, and on waste "
        "and textures thinned to 2 %. Change of the area above the curve of average precision against that "
        "concatenation (less is better): geometric mean over the collections, over the thinned ones alone, and the "
        "collection in which a way is worst; *p* of a Wilcoxon signed-rank test over all searches. Pets are an easy "
        "set, shown apart: the area is 0.006. Classes on which nothing was chosen. "
        "`python -m benchmarks.views`.\n",
    ]
    for kind, about in (("right", "Without mistakes"), ("wrong", "With a tenth of wrong answers")):
        table = stored["results"][kind]
        lines += [
            f"{about}, {table['searches']} searches:\n",
            "| ranking | change | where few are relevant | at worst | p | pets |",
            "|---|---|---|---|---|---|",
        ]
        for way, one in table["ways"].items():
            if way != BASE:
                p = "< 0.001" if one["p"] < 0.001 else f"{one['p']:.3f}"
                cells = [f"{one[name]:+.1%}" for name in ("change", "rare", "worst")]
                lines.append("| " + " | ".join([way, *cells, p, f"{one['easy']:+.0%}"]) + " |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
