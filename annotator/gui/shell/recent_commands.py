"""Commands to reopen projects: the last one, recent ones, those that were moved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from annotator.gui.dialogs.dropped import PROJECT_SUFFIX
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.text.translate import tr


def connect_recent(window: ProjectWindow) -> None:
    """Connect the list of recent projects on the start page."""
    start = window.start
    start.project_chosen.connect(window.open_project)
    start.project_removed.connect(lambda project: forget(window, project))
    start.project_missed.connect(lambda project: tell_missing(window, project))
    start.project_sought.connect(lambda project: find(window, project))


def reopen(window: ProjectWindow) -> None:
    """Open the project that was open when the program ended, if the user prefers that."""
    last = window.last.get()
    if last is None or not window.preferences.current.reopen:
        return
    if last.failed:
        window.last.trust()
        text = tr("The program ended while it was opening {project}. The project was not reopened automatically.")
        again = (tr("Open it"), lambda: window.open_project(last.project, read_only=last.read_only))
        window.messages.tell(text.format(project=last.project), choices=[again])
        return
    window.last.trying()
    window.open_project(last.project, read_only=last.read_only)


def leave(window: ProjectWindow) -> None:
    """Close the project for good: the next start shows the start page."""
    window.last.forget()
    window.close_project()


def forget(window: ProjectWindow, project: Path) -> None:
    """Take a project off the list; its file stays."""
    window.recent.remove(project)
    window.start.show_recent(window.recent.paths())


def tell_missing(window: ProjectWindow, project: Path) -> None:
    """Report that a project is missing, and offer remedies."""
    choices = [
        (tr("Find it…"), lambda: find(window, project)),
        (tr("Remove it from the list"), lambda: forget(window, project)),
    ]
    window.messages.tell(tr("{project} is not there any more.").format(project=project), choices=choices)


def find(window: ProjectWindow, project: Path) -> None:
    """Ask where a project is now, and open it there."""
    folder = next((parent for parent in project.parents if parent.is_dir()), Path.home())
    title = tr("Where is {name} now?").format(name=project.name)
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(folder), f"{tr('Projects')} (*{PROJECT_SUFFIX})")
    if chosen:
        window.recent.remove(project)
        window.open_project(Path(chosen))
