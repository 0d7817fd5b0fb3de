"""The filter of the ranking, where the controls above the ranking and the panel Filter meet."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.controller.ranking_filter import RankingFilter, Tab
from annotator.session.conditions import SELECTED


class Filtering(QObject):
    """What the ranking is filtered by now. The condition is the text of the field above the ranking, and nothing else.

    Attributes:
        wanted: The filter in effect.
        names: The index of the names; None until it is built.

    Signals:
        changed: Another filter is in effect, or the names are known.
        condition_wanted(str): The condition should be this one.
        tab_wanted(Tab): This tab should be open.
        clear_wanted(bool): The name should be cleared; if True, the condition too.
    """

    changed = Signal()
    condition_wanted = Signal(str)
    tab_wanted = Signal(object)
    clear_wanted = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = RankingFilter()
        self.names: FilenameIndex | None = None

    def apply(self, wanted: RankingFilter, names: FilenameIndex | None) -> None:
        """Take over the filter that the ranking uses from now on."""
        before = (self.wanted.text, self.wanted.expression, self.names)
        self.wanted, self.names = wanted, names
        if before != (wanted.text, wanted.expression, names):
            self.changed.emit()

    @property
    def only_selected(self) -> bool:
        """Whether the ranking shows what the condition ``selected`` means, and nothing else narrows it."""
        return self.wanted.expression.strip() == SELECTED and not self.wanted.text.strip()

    def show_selected(self) -> None:
        """Show what the condition ``selected`` means, and no other images."""
        again = self.only_selected
        self.tab_wanted.emit(Tab.ALL)
        if self.wanted.text.strip():
            self.clear_wanted.emit(False)
        self.condition_wanted.emit(SELECTED)
        if again:
            self.changed.emit()  # the same word means other images now
