"""A form made from declared parameters: the same declaration gives the command line, the file and this form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.config import Parameter, parameters
from annotator.errors import ConfigError

MAX_INT = 2**31 - 1


def title_of(name: str) -> str:
    """Return the words for a parameter called ``name``."""
    return name.replace("_", " ").capitalize()


class Field(QWidget):
    """Edits one parameter.

    Signals:
        edited: The person changed the value; it may be wrong now.
    """

    edited = Signal()

    def __init__(self, entry: Parameter, value: Any, parent: QWidget | None = None, *, in_use: str = "") -> None:
        """Show ``value``; ``in_use`` is the value that "auto" stands for at present."""
        super().__init__(parent)
        self.entry = entry
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.auto = QCheckBox("auto", self) if entry.default is None else None
        self.editor = self._editor(in_use)
        layout.addWidget(self.editor, 1)
        for widget in filter(None, (self.editor, self.auto)):
            widget.setToolTip(f"{entry.help}\nAllowed: {entry.domain}.")
        self.editor.setAccessibleName(title_of(entry.name))
        self.editor.setAccessibleDescription(entry.help)
        if self.auto is not None:
            self.auto.setAccessibleName(f"{title_of(entry.name)} chosen by the program")
            layout.addWidget(self.auto)
            self.auto.toggled.connect(self._auto_toggled)
        self.set_value(value)

    def _editor(self, in_use: str) -> QWidget:
        entry = self.entry
        if entry.kind is bool:
            box = QCheckBox(self)
            box.toggled.connect(self.edited)
            return box
        if entry.choices:
            choice = QComboBox(self)
            choice.addItems(list(entry.choices))
            choice.currentIndexChanged.connect(self.edited)
            return choice
        if entry.kind is int and entry.default is not None:
            number = QSpinBox(self)
            number.setRange(_whole(entry.low, -MAX_INT), _whole(entry.high, MAX_INT))
            number.valueChanged.connect(self.edited)
            return number
        text = QLineEdit(self)
        text.setPlaceholderText(f"{in_use} in use" if in_use else entry.domain)
        text.textEdited.connect(self.edited)
        return text

    def _auto_toggled(self, automatic: bool) -> None:
        self.editor.setDisabled(automatic)
        if automatic and isinstance(self.editor, QLineEdit):
            self.editor.clear()
        self.edited.emit()

    def set_value(self, value: Any) -> None:
        """Show ``value``."""
        if self.auto is not None:
            self.auto.setChecked(value is None)
            self.editor.setDisabled(value is None)
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(value))
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentText(str(value))
        elif isinstance(self.editor, QSpinBox):
            self.editor.setValue(int(value))
        elif isinstance(self.editor, QLineEdit):
            self.editor.setText("" if value is None else f"{value:g}" if self.entry.kind is float else str(value))

    def value(self) -> Any:
        """Return the checked value.

        Raises:
            ConfigError: What was typed is not a value of this parameter; the message says what is.
        """
        if self.auto is not None and self.auto.isChecked():
            return None
        if isinstance(self.editor, QCheckBox):
            return self.editor.isChecked()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText()
        if isinstance(self.editor, QSpinBox):
            return self.editor.value()
        assert isinstance(self.editor, QLineEdit)
        return self.entry.parse(self.editor.text())


class ParameterForm(QWidget):
    """One row for each parameter of a group, with its help.

    Signals:
        edited: Some value changed.
    """

    edited = Signal()

    def __init__(
        self,
        group: type,
        values: Mapping[str, Any],
        parent: QWidget | None = None,
        *,
        in_use: Mapping[str, str] | None = None,
    ) -> None:
        """Build the rows.

        Args:
            group: Dataclass whose fields were declared with :func:`annotator.config.parameter`.
            values: Values to show; missing ones take their defaults.
            parent: Widget that owns the form.
            in_use: For parameters that the program chooses, the values it chose.
        """
        super().__init__(parent)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(10)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields: dict[str, Field] = {}
        for entry in parameters(group):
            value = values.get(entry.name, entry.default)
            field = Field(entry, value, self, in_use=(in_use or {}).get(entry.name, ""))
            field.edited.connect(self.edited)
            self.fields[entry.name] = field
            label = QLabel(title_of(entry.name), self)
            label.setBuddy(field.editor)
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(field)
            column.addWidget(hint(entry.help, self))
            layout.addRow(label, column)
        if not self.fields:
            layout.addRow(hint("There is nothing to set.", self))

    def values(self) -> dict[str, Any]:
        """Return the checked values by name.

        Raises:
            ConfigError: Some value is wrong; the message names it and says what is allowed.
        """
        return {name: field.value() for name, field in self.fields.items()}

    def problem(self) -> str:
        """Return what is wrong with the first wrong value, "" if all are good."""
        try:
            self.values()
        except ConfigError as error:
            return str(error)
        return ""

    def reset(self) -> None:
        """Show the defaults."""
        for field in self.fields.values():
            field.set_value(field.entry.default)


def heading(text: str, parent: QWidget) -> QLabel:
    """Return the heading of a part of a form."""
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def hint(text: str, parent: QWidget) -> QLabel:
    """Return a dimmed, wrapping line of explanation."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setProperty("role", "hint")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label


def _whole(bound: float | None, otherwise: int) -> int:
    return otherwise if bound is None else max(-MAX_INT, min(MAX_INT, int(bound)))
