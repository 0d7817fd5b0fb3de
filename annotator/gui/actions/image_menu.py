"""The menu at the mouse: what can be done with the images that a judgement applies to."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from annotator.gui.actions.qt_actions import ActionSet

ENTRIES = (
    "judge.relevant",
    "judge.irrelevant",
    "judge.unsure",
    "judge.clear",
    "judge.note",
    "view.stack",
    "",
    "view.open",
    "view.like_this",
    "view.sort_similar",
    "view.compare",
    "batch.use_example",
    "view.why",
    "view.facts",
    "",
    "view.copy_path",
    "view.show_folder",
    "batch.next",
)
"""Actions of the menu; "" is a line."""


def show_image_menu(actions: ActionSet, at: QPoint, parent: QWidget) -> None:
    """Show the menu at a place on the screen."""
    menu = QMenu(parent)
    for identifier in ENTRIES:
        menu.addAction(actions[identifier]) if identifier else menu.addSeparator()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
