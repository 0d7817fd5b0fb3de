"""Why an action is disabled, in one sentence per condition."""

from __future__ import annotations

from annotator.gui.actions.actions import Need
from annotator.gui.text.translate import tr


def reasons() -> dict[Need, str]:
    """Return the message for each condition that can be unmet, the most general first."""
    return {
        Need.PROJECT: tr("Open a project first."),
        Need.WRITABLE: tr("The project is open read-only."),
        Need.SIGHTED: tr("Blind mode is on: the predictions of the model are hidden."),
        Need.VIEWER: tr("Only while one image fills the window."),
        Need.DOUBTED: tr("Select a suspected mistake or a disputed image first."),
        Need.GRADES: tr("The topic has no grades: Topic, Grades gives it some."),
        Need.IMAGES: tr("Select an image first."),
        Need.REMAINING: tr("Every image of the batch is judged."),
        Need.UNDO: tr("There is nothing to take back."),
        Need.REDO: tr("Nothing was taken back."),
        Need.IDLE: tr("A batch is being chosen."),
        Need.BUSY: tr("The model is idle."),
        Need.EARLIER: tr("This is the first batch."),
        Need.LATER: tr("This is the newest batch."),
        Need.GRAPH: tr("No neighbor search is running."),
    }


def reason(missing: Need) -> str:
    """Return why something that needs ``missing`` is disabled, "" if nothing is missing."""
    return next((text for need, text in reasons().items() if need & missing), "")
