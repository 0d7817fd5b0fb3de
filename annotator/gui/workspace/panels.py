"""All panels of the window. A new one needs a class, a row here and an action that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.gui.map.map_panel import MapPanel
from annotator.gui.panels.agreement_panel import AgreementPanel
from annotator.gui.panels.criteria.criteria_panel import CriteriaPanel
from annotator.gui.panels.explanation_panel import ExplanationPanel
from annotator.gui.panels.filters.filter_panel import FilterPanel
from annotator.gui.panels.history_panel import HistoryPanel
from annotator.gui.panels.label_errors_panel import LabelErrorsPanel
from annotator.gui.panels.metadata_panel import MetadataPanel
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.rules.rules_panel import RulesPanel
from annotator.gui.panels.similar_panel import SimilarPanel
from annotator.gui.panels.task_list import TasksPanel
from annotator.gui.panels.topics_panel import TopicsPanel


def _progress(context: PanelContext) -> Panel:
    from annotator.gui.panels.progress_panel import ProgressPanel  # the plots take half a second to import

    return ProgressPanel(context)


@dataclass(frozen=True)
class PanelKind:
    """One panel that can be shown.

    Attributes:
        action: Checkable action that shows and hides it; its text is the title.
        make: Creates the panel when it is first shown.
        area: Where it is docked at first: "left", "right" or "bottom".
    """

    action: str
    make: Callable[[PanelContext], Panel]
    area: str = "right"


PANELS: tuple[PanelKind, ...] = (
    PanelKind("view.filter", FilterPanel),
    PanelKind("view.progress", _progress),
    PanelKind("view.history", HistoryPanel),
    PanelKind("view.mistakes", LabelErrorsPanel),
    PanelKind("view.agreement", AgreementPanel),
    PanelKind("view.criteria", CriteriaPanel),
    PanelKind("view.rules", RulesPanel),
    PanelKind("view.why", ExplanationPanel),
    PanelKind("view.similar", SimilarPanel),
    PanelKind("view.map", MapPanel),
    PanelKind("view.facts", MetadataPanel),
    PanelKind("view.topics", TopicsPanel),
    PanelKind("view.tasks", TasksPanel),
)
"""Panels in the order of their tabs."""
