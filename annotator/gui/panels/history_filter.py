"""The filter of the history: by name, label, round, day, kind, and the model's probability."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from annotator.data.project.history import CHANGED, CLEARED, HistoryFilter
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import combo_box, named, offer, push_button
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
        self.search = SearchField(self, tr("Find judgements by name"), tr("Find by name"))
        self._make_boxes()
        self.count = QLabel(self)
        self.count.setProperty("role", "hint")
        show_all = push_button(tr("Show all"), self, self.show_all)
        self.clear = named(show_all, tr("Clear the filter and show all judgements"))
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        for box in self._boxes:
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _make_boxes(self) -> None:
        labels = [
            (tr("Any label"), ""), (tr("Relevant"), Label.RELEVANT.word), (tr("Irrelevant"), Label.IRRELEVANT.word),
            (tr("Unsure"), Label.UNSURE.word), (tr("Label taken off"), CLEARED),
        ]  # fmt: skip
        self.label = combo_box(self, tr("Judgements of which label"), labels, width=8)
        self.rounds = combo_box(self, tr("Judgements of which round"), [(tr("Any round"), None)], width=8)
        days = [(tr("Any day"), None), (tr("Today"), 0), (tr("Last 7 days"), 6), (tr("Last 30 days"), 29)]
        self.days = combo_box(self, tr("Judgements of which days"), days, width=8)
        kinds = [
            (tr("Judged in any way"), ""), (tr("Judged by hand"), "judge"), (tr("Changed my mind"), CHANGED),
            (tr("Examples"), "example"), (tr("Imported"), "import"), (tr("Taken back"), "undo"),
            (tr("Judged again"), "redo"),
        ]  # fmt: skip
        self.kind = combo_box(self, tr("How the label was given"), kinds, width=8)
        doubts = [(tr("Newest first"), ""), (tr("Least believed first"), "order"), (tr("Not believed"), "only")]
        self.doubt = combo_box(self, tr("The model's opinion of the label"), doubts, width=8)
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
        for place, widget in enumerate((self.search, *self._boxes, self.count, self.clear)):
            grid.addWidget(widget, place // 2, place % 2)
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
        rounds = [(tr("Round {number}").format(number=one), one) for one in range(newest, 0, -1)]
        values = [None, *range(newest, -1, -1)]
        place = values.index(chosen) if chosen in values else 0
        offer(self.rounds, [(tr("Any round"), None), *rounds, (tr("Before round 1"), 0)], place)

    def show_count(self, shown: int, total: int) -> None:
        """Show how many of all judgements are listed."""
        words = tr("{shown} of {total}") if self.narrows() else tr("{total} judgements")
        self.count.setText(words.format(shown=number(shown), total=number(total)))
        self.clear.setVisible(self.narrows())

    def show_all(self) -> None:
        """Clear the filter."""
        with QSignalBlocker(self):
            self.search.clear()
            for box in self._boxes:
                box.setCurrentIndex(0)
        self.changed.emit()


def _midnight(days: int) -> str:
    """Return the UTC time at which the day ``days`` before today began in local time, as in the record."""
    today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
