"""How far the people who judged the topic agree, and the images on which they do not, to be settled."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.agreement import Agreement
from annotator.data.judges.agreeing import Dispute, JudgesReview, Pair
from annotator.gui.actions.judgement_bar import answer_buttons
from annotator.gui.controller.agreement import AgreementReader
from annotator.gui.grid.image_table import ImageTable, ImageTableModel
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.progress_words import percent
from annotator.gui.text.core_messages import label_word
from annotator.gui.text.translate import localized, number, tr
from annotator.gui.widgets.build import combo_box, in_column, offer, wrapped
from annotator.gui.widgets.row_model import Index
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.types import Label

LEAST_WIDTH = 390
"""Width that leaves room for a name, in logical pixels."""


class DisputesModel(ImageTableModel[Dispute]):
    """The disputed images as a table, with a column for each person."""

    def __init__(self, path_of: Callable[[int], str], loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__([tr("Image")], loader, parent)
        self._path_of = path_of
        self._people: Sequence[str] = ()

    def show_disputes(self, people: Sequence[str], disputes: Sequence[Dispute]) -> None:
        """Show these disputed images; ``people`` are in the order of their labels."""
        self._people = people
        self.titles = [tr("Image"), *people]
        self.show(disputes)

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self.rows[row].image

    def said(self, row: int) -> str:
        """Return who said and wrote what about the image of a row, a line for each person."""
        entry, lines = self.rows[row], []
        for person, label, note in zip(self._people, entry.labels, entry.notes, strict=True):
            if label is not None or note:
                words = tr("{person}: {label}").format(person=person, label=label_word(label))
                lines.append(f"{words}. {note}" if note else f"{words}.")
        return "\n".join(lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a disputed image for Qt."""
        entry, column = self.rows[index.row()], index.column()
        path = self._path_of(entry.image)
        if role == Qt.ItemDataRole.DisplayRole:
            return _marked(entry.labels[column - 1]) if column else path.rsplit("/", 1)[-1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{path}\n{self.said(index.row())}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            return ", ".join([path, *self.said(index.row()).split("\n")])
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return self.thumbnail(entry.image)
        return None


class AgreementPanel(Panel):
    """The figures, the table of disputed images, what was written about the current one, and the answers."""

    takes_keyboard = True
    confirms = True

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Agreement"))
        self._review = JudgesReview((), frozenset(), (), ())
        self.reader = AgreementReader(context.controller.session, context.controller.tasks, self)
        self.reader.found.connect(self._show)
        self.group = combo_box(self, tr("Whose agreement"), width=12)
        self.group.activated.connect(lambda _index: self._show_figures())
        self.figures = wrapped("", self)
        self.note = wrapped("", self, "hint")
        self.model = DisputesModel(context.controller.session.paths.__getitem__, context.loader, self)
        self.table = ImageTable(self.model, tr("Disputed images"), self)
        self.table.setMinimumWidth(LEAST_WIDTH)
        self.said = wrapped("", self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons, answers = answer_buttons(context.actions, self.table, self)
        in_column(
            self.group, self.figures, self.note, (self.table, 1), self.said, answers,
            on=self, margins=(8, 4, 8, 8),
        )  # fmt: skip
        self.judge_in(self.table)
        self.table.image_chosen.connect(self.image_chosen)
        self.table.selection_changed.connect(self._show_said)

    def refresh(self) -> None:
        """Have the figures and the disputed images read again."""
        self.reader.build()

    def labels_changed(self, images: Sequence[int]) -> None:
        """Take images off the list that the user just decided about, and have what is disputed now read.

        Only images that another person judged can be disputed, so that other judgements read nothing.
        """
        if images and self._review.theirs.isdisjoint(images):
            return
        label_of = self.controller.session.label_of
        decided = {image for image in images if label_of(image) is not None}
        self._show_disputes([one for one in self._review.disputes if one.image not in decided])
        self.reader.build()

    def close_threads(self) -> None:
        """Stop reading: the project is being closed."""
        self.reader.close()

    def _show(self, review: JudgesReview) -> None:
        self._review = review
        chosen = max(0, self.group.currentIndex())
        names = [", ".join(map(_name, pair.judges)) for pair in review.pairs]
        offer(self.group, [(name, None) for name in names], min(chosen, max(0, len(names) - 1)))
        self.group.setVisible(len(names) > 1)
        self._show_figures()
        self._show_disputes(review.disputes)

    def _show_disputes(self, disputes: Sequence[Dispute]) -> None:
        """Show what is disputed; the current image stays current, or the next one takes its place."""
        people = self._review.names
        at = max(self.table.currentIndex().row(), 0)
        current = self.model.image_at(at) if self.model.rowCount() > at else None
        self.model.show_disputes([_name(one) for one in people], disputes)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        if len(people) == 1:
            self.note.setText(
                tr(
                    "Only you have judged this topic. “Share with another person…” in the menu Project makes a copy for"
                    " somebody else."
                )
            )
        elif not disputes:
            self.note.setText(tr("Nothing is disputed."))
        else:
            text = tr("%n image(s) to decide about.", "", len(disputes))
            decide = tr("Judge each of these again, or keep your label. What you decide is the label of the topic.")
            self.note.setText(f"{text} {decide}")
            found = [dispute.image for dispute in disputes]
            self.table.go_to(found.index(current) if current in found else min(at, len(found) - 1))
        self._show_said()

    def _show_figures(self) -> None:
        pairs = self._review.pairs
        pair = pairs[max(0, self.group.currentIndex())] if pairs else None
        self.figures.setText("" if pair is None else figures_of(pair))
        self.figures.setVisible(pair is not None)

    def _show_said(self) -> None:
        row = self.table.currentIndex().row()
        self.said.setText(self.model.said(row) if 0 <= row < self.model.rowCount() else "")
        self.said.setVisible(bool(self.said.text()))


def figures_of(pair: Pair) -> str:
    """Return how far some people agree, with what chance alone would do, and the intervals."""
    names = [_name(judge) for judge in pair.judges]
    if not pair.images:
        return tr("No image was judged by {names}.").format(names=tr(" and ").join(names))
    lines = [
        tr("{names} say the same on {share} of {images} images ({low} to {high}).").format(
            names=tr(" and ").join(names),
            share=percent(pair.raw.value),
            images=number(pair.images),
            low=percent(pair.raw.low),
            high=percent(pair.raw.high),
        )
    ]
    measures = [
        (tr("Cohen's kappa"), pair.kappa),
        (tr("Gwet's AC1"), pair.ac1),
        (tr("Krippendorff's alpha"), pair.alpha),
    ]
    known = [_measure(name, value) for name, value in measures if value is not None and not math.isnan(value.value)]
    if known:
        lines += [tr("Corrected for chance; 1 is full agreement, 0 is that of chance:"), *known]
        lines.append(tr("In parentheses: 95 % intervals."))
    else:
        lines.append(tr("Only one label occurs, so nothing can be said beyond chance."))
    return "\n".join(lines)


def _measure(name: str, found: Agreement) -> str:
    value, low, high = (localized(f"{one:.2f}") for one in (found.value, found.low, found.high))
    return tr("{measure} {value} ({low} to {high})").format(measure=name, value=value, low=low, high=high)


def _name(judge: str) -> str:
    return judge or tr("You")


def _marked(label: Label | None) -> str:
    return "" if label is None else f"{LABEL_STYLE[label].glyph} {label_word(label)}"
