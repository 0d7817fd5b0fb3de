"""Exports: labels and rankings as files that other programs read. Everything is written whole or not at all."""

from annotator.data.exporting.catalogue import FORMATS, export, format_called
from annotator.data.exporting.formats import EXPORTERS, KINDS, Format, NoOptions, built_options
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import (
    UNLABELLED,
    ExportReport,
    ExportSource,
    HistoryEntry,
    Judged,
    Replay,
    ReviewedLabels,
)
from annotator.data.files.atomic import atomic_write

__all__ = [
    "EXPORTERS",
    "FORMATS",
    "KINDS",
    "UNLABELLED",
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
