"""Similar to this: the images most similar to a query by their features, to review and judge."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from annotator.errors import ImageError
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.thumbnail_button import ThumbnailButton
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, tr
from annotator.gui.widgets.build import in_column, in_row, named, push_button
from annotator.model.explanation import SimilarImage

COUNT = 60
"""Images that are shown."""

PAUSE_MS = 120
"""Rest of the current image after which its neighbors are looked for."""

_CELL = 104  # logical pixels: three side by side in a dock of usual width


class SimilarPanel(Panel):
    """A query and its most similar images. It follows the current image unless it is pinned.

    Attributes:
        query: The image to which the others are similar.
    """

    question = "similar"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Similar images"))
        self.query: int | None = None
        self._there = False
        self.head = ThumbnailButton(context.source, context.loader, self, edge=64)
        self.head.chosen.connect(self.image_chosen)
        self.words = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.pin = QPushButton(tr("Pin"), self)
        self.pin.setCheckable(True)
        self.pin.setToolTip(tr("Keep showing this image when you go to another one."))
        self.pin.toggled.connect(lambda on: self.pin.setText(tr("Pinned") if on else tr("Pin")))
        self.use = push_button(tr("Use selected"), self, self._use_selected)
        self.use.setToolTip(tr("Show the images most like the one that is selected below."))
        self._similarity: dict[int, float] = {}
        source = dataclasses.replace(context.source, remark=self._remark)
        self.grid = named(ImageGrid(source, context.loader, self), tr("Similar images"))
        self.grid.set_cell_edge(_CELL)
        self.grid.opened.connect(self.image_chosen)
        self.grid.previewed.connect(self.image_chosen)
        self.judge_in(self.grid)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        buttons = in_row(self.pin, self.use, None)
        head = in_row(self.head, (self.words, 1))
        in_column(head, buttons, (self.grid, 1), on=self, margins=(8, 4, 0, 0))

    def follow(self, image: int | None) -> None:
        """Search for images similar to another one, unless the panel is pinned."""
        if image is not None and not self.pin.isChecked():
            self.look_for(image)

    def look_for(self, image: int) -> None:
        """Show the images most similar to ``image``, even if the panel is pinned."""
        if image != self.query:
            self.query, self._there = image, False
            self.refresh()

    def _use_selected(self) -> None:
        selected = self.grid.selected_images()
        if selected:
            self.look_for(selected[0])

    def labels_changed(self, images: Sequence[int]) -> None:
        """Draw the labels of ``images``; similarity does not depend on them."""
        self.grid.refresh(images)
        if self.query in images:
            self.head.show_image(self.query)

    def topic_changed(self) -> None:
        """Draw the labels of the other topic."""
        self.grid.refresh()
        self.head.show_image(self.query)

    def refresh(self) -> None:
        """Show the query, and search for similar images if that was not done."""
        self._timer.stop()
        self.head.setVisible(self.query is not None)
        self.head.show_image(self.query)
        self.grid.refresh()
        if self.query is None:
            self.words.setText(tr("Choose an image to see similar images."))
            return
        if self._there:
            return
        try:
            self.controller.session.features.row(self.query)
        except ImageError as error:
            self._tell(core_words(error), ())
        else:
            self._tell(tr("Looking for images like {name}…").format(name=self._name()), None)
            self._timer.start()

    def close_threads(self) -> None:
        """Drop the open question."""
        self._timer.stop()

    def _ask(self) -> None:
        session, image = self.controller.session, self.query
        if image is None or not self.seen:
            return
        similar = session.explanations.similar(image, COUNT)
        self.controller.ask_job(self.question, similar, lambda found: self._found(image, found))

    def _found(self, image: int, found: tuple[SimilarImage, ...]) -> None:
        if image != self.query:
            return
        self._there = True
        self._similarity = {one.image: one.similarity for one in found}
        if not found:
            self._tell(tr("There is no other image to compare with."), ())
            return
        words = tr("Most similar to {name}: %n image(s)", "", len(found))
        self._tell(words.format(name=self._name()), [one.image for one in found])

    def _tell(self, words: str, images: Sequence[int] | None) -> None:
        """Show a text and images; ``None`` keeps the images until others are found."""
        self.words.setText(words)
        if images is not None:
            self.grid.set_images(images, keep_scroll=False)
            if not self.grid.selected_count():
                self.grid.set_current(images[0] if images else None)

    def _remark(self, image: int) -> str:
        similarity = self._similarity.get(image)
        return "" if similarity is None else tr("similarity {value}").format(value=localized(f"{similarity:.2f}"))

    def _name(self) -> str:
        return "" if self.query is None else self.controller.session.paths[self.query].rpartition("/")[2]
