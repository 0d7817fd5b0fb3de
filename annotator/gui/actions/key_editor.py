"""The dialog for editing keys; every change is applied and stored immediately."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QWidget,
)

from annotator.errors import ConfigError, ExportError
from annotator.gui.actions.actions import ACTIONS, Action, Scope
from annotator.gui.actions.fuzzy import plain
from annotator.gui.actions.key_bindings import KeyBindings, native
from annotator.gui.actions.key_presets import PRESETS
from annotator.gui.actions.key_store import FILE_NAME, KeyStore, read_keys, write_keys
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, bold, in_column, in_row, line_edit, named, wrapped
from annotator.gui.widgets.row_model import Index, RowModel, row_table
from annotator.gui.widgets.save_file import choose_file, save_to

SIZE = (760, 620)


class KeyModel(RowModel[Action]):
    """Action, menu and keys; keys changed by the user are bold and marked as such."""

    def __init__(self, keys: KeyStore, parent: QObject | None = None) -> None:
        super().__init__((tr("Action"), tr("Menu"), tr("Keys")), parent)
        self._keys = keys
        self.rows = self._all = [entry for entry in ACTIONS.values() if entry.scope is not Scope.FIXED]
        keys.changed.connect(self._changed)

    def find(self, query: str) -> None:
        """Show the actions whose texts or keys contain every word of ``query``."""
        words = plain(query).split()
        self.show([entry for entry in self._all if all(word in self._text(entry) for word in words)])

    def _text(self, entry: Action) -> str:
        keys = " ".join(native(key) for key in self._keys.keys(entry.id))
        return plain(f"{tr(entry.text)} {tr(entry.group)} {tr(entry.help)} {keys}")

    def _changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 2))

    def row_of(self, identifier: str) -> int | None:
        """Return the row of an action, ``None`` if it is not shown."""
        return next((row for row, entry in enumerate(self.rows) if entry.id == identifier), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a cell for a role."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        own = entry.id in self._keys.bindings.own
        if role == Qt.ItemDataRole.DisplayRole:
            keys = "   ".join(native(key) for key in self._keys.keys(entry.id))
            if own:
                keys = tr("{keys} (changed)").format(keys=keys or tr("none"))
            return (tr(entry.text).rstrip("…"), tr(entry.group), keys)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(entry.help)
        if role == Qt.ItemDataRole.FontRole and own:
            return bold()
        return None


class KeyEditor(QDialog):
    """A searchable table of actions; pressing a key assigns it to the selected action."""

    def __init__(self, keys: KeyStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self.resize(*SIZE)
        self.keys = keys
        self.model = KeyModel(keys, self)
        self.preset = named(QComboBox(self), tr("Keys as in"))
        self.search = line_edit(self, tr("Find an action or a key"), tr("Find an action or a key"))
        self.table = row_table(self.model, tr("Actions and keys"), self)
        self.press = named(QKeySequenceEdit(self, maximumSequenceLength=1), tr("Press a key"))
        self.replace = self._button(tr("Use only this key"), lambda: self._give(keep=False))
        self.add = self._button(tr("Add this key"), lambda: self._give(keep=True))
        self.take = self._button(tr("Remove it"), lambda: self._give(keep=False, take=True))
        self.none = self._button(tr("No key"), lambda: self._set(()))
        self.reset = self._button(tr("Reset"), self._reset)
        self.reset_all = self._button(tr("Reset all"), lambda: self._choose_preset())
        self.message = wrapped("", self, "hint")
        self._build()
        keys.changed.connect(self._follow)
        self._follow()
        self.table.selectRow(0)
        self._tell(keys.problem)
        self.search.setFocus()

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self, autoDefault=False)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _build(self) -> None:
        for preset in PRESETS.values():
            self.preset.addItem(tr(preset.title), preset.name)
            self.preset.setItemData(self.preset.count() - 1, tr(preset.help), Qt.ItemDataRole.ToolTipRole)
        self.preset.activated.connect(lambda _row: self._choose_preset())
        self.search.textChanged.connect(self._find)
        self._build_table()
        self.press.keySequenceChanged.connect(lambda _keys: self._check())
        self.message.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 4)
        self._lay_out()

    def _build_table(self) -> None:
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._selected())
        self.table.activated.connect(lambda _index: self.press.setFocus())

    def _lay_out(self) -> None:
        above, before = QLabel(tr("Keys as in"), self), QLabel(tr("Press a key"), self)
        above.setBuddy(self.preset)
        before.setBuddy(self.press)
        top = in_row(above, self.preset, (self.search, 1))
        line = in_row(before, (self.press, 1), self.replace, self.add)
        said = in_row((self.message, 1), self.take, self.none, self.reset)
        buttons = DialogButtons(self)
        for text, slot in ((tr("Export…"), self._ask_export), (tr("Import…"), self._ask_import)):
            buttons.act(text, slot).setAutoDefault(False)
        buttons.addButton(self.reset_all, DialogButtons.ButtonRole.ResetRole)
        buttons.reject(tr("Close")).setAutoDefault(False)
        in_column(top, (self.table, 1), line, said, buttons, on=self)

    # The selected action

    @property
    def chosen(self) -> str | None:
        """The action whose keys are being changed."""
        row = self.table.currentIndex().row()
        return self.model.rows[row].id if row >= 0 else None

    def choose(self, identifier: str) -> None:
        """Select an action."""
        row = self.model.row_of(identifier)
        if row is not None:
            self.table.selectRow(row)

    def _find(self, query: str) -> None:
        before = self.chosen
        self.model.find(query)
        self.choose(before or "")
        if self.chosen is None and self.model.rowCount():
            self.table.selectRow(0)
        self._selected()

    def _selected(self) -> None:
        self.press.clear()
        for widget in (self.press, self.none, self.reset):
            widget.setEnabled(self.chosen is not None)
        self._check()

    def _pressed(self) -> str:
        return self.press.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _check(self) -> None:
        """Show which action has the pressed key, and offer to remove it there."""
        key, chosen = self._pressed(), self.chosen
        other = self.keys.bindings.holder(key, but=chosen or "") if key else None
        for button in (self.replace, self.add):
            button.setEnabled(bool(key) and chosen is not None and other is None)
        fixed = other is not None and ACTIONS[other].scope is Scope.FIXED
        self.take.setVisible(other is not None and not fixed and chosen is not None)
        if fixed:
            self._tell(tr("{key} moves through the images and selects; choose another key.").format(key=native(key)))
        elif other is not None:
            name = tr(ACTIONS[other].text).rstrip("…")
            self._tell(tr("{key} belongs to “{action}”.").format(key=native(key), action=name))
            self.take.setText(tr("Remove it from “{action}”").format(action=name))
        else:
            self._tell(tr(ACTIONS[chosen].help) if chosen is not None else tr("Choose an action first."))

    def _give(self, *, keep: bool, take: bool = False) -> None:
        if self.chosen is not None and (key := self._pressed()):
            before = self.keys.keys(self.chosen) if keep else ()
            self._set((*before, key), take=take)
            self.press.clear()

    def _set(self, keys: tuple[str, ...], *, take: bool = False) -> None:
        if self.chosen is None:
            return
        try:
            self.keys.change(self.keys.bindings.with_keys(self.chosen, keys, take=take))
        except ConfigError as error:
            self._tell(core_words(error))

    def _reset(self) -> None:
        if self.chosen is not None:
            self.keys.change(self.keys.bindings.reset(self.chosen))

    def _choose_preset(self) -> None:
        """Apply the preset and discard the user's own keys."""
        self.keys.change(KeyBindings(self.preset.currentData()))

    def _follow(self) -> None:
        bindings = self.keys.bindings
        self.preset.setCurrentIndex(self.preset.findData(bindings.preset))
        self.preset.setToolTip(tr(PRESETS[bindings.preset].help))
        self.reset_all.setEnabled(bool(bindings.own))
        self._check()
        if self.keys.problem:
            self._tell(self.keys.problem)

    # Files

    def _ask_export(self) -> None:
        name, _ = choose_file(self, tr("Export keys"), FILE_NAME, tr("Keys (*.toml)"))
        if name:
            self.export_to(Path(name))

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import keys"), "", tr("Keys (*.toml);;All files (*)"))
        if name:
            self.import_from(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the current keys to a file."""

        def write() -> None:
            try:
                write_keys(self.keys.bindings, path)
            except ExportError as error:
                self._tell(core_words(error))
            else:
                self._tell(tr("Written to {path}").format(path=path))

        save_to(self, path, write, self._tell)

    def import_from(self, path: Path) -> None:
        """Apply the keys in a file, or show what is wrong with it."""
        bindings, problem = read_keys(path)
        if not problem:
            self.keys.change(bindings)
        self._tell(problem or tr("Taken from {path}").format(path=path))

    def _tell(self, text: str) -> None:
        if text:
            self.message.setText(text)
