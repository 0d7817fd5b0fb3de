"""Exports in the background: the window stays usable, and a failed export leaves the old file unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from annotator.data.exporting import ClassCounts, ExportReport, ExportSource, Format, export
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr

SHOWN = 6


def export_in_background(
    tasks: TaskCenter,
    one: Format,
    source: ExportSource,
    target: Path,
    options: Mapping[str, Any],
    *,
    dry_run: bool = False,
    written: Callable[[ExportReport], object] = lambda _report: None,
) -> Task:
    """Write ``source`` to ``target`` in the format ``one`` as a task, or list what would be written.

    The source is frozen: later judgements are not part of the file, and the project may be closed. ``written`` gets the
    report before the task is over.
    """

    def result(report: ExportReport) -> str:
        written(report)
        if report.dry:
            return listing(report)
        folder = tr("Folder: {folder}").format(folder=report.files[0].parent)
        return f"{core_words(report.summary)}\n{folder}"

    title = tr("Export to {file}: {format}").format(file=target.name, format=tr(one.title))
    return tasks.run(
        tr("Try out: {title}").format(title=title) if dry_run else title,
        lambda progress: export(one, source, target, progress, options, dry_run=dry_run),
        result,
        thread="export",
        total=len(source.paths),
        again=lambda: export_in_background(tasks, one, source, target, options, dry_run=dry_run),
        stopped=tr("Stopped; nothing was written."),
    )


def counted(counts: ClassCounts) -> list[str]:
    """Return a table of the images of each class and part, one line for each class, with a heading."""
    heading = (tr("Class"), *(counts.parts or (tr("Images"),)))
    rows = [heading, *((name, *map(number, images)) for name, images in counts.rows)]
    first, *widths = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [
        "  ".join((row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], widths, strict=True))))
        for row in rows
    ]


def listing(report: ExportReport) -> str:
    """Describe what would be written."""
    total = sum(file.size for file in report.listing)
    lines = [core_words(report.summary), *(file.name for file in report.listing[:SHOWN])]
    if len(report.listing) > SHOWN:
        lines.append("…")
    lines.append(
        tr("{count} files, {size} MB").format(count=number(len(report.listing)), size=number(round(total / 1e6)))
        if total >= 1e6
        else tr("{count} files, {size} kB").format(count=number(len(report.listing)), size=number(-(-total // 1000)))
    )
    return "\n".join(lines)
