"""Further filters of the ranking: label, probability, folder, and available data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from annotator.gui.controller.ranking_filter import Kind
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import combo_box, line_edit, named

MOST_FOLDERS = 20_000
"""So many folders are offered while one is typed."""


class RankingLimits(QWidget):
    """Filter controls below name and order.

    Signals:
        changed: The filter changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least = self._percent(0, tr("Least probability in percent"))
        self.most = self._percent(100, tr("Highest probability in percent"))
        self.folder = line_edit(self, tr("Folder, or the beginning of a path"), tr("Any folder"))
        self.folder.setToolTip(tr("Images in this folder and below, or whose path begins so"))
        self._folders = QStringListModel(self)
        part, case = Qt.MatchFlag.MatchContains, Qt.CaseSensitivity.CaseInsensitive
        self.folder.setCompleter(QCompleter(self._folders, self, filterMode=part, caseSensitivity=case))
        kinds = [(tr(kind.value.capitalize()), kind) for kind in Kind if kind is not Kind.CHOSEN]
        self.kind = combo_box(self, tr("What is known about the image"), kinds, width=12)
        self._lay_out()
        self.folder.textChanged.connect(lambda _text: self.changed.emit())
        self.kind.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for box in (self.least, self.most):
            box.valueChanged.connect(lambda _value: self.changed.emit())

    def _percent(self, value: int, name: str) -> QDoubleSpinBox:
        box = named(QDoubleSpinBox(self, minimum=0, maximum=100, decimals=1, suffix=" %"), name)
        box.setValue(value)
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(QLabel(tr("Probability"), self), 0, 0)
        grid.addWidget(self.least, 0, 1)
        grid.addWidget(QLabel(tr("to"), self), 0, 2)
        grid.addWidget(self.most, 0, 3)
        grid.addWidget(self.folder, 1, 0, 1, 2)
        grid.addWidget(self.kind, 1, 2, 1, 2)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)

    def offer_folders(self, folders: Sequence[str]) -> None:
        """Complete the names of ``folders``."""
        self._folders.setStringList(list(folders[:MOST_FOLDERS]))

    def allow_scores(self, on: bool) -> None:
        """Enable or disable the filter by probability."""
        for box, value in ((self.least, 0), (self.most, 100)):
            box.setEnabled(on)
            if not on:
                box.setValue(value)

    def choose_chosen(self) -> None:
        """Filter by the images selected on the map, which is offered from then on; without a signal."""
        with QSignalBlocker(self):
            if self.kind.findData(Kind.CHOSEN) < 0:
                self.kind.addItem(tr(Kind.CHOSEN.value.capitalize()), Kind.CHOSEN)
            self.kind.setCurrentIndex(self.kind.findData(Kind.CHOSEN))

    @property
    def narrows(self) -> bool:
        """Whether any of the controls hides images."""
        whole = self.least.value() == 0 and self.most.value() == 100
        return not whole or bool(self.folder.text()) or self.kind.currentIndex() > 0

    def clear(self) -> None:
        """Clear the controls, without a signal."""
        with QSignalBlocker(self):
            self.least.setValue(0)
            self.most.setValue(100)
            self.folder.clear()
            self.kind.setCurrentIndex(0)

    def values(self) -> dict[str, str]:
        """Return what is chosen, to be restored by :meth:`restore`."""
        bounds = {"least": str(self.least.value()), "most": str(self.most.value())}
        kind = self.kind.currentData()
        kept = Kind.ANY if kind is Kind.CHOSEN else kind  # a selection ends with the window
        return {**bounds, "folder": self.folder.text(), "kind": kept.value}

    def restore(self, values: Mapping[str, str]) -> None:
        """Choose what :meth:`values` returned, without a signal; missing and invalid values are left out."""
        with QSignalBlocker(self):
            self.clear()
            for box, name in ((self.least, "least"), (self.most, "most")):
                with suppress(ValueError, KeyError):
                    box.setValue(float(values[name]))
            self.folder.setText(values.get("folder", ""))
            with suppress(ValueError):
                self.kind.setCurrentIndex(max(0, self.kind.findData(Kind(values.get("kind")))))
