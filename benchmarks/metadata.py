"""Would it help to learn from the judgements whether the hour or the folder matters?

    python -m benchmarks.metadata

Photos of waste and textures get made-up hours and folders that have nothing to do with the class, or a little, or much:
two thirds or nine tenths of the relevant images are of five of the hours and two of twelve folders. A search starts
from one relevant image and asks about batches of 8 that the default strategy chooses from the features alone; then the
ranking learns

- from the features alone;
- with a kernel on hour and folder beside that on the features, with the weight of the largest leave-one-out likelihood;
- with a prior mean from the shares of relevant judgements by hour and folder (naive Bayes), its weight chosen likewise.

A weight is used only if it makes the judgements likelier by a factor. Measured is the area above the curve of average
precision, over every second class in order of name; nothing was chosen on any. Results are stored in
benchmarks/published/metadata.json, and the table is part of docs/benchmark.md; finished collections are kept in
benchmarks/results.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import ndtr
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.metrics import average_precision, collection_order
from annotator.model.leave_one_out import leave_one_out
from annotator.types import BoolArray, FloatArray, IntArray
from benchmarks.beyond import Search, engine_of, searches
from benchmarks.command import option, run
from benchmarks.data import check, read
from benchmarks.views import BATCH, NOISE, PRIOR_MEAN, above, snapshot

SETS = ("waste-lite0", "textures-lite0", "waste-lite0-rare")
SHARES = {"none": 0.0, "weak": 2 / 3, "strong": 0.9}
HOURS, FOLDERS = 24, 12
WEIGHTS = (0.0, 0.1, 0.2, 0.4)
BASE = "features alone"
OPTIONS = (
    option("--sets", nargs="+", default=list(SETS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--searches", type=int, default=20, tiny=1, help="at least so many in each collection"),
    option("--classes", type=int, tiny=1, help="at most so many classes (default: all reported ones)"),
    option("--rounds", type=int, default=6, tiny=2, help="rounds of a search"),
    option("--factor", type=float, default=20.0, help="how much likelier a weight must make the judgements"),
    option("--chosen", action="store_true", help="the classes that were used to choose; nothing is published"),
)
Judged = tuple[IntArray, FloatArray]
"""Judged images, shape (m,), and their labels, shape (m,)."""


def made_up(relevant: BoolArray, share: float, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return hour and folder of every image; a share of the relevant ones is in five hours and two folders."""
    hour, folder = rng.integers(0, HOURS, len(relevant)), rng.integers(0, FOLDERS, len(relevant))
    for values, often in ((hour, range(4, 9)), (folder, range(2))):
        told = relevant & (rng.random(len(relevant)) < share)
        values[told] = rng.choice(np.array(often), int(told.sum()))
    return hour, folder


def likelihood(kernel: FloatArray, y: FloatArray, prior: FloatArray | float) -> float:
    """Return the log probability of every judgement given the others, summed."""
    mean, var = leave_one_out(kernel, y, prior, NOISE)
    return float(np.log(np.clip(ndtr(y * mean / np.sqrt(var)), 1e-12, 1.0)).sum())


def chosen(values: dict[float, float], factor: float) -> float:
    """Return the likeliest weight, or 0 unless it is likelier than 0 by the factor."""
    best = max(values, key=lambda weight: values[weight])
    return best if values[best] - values[0.0] > np.log(factor) else 0.0


def by_kernel(kernel: FloatArray, hour: IntArray, folder: IntArray, judged: Judged, factor: float) -> tuple[Any, float]:
    """Return the mean with a kernel on hour and folder, and its weight."""
    rows, y = judged
    apart = np.abs(hour[:, None] - hour[None, rows])
    near = np.exp(-0.5 * np.square(np.minimum(apart, HOURS - apart) / 2.0))
    other = (near + (folder[:, None] == folder[None, rows])) / 2
    mixed = {weight: (1 - weight) * kernel[:, rows] + weight * other for weight in WEIGHTS}
    weight = chosen({weight: likelihood(one[rows], y, PRIOR_MEAN) for weight, one in mixed.items()}, factor)
    return mean_of(mixed[weight], judged, np.full(len(kernel), PRIOR_MEAN)), weight


