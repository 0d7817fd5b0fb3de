"""The dialog to draw a random sample: its size and its purpose."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QSpinBox, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped

USUAL, MOST = 20, 500
WIDTH = 460


class SampleDialog(QDialog):
    """Asks for the size of the sample."""

    def __init__(self, left: int, parent: QWidget | None = None) -> None:
        """Offer at most ``left`` images, those without a label."""
        super().__init__(parent)
        self.setWindowTitle(tr("Draw a random sample"))
        why = wrapped(
            tr(
                "The images that the program asks about say nothing about those it never showed. A random sample does:"
                " judge all of its images with care, and <i>Progress</i> estimates how many relevant images are still"
                " hidden. Several small samples are as good as a large one. What was drawn stays on record: an image"
                " that you leave unjudged counts as possibly relevant."
            ),
            self,
        )
        self.size_ = named(QSpinBox(self, minimum=1, maximum=max(1, min(left, MOST))), tr("Images to draw"))
        self.size_.setValue(USUAL)
        self.size_.valueChanged.connect(self._name_button)
        form = QFormLayout()
        form.addRow(tr("Images to draw"), self.size_)
        buttons = DialogButtons(self)
        self.draw = buttons.accept("")
        buttons.reject(tr("Cancel"))
        layout = in_column(why, buttons, on=self)
        layout.insertLayout(1, form)
        self.resize(WIDTH, self.sizeHint().height())
        self._name_button()

    def _name_button(self) -> None:
        self.draw.setText(tr("Draw %n image(s)", "", self.size_.value()))
