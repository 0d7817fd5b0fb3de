"""The formats in which a topic can be exported, by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from annotator.data.exporting.document import write_document
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import write_labels, write_ranking
from annotator.data.exporting.trec import write_qrels, write_residual_run, write_run
from annotator.errors import ExportError
from annotator.types import Progress


@dataclass(frozen=True)
class Format:
    """One way to write a topic.

    Attributes:
        name: Short name, for the command line.
        title: What it holds, for the person.
        suffix: Usual ending of the file name, with the dot.
        help: One sentence on what it is for.
        needs_ranking: Whether a ranking must exist.
        write: Writes the file; see :func:`export`.
    """

    name: str
    title: str
    suffix: str
    help: str
    needs_ranking: bool
    write: Callable[[ExportSource, Path, Progress], ExportReport]


_ALL = (
    Format(
        "labels-csv", "Labels as a table", ".csv",
        "Every image with its label, score and rank, for spreadsheets and scripts.", False, write_labels,
    ),
    Format(
        "labels-json", "Labels with their history", ".json",
        "Labels, settings and every judgement ever made, in one document.", False, write_document,
    ),
    Format(
        "ranking-csv", "Ranking as a table", ".csv",
        "The ranked images, best first, with their scores.", True, write_ranking,
    ),
    Format(
        "trec-run", "Ranking as a TREC run", ".run",
        "The whole ranking for trec_eval, ir_measures and the like.", True, write_run,
    ),
    Format(
        "trec-run-residual", "Ranking of the unjudged images as a TREC run", ".run",
        "The ranking without the judged images, which would flatter any measure.", True, write_residual_run,
    ),
    Format(
        "trec-qrels", "Judgements as TREC qrels", ".qrels",
        "Relevant and irrelevant images for trec_eval, ir_measures and the like.", False, write_qrels,
    ),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})


def export(name: str, source: ExportSource, target: Path, progress: Progress | None = None) -> ExportReport:
    """Write a topic in the format called ``name``.

    The same source gives the same bytes. A failed or cancelled export leaves an older file as it was.

    Args:
        name: One of :data:`FORMATS`.
        source: What to write.
        target: File to write; an older one is replaced.
        progress: Where to report; polled every some thousand images.

    Raises:
        ExportError: Unknown format (the message lists them), a file that must not be replaced, no ranking where the
            format needs one, or a failure to write.
        Cancelled: The person asked to stop.
    """
    if name not in FORMATS:
        raise ExportError(f"There is no export format {name!r}; the formats are: {', '.join(FORMATS)}.")
    _refuse_protected(source, target)
    return FORMATS[name].write(source, target, progress or Progress())


def _refuse_protected(source: ExportSource, target: Path) -> None:
    """Keep the project, the features and the images from being replaced by a slip in a file dialog."""
    final = _real(target)
    if final in [_real(file) for file in source.protected]:
        raise ExportError(f"{target} is in use by this project. Choose another name.")
    if source.images_root is not None:
        root = _real(source.images_root)
        if final.is_relative_to(root) and final.relative_to(root).as_posix() in source.paths:
            raise ExportError(f"{target} is an image of the collection. Choose another name.")


def _real(file: Path) -> Path:
    try:
        return Path(os.path.realpath(file))
    except ValueError as error:  # a NUL character
        raise ExportError(f"{str(file)!r} is not a file name. Choose another one.") from error
