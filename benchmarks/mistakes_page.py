"""Write docs/mistakes.md from the stored results in benchmarks/published; see :mod:`benchmarks.mistakes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.model.label_quality import MODES, NOISE

RENEWED = "active, renewed"
"""Mode in which the list is recomputed after every answer."""

HEAD = """\
# Suspected mistakes

<!-- written by python -m benchmarks.mistakes --page from benchmarks/published; without --page it runs it again -->

Everybody presses a wrong key now and then. Annotator predicts every judgement from all the others and lists those that
do not fit, the most suspect first. Nothing changes until you decide: assign another label, or keep the label, and the
image is never suspected again.

- In the window: *View > Suspected mistakes*. The list updates with every new ranking.
- `annotator mistakes PROJECT` lists them with the reason. `annotator judge` changes a label, `annotator confirm
  PROJECT IMAGE...` keeps it, and `annotator undo` reverts either.
- In Python: `session.label_errors.find().run()` and `session.label_errors.confirm(images)`.

There are two tests of a judgement: the prediction of the relevance model without it (leave-one-out in closed form,
Rasmussen & Williams 2006, equation 5.12, with a noise variance of at least {noise:g}), and the vote of the five
nearest judged images. The mode `voting` lists what both contradict, `slimmed` what the model contradicts, and
`active` what both contradict, then what only one contradicts (after Zhao et al. 2019 and 2021). At least 20
judgements with 5 of either label are needed; with fewer, the program says so instead of guessing.

## Does it help?

A simulated user starts from one relevant image, judges 10 batches of 8 chosen by `ital`, and answers one in ten
wrongly. Then the first entries of the list are judged again, correctly: twice as many as there are mistakes, or the
whole list if it is shorter. The list is computed once, except where the table says *renewed*: there, every answer
updates it, as in the window. Half of the classes were used to choose the noise variance above (of 0.1, 0.2, 0.3, 0.5
and 1; other prior means, length scales and weights of vote and model gained almost nothing and were left out). The
figures are for the other half, with several searches per class.

- **found**: share of all mistakes that were found. **found, knowable**: share of the mistakes that leave-one-out *can*
  find, because a model of the same images with correct labels predicts the true label of the image from the others.
  **knowable**: their share of all mistakes.
- **AP**: average precision of the ranking of the collection (labeled relevant images first, labeled irrelevant ones
  last): with the mistakes; after the second look at the list computed once (`active`), and renewed; with correct
  labels for the same images; and for a separate search without mistakes. The interval of the loss against that search
  is a 95 % bootstrap over searches.
"""

REMAINS = """\
Where classes overlap, as in the photos of waste, a correct label can look as unlikely as a wrong one, and the list then
contains many correct labels. The loss has a second cause: a search with mistakes asks about other images than one
without, so it stays behind even with correct labels for all of them (last columns).
"""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    return "\n".join([HEAD.format(noise=NOISE), found_table(content), ap_table(content), goals(content)])


def found_table(content: dict[str, Any]) -> str:
    titles = ("set of features", "searches", "mistakes", "knowable", "mode", "looked at", "found", "found, knowable")
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for name, entry in content["sets"].items():
        runs = entry["searches"]
        mistakes, knowable = total(runs, "mistakes"), total(runs, "knowable")
        for mode in (*MODES, RENEWED):
            of_mode = [run[mode] for run in runs]
            cells = (
                name,
                str(len(runs)),
                str(mistakes),
                f"{knowable / mistakes:.0%}",
                mode,
                str(total(of_mode, "looked")),
                f"{total(of_mode, 'found') / mistakes:.0%}",
                f"{total(of_mode, 'found_knowable') / knowable:.0%}",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def ap_table(content: dict[str, Any]) -> str:
    titles = ("set of features", "with mistakes", "second look", "renewed", "same images, corrected", "clean search")
    lines = [f"| {' | '.join((*titles, 'lost by the second look'))} |", "|" + "---|" * (len(titles) + 1)]
    for name, entry in content["sets"].items():
        runs = entry["searches"]
        after = np.array([run["active"]["ap"] for run in runs])
        clean = np.array([run["ap_clean"] for run in runs])
        low, high = interval(clean - after)
        again = mean([run[RENEWED] for run in runs], "ap")
        means = (mean(runs, "ap_mistaken"), after.mean(), again, mean(runs, "ap_same_clean"), clean.mean())
        cells = " | ".join(f"{value:.3f}" for value in means)
        lines.append(f"| {name} | {cells} | {(clean - after).mean():.3f} ({low:.3f} to {high:.3f}) |")
    return "\n".join(lines) + "\n"


def goals(content: dict[str, Any]) -> str:
    """Return for which feature sets the goals are met, and which are missed by how much."""
    lines = [
        "The goals are to find four in five of the knowable mistakes, and to lose at most 0.03 of average precision",
        "against the clean search:",
        "",
    ]
    for mode in ("active", RENEWED):
        found, kept = [], []
        for name, entry in content["sets"].items():
            runs = entry["searches"]
            of_mode = [run[mode] for run in runs]
            if total(of_mode, "found_knowable") >= 0.8 * total(runs, "knowable"):
                found.append(name)
            if mean(runs, "ap_clean") - mean(of_mode, "ap") <= 0.03:
                kept.append(name)
        lines.append(f"- {mode}: found on {listed(found, content)}; precision kept on {listed(kept, content)}.")
    lines.append("")
    lines += REMAINS.splitlines()
    return "\n".join(lines) + "\n"


def listed(some: Sequence[str], content: dict[str, Any]) -> str:
    missing = [name for name in content["sets"] if name not in some]
    there = "; ".join(some) or "none"
    return there if not missing else f"{there} (missed: {'; '.join(missing)})"


def total(runs: Sequence[dict[str, Any]], key: str) -> int:
    return int(sum(run[key] for run in runs))


def mean(runs: Sequence[dict[str, Any]], key: str) -> float:
    return float(np.mean([run[key] for run in runs]))


def interval(values: np.ndarray[Any, Any], samples: int = 2000) -> tuple[float, float]:
    """Return a 95 % bootstrap interval of the mean."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, (samples, len(values))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975]).tolist()
    return low, high
