"""Exports of labels and rankings to files for other programs. All files are written atomically."""

from annotator.data.exporting.catalog import FORMATS, export, format_called
from annotator.data.exporting.formats import EXPORTERS, PURPOSES, Format, NoOptions, built_options
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import (
    ClassCounts,
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
    "EXPORTERS",
    "FORMATS",
    "PURPOSES",
    "UNLABELLED",
    "ClassCounts",
    "ExportReport",
    "ExportSource",
    "Format",
    "HistoryEntry",
    "Judged",
    "NoOptions",
    "Output",
    "Replay",
    "ReviewedLabels",
    "atomic_write",
    "built_options",
    "export",
    "format_called",
]
