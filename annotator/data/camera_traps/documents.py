"""JSON files about images, opened as tables: Camtrap DP, results of MegaDetector, and IIIF manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.data.camera_traps.package import Package, open_media
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_bytes
from annotator.data.files.tables import Table
from annotator.data.published.iiif import is_manifest, open_manifest
from annotator.errors import TableError

_MOST_BYTES = 1 << 31


@contextmanager
def open_document(file: Path) -> Iterator[Table]:
    """Open ``datapackage.json`` of Camtrap DP, the output of MegaDetector or a manifest as a table of images.

    Raises:
        TableError: It is none of them, or cannot be read.
    """
    found = _read(file)
    if is_manifest(found):
        yield open_manifest(file, found)
    elif isinstance(found.get("images"), list) and isinstance(found.get("detection_categories"), dict):
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
    known = isinstance(found.get("images"), list) or isinstance(found.get("resources"), list) or is_manifest(found)
    if not known:
        raise TableError(
            "{file}: this is no Camtrap DP package, no output of MegaDetector and no IIIF manifest; choose one of "
            "these, or a table",
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
