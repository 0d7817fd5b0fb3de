"""Exports: labels and rankings as files that other programs read. Every file is written whole or not at all."""

from annotator.data.exporting.atomic import atomic_write
from annotator.data.exporting.formats import FORMATS, Format, export
from annotator.data.exporting.source import UNLABELLED, ExportReport, ExportSource, HistoryEntry, Judged

__all__ = [
    "FORMATS",
    "UNLABELLED",
    "ExportReport",
    "ExportSource",
    "Format",
    "HistoryEntry",
    "Judged",
    "atomic_write",
    "export",
]
