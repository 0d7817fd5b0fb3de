"""Labels and ranking as CSV: RFC 4180 quoting, UTF-8, LF, numbers in the C locale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import ORDERS, WHICH, chosen
from annotator.data.exporting.source import ExportReport, ExportSource, Judged
from annotator.errors import ExportError
from annotator.messages import Message
from annotator.numerics.chance import probability
from annotator.parameters import parameter
from annotator.types import IntArray, Label, Progress, Ranking

LABEL_COLUMNS = (
    "path", "topic", "label", "label_int", "score", "score_std", "rank", "round", "strategy", "timestamp", "annotator",
    "note",
)  # fmt: skip
NOTE_COLUMN = "image_note"
"""Column of the notes of the person, after those of the labels; ``note`` is how an image got its label."""

GRADE_COLUMN = "grade"
"""Last column, of a topic with grades: 0 for irrelevant, 1 or more for relevant."""

RANKING_COLUMNS = ("rank", "path", "score", "score_std", "probability", "label")
ROWS_PER_BLOCK = 1 << 14
"""Rows formatted and written at a time: a few megabytes of text, whatever the size of the collection."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[\d.]+(e[-+]?\d+)?")
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')
_LABEL_INT: dict[Label | None, str] = {Label.RELEVANT: "1", Label.IRRELEVANT: "0"}
_UNJUDGED = Judged(None, "", "")


