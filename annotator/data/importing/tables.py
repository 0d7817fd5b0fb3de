"""Labels in tables and lists: our CSV, ASReview, AnomalyMatch, Astronomaly, Hugging Face, plain lists, TREC qrels."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from annotator.data.importing.foreign import ForeignLabel, ForeignLabels, Meaning, lines_of, place_words
from annotator.errors import ImportLabelsError
from annotator.types import Label

NAMES = ("path", "filename", "file_name", "image_path", "image", "file", "name", "docno")
LABELS = ("label", "included", "asreview_label", "human_label", "label_int", "class", "relevance")


def read_csv(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read a table with image and label columns, and optionally ``topic``; other columns are ignored."""
    rows = csv.reader(lines_of(path), strict=True)
    try:
        header = [title.strip().lower() for title in next(rows, [])]
        name_at = next((header.index(name) for name in NAMES if name in header), None)
        label_at = next((header.index(name) for name in LABELS if name in header), None)
        if name_at is None or label_at is None:
            raise ImportLabelsError(
                "{path}: the first line must name a column with the image ({name}) and one with its label ({label}); "
                "it names: {header}",
                path=path,
                name=", ".join(NAMES[:4]),
                label=", ".join(LABELS[:4]),
                header=", ".join(header) or "nothing",
            )
        topic_at = header.index("topic") if "topic" in header else None
        meaning = Meaning(path, mapping, _words(header[label_at]))
        with path.open("rb") as stream:
            excel = stream.read(3) == b"\xef\xbb\xbf"
        found = tuple(_rows(path, rows, (name_at, label_at, topic_at), meaning, excel=excel))
    except csv.Error as error:
        raise ImportLabelsError(
            "{path}, line {line:,}: this is not CSV ({error})", path=path, line=rows.line_num, error=error
        ) from error
    return ForeignLabels(path, "csv", found)


def _words(column: str) -> Mapping[str, Label | None]:
    from annotator.data.importing.foreign import WORDS

    if column == "human_label":  # ratings on a scale; only the value for "unlabeled" is unambiguous
        return {"-1": None, "-1.0": None, "": None}
    return WORDS


def _rows(
    path: Path, rows: Iterator[list[str]], places: tuple[int, int, int | None], meaning: Meaning, *, excel: bool
) -> Iterator[ForeignLabel]:
    name_at, label_at, topic_at = places
    for cells in rows:
        if not cells:
            continue
        place = f"line {rows.line_num:,}"  # type: ignore[attr-defined]
        if max(name_at, label_at) >= len(cells):
            raise ImportLabelsError(
                "{path}, {place}: the row is too short: {n_cells} cells",
                path=path,
                place=place_words(place),
                n_cells=len(cells),
            )
        label = meaning(cells[label_at], place)
        topic = cells[topic_at] if topic_at is not None and topic_at < len(cells) else ""
        if label is not None:
            yield ForeignLabel(_plain(cells[name_at], excel), label, _plain(topic, excel), place)


def _plain(cell: str, excel: bool) -> str:
    """Remove the apostrophe that an export for Excel put before a text."""
    return cell[1:] if excel and re.match(r"'[=+\-@\t\r]", cell) else cell


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
        label = meaning(grade, place) if grade in mapping else _grade(path, place, grade)
        if label is not None:
            found.append(ForeignLabel(docmap.get(docno, unquote(docno)), label, unquote(topic), place))
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
