"""Labels in JSON: our document and JSON Lines, Hugging Face metadata, Label Studio, SMQTK-IQR, labelme."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.data.importing.foreign import (
    ForeignLabel,
    ForeignLabels,
    Meaning,
    document,
    files_below,
    json_of,
    lines_of,
    place_words,
)
from annotator.errors import ImportLabelsError
from annotator.messages import Message
from annotator.types import Label

_NAMES = ("path", "file_name", "filename", "image_path", "image")
_MOST_STATE = 1 << 30


def read_document(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read our own label document (``annotator-labels/1``)."""
    entry = document(path)
    if not isinstance(entry, dict) or not isinstance(entry.get("images"), list):
        raise ImportLabelsError("{path}: a list 'images' is missing; this is not a document of labels", path=path)
    meaning, topic = Meaning(path, mapping), str(entry.get("topic", ""))
    return ForeignLabels(path, "labels-json", tuple(_entries(path, entry["images"], meaning, topic)))


def read_json_lines(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read JSON Lines: each object is the state of an image, or an event of our log; events are replayed in order."""
    meaning = Meaning(path, mapping)
    state: dict[tuple[str, str], ForeignLabel] = {}
    kind = "jsonl"
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        place = f"line {number:,}"
        entry = json_of(path, line, place)
        if isinstance(entry, dict) and "new" in entry and "revision" in entry:
            kind, entry = "events", {**entry, "label": entry["new"]}
            state.pop((_name(path, place, entry), str(entry.get("topic", ""))), None)
        for one in _entries(path, [entry], meaning, "", place):
            state[one.name, one.topic] = one
    return ForeignLabels(path, kind, tuple(state.values()))


def _entries(path: Path, entries: list[Any], meaning: Meaning, topic: str, place: str = "") -> Iterator[ForeignLabel]:
    for number, entry in enumerate(entries, 1):
        where = place or f"entry {number:,}"
        name = _name(path, where, entry)
        if "label" not in entry:
            raise ImportLabelsError("{path}, {where}: there is no label", path=path, where=where)
        label = meaning(entry["label"], where)
        if label is not None:
            yield ForeignLabel(name, label, str(entry.get("topic", topic)), where)


def _name(path: Path, place: str, entry: Any) -> str:
    if isinstance(entry, dict):
        for field in _NAMES:
            if isinstance(entry.get(field), str):
                return str(entry[field])
    raise ImportLabelsError(
        "{path}, {place}: an object with a field {name} is needed",
        path=path,
        place=place_words(place),
        name=", ".join(_NAMES[:3]),
    )


def read_label_studio(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read an export of Label Studio: the last annotation of each task counts, a canceled one is unsure."""
    tasks = document(path)
    if not isinstance(tasks, list):
        raise ImportLabelsError("{path}: a list of tasks is needed", path=path)
    meaning = Meaning(path, mapping)
    found = []
    for number, task in enumerate(tasks, 1):
        place = f"task {number:,}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise ImportLabelsError("{path}, {place}: there is no data", path=path, place=place_words(place))
        image = next((value for value in task["data"].values() if isinstance(value, str)), None)
        annotations = task.get("annotations", [])
        if image is None or not isinstance(annotations, list):
            raise ImportLabelsError(
                "{path}, {place}: there is no image, or no list of annotations", path=path, place=place_words(place)
            )
        if annotations:
            label = _annotated(path, place, annotations[-1], meaning)
            if label is not None:
                found.append(ForeignLabel(_local(image), label, "", place))
    return ForeignLabels(path, "label-studio", tuple(found))


def _annotated(path: Path, place: str, annotation: Any, meaning: Meaning) -> Label | None:
    if not isinstance(annotation, dict):
        raise ImportLabelsError("{path}, {place}: the annotation is no object", path=path, place=place_words(place))
    if annotation.get("was_cancelled"):
        return Label.UNSURE
    results = annotation.get("result")
    for result in results if isinstance(results, list) else ():
        value = result.get("value") if isinstance(result, dict) else None
        choices = value.get("choices") if isinstance(value, dict) else None
        if isinstance(choices, list) and choices:
            return meaning(choices[0], place)
    return None


def _local(image: str) -> str:
    """Return the path in a Label Studio URL, ``/data/local-files/?d=PATH``."""
    from urllib.parse import unquote

    _head, mark, tail = image.partition("?d=")
    if not mark:
        return image
    # We write the path unencoded; Label Studio itself percent-encodes it.
    return unquote(tail) if "%" in tail and " " not in tail else tail


def read_smqtk(path: Path, _mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read a state of SMQTK-IQR: ``pos`` and ``neg`` are lists of (uuid, type, vector) or (uuid, vector)."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > 16:
                raise ImportLabelsError("{path}: this is not a state of SMQTK-IQR", path=path)
            info = archive.getinfo("iqr_state.json")
            if info.file_size > _MOST_STATE:
                raise ImportLabelsError(
                    "{path}: a state of {gigabytes:.1f} GB is too large",
                    path=path,
                    gigabytes=info.file_size / 1000000000.0,
                )
            with archive.open(info) as stream:
                data = stream.read(_MOST_STATE + 1)
    except KeyError:
        raise ImportLabelsError(
            "{path}: this is not a state of SMQTK-IQR: iqr_state.json is missing", path=path
        ) from None
    except ImportLabelsError:
        raise
    except Exception as error:  # the exceptions of the decompressors have no common base class
        raise ImportLabelsError("{path}: the archive is damaged ({error})", path=path, error=error) from error
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
    for file in files_below(folder, "**/*.json"):
        entry = document(file)
        if not isinstance(entry, dict) or "imagePath" not in entry or not isinstance(entry.get("flags"), dict):
            foreign += 1
            continue
        name = (file.parent.relative_to(folder) / Path(str(entry["imagePath"]).replace("\\", "/")).name).as_posix()
        raised = [flag for flag, value in entry["flags"].items() if value is True]
        known = [flag for flag in raised if flag in ("relevant", "irrelevant", "unsure") or flag in mapping]
        if len(known) > 1:
            raise ImportLabelsError(
                "{file}: the flags {known} contradict each other", file=file, known=" and ".join(known)
            )
        label = meaning(known[0], file.name) if known else None
        if label is not None:
            found.append(ForeignLabel(name, label, "", file.name))
    remarks = (Message("{foreign:,} files are not of labelme.", foreign=foreign),) if foreign else ()
    return ForeignLabels(folder, "labelme", tuple(found), remarks)
