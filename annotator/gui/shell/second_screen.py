"""The current image, large in a separate window, on another screen if there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator.gui.actions.judgement_bar import JudgementBar
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.text.translate import tr
from annotator.gui.viewer.viewer_page import ViewerPage
from annotator.gui.widgets.build import in_column
from annotator.gui.workspace.workspace import Workspace
from annotator.types import Change

SIZE = (900, 700)


class SecondScreen(QWidget):
    """Follows the current image; all keys work in it.

    Signals:
        closed: The user closed the window.
    """

    closed = Signal()

    def __init__(self, space: Workspace, actions: ActionSet, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setWindowTitle(tr("Image"))
        self._space, self._ended = space, False
        self.page = ViewerPage(space.controller, space.panes.loader, self)
        self.page.viewer.stepped.disconnect()
        self.page.viewer.stepped.connect(lambda by: step(space, by))
        actions.attach(self.page.viewer)
        actions.attach_window(self)
        self.bar = JudgementBar(actions, self)
        in_column((self.page, 1), self.bar, on=self, margins=0, spacing=0)
        self.setFocusProxy(self.page)
        space.panes.changed.connect(self._follow)
        space.panes.current_changed.connect(self._follow)
        space.controller.labels_changed.connect(self._labels_changed)
        self.resize(*SIZE)
        self._place(owner)
        self._follow()

    def _place(self, owner: QWidget) -> None:
        """Go to another screen than the window is on, and fill it."""
        other = next((screen for screen in QGuiApplication.screens() if screen is not owner.screen()), None)
        if other is not None:
            self.setScreen(other)
            self.setGeometry(other.availableGeometry())
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _follow(self, *_: object) -> None:
        image = self._space.panes.current_image()
        if image is None:
            self.page.clear()
        elif image != self.page.image:
            self.page.show_image(image)
        self.bar.show_target(self._space.panes.target_text())

    def _labels_changed(self, _change: Change) -> None:
        self.page.refresh_label()

    def end(self) -> None:
        """Close the window permanently, with its thread."""
        if not self._ended:
            self._ended = True
            self._space.panes.changed.disconnect(self._follow)
            self._space.panes.current_changed.disconnect(self._follow)
            self._space.controller.labels_changed.disconnect(self._labels_changed)
            self._space.panes.loader.keep_only((), self.page)
            self.page.close_loader()
            self.hide()
            self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit ``closed``."""
        event.accept()
        self.closed.emit()


def step(space: Workspace, by: int) -> None:
    """Go to the image ``by`` positions after the current one, in the active pane."""
    panes = space.panes
    if panes.viewing:
        panes.viewer.step(by)
        return
    grid, current = panes.active, panes.active.current_image()
    row = None if current is None else grid.image_model().row_of(current)
    if len(grid.images()):
        target = 0 if row is None else max(0, min(len(grid.images()) - 1, row + by))
        grid.set_current(grid.image_model().image_at(target))
