"""Judge an image and its near-duplicates as one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from annotator.engine import Engine
from annotator.gui.controller.controller import Controller
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.panels.panel import PanelContext
from annotator.gui.panels.similar_query import ask_alike
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named
from annotator.gui.widgets.open_dialog import show_once
from annotator.model.explanation import SimilarImage
from annotator.types import Label, Progress, Snapshot

MOST = 200
"""Near-duplicates that are looked for."""

LIKENESS, LEAST = 0.98, 0.5
"""Similarity from which images are offered at first, and the least that can be chosen."""

SIZE = (760, 560)
CELL = 112
QUESTION = "near duplicates"


class NearDuplicatesDialog(QDialog):
    """The group as a grid, all selected; the user deselects wrong images and labels the others.

    Attributes:
        label: The chosen label; meaningless unless the dialog was accepted.
    """

    def __init__(
        self, context: PanelContext, image: int, alike: Sequence[SimilarImage], parent: QWidget | None = None
    ) -> None:
        """Offer ``image`` and those of ``alike`` that are similar enough."""
        super().__init__(parent)
        self.label = Label.UNSURE
        self._image, self._alike = image, alike
        self.setWindowTitle(tr("Near-duplicates of {name}").format(name=context.source.name(image).rpartition("/")[2]))
        self.resize(*SIZE)
        self._words = QLabel(self, wordWrap=True)
        self.likeness = named(
            QDoubleSpinBox(self, minimum=LEAST, maximum=1.0, singleStep=0.01, decimals=3), tr("Least similarity")
        )
        self.likeness.setValue(LIKENESS)
        self.likeness.setToolTip(tr("1 means identical features; lower it to see less similar images."))
        self.likeness.valueChanged.connect(self._offer)
        self.grid = named(ImageGrid(context.source, context.loader, self), tr("Near-duplicates"))
        self.grid.set_cell_edge(CELL)
        self.grid.selection_changed.connect(self._selection_changed)
        form = QFormLayout()
        form.addRow(tr("Least similarity"), self.likeness)
        buttons = DialogButtons(self)
        self.answers = buttons.answers(self._answer)
        buttons.reject(tr("Cancel"))
        in_column(self._words, form, (self.grid, 1), buttons, on=self)
        self._offer()
        self.grid.setFocus()

    def images(self) -> list[int]:
        """Return the images that are selected."""
        return self.grid.selected_images()

    def _offer(self) -> None:
        found = [one.image for one in self._alike if one.similarity >= self.likeness.value() - 1e-9]
        images = [self._image, *found]
        self.grid.set_images(images, keep_scroll=False)
        self.grid.set_current(self._image)
        self.grid.select_images(images)
        self._words.setText(
            tr(
                "%n image(s) look the same. Take out what does not belong (Ctrl+click), and say what the rest is.",
                "",
                len(found),
            )
            if found
            else tr("No other image is so similar. Lower the least similarity to see the nearest ones.")
        )

    def _selection_changed(self) -> None:
        count = self.grid.selected_count()
        words = {
            Label.RELEVANT: tr("%n image(s) relevant", "", count),
            Label.IRRELEVANT: tr("%n image(s) irrelevant", "", count),
            Label.UNSURE: tr("%n image(s) unsure", "", count),
        }
        for label, button in self.answers.items():
            button.setText(words[label])
            button.setEnabled(count > 0)

    def _answer(self, label: Label) -> None:
        self.label = label
        self.accept()


def judge_group(controller: Controller, context: PanelContext, image: int, window: QWidget) -> None:
    """Have the model find near-duplicates of ``image``, and let the user judge them together."""

    def find(engine: Engine, snapshot: Snapshot, row: int, progress: Progress) -> tuple[SimilarImage, ...]:
        return engine.similarity(snapshot, row, progress).nearest(MOST, progress)

    def show(alike: tuple[SimilarImage, ...]) -> None:
        dialog = NearDuplicatesDialog(context, image, alike, window)
        dialog.accepted.connect(lambda: controller.judge(dialog.images(), dialog.label))
        show_once(dialog)

    ask_alike(controller, QUESTION, image, find, show)
