"""Shows which images and features were matched, and all mismatches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.data.files.names import natural_path_key
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, number, tr
from annotator.gui.widgets.build import bold, in_column, named

if TYPE_CHECKING:
    from annotator.data.collection.collection import ImportReport
    from annotator.data.files.names import Problem

SHOWN = 1000
"""Names listed under one heading; the heading always tells how many there are."""

SORTED = 10_000
"""More names than this are not sorted again; that would hold up the window."""

ICON_EDGE = 28

Entry = tuple[str, str]
"""A name and what is said of it."""


def summary(report: ImportReport) -> str:
    """Return the result in one or two sentences."""
    text = tr("{matched} of {n_images} images have features and can be proposed.").format(
        matched=number(report.matched), n_images=number(report.n_images)
    )
    if spare := report.n_features - report.matched:
        text += tr(" {spare} of {n_features} features have no image and are ignored.").format(
            spare=number(spare), n_features=number(report.n_features)
        )
    return text


def in_natural_order(names: Sequence[str]) -> Sequence[str]:
    """Return names as people sort them; too many to be read are left as they are."""
    return names if len(names) > SORTED else sorted(names, key=natural_path_key)


def findings(report: ImportReport) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """Return the mismatches: heading, explanation, and the names with remarks."""

    def plain(names: Sequence[str]) -> tuple[Entry, ...]:
        return tuple((name, "") for name in in_natural_order(names))

    def explained(problems: Sequence[Problem]) -> tuple[Entry, ...]:
        reasons = {problem.path: problem.reason for problem in problems}
        return tuple((path, core_words(reasons[path])) for path in in_natural_order(tuple(reasons)))

    listed = (
        (tr("Matched by a part of the name"), tr("Check that these are the right images."),
         tuple((f"{name} → {path}", "") for name, path in report.loose)),
        (tr("Images without features"), tr("They can be looked at and judged, but are never proposed."),
         plain(report.images_without_features)),
        (tr("Features without an image"), tr("They are ignored."), plain(report.features_without_images)),
        (tr("Names that occur twice"), tr("It is not clear which row is meant, so none of them is used."),
         plain(report.duplicates)),
        (tr("Refused names"), tr("Names in a feature file must stay inside the image folder."),
         explained(report.refused)),
        (tr("Problems with images"), "", explained(report.problems)),
        (tr("Features that are not numbers"), tr("Rows with NaN or infinity; these images are never proposed."),
         plain(report.invalid_rows)),
        (tr("Features out of all proportion"), tr("Their values are 100,000 times those of the other images; these "
         "images are never proposed."), plain(report.outlying_rows)),
        (tr("Features that are all zero"), tr("They carry no information; check how they were computed."),
         plain(report.zero_rows)),
    )  # fmt: skip
    return tuple(entry for entry in listed if entry[2])


def counted_tree(parent: QWidget, name: str) -> QTreeWidget:
    """Return an empty tree of findings and their numbers."""
    tree = named(QTreeWidget(parent), name)
    tree.setHeaderLabels([tr("What was found"), tr("Number")])
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setStretchLastSection(False)
    return tree


class ImportReportView(QWidget):
    """A summary and a tree of names; Ctrl+C copies what is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel(self, wordWrap=True)
        self.tree = counted_tree(self, tr("What was not matched"))
        self.tree.setIconSize(QSize(ICON_EDGE, ICON_EDGE))
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Copy), self.tree, self._copy,
            context=Qt.ShortcutContext.WidgetShortcut,
        )  # fmt: skip
        in_column(self.summary, (self.tree, 1), on=self, margins=0)

    def show_report(self, report: ImportReport, samples: Sequence[QImage] = ()) -> None:
        """Show ``report``, with pictures of the images of its sample pairs."""
        self.summary.setText(summary(report))
        self.tree.clear()
        self._show_file(report)
        matched = self._heading(tr("Matched"), "", report.matched)
        for step, count in report.steps.items():
            if count:
                QTreeWidgetItem(matched, [tr("by {step} name").format(step=_step_words(step)), number(count)])
        for title, meaning, entries in findings(report):
            heading = self._heading(title, meaning, len(entries))
            heading.addChildren([_row(name, remark) for name, remark in entries[:SHOWN]])
            if len(entries) > SHOWN:
                QTreeWidgetItem(heading, [tr("… and {shown} more").format(shown=number(len(entries) - SHOWN)), ""])

        if report.pairs:
            heading = self._heading(tr("Names and the images they were matched with"), "", len(report.pairs))
            for place, (name, path) in enumerate(report.pairs):
                row = _row(name if name == path else f"{name} → {path}", "")
                if place < len(samples):
                    row.setIcon(0, QIcon(QPixmap.fromImage(samples[place])))
                heading.addChild(row)

    def _show_file(self, report: ImportReport) -> None:
        if not report.kind:
            return
        heading = self._heading(tr("Feature file"), "", report.n_features)
        lines = [
            core_words(report.kind),
            tr("{rows} rows of {d} numbers of type {dtype}").format(
                rows=number(report.n_features), d=number(report.d), dtype=report.dtype
            ),
        ]
        if report.normalized:
            lines.append(tr("All rows have length 1."))
        elif report.norms:
            low, median, high = (localized(f"{norm:.3g}") for norm in report.norms)
            lines.append(
                tr("Lengths of the rows: {low} to {high}, median {median}").format(low=low, high=high, median=median)
            )
        heading.addChildren([_row(line, "") for line in lines])

    def _heading(self, title: str, meaning: str, count: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.tree, [f"{title}. {meaning}" if meaning else title, number(count)])
        item.setToolTip(0, meaning)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(1, bold(item.font(0)))
        return item

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(item.text(0) for item in self.tree.selectedItems()))


def _step_words(step: str) -> str:
    words = {
        "exact": tr("exact"), "normalised": tr("normalised"), "shifted": tr("shifted"), "basename": tr("basename"),
        "stem": tr("stem"),
    }  # fmt: skip
    return words.get(step, step)


def _row(name: str, remark: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([f"{name}: {remark}" if remark else name, ""])
    item.setToolTip(0, item.text(0))
    return item
