"""The criteria of the topic next to the batch: what counts, what does not, and images that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from annotator.data.project.log.criteria import Picture, parts
from annotator.errors import ImageError
from annotator.gui.controller import grading
from annotator.gui.panels.criteria.criteria_dialog import CriteriaDialog
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.thumbnail_button import ThumbnailButton
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import heading, hint, in_column, push_button, scrolled, wrapped
from annotator.gui.widgets.open_dialog import show_once

EDGE = 128
"""Edge of an image in logical pixels."""


class CriteriaPanel(Panel):
    """Shows the criteria, and lets the person edit them."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._current: int | None = None
        self._text: tuple[int, str] | None = None  # topic and criteria on screen
        self.area = scrolled(None, self, tr("Criteria"))
        self.edit = push_button(tr("Edit…"), self, self._edit)
        self.edit.setDisabled(self.controller.session.project.read_only)
        in_column((self.area, 1), self.edit, on=self, margins=(8, 4, 8, 8))

    def follow(self, image: int | None) -> None:
        """Remember the image that can be put into the criteria."""
        self._current = image

    def labels_changed(self, images: Sequence[int]) -> None:
        """Show the criteria again if a step changed them."""
        self.refresh()

    def refresh(self) -> None:
        """Show the criteria of the topic."""
        session = self.controller.session
        shown = session.topic.id, session.topics.criteria
        if shown == self._text:
            return
        self._text = shown
        content = QWidget(self.area)
        in_column(*self._widgets(shown[1], content), None, on=content, margins=(0, 0, 8, 0))
        self.area.setWidget(content)

    def _widgets(self, text: str, content: QWidget) -> Iterable[QWidget]:
        if not text:
            yield hint(tr("Say what counts as relevant and what does not, with images of the collection."), content)
        for part in parts(text):
            if isinstance(part, Picture):
                yield self._picture(part, content)
            else:
                yield from _lines(part, content)

    def _picture(self, picture: Picture, content: QWidget) -> QWidget:
        try:
            image = self.controller.session.find(picture.name)
        except ImageError:
            return hint(tr("{name} is not in the project.").format(name=picture.name), content)
        button = ThumbnailButton(self.context.source, self.context.loader, content, EDGE)
        button.show_image(image, picture.caption)
        button.chosen.connect(self.image_chosen)
        return button

    def _edit(self) -> None:
        session = self.controller.session
        image = "" if self._current is None else session.paths[self._current]
        write = partial(grading.set_criteria, self.controller)
        show_once(CriteriaDialog(session.topic.name, session.topics.criteria, image, write, self.window()))


def _lines(text: str, content: QWidget) -> Iterable[QLabel]:
    """Yield the headings of a text, and what is between them."""
    plain: list[str] = []
    for line in (*text.split("\n"), "#"):
        if not line.startswith("#"):
            plain.append(line)
            continue
        if words := "\n".join(plain).strip():
            label = wrapped("", content)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setText(words)
            yield label
        plain = []
        if title := line.lstrip("# ").strip():
            label = heading("", content)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setText(title)
            yield label
