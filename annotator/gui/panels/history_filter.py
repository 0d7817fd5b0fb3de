"""The filter of the history: by name, label, round, day, kind, and the model's probability."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from annotator.data.project.history import CLEARED, HistoryFilter
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.search_field import SearchField
from annotator.types import Label


class HistoryFilterBar(QWidget):
    """Controls above the history.

    Signals:
        changed: The filter changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self)
        self.search.setPlaceholderText(tr("Find by name"))
        self.search.setAccessibleName(tr("Find judgements by name"))
        self.search.setClearButtonEnabled(True)
        self._make_boxes()
        self.count = QLabel(self)
        self.count.setProperty("role", "hint")
        self.clear = QPushButton(tr("Show all"), self)
        self.clear.setAccessibleName(tr("Clear the filter and show all judgements"))
        self.clear.clicked.connect(self.show_all)
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        for box in self._boxes:
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _make_boxes(self) -> None:
        self.label = _box(
            self,
            tr("Judgements of which label"),
            [
                (tr("Any label"), ""),
                (tr("Relevant"), Label.RELEVANT.word),
                (tr("Irrelevant"), Label.IRRELEVANT.word),
                (tr("Unsure"), Label.UNSURE.word),
                (tr("Label taken off"), CLEARED),
            ],
        )
        self.rounds = _box(self, tr("Judgements of which round"), [(tr("Any round"), None)])
        self.days = _box(
            self,
            tr("Judgements of which days"),
            [
                (tr("Any day"), None),
                (tr("Today"), 0),
                (tr("Last 7 days"), 6),
                (tr("Last 30 days"), 29),
            ],
        )
        self.kind = _box(
            self,
            tr("How the label was given"),
            [
                (tr("Judged in any way"), ""),
                (tr("Judged by hand"), "judge"),
                (tr("Examples"), "example"),
                (tr("Imported"), "import"),
                (tr("Taken back"), "undo"),
                (tr("Judged again"), "redo"),
            ],
        )
        self.doubt = _box(
            self,
            tr("The model's opinion of the label"),
            [
                (tr("Newest first"), ""),
                (tr("Least believed first"), "order"),
                (tr("Not believed"), "only"),
            ],
        )
        self.doubt.setToolTip(
            tr(
                "How likely the present model finds the label. It has learned from the label itself; Suspected mistakes"
                " asks what it would say without it."
            )
        )

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return (self.label, self.rounds, self.days, self.kind, self.doubt)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.search, 0, 0)
        grid.addWidget(self.label, 0, 1)
        grid.addWidget(self.rounds, 1, 0)
        grid.addWidget(self.days, 1, 1)
        grid.addWidget(self.kind, 2, 0)
        grid.addWidget(self.doubt, 2, 1)
        grid.addWidget(self.count, 3, 0)
        grid.addWidget(self.clear, 3, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)

    def wanted(self) -> HistoryFilter:
        """Return the filter for the record."""
        days = self.days.currentData()
        return HistoryFilter(
            text=self.search.text().strip(),
            label=self.label.currentData(),
            round=self.rounds.currentData(),
            since="" if days is None else _midnight(days),
            kind=self.kind.currentData(),
        )

    @property
    def by_belief(self) -> str:
        """Sort order: "order" by probability, "only" to show just the improbable ones, "" by time."""
        return str(self.doubt.currentData())

    def allow_beliefs(self, on: bool) -> None:
        """Enable or disable the order by the model's probability."""
        self.doubt.setEnabled(on)
        if not on:
            self.doubt.setCurrentIndex(0)

    def narrows(self) -> bool:
        """Return whether any judgement may be hidden."""
        return self.wanted() != HistoryFilter() or self.by_belief == "only"

    def show_rounds(self, newest: int) -> None:
        """Offer all rounds up to ``newest``; 0 means judged before the first batch."""
        have = self.rounds.count() - 1
        if have == newest + 1:
            return
        chosen = self.rounds.currentData()
        self.rounds.blockSignals(True)
        self.rounds.clear()
        self.rounds.addItem(tr("Any round"), None)
        for round_ in range(newest, -1, -1):
            self.rounds.addItem(tr("Round {number}").format(number=round_) if round_ else tr("Before round 1"), round_)
        self.rounds.setCurrentIndex(max(0, self.rounds.findData(chosen)))
        self.rounds.blockSignals(False)

    def show_count(self, shown: int, total: int) -> None:
        """Show how many of all judgements are listed."""
        words = tr("{shown} of {total}") if self.narrows() else tr("{total} judgements")
        self.count.setText(words.format(shown=number(shown), total=number(total)))
        self.clear.setVisible(self.narrows())

    def show_all(self) -> None:
        """Clear the filter."""
        self.blockSignals(True)
        self.search.clear()
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.blockSignals(False)
        self.changed.emit()


def _box(parent: QWidget, name: str, choices: list[tuple[str, object]]) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    for words, value in choices:
        box.addItem(words, value)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _midnight(days: int) -> str:
    """Return the UTC time at which the day ``days`` before today began in local time, as in the record."""
    today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
