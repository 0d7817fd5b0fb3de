"""Labels in JSON: our document and JSON Lines, Hugging Face metadata, Prodigy, SMQTK-IQR, labelme."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.data.files.tables import Table
from annotator.data.images.image_columns import IMAGE_COLUMNS, NO_CHOICE, ImageColumns, find_columns
from annotator.data.importing import archives
from annotator.data.importing.foreign import (
    ForeignLabel,
    ForeignLabels,
    Meaning,
    document,
    files_below,
    grade_in,
    json_of,
    lines_of,
    note_words,
    place_words,
)
from annotator.errors import AmbiguousColumnError, ImportLabelsError, TableError
from annotator.messages import Message
from annotator.types import Label

_MOST_STATE = 1 << 30


def read_document(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read our own label document (``annotator-labels/1``)."""
    entry = document(path)
    if not isinstance(entry, dict) or not isinstance(entry.get("images"), list):
        raise ImportLabelsError("{path}: a list 'images' is missing; this is not a document of labels", path=path)
    entries = _Entries(path, Meaning(path, mapping), str(entry.get("topic", "")))
    found = [
        one for number, image in enumerate(entry["images"], 1) for one in entries.labels(image, f"entry {number:,}")
    ]
    return ForeignLabels(path, "labels-json", tuple(found))


