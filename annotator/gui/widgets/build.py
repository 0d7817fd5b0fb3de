"""Building blocks of dialogs and panels: named widgets, labels, layouts and rows of buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.text.core_messages import core_words
from annotator.types import Label

Part = QWidget | QLayout | int | tuple[QWidget | QLayout | None, int] | None
"""A part of a layout: a widget or layout, a distance in pixels, or None for free room; in a pair, with its stretch."""
Margins = int | tuple[int, int, int, int]
"""One margin for all sides, or those on the left, at the top, on the right and at the bottom, in pixels; -1 for those
of the style."""
W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Give ``widget`` its name for screen readers, and return it."""
    widget.setAccessibleName(name)
    return widget


def wrapped(text: str, parent: QWidget, role: str = "") -> QLabel:
    """Return a text with line wrapping; the style sheet knows the roles."""
    made = QLabel(text, parent, wordWrap=True)
    if role:
        made.setProperty("role", role)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` another role of the style sheet, which decides its look."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def bold(font: QFont | None = None) -> QFont:
    """Return ``font``, by default that of the program, in bold."""
    made = QFont() if font is None else QFont(font)
    made.setBold(True)
    return made


def hint(text: str, parent: QWidget) -> QLabel:
    """Return a dimmed explanation with line wrapping."""
    made = wrapped(text, parent, "hint")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made


def heading(text: str, parent: QWidget) -> QLabel:
    """Return the heading of a section."""
    made = QLabel(text, parent)
    made.setProperty("role", "heading")
    return made


def error_line(parent: QWidget) -> QLabel:
    """Return the place of an error, hidden until there is one."""
    made = wrapped("", parent, "problem")
    made.hide()
    return made


def show_error(line: QLabel, error: Exception) -> None:
    """Show what is wrong in an :func:`error_line`."""
    line.setText(f"⚠ {core_words(error)}")
    line.show()


def combo_box(parent: QWidget, name: str, entries: Iterable[tuple[str, object]] = (), *, width: int = 0) -> QComboBox:
    """Return a list of ``entries`` to choose from, each a text with its value.

    With a ``width`` in characters, a long entry does not make it wider.
    """
    made = named(QComboBox(parent), name)
    if width:
        made.setMinimumContentsLength(width)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    offer(made, entries)
    return made


def offer(box: QComboBox, entries: Iterable[tuple[str, object]], chosen: int = 0) -> None:
    """Replace the entries of ``box``, and choose one by its place; nobody is told."""
    with QSignalBlocker(box):
        box.clear()
        for text, value in entries:
            box.addItem(text, value)
        box.setCurrentIndex(chosen)


def line_edit(parent: QWidget, name: str, placeholder: str) -> QLineEdit:
    """Return a field for text, with a button to clear it."""
    return named(QLineEdit(parent, placeholderText=placeholder, clearButtonEnabled=True), name)


def table_of_rows(parent: QWidget, name: str, titles: Sequence[str]) -> QTableWidget:
    """Return an empty table whose rows are selected and not edited."""
    made = named(QTableWidget(0, len(titles), parent), name)
    made.setHorizontalHeaderLabels(titles)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.verticalHeader().hide()
    made.setTabKeyNavigation(False)
    return made


def progress_bar(parent: QWidget, name: str) -> QProgressBar:
    """Return a bar for thousandths, hidden until there is something to show."""
    made = named(QProgressBar(parent, minimum=0, maximum=1000), name)
    made.hide()
    return made


def scrolled(content: QWidget | None, parent: QWidget, name: str = "") -> QScrollArea:
    """Return an area without a frame in which ``content`` is scrolled."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    if content is not None:
        area.setWidget(content)
    return area


def in_column(*parts: Part, on: QWidget | None = None, margins: Margins = -1, spacing: int = -1) -> QVBoxLayout:
    """Return ``parts`` below each other, laid out ``on`` a widget if one is given."""
    layout = QVBoxLayout() if on is None else QVBoxLayout(on)
    _fill(layout, parts, margins, spacing)
    return layout


def in_row(*parts: Part, on: QWidget | None = None, margins: Margins = -1, spacing: int = -1) -> QHBoxLayout:
    """Return ``parts`` next to each other, laid out ``on`` a widget if one is given."""
    layout = QHBoxLayout() if on is None else QHBoxLayout(on)
    _fill(layout, parts, margins, spacing)
    return layout


def _fill(layout: QBoxLayout, parts: Iterable[Part], margins: Margins, spacing: int) -> None:
    if margins != -1:
        layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
    layout.setSpacing(spacing)  # -1 stands for that of the style
    for part in parts:
        one, stretch = part if isinstance(part, tuple) else (part, 1 if part is None else 0)
        if isinstance(one, QWidget):
            layout.addWidget(one, stretch)
        elif isinstance(one, QLayout):
            layout.addLayout(one, stretch)
        elif one is None:
            layout.addStretch(stretch)
        else:
            layout.addSpacing(one)


def form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return a form of titles with their fields, which grow with it."""
    made = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for title, field in rows:
        made.addRow(title, field)
    return made


def line_up(*forms: QFormLayout) -> None:
    """Let the fields of several forms begin at the same place."""
    cells = [form.itemAt(row, QFormLayout.ItemRole.LabelRole) for form in forms for row in range(form.rowCount())]
    labels = [label for cell in cells if cell is not None and (label := cell.widget()) is not None]
    widest = max((label.sizeHint().width() for label in labels), default=0)
    for label in labels:
        label.setMinimumWidth(widest)


def push_button(text: str, parent: QWidget, action: Callable[[], object]) -> QPushButton:
    """Return a button that runs ``action``."""
    made = QPushButton(text, parent)
    made.clicked.connect(lambda _checked=False: action())
    return made


class DialogButtons(QDialogButtonBox):
    """The buttons at the bottom of ``dialog``; the order of those with the same role is that of the calls."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.rejected.connect(dialog.reject)

    def accept(self, text: str, action: Callable[[], object] | None = None) -> QPushButton:
        """Add the button of what the dialog is for; by default it accepts the dialog."""
        return self._add(text, QDialogButtonBox.ButtonRole.AcceptRole, action or self._dialog.accept)

    def act(self, text: str, action: Callable[[], object]) -> QPushButton:
        """Add a button that runs ``action`` while the dialog stays open."""
        return self._add(text, QDialogButtonBox.ButtonRole.ActionRole, action)

    def answers(self, action: Callable[[Label], object]) -> dict[Label, QPushButton]:
        """Add a button without a text for each label; they run ``action`` with it."""
        labels = (Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE)
        return {label: self.act("", partial(action, label)) for label in labels}

    def reject(self, text: str) -> QPushButton:
        """Add the button that rejects the dialog."""
        return self.addButton(text, QDialogButtonBox.ButtonRole.RejectRole)

    def _add(self, text: str, role: QDialogButtonBox.ButtonRole, action: Callable[[], object]) -> QPushButton:
        made = self.addButton(text, role)
        made.clicked.connect(lambda _checked=False: action())
        return made
