"""Exports of labels and rankings to files for other programs. All files are written atomically."""

from annotator.data.exporting.catalogue import FORMATS, check_options, export, format_called
from annotator.data.exporting.formats import Format
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import (
    ExportReport,
    ExportSource,
    HistoryEntry,
    Judged,
    Replay,
    ReviewedLabels,
)
from annotator.data.files.atomic import atomic_write
from annotator.types import UNLABELLED

__all__ = [
    "FORMATS",
    "UNLABELLED",
    "ExportReport",
    "ExportSource",
    "Format",
    "HistoryEntry",
    "Judged",
    "Output",
    "Replay",
    "ReviewedLabels",
    "atomic_write",
    "check_options",
    "export",
    "format_called",
]
