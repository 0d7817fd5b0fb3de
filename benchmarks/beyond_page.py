"""Section of docs/benchmark.md about the defaults, generated from benchmarks/published/beyond.json."""

from __future__ import annotations

from typing import Any

from benchmarks.beyond_methods import DEFAULT, FIND, REFERENCES, TOPSCORING

TITLES = {
    "digits": "Handwritten digits",
    "butterflies": "Butterflies",
    "waste-squeezenet": "Waste, SqueezeNet",
    "waste-mobilenet": "Waste, MobileNet",
}
HEAD = """\
## The defaults against the reference

The default settings against the reference's ITAL with its model (RBF kernel, prior mean 0, noise 1e-6) at the best of
three length scales per collection (half, once and twice the median distance), chosen afterwards in its favor. Eight
collections: four sets of features, whole and with the images of the class thinned to 2 %. Each search starts from one
relevant image and runs 10 rounds of 8 with a user who makes no mistakes. The defaults were chosen on half of the
classes; these searches look for the others. "Above" is the area above the curve of average precision, 0 for a ranking
that is perfect from the start. The interval of the difference is a 95 % bootstrap, *p* is of a Wilcoxon signed-rank
test. `python -m benchmarks.beyond` runs all of it.

"""
WHAT = {
    DEFAULT: "`mix`, Matern kernel and neighbor graph half and half, prior mean -0.5, noise 0.1",
    "+ prior mean": "the reference at the median length scale, with prior mean -0.5",
    "+ noise": "and noise 0.1",
    "+ Matern": "and the Matern kernel",
    "+ graph (all but EPIG)": "and the neighbor graph: the defaults, but with `ital`",
    "graph only": "the defaults with the graph alone",
    "without graph": "the defaults without the graph",
    "EPIG only": "the defaults with `epig`",
    "+ leave-one-out": "the defaults with `adapt`",
    "+ pseudo-labels": "the defaults with `pseudo_labels`, for which the model is rarely certain enough",
    "+ balance": "the defaults with `balance=1`",
    "find 1/4": "a quarter of every batch collects",
    "find 1/2": "half of every batch collects",
    FIND: "40 judgements collect, then learning starts",
    "topscoring": "`topscoring` on our model",
    TOPSCORING: "`topscoring` on an RBF kernel, prior mean -0.5, noise 0.01",
    "random": "random images on our model",
    "no feedback": "the first ranking, without learning",
}


def title(name: str) -> str:
    """Return the display name of a collection."""
    base = TITLES[name.removesuffix("-rare")]
    return f"{base}, rare" if name.endswith("-rare") else base


def section(stored: dict[str, Any]) -> str:
    """Return the complete section."""
    results = stored["results"]
    return "\n".join([HEAD + headline(results), ablation(results, stored["overall"]), find_mode(results)])


def reduction(results: list[dict[str, Any]]) -> tuple[float, int, int]:
    """Return the mean change of the area above the curve, and the numbers of significantly better and worse ones."""
    changes, better, worse = [], 0, 0
    for result in results:
        reference = result["methods"][result["reference"]]["above"][0]
        changes.append(result["methods"][DEFAULT]["above"][0] / reference - 1)
        compared = result["default_against"][result["reference"]]
        if compared["p"] < 0.05:
            better += compared["difference"][0] < 0
            worse += compared["difference"][0] > 0
    return sum(changes) / len(changes), better, worse


