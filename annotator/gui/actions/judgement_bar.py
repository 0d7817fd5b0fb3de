"""The judgement bar: always in the same place, with the keys shown on the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from annotator.gui.actions.actions import ACTIONS
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_row
from annotator.gui.widgets.elided_label import ElidedLabel
from annotator.gui.widgets.glyphs import draw_glyph
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.types import Label

LABEL_OF = {"judge.relevant": Label.RELEVANT, "judge.irrelevant": Label.IRRELEVANT, "judge.unsure": Label.UNSURE}
"""Judgements that have a glyph and a color."""

GRADE_OF = {f"judge.grade_{grade}": Label.RELEVANT if grade else Label.IRRELEVANT for grade in range(4)}
"""Grades, and the judgement of which each is one."""

_GAP = 8
_MARGIN = 12
_GLYPH = 13
_LEAST_LETTERS = 6


class KeyButton(QPushButton):
    """A button of an action, with its glyph, if any, and its key in a small frame."""

    def __init__(self, act: QAction, label: Label | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        entry = ACTIONS[act.objectName()]
        self._act, self._label = act, label
        self._key = ""
        self.setText(tr(entry.text).rstrip("…"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # A click leaves the keyboard focus on the images.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked=False: act.trigger())
        act.changed.connect(self._follow)
        self._follow()

    def set_words(self, words: str) -> None:
        """Show other words than those of the action."""
        self.setText(words)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._act.isEnabled())
        self.setToolTip(self._act.toolTip())
        self._key = self._act.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleName(tr("{action}, key {key}").format(action=self.text(), key=self._key or tr("none")))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size needed for margin, glyph, text and key."""
        return self._size_with(self.fontMetrics().horizontalAdvance(self.text()) + 2)  # text widths are fractional

    def minimumSizeHint(self) -> QSize:
        """Return the size without the text if there is a glyph, or with its beginning if there is none."""
        words = 0 if self._label is not None else self.fontMetrics().horizontalAdvance(self.text()[:_LEAST_LETTERS])
        return self._size_with(words)

    def _size_with(self, words: int) -> QSize:
        return QSize(words + self._beside_words(), self.fontMetrics().height() + 16)

    def _beside_words(self) -> int:
        glyph = _GLYPH + _GAP if self._label is not None else 0
        return 2 * _MARGIN + glyph + _GAP + self._cap_width()

    def _cap_width(self) -> int:
        metrics = self.fontMetrics()
        if not self._key:
            return 0
        return max(metrics.horizontalAdvance(self._key) + 10, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then glyph, text and key."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        text = self.palette().color(group, QPalette.ColorRole.ButtonText)
        middle = self.height() / 2
        room = self.width() - self._beside_words()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, max(room, 0))
        width = self.fontMetrics().horizontalAdvance(words)
        left = max(0.0, (room - width) / 2) + _MARGIN
        if self._label is not None:
            ink = QColor(LABEL_STYLE[self._label].tone(self.palette()).ink) if self.isEnabled() else text
            draw_glyph(painter, QRectF(left, middle - _GLYPH / 2, _GLYPH, _GLYPH), self._label, ink)
            left += _GLYPH + _GAP
        painter.setPen(text)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if self._key:
            self._draw_cap(painter, left + width + _GAP, middle, text)
        painter.end()

    def _draw_cap(self, painter: QPainter, left: float, middle: float, text: QColor) -> None:
        height = self.fontMetrics().height() + 2
        cap = QRectF(left, middle - height / 2, self._cap_width(), height)
        line = QColor(text)
        line.setAlphaF(0.4 * text.alphaF())
        painter.setPen(QPen(line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(text)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)


def answer_buttons(actions: ActionSet, images: QWidget, parent: QWidget) -> tuple[dict[str, KeyButton], QGridLayout]:
    """Return buttons that judge, or keep the label of, what is selected in ``images``, and their layout."""
    buttons = {name: KeyButton(actions[name], LABEL_OF.get(name), parent) for name in (*LABEL_OF, "judge.keep")}
    layout = QGridLayout()
    for position, button in enumerate(buttons.values()):
        # A click applies to the rows of this table, wherever the keyboard focus was.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.pressed.connect(images.setFocus)
        layout.addWidget(button, position // 2, position % 2)
    return buttons, layout


class JudgementBar(QFrame):
    """Judgements on the left, their target next to them, the next batch on the right."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judgement_bar")
        self.setAccessibleName(tr("Judgement"))
        self._target = ElidedLabel(parent=self)
        self._target.setProperty("role", "hint")
        self._target.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        layout = in_row(on=self, margins=(8, 6, 8, 6))
        self.buttons: dict[str, KeyButton] = {}
        for identifier in ("judge.relevant", "judge.irrelevant", "judge.unsure", "judge.clear"):
            layout.addWidget(self._add(actions, identifier))
            if identifier == "judge.irrelevant":
                for grade in GRADE_OF:
                    layout.addWidget(self._add(actions, grade))
        layout.addSpacing(8)
        layout.addWidget(self._target, 1)
        layout.addWidget(self._add(actions, "batch.part"))
        layout.addWidget(self._add(actions, "judge.rest"))
        layout.addWidget(self._add(actions, "batch.next"))
        self._words: Sequence[str] | None = None
        self.show_target("")
        self.show_grades(())

    def _add(self, actions: ActionSet, identifier: str) -> KeyButton:
        button = KeyButton(actions[identifier], (LABEL_OF | GRADE_OF).get(identifier), self)
        self.buttons[identifier] = button
        return button

    def show_grades(self, words: Sequence[str]) -> None:
        """Offer grades with these words in place of relevant and irrelevant; without any, relevant and irrelevant."""
        if words == self._words:
            return
        self._words = words
        for identifier, word in zip_longest(GRADE_OF, words):
            self.buttons[identifier].setVisible(word is not None)
            if word is not None:
                self.buttons[identifier].set_words(word)
        for identifier in ("judge.relevant", "judge.irrelevant"):
            self.buttons[identifier].setVisible(not words)

    def show_target(self, text: str, *, viewing: bool = False) -> None:
        """Show which images a judgement applies to, and with one large image, that a part of it can be used."""
        self._target.setText(text)
        self.buttons["batch.part"].setVisible(viewing)
