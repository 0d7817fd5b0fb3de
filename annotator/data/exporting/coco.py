"""COCO, with one box around each image for each of its classes, for tools that read no other format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np

from annotator.data.exporting.classes import Training, TrainingSet, training_set
from annotator.data.exporting.document import json_text
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import WHICH
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tasks import Sizes
from annotator.messages import joined
from annotator.parameters import parameter
from annotator.types import Progress

_WHOLE = "labels of whole images. COCO has no label of an image, so every label is a box around the whole image; the "


@dataclass(frozen=True)
class Coco(Training):
    """Options of COCO."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)


@dataclass(frozen=True)
class _Sized:
    """A row of the training set, and the size of its image."""

    row: int
    width: int
    height: int


def write_coco(source: ExportSource, out: Output, options: Coco, progress: Progress) -> ExportReport:
    """Write all images, and with a split each part in a file of its own, in which every number is the same.

    With all topics, ``neg_category_ids`` are the classes that an image was judged not to have, as in LVIS.
    """
    data = training_set(source, options, images=options.images, unsure=True)
    sizes = Sizes(source)
    row_of = {int(image): row for row, image in enumerate(data.images)}
    sized = [_Sized(row_of[image], *size) for image, *size in sizes.each(data.images, progress)]
    about = source.project if options.all_topics else source.topic
    with out.text(out.name) as stream:
        _write(stream, source, data, sized, about)
    for number, part in enumerate(data.parts):
        with out.text(out.companion(f".{part}.json")) as stream:
            _write(stream, source, data, [one for one in sized if data.part[one.row] == number], f"{about}, {part}")
    kept = np.zeros(len(data.images), np.bool_)
    kept[[one.row for one in sized]] = True
    return ExportReport((), len(sized), joined((data.note, sizes.note)), counts=data.counts(kept))


def _write(stream: TextIO, source: ExportSource, data: TrainingSet, sized: list[_Sized], about: str) -> None:
    info = {"description": f"{about}: {_WHOLE}boxes are artificial."}
    categories = [{"id": number, "name": name} for number, name in enumerate(data.classes, 1)]
    stream.write(f'{{"info": {json_text(info)},\n"categories": {json_text(categories)},\n"images": [')
    _write_each(stream, (_image(source, data, one) for one in sized))
    stream.write('\n],\n"annotations": [')
    _write_each(stream, (box for one in sized for box in _boxes(data, one)))
    stream.write("\n]}\n")


def _write_each(stream: TextIO, objects: Iterable[Mapping[str, Any]]) -> None:
    separator = "\n"
    for one in objects:
        stream.write(separator + json_text(one))
        separator = ",\n"


def _image(source: ExportSource, data: TrainingSet, one: _Sized) -> dict[str, Any]:
    path = source.paths[data.images[one.row]]
    entry: dict[str, Any] = {"id": one.row + 1, "file_name": path, "width": one.width, "height": one.height}
    if data.refused.any():
        entry["neg_category_ids"] = [int(at) + 1 for at in np.flatnonzero(data.refused[one.row])]
    return entry


def _boxes(data: TrainingSet, one: _Sized) -> Iterator[dict[str, Any]]:
    box = {"bbox": [0, 0, one.width, one.height], "area": one.width * one.height, "iscrowd": 0, "segmentation": []}
    for at in np.flatnonzero(data.member[one.row]).tolist():
        number = one.row * len(data.classes) + at + 1
        yield {"id": number, "image_id": one.row + 1, "category_id": at + 1, **box}
