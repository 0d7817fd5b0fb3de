"""The commands for keys, the palette and screens."""

from __future__ import annotations

from annotator.gui.shell.focus_mode import FocusMode
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.shell.second_screen import SecondScreen
from annotator.gui.text.translate import tr


class InputCommands:
    """Keys, commands and screens of one window.

    Attributes:
        focus: The mode in which only the image is shown.
        screen: The separate window of the image, while there is one.
    """

    def __init__(self, window: ProjectWindow) -> None:
        self._window = window
        self.focus = FocusMode(window)
        self.screen: SecondScreen | None = None

    def set_second_screen(self, on: bool) -> None:
        """Show or hide the image in a separate window."""
        screen, self.screen = self.screen, None
        if screen is not None:
            screen.end()
        if on and self._window.workspace is not None:
            self.screen = SecondScreen(self._window.workspace, self._window.actions_, self._window)
            self.screen.closed.connect(lambda: self.set_second_screen(False))
            name = self._window.workspace.controller.session.project.path.stem
            self.screen.setWindowTitle(tr("Image – {project}").format(project=name))
            self.screen.show()
        self._window.actions_["view.second_screen"].setChecked(self.screen is not None)

    def let_go(self) -> None:
        """Close everything that belongs to the open project, before it is closed."""
        self.focus.leave()
        self.set_second_screen(False)
