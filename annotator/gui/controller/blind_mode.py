"""Blind mode: hides predictions and facts that could bias a judgement."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class BlindMode(QObject):
    """What one project hides from the user.

    Attributes:
        blind: Whether scores, ranks and predictions are hidden.
        hidden: Names of the facts about images that are hidden.

    Signals:
        changed: Something was hidden or shown.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blind = False
        self.hidden: frozenset[str] = frozenset()

    def set_blind(self, on: bool) -> None:
        """Hide the predictions of the model, or show them."""
        self.set_all(on, self.hidden)

    def set_hidden(self, names: Iterable[str]) -> None:
        """Hide these facts and no others."""
        self.set_all(self.blind, names)

    def set_all(self, blind: bool, hidden: Iterable[str]) -> None:
        """Set both, and emit ``changed`` once if anything changed."""
        wanted = blind, frozenset(hidden)
        if wanted != (self.blind, self.hidden):
            self.blind, self.hidden = wanted
            self.changed.emit()
