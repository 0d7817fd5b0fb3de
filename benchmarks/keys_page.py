"""Section of docs/benchmark.md about the keys and seconds of a search, from benchmarks/published/keys.json."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import wilcoxon

EARLIER, IRRELEVANT, EITHER = "0.1.0", "irrelevant", "either"
DEFAULT = f"8, {EITHER}"
WAYS = {"each": "a key for each image", IRRELEVANT: "`A` for the rest", EITHER: "`A` or `Y` for the rest"}
KINDS = ("", "-rare")
COMPUTED = {"waste": "Photos of waste", "things": "Things", "textures": "Textures", "pets": "Pets"}
"""Collections with features of the network that the program brings along."""

HEAD = """\
## Keys and seconds

How much work it is to find 80 % of the relevant images with the goal *Find as many as possible, fast*, from one
relevant image. A key takes 0.3 s, an image 0.6 s, the next batch 0.2 s. A person judges a batch in its order, and one
key judges all the rest: `A` irrelevant, `Y` relevant. The window shows the exceptions first: the images that the model
expects to be relevant, or if that is at least half of the batch, those that it expects to be irrelevant. Version 0.1.0
had no key for *All remaining relevant* and showed images in the order in which the strategy chose them; its searches
were played with its program and its defaults (batches of 8, a quarter of each to learn from). Means over collections of
photos, whole and with the relevant images thinned to 2 %; the searches are those of classes on which nothing was
chosen. A search is given up after 600 judgements. `python -m benchmarks.keys`.

The times are assumptions. Your own are in `annotator history PROJECT --json`: the median time between two judgements of
one batch is that of an image and a key, and the time between the last judgement of a batch and the first of the next is
longer by that of a batch.

"""


def section(stored: dict[str, Any]) -> str:
    """Return the complete section."""
    rows = stored["rows"]
    return HEAD + "\n".join([f"**{said(rows)}**\n", *table(rows), *computed(rows)]) + "\n"


def computed(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of the features that the program computes."""
    lines = [
        "\nThe searches with the defaults and features of EfficientNet-Lite0, which the program computes by itself:\n",
        "| collection | searches | keys | seconds | images | rare: keys | seconds | images |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, title in COMPUTED.items():
        cells: list[str] = []
        for kind in KINDS:
            of = [one for one in rows if one["way"] == DEFAULT and one["collection"] == f"{name}-lite0{kind}"]
            if not of:
                continue
            pressed, seconds, images, _ = _means(of, DEFAULT, kind)
            cells += [*([] if kind else [str(len(of))]), f"{pressed:.0f}", f"{seconds:.0f}", f"{images:.0f}"]
        lines.append("| " + " | ".join([title, *cells]) + " |")
    return lines


def _means(rows: list[dict[str, Any]], way: str, kind: str) -> list[float]:
    """Return means over the collections of keys, seconds, images and share of searches that got there."""
    by_collection: dict[str, list[list[float]]] = {}
    for one in rows:
        if one["way"] == way and one["collection"].endswith("-rare") == (kind == "-rare"):
            values = [one["keys"], one["seconds"], one["images"], one["reached"]]
            by_collection.setdefault(one["collection"], []).append(values)
    means = [np.mean(values, axis=0) for values in by_collection.values()]
    return np.mean(means, axis=0).tolist() if means else [float("nan")] * 4


def table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table, one per batch size and way of judging."""
    lines = [
        "| batch | judged by | keys | seconds | images | reached | rare: keys | seconds | images | reached |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for way in dict.fromkeys(one["way"] for one in rows):
        size, _, how = way.partition(", ")
        first = ["8, version 0.1.0", WAYS[IRRELEVANT]] if way == EARLIER else [size, WAYS[how]]
        cells = []
        for kind in KINDS:
            pressed, seconds, images, reached = _means(rows, way, kind)
            if pressed == pressed:
                cells += [f"{pressed:.0f}", f"{seconds:.0f}", f"{images:.0f}", f"{reached:.0%}"]
            else:
                cells += [""] * 4
        lines.append("| " + " | ".join([*first, *cells]) + " |")
    return lines


def said(rows: list[dict[str, Any]]) -> str:
    """Return the comparison of the defaults with version 0.1.0 in two sentences; "" without its searches."""
    sentences = []
    for kind, name in zip(
        KINDS, ("collections of photos", "collections of photos of which 2 % are relevant"), strict=True
    ):
        now, then = (_means(rows, way, kind) for way in (DEFAULT, EARLIER))
        values = {
            way: {(one["collection"], *one["search"]): one["keys"] for one in rows
                  if one["way"] == way and one["collection"].endswith("-rare") == (kind == "-rare")}
            for way in (DEFAULT, EARLIER)
        }  # fmt: skip
        both = [key for key in values[DEFAULT] if key in values[EARLIER]]
        differences = [values[DEFAULT][key] - values[EARLIER][key] for key in both]
        if not any(differences):
            continue
        p = float(wilcoxon(differences).pvalue)
        sentences.append(
            f"On {name}, the defaults take {now[0]:.0f} keys and {now[1]:.0f} seconds instead of {then[0]:.0f} and "
            f"{then[1]:.0f} ({now[0] / then[0] - 1:+.0%} keys, {now[1] / then[1] - 1:+.0%} seconds; keys of "
            f"{len(both)} searches, p {'< 0.001' if p < 0.001 else f'= {p:.2f}'})."
        )
    return " ".join(sentences)
