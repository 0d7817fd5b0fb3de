"""Labels from other programs, and the meaning of the words they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import open_text, read_text
from annotator.errors import ImportLabelsError
from annotator.messages import Message, recognized
from annotator.types import Label

LONGEST_LINE = 1 << 20
MOST_BYTES = 1 << 31

WORDS: Mapping[str, Label | None] = {
    **dict.fromkeys(("relevant", "1", "1.0", "yes", "true", "positive", "pos", "keep", "anomaly"), Label.RELEVANT),
    **dict.fromkeys(("irrelevant", "0", "0.0", "no", "false", "negative", "neg", "normal"), Label.IRRELEVANT),
    **dict.fromkeys(("unsure", "maybe", "unknown"), Label.UNSURE),
    **dict.fromkeys(("", "unlabelled", "unlabeled", "none", "nan", "null"), None),
}
"""Meaning of words used by other programs; None leaves the image unchanged."""


PLACES = (
    "{file}, line {number:,}", "line {number:,}", "entry {number:,}", "task {number:,}", "image {number:,}",
)  # fmt: skip
"""Words for a place in a file. A label keeps its place as a plain text, for there can be a million."""


@dataclass(frozen=True)
class ForeignLabel:
    """A label that a file assigns to an image.

    Attributes:
        name: Name of the image as given in the file.
        label: The label.
        topic: Topic given in the file, "" if there is none.
        place: Location in the file, e.g. ``line 7``.
    """

    name: str
    label: Label
    topic: str = ""
    place: str = ""


@dataclass(frozen=True)
class ForeignLabels:
    """The labels in a file.

    Attributes:
        path: The file or folder.
        format: Its format.
        labels: The labels, in file order.
        remarks: Sentences on what was not understood or skipped.
    """

    path: Path
    format: str
    labels: tuple[ForeignLabel, ...]
    remarks: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics in the file, in order of appearance."""
        return tuple(dict.fromkeys(one.topic for one in self.labels))


def place_words(place: str) -> str:
    """Return a place in a file as a message, for an error or the person."""
    return recognized(place, PLACES)


class Meaning:
    """Maps words of a file to labels; the user's mapping takes precedence."""

    def __init__(self, path: Path, mapping: Mapping[str, Label | None], words: Mapping[str, Label | None] = WORDS):
        self._path = path
        self._words = {**words, **{word.strip().lower(): label for word, label in mapping.items()}}

    def __call__(self, word: object, place: str) -> Label | None:
        """Return the label of ``word``; raise ImportLabelsError with the place and a remedy if it is unknown."""
        text = str("" if word is None else word).strip()
        try:
            return self._words[text.lower()]
        except KeyError:
            known = ", ".join(word for word in self._words if word)
            raise ImportLabelsError(
                "{path}, {place}: {text!r} is not a label that is known; say what it means, e.g. --map "
                "'{text}=relevant'. Known are: {known}",
                path=self._path,
                place=place_words(place),
                text=text,
                known=known,
            ) from None


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 text file with their line endings; their length is limited.

    Raises:
        ImportLabelsError: The file cannot be read, is not text, or has an overlong line.
    """
    try:
        with open_text(path, ImportLabelsError, MOST_BYTES) as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise ImportLabelsError(
                        "{path}, line {number:,}: the line is too long; is this the right file?",
                        path=path,
                        number=number,
                    )
                if "\0" in line:
                    raise ImportLabelsError(
                        "{path}, line {number:,}: this is not a text file", path=path, number=number
                    )
                yield line
    except OSError as error:
        raise ImportLabelsError(
            "{path}: the file cannot be read ({reason})", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise ImportLabelsError(
            "{path}: byte {byte:,} is not UTF-8; save the file as UTF-8", path=path, byte=error.start
        ) from error


def files_below(folder: Path, pattern: str) -> list[Path]:
    """Return the files in a folder that match a pattern, sorted; OSError unless it is a folder that can be read."""
    next(folder.iterdir(), None)  # to glob in what is no folder gives nothing
    return sorted(folder.glob(pattern))


def json_of(path: Path, text: str, place: str = "") -> Any:
    """Parse JSON text; raise ImportLabelsError with the place if it is invalid."""
    where = Message(", {place}", place=place_words(place)) if place else ""
    try:
        return parse_json(text)
    except ValueError as error:
        if place:
            raise ImportLabelsError(
                "{path}{where}: every line has to be one complete JSON object ({error})",
                path=path,
                where=where,
                error=error,
            ) from error
        raise ImportLabelsError(
            "{path}{where}: this is not JSON ({error})", path=path, where=where, error=error
        ) from error


def document(path: Path) -> Any:
    """Parse a JSON file of up to 2 GB, which may be a single long line."""
    return json_of(path, read_text(path, ImportLabelsError, MOST_BYTES))
