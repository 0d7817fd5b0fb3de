"""Folders with copies of the images: by label, for Hugging Face, for FiftyOne, the best ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from annotator.data.exporting.classes import PARTS, SEVERAL, Training, TrainingSet, training_set
from annotator.data.exporting.document import json_text
from annotator.data.exporting.output import COPYING, MAX_NAME_BYTES, Output
from annotator.data.exporting.selection import best, by_path, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, numbers, places, row, word
from annotator.data.files.flat_names import flat_name, folder_names
from annotator.data.files.names import inside, normalized
from annotator.errors import ExportError
from annotator.messages import Message, joined
from annotator.parameters import parameter
from annotator.types import BoolArray, IntArray, Label, Progress

MODES_HELP = (
    "Copy the images, or link to them, which takes no space: hard links where the drive has them, symbolic links as "
    "long as the images stay in place. A program that changes a linked file changes the image."
)


ALL = f"{PARTS[0]}/"
"""Folder of a Hugging Face data set that was not split."""


@dataclass(frozen=True)
class Pictures(Training):
    """Options of exports that include image files."""

    mode: str = parameter("copy", MODES_HELP, choices=COPYING)
    unsure: bool = parameter(
        False, "Include the images judged unsure as a separate class, where labels are the classes."
    )


@dataclass(frozen=True)
class OneClass(Pictures):
    """Options of exports that include image files and have one class for each."""

    several: str = parameter(
        "leave-out",
        "An image that is relevant to several topics: leave it out, write it to the first of them, or to every one.",
        choices=SEVERAL,
    )


@dataclass(frozen=True)
class BestPictures:
    """Options of the export of the best images."""

    best: int = parameter(100, "How many images, best first; those judged irrelevant or unsure are passed over.", low=1)
    mode: str = parameter("copy", MODES_HELP, choices=COPYING)


def write_tree(source: ExportSource, out: Output, options: OneClass, progress: Progress) -> ExportReport:
    """Write ``CLASS/IMAGE``, below a folder for each part of a split: what ImageFolder, YOLO, FiftyOne and CVAT read.

    Images of different folders are merged into one. A file name that several images of the collection have is preceded
    by the folders, as :func:`annotator.data.files.flat_names.flat_name` writes them, so that it says which is meant.
    """
    data = training_set(source, options, unsure=options.unsure, several=options.several)
    folders = folder_names(data.classes)
    names = _TreeNames(source)
    kept = np.zeros(len(data.images), np.bool_)
    for start, images in blocks(data.images, progress):
        for place, image in enumerate(images, start):
            name = names.of(source.paths[image])
            for one in np.flatnonzero(data.member[place]):
                target = out.free_name(f"{data.folder(place)}{folders[one]}/{name}")
                kept[place] = out.copy(target, _image(source, image), options.mode)
    return _training_report(data, kept)


class _TreeNames:
    """Names of copies of images, which never mean another image."""

    def __init__(self, source: ExportSource) -> None:
        self._names, self._paths = (Counter(map(normalized, all_)) for all_ in (map(_base, source.paths), source.paths))

    def of(self, path: str) -> str:
        """Return the name of the copy of the image at ``path``."""
        alone = self._names[normalized(_base(path))] == 1
        return _tree_name(path, base=alone, twin=self._paths[normalized(path)] > 1)


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
    """Write ``PART/metadata.jsonl`` and its images, as ``load_dataset("imagefolder")`` reads them.

    It takes every folder and file called like a part for one, such as ``test/kite.jpg``. Therefore all images are in
    the folder of a part, which is ``train`` without a split, and keep no folders of their own.
    """
    data = training_set(source, options, unsure=options.unsure)
    place, names = places(source), _TreeNames(source)
    kept = np.zeros(len(data.images), np.bool_)
    with ExitStack() as files:
        folders = dict.fromkeys(data.folder(row_) or ALL for row_ in range(len(data.images))) or {ALL: None}
        tables = {folder: files.enter_context(out.text(f"{folder}metadata.jsonl")) for folder in folders}
        for start, images in blocks(data.images, progress):
            for row_, image in enumerate(images, start):
                path, folder = source.paths[image], data.folder(row_) or ALL
                name = out.free_name(f"{folder}{names.of(path)}")
                kept[row_] = out.copy(name, _image(source, image), options.mode)
                if kept[row_]:
                    entry = {"file_name": name[len(folder) :], "path": path}
                    about = _all_labels(data, row_) if options.all_topics else _label(source, image, place)
                    tables[folder].write(json_text(entry | about) + "\n")
    return _training_report(data, kept)


def _label(source: ExportSource, image: int, place: IntArray) -> dict[str, Any]:
    rank = int(place[image]) + 1
    return {"label": word(source.label(image)), "rank": rank or None, "topic": source.topic}


def _all_labels(data: TrainingSet, row_: int) -> dict[str, Any]:
    """A class that is in neither list was not judged, or unsure."""
    return {"labels": data.of(row_), "irrelevant": [data.classes[one] for one in np.flatnonzero(data.refused[row_])]}


def write_fiftyone(source: ExportSource, out: Output, options: OneClass, progress: Progress) -> ExportReport:
    """Write ``data/`` and ``labels.json`` as FiftyOne's ``FiftyOneImageClassificationDataset``, one for each part.

    Its labels are keyed by the stem of the file name, so clashing stems get ``-2``, ``-3``... as in FiftyOne.
    """
    data = training_set(source, options, unsure=options.unsure, several=options.several)
    kept = np.zeros(len(data.images), np.bool_)
    found: dict[str, list[str]] = {f"{part}/": [] for part in data.parts} or {"": []}
    stems: dict[str, set[str]] = {folder: set() for folder in found}
    for start, images in blocks(data.images, progress):
        for row_, image in enumerate(images, start):
            folder, name = data.folder(row_), _file_name(source.paths[image])
            for one in np.flatnonzero(data.member[row_]).tolist():
                stem = _free_stem(Path(name).stem, stems[folder])
                target = f"{folder}data/{stem}{Path(name).suffix}"
                kept[row_] = out.copy(target, _image(source, image), options.mode)
                if kept[row_]:
                    found[folder].append(f"\n{json_text(stem)}: {one}")
    for folder, labels in found.items():
        with out.text(f"{folder}labels.json") as stream:
            stream.write(f'{{"classes": {json_text(list(data.classes))}, "labels": {{{",".join(labels)}\n}}}}\n')
    return _training_report(data, kept)


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


def _training_report(data: TrainingSet, kept: BoolArray) -> ExportReport:
    done = _report(data.images, int(np.count_nonzero(~kept)), data.note)
    return replace(done, counts=data.counts(kept))


def _report(order: IntArray, missing: int, left_out: str) -> ExportReport:
    gone = Message("{n} image(s) not found in the image folder: left out.", n=missing) if missing else ""
    return ExportReport((), len(order) - missing, joined((left_out, gone)))
