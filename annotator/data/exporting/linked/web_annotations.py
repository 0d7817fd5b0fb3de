"""Labels as Web Annotations of the W3C (JSON-LD), which IIIF viewers and annotation servers read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import word
from annotator.data.published.iiif import CANVAS
from annotator.messages import Message
from annotator.types import UNLABELLED, Label, Progress
from annotator.version import __version__

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_annotations(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write a page with an annotation for each judged image.

    Its target is the canvas that a IIIF manifest names, else the file, relative to the image folder. Only a relevant
    image is tagged with the topic; what it was judged is a body of its own.
    """
    judged = np.flatnonzero(source.labels != UNLABELLED).tolist()
    items = []
    for place, image in enumerate(judged):
        progress.step(place / len(judged))
        items.append(_annotation(source, image))
    page = {
        "@context": CONTEXT,
        "id": identifier(source, "page"),
        "type": "AnnotationPage",
        "partOf": {
            "id": identifier(source, "collection"),
            "type": "AnnotationCollection",
            "label": source.topic,
            "total": len(items),
        },
        "startIndex": 0,
        "items": items,
    }
    with out.text(out.name) as stream:
        json.dump(page, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
    files = sum(not source.text(CANVAS, image) for image in judged)
    said = Message("{n} image(s) are in no IIIF manifest: their annotations point to the file.", n=files)
    return ExportReport((), len(judged), said if files else "")


def identifier(source: ExportSource, *what: str) -> str:
    """Return an address that is always the same for the same thing in the same topic."""
    return uuid5(NAMESPACE_URL, "\n".join(("annotator", source.project, source.topic, *what))).urn


def _annotation(source: ExportSource, image: int) -> dict[str, Any]:
    label, how = source.label(image), source.judged.get(image)
    bodies = [_body("classifying", word(label))]
    if label is Label.RELEVANT:
        bodies.append(_body("tagging", source.topic))
    if note := (source.notes or {}).get(image):
        bodies.append(_body("commenting", note))
    return {
        "id": identifier(source, "image", source.paths[image]),
        "type": "Annotation",
        "motivation": "classifying",
        **({"created": how.timestamp} if how is not None and how.timestamp else {}),
        **({"creator": {"type": "Person", "name": how.annotator}} if how is not None and how.annotator else {}),
        "generator": {"type": "Software", "name": f"annotator {__version__}"},
        "body": bodies,
        "target": source.text(CANVAS, image) or quote(source.paths[image]),
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
