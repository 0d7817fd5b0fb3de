"""Shows what has changed in the image folder, and updates the project on request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from annotator.data.updates.rescan import RescanReport
from annotator.errors import AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.import_report import counted_tree, in_natural_order
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, bold, hint, in_column

SIZE = (640, 520)
SHOWN = 1000


class RescanDialog(JobDialog):
    """Scans the image folder in another thread, lists the changes, and applies them on request.

    Attributes:
        applied: Whether the project was updated; it must then be reloaded.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None, *, additions: bool = False) -> None:
        """Begin to look; with ``additions``, new images are added at once if nothing else has changed."""
        super().__init__(tr("Changes in the image folder"), SIZE, "rescan", parent, progress=tr("Progress of looking"))
        self._additions = additions
        self.applied = False
        self.report: RescanReport | None = None
        self._controller = controller
        self.say(tr("Looking at the image folder…"))
        self.tree = counted_tree(self, tr("What has changed"))
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Bring the project up to date"), self._apply)
        self.remember = buttons.act(tr("Remember contents"), self._remember)
        self.remember.setToolTip(tr("Read every image once, so that it is recognized after it is renamed."))
        self.remember.setEnabled(False)
        buttons.reject(tr("Close"))
        self.go.setEnabled(False)
        why = tr("Nothing judged is lost: moved images keep their labels, and those that are gone keep theirs too.")
        in_column(self.said, (self.tree, 1), hint(why, self), self.bar, buttons, on=self)
        self.run(controller.session.collection.rescan(), self._show)

    def _show(self, report: RescanReport) -> None:
        self.report = report
        paths = self._controller.session.paths
        self._list(tr("Moved"), tr("Their labels go along."), [f"{paths[i]} → {p}" for i, p in report.moved.items()])
        self._list(tr("New"), tr("They come last. They can be proposed once they have features."), report.added)
        self._list(
            tr("Changed"),
            tr("Their labels stay. Features that the program computed are computed again; others stay too."),
            _named(paths, report.changed),
        )
        self._list(tr("Gone"), tr("Their labels stay; they are not proposed any more."), _named(paths, report.removed))
        self._list(tr("Found again"), "", _named(paths, report.returned))
        self._list(tr("Written again with the same content"), "", _named(paths, report.touched))
        self._list(
            tr("Cannot be read"), "", [f"{problem.path}: {core_words(problem.reason)}" for problem in report.problems]
        )
        changeable = report.anything and not self._controller.session.project.read_only
        self.go.setEnabled(changeable)
        self.remember.setEnabled(not self._controller.session.project.read_only)
        if not report.anything:
            self.say(tr("Nothing has changed; {found} images are there.").format(found=number(report.n_found)))
        elif len(report.removed) > report.n_images / 2:
            self.say(
                tr("⚠ {gone} of {all} images are gone. Is the right folder or drive connected?").format(
                    gone=number(len(report.removed)), all=number(report.n_images)
                )
            )
        else:
            self.say(tr("{found} images are there.").format(found=number(report.n_found)))
        others = (report.moved, report.changed, report.touched, report.removed, report.returned, report.problems)
        if self._additions and changeable and not any(others):
            self._apply()

    def _list(self, title: str, meaning: str, entries: Sequence[str]) -> None:
        if not entries:
            return
        item = QTreeWidgetItem(self.tree, [f"{title}. {meaning}" if meaning else title, number(len(entries))])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(0, bold(item.font(0)))
        for entry in entries[:SHOWN]:
            QTreeWidgetItem(item, [entry, ""]).setToolTip(0, entry)
        if len(entries) > SHOWN:
            QTreeWidgetItem(item, [tr("… and {shown} more").format(shown=number(len(entries) - SHOWN)), ""])
        if self.tree.topLevelItemCount() <= 2:
            item.setExpanded(True)

    def _remember(self) -> None:
        """Record the contents of every image; closing the dialog stops that."""
        self.remember.setEnabled(False)
        self.run(self._controller.session.collection.record_contents(), self._recorded)

    def _recorded(self, count: int) -> None:
        self.say(tr("The contents of {count} images are remembered.").format(count=number(count)))

    def _apply(self) -> None:
        """Apply the changes; the model must be idle, because the collection changes."""
        if self.report is None:
            return
        if self._controller.busy:
            self.say(tr("The next batch is being chosen; try again in a moment."))
            return
        try:
            self._controller.session.collection.update(self.report)
        except AnnotatorError as error:
            self.say_why(error)
            return
        self.applied = True
        self.accept()


def _named(paths: Sequence[str], images: Sequence[int]) -> list[str]:
    return list(in_natural_order([paths[image] for image in images]))
