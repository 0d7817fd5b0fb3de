"""Measure how often the certificate of recall holds and how many random images it costs, and write docs/stopping.md.

python -m benchmarks.certificate           measure, publish and write the page
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import logsumexp

from annotator.stopping.audit import AuditRound, draw, inclusion_probabilities
from annotator.stopping.certificate import CAPITAL, STAKES, Goal, excluded, images_needed
from benchmarks import stopping
from benchmarks.command import option, run, write_page
from benchmarks.stopping import AUDIT, BATCH, PREVALENCES, rare, search, sources

SETS = ("digits", "butterflies", "waste-squeezenet")
GOAL, SEARCHED = Goal(0.8), 0.95
LAMBDAS = (0.25, 1.0, 4.0)
LOOK = 40
"""Images after which the bound with predictions is computed again, which takes long."""
OPTIONS = (
    option(
        "--sets", nargs="+", default=list(SETS), tiny=["digits"], choices=SETS, metavar="NAME", help="sets of features"
    ),
    option("--simulations", type=int, default=1000, tiny=20, help="audits of each set and prevalence"),
    option("--rounds", type=int, default=6, tiny=1, help="rounds of the short search"),
    option("--draws", type=int, default=7, tiny=2, help="audits of each set and prevalence that are compared"),
)


def uniform(truth: np.ndarray, open_: np.ndarray, found: int, rng: np.random.Generator) -> AuditRound:
    """Draw all open images at random."""
    k = len(open_)
    return AuditRound(found, k, 1.0, np.ones(k), truth[rng.permutation(open_)].astype(np.float64))


def first(audit: AuditRound, k: int) -> AuditRound:
    """Return the first ``k`` images of a uniform audit."""
    chance = k / audit.unlabelled
    return AuditRound(audit.found, audit.unlabelled, chance, np.full(k, chance), audit.relevant[:k])


def by_score(
    truth: np.ndarray, open_: np.ndarray, found: int, belief: np.ndarray, share: float, rng: np.random.Generator
) -> list[AuditRound]:
    """Draw all open images in audits of a few, of which a part prefers likely relevant images."""
    left, audits = open_, []
    while len(left):
        k = min(AUDIT, len(left))
        pi = inclusion_probabilities(belief[left], k, share)
        taken = draw(pi, rng)
        relevant = truth[left[taken]].astype(np.float64)
        audits.append(AuditRound(found, len(left), k * share / len(left), pi[taken], relevant))
        found += int(relevant.sum())
        left = np.delete(left, taken)
    return audits


def before(audits: Sequence[AuditRound], goal: Goal) -> int:
    """Return how many images the bound of earlier versions needed: one rate of three, by the least probability.

    exp(sum_r (N - found_r) g_r - lambda X_r) with g_r = least_r (1 - exp(-lambda / least_r)) for every lambda.
    """
    found = np.array([audit.found for audit in audits], np.float64)
    least = np.array([audit.least for audit in audits])
    weighted = np.cumsum([audit.weighted for audit in audits])
    bounds = []
    for rate in LAMBDAS:
        strength = rate * least[0]
        gain = -least * np.expm1(-strength / least)
        bounds.append((strength * weighted + np.cumsum(found * gain) + math.log(3 / goal.alpha)) / np.cumsum(gain))
    known = found + [audit.relevant.sum() for audit in audits]
    done = np.min(bounds, axis=0) < [goal.refuted(int(one)) for one in known]
    done[-1] = True
    return int(sum(len(audit.pi) for audit in audits[: int(np.argmax(done)) + 1]))


def now(audits: Sequence[AuditRound], goal: Goal) -> int:
    """Return how many images of audits the certificate needs."""
    found = [audit.found + int(audit.relevant.sum()) for audit in audits]
    low, high = 0, len(audits) - 1
    while low < high:
        middle = (low + high) // 2
        if excluded(audits[: middle + 1], goal.refuted(found[middle]), goal.alpha):
            high = middle
        else:
            low = middle + 1
    return int(sum(len(audit.pi) for audit in audits[: low + 1]))


def now_uniform(audit: AuditRound, goal: Goal) -> int:
    """Return how many images of a uniform audit the certificate needs."""
    low, high = 1, len(audit.pi)
    while low < high:
        middle = (low + high) // 2
        part = first(audit, middle)
        if excluded([part], goal.refuted(audit.found + int(part.relevant.sum())), goal.alpha):
            high = middle
        else:
            low = middle + 1
    return low


def predicted(
    truth: np.ndarray, open_: np.ndarray, found: int, belief: np.ndarray, share: float, rng: np.random.Generator
) -> int:
    """Return how many images are needed if predictions f are subtracted: the draw pays (y - f) / q, and sum f is known.

    The predictions are scaled to the true number of relevant images, which is better than any model knows.
    """
    left, steps = open_, []
    scaled = np.clip(belief * truth[open_].sum() / belief[open_].sum(), 1e-6, 0.95)
    while len(left):
        f = scaled[left]
        q = inclusion_probabilities(f, 1, share)
        at = rng.choice(len(left), p=q / q.sum())
        relevant = float(truth[left[at]])
        steps.append((found, f.sum() + (relevant - f[at]) / q[at], f.sum() + ((1 - f) / q).max()))
        found += int(relevant)
        left = np.delete(left, at)
        if len(steps) % LOOK == 0:
            known, paid, most = (np.array(column)[:, None] for column in zip(*steps, strict=True))
            missing = np.maximum(GOAL.refuted(found) - known, 0)
            stake = STAKES / np.maximum(most - missing, 1e-9)
            with np.errstate(divide="ignore", invalid="ignore"):
                grown = np.log(CAPITAL) + np.cumsum(np.log(np.maximum(1 + stake * (missing - paid), 0)), axis=0)
            if logsumexp(np.nan_to_num(grown, nan=-np.inf, neginf=-np.inf), axis=1).max() >= -math.log(GOAL.alpha):
                break
    return len(steps)


def cell(features: np.ndarray, truth: np.ndarray, given: argparse.Namespace) -> dict[str, Any]:
    """Measure one set at one prevalence: how often the bound holds after a short search, the cost after a long one."""
    rows, belief = search(features, truth, 0, given.rounds)[-1]
    total, n = int(truth.sum()), len(truth)
    open_ = np.setdiff1d(np.arange(n), rows)
    found = int(truth[rows].sum())
    once = always = 0
    planned = images_needed((), GOAL, found, len(open_))
    for number in range(given.simulations):
        audit = uniform(truth, open_, found, np.random.default_rng([number, 1]))
        always += not excluded([audit], total)
        once += not excluded([first(audit, planned)], total)
    ranked = [row for row in np.argsort(-belief, kind="stable").tolist() if row not in set(rows.tolist())]
    hits = found + np.cumsum(truth[ranked])
    searched = 0 if found >= SEARCHED * total else int(np.argmax(hits >= SEARCHED * total)) + 1
    open_ = np.array(ranked[searched:])
    found = int(hits[searched - 1]) if searched else found
    costs: dict[str, list[int]] = {"before": [], "score": [], "mostly": [], "uniform": [], "predicted": []}
    for number in range(given.draws):
        rng = np.random.default_rng([number, 2])
        half = by_score(truth, open_, found, belief, 0.5, rng)
        costs["before"].append(before(half, GOAL))
        costs["score"].append(now(half, GOAL))
        costs["mostly"].append(now(by_score(truth, open_, found, belief, 0.9, rng), GOAL))
        costs["uniform"].append(now_uniform(uniform(truth, open_, found, rng), GOAL))
        costs["predicted"].append(predicted(truth, open_, found, belief, 0.9, rng))
    return {
        "images": n,
        "relevant": total,
        "once": once / given.simulations,
        "always": always / given.simulations,
        "open": len(open_),
        "left": total - found,
        "said": images_needed((), GOAL, found, len(open_)),
        **{name: float(np.median(values)) for name, values in costs.items()},
    }


def main(given: argparse.Namespace) -> None:
    """Measure, publish, and write the page."""
    cells = []
    for name, raw in sources(given.sets, given.places).items():
        for prevalence in PREVALENCES:
            features, truth = rare(raw, prevalence, np.random.default_rng([0, 2]))
            cells.append({"data": name, "prevalence": prevalence, **cell(features, truth, given)})
            print(cells[-1], flush=True)
    settings = {"simulations": given.simulations, "rounds": given.rounds, "draws": given.draws, "batch": BATCH}
    settings |= {"recall": GOAL.recall, "confidence": GOAL.confidence, "searched": SEARCHED, "audit": AUDIT}
    given.places.publish("certificate", {"settings": settings, "cells": cells})
    write_page(given.places.docs / "stopping.md", stopping.page(given.places), check=False)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
