"""The copies of a project's log that may have steps which the project file has lost, as lines of a mirror."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.data.backups import folder_of
from annotator.data.mirror import VERSION, mirror_path, read_mirror
from annotator.data.salvaging import salvage
from annotator.errors import ProjectError

Line = Mapping[str, Any]
_COUNT = re.compile(r"(\d+) images? ")


def mirror_lines(damaged: Path, created: str = "") -> Iterator[Line]:
    """Yield the lines of the mirror of a project, and of a mirror that was put aside because it knew more.

    Args:
        damaged: The project.
        created: When it was made; a mirror of another project is left out. "" for any.
    """
    file = mirror_path(damaged)
    older = sorted(folder_of(damaged).glob(f"{damaged.stem}.log-ahead-*.jsonl"))
    for one in (*older, file):
        with contextlib.suppress(OSError):
            lines = read_mirror(one)[0]
            head = lines[0].get("project") if lines and lines[0].get("version") == VERSION else None
            if head is not None and created in ("", head["created"]):
                yield from lines


def salvaged_lines(damaged: Path) -> Iterator[Line]:
    """Yield the events that can be read of a damaged file as the mirror has them."""
    with contextlib.suppress(ProjectError, OSError, LookupError):  # the last where columns are missing
        yield from _lines_of(salvage(damaged).rows)


def _lines_of(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[Line]:
    paths = {row["id"]: row["path"] for row in rows["image"]}
    examples = {row["id"]: row for row in rows["example"]}
    by_event: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for table in ("change", "confirmation", "example_change"):
        grouped = by_event[table] = {}
        for row in rows[table]:
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
            "changes": [[paths[one["image"]], one["old"], one["new"]] for one in changes],
        }
        kept = by_event["confirmation"].get(row["id"], [])
        if kept:
            line["confirmed"] = [[paths.get(one["image"]), one["label"], one["confirmed"]] for one in kept]
        for one in by_event["example_change"].get(row["id"], []):
            example = examples.get(one["example"])
            if example is not None:
                vector = base64.b64encode(example["vector"]).decode()
                line |= {"used": one["used"], "example": {**example, "vector": vector}}
        count = _COUNT.match(str(row["text"]))
        if count and len(changes) + len(kept) < int(count[1]):
            line["expected"] = int(count[1])
        if changes or kept or "example" in line:
            yield line
