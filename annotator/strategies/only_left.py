"""Why a batch has fewer images than requested, or none."""

from __future__ import annotations

from annotator.messages import Message
from annotator.types import Snapshot


def only_left(k: int, snapshot: Snapshot, *, copies: bool) -> str:
    """Return the note for a batch smaller than requested or of exact duplicates only; "" if neither applies."""
    if k == 0:
        return _nothing_left(snapshot)
    if copies:
        return Message("Only exact copies of judged images are left.")
    if k == 1 < snapshot.k:
        return Message("Only 1 image is left to judge.")
    return Message("Only {k} images are left to judge.", k=k) if k < snapshot.k else ""


def _nothing_left(snapshot: Snapshot) -> str:
    if snapshot.steering.scope.filter.strip():
        return Message("Every image that fulfills the filter of the topic has been judged.")
    return Message("Every image with features has been judged.")
