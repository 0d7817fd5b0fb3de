"""The cheat sheet and the box about the program."""

from __future__ import annotations

import html
import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from annotator import __version__
from annotator.gui.actions import ACTIONS, MENUS, Scope
from annotator.gui.preferences import Places
from annotator.gui.words import tr

SIZE = (1040, 560)
COLUMNS = (("Judge", "Batch", "Topic"), ("Images", "View"), ("Project", "Edit", "Help"))
"""Groups of the cheat sheet by column, what is used most first."""


def native(key: str) -> str:
    """Return a key as it is called on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def cheat_sheet() -> str:
    """Return all actions with their keys as rich text, in columns."""
    columns = "".join(
        f'<td width="{100 // len(COLUMNS)}%" style="padding-right: 20px">{"".join(map(_group, groups))}</td>'
        for groups in COLUMNS
    )
    return f'<table width="100%"><tr>{columns}</tr></table>'


def _group(group: str) -> str:
    rows = "".join(
        f'<tr><td width="44%" style="padding: 2px 8px 2px 0"><b>{_keys(entry.keys)}</b></td>'
        f'<td style="padding: 2px 0" title="{html.escape(tr(entry.help))}">'
        f"{html.escape(tr(entry.text).rstrip('…'))}</td></tr>"
        for entry in ACTIONS
        if entry.group == group and entry.keys
    )
    return f'<h3>{html.escape(tr(group))}</h3><table width="100%">{rows}</table>'


def _keys(keys: tuple[str, ...]) -> str:
    return " &nbsp;".join(html.escape(native(key)).replace(" ", "&nbsp;") for key in keys)


class KeysDialog(QDialog):
    """All keys, from the table of actions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.resize(*SIZE)
        self.sheet = QTextBrowser(self)
        self.sheet.setAccessibleName(tr("All keys"))
        self.sheet.setHtml(cheat_sheet())
        letters = ", ".join(
            key for entry in ACTIONS if entry.scope is Scope.IMAGES for key in entry.keys if len(key) == 1
        )
        note = QLabel(
            tr(
                "The letters {letters} act while images have the keyboard focus, never while "
                "you type into a text field. "
                "A key that is held down acts once."
            ).format(letters=letters),
            self,
        )
        note.setWordWrap(True)
        note.setProperty("role", "hint")
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.sheet, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        close.setFocus()
        assert {group for column in COLUMNS for group in column} == {*MENUS, "Images"}


class AboutDialog(QDialog):
    """Version, licence, folders."""

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Annotator"))
        text = QLabel(
            f"<h2>Annotator {__version__}</h2>"
            f"<p>{tr('Find every image of a collection that shows what you have in mind, with few judgements.')}</p>"
            f"<p>Python {platform.python_version()}, PySide6 {pyside_version}, {html.escape(platform.platform())}</p>"
            f"<p>{tr('Preferences')}: {html.escape(str(places.config))}<br>"
            f"{tr('Sample and plugins')}: {html.escape(str(places.data))}</p>"
            f"<p>{tr('MIT licence. The program never uses the network.')}</p>",
            self,
        )
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
