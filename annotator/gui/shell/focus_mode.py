"""Focus mode: one image and the judgements on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QWidget

from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.text.translate import tr
from annotator.gui.widgets.meter import Meter
from annotator.gui.workspace.workspace import Workspace


class FocusMode(QObject):
    """Hides everything but the image, the judgements and a thin progress bar; restores it afterwards.

    It ends when the image is closed, e.g. with Esc.
    """

    def __init__(self, window: ProjectWindow) -> None:
        super().__init__(window)
        self._window = window
        self._space: Workspace | None = None
        self._hidden: list[QWidget] = []
        self._state = Qt.WindowState.WindowNoState
        self._docked = QByteArray()
        self.line: Meter | None = None

    @property
    def on(self) -> bool:
        """Whether only the image is shown."""
        return self._space is not None

    def set_on(self, on: bool) -> None:
        """Show only the image, or everything."""
        if on:
            self._enter()
        elif self._space is not None:
            self._space.panes.close_viewer()  # leaves, too
            self.leave()
        self._window.actions_["view.focus_mode"].setChecked(self.on)

    def _enter(self) -> None:
        window, space = self._window, self._window.workspace
        if space is None or self.on:
            return
        panes = space.panes
        if not panes.viewing:
            if panes.active.current_image() is None and len(panes.active.images()):
                panes.active.set_current(panes.active.image_model().image_at(0))
            panes.toggle_viewer()
        if not panes.viewing:
            window.status.remark(tr("There is no image to show yet"))
            return
        self._space, self._state = space, window.windowState()
        self._docked = space.docks.layout_state()
        bars = (window.menuBar(), window.tools, window.statusBar())
        self._hidden = [bar for bar in bars if not bar.isHidden()]
        for bar in self._hidden:
            bar.hide()
        space.docks.hide_all()
        self._add_line(space)
        panes.changed.connect(self._follow)
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        panes.focus_images()

    def _add_line(self, space: Workspace) -> None:
        self.line = Meter(tr("Judged images of the batch"), space)
        layout = space.layout()
        assert layout is not None
        layout.addWidget(self.line)
        self._progress()
        space.state_changed.connect(self._progress)

    def _progress(self) -> None:
        if self._space is not None and self.line is not None:
            browser = self._space.controller.browser
            size = 0 if browser.batch is None else len(browser.batch.images)
            self.line.show_share(size - len(browser.remaining), max(1, size))

    def _follow(self) -> None:
        if self._space is not None and not self._space.panes.viewing:
            self.leave()

    def leave(self) -> None:
        """Show everything again."""
        space, self._space = self._space, None
        if space is None:
            return
        space.panes.changed.disconnect(self._follow)
        space.state_changed.disconnect(self._progress)
        if self.line is not None:
            self.line.hide()
            self.line.deleteLater()
            self.line = None
        for bar in self._hidden:
            bar.show()
        space.docks.restore_layout(self._docked)
        self._window.setWindowState(self._state)
        self._window.actions_["view.focus_mode"].setChecked(False)
        space.panes.focus_images()
