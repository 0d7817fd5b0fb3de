"""JSON files about the photos of camera traps, opened as tables of images: Camtrap DP, and results of MegaDetector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.data.camera_traps.package import Package, open_media
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_bytes
from annotator.data.files.tables import Table
from annotator.errors import TableError

_MOST_BYTES = 1 << 31


@contextmanager
def open_document(file: Path) -> Iterator[Table]:
    """Open ``datapackage.json`` of Camtrap DP or the output of MegaDetector as a table with a row for each image.

    Raises:
        TableError: It is neither, or cannot be read.
    """
    found = _read(file)
    if isinstance(found.get("images"), list) and isinstance(found.get("detection_categories"), dict):
        yield _detections(file, found)
    else:
        with open_media(Package(file, found)) as table:
            yield table


def open_package(file: Path) -> Package:
    """Open a ``datapackage.json``; TableError if it cannot be read."""
    return Package(file, _read(file))


def _read(file: Path) -> dict[str, Any]:
    try:
        found = parse_json(read_bytes(file, TableError, _MOST_BYTES), dict)
    except ValueError as error:
        raise TableError("{file}: this is not JSON ({error})", file=file, error=error) from error
    if not isinstance(found.get("images"), list) and not isinstance(found.get("resources"), list):
        raise TableError(
            "{file}: this is neither a Camtrap DP package nor the output of MegaDetector; choose one of these, "
            "or a table",
            file=file,
        )
    return dict(found)


def _detections(file: Path, found: Mapping[str, Any]) -> Table:
    """Return the highest confidence of each category for each image, and its most confident class if there are any.

    An image on which nothing was detected has zeros; one that could not be read has no values.
    """
    categories = _names(found.get("detection_categories"))
    classes = _names(found.get("classification_categories"))
    titles = ("file", *categories.values(), *(("classification", "classification_confidence") if classes else ()))
    return Table(str(file), titles, enumerate(_rows(file, found["images"], categories, classes), 1), ",")


def _rows(
    file: Path, images: list[Any], categories: Mapping[str, str], classes: Mapping[str, str]
) -> Iterator[list[str]]:
    for number, image in enumerate(images, 1):
        if not isinstance(image, dict) or not isinstance(image.get("file"), str):
            raise TableError("{file}, image {number:,}: it has no name", file=file, number=number)
        detections = image.get("detections")
        if not isinstance(detections, list):
            continue  # the image could not be read
        highest = dict.fromkeys(categories, 0.0)
        best, named = 0.0, ""
        for one in detections:
            try:
                category = str(one["category"])
                highest[category] = max(highest.get(category, 0.0), float(one["conf"]))
                for key, confidence in one.get("classifications") or ():
                    if float(confidence) > best:
                        best, named = float(confidence), classes.get(str(key), "")
            except (TypeError, ValueError, KeyError, AttributeError):
                raise TableError(
                    "{file}, image {number:,}: a detection has no category and confidence", file=file, number=number
                ) from None
        row = [image["file"], *(f"{highest[key]:g}" for key in categories)]
        yield [*row, named, f"{best:g}"] if classes else row


def _names(found: Any) -> dict[str, str]:
    return {str(key): str(name) for key, name in found.items()} if isinstance(found, dict) else {}
