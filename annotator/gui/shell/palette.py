"""The command palette: type part of a name, Enter runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QDialog, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.gui.shell.palette_entries import Entry, ranked
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, line_edit, named, wrapped
from annotator.gui.widgets.row_model import Index, RowModel

SETTING = "palette_recent"
REMEMBERED = 20
SIZE = QSize(640, 460)
_PAD = 8


class EntryModel(RowModel[Entry]):
    """Entries in one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("",), parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt's questions about an entry."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.title, entry.where, entry.keys, entry.obstacle)))
        return None


class EntryDelegate(QStyledItemDelegate):
    """Draws title and keys, below them the menu and help, or why it is disabled."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room for two lines."""
        return QSize(0, 2 * QFontMetrics(option.font).height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an entry."""
        model = index.model()
        assert isinstance(model, EntryModel)
        entry, style = model.rows[index.row()], option
        chosen = bool(style.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = style.palette
        rect: QRect = style.rect
        painter.save()
        if chosen:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        text = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        dim = text if chosen else palette.color(QPalette.ColorRole.PlaceholderText)
        metrics = QFontMetrics(style.font)
        box = rect.adjusted(_PAD, _PAD - 2, -_PAD, 0)
        first = QRect(box.left(), box.top(), box.width(), metrics.height())
        second = first.translated(0, metrics.height() + 2)
        start = QStyle.visualAlignment(style.direction, Qt.AlignmentFlag.AlignLeft)
        end = QStyle.visualAlignment(style.direction, Qt.AlignmentFlag.AlignRight)
        painter.setPen(dim if entry.obstacle else text)
        painter.drawText(first, start, entry.title)
        painter.setPen(dim)
        painter.drawText(first, end, entry.keys)
        below = " · ".join(filter(None, (entry.where, entry.obstacle or entry.help)))
        painter.drawText(second, start, metrics.elidedText(below, Qt.TextElideMode.ElideRight, second.width()))
        painter.restore()


class Palette(QDialog):
    """Lists entries; the arrows choose, Enter runs, Esc closes."""

    def __init__(self, entries: Sequence[Entry], settings: QSettings, parent: QWidget | None = None) -> None:
        # Window managers activate a dialog late, a popup gets the first letter.
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Find a command"))
        self.resize(SIZE)
        if parent is not None:
            middle = parent.mapToGlobal(parent.rect().center())
            self.move(middle - self.rect().center())
        self._entries, self._settings = list(entries), settings
        self.search = line_edit(self, tr("Find a command"), tr("Command, topic or project"))
        self.model = EntryModel(self)
        self.list = named(QListView(self), tr("Commands"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows move in it while the user types
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._note = wrapped("", self, "hint")
        in_column(self.search, (self.list, 1), self._note, on=self)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._find("")
        self.search.setFocus()

    def _recent(self) -> list[str]:
        stored = self._settings.value(SETTING, [])
        # The settings file returns a list of one as a plain text.
        return [str(name) for name in (stored if isinstance(stored, list) else [stored]) if name]

    def _find(self, query: str) -> None:
        self.model.show(ranked(self._entries, query, self._recent()))
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        row = self.list.currentIndex().row()
        if row < 0:
            self._note.setText(tr("Nothing matches."))
            return
        entry = self.model.rows[row]
        self._note.setText(entry.obstacle or entry.help or entry.where)
        self.search.setAccessibleDescription(
            self.model.data(self.model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the search field move through the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.isAutoRepeat():  # a held key must not run the next entry
                    self._choose(self.list.currentIndex().row())
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None and self.model.rows:
                row = max(0, min(len(self.model.rows) - 1, self.list.currentIndex().row() + step))
                self.list.setCurrentIndex(self.model.index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def _choose(self, row: int) -> None:
        """Run the chosen entry after this dialog has closed, if it is enabled."""
        if row < 0 or self.model.rows[row].obstacle:
            return
        entry = self.model.rows[row]
        recent = [entry.id, *(name for name in self._recent() if name != entry.id)]
        self._settings.setValue(SETTING, recent[:REMEMBERED])
        self.accept()
        entry.run()
