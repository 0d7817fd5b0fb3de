"""Section of docs/benchmark.md about the defaults, generated from benchmarks/published/beyond.json."""

from __future__ import annotations

import math
from typing import Any

from benchmarks.beyond_methods import DEFAULT, FIND, METHODS, REFERENCES, TOPSCORING, WRONG

TITLES = {
    "digits": "Handwritten digits",
    "butterflies": "Butterflies",
    "waste-squeezenet": "Waste, SqueezeNet",
    "waste-mobilenet": "Waste, MobileNet",
    "waste-lite0": "Waste, Lite0",
    "things-squeezenet": "Things, SqueezeNet",
    "things-lite0": "Things, Lite0",
    "pets-squeezenet": "Pets, SqueezeNet",
    "pets-lite0": "Pets, Lite0",
    "textures-squeezenet": "Textures, SqueezeNet",
    "textures-lite0": "Textures, Lite0",
}
EASY = ("digits", "butterflies")
"""Sets with clear clusters, which photos do not have; they are no part of the headline."""

HEAD = """\
## The defaults against the reference

The default settings against the reference's ITAL with its model (RBF kernel, prior mean 0, noise 1e-6) at the best of
three length scales per collection (half, once and twice the median distance), chosen afterwards in its favor. Eleven
sets of features, whole and with the images of the class thinned to 2 %. Each search starts from one relevant image and
runs 10 rounds of 4 with a user who makes no mistakes. The defaults were chosen on half of the classes; these searches
look for the others. "Above" is the area above the curve of average precision, 0 for a ranking that is perfect from the
start. The interval of the difference is a 95 % bootstrap, *p* is of a Wilcoxon signed-rank test; differences of a few
percent on one collection are noise. `python -m benchmarks.beyond` runs all of it, and `benchmarks/published` has every
search.

"""
OTHERWISE = """
On the classes on which the defaults were chosen, none of these was better over all sets: a share of every batch for
likely relevant images, whether always, in the first batch, or while few were relevant; a heat kernel or another reach
on the graph; more or less noise; another weight of the graph; ranking by P instead of the mean. Above 48 judgements,
which these searches do not reach, the graph has a fifth of its weight: longer searches for those classes ranked better
with it, above all where few images were relevant.
"""
WHAT = {
    DEFAULT: "`mix`, Matern kernel and neighbor graph half and half, prior mean -1, noise 0.1",
    "ital": "the model of the defaults with the strategy of the reference",
    "without graph": "the defaults without the graph",
    FIND: "the goal of finding: the top of the ranking",
    TOPSCORING: "`topscoring` on an RBF kernel, prior mean -0.5, noise 0.01",
    "random": "random images on our model",
    "no feedback": "the first ranking, without learning",
    WRONG[0]: "the defaults, if 5 % of the answers are wrong",
    WRONG[1]: "the defaults, if 10 % of the answers are wrong",
}


def title(name: str) -> str:
    """Return the display name of a collection."""
    base = TITLES[name.removesuffix("-rare")]
    return f"{base}, rare" if name.endswith("-rare") else base


def section(stored: dict[str, Any]) -> str:
    """Return the complete section."""
    results = stored["results"]
    return "\n".join([HEAD + headline(results), ablation(results, stored["overall"]), find_mode(results)])


def change(result: dict[str, Any], method: str = DEFAULT, against: str = "") -> float:
    """Return the relative change of the area above the curve by a method, by default from the reference's best."""
    methods = result["methods"]
    return float(methods[method]["above"][0] / methods[against or result["reference"]]["above"][0] - 1)


def reduction(results: list[dict[str, Any]]) -> tuple[float, int, int]:
    """Return the geometric mean change of the area, and the numbers of significantly better and worse collections."""
    compared = [result["default_against"][result["reference"]] for result in results]
    clear = [one["difference"][0] for one in compared if one["p"] < 0.05]
    mean = math.exp(sum(math.log1p(change(result)) for result in results) / len(results)) - 1
    return mean, sum(d < 0 for d in clear), sum(d > 0 for d in clear)


def photos(results: list[dict[str, Any]], rare: bool | None = None) -> list[dict[str, Any]]:
    """Return the results of photos: not those of digits and butterflies; only the rare or the whole ones if asked."""
    there = [one for one in results if not one["collection"].startswith(EASY)]
    return [one for one in there if rare in (None, one["collection"].endswith("-rare"))]


def said(results: list[dict[str, Any]]) -> str:
    """Return the headline in a few sentences."""
    sentences = []
    for name, rare in (("photos", False), ("photos of which 2 % are relevant", True)):
        if group := photos(results, rare=rare):
            mean, better, worse = reduction(group)
            sentences.append(
                f"On {len(group)} collections of {name}, the area above the curve is {-mean:.0%} smaller than the "
                f"reference's (geometric mean), significantly (p < 0.05) smaller on {better} and larger on {worse}."
            )
    apart = [f"{title(one['collection'])} {change(one):+.0%}" for one in results if one not in photos(results)]
    if apart:
        sentences.append(f"Collections with clear clusters, not included: {'; '.join(apart)}.")
    return " ".join(sentences)


