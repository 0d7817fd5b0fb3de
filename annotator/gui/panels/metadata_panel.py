"""The facts of one image: the file, the photograph, its metadata, its judgements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from annotator.data.images.exif_summary import Photo, read_photo
from annotator.errors import ImageError
from annotator.gui.panels import metadata_text
from annotator.gui.panels.metadata_rows import Fact, MetadataRows
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, scrolled, wrapped

PAUSE_MS = 60
"""Rest of the current image after which its file is read."""


class MetadataPanel(Panel):
    """The facts of the current ``image``; its file is read in a separate thread, and ``photo`` is None until then."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Image facts"))
        self.image: int | None = None
        self.photo: Photo | None = None
        self._reader = Background("facts", self)
        self._job: RunningJob | None = None
        self.rows = MetadataRows(tr("Image facts"), self)
        self.note = wrapped(tr("Choose an image to see what is known about it."), self, "hint")
        inside = QWidget(self)
        in_column(self.note, self.rows, None, on=inside, margins=(8, 4, 8, 8))
        area = scrolled(inside, self, tr("Image facts"))
        area.setMinimumWidth(230)
        in_column(area, on=self, margins=0)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._read)
        self.controller.blind_mode.changed.connect(self.refresh)

    def follow(self, image: int | None) -> None:
        """Show the facts of another image; those of the last one stay while there is no current image."""
        if image is not None and image != self.image:
            self.image, self.photo = image, None
            if self._job is not None:
                self._job.drop()
            self.refresh()

    def labels_changed(self, images: Sequence[int]) -> None:
        """Show the new label if it is about this image."""
        if self.image in images:
            self.refresh()

    def refresh(self) -> None:
        """Show the known facts, and read the file if that was not done."""
        self.note.setVisible(self.image is None)
        if self.image is None:
            return
        session = self.controller.session
        facts: list[Fact] = metadata_text.file_facts(session.paths[self.image], self.photo)
        if self.photo is not None:
            facts += metadata_text.photo_facts(self.photo)
        facts += metadata_text.note_facts(session.collection.notes.of(self.image))
        facts += metadata_text.metadata_facts(session.collection.metadata.columns.values_of(self.image))
        facts += metadata_text.history_facts(session.judgements.history_of(self.image), session.topics.grades)
        self.rows.show_facts(metadata_text.without(facts, self.controller.blind_mode.hidden))
        if self.photo is None:
            self._timer.start()

    def close_threads(self) -> None:
        """Stop reading."""
        self._timer.stop()
        self._reader.close()

    def _read(self) -> None:
        image = self.image
        if image is None:
            return
        try:
            path = self.controller.session.collection.image_path(image)
        except ImageError as error:
            self._take(image, Photo(problem=core_words(error)))
            return
        self._job = self._reader.run(
            lambda _progress: _read_quietly(path), lambda photo: self._take(image, photo), lambda _error: None
        )

    def _take(self, image: int, photo: Photo) -> None:
        if image == self.image:
            self.photo = photo
            self.refresh()


def _read_quietly(path: Path) -> Photo:
    """Read a file; any decoder error is reported as a problem with the file."""
    try:
        return read_photo(path)
    except Exception as error:
        return Photo(problem=tr("{path}: cannot be read ({error!r}).").format(path=path, error=error))
