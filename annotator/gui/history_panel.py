"""All judgements of the topic, newest first; each can be looked at and judged again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.gui.declared import label_word
from annotator.gui.image_table import ICON_EDGE, ImageTable, ImageTableModel
from annotator.gui.panel import Panel, PanelContext
from annotator.gui.theme import LABEL_STYLE
from annotator.gui.thumbnails import ThumbnailLoader
from annotator.gui.words import tr
from annotator.types import Label

if TYPE_CHECKING:
    from annotator.session import Judgement

PAGE = 200
"""Judgements that are read at once; more follow when the list is scrolled to its end."""

COLUMNS = ("Image", "Label", "Round", "When")
_Index = QModelIndex | QPersistentModelIndex
Read = Callable[[int | None], Sequence["Judgement"]]


class HistoryModel(ImageTableModel):
    """The newest judgements as a table."""

    def __init__(self, read: Read, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._read, self._loader = read, loader
        self._rows: list[Judgement] = []
        self._limit = PAGE
        self._ratio = parent.devicePixelRatioF()
        loader.ready.connect(self._thumbnail_ready)

    def reload(self) -> None:
        """Read the judgements again."""
        self.beginResetModel()
        self._rows = list(self._read(self._limit))
        self.endResetModel()

    def judgement(self, row: int) -> Judgement:
        """Return the judgement of a row."""
        return self._rows[row]

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self._rows[row].image

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of judgements read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether older judgements may exist."""
        return not parent.isValid() and len(self._rows) == self._limit

    def fetchMore(self, parent: _Index) -> None:
        """Read as many judgements again as there are."""
        self._limit *= 2
        rows = list(self._read(self._limit))
        if len(rows) > len(self._rows):
            self.beginInsertRows(QModelIndex(), len(self._rows), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt's questions about a judgement."""
        entry = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(entry)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.path}\n{entry.at}"
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return tr("{path}, {entry}, round {round}").format(
                path=entry.path, entry=in_words(entry), round=entry.round
            )
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            pixmap = self._loader.pixmap(entry.image, ICON_EDGE * self._ratio, self)
            return None if pixmap is None else QIcon(pixmap)
        return None

    @staticmethod
    def _texts(entry: Judgement) -> tuple[str, ...]:
        name = entry.path.rsplit("/", 1)[-1]
        return (name, in_words(entry), str(entry.round), local_time(entry.at))

    def _thumbnail_ready(self, image: int) -> None:
        for row, entry in enumerate(self._rows):
            if entry.image == image:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


class HistoryPanel(Panel):
    """The table of judgements."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = HistoryModel(context.controller.session.history, context.loader, self)
        self.table = ImageTable(self.model, tr("History of judgements"), self)
        note = QLabel(tr("Enter shows an image; the judgement keys judge it again."), self)
        note.setWordWrap(True)
        note.setProperty("role", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addWidget(note)
        layout.addWidget(self.table, 1)
        context.actions.attach(self.table)
        self.table.image_chosen.connect(self.image_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.model.modelReset.connect(self.selection_changed)

    def keyboard(self) -> QWidget:
        """Return the table."""
        return self.table

    def selected_images(self) -> list[int]:
        """Return the images of the selected judgements."""
        return self.table.selected_images()

    def refresh(self) -> None:
        """Read the judgements again."""
        self.model.reload()


def in_words(entry: Judgement) -> str:
    """Return what happened to the image, e.g. ``✓ relevant, was unsure``."""
    text = f"{LABEL_STYLE[entry.new].glyph} {word(entry.new)}".strip()
    if entry.old is not None:
        text += tr(", was {old}").format(old=word(entry.old))
    return text if entry.kind == "judge" else f"{text} ({tr(entry.kind)})"


def local_time(at: str) -> str:
    """Return a UTC time of the record as the person's clock shows it; today without the date."""
    moment = datetime.fromisoformat(at).astimezone()
    today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def word(label: Label | None) -> str:
    """Return a label in lower case."""
    return label_word(label)
