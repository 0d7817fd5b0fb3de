"""Write docs/benchmark.md from the results in benchmarks/published.

python -m benchmarks.page
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from annotator.experiments.specification import NO_FEEDBACK
from annotator.simulate import sparkline
from benchmarks import (
    beyond_page,
    extraction_page,
    keys_page,
    metadata,
    tiles_page,
    views,
    words_page,
    wrong_answers_page,
)
from benchmarks.command import PAGE, Places, in_words, run, write_page

OPTIONS = PAGE[1:]
TITLES = {
    "butterflies": "Butterflies, held-out images",
    "digits": "Handwritten digits",
    "waste-squeezenet": "Photos of waste, SqueezeNet features",
    "waste-mobilenet": "Photos of waste, MobileNet features",
    "waste-lite0": "Photos of waste, Lite0 features",
}
ABOUT = {
    "butterflies": "1,000 images in the pool and 500 others to rank, 50 features, 5 classes; the protocol of the "
    "reference implementation: prior mean 0, length scale 2.5, noise 1e-6.",
    "digits": "1,797 images of 8 x 8 pixels, 10 classes, all in the pool; the defaults of version 0.1.0.",
    "waste-squeezenet": "1,264 photos, 512 features, 6 classes of 69 to 297 photos, all in the pool; the "
    "defaults of version 0.1.0.",
    "waste-mobilenet": "The same photos with 1,280 features from another network.",
    "waste-lite0": "The same photos with the 1,280 features that the program computes; three classes, on which nothing "
    "was chosen, and the present defaults.",
}
FIXED = {
    "MCMI": "the reference maximizes the entropy it is meant to minimize; the sign is fixed",
    "RBMAL": "the reference leaves an image out of every batch and ignores the distances within it",
    "SUD": "the reference uses a distance as a similarity, so it prefers outliers",
    "USDM": "the reference stops its solver far from a solution and prefers certain images; both are fixed",
    "AdaptAL": "the reference updates densities with old labels; this is fixed",
}
"""Defects of the reference implementation that explain a difference."""

HEAD = """\
# Benchmark

<!-- written by python -m benchmarks.page from benchmarks/published; python -m benchmarks.publish runs it again -->

The default settings on eleven sets of features, and every strategy on five of them: on four with twenty searches or
more and the defaults of version 0.1.0 (prior mean -0.5 and another kernel on the neighbor graph), on one with six and
the present defaults. The user is simulated. All strategies start from the same images. `annotator benchmark` runs such
experiments with your own features; see [experiments.md](experiments.md).

- **area**: area under the curve of average precision over the rounds, divided by the number of rounds: 1 is a perfect
  ranking from the start. The interval is a 95 % bootstrap over classes and searches.
- **ital is better by**: mean difference of the areas over the same searches, with its interval; *p* of a Wilcoxon
  signed-rank test, corrected for all comparisons of the table (Holm); the searches in which `ital` is better, equal,
  worse.
- **recall@40, @100**: share of the relevant images among the first 40 or 100 that the user sees: first the start and
  the batches, then the last ranking from the top.
- **WSS@95**: work saved over random order until 95 % of the relevant images are found.
- **ms**: median time to choose a batch after the last answer, one thread.
- **AP**: average precision per round, one bar each.
- `no-feedback` goes down the first ranking and never learns.

The area measures how fast the *ranking* improves. To *collect* images, look at recall: `topscoring` shows likely
relevant images instead of informative ones. With a perfect user, `ital` and `entropy` are the same criterion; they
differ if answers are missing or wrong. Searches for the same class share their images, so *p* is somewhat too small;
the intervals account for it.
"""

TABLES = ("butterflies", "digits", "waste", "photos")
MEASURED: dict[str, Callable[[dict[str, Any]], float]] = {
    "area": lambda entry: entry["interval"][0],
    "recall@40": lambda entry: entry["measures"]["recall_40"],
    "recall@100": lambda entry: entry["measures"]["recall_100"],
    "WSS@95": lambda entry: entry["measures"]["wss_95"],
}

REFERENCE = """\
## Against the reference implementation

The searches of the reference implementation of ITAL (cvjena/ITAL, configs/butterflies.conf): the same initial images,
the same pool, the same measure. Area as above (the reference divides by rounds + 1, a factor of 10/11). "Difference" is
the largest difference of the mean average precision in any round.

