"""Folders with copies of the images: by label, for Hugging Face, for FiftyOne, the best ones."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import numpy as np

from annotator.data.exporting.output import COPYING, MAX_NAME_BYTES, Output
from annotator.data.exporting.selection import best, by_path, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, numbers, places, row, word
from annotator.data.files.flat_names import flat_name
from annotator.data.files.names import inside, normalized
from annotator.errors import ExportError
from annotator.messages import Message, joined
from annotator.parameters import parameter
from annotator.types import IntArray, Label, Progress

MODES_HELP = "Copy the images, or link to them: hard links need the same drive, symbolic links the images in place."


@dataclass(frozen=True)
class Pictures:
    """Options of exports that include image files."""

    mode: str = parameter("copy", MODES_HELP, choices=COPYING)
    unsure: bool = parameter(False, "Include the images judged unsure as a separate class.")


@dataclass(frozen=True)
class BestPictures:
    """Options of the export of the best images."""

    best: int = parameter(100, "How many images, best first; those judged irrelevant or unsure are passed over.", low=1)
    mode: str = parameter("copy", MODES_HELP, choices=COPYING)


def write_tree(source: ExportSource, out: Output, options: Pictures, progress: Progress) -> ExportReport:
    """Write ``LABEL/IMAGE``: FiftyOne's classification directory tree, which CVAT reads as ImageNet.

    Images of different folders are merged into one. A file name that several images of the collection have is preceded
    by the folders, as :func:`annotator.data.files.flat_names.flat_name` writes them, so that it says which is meant.
    """
    order, left_out = labeled(source, unsure=options.unsure)
    missing = 0
    names, paths = (Counter(map(normalized, all_)) for all_ in (map(_base, source.paths), source.paths))
    for _, images in blocks(order, progress):
        for image in images:
            path = source.paths[image]
            name = _tree_name(path, base=names[normalized(_base(path))] == 1, twin=paths[normalized(path)] > 1)
            target = out.free_name(f"{word(source.label(image))}/{name}")
            missing += not out.copy(target, _image(source, image), options.mode)
    return _report(order, missing, left_out)


def _tree_name(path: str, *, base: bool, twin: bool) -> str:
    """Return the name of a copy, which never means another image.

    Args:
        path: Path of the image.
        base: Whether no other image has its file name.
        twin: Whether the path of another image differs only in what some systems do not tell apart.
    """
    name = _base(path)
    if not base or unquote(name) != name or "\\" in name:
        name = flat_name(path, strict=twin)
    if len(name.encode()) > MAX_NAME_BYTES:  # this name is no path any more, so it must not look like one
        digest = hashlib.sha256(path.encode()).hexdigest()[:32]
        name = f"{digest} {_file_name(path, len(digest) + 1)}"
    return name


def write_image_folder(source: ExportSource, out: Output, options: Pictures, progress: Progress) -> ExportReport:
    """Write ``metadata.csv`` next to the images in their folders, as ``load_dataset("imagefolder")`` reads them."""
    order, left_out = labeled(source, unsure=options.unsure)
    place = places(source)
    missing = 0
    with out.text("metadata.csv") as stream:
        stream.write(row(("file_name", "path", "label", "rank", "topic")))
        for _, images in blocks(order, progress):
            for image in images:
                name = out.free_name(source.paths[image])
                if not out.copy(name, _image(source, image), options.mode):
                    missing += 1
                    continue
                rank = str(place[image] + 1) if place[image] >= 0 else ""
                stream.write(row((name, source.paths[image], word(source.label(image)), rank, source.topic)))
    return _report(order, missing, left_out)


def write_fiftyone(source: ExportSource, out: Output, options: Pictures, progress: Progress) -> ExportReport:
    """Write ``data/`` and ``labels.json`` as FiftyOne's ``FiftyOneImageClassificationDataset``.

    Its labels are keyed by the stem of the file name, so clashing stems get ``-2``, ``-3``... as in FiftyOne.
    """
    order, left_out = labeled(source, unsure=options.unsure)
    classes = ["irrelevant", "relevant", *(["unsure"] if options.unsure else [])]
    stems: set[str] = set()
    missing = 0
    with out.text("labels.json") as stream:
        stream.write(f'{{"classes": {json.dumps(classes)}, "labels": {{')
        separator = ""
        for _, images in blocks(order, progress):
            for image in images:
                name = _file_name(source.paths[image])
                stem = _free_stem(Path(name).stem, stems)
                if not out.copy(f"data/{stem}{Path(name).suffix}", _image(source, image), options.mode):
                    missing += 1
                    continue
                label = classes.index(word(source.label(image)))
                stream.write(f"{separator}\n{json.dumps(stem, ensure_ascii=False)}: {label}")
                separator = ","
        stream.write("\n}}\n")
    return _report(order, missing, left_out)


def write_best(source: ExportSource, out: Output, options: BestPictures, progress: Progress) -> ExportReport:
    """Write the best images of the ranking, with their rank before the name, and a table of them."""
    order = best(source, options.best)
    place = places(source)
    width = len(str(len(order)))
    missing = 0
    assert source.ranking is not None
    scores = numbers(source.ranking.mean[place[order]])
    with out.text("ranking.csv") as stream:
        stream.write(row(("file_name", "path", "rank", "score", "label")))
        for start, images in blocks(order, progress):
            for i, image in enumerate(images, start):
                path = source.paths[image]
                name = out.free_name(f"{i + 1:0{width}d} {_file_name(path, width + 1)}")
                if not out.copy(name, _image(source, image), options.mode):
                    missing += 1
                    continue
                rank = str(place[image] + 1)
                stream.write(row((name, path, rank, scores[i], word(source.label(image)))))
    return _report(order, missing, "")


def labeled(source: ExportSource, *, unsure: bool) -> tuple[IntArray, str]:
    """Return the labeled images in order of path, and a sentence on those omitted because they are unsure."""
    judged = chosen(source, "judged")
    doubtful = source.labels[judged] == Label.UNSURE
    if unsure or not doubtful.any():
        return judged, ""
    count = int(np.count_nonzero(doubtful))
    return by_path(source, judged[~doubtful]), Message("{n} image(s) judged unsure: left out.", n=count)


def _image(source: ExportSource, image: int) -> Path:
    if source.images_root is None:
        raise ExportError("The image folder is not known, so no images can be copied.")
    return inside(source.images_root, source.paths[image])


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _file_name(path: str, extra: int = 0) -> str:
    """Return the file name of ``path``, shortened so that a prefix of ``extra`` + 8 characters fits."""
    name = _base(path)
    stem, dot, suffix = name.rpartition(".")
    while len(name.encode()) > 247 - extra and stem:
        stem = stem[:-1]
        name = f"{stem}{dot}{suffix}"
    return name


def _free_stem(stem: str, taken: set[str]) -> str:
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}"
    taken.add(free.casefold())
    return free


def _report(order: IntArray, missing: int, left_out: str) -> ExportReport:
    gone = Message("{n} image(s) not found in the image folder: left out.", n=missing) if missing else ""
    return ExportReport((), len(order) - missing, joined((left_out, gone)))
