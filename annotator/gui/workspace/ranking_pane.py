"""The right pane: the ranking of the whole collection."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.data.metadata.metadata import Column
from annotator.errors import AnnotatorError
from annotator.expressions.text_column import TextColumn
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.controller.ranking_filter import (
    Order,
    RankedImages,
    RankingFilter,
    Shown,
    Tab,
    visible_images,
)
from annotator.gui.controller.ranking_query import NO_METADATA, evaluate
from annotator.gui.controller.stacks import Arrangement
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import expected_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import hint, in_column, named
from annotator.gui.workspace.ranking_controls import RankingControls
from annotator.session.conditions import columns_of
from annotator.session.session import Session
from annotator.types import BoolArray, IntArray, LabelCodes, Progress, Ranking

NO_IMAGES: IntArray = np.empty(0, dtype=np.int64)

MOST_KEPT = 500
"""A larger selection is not kept in a tab that its labels have left."""


def _no_images() -> IntArray:
    return NO_IMAGES


@dataclass(frozen=True)
class RankingSource:
    """Where the ranking gets its data; the functions are called in the thread of the window.

    Attributes:
        paths: Paths of the images.
        n_images: Number of images.
        labels: Returns the label codes of all images.
        columns: Returns what a condition says about images besides scores and labels.
        judged: Returns the images with a label, the newest judgement last.
        take_folders: Takes over the column of the folders.
    """

    paths: Iterable[str]
    n_images: int
    labels: Callable[[], LabelCodes]
    columns: Callable[[str], Mapping[str, Column]] = lambda _text: NO_METADATA
    judged: Callable[[], IntArray] = _no_images
    take_folders: Callable[[TextColumn], object] = lambda _folders: None


def ranking_source(session: Session) -> RankingSource:
    """Return the data of the ranking of an open project."""
    return RankingSource(
        session.paths,
        session.n_images,
        lambda: session.judgements.codes,
        partial(columns_of, session),
        lambda: session.judgements.by_age,
        lambda folders: session.collection.metadata.columns.adopt({"folder": folders}),
    )


class RankingPane(QWidget):
    """Tabs, filters and a grid over the whole collection.

    Filtering and sorting run in a separate thread; newer requests replace older ones. A judged image stays where it is,
    with its label, until the next ranking, and the current and the selected ones even then: a key never judges an image
    that has just taken the place of another.

    Attributes:
        arrangement: Returns which stacks are open; called in the thread of the window.

    Signals:
        shown: The images in the grid or their order changed.
        filtered(RankingFilter, FilenameIndex): The filter in effect, and the index of the names if it is built.
    """

    shown = Signal()
    filtered = Signal(object, object)

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = named(ImageGrid(source, loader, self), tr("Ranking of the collection"))
        self.controls = RankingControls(self)
        self._empty = hint("", self)
        self._empty.hide()
        self._source: RankingSource | None = None
        self._ranking: Ranking | None = None
        self._before: Ranking | None = None
        self._similar = NO_IMAGES
        self._background, self._sorting = Background("filter", self), Background("names", self)
        self._names: FilenameIndex | None = None
        self._job: RunningJob | None = None
        self._result: Shown | None = None
        self._narrows = False
        self._to_top = False
        self.arrangement: Callable[[], Arrangement] = Arrangement
        self._kept = NO_IMAGES
        self._goal: int | None = None
        self.controls.changed.connect(lambda: self.apply(to_top=True))
        self.controls.left.connect(self._work_here)
        in_column(self.controls, self._empty, (self.grid, 1), on=self, margins=(8, 2, 8, 0), spacing=6)

    def open_collection(self, source: RankingSource) -> None:
        """Show another collection."""
        self._source = source
        self._names = None
        self._ranking = self._before = None
        self._background.run(lambda _progress: self._index().folder_column(), self._indexed, self._failed)

    def _index(self) -> FilenameIndex:
        """Return the name index; called only in the filter's thread."""
        assert self._source is not None
        if self._names is None:
            self._names = FilenameIndex(tuple(self._source.paths))
        return self._names

    def _indexed(self, folders: TextColumn) -> None:
        names = self._names
        if self._source is not None:
            self._source.take_folders(folders)
            self.filtered.emit(self.controls.wanted, names)
        if names is not None and not names.is_sorted:
            self._sorting.run(lambda _progress: names.sort(), lambda _none: self.apply(kept=self._kept), self._failed)

    @property
    def passing(self) -> IntArray:
        """The images of the tab that pass the filter, in order; the grid shows one for each closed stack."""
        return NO_IMAGES if self._result is None else self._result.images

    def passing_mask(self) -> BoolArray | None:
        """Return which images pass the filter, whatever their tab, shape (N,); None if all do."""
        return self._result.passing if self._result is not None and self._narrows else None

    @property
    def names(self) -> FilenameIndex | None:
        """The index of the names; None until it is built."""
        return self._names

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Show the collection in the order of ``ranking``, by name without one."""
        if ranking is None:
            self._before = None
        elif self._ranking is not None and self._ranking.round < ranking.round:
            self._before = self._ranking
        self._ranking = ranking
        self.controls.show_ranked(ranked=ranking is not None, ranked_before=self._before is not None)
        # Without a ranking the topic is another one, or predictions are hidden: what one had in hand is gone.
        self.apply(kept=NO_IMAGES if ranking is None else self._in_hand())

    def show_similar(self, images: IntArray, text: str) -> None:
        """Sort by similarity from now on: ``images``, the most similar first; ``text`` says to what."""
        self._similar = images
        self.controls.show_similar(text)
        self.apply(to_top=True)

    def _in_hand(self) -> IntArray:
        """Return the current image and the selected ones, with their stacks, which the next key may correct."""
        current = self.grid.current_image()
        selected = self.grid.selected_images() if self.grid.selected_count() <= MOST_KEPT else []
        hand = np.array([*selected, *([] if current is None else [current])], dtype=np.int64)
        stacks = self.arrangement().stacks
        return hand if stacks is None else np.flatnonzero(np.isin(stacks.of, stacks.of[hand]))

    # Filtering

    def _known(self, wanted: RankingFilter, kept: IntArray) -> RankedImages:
        """Return other data that the filter needs, read in the thread of the window."""
        source = self._source
        assert source is not None
        taken = source.columns("time")["time"] if wanted.order is Order.TAKEN else None
        assert taken is None or isinstance(taken, np.ndarray)
        judged = source.judged() if wanted.order is Order.NEWEST else NO_IMAGES
        return RankedImages(self._before, taken, judged, self._similar, kept)

    def apply(self, *, to_top: bool = False, kept: IntArray = NO_IMAGES) -> None:
        """Filter and sort by the controls; ``kept`` images stay in the tab whatever their label."""
        source = self._source
        if source is None:
            return
        self.controls.stop()
        # A request that was replaced before it ran still resets the scroll position.
        self._to_top = to_top or (self._to_top and self._job is not None)
        self._kept = kept
        if self._job is not None:
            self._job.drop()
        self.controls.show_problem("")
        self.filtered.emit(self.controls.wanted, self._names)
        self._filter(self.controls.wanted, source.labels().copy())

    def _filter(self, wanted: RankingFilter, codes: LabelCodes) -> None:
        """Show what is ``wanted``; without the condition or the order that fails, so that the ranking stays current."""
        ranking, source, arrangement = self._ranking, self._source, self.arrangement()
        assert source is not None

        def without(error: Exception, **simpler: Any) -> None:
            self._failed(error)
            plain = dataclasses.replace(wanted, **simpler)
            if plain != wanted:
                self._filter(plain, codes)

        try:
            known = self._known(wanted, self._kept)
        except AnnotatorError as error:
            without(error, order=Order.BEST)
            return
        try:
            fulfills = partial(evaluate, metadata=source.columns(wanted.expression))
        except AnnotatorError as error:
            without(error, expression="")
            return

        def filtered(_progress: Progress) -> tuple[Shown, IntArray]:
            found = visible_images(wanted, len(codes), ranking, codes, self._index(), fulfills, known)
            return found, arrangement.of(found.images)

        self._job = self._background.run(
            filtered, lambda found: self._show(wanted, *found), lambda error: without(error, expression="")
        )

    def _show(self, wanted: RankingFilter, found: Shown, cards: IntArray) -> None:
        self._job, self._result, self._narrows = None, found, wanted.narrows
        at_work = self.grid.hasFocus()
        self.grid.set_images(cards, keep_scroll=not self._to_top, keep_in_sight=at_work)
        if at_work and (self._to_top or self.grid.current_image() is None):
            self._take_first()
        if self._goal is not None:
            self.grid.set_current(self._goal)
            self._goal = None
        self._show_counts()
        self._empty.setText(self._why_empty())
        self._empty.setVisible(not len(found.images))
        self.shown.emit()

    def _take_first(self) -> None:
        """Make the first image current if the current one is out of sight: keys judge what one sees."""
        seen = self.grid.visualRect(self.grid.currentIndex())
        if len(self.grid.images()) and not self.grid.viewport().rect().intersects(seen):
            self.grid.set_current(int(self.grid.images()[0]))

    def _work_here(self) -> None:
        self.grid.setFocus()
        self._take_first()

    def _show_counts(self) -> None:
        source, found = self._source, self._result
        if source is not None and found is not None and len(source.labels()) == len(found.passing):
            self.controls.show_counts(found.counts(source.labels()), source.n_images, narrows=self._narrows)
        # Otherwise images were added, and the next result is on its way.

    def _why_empty(self) -> str:
        if self.controls.wanted.narrows:
            return tr("No image of this tab passes the filter.")
        nothing = {
            Tab.SUGGESTIONS: tr("Every image has a label."),
            Tab.FOUND: tr("No image is judged relevant yet."),
            Tab.ALL: tr("There is no image."),
        }
        return nothing[self.controls.tab]

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.controls.show_problem(expected_words(error))

    def metadata_read(self) -> None:
        """Filter again if it matters that more metadata is known."""
        if self.controls.wanted.expression.strip() or self.controls.wanted.order is Order.TAKEN:
            self.apply(kept=self._kept)

    # Judgements

    def refresh(self, images: Iterable[int]) -> None:
        """Draw the new labels of ``images``, and count them where they belong now.

        The images in the grid stay; those that belong to the tab now, but are not in the grid, are added.
        """
        changed = np.fromiter(images, dtype=np.int64)
        self.grid.refresh(changed.tolist())
        found, source = self._result, self._source
        if found is None or source is None or not changed.size or len(source.labels()) != len(found.passing):
            return
        wanted = self.controls.wanted
        belongs = wanted.tab.holds(source.labels()[changed]) & found.passing[changed]
        if self._job is not None:
            self.apply(kept=self._kept)
        elif wanted.follows_labels or bool(np.any(belongs & ~found.listed[changed])):
            self.apply(kept=self.passing)
        else:
            self._show_counts()

    def go_to(self, image: int) -> None:
        """Make ``image`` current, as soon as it is in the grid if it is about to be."""
        self.grid.set_current(image)
        self._goal = image if self._job is not None else None

    def close_collection(self) -> None:
        """Stop the thread."""
        self.controls.stop()
        self._source = None
        self._sorting.close()
        self._background.close()
