"""The right pane: what the model believes of the whole collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.data.metadata import Column
from annotator.errors import AnnotatorError
from annotator.gui.background import Background, Job
from annotator.gui.grid import ImageGrid
from annotator.gui.icons import icon
from annotator.gui.image_model import ImageSource
from annotator.gui.name_index import NameIndex
from annotator.gui.ranking_filter import LabelCodes, Order, RankingFilter, State, visible_images
from annotator.gui.ranking_query import EXAMPLE, HELP, NO_METADATA, evaluate
from annotator.gui.thumbnails import ThumbnailLoader
from annotator.gui.words import number, tr
from annotator.types import IntArray, Progress, Ranking

TYPING_PAUSE_MS = 150
"""Filtering waits for a pause in typing this long."""


class SearchField(QLineEdit):
    """A text field that Esc clears and then leaves.

    Signals:
        left: The person wants to go back to the images.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc clear, then leave; Enter and Down leave."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RankingPane(QWidget):
    """Filters and a grid over the whole collection.

    Filtering and sorting run in their own thread; the latest request wins.

    Signals:
        shown: Other images, or another order, are in the grid now.
    """

    shown = Signal()

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = ImageGrid(source, loader, self)
        self.grid.setAccessibleName(tr("Ranking of the collection"))
        self._n_images = 0
        self._ranking: Ranking | None = None
        self._labels: LabelCodes | None = None
        self._metadata: Callable[[str], Mapping[str, Column]] = lambda _text: NO_METADATA
        self._background = Background("filter", self)
        self._names: NameIndex | None = None
        self._paths: Iterable[str] = ()
        self._job: Job | None = None
        self._to_top = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.apply(to_top=True))
        self._build()

    def _build(self) -> None:
        self._title = QLabel(tr("Collection"), self)
        self._title.setProperty("role", "heading")
        self._count = QLabel(self)
        self._count.setObjectName("count")
        self._clear = QPushButton(tr("Show all"), self)
        self._clear.setAccessibleName(tr("Clear the filter and show all images"))
        self._clear.hide()
        self._clear.clicked.connect(lambda _checked=False: self.clear_filter())
        self.search = SearchField(self)
        self.search.setPlaceholderText(tr("Find by name"))
        self.search.setAccessibleName(tr("Find by name"))
        self.search.setClearButtonEnabled(True)
        self.state = QComboBox(self)
        self.state.setAccessibleName(tr("Show images by label"))
        for state in State:
            self.state.addItem(tr(state.value.capitalize()), state)
        self.order = QComboBox(self)
        self.order.setAccessibleName(tr("Order"))
        for order in Order:
            self.order.addItem(tr(order.value.capitalize()), order)
        self.condition = SearchField(self)
        self.condition.setPlaceholderText(tr("Condition, e.g.  {example}").format(example=EXAMPLE))
        self.condition.setAccessibleName(tr("Condition on the scores"))
        self.condition.setClearButtonEnabled(True)
        self.condition.setToolTip(tr(HELP))
        self.condition.hide()
        self._more = QToolButton(self)
        self._more.setIcon(icon("filter"))
        self._more.setToolTip(tr("Filter by a condition, e.g. {example}").format(example=EXAMPLE))
        self._more.setAccessibleName(tr("Show the field for a condition on the scores"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_condition)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "problem")
        self._problem.hide()
        for field in (self.search, self.condition):
            field.textChanged.connect(lambda _text: self._pause.start())
            field.left.connect(self.grid.setFocus)
        for box in (self.state, self.order):
            box.currentIndexChanged.connect(lambda _index: self.apply(to_top=True))

        heading = QHBoxLayout()
        heading.addWidget(self._title)
        heading.addSpacing(8)
        heading.addWidget(self._count, 1)
        heading.addWidget(self._clear)
        filters = QHBoxLayout()
        filters.addWidget(self.search, 1)
        filters.addWidget(self.state)
        filters.addWidget(self.order)
        filters.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(6)
        layout.addLayout(heading)
        layout.addLayout(filters)
        layout.addWidget(self.condition)
        layout.addWidget(self._problem)
        layout.addWidget(self.grid, 1)

    def open_collection(
        self,
        paths: Iterable[str],
        n_images: int,
        labels: LabelCodes,
        metadata: Callable[[str], Mapping[str, Column]] | None = None,
    ) -> None:
        """Show another collection.

        Args:
            paths: Paths of the images.
            n_images: Number of images.
            labels: Label codes; read whenever the filter is applied.
            metadata: Returns the columns that a condition uses; called in the thread of the window.
        """
        if metadata is not None:
            self._metadata = metadata
        self._paths, self._n_images, self._labels = paths, n_images, labels
        self._names = None
        self._ranking = None

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Show the collection in the order of ``ranking``, by name without one."""
        self._ranking = ranking
        self._title.setText(tr("Collection") if ranking is None else tr("Ranking"))
        self.apply()

    @property
    def wanted(self) -> RankingFilter:
        """What the controls ask for."""
        return RankingFilter(
            self.search.text(), self.state.currentData(), self.condition.text(), self.order.currentData()
        )

    def apply(self, *, to_top: bool = False) -> None:
        """Filter and sort as the controls say."""
        labels = self._labels
        if labels is None:
            return
        self._pause.stop()
        # Replaced by the next request before it ran, this one's wish to start from the top must survive.
        self._to_top = to_top or (self._to_top and self._job is not None)
        if self._job is not None:
            self._job.drop()
        wanted, ranking, codes = self.wanted, self._ranking, labels.copy()
        try:
            fulfils = partial(evaluate, metadata=self._metadata(wanted.expression))
        except AnnotatorError as error:
            self._failed(error)
            return

        def filtered(_progress: Progress) -> IntArray:
            if self._names is None:
                self._names = NameIndex(tuple(self._paths))
            return visible_images(wanted, len(codes), ranking, codes, self._names, fulfils)

        self._job = self._background.run(filtered, lambda images: self._show(wanted, images), self._failed)

    def _show(self, wanted: RankingFilter, images: IntArray) -> None:
        self._job = None
        self._problem.hide()
        self.grid.set_images(images, keep_scroll=not self._to_top)
        total = tr("{n_images} images").format(n_images=number(self._n_images))
        self._count.setText(
            tr("{count} of {total}").format(count=number(len(images)), total=total) if wanted.narrows else total
        )
        self._clear.setVisible(wanted.narrows)
        self.shown.emit()

    def _failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, AnnotatorError):
            raise error
        self._problem.setText(str(error))
        self._problem.show()

    def _show_condition(self, on: bool) -> None:
        self.condition.setVisible(on)
        if on:
            self.condition.setFocus()
        else:
            self.condition.clear()

    def clear_filter(self) -> None:
        """Show all images."""
        for widget in (self.search, self.condition, self.state):
            widget.blockSignals(True)
        self.search.clear()
        self.condition.clear()
        self.state.setCurrentIndex(0)
        for widget in (self.search, self.condition, self.state):
            widget.blockSignals(False)
        self.apply(to_top=True)

    @property
    def count(self) -> str:
        """How many images are shown, in words."""
        return self._count.text()

    @property
    def problem(self) -> str:
        """What is wrong with the condition, "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def refresh(self, images: Iterable[int]) -> None:
        """Draw ``images`` again."""
        self.grid.refresh(images)

    def close_collection(self) -> None:
        """Stop the thread."""
        self._pause.stop()
        self._labels = None
        self._background.close()
