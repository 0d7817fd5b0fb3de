"""Judge many images at once: all that the ranking shows, or a cluster."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, in_column
from annotator.gui.widgets.open_dialog import show_once
from annotator.types import UNLABELLED, IntArray, Label, LabelCodes

MOST = 20_000
"""More images than this are not judged at once: nobody has looked at them."""


class JudgeTogetherDialog(QDialog):
    """Shows the number of images and asks for their label.

    Attributes:
        label: The chosen label; meaningless unless the dialog was accepted.
    """

    def __init__(
        self, images: IntArray, labels: LabelCodes, parent: QWidget | None = None, *, look: QWidget | None = None
    ) -> None:
        """Ask about ``images``; ``labels`` covers the whole collection, and ``look`` is shown before the question."""
        super().__init__(parent)
        self.label = Label.UNSURE
        self._images, self._open = images, images[labels[images] == UNLABELLED]
        self.setWindowTitle(tr("Judge all that the ranking shows"))
        self._words = QLabel(self, wordWrap=True)
        judged = len(images) - len(self._open)
        self.again = QCheckBox(tr("Also %n image(s) that have a label", "", judged), self)
        self.again.setVisible(judged > 0)
        self.again.toggled.connect(lambda _on: self.tell())
        buttons = DialogButtons(self)
        self.answers = buttons.answers(self._answer)
        for button in self.answers.values():
            button.setAutoDefault(False)  # a stray Enter must not set so many labels
        cancel = buttons.reject(tr("Cancel"))
        cancel.setDefault(True)
        shown = () if look is None else ((look, 1),)
        in_column(*shown, self._words, self.again, buttons, on=self)
        self.tell()
        cancel.setFocus()

    def images(self) -> IntArray:
        """Return the images to judge."""
        return self._images if self.again.isChecked() else self._open

    def too_many(self) -> str:
        """Return what to say of too many images, with the fields ``count`` and ``most``."""
        return tr("The ranking shows {count} images. Narrow it to at most {most} to judge all of them at once.")

    def nothing(self) -> str:
        """Return what to say if no image is left."""
        return tr("The ranking shows no image without a label.")

    def tell(self) -> None:
        """Say how many images are judged."""
        count = len(self.images())
        if count > MOST:
            self._words.setText(self.too_many().format(count=number(count), most=number(MOST)))
        elif count:
            self._words.setText(tr("%n image(s) will get a label, as one step that can be taken back.", "", count))
        else:
            self._words.setText(self.nothing())
        words = {
            Label.RELEVANT: tr("%n image(s) relevant", "", count),
            Label.IRRELEVANT: tr("%n image(s) irrelevant", "", count),
            Label.UNSURE: tr("%n image(s) unsure", "", count),
        }
        for label, button in self.answers.items():
            button.setText(words[label])
            button.setEnabled(0 < count <= MOST)

    def _answer(self, label: Label) -> None:
        self.label = label
        self.accept()


def judge_with(dialog: JudgeTogetherDialog, controller: Controller) -> None:
    """Open a dialog, and judge what it is accepted with."""
    dialog.accepted.connect(lambda: controller.judge(dialog.images().tolist(), dialog.label))
    show_once(dialog)


def judge_shown(controller: Controller, shown: IntArray, window: QWidget) -> None:
    """Let the user judge the images ``shown`` together."""
    judge_with(JudgeTogetherDialog(np.array(shown), controller.session.judgements.codes, window), controller)
