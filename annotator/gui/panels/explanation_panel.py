"""Why this image? The prediction for the current image, and the judgements behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from annotator.errors import ImageError
from annotator.gui.panels import explanation_text
from annotator.gui.panels.metadata_rows import MetadataRows
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.thumbnail_button import EDGE, ThumbnailButton, ThumbnailRow
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, tr
from annotator.gui.widgets.build import in_column, in_row, scrolled, wrapped
from annotator.model.explanation import NEAREST, Explanation, SimilarImage

PAUSE_MS = 60
"""Rest of the current image after which the model is asked: not while the arrow keys run through many."""

LEAST_WIDTH = NEAREST * (EDGE + 18) + 32
"""Width that leaves room for the thumbnails beside each other, in logical pixels."""


class ExplanationPanel(Panel):
    """Explains one ``image``; the explanation is computed in the model's thread."""

    question = "why"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Why this image?"))
        self.image: int | None = None
        self.explanation: Explanation | None = None
        self.head = ThumbnailButton(context.source, context.loader, self)
        self.name = wrapped("", self, "heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.record = MetadataRows(tr("What happened to the image"), self)
        self.belief = MetadataRows(tr("What the model believes"), self)
        self.note = wrapped("", self, "hint")
        look = (NEAREST, context.source, context.loader, self)
        self.relevant = ThumbnailRow(tr("Nearest relevant images"), *look)
        self.irrelevant = ThumbnailRow(tr("Nearest irrelevant images"), *look)
        for source in (self.head, self.relevant, self.irrelevant):
            source.chosen.connect(self.image_chosen)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        head = in_row(self.head, (self.name, 1))
        parts = (self.note, self.record, self.belief, self.relevant, self.irrelevant)
        in_column(head, *parts, None, on=inside, margins=(8, 4, 8, 8), spacing=10)
        self.area = scrolled(inside, self, tr("Why this image?"))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumWidth(LEAST_WIDTH)
        in_column(self.area, on=self, margins=0)

    def follow(self, image: int | None) -> None:
        """Explain another image; the last one stays while there is no current image."""
        if image is not None and image != self.image:
            self.image = image
            self.refresh()

    def labels_changed(self, images: Sequence[int]) -> None:
        """Refresh, because every judgement changes every prediction."""
        self.refresh()

    def ranking_changed(self) -> None:
        """Explain again: there may be another batch, or a neighbor graph."""
        self.refresh()

    def refresh(self) -> None:
        """Show what is on record immediately, and ask the model for the rest."""
        self._forget()
        image, session = self.image, self.controller.session
        for part in (self.head, self.name, self.record):
            part.setVisible(image is not None)
        if image is None:
            self.note.setText(tr("Choose an image to see why it was proposed and what the model predicts."))
            return
        self.head.show_image(image)
        self.name.setText(session.paths[image].rpartition("/")[2])
        self.name.setToolTip(session.paths[image])
        label = session.label_of(image)
        self.record.show_facts(
            [
                *explanation_text.proposed(session, image),
                explanation_text.judged(session.judgements.history_of(image), label),
            ]
        )
        try:
            session.features.row(image)
        except ImageError as error:
            self.note.setText(core_words(error))
        else:
            self._timer.start()

    def topic_changed(self) -> None:
        """Clear the panel: the explanation is of another topic."""
        self.explanation = None
        self.refresh()

    def _forget(self) -> None:
        """Clear the explanation of another image; that of the same one stays until it is recomputed."""
        self._timer.stop()
        if self.explanation is not None and self.explanation.image == self.image:
            return
        self.explanation = None
        self.note.setText(tr("Asking the model…"))
        self.note.show()
        for part in (self.belief, self.relevant, self.irrelevant):
            part.hide()

    def close_threads(self) -> None:
        """Drop the open question."""
        self._timer.stop()

    def _ask(self) -> None:
        session, image = self.controller.session, self.image
        if image is None or not self.seen:
            return
        self.controller.ask_job(self.question, session.explanations.explain(image), self._explained)

    def _explained(self, found: Explanation) -> None:
        if found.image != self.image:
            return
        self.explanation = found
        self.note.hide()
        self.belief.show_facts(explanation_text.believed(found))
        for row, alikes in ((self.relevant, found.relevant), (self.irrelevant, found.irrelevant)):
            row.show_images([(one.image, _similarity(one)) for one in alikes])
            row.setToolTip(
                tr("The judged images that count most for this one, and how similar the model finds them: 1 is a copy.")
            )
        for part in (self.belief, self.relevant, self.irrelevant):
            part.show()
        # The explanation uses the judgements alone, so it drops the precomputation for the rest of the batch.
        self.controller.prepare()


def _similarity(one: SimilarImage) -> str:
    return localized(f"{max(one.similarity, 0.0):.2f}")
