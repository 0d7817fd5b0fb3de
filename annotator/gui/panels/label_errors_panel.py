"""Judgements that may be mistakes, the most suspect first; each can be changed or kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.gui.actions.judgement_bar import answer_buttons
from annotator.gui.grid.image_table import ImageTable, ImageTableModel
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.progress_words import percent
from annotator.gui.text.core_messages import core_words, label_word
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, wrapped
from annotator.gui.widgets.row_model import Index
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.model.label_errors import LabelError

COLUMNS = ("Image", "Label now", "A mistake?")
WAITING = "Looking at all judgements…"
LEAST_WIDTH = 390
"""Width that leaves room for a name, in logical pixels."""

NONE = "No judgement looks like a mistake."
LOOK_AGAIN = "Look at each of these again, and change its label or keep it. Nothing changes automatically."


class LabelErrorsModel(ImageTableModel[LabelError]):
    """Suspected mistakes as a table."""

    def __init__(self, path_of: Callable[[int], str], loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__([tr(title) for title in COLUMNS], loader, parent)
        self._path_of = path_of

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self.rows[row].image

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a suspected mistake for Qt."""
        entry = self.rows[index.row()]
        path = self._path_of(entry.image)
        label = f"{LABEL_STYLE[entry.label].glyph} {label_word(entry.label)}".strip()
        opinion = percent(entry.wrong)
        if role == Qt.ItemDataRole.DisplayRole:
            return (path.rsplit("/", 1)[-1], label, opinion)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{path}\n{core_words(entry.reason)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return tr("{path}, judged {label}. A mistake with a probability of {share}. {reason}").format(
                path=path, label=label_word(entry.label), share=opinion, reason=core_words(entry.reason)
            )
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self.thumbnail(entry.image)
        return None


class LabelErrorsPanel(Panel):
    """The table and its buttons. Nothing is computed while the panel is hidden."""

    question = "mistakes"
    takes_keyboard = True
    confirms = True

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        controller, actions = context.controller, context.actions
        self.setAccessibleName(tr("Suspected mistakes"))
        self.model = LabelErrorsModel(controller.session.paths.__getitem__, context.loader, self)
        self.table = ImageTable(self.model, tr("Suspected mistakes"), self)
        self.table.setMinimumWidth(LEAST_WIDTH)
        self.note = wrapped(tr(WAITING), self, "hint")
        self.buttons, answers = answer_buttons(actions, self.table, self)
        in_column(self.note, (self.table, 1), answers, on=self, margins=(8, 4, 8, 8))
        self.judge_in(self.table)
        self.table.image_chosen.connect(self.image_chosen)
        self.shown_changed.connect(controller.label_errors.watch)
        controller.label_errors.changed.connect(self._show_review)

    def _show_review(self) -> None:
        found = self.controller.label_errors
        self.show_suspicions(found.suspicions, found.note, found.expected)

    def show_suspicions(self, suspicions: Sequence[LabelError], note: str, expected: float) -> None:
        """Show these; the selected image stays selected, or the next one if it has gone.

        Args:
            suspicions: The most suspect first.
            note: Why there are none, "" for no special reason.
            expected: Expected number of mistakes in all.
        """
        at = max(self.table.currentIndex().row(), 0)
        current = self.model.image_at(at) if self.model.rowCount() else None
        self.model.show(suspicions)
        self.note.setText(core_words(note) or _summary(len(suspicions), round(expected)))
        if suspicions:
            # A refresh must not move another image under the key that is about to be pressed.
            images = [suspicion.image for suspicion in suspicions]
            self.table.go_to(images.index(current) if current in images else min(at, len(images) - 1))


def _summary(listed: int, expected: int) -> str:
    if listed:
        return tr("Probably %n mistake(s) or more.", "", max(expected, listed)) + " " + tr(LOOK_AGAIN)
    return tr("Perhaps %n mistake(s), but none stands out.", "", expected) if expected else tr(NONE)
