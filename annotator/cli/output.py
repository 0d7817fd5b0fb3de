"""Output of commands: tables for people, JSON for programs, and a progress bar."""

from __future__ import annotations

import json
import math
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.types import Label, Progress

Say = Callable[[str], None]
"""Prints a line."""

SHOWN_NAMES = 10
"""Names listed of one kind; JSON has all."""

UNLABELLED = "unlabelled"
"""The word for an image without a label."""


def print_json(value: Any) -> None:
    """Print ``value`` as one line of JSON; NaN, which JSON does not have, becomes null."""
    print(json.dumps(_plain(value), ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns: numbers to the right, the last column without padding."""
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    numeric = [all(_is_number(row[at]) for row in rows) for at in range(len(titles))]
    for row in (titles, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text == ""
    return True


def label_word(label: Label | None) -> str:
    """Return the word for a label, or for no label."""
    return UNLABELLED if label is None else label.word


def remark(text: str) -> None:
    """Print a remark that is not a result, on standard error."""
    print(text, file=sys.stderr)


def command_line(*arguments: str) -> str:
    """Return the shell command that runs this installation with ``arguments``, for pasting into a terminal."""
    script = Path(sys.executable).with_name("annotator")
    if getattr(sys, "frozen", False):
        words = [sys.executable]
    elif (found := shutil.which("annotator")) is not None and Path(found) == script:
        words = ["annotator"]
    else:
        words = [sys.executable, "-m", "annotator"]
    words += arguments
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Show a progress bar on standard error for work longer than half a second; silent without a terminal.

    Yields:
        The progress callback for the work.
    """
    from tqdm import tqdm

    from annotator.types import Progress

    form = "{desc} {percentage:3.0f}% |{bar}| {elapsed}, {remaining} left"
    with tqdm(total=1.0, desc=title, bar_format=form, leave=False, delay=0.5, disable=None) as bar:

        def report(share: float) -> None:
            bar.update(min(share, 1.0) - bar.n)

        yield Progress(report)


def print_matches(steps: Mapping[str, int], shift: str, loose: Sequence[tuple[str, str]], say: Say = print) -> None:
    """Print how many names were matched by each step, and those of which only a part was compared."""
    for step, count in steps.items():
        if count and step != "exact":
            say(f"{count:>9,} matched by {step} name" + (f": {shift}" if step == "shifted" and shift else ""))
    print_names("matched by a part of the name", [f"{name} -> {path}" for name, path in loose], say)


def print_names(what: str, names: Sequence[str], say: Say = print) -> None:
    """Print how many names there are of a kind, and the first of them; nothing if there is none."""
    if names:
        say(f"{len(names):>9,} {what}")
        for name in names[:SHOWN_NAMES]:
            say(f"{'':>12}{name}")