| learner | strategy | searches | area | 95 % interval | reference's area | last AP, reference's | difference | |
|---|---|---|---|---|---|---|---|---|
"""


def page(places: Places) -> str:
    """Return the page."""
    read = places.read
    parts = [HEAD]
    everything = {name: read(name) for name in TABLES}
    parts.append(beyond_page.section(read("beyond")))
    parts.append(beyond_page.calibration(read("calibration")))
    parts.append(beyond_page.likelihoods(read("likelihood")))
    parts.append(keys_page.section(read("keys")))
    parts.append(wrong_answers_page.section(read("wrong_answers")))
    parts.append(words_page.section(read("words")))
    parts.append(extraction_page.section(read("extraction")))
    parts.append(tiles_page.section(read("tiles")))
    parts.append(views.section(read("views")))
    parts.append(metadata.section(read("metadata")))
    parts.append(in_short([result for stored in everything.values() for result in stored["results"]]))
    parts.append(offered(places))
    for name, stored in everything.items():
        parts += [section(stored, result) for result in stored["results"]]
        if name == "butterflies":
            learners = read("butterflies_reference")["learners"]
            parts.append(REFERENCE + "".join(learner(name, entry) for name, entry in learners.items()))
    parts.append(f"Run with version {stored['version']} on {in_words(stored['machine'])}; times are indicative.\n")
    return "\n".join(parts)


def in_short(results: list[dict[str, Any]]) -> str:
    """Return, for every data set, the strategies better than, indistinguishable from and worse than the default."""
    lines = [
        "## Summary\n",
        "| data | better than `ital` (p < 0.05) | no significant difference | worse |",
        "|---|---|---|---|",
    ]
    for result in results:
        groups: dict[str, list[str]] = {"better": [], "same": [], "worse": []}
        others = result["compared"]["with"].items()
        for name, other in sorted(others, key=lambda item: item[1]["difference"][0]):
            kind = "same" if other["p_holm"] >= 0.05 else "better" if other["difference"][0] < 0 else "worse"
            groups[kind].append(f"`{name}`")
        lines.append("| " + " | ".join([TITLES[result["data"]], *map(", ".join, groups.values())]) + " |")
    return "\n".join(lines) + "\n"


def offered(places: Places) -> str:
    """Return which strategy is best where, and which are offered at once."""
    where: dict[str, list[str]] = {}
    for what, name in best_somewhere(places):
        where.setdefault(name, []).append(what)
    lines = [
        "### Best somewhere\n",
        "The window and `annotator strategies` offer the strategies of this table, those of the goals, and some that "
        "people look for by name; *All strategies* and `annotator strategies --all` list the others, too. With so few "
        "searches, the best one is often best by chance.\n",
        "| strategy | best by |",
        "|---|---|",
        *(f"| `{name}` | {'; '.join(what)} |" for name, what in where.items()),
    ]
    return "\n".join(lines) + "\n"


def best_somewhere(places: Places) -> list[tuple[str, str]]:
    """Return what is measured on which data, and the strategy that is best there."""
    best = []
    for name in TABLES:
        stored = places.read(name)
        for result in stored["results"]:
            methods = {name: entry for name, entry in result["methods"].items() if name != NO_FEEDBACK}
            for title, value in MEASURED.items():
                first = max(methods, key=lambda name, value=value: value(methods[name]))
                best.append((f"{TITLES[result['data']]}: {title}", first))
    return best


def signed(value: float) -> str:
    """Return a difference with its sign, or without one for zero."""
    return f"{value:+.3f}" if abs(value) >= 0.0005 else "0.000"


def section(stored: dict[str, Any], result: dict[str, Any]) -> str:
    """Return the section about one data set."""
    settings = stored["settings"]
    compared = result["compared"]
    curve = "test_average_precision" if stored["measure"] == "test_area" else "average_precision"
    lines = [
        f"## {TITLES[result['data']]}\n",
        f"{ABOUT[result['data']]} {result['searches']} searches from {settings['examples']} relevant image each, "
        f"{settings['rounds']} rounds of {settings['batch_size']}.\n",
        f"| strategy | area | 95 % interval | {compared['method']} is better by | p | wins/ties/losses | recall@40 "
        "| @100 | WSS@95 | ms | AP |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    ranked = sorted(result["methods"].items(), key=lambda item: -item[1]["interval"][0])
    for name, entry in ranked:
        mean, low, high = entry["interval"]
        m = entry["measures"]
        other = compared["with"].get(name)
        cells = ["", "", ""]
        if other is not None:
            low_d, high_d = other["difference"][1:]
            cells[0] = f"{signed(other['difference'][0])} ({signed(low_d)} to {signed(high_d)})"
            cells[1] = "< 0.001" if other["p_holm"] < 0.001 else f"{other['p_holm']:.3f}"
            cells[2] = f"{other['wins']}/{other['ties']}/{other['losses']}"
        values = [f"`{name}`", f"{mean:.3f}", f"{low:.3f} to {high:.3f}", *cells]
        values += [
            f"{m['recall_40']:.3f}",
            f"{m['recall_100']:.3f}",
            f"{m['wss_95']:.3f}",
            f"{1000 * m['seconds']:.1f}",
        ]
        lines.append("| " + " | ".join([*values, sparkline(entry["curves"][curve])]) + " |")
    return "\n".join(lines) + "\n"


def learner(name: str, entry: dict[str, Any]) -> str:
    """Return the row of one learner of the reference implementation."""
    mean, low, high = entry["area"]
    theirs = entry["reference_area"]
    largest = max(abs(a - b) for a, b in zip(entry["curve"], entry["reference_curve"], strict=True))
    cells = [f"`{name}`", f"`{entry['strategy']}`", str(entry["searches"]), f"{mean:.3f}", f"{low:.3f} to {high:.3f}"]
    cells += [f"{theirs:.3f}", f"{entry['curve'][-1]:.3f}, {entry['reference_curve'][-1]:.3f}", f"{largest:.3f}"]
    return "| " + " | ".join([*cells, verdict(name, largest, low <= theirs <= high)]) + " |\n"


def verdict(name: str, largest: float, inside: bool) -> str:
    """Return whether two curves agree, and if not, why."""
    if largest < 0.0005:
        return "the same"
    remark = FIXED.get(name, "")
    if inside:
        return f"within the noise; {remark}" if remark else "within the noise"
    return remark or "differs"


def main(given: argparse.Namespace) -> None:
    """Write or check the page."""
    write_page(given.places.docs / "benchmark.md", page(given.places), check=given.check)


if __name__ == "__main__":
    run(main, OPTIONS)
