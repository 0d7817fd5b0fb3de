"""Rows of titles and values, for panels about one image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from annotator.gui.widgets.build import set_role


@dataclass(frozen=True)
class Fact:
    """One row.

    Attributes:
        title: Title; "" continues the row above.
        value: Value; "" makes the title a heading.
        help: Explanation for the tool tip.
        field: Name under which it can be hidden, "" if it cannot.
    """

    title: str
    value: str = ""
    help: str = ""
    field: str = ""


class MetadataRows(QWidget):
    """Rows of ``facts``. The labels are reused, so that another image causes no flicker."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.facts: tuple[Fact, ...] = ()
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(10)
        self._layout.setVerticalSpacing(4)
        self._layout.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self.facts = tuple(facts)
        while len(self._labels) < len(self.facts):
            self._labels.append(self._row(len(self._labels)))
        for at, labels in enumerate(self._labels):
            fact = self.facts[at] if at < len(self.facts) else None
            for label in labels:
                label.setVisible(fact is not None)
            if fact is not None:
                self._fill(labels, fact)

    def _row(self, at: int) -> tuple[QLabel, QLabel]:
        title, value = QLabel(self, wordWrap=True), QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # long names wrap or are cut
        value.setMinimumWidth(90)
        for column, label in enumerate((title, value)):
            self._layout.addWidget(label, at, column, Qt.AlignmentFlag.AlignTop)
        return title, value

    @staticmethod
    def _fill(labels: tuple[QLabel, QLabel], fact: Fact) -> None:
        title, value = labels
        title.setText(fact.title)
        value.setText(fact.value)
        set_role(title, "hint" if fact.value else "heading")
        for label in labels:
            label.setToolTip(fact.help)
            label.setAccessibleDescription(fact.help)


def plain(facts: Sequence[Fact]) -> str:
    """Return facts as lines of text."""
    return "\n".join(f"{fact.title}: {fact.value}" if fact.value else fact.title for fact in facts)
