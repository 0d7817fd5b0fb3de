"""Steps of a project outside of its file: in its logs in plain text, and as far as a damaged file can be read."""

from __future__ import annotations

import base64
import contextlib
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.data.project.text_log import VERSION, change_row, mirror_path, other_logs, read_mirror
from annotator.data.recovery.salvage import salvage
from annotator.errors import ProjectError

Line = Mapping[str, Any]
COUNT = re.compile(r"(\d+) images? ")


def mirror_logs(damaged: Path, created: str = "") -> Iterator[Sequence[Line]]:
    """Yield the lines of each text log of a project: of those set aside because they had other steps, and of its own.

    Args:
        damaged: The project.
        created: Creation time of the project; logs of other projects are skipped. "" for any.
    """
    for one in (*other_logs(damaged), mirror_path(damaged)):
        with contextlib.suppress(OSError, ProjectError):
            lines = read_mirror(one)[0]
            head = lines[0].get("project") if lines and lines[0].get("version") == VERSION else None
            if head is not None and created in ("", head["created"]):
                yield lines


def mirror_heads(damaged: Path) -> Iterator[Line]:
    """Yield what the text logs of a project say about the project."""
    for lines in mirror_logs(damaged):
        yield from (line["project"] for line in lines if "project" in line)


def salvaged_lines(damaged: Path) -> Iterator[Line]:
    """Yield the readable events of a damaged file in the form of the text log."""
    with contextlib.suppress(ProjectError, OSError, LookupError):  # LookupError where columns are missing
        yield from lines_of(salvage(damaged).rows)


def lines_of(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[Line]:
    """Yield the events among the rows of a project in the form of the text log."""
    paths = {row["id"]: row["path"] for row in rows["image"]}
    examples = {row["id"]: row for row in rows["example"]}
    by_event: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for table in ("change", "confirmation", "note_change", "example_change", "topic_text"):
        grouped = by_event[table] = {}
        for row in rows.get(table, ()):  # an older file has fewer tables
            grouped.setdefault(row["event"], []).append(row)
    for row in rows["topic"]:
        yield {"topic": row["id"], "name": row["name"], "settings": {k: v for k, v in row.items() if k != "id"}}
    for row in rows["event"]:
        changes = by_event["change"].get(row["id"], [])
        if any(change["image"] not in paths for change in changes):
            continue
        line = {
            **{name: row[name] for name in ("topic", "kind", "target", "round", "at", "text")},
            "event": row["id"],
            "changes": [
                change_row(paths[one["image"]], one["old"], one["new"], one.get("old_grade"), one.get("new_grade"))
                for one in changes
            ],
        }
        kept = by_event["confirmation"].get(row["id"], [])
        if kept:
            line["confirmed"] = [[paths.get(one["image"]), one["label"], one["confirmed"]] for one in kept]
        notes = by_event["note_change"].get(row["id"], [])
        if notes:
            line["notes"] = [[paths.get(one["image"]), one["old"], one["new"]] for one in notes]
        texts = by_event["topic_text"].get(row["id"], [])
        if texts:
            line["texts"] = [[one["field"], one["old"], one["new"]] for one in texts]
        for one in by_event["example_change"].get(row["id"], []):
            example = examples.get(one["example"])
            if example is not None:
                vector = base64.b64encode(example["vector"]).decode()
                line |= {"used": one["used"], "example": {**example, "vector": vector}}
                if example.get("pool") is not None:
                    images = [paths.get(image, "") for (image,) in struct.iter_unpack("<q", example["vector"])]
                    line["example"] = {**example, "vector": "", "images": images}
        count = COUNT.match(str(row["text"]))
        if count and len(changes) + len(kept) < int(count[1]):
            line["expected"] = int(count[1])
        if changes or kept or notes or texts or "example" in line:
            yield line
