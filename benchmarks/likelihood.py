"""Comparison of Gaussian-process classification with regression on the labels, for ranking and calibration.

    python -m benchmarks.likelihood

The same images are judged, selected by `ital` with the default model, in searches on which defaults are chosen (see
benchmarks.beyond). After 16, 40 and 72 judgements the others are ranked by regression, and by classification with a
logistic likelihood in Laplace's approximation (Rasmussen & Williams 2006, algorithms 3.1 and 3.2) with the same kernel
and prior variances of 4 and 16. Average precision and the Brier score of P(relevant) (smaller is better) on the
unjudged images are printed and stored in benchmarks/published/likelihood.json.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.special import expit
from threadpoolctl import threadpool_limits

from annotator.metrics import average_precision
from annotator.numerics.chance import probability
from annotator.parameters import ModelSettings
from annotator.types import Snapshot
from benchmarks.beyond import ONLY, Search, engine_of, searches
from benchmarks.command import option, run
from benchmarks.data import check, read

AMPLITUDES = (4.0, 16.0)
LOOKED_AT = (16, 40, 72)
OPTIONS = (ONLY, option("--searches", type=int, default=8, tiny=1, help="searches per collection"))
Array = NDArray[np.float64]


def laplace(k: Array, cross: Array, y: Array, prior_mean: float, amplitude: float) -> tuple[Array, Array]:
    """Return the latent mean and variance of every image under a logistic likelihood.

    Args:
        k: Kernel of the judged images, unit diagonal, shape (m, m).
        cross: Kernel between judged and all images, shape (m, n).
        y: Labels, shape (m,).
        prior_mean: Prior mean as a multiple of the prior standard deviation.
        amplitude: Prior variance.
    """
    k, cross, prior = amplitude * k, amplitude * cross, prior_mean * np.sqrt(amplitude)
    f, target = np.zeros(len(y)), (y + 1) / 2
    for _ in range(100):
        p = expit(f + prior)
        root = np.sqrt(p * (1 - p))
        lower = cholesky(np.eye(len(y)) + root[:, None] * k * root, lower=True)
        b = root**2 * f + target - p
        new = k @ (b - root * cho_solve((lower, True), root * (k @ b)))
        change = np.abs(new - f).max()
        f = (f + new) / 2 if change > 1 else new  # a full step can overshoot
        if change < 1e-8:
            break
    v = solve_triangular(lower, root[:, None] * cross, lower=True)
    return prior + cross.T @ (target - expit(f + prior)), np.maximum(amplitude - np.square(v).sum(axis=0), 1e-9)


def play(search: Search, found: dict[tuple[str, int], dict[str, list[tuple[float, float]]]]) -> None:
    """Run one search and measure both likelihoods along it."""
    engine, model = engine_of(search.collection, search.rows), ModelSettings()
    truth = read(search.collection.removesuffix("-rare"))[1][list(search.rows)] == search.wanted
    rows, y, everything = np.array([search.query]), np.array([1.0]), np.arange(len(truth))
    nothing = np.empty(0, np.int64)
    for number in range(10):
        examples = np.empty((0, engine.features.d))
        taken = Snapshot(number, number + 1, rows, y, nothing, examples, "ital", {}, 8, (0, 0, number + 1), model)
        if len(rows) - 1 in LOOKED_AT:
            posterior = engine.posterior(taken)
            k = np.asarray(posterior.kernel(rows, rows), np.float64)
            cross = np.asarray(posterior.kernel(rows, everything), np.float64)
            rest = np.setdiff1d(everything, rows)
            label_likelihoods = {"regression": (posterior.mean, probability(posterior.mean, np.sqrt(posterior.var)))}
            for amplitude in AMPLITUDES:
                mean, var = laplace(k, cross, y, model.prior_mean, amplitude)
                label_likelihoods[f"classification, {amplitude:g}"] = mean, expit(mean / np.sqrt(1 + np.pi * var / 8))
            for name, (mean, p) in label_likelihoods.items():
                if truth[rest].any():
                    ap = average_precision(truth[rest][np.argsort(-mean[rest], kind="stable")])
                    brier = float(np.mean(np.square(p[rest] - truth[rest])))
                    found[search.collection, len(rows) - 1].setdefault(name, []).append((ap, brier))
        new = engine.select(taken).rows
        rows, y = np.concatenate([rows, new]), np.concatenate([y, np.where(truth[new], 1.0, -1.0)])


def main(given: argparse.Namespace) -> None:
    """Run all searches, print and publish."""
    check(given.only, given.places)
    found: dict[tuple[str, int], dict[str, list[tuple[float, float]]]] = defaultdict(dict)
    with threadpool_limits(1):
        for name in given.only:
            for search in list(searches(name, reported=False))[::3][: given.searches]:
                play(search, found)
    results: list[dict[str, Any]] = []
    for (collection, judged), by_name in found.items():
        means = {name: [round(float(v), 4) for v in np.mean(pairs, axis=0)] for name, pairs in by_name.items()}
        results.append({"collection": collection, "judged": judged, "means": means})
        print(f"{collection:24s} {judged:3d}  " + "   ".join(f"{n} {a:.3f} {b:.3f}" for n, (a, b) in means.items()))
    given.places.publish("likelihood", results)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
