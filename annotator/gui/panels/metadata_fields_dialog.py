"""Which facts about images are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.panels import metadata_text
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped
from annotator.gui.widgets.open_dialog import show_once


class MetadataFieldsDialog(QDialog):
    """A list of facts with check boxes; unchecked facts are hidden in this project."""

    def __init__(self, fields: Mapping[str, str], hidden: Collection[str], parent: QWidget | None = None) -> None:
        """List ``fields``, titles by name; check those that are not ``hidden``."""
        super().__init__(parent)
        self.setWindowTitle(tr("Image facts to show"))
        self.resize(360, 420)
        words = wrapped(tr("Unchecked facts are hidden in this project, so that they cannot bias a judgement."), self)
        self.list = named(QListWidget(self), tr("Image facts to show"))
        for name, title in fields.items():
            entry = QListWidgetItem(title, self.list)
            entry.setData(Qt.ItemDataRole.UserRole, name)
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            entry.setCheckState(Qt.CheckState.Unchecked if name in hidden else Qt.CheckState.Checked)
        self.list.setCurrentRow(0)
        buttons = DialogButtons(self)
        buttons.accept(tr("Show these"))
        buttons.reject(tr("Cancel"))
        in_column(words, self.list, buttons, on=self)

    def hidden(self) -> list[str]:
        """Return the names that are not checked."""
        entries = [self.list.item(row) for row in range(self.list.count())]
        return [
            str(entry.data(Qt.ItemDataRole.UserRole))
            for entry in entries
            if entry.checkState() is Qt.CheckState.Unchecked
        ]


def choose_fields(controller: Controller, window: QWidget) -> None:
    """Let the user choose which facts are shown."""
    discretion = controller.blind_mode
    fields = metadata_text.fields(controller.session.collection.metadata.columns)
    dialog = MetadataFieldsDialog(fields, discretion.hidden, window)
    # Hidden facts that are not listed, such as a removed column, stay hidden.
    others = discretion.hidden - set(fields)
    dialog.accepted.connect(lambda: discretion.set_hidden([*dialog.hidden(), *others]))
    show_once(dialog)
