"""All judgements of the topic, newest first; each can be reviewed and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QWidget

from annotator.data.project.history import Judgement
from annotator.gui.grid.image_table import ImageTable, ImageTableModel
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.panels.history_filter import HistoryFilterBar
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.text.core_messages import label_word
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.row_model import Index
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.model.label_likelihood import label_likelihoods, least_likely
from annotator.types import Label

PAGE = 200
"""Judgements that are read at once; more follow when the list is scrolled to its end."""

TYPING_PAUSE_MS = 120
"""Rest after typing before the list is read again."""

COLUMNS = ("Image", "Label", "Round", "When", "Who")
WHO = COLUMNS.index("Who")
"""The column that is shown only where several people judged."""

Read = Callable[[int | None], Sequence[Judgement]]
Belief = Callable[[Judgement], str]


class HistoryModel(ImageTableModel[Judgement]):
    """Judgements as a table."""

    def __init__(
        self, read: Read, belief: Belief, grades: Callable[[], Sequence[str]], loader: ThumbnailLoader, parent: QWidget
    ) -> None:
        """Show nothing yet.

        Args:
            read: Returns at most so many judgements (all for None).
            belief: Returns the model's opinion of a judgement in words, "" for none.
            grades: Returns the words of the grades of the topic.
            loader: Fetches thumbnails.
            parent: Qt parent.
        """
        super().__init__([tr(title) for title in COLUMNS], loader, parent)
        self._read, self._belief, self._grades = read, belief, grades
        self._limit = PAGE

    def reload(self, *, from_start: bool = False) -> None:
        """Read the judgements again; only the first page if ``from_start``."""
        if from_start:
            self._limit = PAGE
        self.show(self._read(self._limit))

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self.rows[row].image

    def canFetchMore(self, parent: Index) -> bool:
        """Whether older judgements may exist."""
        return not parent.isValid() and len(self.rows) == self._limit

    def fetchMore(self, parent: Index) -> None:
        """Read as many judgements again as there are."""
        self._limit *= 2
        rows = self._read(self._limit)
        if len(rows) > len(self.rows):
            self.beginInsertRows(QModelIndex(), len(self.rows), len(rows) - 1)
            self.rows = rows
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a judgement for Qt."""
        entry = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(entry)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (entry.path, local_time(entry.at), self._belief(entry))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            words = (
                entry.path, in_words(entry, self._grades()), tr("round {round}").format(round=entry.round), entry.judge,
                self._belief(entry),
            )  # fmt: skip
            return ", ".join(filter(None, words))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self.thumbnail(entry.image)
        return None

    def _texts(self, entry: Judgement) -> tuple[str, ...]:
        name = entry.path.rsplit("/", 1)[-1]
        who = entry.judge or ("" if entry.kind == "import" else tr("You"))
        return (name, in_words(entry, self._grades()), str(entry.round), local_time(entry.at), who)


class HistoryPanel(Panel):
    """The table of judgements and its filter."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.filter = HistoryFilterBar(self)
        self.model = HistoryModel(
            self._read, self._belief, lambda: self.controller.session.topics.grades, context.loader, self
        )
        self.table = ImageTable(self.model, tr("History of judgements"), self)
        self.table.setToolTip(tr("Enter shows an image; the judgement keys judge what is selected again, as one step."))
        in_column(self.filter, (self.table, 1), on=self, margins=(8, 4, 8, 8))
        self.judge_in(self.table)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._narrow)
        self.filter.changed.connect(self._pause.start)
        self.filter.search.left.connect(self.table.setFocus)
        self.table.image_chosen.connect(self.image_chosen)
        self.controller.blind_mode.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the judgements again; those that are selected stay selected, and where they are on screen."""
        kept = self.table.kept_rows(self.model.rows)
        self._reload()
        self.table.restore_rows(kept, self.model.rows)

    def ranking_changed(self) -> None:
        """Sort again if the order depends on the model."""
        if self.filter.by_belief:
            self.refresh()

    def close_threads(self) -> None:
        """Stop reading."""
        self._pause.stop()

    def _narrow(self) -> None:
        self._reload(from_start=True)
        self.table.scrollToTop()

    def _reload(self, *, from_start: bool = False) -> None:
        session = self.controller.session
        self.filter.show_rounds(session.round)
        self.filter.allow_beliefs(not self.controller.blind_mode.blind)
        self.table.setColumnHidden(WHO, len(session.judgements.others.names) < 2)
        self.model.reload(from_start=from_start)
        wanted = self.filter.wanted()
        shown = self.model.rowCount() if self.filter.by_belief else session.judgements.history_size(wanted)
        self.filter.show_count(shown, session.judgements.history_size())

    def _read(self, limit: int | None) -> Sequence[Judgement]:
        session, controller, order = self.controller.session, self.controller, self.filter.by_belief
        if not order:
            return session.judgements.history(limit, self.filter.wanted())
        entries = session.judgements.history(None, self.filter.wanted())
        found = least_likely(
            entries, session.labels, controller.ranks, controller.ranking, only_doubted=order == "only"
        )
        return found[:limit]

    def _belief(self, entry: Judgement) -> str:
        belief = label_likelihoods([entry], self.controller.ranks, self.controller.ranking)[0]
        if np.isnan(belief):
            return ""
        return tr("The model gives this label {percent} %").format(percent=round(100 * belief))


def in_words(entry: Judgement, grades: Sequence[str]) -> str:
    """Return what happened to the image, e.g. ``✓ relevant, was unsure``; ``grades`` are the words of the topic's."""

    def said(label: Label | None, grade: int | None) -> str:
        return word(label) if grade is None or grade >= len(grades) else grades[grade]

    text = f"{LABEL_STYLE[entry.new].glyph} {said(entry.new, entry.new_grade)}".strip()
    if entry.old is not None:
        text += tr(", was {old}").format(old=said(entry.old, entry.old_grade))
    return text if entry.kind == "judge" else f"{text} ({tr(entry.kind)})"


def local_time(at: str) -> str:
    """Return a UTC time of the record in local time; today without the date."""
    moment = datetime.fromisoformat(at).astimezone()
    today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def word(label: Label | None) -> str:
    """Return a label in lower case."""
    return label_word(label)
