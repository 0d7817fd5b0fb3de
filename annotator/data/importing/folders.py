"""Labels in folders: class folders, text files of the reference implementation, digiKam sidecars, CVAT XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.data.images import xmp
from annotator.data.images.scanning import IMAGE_SUFFIXES
from annotator.data.importing.foreign import ForeignLabel, ForeignLabels, Meaning, files_below, lines_of, place_words
from annotator.errors import ImportLabelsError, XmpError
from annotator.types import Label

_OURS = ("relevant", "irrelevant", "unsure")
PICKS: Mapping[int, Label | None] = {0: None, 1: Label.IRRELEVANT, 2: Label.UNSURE, 3: Label.RELEVANT}
"""Pick labels of digiKam: none, rejected, pending, accepted."""


def read_class_folders(folder: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read ``LABEL/IMAGE``; a folder with another name is a class, a topic to which its images are relevant."""
    words = {word.lower(): label for word, label in mapping.items()}
    words = {**{word: Label.from_word(word) for word in _OURS}, **words}
    found = []
    for below in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        label = words.get(below.name.lower(), Label.RELEVANT)
        topic = "" if below.name.lower() in words else below.name
        for file in sorted(below.rglob("*")):
            if file.suffix.lower() in IMAGE_SUFFIXES and label is not None:
                # The name in the collection may or may not start with the class folder; matching tries both.
                name = file.relative_to(folder if topic else below).as_posix()
                found.append(ForeignLabel(name, label, topic, file.relative_to(folder).as_posix()))
    if not found:
        raise ImportLabelsError("{folder}: no folder in it holds images; class folders are LABEL/IMAGE", folder=folder)
    return ForeignLabels(folder, "class-folders", tuple(found))


def read_reference(folder: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read the text files of the reference implementation: lines of image number (from 1) and 1, -1 or 0.

    There is one file per topic. Image i is ``im{i}.jpg``. A line with only a number is relevant.
    """
    words: dict[str, Label | None] = {"1": Label.RELEVANT, "-1": Label.IRRELEVANT, "0": Label.UNSURE}
    found = []
    for file in files_below(folder, "*.txt"):
        meaning = Meaning(file, mapping, words)
        for number, line in enumerate(lines_of(file), 1):
            fields = line.split()
            if not fields:
                continue
            place = f"{file.name}, line {number:,}"
            if len(fields) > 2 or not fields[0].isdecimal() or int(fields[0]) < 1:
                raise ImportLabelsError(
                    "{folder}, {place}: an image number from 1 on, and 1, -1 or 0, is needed",
                    folder=folder,
                    place=place_words(place),
                )
            label = meaning(fields[1] if len(fields) == 2 else "1", place)
            if label is not None:
                found.append(ForeignLabel(f"im{int(fields[0])}.jpg", label, file.stem, place))
    return ForeignLabels(folder, "reference", tuple(found))


def read_sidecars(folder: Path, _mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read XMP sidecars below a folder: our own tags ``PROJECT/TOPIC/LABEL``, else digiKam's pick labels."""
    found, remarks = [], []
    for file in files_below(folder, "**/*.xmp"):
        try:
            packet = xmp.read(file)
        except XmpError as error:
            remarks.append(error.message)
            continue
        name = file.relative_to(folder).as_posix().removesuffix(".xmp")
        place = file.relative_to(folder).as_posix()
        tagged = [parts for tag in packet.tags if (parts := tag.split("/")) and len(parts) >= 3 and parts[-1] in _OURS]
        found += [ForeignLabel(name, Label.from_word(parts[-1]), parts[-2], place) for parts in tagged]
        pick = PICKS.get(packet.pick) if packet.pick is not None else None
        if not tagged and pick is not None:
            found.append(ForeignLabel(name, pick, "", place))
    return ForeignLabels(folder, "xmp", tuple(found), tuple(remarks))


def read_cvat(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read ``CVAT for images 1.1``: the tags of images."""
    meaning = Meaning(path, mapping)
    found = []
    for number, image in enumerate(_images(path), 1):
        name = image.get("name")
        if not name:
            raise ImportLabelsError("{path}, image {number:,}: there is no name", path=path, number=number)
        for tag in image.iter("tag"):
            label = meaning(tag.get("label"), f"image {number:,}")
            if label is not None:
                found.append(ForeignLabel(name, label, "", f"image {number:,}"))
    return ForeignLabels(path, "cvat", tuple(found))


def _images(path: Path) -> Iterator[xmp.Element]:
    try:
        root = xmp.parsed(path)
    except XmpError as error:
        raise ImportLabelsError("{error}", error=error) from error
    if root.tag != "annotations":
        raise ImportLabelsError(
            "{path}: this is not a file of CVAT; its first element is {tag!r}", path=path, tag=root.tag
        )
    return root.iter("image")


def looks_like_reference(folder: Path) -> bool:
    """Return whether the text files of a folder contain image numbers."""
    files = sorted(folder.glob("*.txt"))[:3]
    try:
        starts = [next(lines_of(file), "") for file in files]
    except ImportLabelsError:
        return False
    return bool(starts) and all(re.fullmatch(r"\d+(\s+-?[01])?\s*", start) for start in starts)
