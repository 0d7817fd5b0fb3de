"""The editor of one declared parameter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox, QToolButton, QWidget

from annotator.errors import ConfigError
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.core_messages import choice_words, domain_words
from annotator.gui.text.translate import localized, number, tr
from annotator.gui.widgets.build import in_row
from annotator.gui.widgets.icons import icon
from annotator.parameters import Parameter

MAX_INT = 2**31 - 1
_ICON_EDGE = 14


def title_of(name: str) -> str:
    """Return the display name of the parameter ``name``."""
    return tr(name.replace("_", " ").capitalize())


def shown(entry: Parameter, value: Any) -> str:
    """Return a parameter value as display text."""
    if value is None:
        return tr("auto")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if entry.choices:
        return choice_words(entry, value)
    text = number(value) if isinstance(value, int) else str(value)
    if isinstance(value, float):
        text = localized(f"{value:g}")
    return f"{text} {tr(entry.unit)}" if entry.unit else text or tr("nothing")


class Field(QWidget):
    """Edits one parameter; a button resets a value that differs from the default.

    Signals:
        edited: The user changed the value; it may be invalid now.
    """

    edited = Signal()

    def __init__(self, entry: Parameter, value: Any, parent: QWidget | None = None, *, in_use: str = "") -> None:
        """Show ``value``; ``in_use`` is the value that "auto" currently stands for."""
        super().__init__(parent)
        self.entry = entry
        layout = in_row(on=self, margins=0)
        self.auto = QCheckBox(tr("auto"), self) if entry.default is None else None
        self.editor = self._editor(in_use)
        layout.addWidget(self.editor, 1)
        for widget in filter(None, (self.editor, self.auto)):
            widget.setToolTip(f"{tr(entry.help)}\n{tr('Allowed: {domain}.').format(domain=domain_words(entry))}")
        self.editor.setAccessibleName(title_of(entry.name))
        self.editor.setAccessibleDescription(tr(entry.help))
        if entry.unit and not isinstance(self.editor, QSpinBox):
            layout.addWidget(QLabel(tr(entry.unit), self))
        if self.auto is not None:
            self.auto.setAccessibleName(tr("{name} chosen by the program").format(name=title_of(entry.name)))
            layout.addWidget(self.auto)
            self.auto.toggled.connect(self._auto_toggled)
        self.back = self._reset_button()
        layout.addWidget(self.back)
        self.edited.connect(self._show_difference)
        self.set_value(value)

    def _reset_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("undo"))
        button.setIconSize(QSize(_ICON_EDGE, _ICON_EDGE))
        words = tr("Back to the default: {value}").format(value=shown(self.entry, self.entry.default))
        button.setToolTip(words)
        button.setAccessibleName(f"{title_of(self.entry.name)}: {words}")
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.clicked.connect(lambda _checked=False: self._reset())
        return button

    def _reset(self) -> None:
        self.set_value(self.entry.default)
        self.editor.setFocus()
        self.edited.emit()

    def _editor(self, in_use: str) -> QWidget:
        entry = self.entry
        if entry.kind is bool:
            box = QCheckBox(self)
            box.toggled.connect(self.edited)
            return box
        if entry.choices:
            choice = QComboBox(self)
            for word in entry.choices:
                choice.addItem(choice_words(entry, word), word)
            choice.currentIndexChanged.connect(self.edited)
            return choice
        if entry.files:
            file = PathField(title_of(entry.name), Pick.FILE, f"{entry.files};;{tr('All files (*)')}", self)
            file.changed.connect(self.edited)
            return file
        if entry.kind is int and entry.default is not None:
            number = QSpinBox(self, minimum=_whole(entry.low, -MAX_INT), maximum=_whole(entry.high, MAX_INT))
            number.setGroupSeparatorShown(True)
            number.setSuffix(f" {tr(entry.unit)}" if entry.unit else "")
            number.valueChanged.connect(self.edited)
            return number
        text = QLineEdit(self)
        text.setPlaceholderText(tr("{value} in use").format(value=in_use) if in_use else domain_words(entry))
        text.textEdited.connect(self.edited)
        return text

    def _auto_toggled(self, automatic: bool) -> None:
        self.editor.setDisabled(automatic)
        if automatic and isinstance(self.editor, QLineEdit):
            self.editor.clear()
        self.edited.emit()

    def _show_difference(self) -> None:
        try:
            same = self.value() == self.entry.default
        except ConfigError:
            same = False
        self.back.setHidden(same)

    def set_value(self, value: Any) -> None:
        """Show ``value``."""
        if self.auto is not None:
            self.auto.setChecked(value is None)
            self.editor.setDisabled(value is None)
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(value))
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(0, self.editor.findData(str(value))))
        elif isinstance(self.editor, QSpinBox):
            self.editor.setValue(int(value))
        elif isinstance(self.editor, PathField):
            self.editor.set_path(Path(value) if value else None)
        elif isinstance(self.editor, QLineEdit):
            self.editor.setText("" if value is None else f"{value:g}" if self.entry.kind is float else str(value))
        self._show_difference()

    def value(self) -> Any:
        """Return the checked value.

        Raises:
            ConfigError: The input is not a valid value of this parameter; the message says what is.
        """
        if self.auto is not None and self.auto.isChecked():
            return None
        if isinstance(self.editor, QCheckBox):
            return self.editor.isChecked()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentData()
        if isinstance(self.editor, QSpinBox):
            return self.editor.value()
        if isinstance(self.editor, PathField):
            return str(self.editor.path or "")
        assert isinstance(self.editor, QLineEdit)
        return self.entry.parse(self.editor.text())


def _whole(bound: float | None, otherwise: int) -> int:
    return otherwise if bound is None else max(-MAX_INT, min(MAX_INT, int(bound)))
