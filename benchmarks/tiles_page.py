"""The section of docs/benchmark.md about tiles; see :mod:`benchmarks.tiles`."""

from __future__ import annotations

from typing import Any

from benchmarks.command import in_words

HEAD = """\
## Small objects

Do [tiles](extract.md#small-objects) find what fills only a small part of an image? Photos of waste are pasted into
other photos so that they fill a share of it; a quarter of the images are scenery only. Each search starts from one
image of a class, and the default strategy chooses {rounds} batches of 8. Average precision (AP) of the collection, as
above, with features of whole images and with {tiles} tiles an image: the last one, and the area; and the share of the
relevant images that were found. The classes are those on which nothing was chosen (the second, fourth, ... in order of
name); *p* of a Wilcoxon signed-rank test of the areas. `python -m benchmarks.tiles`.
"""


def section(stored: dict[str, Any]) -> str:
    """Return the section."""
    lines = [
        HEAD.format(**stored),
        "| share of the image | images | searches | last AP, whole | tiles | area, whole | tiles | found, whole "
        "| tiles | better | p |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in stored["results"]:
        share = "all of it" if row["share"] == 1 else f"{100 * row['share']:g} %"
        chance = "< 0.001" if row["p"] < 0.001 else f"{row['p']:.3f}"
        values = [f"{row[way][what]:.3f}" for what in ("last", "area", "recall") for way in ("whole", "tiles")]
        cells = [
            share,
            str(row["images"]),
            str(row["searches"]),
            *values,
            f"{row['better']} of {row['searches']}",
            chance,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines.append(f"\nRun on {in_words(stored['machine'])}.")
    return "\n".join(lines) + "\n"
