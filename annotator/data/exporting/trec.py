"""Rankings and judgements in the TREC formats, for trec_eval and the Python tools that read its files.

A run has the fields ``qid Q0 docno rank score tag``, a qrels file ``qid 0 docno grade``. Readers split lines at white
space and open files in the system's encoding, so every field is percent-encoded to plain ASCII; ``docmap.csv`` next to
the file maps every docno to its path.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.docmap import DOCMAP, check_docmap, docno, write_docmap
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import by_path
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, numbers, ranking_of, unranked_note
from annotator.errors import ExportError
from annotator.messages import Message, joined
from annotator.parameters import parameter
from annotator.types import UNLABELLED, IntArray, Label, LabelCodes, Progress

EXACT_IN_FLOAT32 = 1 << 24
"""Integers up to this are exact in float32, the precision in which some readers store scores."""

_NO_WORD = re.compile(r"[\W_]+")


def write_run(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the entire ranking as a run."""
    return _write_run(source, out, progress, residual=False)


def write_residual_run(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the ranking without the judged images.

    Judged images would bias an evaluation upward, because the model was fitted to them. Evaluate this run with
    judgements that do not come from this topic, or that were made after the ranking.
    """
    return _write_run(source, out, progress, residual=True)


@dataclass(frozen=True)
class Qrels:
    """Options of the judgements for trec_eval."""

    all_topics: bool = parameter(False, "The judgements of all topics in one file, as a test collection has them.")


def write_qrels(source: ExportSource, out: Output, options: Qrels, progress: Progress) -> ExportReport:
    """Write the judgements as qrels: grade 0 for irrelevant, 1 or the grade of the image for relevant, by path.

    An image of the pool that has neither label gets the grade -1: for trec_eval, it is "in the pool, but unjudged".
    """
    topics = source.topics if options.all_topics else {source.topic: source.labels}
    grades = {name: _grades(source, name, labels) for name, labels in topics.items()}
    orders = {name: by_path(source, np.flatnonzero(of_topic > _NO_GRADE)) for name, of_topic in grades.items()}

    def lines(progress: Progress) -> Iterator[str]:
        for at, (name, order) in enumerate(orders.items()):
            qid = query_id(source, name)
            for _, images in blocks(order, progress.part(at / len(orders), (at + 1) / len(orders))):
                yield "".join(f"{qid} 0 {docno(source.paths[i])} {grades[name][i]}\n" for i in images)

    unsure = sum(int(np.count_nonzero((topics[name] == 0) & (of == _NO_GRADE))) for name, of in grades.items())
    written = len(set().union(*(order.tolist() for order in orders.values())))  # an image may be in several topics
    return _write(source, out, progress, lines, written, _unsure_words(unsure))


_NO_GRADE = -2


def _grades(source: ExportSource, topic: str, labels: LabelCodes) -> NDArray[np.int8]:
    """Return the grade of every image in a topic, shape (N,); :data:`_NO_GRADE` for an image that has none."""
    grades = np.full(len(labels), _NO_GRADE, np.int8)
    if topic in source.pools:
        grades[source.pools[topic][1]] = -1
    grades[labels > 0] = labels[labels > 0]
    grades[labels == Label.IRRELEVANT] = 0
    given = source.grades if topic == source.topic else source.other_grades.get(topic)
    for image, grade in (given or {}).items():
        grades[image] = grade
    return grades


def graded(source: ExportSource) -> IntArray:
    """Return the images judged relevant or irrelevant, in order of path."""
    return by_path(source, np.flatnonzero((source.labels == Label.RELEVANT) | (source.labels == Label.IRRELEVANT)))


def unsure_note(source: ExportSource) -> str:
    """Return a sentence on how many images are omitted because they were judged unsure."""
    return _unsure_words(int(np.count_nonzero(source.labels == Label.UNSURE)))


def query_id(source: ExportSource, topic: str) -> str:
    """Return the id of a topic: that in the runs of its pool, else :func:`topic_id`."""
    return quote(source.pools[topic][0], safe="") if topic in source.pools else topic_id(topic)


def _unsure_words(unsure: int) -> str:
    return Message("{n} image(s) judged unsure: qrels have no such grade, left out.", n=unsure) if unsure else ""


def topic_id(topic: str) -> str:
    """Return ``topic`` as a TREC query id: lower-case words joined by hyphens, percent-encoded; never empty."""
    words = _NO_WORD.sub("-", unicodedata.normalize("NFKC", topic).casefold()).strip("-")
    return quote(words, safe="") or "topic"


def strictly_decreasing(scores: NDArray[np.floating]) -> bool:
    """Return whether ``scores``, shape (r,), strictly decrease even for readers that store float32."""
    rounded = scores.astype(np.float32)
    return bool(np.isfinite(rounded).all() and (rounded[1:] < rounded[:-1]).all())


def _write_run(source: ExportSource, out: Output, progress: Progress, *, residual: bool) -> ExportReport:
    """Write a run whose scores strictly decrease.

    trec_eval ignores the rank, sorts by score and breaks ties by docno; other tools break them by line order. If any
    means are equal, all scores are therefore N - rank + 1.
    """
    ranking = ranking_of(source)
    images, mean, raw = run_of(source, residual=residual)
    n = len(images)
    qid, tag = query_id(source, source.topic), _tag(source, ranking.round, residual)

    def lines(progress: Progress) -> Iterator[str]:
        for start, block in blocks(images, progress):
            end = start + len(block)
            scores = numbers(mean[start:end]) if raw else [str(score) for score in range(n - start, n - end, -1)]
            yield "".join(
                f"{qid} Q0 {docno(source.paths[image])} {start + i + 1} {scores[i]} {tag}\n"
                for i, image in enumerate(block)
            )

    return _write(source, out, progress, lines, n, unranked_note(source), "" if raw else TIED)


def run_of(source: ExportSource, *, residual: bool) -> tuple[IntArray, NDArray[np.float32], bool]:
    """Return the images of a run, their means, and whether the means can be its scores; otherwise use N - rank + 1.

    Raises:
        ExportError: There is no ranking, or too many images for scores that all readers can distinguish.
    """
    ranking = ranking_of(source)
    keep = source.labels[ranking.images] == UNLABELLED if residual else np.ones(len(ranking.images), dtype=np.bool_)
    images, mean = ranking.images[keep], ranking.mean[keep]
    raw = strictly_decreasing(mean)
    if not raw and len(images) > EXACT_IN_FLOAT32:
        raise ExportError(
            "{n_images:,} images with equal scores are too many for a run. Export the ranking as CSV.",
            n_images=len(images),
        )
    return images, mean, raw


TIED = Message("Some scores are equal, so the run has N - rank + 1; the ranking CSV has the scores.")


def _tag(source: ExportSource, round: int, residual: bool) -> str:
    strategy = topic_id(str(source.settings.get("strategy", "annotator")))
    return f"{strategy}-round{round}" + ("-residual" if residual else "")


def _write(
    source: ExportSource,
    out: Output,
    progress: Progress,
    lines: Callable[[Progress], Iterator[str]],
    written: int,
    *notes: str,
) -> ExportReport:
    """Write the file and the docmap next to it, both or neither."""
    check_docmap(out)
    with out.text(out.name) as stream:
        stream.writelines(lines(half(progress, 0.0)))
    with out.text(DOCMAP, ours=True) as table:
        note = write_docmap(source, table, half(progress, 0.5))
    return ExportReport((), written, joined((*notes, note)))


def half(progress: Progress, start: float) -> Progress:
    """Return a progress that maps its [0, 1] to the half of ``progress`` that begins at ``start``."""
    return Progress(lambda share: progress.report(start + share / 2), progress.cancel)
