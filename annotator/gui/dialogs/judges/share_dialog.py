"""Makes a copy of the project for another person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, form, hint, in_column, named
from annotator.session.judges import OVERLAP

SIZE = (560, 300)
MOST = 100_000
"""Images both judge at most."""


class ShareDialog(JobDialog):
    """Makes a copy of the project for another person, who sees none of the judgements."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Share with another person"), SIZE, "share", parent, progress=tr("Progress of copying"))
        self._controller = controller
        session = controller.session
        self.judge = named(QLineEdit(self), tr("Name of the other person"))
        self.both = named(QSpinBox(self, minimum=0, maximum=min(MOST, session.n_images)), tr("Images both judge"))
        self.both.setValue(OVERLAP)
        self.file = PathField(tr("Copy to write"), Pick.NEW_FILE, tr("Annotator project (*.annotator)"), self)
        self._named = ""
        self.judge.textChanged.connect(lambda _text: self._follow())
        self.file.changed.connect(self.work_changed)
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Make the copy"), self._share)
        buttons.reject(tr("Close"))
        why = tr(
            "The copy knows the images, the features, the topics and their settings, but none of your judgements. It"
            " begins with images that both of you judge, drawn at random from those that you have judged: they tell"
            " how far you agree."
        )
        fields = form((tr("&Name"), self.judge), (tr("&Images both judge"), self.both), (tr("&Copy"), self.file))
        in_column(hint(why, self), fields, self.said, (None, 0), self.bar, buttons, on=self)
        self.work_changed()

    def work_changed(self) -> None:
        """Allow to make a copy once it has a name and a place, and not two at a time."""
        self.go.setEnabled(bool(self.judge.text().strip()) and self.file.path is not None and not self.working)

    def _follow(self) -> None:
        """Propose a file with the name of the person, unless another one was chosen."""
        path = self._controller.session.project.path
        if self.file.path is None or str(self.file.path) == self._named:
            name = "".join(one if one.isalnum() else "-" for one in self.judge.text().strip().lower())
            self._named = str(path.with_name(f"{path.stem}-{name}{path.suffix}")) if name else ""
            self.file.set_path(Path(self._named) if name else None)
        self.work_changed()

    def _share(self) -> None:
        target = self.file.path
        if target is None:
            return
        try:
            job = self._controller.session.judgements.others.share(target, self.judge.text(), self.both.value())
        except AnnotatorError as error:
            self.say_why(error)
            return
        self.say(tr("Writing…"))
        self.run(job, lambda both: self._shared(target, len(both)))

    def _shared(self, target: Path, both: int) -> None:
        self.say(
            tr("{copy} is ready, and its first batch has %n image(s) that both of you judge.", "", both).format(
                copy=target.name
            )
            + " "
            + tr(
                "Send it together with the images and the features, or to a machine that has them. Afterwards, “Bring"
                " judgements of another person…” reads it."
            )
        )
        self.go.setEnabled(False)
