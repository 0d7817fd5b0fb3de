"""A form generated from declared parameters, which also define the command line options and the file format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from annotator.errors import ConfigError
from annotator.gui.forms.parameter_field import Field, shown, title_of
from annotator.gui.text.core_messages import core_words, domain_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import error_line, hint, in_column, show_error
from annotator.parameters import Parameter, parameters_of


class Row(QWidget):
    """A field with its help, its allowed values, and its error."""

    def __init__(self, entry: Parameter, value: Any, parent: QWidget | None = None, *, in_use: str = "") -> None:
        super().__init__(parent)
        self.field = Field(entry, value, self, in_use=in_use)
        about = tr("Default: {value}.").format(value=shown(entry, entry.default))
        if entry.kind is not bool and not entry.choices and (entry.low is not None or entry.high is not None):
            domain = domain_words(entry)
            about = f"{domain[0].upper()}{domain[1:]}. {about}"
        self.problem = error_line(self)
        in_column(
            self.field, self.problem, hint(tr(entry.help), self), hint(about, self), on=self, margins=0, spacing=2
        )
        self.field.edited.connect(self.check)

    def check(self) -> None:
        """Show the error of the field below it."""
        try:
            self.field.value()
        except ConfigError as error:
            show_error(self.problem, error)
            self.field.editor.setAccessibleDescription(core_words(error))
        else:
            self.problem.hide()
            self.field.editor.setAccessibleDescription(tr(self.field.entry.help))


class ParameterForm(QWidget):
    """One row for each parameter of a group, with its help.

    Signals:
        edited: A value has changed.
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
            group: Dataclass whose fields were declared with :func:`annotator.parameters.parameter`.
            values: Values to show; missing ones have their defaults.
            parent: Widget that owns the form.
            in_use: Current values of parameters that the program chooses.
        """
        super().__init__(parent)
        wrap, grow = QFormLayout.RowWrapPolicy.WrapLongRows, QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        layout = QFormLayout(self, verticalSpacing=10, rowWrapPolicy=wrap, fieldGrowthPolicy=grow)
        layout.setContentsMargins(0, 0, 0, 0)
        self.fields: dict[str, Field] = {}
        self.rows: dict[str, Row] = {}
        for entry in parameters_of(group):
            value = values.get(entry.name, entry.default)
            row = Row(entry, value, self, in_use=(in_use or {}).get(entry.name, ""))
            row.field.edited.connect(self.edited)
            self.rows[entry.name], self.fields[entry.name] = row, row.field
            label = QLabel(title_of(entry.name), self)
            label.setBuddy(row.field.editor)
            layout.addRow(label, row)
        if not self.fields:
            layout.addRow(hint(tr("There is nothing to set."), self))

    def values(self) -> dict[str, Any]:
        """Return the checked values by name.

        Raises:
            ConfigError: A value is invalid; the message names it and says what is allowed.
        """
        return {name: field.value() for name, field in self.fields.items()}

    def problem(self) -> str:
        """Return the error of the first invalid value, "" if all are valid."""
        try:
            self.values()
        except ConfigError as error:
            return core_words(error)
        return ""

    def reset(self) -> None:
        """Reset all fields to the defaults."""
        for row in self.rows.values():
            row.field.set_value(row.field.entry.default)
            row.check()