def headline(results: list[dict[str, Any]]) -> str:
    lines = [
        f"**{said(results)}**\n",
        "| collection | searches | reference | above | defaults | change | difference | p | wins/ties/losses |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        reference, ours = (result["methods"][m]["above"][0] for m in (result["reference"], DEFAULT))
        c = result["default_against"][result["reference"]]
        mean, low, high = (*c["difference"], float("nan"), float("nan"))[:3]
        p = "< 0.001" if c["p"] < 0.001 else f"{c['p']:.3f}"
        lines.append(
            f"| {title(result['collection'])} | {result['searches']} | {result['reference']} | "
            f"{reference:.3f} | {ours:.3f} | {change(result):+.0%} | "
            f"{mean:+.3f} ({low:+.3f} to {high:+.3f}) | {p} | {c['wins']}/{c['ties']}/{c['losses']} |"
        )
    return "\n".join(lines) + "\n"


def ablation(results: list[dict[str, Any]], overall: dict[str, list[float]]) -> str:
    names = [result["collection"] for result in results]
    lines = [
        "### Other methods\n",
        "Area above the curve, smaller is better: *mean* over the collections, and *above the defaults by* over all "
        "searches with a 95 % bootstrap interval over classes and searches. An asterisk marks methods that differ from "
        "the defaults with p < 0.05 after Holm's correction.\n",
        "| method | what it is | mean | above the defaults by | " + " | ".join(title(name) for name in names) + " |",
        "|---|---|---|---|" + "---|" * len(names),
    ]
    for method in METHODS:
        values = [result["methods"][method]["above"][0] for result in results]
        cells = []
        for result, value in zip(results, values, strict=True):
            compared = result["default_against"].get(method)
            cells.append(f"{value:.3f}" + ("*" if compared and compared["p_holm"] < 0.05 else ""))
        what = "the reference at this length scale" if method in REFERENCES else WHAT[method]
        mean, low, high = overall[method]
        by = "" if method == DEFAULT else f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"
        lines.append(f"| {method} | {what} | {sum(values) / len(values):.3f} | {by} | " + " | ".join(cells) + " |")
    losses = []
    for method in WRONG:
        lost = [one["methods"][DEFAULT]["last"] - one["methods"][method]["last"] for one in photos(results)]
        losses.append(f"{sum(lost) / len(lost):.3f}")
    lines.append(
        f"\nWith 5 and 10 % of wrong answers, the last average precision on photos is {' and '.join(losses)} lower."
    )
    return "\n".join(lines) + "\n" + OTHERWISE


def find_mode(results: list[dict[str, Any]]) -> str:
    lines = [
        "### Finding",
        "",
        "The goal *Find as many as possible, fast* (`mix` with `find=1`) against `topscoring` on an RBF kernel: "
        "relevant images among 40 judgements, and average precision afterwards.",
        "",
        "| collection | found in 40 | topscoring | difference | AP after 40 | topscoring | difference |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        ours, theirs = result["methods"][FIND], result["methods"][TOPSCORING]
        found, last = (result[f"find_{kind}_against_topscoring"]["difference"] for kind in ("found", "last"))
        found, last = ([*one, float("nan"), float("nan")][:3] for one in (found, last))
        lines.append(
            f"| {title(result['collection'])} | {ours['found']:.1f} | {theirs['found']:.1f} | "
            f"{found[0]:+.1f} ({found[1]:+.1f} to {found[2]:+.1f}) | {ours['last']:.3f} | {theirs['last']:.3f} | "
            f"{last[0]:+.3f} ({last[1]:+.3f} to {last[2]:+.3f}) |"
        )
    sums = [sum(r["methods"][m]["found"] for r in results) for m in (FIND, TOPSCORING)]
    gained = sum(r["methods"][FIND]["last"] - r["methods"][TOPSCORING]["last"] for r in results) / len(results)
    lines.append("")
    lines.append(
        f"Over all collections it finds {100 * sums[0] / sums[1]:.1f} % of what `topscoring` finds in 40 judgements, "
        f"and its average precision after 40 differs by {100 * gained:+.1f} points."
    )
    return "\n".join(lines) + "\n"


def calibration(results: list[dict[str, Any]]) -> str:
    """Return the section about the probability that the window shows."""
    lines = [
        "### Probabilities",
        "",
        "Expected calibration error (ten steps) of P(relevant), as the window shows it, on the unjudged images of "
        "these searches: the mean difference between the probability and the share of relevant images. "
        "`python -m benchmarks.calibration`.",
        "",
        "| collection | judgements | error |",
        "|---|---|---|",
    ]
    lines += [f"| {title(one['collection'])} | {one['judged']} | {one['shown']:.3f} |" for one in results]
    means = [
        f"{sum(errors) / len(errors):.3f} after {judged} judgements (largest {max(errors):.3f})"
        for judged in dict.fromkeys(one["judged"] for one in results)
        if (errors := [one["shown"] for one in results if one["judged"] == judged])
    ]
    return "\n".join(lines) + f"\n\nThe mean is {' and '.join(means)}.\n"


def likelihoods(results: list[dict[str, Any]]) -> str:
    """Return the section about Gaussian-process classification."""
    names = list(results[0]["means"])
    lines = [
        "### Regression or classification",
        "",
        "The model is regression on the labels. Classification with a logistic likelihood (Laplace's approximation, "
        "prior variances 4 and 16) with the same kernel and judgements ranks no better and its probabilities are less "
        "accurate, so it is not offered. Means of average precision and Brier score (smaller is better) on the "
        "unjudged images, with the defaults of version 0.1.0; `python -m benchmarks.likelihood`.",
        "",
        "| collection | judgements | " + " | ".join(names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    for result in results:
        cells = [f"{ap:.3f}, {brier:.3f}" for ap, brier in result["means"].values()]
        lines.append(f"| {title(result['collection'])} | {result['judged']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
