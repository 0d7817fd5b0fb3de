"""Labels from other programs, and the meaning of the words they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_text
from annotator.data.files.tables import text_lines
from annotator.errors import ImportLabelsError, TableError
from annotator.messages import Message, Remedy, recognized
from annotator.types import Label

MOST_BYTES = 1 << 31
MAX_NAME = 80
"""Longest name of a person who judged."""

WORDS: Mapping[str, Label | None] = {
    **dict.fromkeys(
        ("relevant", "1", "1.0", "1,0", "yes", "y", "true", "ja", "wahr", "positive", "pos", "keep", "anomaly"),
        Label.RELEVANT,
    ),
    **dict.fromkeys(
        ("irrelevant", "0", "0.0", "0,0", "no", "n", "false", "nein", "falsch", "negative", "neg", "normal"),
        Label.IRRELEVANT,
    ),
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
        otherwise: Name to use if ``name`` means no image, "" for none.
        judge: Who gave the label, where the file has those of several people; "" otherwise.
        grade: Grade of a relevant image, from 1, where the file has one.
    """

    name: str
    label: Label
    topic: str = ""
    place: str = ""
    otherwise: str = ""
    judge: str = ""
    grade: int | None = None


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


class Words(dict[str, "Label | None"]):
    """What a person says that words of a file mean, and which words the file has.

    Attributes:
        met: The words of the file that were looked up, in lower case.
    """

    def __init__(self, mapping: Mapping[str, Label | None]) -> None:
        super().__init__(mapping)
        self.met: set[str] = set()

    @property
    def unused(self) -> list[str]:
        """The words of the person that the file does not have."""
        return [word for word in self if word.strip().lower() not in self.met]


def note_words(mapping: Mapping[str, Label | None], *words: str) -> None:
    """Note words of the file that are looked up in ``mapping`` without :class:`Meaning`."""
    if isinstance(mapping, Words):
        mapping.met.update(word.strip().lower() for word in words)


class Meaning:
    """Maps words of a file to labels; the user's mapping takes precedence."""

    def __init__(self, path: Path, mapping: Mapping[str, Label | None], words: Mapping[str, Label | None] = WORDS):
        self._path, self._mapping = path, mapping
        self._words = {**words, **{word.strip().lower(): label for word, label in mapping.items()}}

    def __call__(self, word: object, place: str) -> Label | None:
        """Return the label of ``word``; raise ImportLabelsError with the place and a remedy if it is unknown."""
        text = str("" if word is None else word).strip()
        note_words(self._mapping, text)
        try:
            return self._words[text.lower()]
        except KeyError:
            known = ", ".join(word for word in self._words if word)
            raise ImportLabelsError(
                "{path}, {place}: {text!r} is not a label that is known; {remedy}. Known are: {known}",
                path=self._path,
                place=place_words(place),
                text=text,
                remedy=Remedy(
                    "say what it means, e.g. --map '{text}=relevant'",
                    "say what it means under Words, e.g. {text}=relevant",
                    text=text,
                ),
                known=known,
            ) from None


def grade_in(cell: object, label: Label | None) -> int | None:
    """Return the grade in a cell or field of a table next to a label; None for none."""
    text = str("" if cell is None else cell).strip()
    return int(text) if label is Label.RELEVANT and text.isascii() and text.isdecimal() and int(text) > 0 else None


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a text file with their line endings; their length is limited.

    Raises:
        ImportLabelsError: The file cannot be read, is not text, or has an overlong line.
    """
    try:
        yield from text_lines(path)
    except TableError as error:
        raise ImportLabelsError("{error}", error=error) from error


def files_below(folder: Path, ending: str, *, deep: bool = True) -> list[Path]:
    """Return the files below a folder with an ending in any case, sorted; OSError if the folder cannot be read."""
    next(folder.iterdir(), None)  # to glob in what is no folder gives nothing
    return sorted(file for file in folder.glob("**/*" if deep else "*") if file.suffix.lower() == ending)


def json_of(path: Path, text: str, place: str = "") -> Any:
    """Parse JSON text; raise ImportLabelsError with the place if it is invalid."""
    where = Message(", {place}", place=place_words(place)) if place else ""
    try:
        return parse_json(text, unique=True)
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
