"""All panels of the window. A new one is a class, a line here and an action that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.gui.history_panel import HistoryPanel
from annotator.gui.panel import Panel, PanelContext
from annotator.gui.suspicion_panel import SuspicionPanel


@dataclass(frozen=True)
class PanelKind:
    """One panel that can be shown.

    Attributes:
        action: Checkable action that shows and hides it; its text is the title.
        make: Makes the panel, when it is shown for the first time.
        area: Where it is docked at first: "left", "right" or "bottom".
    """

    action: str
    make: Callable[[PanelContext], Panel]
    area: str = "right"


PANELS: tuple[PanelKind, ...] = (
    PanelKind("view.history", HistoryPanel),
    PanelKind("view.mistakes", SuspicionPanel),
)
"""Panels in the order of their tabs."""
