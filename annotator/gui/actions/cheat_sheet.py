"""The cheat sheet: the current keys by menu, searchable and printable."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from annotator.gui.actions.actions import ACTIONS, MENUS, Action, Scope
from annotator.gui.actions.fuzzy import plain
from annotator.gui.actions.key_bindings import native
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, line_edit, named, wrapped

SIZE = (1040, 600)
COLUMNS = (("Judge", "Batch", "Topic"), ("View",), ("Images", "Project", "Edit", "Help"))
"""Groups of the cheat sheet by column, the most used first."""


def cheat_sheet(keys: KeyStore, query: str = "") -> str:
    """Return the actions with their keys as rich text, in columns; with a query, only the matching ones."""
    columns = "".join(
        f'<td width="{100 // len(COLUMNS)}%" style="padding-right: 20px">'
        f"{''.join(_group(group, keys, query) for group in groups)}</td>"
        for groups in COLUMNS
    )
    return f'<table width="100%"><tr>{columns}</tr></table>'


def _group(group: str, keys: KeyStore, query: str) -> str:
    rows = [_row(entry, keys) for entry in ACTIONS.values() if entry.group == group and _fits(entry, keys, query)]
    return f'<h3>{html.escape(tr(group))}</h3><table width="100%">{"".join(rows)}</table>' if rows else ""


def _fits(entry: Action, keys: KeyStore, query: str) -> bool:
    shown = keys.keys(entry.id)
    text = plain(f"{tr(entry.text)} {tr(entry.help)} {' '.join(map(native, shown))}")
    return bool(shown) and all(word in text for word in plain(query).split())


def _row(entry: Action, keys: KeyStore) -> str:
    shown = " &nbsp;".join(html.escape(native(key)).replace(" ", "&nbsp;") for key in keys.keys(entry.id))
    words = html.escape(tr(entry.text).rstrip("…"))
    return (
        f'<tr><td width="44%" style="padding: 2px 8px 2px 0"><b>{shown}</b></td>'
        f'<td style="padding: 2px 0" title="{html.escape(tr(entry.help))}">{words}</td></tr>'
    )


class KeysDialog(QDialog):
    """Dialog with all current keys."""

    def __init__(self, keys: KeyStore | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.resize(*SIZE)
        self._keys = keys or KeyStore(parent=self)
        self.search = line_edit(self, tr("Find a key or an action"), tr("Find a key or an action"))
        self.sheet = named(QTextBrowser(self), tr("All keys"))
        self._note = wrapped("", self, "hint")
        buttons = DialogButtons(self)
        printing = buttons.act(tr("Print…"), self.ask_printer)
        printing.setAutoDefault(False)  # Enter in the search field must not print
        buttons.reject(tr("Close")).setAutoDefault(False)
        in_column(self.search, (self.sheet, 1), self._note, buttons, on=self)
        self.search.textChanged.connect(lambda _text: self._show())
        self._keys.changed.connect(self._show)
        self._show()
        self.search.setFocus()
        assert {group for column in COLUMNS for group in column} == {*MENUS, "Images"}

    def _show(self) -> None:
        query = self.search.text()
        found = any(_fits(entry, self._keys, query) for entry in ACTIONS.values())
        self.sheet.setHtml(cheat_sheet(self._keys, query) if found else html.escape(tr("No key matches.")))
        letters = ", ".join(
            native(key)
            for entry in ACTIONS.values()
            if entry.scope is Scope.IMAGES
            for key in self._keys.keys(entry.id)
            if len(key) == 1
        )
        text = tr(
            "The keys {letters} act while images have the keyboard focus, never while you type into a text field. "
            "A key that is held down acts once."
        )
        self._note.setText(text.format(letters=letters))
        self._note.setVisible(bool(letters))

    def ask_printer(self) -> None:
        """Let the user choose a printer or a PDF file, and print the sheet."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # loaded only for printing

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.sheet.document().print_(printer))
        QDialog.open(dialog)
