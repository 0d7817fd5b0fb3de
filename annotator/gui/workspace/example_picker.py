"""The dialog to pick examples from the whole collection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped
from annotator.gui.widgets.search_field import SearchField
from annotator.gui.workspace.ranking_controls import TYPING_PAUSE_MS
from annotator.types import IntArray

SIZE = (980, 700)
CELL_EDGE = 140


class ExamplePicker(QDialog):
    """Browse and search by name, select one or several images, or start without."""

    def __init__(
        self,
        topic: str,
        paths: Sequence[str],
        source: ImageSource,
        loader: ThumbnailLoader,
        parent: QWidget | None = None,
        *,
        names: FilenameIndex | None = None,
        may_skip: bool = True,
    ) -> None:
        """Show all images, sorted by name.

        Args:
            topic: Name of the topic.
            paths: Paths of the images.
            source: What is said of an image.
            loader: Their thumbnails.
            parent: Qt parent.
            names: Index of the paths, if there is one.
            may_skip: Whether to offer to start without an example.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Pick examples of “{topic}”").format(topic=topic))
        self.resize(*SIZE)
        self._paths = paths
        self._names = names
        self._job: RunningJob | None = None
        self._background = Background("examples", self)
        self.without_example = False
        words = wrapped(
            tr(
                "Which images show what you are looking for? One is enough; Ctrl+click or "
                "Shift+arrows select several. {count} images."
            ).format(count=number(len(paths))),
            self,
        )
        self.search = SearchField(self, tr("Find by name"), tr("Find by name"))
        self.grid = named(ImageGrid(source, loader, self), tr("Images of the collection"))
        self.grid.set_cell_edge(CELL_EDGE)
        buttons = DialogButtons(self)
        self.use = buttons.accept(tr("Use as example"))
        self.skip = buttons.act(tr("Start without an example"), self._skip)
        self.skip.setVisible(may_skip)
        buttons.reject(tr("Cancel"))
        in_column(words, self.search, (self.grid, 1), buttons, on=self)

        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.left.connect(self.grid.setFocus)
        self.grid.selection_changed.connect(self._selection_changed)
        self.grid.opened.connect(self._take)
        self.grid.installEventFilter(self)
        self._selection_changed()
        self.grid.setFocus()
        self._filter()

    def images(self) -> list[int]:
        """Return the selected images; none after "Start without an example"."""
        return [] if self.without_example else self.grid.selected_images()

    def _take(self, image: int) -> None:
        """Use the selection, or the image that was opened."""
        if not self.grid.selected_count():
            self.grid.set_current(image)
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a letter typed in the grid start a search: there is nothing to judge here."""
        typed = event.text() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else ""
        if typed.isalnum():
            self.search.setFocus()
            self.search.setText(typed)
            return True
        return super().eventFilter(watched, event)

    def _selection_changed(self) -> None:
        count = self.grid.selected_count()
        self.use.setEnabled(count > 0)
        self.use.setText(
            tr("Use as example") if count <= 1 else tr("Use {count} images as examples").format(count=number(count))
        )

    def _filter(self) -> None:
        if self._job is not None:
            self._job.drop()
        text = self.search.text()

        def matching(_progress: object) -> IntArray:
            if self._names is None:
                self._names = FilenameIndex(self._paths)
            by_name = self._names.by_path()
            return by_name[self._names.matches(text)[by_name]]

        self._job = self._background.run(matching, self._show, _raise)

    def _show(self, images: IntArray) -> None:
        self._job = None
        self.grid.set_images(images, keep_scroll=False)

    def _skip(self) -> None:
        self.without_example = True
        self.accept()

    def done(self, result: int) -> None:
        """Wait for the thread before the dialog closes."""
        self._pause.stop()
        self._background.close()
        super().done(result)


def _raise(error: Exception) -> None:
    raise error
