"""What the actions for keys, commands and screens do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from annotator.gui.actions.cheat_sheet import KeysDialog
from annotator.gui.actions.key_editor import KeyEditor
from annotator.gui.shell.focus_mode import FocusMode
from annotator.gui.shell.palette import Palette
from annotator.gui.shell.palette_entries import entries_of
from annotator.gui.shell.second_screen import SecondScreen, step
from annotator.gui.text.translate import tr

if TYPE_CHECKING:
    from annotator.gui.shell.main_window import MainWindow


class Hands:
    """Keys, commands and screens of one window.

    Attributes:
        focus: The mode in which only the image is shown.
        screen: The image in a window of its own, while there is one.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.focus = FocusMode(window)
        self.screen: SecondScreen | None = None
        connect = window.actions_.connect
        connect("edit.palette", lambda: _open(Palette(entries_of(window), window.settings, window)))
        connect("edit.keys", lambda: _open(KeyEditor(window.actions_.keys, window)))
        connect("help.keys", lambda: _open(KeysDialog(window.actions_.keys, window)))
        connect("view.next_image", lambda: self._step(1))
        connect("view.previous_image", lambda: self._step(-1))
        connect("view.focus_mode", self.focus.set_on)
        connect("view.second_screen", self.set_second_screen)

    def _step(self, by: int) -> None:
        assert self._window.workspace is not None
        step(self._window.workspace, by)

    def set_second_screen(self, on: bool) -> None:
        """Show the image in a window of its own, or not."""
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
        """End what belongs to the open project, before it is closed."""
        self.focus.leave()
        self.set_second_screen(False)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
