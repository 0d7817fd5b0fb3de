"""IIIF manifests, Presentation API 2 and 3: what an archive says about its pages, as a table of images.

Nothing is downloaded: the images are those of the folder, and the addresses in a manifest only tell which they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from annotator.data.files.tables import Table
from annotator.errors import TableError

CANVAS = "iiif_canvas"
"""Column with the address of what an image shows."""
_ADDRESS = re.compile(r"([^/]+)/[^/]+/[^/]+/!?[\d.]+/(?:default|color|gray|bitonal|native)\.\w+")
"""Address of an image in the Image API: identifier, region, size, rotation, quality and format."""
_TAG = re.compile(r"<[^<>]*>")


def is_manifest(found: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is a manifest, or a collection of manifests."""
    return _kind(found) in ("Manifest", "Collection")


def open_manifest(file: Path, found: Mapping[str, Any]) -> Table:
    """Return the canvases of a manifest, or of all manifests in a collection, as a table with a row for each image.

    Args:
        file: The file, for messages.
        found: What is in it.

    Raises:
        TableError: There is no canvas with an image in it.
    """
    rows = [row for manifest in _manifests(found) for row in _rows(manifest)]
    if not rows:
        raise TableError("{file}: there is no image in this IIIF manifest", file=file)
    titles = tuple(dict.fromkeys(title for row in rows for title in row))
    cells = ([row.get(title, "") for title in titles] for row in rows)
    return Table(str(file), titles, enumerate(cells, 1), ",")


def _manifests(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if _kind(found) == "Manifest":
        yield found
    else:
        for name in ("items", "manifests", "members"):
            for one in _objects(found.get(name)):
                if is_manifest(one):
                    yield from _manifests(one)


def _rows(manifest: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    about = {
        "iiif_manifest": _id(manifest),
        "iiif_title": _text(manifest.get("label")),
        "iiif_rights": _text(manifest.get("rights") or manifest.get("license")),
        **_described(manifest),
    }
    canvases = [*_objects(manifest.get("items"))]
    canvases += [one for part in _objects(manifest.get("sequences")) for one in _objects(part.get("canvases"))]
    for canvas in canvases:
        own = {CANVAS: _id(canvas), "iiif_label": _text(canvas.get("label")), **_described(canvas)}
        for image in _images(canvas):
            yield {"file": _name(image), "iiif_image": _id(image), **about, **own}


def _images(canvas: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    painted = [one for page in _objects(canvas.get("items")) for one in _objects(page.get("items"))]
    for one in (*painted, *_objects(canvas.get("images"))):
        for body in _objects(one.get("body") or one.get("resource")):
            choice = [*_objects(body.get("default")), *_objects(body.get("items"))]
            image = next(iter(choice), body)
            if _name(image):
                yield image


def _name(image: Mapping[str, Any]) -> str:
    """Return the file name that an image must have: the identifier that its server knows it by, or that of its file."""
    for service in _objects(image.get("service")):
        if _id(service):
            return unquote(urlsplit(_id(service)).path.rstrip("/").rpartition("/")[2])
    path = urlsplit(_id(image)).path
    of_server = _ADDRESS.search(path)
    return unquote(of_server[1] if of_server else path.rpartition("/")[2])


def _described(one: Mapping[str, Any]) -> dict[str, str]:
    """Return the pairs of name and value that people read about a manifest or a canvas."""
    pairs = ((_text(pair.get("label")), _text(pair.get("value"))) for pair in _objects(one.get("metadata")))
    return {f"iiif_{name}": value for name, value in pairs if name}


def _text(value: Any) -> str:
    """Return a text without markup; of several languages the first."""
    if isinstance(value, str):
        return " ".join(html.unescape(_TAG.sub("", value)).split())
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(value["@value"] if "@value" in value else next(iter(value.values()), ""))
    return ""


def _kind(one: Mapping[str, Any]) -> str:
    kind = one.get("type") or one.get("@type")
    return kind.rpartition(":")[2] if isinstance(kind, str) else ""


def _id(one: Mapping[str, Any]) -> str:
    found = one.get("id") or one.get("@id")
    return found if isinstance(found, str) else ""


def _objects(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects in a value that may be one of them or a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
