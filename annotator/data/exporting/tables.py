"""Labels and ranking as CSV: RFC 4180 quoting, UTF-8, LF, numbers in the C locale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.atomic import atomic_write
from annotator.data.exporting.source import ExportReport, ExportSource, Judged
from annotator.errors import ExportError
from annotator.types import IntArray, Label, Progress, Ranking

LABEL_COLUMNS = (
    "path", "topic", "label", "label_int", "score", "score_std", "rank", "round", "strategy", "timestamp", "annotator",
    "note",
)  # fmt: skip
RANKING_COLUMNS = ("rank", "path", "score", "score_std", "probability", "label")
ROWS_PER_BLOCK = 1 << 14
"""Rows formatted and written at a time: some megabytes of text, whatever the size of the collection."""

_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')
_LABEL_INT: dict[Label | None, str] = {Label.RELEVANT: "1", Label.IRRELEVANT: "0"}
_UNJUDGED = Judged(None, "", "")


def write_labels(source: ExportSource, target: Path, progress: Progress) -> ExportReport:
    """Write every image of the collection with its label: ranked images by rank, then the others by path.

    ``score`` and ``score_std`` are the posterior mean and standard deviation. ``label_int`` is 1 for relevant, 0 for
    irrelevant and empty otherwise; ``label`` tells unsure from unlabelled.
    """
    ranked = 0 if source.ranking is None else len(source.ranking.images)
    order = source.order()
    with atomic_write(target) as stream:
        stream.write(row(LABEL_COLUMNS))
        for start, images in blocks(order, progress):
            scores = score_columns(source.ranking, start, len(images))
            stream.write("".join(_label_rows(source, images, start, ranked, *scores)))
    return ExportReport((target,), len(order))


def write_ranking(source: ExportSource, target: Path, progress: Progress) -> ExportReport:
    """Write the ranked images, best first: rank, path, score, its standard deviation, probability, label.

    ``score`` is the posterior mean, which the ranking is sorted by. ``probability`` is how likely the model
    finds the image relevant; it says how sure the model is, but is not calibrated.
    """
    ranking = ranking_of(source)
    probability = probabilities(ranking)
    with atomic_write(target) as stream:
        stream.write(row(RANKING_COLUMNS))
        for start, images in blocks(ranking.images, progress):
            mean, std = score_columns(ranking, start, len(images))
            chance = numbers(probability[start : start + len(images)])
            stream.write(
                "".join(
                    row(
                        (str(start + i + 1), source.paths[image], mean[i], std[i], chance[i], word(source.label(image)))
                    )
                    for i, image in enumerate(images)
                )
            )
    return ExportReport((target,), len(ranking.images), unranked_note(source))


def _label_rows(
    source: ExportSource, images: list[int], start: int, ranked: int, mean: list[str], std: list[str]
) -> Iterator[str]:
    for i, image in enumerate(images):
        label = source.label(image)
        judged = _UNJUDGED if label is None else source.judged.get(image, _UNJUDGED)
        yield row(
            (
                source.paths[image],
                source.topic,
                word(label),
                _LABEL_INT.get(label, ""),
                mean[i],
                std[i],
                str(start + i + 1) if start + i < ranked else "",
                "" if judged.round is None else str(judged.round),
                judged.strategy,
                judged.timestamp,
                judged.annotator,
                judged.note,
            )
        )


def row(cells: Iterable[str]) -> str:
    """Return one CSV line; cells with a comma, a quote, a line end or outer white space are quoted."""
    return ",".join(cell(text) for text in cells) + "\n"


def cell(text: str) -> str:
    """Return ``text`` quoted where it has to be. The csv module of Python 3.11 leaves a lone carriage return bare."""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def word(label: Label | None) -> str:
    """Return the word of a label, "" for none."""
    return "" if label is None else label.word


def numbers(values: NDArray[np.float32]) -> list[str]:
    """Return the shortest texts that read back as the same float32; "" for NaN."""
    texts: list[str] = values.astype(np.float32).astype("U32").tolist()
    return ["" if text == "nan" else text for text in texts]


def score_columns(ranking: Ranking | None, start: int, count: int) -> tuple[list[str], list[str]]:
    """Return the texts of mean and standard deviation at ``count`` places from ``start`` on; "" beyond the ranking."""
    if ranking is None:
        return [""] * count, [""] * count
    part = slice(start, start + count)
    mean, std = numbers(ranking.mean[part]), numbers(ranking.std[part])
    missing = [""] * (count - len(mean))
    return mean + missing, std + missing


def blocks(images: IntArray, progress: Progress) -> Iterator[tuple[int, list[int]]]:
    """Yield (first place, image ids) in order; reports progress and raises Cancelled between blocks."""
    for start in range(0, len(images), ROWS_PER_BLOCK):
        progress.step(start / len(images))
        yield start, images[start : start + ROWS_PER_BLOCK].tolist()


def probabilities(ranking: Ranking) -> NDArray[np.float32]:
    """Return the model's probability that each ranked image is relevant, Phi(mean / std), shape (r,)."""
    from scipy.special import ndtr  # half a second to import, and only this column needs it

    ratio = ranking.mean.astype(np.float64) / np.maximum(ranking.std, 1e-30)
    result: NDArray[np.float32] = ndtr(ratio).astype(np.float32)
    return result


def ranking_of(source: ExportSource) -> Ranking:
    """Return the ranking of the topic.

    Raises:
        ExportError: There is none yet, or it holds an image twice.
    """
    if source.ranking is None or not len(source.ranking.images):
        raise ExportError(
            f"The topic {source.topic!r} has no ranking yet. Judge a batch, or rank the collection, and export again."
        )
    if len(np.unique(source.ranking.images)) != len(source.ranking.images):
        raise ExportError(f"The ranking of {source.topic!r} holds an image twice. Rank the collection again.")
    return source.ranking


def unranked_note(source: ExportSource) -> str:
    """Say how many images have no place in the ranking."""
    ranked = 0 if source.ranking is None else len(source.ranking.images)
    missing = len(source.paths) - ranked
    return f"{count_images(missing)} without usable features: not ranked, left out." if missing else ""


def count_images(number: int) -> str:
    """Return e.g. ``1 image`` or ``12 images``."""
    return f"{number:d} image" + ("" if number == 1 else "s")
