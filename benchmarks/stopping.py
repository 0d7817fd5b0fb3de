"""Measure how often stated ranges and bounds hold, and write docs/stopping.md from stored results.

python -m benchmarks.stopping           measure, publish and write the page
python -m benchmarks.stopping --page    write the page from stored results
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

import numpy as np

from annotator.engine import Engine
from annotator.experiments.data.collections import hdf5
from annotator.experiments.data.dataset_options import Options, Raw
from annotator.experiments.data.tables import digits
from annotator.experiments.specification import DataSource
from annotator.numerics.chance import probability
from annotator.parameters import ModelSettings
from annotator.stopping.advice import LEAST_DRAWN, LEAST_SEEN
from annotator.stopping.audit import AuditRound, draw, estimate, inclusion_probabilities
from annotator.stopping.certificate import excluded, upper_bound
from annotator.types import Snapshot
from benchmarks.certificate_page import section
from benchmarks.command import PAGE, Places, option, run, write_page
from benchmarks.data import FILES

PREVALENCES = (0.01, 0.05, 0.2)
SHARE = 0.5
SETS = ("digits", "butterflies", "waste-squeezenet", "waste-mobilenet")
OPTIONS = (
    *PAGE,
    option(
        "--sets", nargs="+", default=list(SETS), tiny=["digits"], choices=SETS, metavar="NAME", help="sets of features"
    ),
    option("--searches", type=int, default=3, tiny=1, help="searches for each set and prevalence"),
    option("--repeats", type=int, default=70, tiny=3, help="audit simulations of each search"),
    option("--rounds", type=int, default=12, tiny=3, help="rounds of a search"),
)
BATCH, AUDIT = 8, 6

TEXT = """\
# When to stop

<!-- written by python -m benchmarks.stopping --page from benchmarks/published/stopping.json -->

No method can guarantee that every relevant image is found, short of looking at all of them. *Progress* in the window
(`Ctrl+P`) and `annotator progress PROJECT` show several estimates, each with its assumption. They are advice and
never stop you. `annotator progress PROJECT --plot FILE.svg --csv FILE.csv` writes the plots and their numbers
(`judged`, `found`, `round`), as does *Save the plots…* in the window.

- **Judgements since the latest relevant image** and **CMH**, a test by Callaghan and Müller-Hansen (2020), need only
  your judgements. Both assume that the latest images represent what is left, which no search guarantees.
- **Knee** (Cormack & Grossman 2016) and **SAFE** (Boetje & van de Schoot 2024) are practical rules for large reviews.
- **Audits** are random images. *Draw a random sample…* in the window, or `annotator audit PROJECT -k 20`, draws some
  with known probabilities; judge all of them. They find few relevant images, but only they provide information about
  images that were never shown. A draw cannot be undone, because a draw that can be taken back is not random; its
  judgements can be undone like any others.
- **The likely range** of the number of relevant images follows from the audits (Horvitz & Thompson 1952, with the
  interval of Fay & Feuer 1997). It is an estimate, not a guarantee, and is shown once the audits contain at least
  {seen} relevant images among at least {drawn}.
- **At least x % found** is a bound that fails in at most 5 of 100 searches, whatever the model predicts and whenever
  you look. It is loose: there is no cheap guarantee for rare things. *Certify* below says what a good one costs.
- **The number the calibrated model expects** is the sum of P(relevant) over the unlabeled images, from a logistic
  curve fitted to leave-one-out scores and audits. It is the model's prediction and has no interval, because none was
  measured.

Unsure images, and drawn images that are not judged yet, count as relevant at upper ends and as irrelevant at lower
ends. None of this accounts for mistakes in the judgements of audits: judge audits with care.

## How often they hold

Simulated searches with `ital`, prior mean {prior_mean} (the default is {default}), a user without mistakes,
{rounds} rounds of {batch} images and an audit of {audit} in each, of which a share of {share} ignores the ranking.
Relevant images are classes, merged or thinned to the prevalence; every row is {repeats} audit simulations over
{searches} searches. "Bound holds" means in all rounds of a simulation; its median is after the last round. The range
is evaluated after the last round. "Range shown" is the share of simulations with enough audits for it, and *range
holds* is the coverage among these. Both aim at 95 %.

| data | images | relevant | prevalence | bound holds | median bound | range shown | range holds | median range |
|---|---|---|---|---|---|---|---|---|
"""


def sources(names: Iterable[str], places: Places) -> dict[str, Raw]:
    """Return data sets by name."""
    loaded = {}
    for name in names:
        if name == "digits":
            loaded[name] = digits(Options(DataSource("digits", "digits", {})))[0]
        else:
            features, classes = (str(places.shared(part)) for part in FILES[name])
            options = {"features": features, "classes": classes}
            loaded[name] = hdf5(Options(DataSource(name, "hdf5", options)))[0]
    return loaded


def rare(raw: Raw, prevalence: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return features and truth with classes merged and reduced to a prevalence."""
    truth = np.zeros(len(raw.features), np.bool_)
    for name in rng.permutation(sorted(raw.truth)):
        truth |= np.asarray(raw.truth[name]) > 0
        if truth.mean() >= prevalence:
            break
    positives = rng.permutation(np.flatnonzero(truth))
    count = round(prevalence / (1 - prevalence) * np.count_nonzero(~truth))
    keep = np.sort(np.concatenate([np.flatnonzero(~truth), positives[:count]]))
    return raw.features[keep], truth[keep]


