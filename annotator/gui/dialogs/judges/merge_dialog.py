"""Brings the judgements of another person: said beforehand what they would add and what differs, then added."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, form, hint, in_column, named
from annotator.session.judges import Comparison, JudgeReport, MergeReport

SIZE = (560, 300)


class MergeDialog(JobDialog):
    """Reads the copy of another person, says what it would bring and what differs, and adds it on request.

    It is accepted if the person wants to see afterwards what is disputed.

    Attributes:
        found: What the file would bring, None while that is not known.
        report: What was added, None for nothing yet.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        title = tr("Bring judgements of another person")
        super().__init__(title, SIZE, "merge", parent, progress=tr("Progress of reading"))
        self._controller = controller
        self.found: Comparison | None = None
        self.report: MergeReport | None = None
        self.file = PathField(tr("Their copy"), Pick.FILE, tr("Annotator project (*.annotator)"), self)
        self.judge = named(QLineEdit(self), tr("Name of the other person"))
        self.file.changed.connect(self._look)
        self.judge.textChanged.connect(lambda _text: self.work_changed())
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Add their judgements"), self._go)
        self.leave = buttons.reject(tr("Cancel"))
        why = tr(
            "Your labels stay as they are. Images that you did not judge take over the labels of the other person, and"
            " undo takes that back in one step. The copy is not changed."
        )
        self._form = form((tr("Their &copy"), self.file), (tr("&Name"), self.judge))
        self._form.setRowVisible(self.judge, False)
        in_column(hint(why, self), self._form, self.said, (None, 0), self.bar, buttons, on=self)
        self.work_changed()

    def work_changed(self) -> None:
        """Allow to add judgements if there are any and it is known whose they are; afterwards, to settle them."""
        found = self.found
        if self.report is not None:
            self.go.setEnabled(any(one.disputed for one in self.report.topics))
            return
        known = found is not None and bool(found.topics) and bool(found.judge or self.judge.text().strip())
        self.go.setEnabled(known and not self.working)

    def _look(self) -> None:
        """Read the file in another thread."""
        self.drop()
        self.found = None
        self._form.setRowVisible(self.judge, False)
        self.work_changed()
        path = self.file.path
        if path is None or not path.is_file():
            self.say(tr("There is no such file.") if path is not None else "")
            return
        self.say(tr("Reading…"))
        self.run(self._controller.session.judgements.others.compare(path), self._show)

    def _show(self, found: Comparison) -> None:
        self.found = found
        self._form.setRowVisible(self.judge, bool(found.topics) and not found.judge)
        self.say(comparison_words(found))
        self.work_changed()

    def _go(self) -> None:
        path, found = self.file.path, self.found
        if self.report is not None:
            self.accept()
            return
        if path is None or found is None:
            return
        try:
            job = self._controller.session.judgements.others.merge(path, "" if found.judge else self.judge.text())
        except AnnotatorError as error:
            self.say_why(error)
            return
        self.say(tr("Adding…"))
        self.run(job, self._merged)

    def _merged(self, report: MergeReport) -> None:
        self.report = report
        self.file.setEnabled(False)
        self._form.setRowVisible(self.judge, False)
        self.go.setText(tr("Show what is disputed"))
        self.leave.setText(tr("Close"))
        self.say("\n".join([report_words(report), *map(core_words, report.notes)]))
        self.work_changed()
        self._controller.begin()  # there may be new labels, and new topics


def comparison_words(found: Comparison) -> str:
    """Return what a file would bring, and what differs, one sentence per line."""
    lines = [
        tr("{topic}: {judge} judged {judged} images, {new} of them since they were last added.").format(
            topic=one.topic, judge=found.judge or tr("somebody"), judged=number(one.judged), new=number(one.new)
        )
        for one in found.topics
    ]
    if not lines:
        lines = [tr("Nobody has judged anything in this copy.")]
    elif not any(one.new for one in found.topics):
        lines.append(tr("All of this was added before; adding it again changes nothing."))
    return "\n".join([*lines, *map(core_words, found.notes)])


def report_words(report: MergeReport) -> str:
    """Return what was added, one sentence for each topic."""
    return "\n".join(map(_added, report.topics)) or tr("Nothing was added.")


def _added(one: JudgeReport) -> str:
    words = tr("{topic}: {judge} judged {judged} images. {adopted} took over the label, {disputed} are disputed.")
    text = words.format(
        topic=one.topic, judge=one.judge, judged=number(one.judged), adopted=number(one.adopted),
        disputed=number(one.disputed),
    )  # fmt: skip
    if one.unknown:
        text += " " + tr("%n judged image(s) are not in this project.", "", len(one.unknown))
    return text
