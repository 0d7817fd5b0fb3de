"""The right pane: the ranking of the whole collection."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from annotator.data.metadata.metadata import Column
from annotator.errors import AnnotatorError
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.controller.ranking_filter import (
    FeatureFilter,
    Order,
    RankedImages,
    RankingFilter,
    State,
    visible_images,
)
from annotator.gui.controller.ranking_query import EXAMPLE, HELP, NO_METADATA, evaluate
from annotator.gui.controller.stacks import Arrangement
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import expected_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import combo_box, error_line, heading, in_column, in_row, named
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.search_field import SearchField
from annotator.gui.workspace.ranking_limits import RankingLimits
from annotator.types import BoolArray, IntArray, LabelCodes, Progress, Ranking

NO_IMAGES: IntArray = np.empty(0, dtype=np.int64)

TYPING_PAUSE_MS = 150
"""Filtering waits for a pause in typing this long."""


class RankingPane(QWidget):
    """Filters and a grid over the whole collection.

    Filtering and sorting run in a separate thread; newer requests replace older ones.

    Attributes:
        passing: The images that pass the filter, best first; the grid shows one for each closed stack.
        arrangement: Returns which stacks are open; called in the thread of the window.

    Signals:
        shown: The images in the grid or their order changed.
    """

    shown = Signal()

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = named(ImageGrid(source, loader, self), tr("Ranking of the collection"))
        self._n_images = 0
        self._ranking: Ranking | None = None
        self._labels: Callable[[], LabelCodes] | None = None
        self._metadata: Callable[[str], Mapping[str, Column]] = lambda _text: NO_METADATA
        self._featured: BoolArray | None = None
        self._examples: Callable[[], IntArray] = lambda: NO_IMAGES
        self._before: Ranking | None = None
        self._background = Background("filter", self)
        self._names: FilenameIndex | None = None
        self._paths: Iterable[str] = ()
        self._job: RunningJob | None = None
        self._to_top = False
        self.passing = NO_IMAGES
        self.arrangement: Callable[[], Arrangement] = Arrangement
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.apply(to_top=True))
        self._build()

    def _build(self) -> None:
        self._title = heading(tr("Collection"), self)
        self._count = QLabel(self)
        self._count.setObjectName("count")
        self._clear = named(QPushButton(tr("Show all"), self), tr("Clear the filter and show all images"))
        self._clear.hide()
        self._clear.clicked.connect(lambda _checked=False: self.clear_filter())
        self._make_filters()
        self._make_more()
        for field in (self.search, self.condition):
            field.textChanged.connect(lambda _text: self._pause.start())
            field.left.connect(self.grid.setFocus)
        for box in (self.state, self.order):
            box.currentIndexChanged.connect(lambda _index: self.apply(to_top=True))
        self._lay_out()

    def _make_filters(self) -> None:
        self.search = SearchField(self, tr("Find by name"), tr("Find by name"))
        states = [(tr(state.value.capitalize()), state) for state in State]
        self.state = combo_box(self, tr("Show images by label"), states, width=9)
        orders = [(tr(order.value.capitalize()), order) for order in Order]
        self.order = combo_box(self, tr("Order"), orders, width=9)
        example = tr("Condition, e.g.  {example}").format(example=EXAMPLE)
        self.condition = SearchField(self, tr("Condition on the scores"), example)
        self.condition.setToolTip(tr(HELP))
        self.condition.hide()

    def _make_more(self) -> None:
        self._more = QToolButton(self)
        self._more.setIcon(icon("filter"))
        tip = tr("Filter by probability, folder, or a condition, e.g. {example}").format(example=EXAMPLE)
        self._more.setToolTip(tip)
        self._more.setAccessibleName(tr("More filters: probability, folder, condition on the scores"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_more)
        self.limits = RankingLimits(self)
        self.limits.hide()
        self.limits.changed.connect(self._pause.start)
        self._problem = error_line(self)

    def _lay_out(self) -> None:
        head = in_row(self._title, 8, (self._count, 1), self._clear)
        self._choices = in_row((self.state, 1), (self.order, 1), self._more)
        self._filters = in_row((self.search, 3), (self._choices, 4))
        parts = (head, self._filters, self.limits, self.condition, self._problem, (self.grid, 1))
        in_column(*parts, on=self, margins=(8, 8, 8, 0), spacing=6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the search a line of its own where its hint would be cut off."""
        super().resizeEvent(event)
        hint = self.search.fontMetrics().horizontalAdvance(f"{self.search.placeholderText()}MMM")
        narrow = self.width() < self._choices.minimumSize().width() + hint
        self._filters.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def open_collection(
        self,
        paths: Iterable[str],
        n_images: int,
        labels: Callable[[], LabelCodes],
        metadata: Callable[[str], Mapping[str, Column]] | None = None,
        featured: BoolArray | None = None,
        examples: Callable[[], IntArray] | None = None,
    ) -> None:
        """Show another collection.

        Args:
            paths: Paths of the images.
            n_images: Number of images.
            labels: Returns the label codes of all images; called whenever the filter is applied.
            metadata: Returns the columns that a condition uses; called in the thread of the window.
            featured: Which images have features; by default all.
            examples: Returns the images picked as examples; called in the thread of the window.
        """
        self._featured = featured
        if examples is not None:
            self._examples = examples
        if metadata is not None:
            self._metadata = metadata
        self._paths, self._n_images, self._labels = paths, n_images, labels
        self._names = None
        self._ranking = self._before = None
        self._background.run(lambda _progress: self._index().folders(), self.limits.offer_folders, self._failed)

    def _index(self) -> FilenameIndex:
        """Return the name index; called only in the filter's thread."""
        if self._names is None:
            self._names = FilenameIndex(tuple(self._paths))
        return self._names

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Show the collection in the order of ``ranking``, by name without one."""
        if ranking is None:
            self._before = None
        elif self._ranking is not None and self._ranking.round < ranking.round:
            self._before = self._ranking
        self._ranking = ranking
        self._title.setText(tr("Collection") if ranking is None else tr("Ranking"))
        self.apply()

    @property
    def wanted(self) -> RankingFilter:
        """The filter that the controls describe."""
        limits = self.limits
        return RankingFilter(
            self.search.text(),
            self.state.currentData(),
            self.condition.text(),
            self.order.currentData(),
            limits.least.value(),
            limits.most.value(),
            limits.folder.text(),
            limits.having.currentData(),
        )

    def _known(self, wanted: RankingFilter) -> RankedImages:
        """Return other data that the filter needs, read in the thread of the window."""
        taken = self._metadata("time")["time"] if wanted.order is Order.TAKEN else None
        assert taken is None or isinstance(taken, np.ndarray)
        examples = self._examples() if wanted.having is FeatureFilter.EXAMPLE else NO_IMAGES
        return RankedImages(self._featured, examples, self._before, taken)

    def apply(self, *, to_top: bool = False) -> None:
        """Filter and sort by the controls."""
        labels = self._labels
        if labels is None:
            return
        self._pause.stop()
        # A request that was replaced before it ran still resets the scroll position.
        self._to_top = to_top or (self._to_top and self._job is not None)
        if self._job is not None:
            self._job.drop()
        self._problem.hide()
        self._filter(self.wanted, labels().copy())

    def _filter(self, wanted: RankingFilter, codes: LabelCodes) -> None:
        """Show what is ``wanted``; without the condition or the order that fails, so that the ranking stays current."""
        ranking, arrangement = self._ranking, self.arrangement()

        def without(error: Exception, **simpler: Any) -> None:
            self._failed(error)
            plain = dataclasses.replace(wanted, **simpler)
            if plain != wanted:
                self._filter(plain, codes)

        try:
            known = self._known(wanted)
        except AnnotatorError as error:
            without(error, order=Order.BEST)
            return
        try:
            fulfills = partial(evaluate, metadata=self._metadata(wanted.expression))
        except AnnotatorError as error:
            without(error, expression="")
            return

        def filtered(_progress: Progress) -> tuple[IntArray, IntArray]:
            images = visible_images(wanted, len(codes), ranking, codes, self._index(), fulfills, known)
            return images, arrangement.of(images)

        self._job = self._background.run(
            filtered, lambda found: self._show(wanted, *found), lambda error: without(error, expression="")
        )

    def _show(self, wanted: RankingFilter, images: IntArray, cards: IntArray) -> None:
        self._job, self.passing = None, images
        self.grid.set_images(cards, keep_scroll=not self._to_top)
        total = tr("{n_images} images").format(n_images=number(self._n_images))
        self._count.setText(
            tr("{count} of {total}").format(count=number(len(images)), total=total) if wanted.narrows else total
        )
        self._clear.setVisible(self.wanted.narrows)
        self.shown.emit()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._problem.setText(expected_words(error))
        self._problem.show()

    def controls(self) -> dict[str, QLineEdit | QComboBox | QDoubleSpinBox]:
        """Return the controls by the names under which their values are stored."""
        limits = self.limits
        return {
            "name": self.search,
            "state": self.state,
            "order": self.order,
            "condition": self.condition,
            "least": limits.least,
            "most": limits.most,
            "folder": limits.folder,
            "having": limits.having,
        }

    def show_filters_in_use(self) -> None:
        """Show the further filters if one of them hides images, so that no filter acts unseen."""
        used = bool(self.condition.text()) or self.limits.narrows
        with QSignalBlocker(self._more):
            self._more.setChecked(used)
        for widget in (self.limits, self.condition):
            widget.setVisible(used)

    def _show_more(self, on: bool) -> None:
        for widget in (self.limits, self.condition):
            widget.setVisible(on)
        if on:
            self.condition.setFocus()
        elif self.condition.text() or self.limits.narrows:
            self.limits.clear()
            self.condition.clear()
            self._pause.start()

    def clear_filter(self) -> None:
        """Show all images."""
        for widget in (self.search, self.condition, self.state):
            widget.blockSignals(True)
        self.search.clear()
        self.condition.clear()
        self.limits.clear()
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
        """The error in the condition, "" for none."""
        return "" if self._problem.isHidden() else self._problem.text()

    def refresh(self, images: Iterable[int]) -> None:
        """Draw ``images`` again."""
        self.grid.refresh(images)

    def close_collection(self) -> None:
        """Stop the thread."""
        self._pause.stop()
        self._labels = None
        self._background.close()
