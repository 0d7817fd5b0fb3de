"""Labels in folders: class folders, text files of the reference implementation, digiKam sidecars, CVAT XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from annotator.data.files.flat_names import path_of_flat_name
from annotator.data.files.reading import open_bytes
from annotator.data.images import xmp
from annotator.data.images.addresses import has_image_ending
from annotator.data.importing import archives
from annotator.data.importing.foreign import (
    MAX_NAME,
    ForeignLabel,
    ForeignLabels,
    Meaning,
    files_below,
    lines_of,
    note_words,
    place_words,
)
from annotator.errors import ImportLabelsError, XmpError
from annotator.messages import Message, Remedy, listed
from annotator.types import Label

_OURS = ("relevant", "irrelevant", "unsure")
PICKS: Mapping[int, Label | None] = {0: None, 1: Label.IRRELEVANT, 2: Label.UNSURE, 3: Label.RELEVANT}
"""Pick labels of digiKam: none, rejected, pending, accepted."""


def read_class_folders(folder: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read ``LABEL/IMAGE``; a folder with another name is a class, a topic to which its images are relevant."""
    words = {word.lower(): label for word, label in mapping.items()}
    words = {**{word: Label.from_word(word) for word in _OURS}, **words}
    found = []
    for below in _subfolders(folder):
        note_words(mapping, below.name)
        label = words.get(below.name.lower(), Label.RELEVANT)
        topic = "" if below.name.lower() in words else below.name
        for file in sorted(below.rglob("*")):
            if has_image_ending(file.name) and label is not None:
                place = file.relative_to(folder).as_posix()
                name = path_of_flat_name(file.relative_to(below).as_posix())
                # The folder of a class may be one of the collection, or be made for copies.
                found.append(ForeignLabel(place if topic else name, label, topic, place, name if topic else ""))
    if not found:
        raise ImportLabelsError("{folder}: no folder in it holds images; class folders are LABEL/IMAGE", folder=folder)
    return ForeignLabels(folder, "class-folders", tuple(found))


def detected_class_folders(folder: Path) -> str:
    """Return the format of class folders if some are called like labels; ImportLabelsError if that is not clear."""
    names = [below.name for below in _subfolders(folder)]
    if not names or {name.lower() for name in names} & set(_OURS):
        return "class-folders"
    raise ImportLabelsError(
        "{folder}: are its folders ({names}) classes? Then choose {remedy} and the class that is meant; if it holds "
        "the images themselves, it has no labels.",
        folder=folder,
        names=listed(names, 3),
        remedy=Remedy("the format class-folders (--format class-folders)", "the format of class folders"),
    )


def _subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def read_reference(folder: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read the text files of the reference implementation: lines of image number (from 1) and 1, -1 or 0.

    There is one file per topic. Image i is ``im{i}.jpg``. A line with only a number is relevant.
    """
    words: dict[str, Label | None] = {"1": Label.RELEVANT, "-1": Label.IRRELEVANT, "0": Label.UNSURE}
    found = []
    if folder.is_file():
        raise ImportLabelsError(
            "{folder}: this is a file; choose the folder with the text files, one per topic.", folder=folder
        )
    for file in files_below(folder, ".txt", deep=False):
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
    for file in files_below(folder, ".xmp"):
        try:
            packet = xmp.read(file)
        except XmpError as error:
            remarks.append(error.message)
            continue
        place = file.relative_to(folder).as_posix()
        name = place[: -len(".xmp")]
        tagged = [parts for tag in packet.tags if (parts := tag.split("/")) and len(parts) >= 3 and parts[-1] in _OURS]
        found += [ForeignLabel(name, Label.from_word(parts[-1]), parts[-2], place) for parts in tagged]
        pick = PICKS.get(packet.pick) if packet.pick is not None else None
        if not tagged and pick is not None:
            found.append(ForeignLabel(name, pick, "", place))
    return ForeignLabels(folder, "xmp", tuple(found), tuple(remarks))


def read_cvat(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read ``CVAT for images 1.1``, also in its archive: the tags of images; those without a meaning are left out.

    In a project with tasks of several people, a tag is that of the person to whom its task is assigned.
    """
    meaning = Meaning(path, mapping)
    root = _cvat(path)
    assigned = _assigned(root)
    found: list[ForeignLabel] = []
    other: dict[str, ImportLabelsError] = {}
    for number, image in enumerate(root.iter("image"), 1):
        name = image.get("name")
        if not name:
            raise ImportLabelsError("{path}, image {number:,}: there is no name", path=path, number=number)
        for tag in image.iter("tag"):
            place = f"image {number:,}"
            try:
                label = meaning(tag.get("label"), place)
            except ImportLabelsError as error:
                other.setdefault(str(tag.get("label")), error)
                continue
            if label is not None:
                found.append(ForeignLabel(name, label, "", place, "", assigned.get(image.get("task_id", ""), "")))
    if other and not found:
        raise next(iter(other.values()))
    remarks = (
        (Message("Tags that are not labels were left out: {tags}.", tags=listed(tuple(other), 5)),) if other else ()
    )
    return ForeignLabels(path, "cvat", tuple(found), remarks)


def _assigned(root: xmp.Element) -> dict[str, str]:
    """Return to whom each task of a project of CVAT is assigned, if that is more than one person."""
    people = {
        task.findtext("id", ""): name
        for task in root.iterfind("meta/project/tasks/task")
        if 0 < len(name := task.findtext("assignee/username", "").strip()) <= MAX_NAME and name.isprintable()
    }
    return people if len(set(people.values())) > 1 else {}


def _cvat(path: Path) -> xmp.Element:
    try:
        with open_bytes(path, ImportLabelsError) as stream:
            archive = stream.read(4) == b"PK\x03\x04"
        content = archives.member(path, archives.CVAT, xmp.MOST_BYTES) if archive else None
        root = xmp.parsed(path, content)
    except XmpError as error:
        raise ImportLabelsError("{error}", error=error) from error
    if root.tag != "annotations":
        raise ImportLabelsError(
            "{path}: this is not a file of CVAT; its first element is {tag!r}", path=path, tag=root.tag
        )
    return root


def looks_like_reference(folder: Path) -> bool:
    """Return whether the text files of a folder contain image numbers."""
    files = files_below(folder, ".txt", deep=False)[:3]
    try:
        starts = [next(lines_of(file), "") for file in files]
    except ImportLabelsError:
        return False
    return bool(starts) and all(re.fullmatch(r"\d+(\s+-?[01])?\s*", start) for start in starts)
