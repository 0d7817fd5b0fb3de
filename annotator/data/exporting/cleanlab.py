"""Suspected label errors in the columns of cleanlab's Datalab, for users who review labels with it."""

from __future__ import annotations

import numpy as np

from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, row, word
from annotator.errors import ExportError
from annotator.messages import Message, joined
from annotator.types import Label, Progress

COLUMNS = ("path", "is_label_issue", "label_score", "given_label", "predicted_label")


def write_cleanlab(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the positive and negative judgements, each with its leave-one-out probability.

    ``label_score`` is the leave-one-out probability of the given label, low for suspects; ``predicted_label`` is the
    label that the other judgements predict. Images without usable features have no score and are omitted.

    Raises:
        ExportError: There are too few judgements to predict one from the others; the message says what is missing.
    """
    if source.review is None:
        raise ExportError("The judgements have not been compared with each other. Judge more images, and export again.")
    if source.review.note and not source.review.quality:
        raise ExportError("{note}", note=source.review.note)
    judged = [
        image
        for image in chosen(source, "judged").tolist()
        if source.labels[image] != Label.UNSURE and image in source.review.quality
    ]
    with out.text(out.name) as stream:
        stream.write(row(COLUMNS))
        for _, images in blocks(np.array(judged, np.int64), progress):
            stream.writelines(row(_cells(source, image)) for image in images)
    unsure = int(np.count_nonzero(source.labels == Label.UNSURE))
    without = int(np.count_nonzero(np.abs(source.labels.astype(int)) == 1)) - len(judged)
    notes = (
        Message("{n} image(s) judged unsure: left out.", n=unsure) if unsure else "",
        Message("{n} image(s) without usable features: left out.", n=without) if without else "",
    )
    return ExportReport((), len(judged), joined(notes))


def _cells(source: ExportSource, image: int) -> tuple[str, ...]:
    assert source.review is not None
    quality, given = source.review.quality[image], source.label(image)
    other = Label.IRRELEVANT if given is Label.RELEVANT else Label.RELEVANT
    expected = given if quality >= 0.5 else other
    suspect = "True" if image in source.review.suspects else "False"
    return source.paths[image], suspect, f"{quality:.6f}", word(given), word(expected)