def read_json_lines(path: Path, mapping: Mapping[str, Label | None], chosen: Mapping[str, str]) -> ForeignLabels:
    """Read JSON Lines or a JSON list: the state of images, records of Prodigy, or events of our log.

    Events are replayed by revision.
    """
    entries = _Entries(path, Meaning(path, mapping), "", chosen)
    states: list[ForeignLabel] = []
    events: list[tuple[int, str, dict[str, Any]]] = []
    for place, entry in _objects(path):
        if isinstance(entry, dict) and "new" in entry and isinstance(entry.get("revision"), int):
            events.append((entry["revision"], place, {**entry, "label": entry["new"]}))
        else:
            states += entries.labels(entry, place)
    last: dict[tuple[str, str], list[ForeignLabel]] = {}
    for _, place, entry in sorted(events, key=lambda event: event[0]):
        last[entries.name(entry, place), str(entry.get("topic", ""))] = entries.labels(entry, place)
    replayed = [one for labels in last.values() for one in labels]
    return ForeignLabels(path, "events" if events else "jsonl", (*states, *replayed))


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the objects in JSON Lines, or in one JSON list, with their places."""
    if next((line for line in lines_of(path) if line.strip()), "").lstrip().startswith("["):
        listed = document(path)
        yield from ((f"entry {number:,}", entry) for number, entry in enumerate(listed, 1))
        return
    for number, line in enumerate(lines_of(path), 1):
        if line.strip():
            yield f"line {number:,}", json_of(path, line, f"line {number:,}")


class _Entries:
    """Reads objects that name an image and its label."""

    def __init__(self, path: Path, meaning: Meaning, topic: str, chosen: Mapping[str, str] = NO_CHOICE) -> None:
        self._path, self._meaning, self._topic, self._chosen = path, meaning, topic, chosen
        self._columns: dict[tuple[str, ...], ImageColumns] = {}

    def name(self, entry: Any, place: str) -> str:
        """Return the name of the image of an object."""
        return self._of(self._fields(entry, place, labels=False), entry, place)

    def labels(self, entry: Any, place: str) -> list[ForeignLabel]:
        """Return the labels of an object: none, one, or several that contradict each other."""
        answer = str(entry["answer"]).lower() if isinstance(entry, dict) and "answer" in entry else None
        chosen = entry.get("accept") if answer is not None else None
        several = chosen if isinstance(chosen, list) else None
        columns = self._fields(entry, place, labels=answer is None or (several is None and "label" in entry))
        name, topic = self._of(columns, entry, place), str(entry.get("topic", self._topic))
        if several is not None:
            words = several if answer == "accept" else []
        else:
            words = [list(entry.values())[columns.label]] if columns.label >= 0 else ["relevant"]
        found = [self._meaning(word, place) for word in words]
        if answer is not None and several is None:
            found = [_ANSWERS.get(answer, {}).get(label) for label in found]
        given = entry.get("grade", entry.get("new_grade"))
        return [
            ForeignLabel(name, label, topic, place, grade=grade_in(given, label))
            for label in found
            if label is not None
        ]

    def _fields(self, entry: Any, place: str, *, labels: bool) -> ImageColumns:
        if not isinstance(entry, dict):
            raise ImportLabelsError("{path}, {place}: an object is needed", path=self._path, place=place_words(place))
        titles = (*entry, "") if labels else tuple(entry)  # the mark tells the two questions apart
        if titles not in self._columns:
            table = Table(f"{self._path}, {place}", tuple(entry), iter(()), "")
            try:
                self._columns[titles] = find_columns(table, self._chosen, labels=labels)
            except AmbiguousColumnError:
                raise
            except TableError:
                raise ImportLabelsError(
                    "{path}, {place}: a field with the image ({name}) and one with its label are needed",
                    path=self._path,
                    place=place_words(place),
                    name=", ".join(IMAGE_COLUMNS[0][:3]),
                ) from None
        return self._columns[titles]

    def _of(self, columns: ImageColumns, entry: dict[str, Any], place: str) -> str:
        name = columns.name([value if isinstance(value, str) else "" for value in entry.values()])
        meta = entry.get("meta")
        if name.startswith("data:"):  # the picture itself, as Prodigy stores it
            name = str(meta.get("file", "")) if isinstance(meta, dict) else ""
        if not name:
            raise ImportLabelsError(
                "{path}, {place}: the name of the image is missing", path=self._path, place=place_words(place)
            )
        return name


_OPPOSITE: Mapping[Label | None, Label | None] = {
    Label.RELEVANT: Label.IRRELEVANT, Label.IRRELEVANT: Label.RELEVANT, Label.UNSURE: Label.UNSURE
}  # fmt: skip
_ANSWERS: Mapping[str, Mapping[Label | None, Label | None]] = {
    "accept": {label: label for label in Label}, "reject": _OPPOSITE
}  # fmt: skip
"""What the answer of Prodigy makes of a label; ``ignore`` leaves the image as it is."""


def read_smqtk(path: Path, _mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read a state of SMQTK-IQR: ``pos`` and ``neg`` are lists of (uuid, type, vector) or (uuid, vector)."""
    data = archives.member(path, archives.SMQTK, _MOST_STATE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImportLabelsError(
            "{path}: byte {byte:,} of the state is not UTF-8", path=path, byte=error.start
        ) from error
    state = json_of(path, text)
    found, external = [], 0
    for key, label in (("pos", Label.RELEVANT), ("neg", Label.IRRELEVANT)):
        entries = state.get(key, []) if isinstance(state, dict) else None
        if not isinstance(entries, list):
            raise ImportLabelsError("{path}: {key} must be a list", path=path, key=key)
        for number, entry in enumerate(entries, 1):
            if not isinstance(entry, list) or not 2 <= len(entry) <= 3 or not isinstance(entry[0], str):
                raise ImportLabelsError(
                    "{path}, {key} {number:,}: (uuid, type, vector) or (uuid, vector) is needed",
                    path=path,
                    key=key,
                    number=number,
                )
            found.append(ForeignLabel(entry[0], label, "", f"{key} {number:,}"))
        others = state.get(f"external_{key}", [])
        external += len(others) if isinstance(others, list) else 0
    remarks = (
        (Message("{external:,} examples from outside the collection are left out.", external=external),)
        if external
        else ()
    )
    return ForeignLabels(path, "smqtk", tuple(found), remarks)


def read_labelme(folder: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read the flags in files of labelme or X-AnyLabeling below a folder; each file describes the image next to it."""
    meaning = Meaning(folder, mapping)
    found, foreign = [], 0
    words = {word.strip().lower() for word in mapping}
    for file in files_below(folder, ".json"):
        entry = document(file)
        if not isinstance(entry, dict) or "imagePath" not in entry or not isinstance(entry.get("flags"), dict):
            foreign += 1
            continue
        note_words(mapping, *map(str, entry["flags"]))
        raised = [flag for flag, value in entry["flags"].items() if value is True]
        known = [flag for flag in raised if flag in ("relevant", "irrelevant", "unsure") or flag.lower() in words]
        if len(known) > 1:
            raise ImportLabelsError(
                "{file}: the flags {known} contradict each other", file=file, known=" and ".join(known)
            )
        label = meaning(known[0], file.name) if known else None
        if label is not None:
            name = _labelme_image(folder, file, str(entry["imagePath"]))
            found.append(ForeignLabel(name, label, "", file.relative_to(folder).as_posix()))
    remarks = (Message("{foreign:,} files are not of labelme.", foreign=foreign),) if foreign else ()
    return ForeignLabels(folder, "labelme", tuple(found), remarks)


def _labelme_image(folder: Path, file: Path, image: str) -> str:
    """Return the image of a file of labelme: relative to the folder of all files, absolute if it is elsewhere."""
    image = image.replace("\\", "/")
    if image[1:2] == ":":  # a drive letter
        return image
    name = posixpath.normpath(posixpath.join(file.parent.relative_to(folder).as_posix(), image))
    if name == ".." or name.startswith("../"):
        return posixpath.normpath(posixpath.join(folder.absolute().as_posix(), name))
    return name
