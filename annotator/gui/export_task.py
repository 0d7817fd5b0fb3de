"""Exports beside everything else: the window stays usable, and an export that fails leaves the old file as it was."""

from __future__ import annotations

from pathlib import Path

from annotator.data.exporting import FORMATS, ExportReport, ExportSource, export
from annotator.gui.tasks import Task, TaskCentre
from annotator.gui.words import tr


def export_in_background(tasks: TaskCentre, name: str, source: ExportSource, target: Path) -> Task:
    """Write ``source`` to ``target`` in the format ``name`` as a task.

    The source is frozen: judgements made meanwhile are not part of the file, and the project may be closed.
    """

    def result(report: ExportReport) -> str:
        folder = tr("Folder: {folder}").format(folder=report.files[0].parent)
        return f"{report.summary}\n{folder}"

    return tasks.run(
        tr("Export to {file}: {format}").format(file=target.name, format=FORMATS[name].title),
        lambda progress: export(name, source, target, progress),
        result,
        thread="export",
        total=len(source.paths),
        again=lambda: export_in_background(tasks, name, source, target),
        stopped=tr("Stopped; nothing was written."),
    )