def by_prior(kernel: FloatArray, hour: IntArray, folder: IntArray, judged: Judged, factor: float) -> tuple[Any, float]:
    """Return the mean with a prior mean from naive Bayes on hour (in eighths of the day) and folder, and its weight.

    The odds of a judged image, for the likelihood, are those without its own judgement.
    """
    rows, y = judged
    odds, own = np.zeros(len(kernel)), np.zeros(len(rows))
    for values in (hour // 3, folder):
        same = values[:, None] == values[None, rows]
        for sign in (1.0, -1.0):
            of = y == sign
            counts, total, groups = same[:, of].sum(axis=1), of.sum(), values.max() + 1
            odds += sign * np.log((counts + 1) / (total + groups))
            own += sign * np.log((counts[rows] - of + 1) / (total - of + groups))
    priors = {weight: PRIOR_MEAN + weight * np.clip(odds, -3, 3) for weight in WEIGHTS}
    part = kernel[np.ix_(rows, rows)]
    fits = {weight: likelihood(part, y, PRIOR_MEAN + weight * np.clip(own, -3, 3)) for weight in WEIGHTS}
    weight = chosen(fits, factor)
    return mean_of(kernel[:, rows], judged, priors[weight]), weight


def mean_of(cross: FloatArray, judged: Judged, prior: FloatArray) -> FloatArray:
    """Return the posterior mean of all images from their covariance with the judged ones, shape (n, m)."""
    rows, y = judged
    return np.asarray(prior + cross @ np.linalg.solve(cross[rows] + NOISE * np.eye(len(rows)), y - prior[rows]))


WAYS: dict[str, Callable[..., tuple[Any, float]]] = {"kernel": by_kernel, "prior mean": by_prior}


def play(search: Search, relevant: BoolArray, rounds: int, factor: float) -> dict[str, list[float]]:
    """Search; return area above the curve and share of rounds in use, by dependence and way."""
    engine = engine_of(search.collection, search.rows)
    engine.close()
    everything = np.arange(engine.features.n)
    judged: Judged = (np.array([search.query]), np.ones(1))
    tie = np.random.default_rng(search.number).random(len(relevant))
    told = {
        kind: made_up(relevant, share, np.random.default_rng([search.query, number]))
        for number, (kind, share) in enumerate(SHARES.items())
    }
    first = engine.posterior(snapshot(engine, *judged, 0, 0)).kernel(everything, everything)
    kernel = np.asarray(first, np.float64)
    curves: dict[str, list[float]] = {}
    weights: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        base = mean_of(kernel[:, judged[0]], judged, np.full(len(kernel), PRIOR_MEAN))
        found = {BASE: (base, 0.0)}
        for kind, (hour, folder) in told.items():
            found |= {f"{kind} {way}": rank(kernel, hour, folder, judged, factor) for way, rank in WAYS.items()}
        for key, (mean, weight) in found.items():
            order = collection_order(mean, *judged, tie)
            curves.setdefault(key, []).append(average_precision(relevant[order]))
            weights.setdefault(key, []).append(float(weight > 0))
        if number < rounds:
            batch = engine.select(snapshot(engine, *judged, BATCH, search.number)).rows
            y = np.where(relevant[batch], 1.0, -1.0)
            judged = (np.concatenate([judged[0], batch]), np.concatenate([judged[1], y]))
    areas = {key: float(above(np.array(curve)[:, None])[0]) for key, curve in curves.items()}
    return {key: [areas[key], float(np.mean(weights[key]))] for key in curves}


def main(given: argparse.Namespace) -> None:
    """Search, print and publish."""
    check(given.sets, given.places)
    with threadpool_limits(1):
        found = {name: measured(name, given) for name in given.sets}
    rows = [compared(found, kind, way) for kind in SHARES for way in WAYS]
    for row in rows:
        print(row)
    if not given.chosen:
        searched = sum(map(len, found.values()))
        given.places.publish("metadata", {"searches": searched, "rounds": given.rounds, "rows": rows})


def measured(name: str, given: argparse.Namespace) -> list[dict[str, list[float]]]:
    """Return what every search of a collection gave, see :func:`play`."""
    half = "chosen" if given.chosen else "reported"
    what = f"{name}-{given.searches}-{given.classes}-{given.rounds}-{given.factor:g}-{half}"
    kept = given.places.results / "metadata" / f"{what}.json"
    if kept.exists():
        stored: list[dict[str, list[float]]] = json.loads(kept.read_text(encoding="utf-8"))
        return stored
    found = []
    for search in searches(name, given.searches, given.classes, reported=not given.chosen):
        classes = read(name.removesuffix("-rare"))[1][list(search.rows)]
        found.append(play(search, classes == search.wanted, given.rounds, given.factor))
    engine_of.cache_clear()
    print(name, len(found), "searches", flush=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def compared(found: dict[str, list[Any]], kind: str, way: str) -> dict[str, Any]:
    """Return the change of the area above the curve against the features alone."""
    ratios, gains, used = [], [], []
    for played in found.values():
        base, other = (np.array([one[key][0] for one in played]) for key in (BASE, f"{kind} {way}"))
        ratios.append(other.mean() / base.mean())
        gains += (other - base).tolist()
        used += [one[f"{kind} {way}"][1] for one in played]
    return {
        "dependence": kind,
        "way": way,
        "change": round(float(np.exp(np.mean(np.log(ratios))) - 1), 4),
        "worst": round(float(max(ratios) - 1), 4),
        "used": round(float(np.mean(used)), 3),
        "p": float(f"{wilcoxon(gains).pvalue:.2g}") if np.count_nonzero(gains) > 5 else 1.0,
    }


def section(stored: dict[str, Any]) -> str:
    """Return the section of docs/benchmark.md."""
    lines = [
        "## Hours and folders\n",
        "Photos of waste and textures, and of waste thinned to 2 %, with made-up hours and folders, of which none, two "
        "thirds (weak) or nine tenths (strong) of the relevant ones are in five hours and two of twelve folders. The "
        "ranking learns from the judgements whether that matters, with a kernel or a prior mean, and uses it only if "
        "the judgements get twenty times likelier by leave-one-out. "
        "Change of the area above the curve against the features alone (less is better), over "
        f"{stored['searches']} searches of {stored['rounds']} rounds of 8; *used* is the share of the rounds. "
        "It pays where metadata says nearly everything, and there a person sees it, too: a [rule](rules.md) "
        "says it from the first image on. So it is not built. `python -m benchmarks.metadata`.\n",
        "| dependence | way | change | at worst | used | p |",
        "|---|---|---|---|---|---|",
    ]
    for row in stored["rows"]:
        p = "< 0.001" if row["p"] < 0.001 else f"{row['p']:.3f}"
        cells = (
            row["dependence"],
            row["way"],
            f"{row['change']:+.1%}",
            f"{row['worst']:+.1%}",
            f"{row['used']:.0%}",
            p,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
