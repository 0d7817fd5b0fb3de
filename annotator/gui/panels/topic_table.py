"""The topics of a project as a table: the progress of each, and which exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from annotator.gui.text.core_messages import label_word
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import bold
from annotator.gui.widgets.row_model import Index, RowModel
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.types import Label

if TYPE_CHECKING:
    from annotator.data.project.topic_overlap import TopicSummary
    from annotator.data.project.topics import Topic

NAME, RELEVANT, IRRELEVANT, UNSURE, JUDGED, LAST, EXCLUSIVE, ROUND, GOAL, POOL = range(10)
N_COLUMNS = 10
_LABELS = {RELEVANT: Label.RELEVANT, IRRELEVANT: Label.IRRELEVANT, UNSURE: Label.UNSURE}
_LEAST_NAME_WIDTH = 110


def _headings() -> tuple[tuple[str, str], ...]:
    """Return the title and the explanation of each column."""
    return (
        (tr("Topic"), tr("What is looked for")),
        *(
            (LABEL_STYLE[label].glyph, tr("Images judged {label}").format(label=label_word(label)))
            for label in _LABELS.values()
        ),
        (tr("Judged"), tr("Share of the collection that has a label")),
        (tr("Last"), tr("When the latest judgement was made")),
        (tr("Exclusive"), tr("An image is relevant to at most one of the topics ticked here; others are conflicts")),
        (tr("Round"), tr("Batches chosen so far")),
        (tr("Goal"), tr("What the next images are chosen for")),
        (tr("Pool"), tr("Images of the pool that are judged, of all that are in it")),
    )


class TopicModel(RowModel["TopicSummary"]):
    """Topics, those in use first.

    Signals:
        exclusive_chosen(object): Ids of the topics chosen as exclusive.
    """

    exclusive_chosen = Signal(object)

    def __init__(self, n_images: int, goal_of: Callable[[Topic], str], parent: QObject | None = None) -> None:
        super().__init__([title for title, _ in _headings()], parent)
        self._n_images, self._goal_of = n_images, goal_of
        self._current = 0
        self.editable = True

    def show_topics(self, summaries: Sequence[TopicSummary], current: int) -> None:
        """Show these topics; ``current`` is the id of the one on screen."""
        rows = sorted(summaries, key=lambda one: (bool(one.topic.archived), one.topic.id))
        same = [one.topic.id for one in rows] == [one.topic.id for one in self.rows]
        self._current = current
        if not same:
            self.show(rows)
        elif rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, N_COLUMNS - 1))

    def row_of(self, topic: int) -> int | None:
        """Return the row of a topic."""
        return next((row for row, one in enumerate(self.rows) if one.topic.id == topic), None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < N_COLUMNS:
            words, meaning = _headings()[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return words
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return meaning
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make the check boxes for exclusive topics editable."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        tickable = index.column() == EXCLUSIVE and self.editable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a topic for Qt."""
        if not index.isValid():
            return None
        one, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == EXCLUSIVE:
            return Qt.CheckState.Checked if one.topic.exclusive else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and (column in _LABELS or column in (JUDGED, ROUND, POOL)):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._sentence(one) if column == NAME else None
        if role == Qt.ItemDataRole.FontRole and one.topic.id == self._current:
            return bold()
        if role == Qt.ItemDataRole.ForegroundRole and one.topic.archived:
            return QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Request another set of exclusive topics."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != EXCLUSIVE or not self.editable:
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        chosen = {one.topic.id for one in self.rows if one.topic.exclusive}
        topic = self.rows[index.row()].topic.id
        self.exclusive_chosen.emit(chosen | {topic} if wanted else chosen - {topic})
        return True

    def _text(self, one: TopicSummary, column: int) -> str:
        number = QLocale().toString
        if column == NAME:
            mark = "▸ " if one.topic.id == self._current else ""
            name = f"{mark}{one.topic.name}"
            return tr("{name} (archived)").format(name=name) if one.topic.archived else name
        return (
            number(one.relevant),
            number(one.irrelevant),
            number(one.unsure),
            f"{one.judged / max(self._n_images, 1):.1%}",
            _moment(one.last_judged),
            "",
            number(one.round),
            self._goal_of(one.topic),
            tr("{judged} of {size}").format(judged=number(one.pool[0]), size=number(one.pool[1]))
            if one.pool[1]
            else "",
        )[column - 1]

    def _sentence(self, one: TopicSummary) -> str:
        parts = [self._text(one, NAME)]
        if one.topic.id == self._current:
            parts.append(tr("on screen now"))
        parts.append(
            tr("{relevant} relevant, {irrelevant} irrelevant, {unsure} unsure, round {round}").format(
                relevant=one.relevant, irrelevant=one.irrelevant, unsure=one.unsure, round=one.round
            )
        )
        if one.pool[1]:
            parts.append(tr("pool: {judged}").format(judged=self._text(one, POOL)))
        return ", ".join(parts)


class TopicTable(QTableView):
    """The topics; Enter and a double click switch, Space ticks.

    Signals:
        chosen(int): The user wants to work on the topic of this row.
    """

    chosen = Signal(int)

    def __init__(self, model: TopicModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(tr("Topics"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(28)
        header.moveSection(POOL, RELEVANT)  # next to the name
        self.show_pools()
        for changed in (model.modelReset, model.dataChanged):
            changed.connect(lambda *_: self.show_pools())
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))

    def show_pools(self) -> None:
        """Show the column of the pools where a topic has one."""
        model = self.model()
        pools = (model.index(row, POOL).data() for row in range(model.rowCount()))
        self.setColumnHidden(POOL, not any(pools))

    def sizeHintForColumn(self, column: int) -> int:
        """Leave room for a name."""
        hint = super().sizeHintForColumn(column)
        return max(hint, _LEAST_NAME_WIDTH) if column == NAME else hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter switch and Space tick, in any column."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index.row())
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            at = index.siblingAtColumn(EXCLUSIVE)
            ticked = Qt.CheckState(at.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.model().setData(at, wanted, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)


def _moment(at: str) -> str:
    """Return the time if it is today, else the day."""
    if not at:
        return ""
    moment = QDateTime.fromString(at, Qt.DateFormat.ISODateWithMs).toLocalTime()
    part = moment.time() if moment.date() == QDate.currentDate() else moment.date()
    return QLocale().toString(part, QLocale.FormatType.ShortFormat)
