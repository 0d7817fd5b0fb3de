"""Labels in tables and lists: our CSV, ASReview, AnomalyMatch, Astronomaly, Hugging Face, plain lists, TREC qrels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from annotator.data.files.tables import open_table
from annotator.data.images.image_columns import KNOWN_TITLES, ImageColumns, find_columns
from annotator.data.importing.foreign import (
    WORDS,
    ForeignLabel,
    ForeignLabels,
    Meaning,
    grade_in,
    lines_of,
    note_words,
    place_words,
)
from annotator.errors import AmbiguousColumnError, ImportLabelsError, TableError
from annotator.types import Label

_UNRATED = ("-1", "-1.0")
"""Words of ``human_label`` for "unlabeled"."""


def read_csv(path: Path, mapping: Mapping[str, Label | None], chosen: Mapping[str, str]) -> ForeignLabels:
    """Read a table with image and label columns, and optionally ``topic`` and ``grade``; others are ignored."""
    try:
        with open_table(path, KNOWN_TITLES) as table:
            columns = find_columns(table, chosen, labels=True)
            topic_at, grade_at = (
                table.lowered.index(title) if table.lowered.count(title) == 1 else -1 for title in ("topic", "grade")
            )
            rows: Iterable[tuple[int, Sequence[str]]] = table.rows
            words = WORDS
            if table.lowered[columns.label] == "human_label":
                rows = tuple(rows)
                words = _rated([cells[columns.label] for _, cells in rows if columns.label < len(cells)])
            found = tuple(_rows(path, rows, columns, (topic_at, grade_at), Meaning(path, mapping, words)))
    except AmbiguousColumnError:
        raise
    except TableError as error:
        raise ImportLabelsError("{error}", error=error) from error
    return ForeignLabels(path, "csv", found)


def _rated(cells: Iterable[str]) -> Mapping[str, Label | None]:
    """Return the words of ``human_label``: where a number is above 1, all are ratings that have no meaning of ours."""
    words = {**WORDS, **dict.fromkeys(_UNRATED)}
    numbers = {cell.strip() for cell in cells} - set(words)
    if any(number.replace(".", "", 1).replace(",", "", 1).isdecimal() for number in numbers):
        return {word: label for word, label in words.items() if not word[:1].isdecimal()}
    return words


def _rows(
    path: Path,
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: ImageColumns,
    optional: tuple[int, int],
    meaning: Meaning,
) -> Iterator[ForeignLabel]:
    """Yield the labels of a table; ``optional`` are the places of the columns ``topic`` and ``grade``, -1 for none."""
    topic_at, grade_at = optional
    for number, cells in rows:
        place = f"line {number:,}"
        if max(columns.image, columns.label) >= len(cells):
            raise ImportLabelsError(
                "{path}, {place}: the row is too short: {n_cells} cells",
                path=path,
                place=place_words(place),
                n_cells=len(cells),
            )
        label = meaning(cells[columns.label], place)
        topic = cells[topic_at] if 0 <= topic_at < len(cells) else ""
        name = columns.name(cells)
        if label is not None and name:
            grade = grade_in(cells[grade_at], label) if 0 <= grade_at < len(cells) else None
            yield ForeignLabel(name, label, topic, place, grade=grade)


def read_list(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read a list of paths; all are relevant unless ``mapping`` gives the word ``listed`` another meaning."""
    meaning = Meaning(path, mapping, {"listed": Label.RELEVANT})
    label = meaning("listed", "line 1")
    found = [
        ForeignLabel(name, label, "", f"line {number:,}")
        for number, line in enumerate(lines_of(path), 1)
        if label is not None and (name := line.rstrip("\r\n"))
    ]
    return ForeignLabels(path, "list", tuple(found))


def read_qrels(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read TREC qrels: topic, iteration, document, grade. Grades above 0 are relevant, 0 irrelevant, below unjudged.

    Documents are percent-encoded paths, as we write them; a ``docmap.csv`` next to the file is used if there is one.
    """
    meaning = Meaning(path, mapping, {})
    words = {word.strip().lower() for word in mapping}
    docmap = _docmap(path.with_name("docmap.csv"))
    found = []
    for number, line in enumerate(lines_of(path), 1):
        fields = line.split()
        if not fields:
            continue
        place = f"line {number:,}"
        if len(fields) != 4:
            raise ImportLabelsError(
                "{path}, {place}: qrels have four fields, this line has {n_fields}",
                path=path,
                place=place_words(place),
                n_fields=len(fields),
            )
        topic, _, docno, grade = fields
        note_words(mapping, grade)
        label = meaning(grade, place) if grade.lower() in words else _grade(path, place, grade)
        if label is not None:
            name = docmap.get(docno, unquote(docno))
            found.append(ForeignLabel(name, label, unquote(topic), place, grade=grade_in(grade, label)))
    return ForeignLabels(path, "qrels", tuple(found))


def _grade(path: Path, place: str, text: str) -> Label | None:
    try:
        grade = int(text)
    except ValueError:
        raise ImportLabelsError(
            "{path}, {place}: {text!r} is not a grade; grades are whole numbers",
            path=path,
            place=place_words(place),
            text=text,
        ) from None
    return Label.RELEVANT if grade > 0 else Label.IRRELEVANT if grade == 0 else None


def _docmap(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        rows = csv.DictReader(lines_of(path), strict=True)
        if not {"docno", "path"} <= set(rows.fieldnames or ()):
            return {}
        return {row["docno"]: row["path"] for row in rows if row["path"] is not None}
    except csv.Error as error:
        raise ImportLabelsError("{path}: this is not CSV ({error})", path=path, error=error) from error
