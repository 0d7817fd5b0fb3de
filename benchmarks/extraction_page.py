"""The section of docs/benchmark.md about features; see :mod:`benchmarks.extraction`."""

from __future__ import annotations

from typing import Any

from benchmarks.command import in_words

NAMES = {
    "waste": "Photos of waste",
    "things": "Things",
    "textures": "Textures",
    "pets": "Pets",
    "digits": "Handwritten digits",
}
LITE0, DESCRIPTOR, SQUEEZENET = "EfficientNet-Lite0, the default", "the descriptor", "SqueezeNet 1.1"
COMPUTED = {
    "efficientnet-lite0": LITE0,
    "annotator-builtin": DESCRIPTOR,
    "onnx:squeezenet_v1.1.onnx": f"{SQUEEZENET} (`--encoder`)",
}
"""Features that the program computes, and what they are called."""
GIVEN = {
    "mobilenet_1280": "MobileNet, from a file",
    "lite0": "EfficientNet-Lite0, from a file",
    "squeezenet": f"{SQUEEZENET}, from a file",
    "pixels": "the 64 pixels",
}
QUIET = 1.0
"""Load of a machine on which nothing else runs, at most."""
HEAD = """\
## Features

Which features tell the images of a collection apart? An image is the query, all others are ranked by cosine similarity:
the accuracy of the nearest neighbor, and mean average precision (mAP). The queries are of the classes on which
nothing was chosen (the second, fourth, ... in order of name). Of the photos of waste only the odd-numbered ones take
part, because the input of EfficientNet-Lite0 and the weights of the descriptor were chosen on the others. Nothing was
chosen on the digits, and all are queries. Images/s is the whole extraction of photos of 512 x 384 pixels and of 12
megapixels with both processors, where the program computed the features of images at hand.
`python -m benchmarks.extraction`.

Both networks were trained on ImageNet, and some of the things were among its training images; on photos of such objects
that are new to it, expect less.
"""


def section(stored: dict[str, Any]) -> str:
    """Return the section."""
    lines = [
        HEAD,
        _headline(stored["quality"]) + "\n",
        "| collection | features | numbers | images | queries | nearest neighbor | mAP | images/s | 12 megapixels |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rates = {one["images"]: one for one in stored["speed"]}
    for row in stored["quality"]:
        name = row["features"]
        if row["collection"] == "waste" and name not in (*COMPUTED, *GIVEN):
            continue  # the same network as one that is computed
        at = [f"{rates[kind][name]:.0f}" if row["collection"] == "waste" and name in rates[kind] else ""
              for kind in ("photos", "large")]  # fmt: skip
        cells = [NAMES[row["collection"]], (COMPUTED | GIVEN)[name], f"{row['numbers']:,}", f"{row['images']:,}"]
        cells += [f"{row['queries']:,}", f"{row['nearest']:.3f}", f"{row['precision']:.3f}", *at]
        lines.append("| " + " | ".join(cells) + " |")
    busy = (
        f" Other programs used the processors, too (load {stored['load']}): the speeds are too low, compare them only "
    )
    busy += "with each other. [Accuracy and speed](extract.md#accuracy-and-speed) has those of a quiet machine."
    lines.append(f"\nRun on {in_words(stored['machine'])}.{busy if stored['load'] > QUIET else ''}")
    return "\n".join(lines) + "\n"


def _headline(found: list[dict[str, Any]]) -> str:
    of = {row["features"]: row for row in found if row["collection"] == "waste"}
    default, descriptor, squeezenet = (of[name] for name in COMPUTED)
    return (
        f"**On photos of waste, the nearest neighbor is of the same class for {default['nearest']:.0%} with the "
        f"default encoder, {squeezenet['nearest']:.0%} with SqueezeNet and {descriptor['nearest']:.0%} with the "
        f"descriptor; mAP is {default['precision']:.2f}, {squeezenet['precision']:.2f} and "
        f"{descriptor['precision']:.2f}.**"
    )
