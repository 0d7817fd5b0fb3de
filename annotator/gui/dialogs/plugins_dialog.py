"""Shows third-party plugins with path and hash, and enables them for one project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableWidgetItem, QWidget

from annotator.extensions import plugin_sources
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, hint, in_column, table_of_rows

SIZE = (760, 380)


class PluginsDialog(QDialog):
    """Lists plugins without running them. Unticked plugins are never run for this project."""

    def __init__(self, folder: Path, approved: dict[str, str], parent: QWidget | None = None) -> None:
        """List the plugins in ``folder`` and those of installed packages.

        Args:
            folder: The program's own folder of plugins.
            approved: SHA-256 by source of the enabled ones.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Plugins of this project"))
        self.resize(*SIZE)
        self.sources = plugin_sources(folder)
        self.table = table_of_rows(self, tr("Plugins"), [tr("Plugin"), tr("State"), tr("File"), "SHA-256"])
        self.table.setRowCount(len(self.sources))
        for row, one in enumerate(self.sources):
            name = one.source if one.path is None else one.path.name
            on = approved.get(one.source) == one.sha256 and bool(one.sha256)
            changed = one.source in approved and not on
            state = tr("changed since it was switched on") if changed else tr("on") if on else tr("off")
            items = [QTableWidgetItem(text) for text in (name, state, str(one.path or "?"), one.sha256 or "?")]
            if one.sha256:
                items[0].setFlags(items[0].flags() | Qt.ItemFlag.ItemIsUserCheckable)
                items[0].setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            for column, item in enumerate(items):
                item.setToolTip(item.text())
                self.table.setItem(row, column, item)
        buttons = DialogButtons(self)
        buttons.accept(tr("Use the ticked ones"))
        buttons.reject(tr("Cancel")).setDefault(True)
        warning = tr(
            "Plugins are programs: they can read, change and send everything that you can. Tick only what you trust. "
            "They are in {folder}; a changed file is not run until it is ticked again."
        )
        in_column(hint(warning.format(folder=folder), self), (self.table, 1), buttons, on=self)

    def chosen(self) -> dict[str, str]:
        """Return the ticked ones: SHA-256 by source."""
        ticked = {}
        for row, one in enumerate(self.sources):
            item = self.table.item(row, 0)
            if one.sha256 and item is not None and item.checkState() == Qt.CheckState.Checked:
                ticked[one.source] = one.sha256
        return ticked
