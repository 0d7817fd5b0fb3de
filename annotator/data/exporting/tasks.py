"""Labels for annotation tools: CVAT, Label Studio, labelme and X-AnyLabeling.

Image sizes are read from the headers; they are those of the upright image, as the tools show it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.document import json_text
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import WHICH, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, clashing, places, probabilities, word
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import inside
from annotator.data.files.reading import read_text
from annotator.data.images.addresses import address_of
from annotator.data.images.images import probe
from annotator.errors import ExportError, ImageError
from annotator.messages import Message, joined
from annotator.parameters import parameter
from annotator.types import IntArray, Label, Progress

CHOICES = {Label.RELEVANT: "Relevant", Label.IRRELEVANT: "Irrelevant"}
LABELLING_CONFIG = """\
<View>
  <Image name="image" value="$image"/>
  <Choices name="relevance" toName="image" choice="single" required="true">
    <Choice value="Relevant"/>
    <Choice value="Irrelevant"/>
  </Choices>
</View>
"""


@dataclass(frozen=True)
class Tagged:
    """Options of exports that contain only labels."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)


@dataclass(frozen=True)
class LabelStudio:
    """Options of the export to Label Studio."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    prefix: str = parameter(
        "/data/local-files/?d=",
        "What stands before the path of an image: where Label Studio serves the image folder from.",
    )


@dataclass(frozen=True)
class Flags:
    """Options of labelme files."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    beside_images: bool = parameter(
        False, "Write into the image folder, next to each image; existing files keep their shapes and other flags."
    )


def write_cvat(source: ExportSource, out: Output, options: Tagged, progress: Progress) -> ExportReport:
    """Write ``CVAT for images 1.1``: one tag per labeled image, the labels declared in ``meta``."""
    order = chosen(source, options.images)
    sized = Sizes(source)
    with out.text(out.name) as stream:
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n')
        stream.write(f"    <task>\n      <name>{_xml(source.topic)}</name>\n      <labels>\n")
        for name in ("relevant", "irrelevant", "unsure"):
            stream.write(f"        <label><name>{name}</name><attributes></attributes></label>\n")
        stream.write("      </labels>\n    </task>\n  </meta>\n")
        for number, (image, width, height) in enumerate(sized.each(order, progress)):
            path = _attribute(source.paths[image])
            stream.write(f'  <image id="{number}" name={path} width="{width}" height="{height}">\n')
            label = source.label(image)
            if label is not None:
                stream.write(f'    <tag label="{word(label)}" source="manual"></tag>\n')
            stream.write("  </image>\n")
        stream.write("</annotations>\n")
    return ExportReport((), len(order) - sized.failed, sized.note)


def write_label_studio(source: ExportSource, out: Output, options: LabelStudio, progress: Progress) -> ExportReport:
    """Write a list of tasks, and next to it the labeling configuration with the same names.

    Unsure becomes a canceled annotation. Predictions have the probability as score, because Label Studio requires
    scores in [0, 1].
    """
    order = chosen(source, options.images)
    place = places(source)
    probability = np.empty(0, np.float32) if source.ranking is None else probabilities(source.ranking)
    separator = "[\n"
    with out.text(out.name) as stream:
        for _, images in blocks(order, progress):
            for image in images:
                stream.write(
                    separator + json_text(_task(source, image, int(place[image]), options.prefix, probability))
                )
                separator = ",\n"
        stream.write("\n]\n" if separator == ",\n" else "[]\n")
    with out.text(out.companion(".config.xml")) as stream:
        stream.write(LABELLING_CONFIG)
    return ExportReport((), len(order))


def write_labelme(source: ExportSource, out: Output, options: Flags, progress: Progress) -> ExportReport:
    """Write one JSON file per image with the label as flags, merged with an existing one next to the image.

    The file has the name of the image with the extension ``.json``. Images that differ only in their extensions would
    share a file, so all but the first of them are omitted. In place, our flags in other files follow the labels.
    """
    order = chosen(source, options.images)
    sized = Sizes(source)
    written, clashes, unreadable = 0, 0, 0
    for image, width, height in sized.each(order, progress):
        path = source.paths[image]
        name = f"{path.rpartition('.')[0]}.json"
        if out.is_taken(name):
            clashes += 1
            continue
        file = inside(_root(source), path)
        try:
            document = _existing(file.with_suffix(".json"))
        except ValueError:
            unreadable += 1
            continue
        with out.text(name, ours=True) as stream:  # the rest of an existing one is kept
            merged = _flagged(document, source, image, (width, height))
            merged["imagePath"] = Path(os.path.relpath(file, (out.folder / name).parent)).as_posix()
            stream.write(json.dumps(merged, ensure_ascii=False, indent=2) + "\n")
        written += 1
    if out.in_place:
        written += _cleaned(source, out, progress)
    bad = (
        Message("{n} image(s) with a .json file that labelme did not write: left out.", n=unreadable)
        if unreadable
        else ""
    )
    return ExportReport((), written, joined((clashing(clashes), bad, sized.note)))


