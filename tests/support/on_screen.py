"""When an opened project can be worked with."""

from annotator.gui.shell.main_window import MainWindow


def on_screen(window: MainWindow) -> bool:
    """Return whether the window shows a project, filled and ready for keys."""
    return window.workspace is not None and window.pages.currentWidget() is window.workspace
