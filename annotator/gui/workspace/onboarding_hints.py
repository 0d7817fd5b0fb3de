"""The coach of the sample: one hint at a time, which follows what the user does."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from annotator.gui.actions.actions import ACTIONS
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_row, named

ROUNDS = 4
"""After so many rounds the coach has said everything."""

_KEYS = (
    "judge.relevant", "judge.irrelevant", "judge.unsure", "judge.rest", "judge.rest_relevant", "edit.undo",
    "view.preview", "view.switch", "help.keys", "project.export", "project.new",
)  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """The progress of the user.

    Attributes:
        goal: The topic, e.g. "threes".
        round: Round of the batch on screen, 0 before the first.
        size: Images of the batch.
        left: Images of the batch without a label.
        relevant: Relevant images found so far.
        choosing: Whether the model chooses the next batch.
    """

    goal: str
    round: int
    size: int
    left: int
    relevant: int
    choosing: bool


def _default_key(identifier: str) -> str:
    return next(iter(ACTIONS[identifier].keys), "")


def advice(at: Progress, key: Callable[[str], str] = _default_key) -> str:
    """Return the next hint as rich text; "" when there are no more.

    Args:
        at: The progress of the user.
        key: Returns the key of an action, as it is called on this system.
    """
    text = _advice(at)
    for identifier in _KEYS:
        text = text.replace(f"[{identifier}]", _shown(key(identifier) or ACTIONS[identifier].text))
    return text.format(
        goal=html.escape(at.goal), relevant=at.relevant, size=at.size, left=at.left
    )  # fmt: skip


def _shown(key: str) -> str:
    return f"<b>{html.escape(key)}</b>".replace("{", "{{").replace("}", "}}")


def _advice(at: Progress) -> str:
    """Return the advice with names of actions in place of their keys."""
    if at.round > ROUNDS:
        return ""
    if at.round == 0 or (at.choosing and at.round <= 1):
        return tr("The model looks at your answers and chooses the next images. You could go on judging meanwhile.")
    if at.round == 1 and at.left == at.size:
        return tr(
            "<b>Find the {goal}:</b> {relevant} are marked already. Judge these {size} images: press [judge.relevant]"
            " for relevant, [judge.irrelevant] for irrelevant, [judge.unsure] if you cannot tell. The arrows move."
        )
    if at.round == 1:
        return tr(
            "<b>{left} left.</b> [judge.rest] judges all the rest irrelevant, [judge.rest_relevant] relevant, and"
            " [edit.undo] takes the last judgement back. Every key press is stored at once."
        )
    if at.round == 2 and at.left > at.size // 2:
        return tr(
            "<b>Look right:</b> the whole collection is ranked now, the likeliest {goal} first. The batch on the"
            " left is what the model wants to know next."
        )
    if at.round == 2:
        return tr(
            "[view.preview] shows an image large, and you can judge it there. [view.switch] moves between batch and"
            " ranking."
        )
    if at.round == 3:
        return tr(
            "<b>{relevant} found.</b> You may judge in the ranking, too: select images there and press a key."
            " [help.keys] lists all keys."
        )
    return tr(
        "<b>{relevant} {goal} found.</b> Go on as long as batches bring new ones. [project.export] writes labels or"
        " the ranked list to a file. Then try your own images: [project.new]."
    )


class OnboardingHints(QFrame):
    """Shows the hints above the batch until they are dismissed or finished.

    It is as high as its longest hint, so that the images below do not move from one hint to the next.

    Signals:
        dismissed: The user hid the coach.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, keys: KeyStore | None = None) -> None:
        super().__init__(parent)
        self._keys = keys or KeyStore(parent=self)
        self._at: Progress | None = None
        self._keys.changed.connect(self._keys_changed)
        self.setObjectName("coach")
        self.setAccessibleName(tr("Coach"))
        self._text = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.RichText)
        close = named(QPushButton(tr("Got it"), self), tr("Hide the coach"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.dismiss)
        layout = in_row((self._text, 1), on=self, margins=(12, 8, 8, 8))
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._gone = False
        self.hide()

    @property
    def text(self) -> str:
        """The advice on screen, "" for none."""
        return "" if self.isHidden() else self._text.text()

    def follow(self, at: Progress) -> None:
        """Show the hint that fits now."""
        self._at = at
        words = "" if self._gone else advice(at, self._keys.text)
        if words != self._text.text():
            self._text.setText(words)
            self._text.setAccessibleName(words)
        self._reserve()
        self.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the longest hint at the new width."""
        super().resizeEvent(event)
        self._reserve()

    def _reserve(self) -> None:
        if self._at is None:
            return
        steps = [replace(self._at, round=step, left=left) for step in range(ROUNDS + 1) for left in (self._at.size, 1)]
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._text.font())
        document.setTextWidth(max(1, self._text.width()))
        heights = []
        for text in {advice(replace(step, relevant=1000, choosing=False), self._keys.text) for step in steps}:
            document.setHtml(text)
            heights.append(document.size().height())
        self._text.setMinimumHeight(round(max(heights)))

    def _keys_changed(self) -> None:
        if self._at is not None and not self.isHidden():
            self.follow(self._at)

    def dismiss(self) -> None:
        """Hide the coach for the rest of this run."""
        self._gone = True
        self.hide()
        self.dismissed.emit()
