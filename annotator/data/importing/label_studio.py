"""Exports of Label Studio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.data.images import xmp
from annotator.data.images.addresses import has_image_ending, path_of
from annotator.data.images.image_columns import ambiguous
from annotator.data.importing.foreign import MAX_NAME, ForeignLabel, ForeignLabels, Meaning, document, place_words
from annotator.errors import ImportLabelsError, XmpError
from annotator.types import Label

_MINIMAL = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "was_cancelled"}
"""Fields of JSON-MIN about a task or an annotation."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_label_studio(path: Path, mapping: Mapping[str, Label | None], chosen: Mapping[str, str]) -> ForeignLabels:
    """Read JSON or JSON-MIN of Label Studio: the latest annotation of each task counts, a canceled one is unsure.

    If several people annotated, it is the latest one of each of them.
    """
    tasks = document(path)
    if not isinstance(tasks, list):
        raise ImportLabelsError("{path}: a list of tasks is needed", path=path)
    if tasks and all(isinstance(task, dict) and "annotation_id" in task for task in tasks):
        tasks = _from_minimal(tasks)
    for number, task in enumerate(tasks, 1):
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise ImportLabelsError(
                "{path}, {place}: there is no data", path=path, place=place_words(f"task {number:,}")
            )
    field = chosen.get("image") or _image_field(path, tasks)
    latest = [_latest(task.get("annotations")) for task in tasks]
    several = len({person for of_task in latest for person in of_task} - {""}) > 1
    if not several:
        latest = [{"": max(reversed(of_task.values()), key=_date)} if of_task else {} for of_task in latest]
    control = chosen.get("label") or _control(path, [one for of_task in latest for one in of_task.values()])
    meaning = Meaning(path, mapping)
    found = []
    for number, (task, of_task) in enumerate(zip(tasks, latest, strict=True), 1):
        place = f"task {number:,}"
        image = task["data"].get(field)
        if not isinstance(image, str) or not image:
            raise ImportLabelsError(
                "{path}, {place}: the field {field!r} with the image is missing",
                path=path,
                place=place_words(place),
                field=field,
            )
        for person, annotation in of_task.items():
            labels = _annotated(annotation, control, meaning, place)
            found += [
                ForeignLabel(path_of(image), label, "", place, "", person) for label in labels if label is not None
            ]
    return ForeignLabels(path, "label-studio", tuple(found))


def _from_minimal(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tasks of an export as JSON-MIN: one object for each annotation, with data and answers side by side."""
    tasks: dict[Any, dict[str, Any]] = {}
    for entry in entries:
        fields = {name: value for name, value in entry.items() if name not in _MINIMAL}
        images = {name: one for name, one in fields.items() if name == "image" or _is_image(one)}
        answers = {name: value for name, value in fields.items() if name not in images}
        results = [
            {"from_name": name, "value": value if isinstance(value, dict) else {"choices": [value]}}
            for name, value in answers.items()
        ]
        task = tasks.setdefault(str(entry.get("id", images)), {"data": images, "annotations": []})
        task["annotations"].append({**entry, "result": results})
    return list(tasks.values())


def _is_image(value: Any) -> bool:
    return isinstance(value, str) and has_image_ending(path_of(value))


def _image_field(path: Path, tasks: list[dict[str, Any]]) -> str:
    """Return the field with the image: as the labeling configuration next to the file says, else by its values."""
    texts: dict[str, bool] = {}
    for task in tasks:
        for name, value in task["data"].items():
            if isinstance(value, str):
                texts[name] = texts.get(name, False) or _is_image(value)
    images = [name for name, image in texts.items() if image]
    candidates = _configured(path) or images or [name for name in texts if name == "image"] or list(texts)
    if len(candidates) > 1:
        raise ambiguous(str(path), "image", candidates)
    return candidates[0] if candidates else "image"


def _configured(path: Path) -> list[str]:
    """Return the fields of the images in the labeling configuration, if there is one next to the file."""
    file = path.with_name(f"{path.stem}.config.xml")
    try:
        tags = xmp.parsed(file).iter("Image") if file.is_file() else ()
    except XmpError:
        return []
    return [value[1:] for tag in tags if (value := tag.get("value", "")).startswith("$")]


def _latest(annotations: Any) -> dict[str, dict[str, Any]]:
    """Return the annotation that each person made or changed last; the position counts only among equal dates."""
    latest: dict[str, dict[str, Any]] = {}
    for one in annotations if isinstance(annotations, list) else ():
        if isinstance(one, dict):
            person = _person(one)
            if person not in latest or _date(one) >= _date(latest[person]):
                latest[person] = one
    return latest


def _person(annotation: dict[str, Any]) -> str:
    """Return who made an annotation: the mail address, or the number of the account; "" if it does not say so."""
    person = annotation.get("completed_by", annotation.get("annotator"))
    if isinstance(person, dict):
        person = person.get("email") or person.get("id")
    text = "" if person is None or isinstance(person, dict | list) else str(person).strip()
    return text if text.isprintable() and len(text) <= MAX_NAME else ""


def _date(annotation: dict[str, Any]) -> datetime:
    for name in ("updated_at", "created_at"):
        try:
            date = datetime.fromisoformat(str(annotation.get(name)))
        except ValueError:
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return _NEVER


def _choices(annotation: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the name of each control with what was chosen in it."""
    results = annotation.get("result")
    for result in results if isinstance(results, list) else ():
        value = result.get("value") if isinstance(result, dict) else None
        choices = value.get("choices") if isinstance(value, dict) else None
        if isinstance(choices, list):
            yield str(result.get("from_name", "")), choices


def _control(path: Path, annotations: list[dict[str, Any]]) -> str:
    controls = dict.fromkeys(control for annotation in annotations for control, _ in _choices(annotation))
    if len(controls) > 1:
        raise ambiguous(str(path), "label", tuple(controls))
    return next(iter(controls), "")


def _annotated(annotation: dict[str, Any], control: str, meaning: Meaning, place: str) -> list[Label | None]:
    if annotation.get("was_cancelled"):
        return [Label.UNSURE]
    return [meaning(word, place) for name, choices in _choices(annotation) if name == control for word in choices]
