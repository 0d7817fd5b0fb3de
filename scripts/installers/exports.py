"""Whether two sessions exported the same; where not, both exports are kept with what differs."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path


def timeless(content: bytes) -> bytes:
    """Return an export without the moments of the judgements."""
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"", content)


def differing(frozen: Mapping[str, bytes], source: Mapping[str, bytes], kept: Path) -> list[str]:
    """Return the names of exports that differ by more than the moments of the judgements.

    Args:
        frozen, source: Exports of the frozen program and of the source, by name.
        kept: Folder that gets both and their differences; it is there only if there are some.
    """
    shutil.rmtree(kept, ignore_errors=True)
    names = sorted(frozen.keys() | source.keys())
    named = [name for name in names if timeless(frozen.get(name, b"")) != timeless(source.get(name, b""))]
    for name in named:
        kept.mkdir(parents=True, exist_ok=True)
        both = {"source": source.get(name, b""), "frozen": frozen.get(name, b"")}
        for side, content in both.items():
            (kept / f"{name}.{side}").write_bytes(content)
        before, after = (timeless(content).decode("utf-8", "replace").splitlines() for content in both.values())
        lines = difflib.unified_diff(before, after, "source", "frozen", lineterm="", n=0)
        (kept / f"{name}.diff").write_text("\n".join(lines) + "\n", "utf-8")
    if named:
        print(f"exports differ: {', '.join(named)}; both and their differences are in {kept}", flush=True)
    return named
