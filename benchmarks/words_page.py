"""The section of docs/benchmark.md about words; see :mod:`benchmarks.words`."""

from __future__ import annotations

from typing import Any

NAMES = {"waste": "Photos of waste", "things": "Things", "textures": "Textures", "pets": "Pets", "all": "All"}
TITLES = {"neither": "first look", "example": "one example", "words": "words", "both": "both"}
ABOUT = """\
## Words

Searches that begin with words, with one relevant image drawn at random, with both, or with neither: 10 rounds of 8 with
a user who makes no mistakes, on features of EfficientNet-Lite0. Everything about words was chosen on half of the
classes (the first, third, ... in order of name), but for the similarity below which nothing answers, which was set
after a look at the similarities of some of these words, too. These searches look for the other classes, each in two or
three phrasings that were written down before any was tried. "AP" is the average precision of the first ranking, before
any judgement; a first look has none, and its AP is the share of relevant images. "Above" is the area above the curve of
average precision, smaller is better. Differences are those of the areas of words (or both) and the other start, with a
95 % bootstrap interval over classes and phrasings, *p* of a Wilcoxon signed-rank test (Holm), and wins/ties/losses.
`python -m benchmarks.words` runs all of it.
"""


def section(stored: dict[str, Any]) -> str:
    """Return the section."""
    results = stored["results"]
    lines = [ABOUT, _headline(results[-1])]
    lines.append(
        "| collection | searches | "
        + " | ".join(f"AP, {TITLES[start]}" for start in TITLES)
        + " | "
        + " | ".join(f"above, {TITLES[start]}" for start in TITLES)
        + " |"
    )
    lines.append("|---" * (2 + 2 * len(TITLES)) + "|")
    for result in results:
        starts = result["starts"]
        first = [f"{starts[start]['first']:.3f}" for start in TITLES]
        above = [f"{starts[start]['above'][0]:.3f}" for start in TITLES]
        lines.append("| " + " | ".join([NAMES[result["collection"]], str(result["queries"]), *first, *above]) + " |")
    lines.append("\n| collection | words against first look | words against one example | both against one example |")
    lines.append("|---|---|---|---|")
    pairs = (("words", "neither"), ("words", "example"), ("both", "example"))
    for result in results:
        cells = [_compared(result["against"][start][other]) for start, other in pairs]
        lines.append("| " + " | ".join([NAMES[result["collection"]], *cells]) + " |")
    lines.append("\n" + _not_understood(stored["searches"]))
    return "\n".join(lines) + "\n"


def _headline(whole: dict[str, Any]) -> str:
    above = {start: whole["starts"][start]["above"][0] for start in TITLES}
    change = {start: above[start] / above["neither"] - 1 for start in TITLES}
    example = whole["against"]["words"]["example"]
    verdict = "no significant difference" if example["p_holm"] >= 0.05 else "a significant difference"
    return (
        f"**Compared with a first look, the area above the curve is {-change['words']:.0%} smaller with words, "
        f"{-change['example']:.0%} with one example, and {-change['both']:.0%} with both. Between words and one "
        f"example there is {verdict} ({example['difference'][0]:+.3f}, p = {example['p_holm']:.2f}).**\n"
    )


def _compared(found: dict[str, Any]) -> str:
    mean, *bounds = found["difference"]
    inside = f" ({bounds[0]:+.3f} to {bounds[1]:+.3f})" if bounds else ""
    p = "p < 0.001" if found["p_holm"] < 0.001 else f"p = {found['p_holm']:.3f}"
    return f"{mean:+.3f}{inside}, {p}, {found['wins']}/{found['ties']}/{found['losses']}"


def _not_understood(searches: list[dict[str, Any]]) -> str:
    unknown = [f"*{one['words']}*" for one in searches if not one["understood"]]
    losses = sorted(searches, key=_gain)
    lost = [f"*{one['words']}*" for one in losses[:4] if _gain(one) < 0]
    gained = [f"*{one['words']}*" for one in losses[:-5:-1]]
    return (
        f"Nothing answered to {len(unknown)} of {len(searches)} phrasings, which were searched for without words: "
        f"{', '.join(unknown)}. Compared with a first look, words gained most for {', '.join(gained)}, and lost most "
        f"for {', '.join(lost)}."
    )


def _gain(one: dict[str, Any]) -> float:
    return float(sum(one["precisions"]["words"]) - sum(one["precisions"]["neither"]))
