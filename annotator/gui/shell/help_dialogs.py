"""The About dialog."""

from __future__ import annotations

import html
import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from annotator.gui.shell.manual import licences_page
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column
from annotator.gui.widgets.desktop import open_on_desktop
from annotator.runtime.paths import UserFolders
from annotator.version import __version__


class AboutDialog(QDialog):
    """Version, license, folders."""

    def __init__(self, places: UserFolders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Annotator"))
        text = QLabel(
            f"<h2>Annotator {__version__}</h2>"
            f"<p>{tr('Find every image of a collection that shows what you have in mind, with few judgements.')}</p>"
            f"<p>Python {platform.python_version()}, PySide6 {pyside_version}, {html.escape(platform.platform())}</p>"
            f"<p>{tr('Preferences')}: {html.escape(str(places.config))}<br>"
            f"{tr('Sample and plugins')}: {html.escape(str(places.data))}</p>"
            f"<p>{tr('MIT license. The program never uses the network.')}</p>",
            self,
            wordWrap=True,
            textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse,
        )
        buttons = DialogButtons(self)
        if page := licences_page():
            shown = buttons.addButton(tr("Licenses"), QDialogButtonBox.ButtonRole.ActionRole)
            shown.clicked.connect(lambda: open_on_desktop(page))
        buttons.reject(tr("Close"))
        in_column(text, buttons, on=self)