@dataclass(frozen=True)
class LabelTable:
    """Options of the label table."""

    images: str = parameter("all", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    order: str = parameter(
        "rank",
        "By rank, by path, or for review: relevant ones as they were found, unlabelled ones by rank, irrelevant ones.",
        choices=ORDERS,
    )
    excel: bool = parameter(
        False, "For Excel: mark the file as UTF-8, and put ' before texts that Excel would take for a formula."
    )


@dataclass(frozen=True)
class RankingTable:
    """Options of the ranking table."""

    best: int = parameter(0, "Only so many images, best first; 0 for all.", low=0)
    excel: bool = parameter(
        False, "For Excel: mark the file as UTF-8, and put ' before texts that Excel would take for a formula."
    )


def write_labels(source: ExportSource, out: Output, options: LabelTable, progress: Progress) -> ExportReport:
    """Write images with their labels, one row each.

    ``score`` and ``score_std`` are the posterior mean and standard deviation. ``label_int`` is 1 for relevant, 0 for
    irrelevant and empty otherwise; ``label`` distinguishes unsure from unlabeled.
    """
    order = chosen(source, options.images, options.order)
    place = places(source)
    line = _row_writer(excel=options.excel)
    with out.text(out.name) as stream:
        stream.write(_start(excel=options.excel) + line(label_columns(source)))
        for _, images in blocks(order, progress):
            stream.write("".join(line(cells) for cells in label_rows(source, images, place)))
    return ExportReport((), len(order))


def write_ranking(source: ExportSource, out: Output, options: RankingTable, progress: Progress) -> ExportReport:
    """Write the ranked images, best first: rank, path, score, its standard deviation, probability, label.

    ``score`` is the posterior mean, by which the ranking is sorted. ``probability`` is the model's probability that the
    image is relevant; it expresses the confidence of the model but is not calibrated.
    """
    ranking = ranking_of(source)
    probability = probabilities(ranking)
    order = ranking.images[: options.best or None]
    line = _row_writer(excel=options.excel)
    with out.text(out.name) as stream:
        graded = () if source.grades is None else (GRADE_COLUMN,)
        stream.write(_start(excel=options.excel) + line((*RANKING_COLUMNS, *graded)))
        for start, images in blocks(order, progress):
            part = slice(start, start + len(images))
            mean, std, chance = (numbers(column[part]) for column in (ranking.mean, ranking.std, probability))
            stream.write(
                "".join(
                    line(
                        (
                            *(str(start + i + 1), source.paths[image], mean[i], std[i], chance[i]),
                            *(word(source.label(image)), *_grade(source, image)),
                        )
                    )
                    for i, image in enumerate(images)
                )
            )
    return ExportReport((), len(order), unranked_note(source))


def label_columns(source: ExportSource) -> tuple[str, ...]:
    """Return the columns of the label table."""
    notes = () if source.notes is None else (NOTE_COLUMN,)
    return (*LABEL_COLUMNS, *notes, *(() if source.grades is None else (GRADE_COLUMN,)))


def _grade(source: ExportSource, image: int) -> tuple[str, ...]:
    """Return the cells of :data:`GRADE_COLUMN`, none for a topic without grades."""
    return () if source.grades is None else (str(source.grades.get(image, "")),)


def label_rows(source: ExportSource, images: list[int], place: IntArray) -> Iterator[tuple[str, ...]]:
    """Yield the cells of :func:`label_columns` for ``images``, whose positions in the ranking are in ``place``."""
    mean, std = score_columns(source.ranking, place[images])
    for i, image in enumerate(images):
        label = source.label(image)
        judged = _UNJUDGED if label is None else source.judged.get(image, _UNJUDGED)
        yield (
            source.paths[image],
            source.topic,
            word(label),
            _LABEL_INT.get(label, ""),
            mean[i],
            std[i],
            str(place[image] + 1) if place[image] >= 0 else "",
            "" if judged.round is None else str(judged.round),
            judged.strategy,
            judged.timestamp,
            judged.annotator,
            judged.note,
            *(() if source.notes is None else (source.notes.get(image, ""),)),
            *_grade(source, image),
        )


def _start(*, excel: bool) -> str:
    return "\ufeff" if excel else ""


def _row_writer(*, excel: bool) -> Callable[[Iterable[str]], str]:
    return _excel_row if excel else row


def _excel_row(cells: Iterable[str]) -> str:
    # A text that starts with such apostrophes gets one more, so that taking one off gives every text back.
    return row([f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text for text in cells])


_MEDIA = {"jpg": "jpeg", "tif": "tiff"}  # the others are called like the ending


def media_type(path: str) -> str:
    """Return the media type of an image by the ending of its name.

    >>> media_type("2019/Kite.JPG"), media_type("scan.tif"), media_type("kite.webp")
    ('image/jpeg', 'image/tiff', 'image/webp')
    """
    ending = path.rpartition(".")[2].lower()
    return f"image/{_MEDIA.get(ending, ending)}"


def row(cells: Iterable[str]) -> str:
    """Return one CSV line; cells with a comma, a quote, a line break or outer white space are quoted."""
    return ",".join(cell(text) for text in cells) + "\n"


def cell(text: str) -> str:
    """Return ``text``, quoted if needed. The csv module of Python 3.11 does not quote a lone carriage return."""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def word(label: Label | None) -> str:
    """Return the word of a label, "" for none."""
    return "" if label is None else label.word


def numbers(values: NDArray[np.float32]) -> list[str]:
    """Return the shortest texts that read back as the same float32 values, shape (r,); "" for NaN."""
    texts: list[str] = values.astype(np.float32).astype("U32").tolist()
    return ["" if text == "nan" else text for text in texts]


def places(source: ExportSource) -> IntArray:
    """Return the position of every image in the ranking, from 0, -1 for none; shape (N,)."""
    place = np.full(len(source.paths), -1, np.int64)
    if source.ranking is not None:
        place[source.ranking.images] = np.arange(len(source.ranking.images))
    return place


def score_columns(ranking: Ranking | None, place: IntArray) -> tuple[list[str], list[str]]:
    """Return the texts of mean and standard deviation at the positions ``place``; "" where it is -1."""
    if ranking is None or not len(ranking.images):
        return [""] * len(place), [""] * len(place)
    known = place >= 0
    mean, std = (numbers(np.where(known, column[place], np.float32(np.nan))) for column in (ranking.mean, ranking.std))
    return mean, std


def blocks(images: IntArray, progress: Progress) -> Iterator[tuple[int, list[int]]]:
    """Yield (first position, image ids) in order; report progress and raise Cancelled between blocks."""
    for start in range(0, len(images), ROWS_PER_BLOCK):
        progress.step(start / len(images))
        yield start, images[start : start + ROWS_PER_BLOCK].tolist()


def clashing(n: int) -> str:
    """Return a sentence on n images that were left out because the file named after them is that of another image."""
    if not n:
        return ""
    return Message("{n} image(s) with the same name as another but for the ending or capitals: left out.", n=n)


def probabilities(ranking: Ranking) -> NDArray[np.float32]:
    """Return the model's probability that each ranked image is relevant, shape (r,)."""
    return probability(ranking.mean, ranking.std).astype(np.float32)


def ranking_of(source: ExportSource) -> Ranking:
    """Return the ranking of the topic.

    Raises:
        ExportError: There is none yet, or an image occurs twice in it.
    """
    if source.ranking is None or not len(source.ranking.images):
        raise ExportError(
            "The topic {topic!r} has no ranking yet. Judge a batch, or rank the collection, and export again.",
            topic=source.topic,
        )
    if len(np.unique(source.ranking.images)) != len(source.ranking.images):
        raise ExportError(
            "The ranking of {topic!r} contains an image twice. Rank the collection again.", topic=source.topic
        )
    return source.ranking


def unranked_note(source: ExportSource) -> str:
    """Return a sentence on how many images are not in the ranking."""
    ranked = 0 if source.ranking is None else len(source.ranking.images)
    missing = len(source.paths) - ranked
    return Message("{n} image(s) without usable features: not ranked, left out.", n=missing) if missing else ""
