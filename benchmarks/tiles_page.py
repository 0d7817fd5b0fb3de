"""The section of docs/benchmark.md about tiles; see :mod:`benchmarks.tiles`."""

from __future__ import annotations

from typing import Any

from benchmarks.command import in_words

HEAD = """\
## Small objects

Do [tiles](extract.md#small-objects) find what fills only a small part of an image? Photos of waste are pasted into
other photos so that they fill a share of it; the rest is scenery. Each search starts from one image of a class, and the
default strategy chooses 48 more to judge. Average precision of the images that were not judged, with features of whole
images and with {tiles} tiles an image. The classes are those on which nothing was chosen (the second, fourth, ... in
order of name). `python -m benchmarks.tiles`.
"""


def section(stored: dict[str, Any]) -> str:
    """Return the section."""
    lines = [
        HEAD.format(tiles=stored["tiles"]),
        "| share of the image | images | searches | whole images | tiles | difference | better | p |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in stored["results"]:
        share = "all of it" if row["share"] == 1 else f"{100 * row['share']:g} %"
        chance = "< 0.001" if row["p"] < 0.001 else f"{row['p']:.3f}"
        cells = [share, f"{row['images']:,}", str(row["searches"]), f"{row['whole']:.3f}", f"{row['tiles']:.3f}"]
        cells += [f"{row['tiles'] - row['whole']:+.3f}", f"{row['better']} of {row['searches']}", chance]
        lines.append("| " + " | ".join(cells) + " |")
    lines.append(f"\nRun on {in_words(stored['machine'])}.")
    return "\n".join(lines) + "\n"
