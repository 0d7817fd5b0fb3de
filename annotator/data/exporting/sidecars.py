"""Files next to images: XMP for digiKam, darktable and Lightroom, tags for Hydrus."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import WHICH, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, clashing, word
from annotator.data.files.names import inside
from annotator.data.images import xmp
from annotator.errors import ExportError, XmpError
from annotator.messages import Message, joined
from annotator.parameters import parameter
from annotator.types import Label, Progress

PICKS = {Label.RELEVANT: 3, Label.UNSURE: 2, Label.IRRELEVANT: 1}
"""Pick labels of digiKam: accepted, pending, rejected."""
BESIDE = "Write into the image folder, next to each image; existing files keep the rest of their contents."


@dataclass(frozen=True)
class Xmp:
    """Options of XMP sidecars."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    naming: str = parameter(
        "digikam", "photo.jpg.xmp as digiKam and darktable call it, or photo.xmp as Adobe does.",
        choices=("digikam", "adobe"),
    )  # fmt: skip
    pick: bool = parameter(
        True, "Set the pick label: accepted, rejected, pending. An image has only one for all topics."
    )
    beside_images: bool = parameter(False, BESIDE)


@dataclass(frozen=True)
class Hydrus:
    """Options of files for Hydrus."""

    images: str = parameter("judged", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    json: bool = parameter(False, "As JSON instead of a text with one tag per line.")


def write_xmp(source: ExportSource, out: Output, options: Xmp, progress: Progress) -> ExportReport:
    """Write a sidecar per image with its pick label and the tag ``PROJECT/TOPIC/LABEL``, merged with an existing one.

    An earlier tag of the topic is replaced, also that of an image that is not chosen or has no label any more.
    In place, that tag is also taken off the sidecar of the other naming. A sidecar that cannot be read is left
    unchanged, and counted.
    """
    if source.images_root is None:
        raise ExportError("The image folder is not known, so existing sidecars cannot be read.")
    wanted = [image for image in chosen(source, options.images).tolist() if source.label(image) is not None]
    rest = np.setdiff1d(chosen(source), wanted)
    others = chosen(source)[: None if out.in_place else 0]
    ours = f"{_part(source.project)}/{_part(source.topic)}/"
    images_by_name = frozenset(source.paths) if options.naming == "adobe" else frozenset()
    written, clashes, unreadable = 0, 0, 0
    # Those to be written come first; an image without a label must not take the file of one that has a label.
    for start, images in blocks(np.concatenate([wanted, rest, others]).astype(np.int64), progress):
        for place, image in enumerate(images, start):
            path, label, force = source.paths[image], source.label(image), place < len(wanted)
            of_other_naming = place >= len(source.paths)
            stem = path if (options.naming == "digikam") != of_other_naming else path.rpartition(".")[0]
            existing = _sidecar(source.images_root, stem)
            if existing is None and not force:
                continue
            name = f"{stem}.xmp" if not out.in_place or existing is None else f"{stem}{existing.suffix}"
            if out.is_taken(name) or (stem in images_by_name and not of_other_naming):
                clashes += force
                continue
            try:
                packet = _packet(existing, ours, None if of_other_naming else label, options, force=force)
            except XmpError:
                unreadable += force
                continue
            if packet is not None:
                with out.binary(name, ours=True) as stream:  # the rest of an existing one is kept
                    stream.write(packet)
                written += 1
    notes = (
        clashing(clashes),
        Message("{n} image(s) with a sidecar that cannot be read: left as it is.", n=unreadable) if unreadable else "",
    )
    return ExportReport((), written, joined(notes))


def _packet(file: Path | None, ours: str, label: Label | None, options: Xmp, *, force: bool) -> bytes | None:
    """Return a sidecar with the label, ``None`` if it has none and needs none."""
    found = xmp.read(file) if file is not None else xmp.Packet()
    old = {tag.removeprefix(ours) for tag in found.tags if tag.startswith(ours)}
    if not old and (label is None or not force):
        return None
    pick = None
    if options.pick and label is not None:
        pick = PICKS[label]
    elif options.pick and found.pick in {PICKS[one] for one in Label if one.word in old}:
        pick = 0  # it was set with the label that is taken off
    tags = [f"{ours}{word(label)}"] if label is not None else []
    return xmp.merged(file, pick, tags, ours, [one.word for one in Label])


def _sidecar(root: Path, stem: str) -> Path | None:
    """Return the existing sidecar of an image, whose ending may be in capitals."""
    files = (inside(root, f"{stem}{ending}") for ending in (".xmp", ".XMP"))
    return next((file for file in files if file.is_file()), None)


def write_hydrus(source: ExportSource, out: Output, options: Hydrus, progress: Progress) -> ExportReport:
    """Write ``IMAGE.txt`` (or ``.json``) per image with the tag ``topic:label``, as Hydrus imports tags."""
    written, clashes = 0, 0
    for _, images in blocks(chosen(source, options.images), progress):
        for image in images:
            label = source.label(image)
            if label is None:
                continue
            tag = f"{' '.join(source.topic.lower().replace(':', ' ').split())}:{label.word}"
            name = f"{source.paths[image]}.{'json' if options.json else 'txt'}"
            if out.is_taken(name):
                clashes += 1
                continue
            with out.text(name) as stream:
                stream.write(json.dumps([tag], ensure_ascii=False) + "\n" if options.json else f"{tag}\n")
            written += 1
    return ExportReport((), written, clashing(clashes))


def _part(text: str) -> str:
    """Return a part of a tag without tag separators."""
    return text.replace("/", " ").replace("|", " ").strip() or "-"
