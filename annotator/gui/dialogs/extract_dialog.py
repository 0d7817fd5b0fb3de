"""Computes a feature file: choose an encoder, check which images it finds similar, compute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from annotator.errors import AnnotatorError
from annotator.extraction import Encoder, Extraction, extract
from annotator.extraction.looking import EncoderSample, encoder_called, look
from annotator.extraction.onnx_encoder import OnnxEncoder, Preprocessing
from annotator.extraction.pair import PairEncoder
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.images.decoder import Picture
from annotator.gui.images.image_reader import read_image
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, number, tr
from annotator.gui.widgets.build import DialogButtons, combo_box, form, hint, in_column, named, scrolled
from annotator.gui.widgets.save_file import save_to
from annotator.parameters import values_of
from annotator.runtime.job import Job
from annotator.types import Progress

SIZE = (720, 640)
EDGE = 76
PAUSE_MS = 400
SHOWN = 5

Row = tuple[EncoderSample, list[Picture | None]]


class ExtractDialog(JobDialog):
    """Computes features of a folder of images; a stopped run continues next time.

    Attributes:
        made: The feature file once it exists, ``None`` before.
    """

    def __init__(self, images: Path, parent: QWidget | None = None) -> None:
        super().__init__(tr("Compute features"), SIZE, "extract", parent, progress=tr("Progress of computing features"))
        self.made: Path | None = None
        self._images = images
        self._encoder: Encoder | None = None
        kinds = (
            (tr("Built-in: color, texture and shape"), "builtin"),
            (tr("A trained network (ONNX file)"), "onnx"),
            (tr("A pair of networks for images and words (folder)"), "pair"),
        )
        self.kind = combo_box(self, tr("Encoder of the images"), kinds)
        self.network = PathField(tr("Network"), Pick.FILE, tr("Networks (*.onnx);;All files (*)"), self)
        self.target = PathField(tr("Feature file"), Pick.NEW_FILE, tr("Feature files (*.h5)"), self)
        self.target.set_path(images.with_name(f"{images.name} features.h5"))
        self.said.setProperty("role", "hint")
        self._area = scrolled(None, self, tr("Settings and examples"))
        self.settings: ParameterForm | None = None
        self.outcome = QLabel(self, wordWrap=True)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._load)
        self.kind.currentIndexChanged.connect(lambda _index: self._chosen())
        self.network.changed.connect(self._pause.start)
        self.target.changed.connect(self._check)
        self._chosen()

    def _lay_out(self) -> None:
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Compute"), self._go)
        self.try_out = buttons.act(tr("Show similar images"), self._look)
        self.stop = buttons.reject(tr("Cancel"))
        rows = (tr("&Encoder"), self.kind), (tr("&Network"), self.network), (tr("&Feature file"), self.target)
        self._form = form(*rows)
        in_column(self._form, self.said, (self._area, 1), self.outcome, self.bar, buttons, on=self)

    def _chosen(self) -> None:
        self._form.setRowVisible(self.network, self._own is not None)
        self.network.set_pick(Pick.FOLDER if self._own is PairEncoder else Pick.FILE)
        self._load()

    @property
    def _own(self) -> type[OnnxEncoder] | None:
        """The kind of network of the user's own that is chosen."""
        own: dict[str, type[OnnxEncoder]] = {"onnx": OnnxEncoder, "pair": PairEncoder}
        return own.get(self.kind.currentData())

    def _load(self) -> None:
        """Get the encoder ready; a network is inspected, and what it seems to need is shown."""
        self.drop()
        self._encoder, self.settings = None, None
        self._area.setWidget(QWidget(self))
        if self._own is None:
            text = tr(
                "Needs nothing else and finds images that look similar. A network trained on photographs finds more."
            )
            self.said.setText(text)
            self._encoder = encoder_called("descriptor")
        elif self.network.path is not None and self.network.path.exists():
            self._load_network(self._own, self.network.path)
        elif self._own is PairEncoder:
            self.said.setText(
                tr("Choose the folder of a CLIP or SigLIP in the ONNX format. Words then search its features.")
            )
        else:
            self.said.setText(tr("Choose the file of a network that turns images into vectors."))
        self._check()

    def _load_network(self, kind: type[OnnxEncoder], path: Path) -> None:
        """Read a network in the other thread: it can have gigabytes."""

        def load(_progress: Progress) -> OnnxEncoder | AnnotatorError:
            try:
                return kind(path)
            except AnnotatorError as error:
                return error

        self.said.setText(tr("Reading the network…"))
        self.run(Job.of(load), self._loaded)

    def _loaded(self, encoder: OnnxEncoder | AnnotatorError) -> None:
        if isinstance(encoder, AnnotatorError):
            self.said.setText(f"⚠ {core_words(encoder)}")
            return
        self._encoder = encoder
        told = (
            tr("{d} features. Guessed: {why}. Check the similar images before you compute all.")
            if encoder.guessed
            else tr("{d} features. Settings: {why}.")
        )
        self.said.setText(told.format(d=number(encoder.d), why=core_words(encoder.why)))
        self.settings = ParameterForm(Preprocessing, values_of(encoder.settings), self)
        self.settings.edited.connect(self._check)
        self._area.setWidget(self.settings)
        self._check()

    def _check(self) -> None:
        problem = self.settings.problem() if self.settings is not None else ""
        ready = self._encoder is not None and not problem and not self.working
        self.go.setEnabled(ready and self.target.path is not None)
        self.try_out.setEnabled(ready)
        partial = (
            self.target.path is not None and self.target.path.with_name(f"{self.target.path.name}.partial").is_dir()
        )
        self.go.setText(tr("Continue computing") if partial else tr("Compute"))

    def _current(self) -> Encoder:
        """Return the encoder with the settings of the form.

        Raises:
            FeatureError: The settings do not fit the network.
        """
        assert self._encoder is not None
        if self.settings is None or self.network.path is None or self._own is None:
            return self._encoder
        return self._own(self.network.path, self.settings.values())

    def _look(self) -> None:
        images, current = self._images, self._current

        def work(progress: Progress) -> list[Row]:
            found = look(images, current(), progress)
            return [(one, [_picture(images / path) for path in (one.path, *one.nearest)]) for one in found]

        self.run(Job.of(work), self._show_alike, stopped=tr("Stopped."))

    def _show_alike(self, rows: list[Row]) -> None:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.addWidget(hint(tr("An image of a sample"), page), 0, 0)
        grid.addWidget(hint(tr("The most similar images of the sample"), page), 0, 1, 1, SHOWN)
        for line, (one, pictures) in enumerate(rows, 1):
            for column, (path, picture) in enumerate(zip((one.path, *one.nearest), pictures, strict=True)):
                label = named(QLabel(page), path)
                label.setFixedSize(EDGE, EDGE)
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                label.setToolTip(path if not column else f"{path} ({localized(f'{one.similarities[column - 1]:.2f}')})")
                if picture is not None:
                    label.setPixmap(QPixmap.fromImage(picture.image))
                grid.addWidget(label, line, column)
        grid.setColumnStretch(SHOWN + 1, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        if self.settings is None:
            self._area.setWidget(page)
        else:
            self._show_beside(page)

    def _show_beside(self, page: QWidget) -> None:
        """Show examples above the settings of the network, which are unchanged."""
        assert self.settings is not None
        values: dict[str, Any] = self.settings.values()
        both = QWidget(self)
        column = in_column(page, on=both)
        self.settings = ParameterForm(Preprocessing, values, both)
        self.settings.edited.connect(self._check)
        column.addWidget(self.settings)
        self._area.setWidget(both)

    def _go(self) -> None:
        if self.made is not None:
            self.accept()
            return
        target, images, current = self.target.path, self._images, self._current
        if target is None:
            return
        stopped = tr("Stopped; what is done is kept.")

        def write() -> None:
            job: Job[Extraction, Extraction] = Job.of(lambda progress: extract(images, target, current(), progress))
            self.run(job, self._done, stopped=stopped)

        save_to(self, target, write, self.say)

    def _done(self, done: Extraction) -> None:
        self.made = done.file
        words = [tr("{rows} images have features now.").format(rows=number(done.rows))]
        if done.problems:
            words.append(tr("{count} could not be read:").format(count=number(len(done.problems))))
            words += [f"  {problem.path}: {core_words(problem.reason)}" for problem in done.problems[:SHOWN]]
        self.outcome.setText("\n".join(words))
        self.go.setText(tr("Use these features"))
        self.go.setEnabled(True)
        self.go.setFocus()

    def say(self, words: str) -> None:
        """Show the result; the description of the encoder stays."""
        self.outcome.setText(words)

    def work_changed(self) -> None:
        """Disable the form while the work runs."""
        self.say("")
        for widget in (self.kind, self.network, self.target, self._area):
            widget.setDisabled(self.working)
        self._check()
        self.stop.setText(tr("Stop") if self.working else tr("Cancel"))

    def reject(self) -> None:
        """Stop what is running; otherwise close."""
        if not self.stop_work():
            super().reject()


def _picture(file: Path) -> Picture | None:
    try:
        return read_image(file, EDGE)
    except AnnotatorError:
        return None
