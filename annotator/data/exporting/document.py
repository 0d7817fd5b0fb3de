"""Labels as one JSON document: the topic, its settings, the current labels, and their history.

::

    {
      "schema": "annotator-labels/1",
      "project": "kites", "topic": "red kites in flight",
      "settings": {...},                  strategy, parameters, batch size, seed, model settings, scope, words if any
      "provenance": {...},                program version, feature fingerprint, revision etc.
      "counts": {"images": 980, "relevant": 12, "irrelevant": 40, "unsure": 1, "unlabelled": 927},
      "ranking": {"round": 3, "revision": 41} | null,     the labels that ranks and scores are based on
      "images": [                         all images, in order of path
        {"path": "a/b.jpg", "label": "relevant" | "irrelevant" | "unsure" | null,
         "rank": 1 | null, "score": 0.93 | null, "score_std": 0.2 | null,
         "round": 2 | null, "strategy": "ital", "timestamp": "2026-01-31T09:05:00Z", "annotator": "", "note": ""}],
      "history": [                        every change of a label, oldest first; changes of one step share a revision
        {"revision": 7, "at": "2026-01-31T09:05:00Z", "kind": "judge", "round": 2,
         "path": "a/b.jpg", "old": null, "new": "relevant"}]
    }

A topic with grades has their words in ``settings``, a ``grade`` for each relevant or irrelevant image, and in the
history an ``old_grade`` and ``new_grade`` where a relevant image was given one. The criteria of a topic are in
``settings``, too. ``round`` to ``note`` are present only for labeled images, and ``image_note`` only for images with a
note of the person. Applying the history in order to unlabeled images gives the labels in ``images``. Each image and
each change is on its own line, so that files can be compared with diff.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, TextIO

import numpy as np

from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ExportReport, ExportSource, HistoryEntry
from annotator.data.exporting.tables import blocks, places
from annotator.errors import ExportError
from annotator.types import Label, Progress

SCHEMA = "annotator-labels/1"


def write_document(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the labels, settings, provenance and history of the topic; the module docstring gives the schema.

    Raises:
        ExportError: The file cannot be written, or a setting cannot be represented in JSON.
    """
    with out.text(out.name) as stream:
        stream.write("{\n")
        for key, value in _head(source).items():
            stream.write(f"{json_text(key)}: {json_text(value)},\n")
        stream.write('"images": ')
        _write_array(stream, _images(source, progress))
        stream.write(',\n"history": ')
        _write_array(stream, (change_entry(source, entry) for entry in source.history))
        stream.write("\n}\n")
    return ExportReport((), len(source.paths))


def _head(source: ExportSource) -> dict[str, Any]:
    counts = {label.word: int(np.count_nonzero(source.labels == label)) for label in reversed(Label)}
    return {
        "schema": SCHEMA,
        "project": source.project,
        "topic": source.topic,
        "settings": dict(source.settings),
        "provenance": dict(source.provenance),
        "counts": {
            "images": len(source.paths),
            "relevant": counts["relevant"],
            "irrelevant": counts["irrelevant"],
            "unsure": counts["unsure"],
            "unlabelled": len(source.paths) - sum(counts.values()),
        },
        "ranking": source.ranking and {"round": source.ranking.round, "revision": source.ranking.revision},
    }


def _images(source: ExportSource, progress: Progress) -> Iterator[dict[str, Any]]:
    place = places(source)
    for _, images in blocks(chosen(source), progress):
        for image in images:
            yield image_entry(source, image, int(place[image]))


def image_entry(source: ExportSource, image: int, place: int) -> dict[str, Any]:
    """Return the entry of an image at position ``place`` of the ranking (-1 for none)."""
    label = source.label(image)
    entry = {"path": source.paths[image], "label": _word(label), **_scores(source, place)}
    if source.grades is not None and image in source.grades:
        entry["grade"] = source.grades[image]
    if label is not None and image in source.judged:
        entry |= asdict(source.judged[image])
    if source.notes and image in source.notes:
        entry["image_note"] = source.notes[image]
    return entry


def _scores(source: ExportSource, place: int) -> dict[str, Any]:
    if source.ranking is None or place < 0:
        return {"rank": None, "score": None, "score_std": None}
    mean, std = source.ranking.mean[place], source.ranking.std[place]
    return {"rank": place + 1, "score": _number(mean), "score_std": _number(std)}


def _number(value: np.float32) -> float | None:
    """Return the float with the shortest text that reads back as ``value``, or None, because JSON has no NaN."""
    return float(str(value)) if np.isfinite(value) else None


def change_entry(source: ExportSource, entry: HistoryEntry) -> dict[str, Any]:
    """Return the entry of one label change."""
    return {
        "revision": entry.revision,
        "at": entry.at,
        "kind": entry.kind,
        "round": entry.round,
        "path": source.paths[entry.image],
        "old": _word(entry.old),
        "new": _word(entry.new),
        **({} if entry.old_grade is entry.new_grade is None else _grades(entry)),
    }


def _grades(entry: HistoryEntry) -> dict[str, Any]:
    return {"old_grade": entry.old_grade, "new_grade": entry.new_grade}


def _word(label: Label | None) -> str | None:
    return None if label is None else label.word


def _write_array(stream: TextIO, objects: Iterable[dict[str, Any]]) -> None:
    separator = "[\n"
    for value in objects:
        stream.write(separator + json_text(value))
        separator = ",\n"
    stream.write("\n]" if separator == ",\n" else "[]")


def json_text(value: Any) -> str:
    """Return ``value`` as JSON on one line."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ExportError("The settings of the topic cannot be written as JSON: {error}.", error=error) from error