class Rows:
    """In-memory features."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = np.ascontiguousarray(values)
        self.n, self.d = values.shape

    def rows(self, index: np.ndarray) -> np.ndarray:
        """Return rows."""
        return self.values[index]

    def blocks(self, rows_per_block: int) -> Any:
        """Yield blocks."""
        for start in range(0, self.n, rows_per_block):
            yield start, self.values[start : start + rows_per_block]


def search(features: np.ndarray, truth: np.ndarray, seed: int, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (judged rows, P(relevant)) at the start of every round."""
    engine = Engine(Rows(features))
    rows = np.random.default_rng(seed).choice(np.flatnonzero(truth), 1)
    rounds = []
    for number in range(1, count + 1):
        y = np.where(truth[rows], 1.0, -1.0)
        none = np.empty(0, np.int64)
        shot = Snapshot(
            number, number, rows, y, none, np.empty((0, features.shape[1])), "ital", {}, BATCH, (seed, number),
            ModelSettings(),
        )  # fmt: skip
        chosen = engine.select(shot)
        rounds.append((rows, probability(chosen.mean, chosen.std)))
        rows = np.concatenate([rows, chosen.rows])
    return rounds


def audited(rounds: list[tuple[np.ndarray, np.ndarray]], truth: np.ndarray, seed: int) -> list[AuditRound]:
    """Draw audits for a simulated search."""
    rng = np.random.default_rng([seed, 1])
    drawn = np.empty(0, np.int64)
    audits = []
    for rows, belief in rounds:
        open_ = np.ones(len(truth), np.bool_)
        open_[rows] = False
        open_[drawn] = False
        left = np.flatnonzero(open_)
        pi = inclusion_probabilities(belief[left], AUDIT, SHARE)
        taken = draw(pi, rng)
        relevant = truth[left[taken]].astype(np.float64)
        audits.append(AuditRound(int(truth[~open_].sum()), len(left), AUDIT * SHARE / len(left), pi[taken], relevant))
        drawn = np.concatenate([drawn, left[taken]])
    return audits


def cell(raw: Raw, prevalence: float, given: argparse.Namespace) -> dict[str, Any]:
    """Measure one data set at one prevalence."""
    holds, bounds, shown, inside, widths = [], [], [], [], []
    for seed in range(given.searches):
        features, truth = rare(raw, prevalence, np.random.default_rng([seed, 2]))
        played, total = search(features, truth, seed, given.rounds), int(truth.sum())
        for repeat in range(given.repeats):
            audits = audited(played, truth, seed * given.repeats + repeat)
            holds.append(not excluded(audits, total))
            bounds.append(min(upper_bound(audits), len(truth)))
            found = estimate(audits)
            assert found is not None
            shown.append(found.seen >= LEAST_SEEN and found.drawn >= LEAST_DRAWN)
            if shown[-1]:
                inside.append(found.low <= total <= found.high)
                widths.append((found.low, found.high))
    low, high = np.median(widths, axis=0).tolist() if widths else (None, None)
    return {
        "images": len(truth),
        "relevant": total,
        "prevalence": prevalence,
        "simulations": len(holds),
        "bound_holds": float(np.mean(holds)),
        "bound": float(np.median(bounds)),
        "range_shown": float(np.mean(shown)),
        "range_holds": float(np.mean(inside)) if inside else None,
        "range": [low, high],
    }


def measure(given: argparse.Namespace) -> None:
    """Measure everything, print and publish."""
    cells = []
    settings = {"searches": given.searches, "repeats": given.searches * given.repeats, "rounds": given.rounds}
    settings |= {
        "batch": BATCH,
        "audit": AUDIT,
        "share": SHARE,
        "prior_mean": ModelSettings().prior_mean,
    }
    for name, raw in sources(given.sets, given.places).items():
        for prevalence in PREVALENCES:
            cells.append({"data": name, **cell(raw, prevalence, given)})
            print(cells[-1], flush=True)
    given.places.publish("stopping", {"settings": settings, "cells": cells})


def page(places: Places) -> str:
    """Return the page of stored results."""
    stored = places.read("stopping")
    head = TEXT.format(seen=LEAST_SEEN, drawn=LEAST_DRAWN, default=ModelSettings().prior_mean, **stored["settings"])
    lines = [head]
    for c in stored["cells"]:
        values = [c["data"], str(c["images"]), str(c["relevant"]), f"{100 * c['prevalence']:.0f} %"]
        values += [f"{100 * c['bound_holds']:.0f} %", f"{c['bound']:.0f}", f"{100 * c['range_shown']:.0f} %"]
        if c["range_holds"] is None:
            values += ["", ""]
        else:
            low, high = c["range"]
            values += [f"{100 * c['range_holds']:.0f} %", f"{low:.0f} to {high:.0f}"]
        lines.append("| " + " | ".join(values) + " |\n")
    return "".join(lines) + section(places.read("certificate"))


def main(given: argparse.Namespace) -> None:
    """Measure, and write the page."""
    if not (given.page or given.check):
        measure(given)
    write_page(given.places.docs / "stopping.md", page(given.places), check=given.check)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
