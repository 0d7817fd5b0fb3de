"""Labels as another program gives them, and which of its words mean what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import ImportLabelsError
from annotator.types import Label

LONGEST_LINE = 1 << 20
MOST_BYTES = 1 << 31

WORDS: Mapping[str, Label | None] = {
    **dict.fromkeys(("relevant", "1", "1.0", "yes", "true", "positive", "pos", "keep", "anomaly"), Label.RELEVANT),
    **dict.fromkeys(("irrelevant", "0", "0.0", "no", "false", "negative", "neg", "normal"), Label.IRRELEVANT),
    **dict.fromkeys(("unsure", "maybe", "unknown"), Label.UNSURE),
    **dict.fromkeys(("", "unlabelled", "unlabeled", "none", "nan", "null"), None),
}
"""What the words of other programs mean; None leaves the image as it is."""


@dataclass(frozen=True)
class ForeignLabel:
    """A label that a file gives to an image.

    Attributes:
        name: Name of the image as the file gives it.
        label: The label.
        topic: What the file says it is about, "" where it does not.
        place: Where in the file, in words, e.g. ``line 7``.
    """

    name: str
    label: Label
    topic: str = ""
    place: str = ""


@dataclass(frozen=True)
class ForeignLabels:
    """What a file says of images.

    Attributes:
        path: The file or folder.
        format: Its format.
        labels: The labels, in the order of the file.
        remarks: Sentences on what was not understood or left out.
    """

    path: Path
    format: str
    labels: tuple[ForeignLabel, ...]
    remarks: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """What the file is about, in order of appearance."""
        return tuple(dict.fromkeys(one.topic for one in self.labels))


class Meaning:
    """Turns the words of a file into labels; words that the person has explained take precedence."""

    def __init__(self, path: Path, mapping: Mapping[str, Label | None], words: Mapping[str, Label | None] = WORDS):
        self._path = path
        self._words = {**words, **{word.strip().lower(): label for word, label in mapping.items()}}

    def __call__(self, word: object, place: str) -> Label | None:
        """Return the label of ``word``; ImportLabelsError with the place and what to do if it is unknown."""
        text = str("" if word is None else word).strip()
        try:
            return self._words[text.lower()]
        except KeyError:
            known = ", ".join(word for word in self._words if word)
            raise ImportLabelsError(
                f"{self._path}, {place}: {text!r} is not a label that is known; say what it means, e.g. "
                f"--map '{text}=relevant'. Known are: {known}"
            ) from None


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 text file with their ends, of bounded length.

    Raises:
        ImportLabelsError: The file cannot be read, is no text, or has a line without end.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImportLabelsError(f"{path}: a file of more than {MOST_BYTES >> 30} GB is too long")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise ImportLabelsError(f"{path}, line {number:,}: the line is too long; is this the right file?")
                if "\0" in line:
                    raise ImportLabelsError(f"{path}, line {number:,}: this is not a text file")
                yield line
    except OSError as error:
        raise ImportLabelsError(f"{path}: the file cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ImportLabelsError(f"{path}: byte {error.start:,} is not UTF-8; save the file as UTF-8") from error


def files_below(folder: Path, pattern: str) -> list[Path]:
    """Return the files in a folder that match a pattern, sorted; OSError unless it is a folder that can be read."""
    next(folder.iterdir(), None)  # to glob in what is no folder gives nothing
    return sorted(folder.glob(pattern))


def json_of(path: Path, text: str, place: str = "") -> Any:
    """Return what JSON text holds; ImportLabelsError with the place if it is none."""
    where = f", {place}" if place else ""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportLabelsError(f"{path}{where}: this is not JSON ({error})") from error


def document(path: Path) -> Any:
    """Return what a JSON file of up to 2 GB holds; it may be one long line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImportLabelsError(f"{path}: a file of more than {MOST_BYTES >> 30} GB is too long")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ImportLabelsError(f"{path}: the file cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ImportLabelsError(f"{path}: byte {error.start:,} is not UTF-8; save the file as UTF-8") from error
    return json_of(path, text)
