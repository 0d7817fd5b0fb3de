"""JSON from files: limited in depth, and of the kind that is expected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

MOST_DEPTH = 100
"""Most lists and objects inside each other; no format that is read here comes near it."""
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_KINDS = {dict: "an object", list: "a list", str: "a text", int: "a whole number"}


def parse_json(
    text: str | bytes,
    kind: type = object,
    hook: Callable[[dict[str, Any]], Any] | None = None,
    *,
    unique: bool = False,
) -> Any:
    """Return the value of a JSON text.

    Args:
        text: The text; bytes are UTF-8.
        kind: Expected type: dict, list, str or int; any by default.
        hook: Replaces objects, as in :func:`json.loads`.
        unique: Whether a field that an object has twice is an error; otherwise the last counts.

    Raises:
        ValueError: It is no JSON, nested too deeply, of another kind, or has a field twice.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if data.count(b"[") + data.count(b"{") > MOST_DEPTH and _depth(_TEXT.sub(b"", data)) > MOST_DEPTH:
        raise ValueError(f"more than {MOST_DEPTH} lists and objects are inside each other")
    try:
        value = json.loads(text, object_hook=hook, object_pairs_hook=_unique if unique else None)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{_KINDS[kind]} is expected")
    return value


def _unique(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(fields)
    if len(found) < len(fields):
        twice = next(name for at, (name, _) in enumerate(fields) if any(name == other for other, _ in fields[:at]))
        raise ValueError(f"the field {twice!r} is there twice")
    return found


def _depth(data: bytes) -> int:
    """Return how many brackets are open at most in JSON without its texts."""
    import numpy as np  # the command line starts without it

    steps = np.zeros(256, np.int8)
    steps[[ord("["), ord("{")]] = 1
    steps[[ord("]"), ord("}")]] = -1
    return int(np.cumsum(steps[np.frombuffer(data, np.uint8)], dtype=np.int64).max(initial=0))