def _cleaned(source: ExportSource, out: Output, progress: Progress) -> int:
    """Correct the flags of this topic in the files that were not written; return the number of files changed."""
    changed = 0
    once = {(entry.image, entry.new) for entry in source.history}
    for _, images in blocks(chosen(source), progress):
        for image in images:
            path = source.paths[image]
            name = f"{path.rpartition('.')[0]}.json"
            try:
                document = _existing(inside(_root(source), name))
            except ValueError:
                continue
            image_name = str(document.get("imagePath", "")).replace("\\", "/").rpartition("/")[2]
            ours = document.get("annotator") == _mark(source) or _is_old(document, image, once)
            if not ours or image_name != path.rpartition("/")[2] or out.is_taken(name):
                continue
            label = source.label(image)
            flags = {key: value for key, value in _flags(document).items() if key not in {one.word for one in Label}}
            if label is None:
                document.pop("annotator", None)
            else:
                flags |= {one.word: label == one for one in reversed(Label)}
            if flags != _flags(document):
                with out.text(name, ours=True) as stream:
                    stream.write(json.dumps(document | {"flags": flags}, ensure_ascii=False, indent=2) + "\n")
                changed += 1
    return changed


def _is_old(document: dict[str, Any], image: int, once: Set[tuple[int, Label | None]]) -> bool:
    """Return whether version 0.1.0 wrote the flags, which named no topic: a label that the image once had in it."""
    flags = [_flags(document).get(label.word) for label in Label]
    raised = [label for label, flag in zip(Label, flags, strict=True) if flag is True]
    known = all(isinstance(flag, bool) for flag in flags) and len(raised) == 1
    return "annotator" not in document and known and (image, raised[0]) in once


class Sizes:
    """The sizes of images, from their headers."""

    def __init__(self, source: ExportSource) -> None:
        self._source = source
        self.failed = 0

    def each(self, order: IntArray, progress: Progress) -> Iterator[tuple[int, int, int]]:
        """Yield image id, width and height; images that cannot be read are counted and skipped."""
        root = _root(self._source)
        for _, images in blocks(order, progress):
            for number, image in enumerate(images):
                if number % 256 == 0 and progress.cancel.is_set():
                    progress.step(0.0)
                try:
                    info = probe(inside(root, self._source.paths[image]))
                except ImageError:
                    self.failed += 1
                    continue
                yield image, info.width, info.height

    @property
    def note(self) -> str:
        """A sentence on how many images were skipped."""
        return Message("{n} image(s) missing or unreadable: left out.", n=self.failed) if self.failed else ""


def _root(source: ExportSource) -> Path:
    if source.images_root is None:
        raise ExportError("The image folder is not known, so the sizes of the images cannot be read.")
    return source.images_root


def _task(
    source: ExportSource, image: int, place: int, prefix: str, probability: NDArray[np.float32]
) -> dict[str, Any]:
    task: dict[str, Any] = {"data": {"image": address_of(source.paths[image], prefix)}}
    label = source.label(image)
    if label is not None:
        chosen_ = CHOICES.get(label)
        task["annotations"] = [{"result": [_choice(chosen_)]} if chosen_ else {"result": [], "was_cancelled": True}]
    if place >= 0 and source.ranking is not None and np.isfinite(source.ranking.mean[place]):
        mean, chance = source.ranking.mean[place], float(probability[place])
        version = f"annotator, round {source.ranking.round}"
        result = [_choice("Relevant" if mean > 0 else "Irrelevant")]
        task["predictions"] = [{"model_version": version, "score": round(chance, 6), "result": result}]
    return task


def _choice(word: str | None) -> dict[str, Any]:
    return {"from_name": "relevance", "to_name": "image", "type": "choices", "value": {"choices": [word]}}


def _existing(file: Path) -> dict[str, Any]:
    """Return the contents of the labelme file next to an image, {} for none; raise ValueError if it is another file."""
    if not file.exists():
        return {}
    try:
        document: dict[str, Any] = parse_json(read_text(file, ExportError), dict)
    except ExportError as error:
        raise ValueError(str(error)) from error
    if not isinstance(document.get("shapes", []), list):
        raise ValueError("not a file of labelme")
    return document


def _flagged(document: dict[str, Any], source: ExportSource, image: int, size: tuple[int, int]) -> dict[str, Any]:
    label = source.label(image)
    flags = _flags(document) | {one.word: label == one for one in reversed(Label)}
    base: dict[str, Any] = {"version": "5.0.0", "flags": {}, "shapes": [], "imagePath": "", "imageData": None}
    whose = {"annotator": _mark(source)}  # labelme keeps it; it tells which flags may be taken off again
    return {**base, **document, "flags": flags, "imageHeight": size[1], "imageWidth": size[0], **whose}


def _flags(document: dict[str, Any]) -> dict[str, Any]:
    flags = document.get("flags")
    return dict(flags) if isinstance(flags, dict) else {}


def _mark(source: ExportSource) -> dict[str, str]:
    return {"project": source.project, "topic": source.topic}


def _attribute(text: str) -> str:
    """Return ``text`` as a quoted XML attribute value; line breaks and tabs are escaped, else parsers replace them."""
    escaped = _xml(text).replace('"', "&quot;")
    return '"' + escaped.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;") + '"'


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