def hard(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the results without the easy collections, digits and butterflies."""
    return [result for result in results if not result["collection"].startswith(("digits", "butterflies"))]


def headline(results: list[dict[str, Any]]) -> str:
    mean, better, worse = reduction(results)
    rest = hard(results)
    hard_mean, hard_better, hard_worse = reduction(rest)
    lines = [
        f"**The area above the curve is {-mean:.0%} smaller on average, significantly (p < 0.05) smaller on {better} "
        f"of {len(results)} collections and significantly larger on {worse}. Digits and butterflies account for most "
        f"of this: on the other {len(rest)} collections it is {-hard_mean:.0%} smaller on average, significantly "
        f"smaller on {hard_better} and significantly larger on {hard_worse}.**\n",
        "| collection | searches | reference | above | defaults | change | difference | p | wins/ties/losses |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        reference, ours = (result["methods"][m]["above"][0] for m in (result["reference"], DEFAULT))
        c = result["default_against"][result["reference"]]
        mean, low, high = c["difference"]
        p = "< 0.001" if c["p"] < 0.001 else f"{c['p']:.3f}"
        lines.append(
            f"| {title(result['collection'])} | {result['searches']} | {result['reference']} | "
            f"{reference:.3f} | {ours:.3f} | {ours / reference - 1:+.0%} | "
            f"{mean:+.3f} ({low:+.3f} to {high:+.3f}) | {p} | {c['wins']}/{c['ties']}/{c['losses']} |"
        )
    return "\n".join(lines) + "\n"


def ablation(results: list[dict[str, Any]], overall: dict[str, list[float]]) -> str:
    names = [result["collection"] for result in results]
    lines = [
        "### What each part adds\n",
        "Area above the curve, smaller is better: *mean* over the collections, and *above the defaults by* over all "
        "searches with a 95 % bootstrap interval over classes and searches. Rows that start with + add to the row "
        "before, up to the graph; later ones add to the defaults. An asterisk marks methods that differ from the "
        "defaults with p < 0.05 after Holm's correction. Most of the gain comes from the neighbor graph, combined with "
        "features rather than alone. EPIG slots (which helped on the classes on which the defaults were chosen, and on "
        "common ones), leave-one-out, pseudo-labels and balanced noise did not help here.\n",
        "| method | what it is | mean | above the defaults by | " + " | ".join(title(name) for name in names) + " |",
        "|---|---|---|---|" + "---|" * len(names),
    ]
    for method in results[0]["methods"]:
        values = [result["methods"][method]["above"][0] for result in results]
        cells = []
        for result, value in zip(results, values, strict=True):
            compared = result["default_against"].get(method)
            cells.append(f"{value:.3f}" + ("*" if compared and compared["p_holm"] < 0.05 else ""))
        what = "the reference at this length scale" if method in REFERENCES else WHAT[method]
        mean, low, high = overall[method]
        by = "" if method == DEFAULT else f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"
        lines.append(f"| {method} | {what} | {sum(values) / len(values):.3f} | {by} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def find_mode(results: list[dict[str, Any]]) -> str:
    lines = [
        "### Collecting first",
        "",
        "`mix` with `collect_first=40` against `topscoring` on an RBF kernel: images found with 40 judgements, "
        "and average precision after 80.",
        "",
        "| collection | found in 40 | topscoring | difference | AP after 80 | topscoring | difference |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        ours, theirs = result["methods"][FIND], result["methods"][TOPSCORING]
        found, last = (result[f"find_{kind}_against_topscoring"]["difference"] for kind in ("found", "last"))
        lines.append(
            f"| {title(result['collection'])} | {ours['found_40']:.1f} | {theirs['found_40']:.1f} | "
            f"{found[0]:+.1f} ({found[1]:+.1f} to {found[2]:+.1f}) | {ours['last']:.3f} | {theirs['last']:.3f} | "
            f"{last[0]:+.3f} ({last[1]:+.3f} to {last[2]:+.3f}) |"
        )
    sums = [sum(r["methods"][m]["found_40"] for r in results) for m in (FIND, TOPSCORING)]
    gained = sum(r["methods"][FIND]["last"] - r["methods"][TOPSCORING]["last"] for r in results) / len(results)
    lines.append("")
    lines.append(
        f"Over all collections it finds {100 * sums[0] / sums[1]:.1f} % of what `topscoring` finds in 40 judgements, "
        f"and its average precision after 80 differs by {100 * gained:+.1f} points."
    )
    return "\n".join(lines) + "\n"


def likelihoods(results: list[dict[str, Any]]) -> str:
    """Return the section about Gaussian-process classification."""
    names = list(results[0]["means"])
    lines = [
        "### Regression or classification",
        "",
        "The model is regression on the labels. Classification with a logistic likelihood (Laplace's approximation, "
        "prior variances 4 and 16) with the same kernel and judgements ranks no better and its probabilities are less "
        "accurate, so it is not offered. Means of average precision and Brier score (smaller is better) on the "
        "unjudged images, over the searches on which the defaults were chosen; `python -m benchmarks.likelihood`.",
        "",
        "| collection | judgements | " + " | ".join(names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    for result in results:
        cells = [f"{ap:.3f}, {brier:.3f}" for ap, brier in result["means"].values()]
        lines.append(f"| {title(result['collection'])} | {result['judged']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
