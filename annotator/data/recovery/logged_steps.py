"""Steps of a project outside of its file: in its logs in plain text, and as far as a damaged file can be read."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.data.project.backups import folder_of
from annotator.data.project.text_log import VERSION, mirror_path, read_mirror
from annotator.data.recovery.salvage import salvage
from annotator.errors import ProjectError

Line = Mapping[str, Any]
_COUNT = re.compile(r"(\d+) images? ")


def mirror_lines(damaged: Path, created: str = "") -> Iterator[Line]:
    """Yield the lines of a project's text log, and of logs that were set aside because they had more events.

    Args:
        damaged: The project.
        created: Creation time of the project; logs of other projects are skipped. "" for any.
    """
    file = mirror_path(damaged)
    older = sorted(folder_of(damaged).glob(f"{damaged.stem}.log-ahead-*.jsonl"))
    for one in (*older, file):
        with contextlib.suppress(OSError, ProjectError):
            lines = read_mirror(one)[0]
            head = lines[0].get("project") if lines and lines[0].get("version") == VERSION else None
            if head is not None and created in ("", head["created"]):
                yield from lines


def salvaged_lines(damaged: Path) -> Iterator[Line]:
    """Yield the readable events of a damaged file in the form of the text log."""
    with contextlib.suppress(ProjectError, OSError, LookupError):  # LookupError where columns are missing
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


def other_steps(logged: Iterable[Line], known: Iterable[Line]) -> int:
    """Return how many steps of a log are not those that a project has under their numbers."""
    same = {_step(line) for line in known}
    numbers = {number for number, *_ in same}
    other = {_step(line) for line in logged if "event" in line} - same
    return len({number for number, *_ in other if number in numbers})


def _step(line: Line) -> tuple[object, str, str]:
    return line["event"], str(line.get("at")), str(line.get("changes"))
