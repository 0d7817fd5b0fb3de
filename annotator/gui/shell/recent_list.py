"""Recent projects: topic, progress and a picture of each, gathered in the background."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QIcon, QImage, QKeyEvent, QPalette, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from annotator.data.project.preview import ProjectPreview, preview_project
from annotator.errors import AnnotatorError
from annotator.gui.images.image_reader import read_image
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.types import Progress

KEY = "recent_projects"
LIMIT = 12


class RecentProjects:
    """Paths of project files, stored in the window's settings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def paths(self) -> tuple[Path, ...]:
        """Return the projects, newest first; some may have been moved away."""
        stored = self._settings.value(KEY, [])
        # The settings file returns a list of one as a plain text.
        listed = stored if isinstance(stored, list) else [stored or ""]
        return tuple(Path(str(entry)) for entry in listed if entry)

    def add(self, project: Path) -> None:
        """Put ``project`` first."""
        self._store([project.absolute(), *(path for path in self.paths() if path != project.absolute())])

    def remove(self, project: Path) -> None:
        """Remove ``project``; the file is kept."""
        self._store([path for path in self.paths() if path != project])

    def _store(self, paths: list[Path]) -> None:
        self._settings.setValue(KEY, [str(path) for path in paths[:LIMIT]])


PICTURE_EDGE = 56
PATH_ROLE = Qt.ItemDataRole.UserRole
_LINES = 3


@dataclass(frozen=True, eq=False)
class Found:
    """Data gathered about a project.

    Attributes:
        there: Whether its file exists.
        about: Summary of the project, None if it cannot be read.
        problem: Why it cannot be read, "" if it can.
        picture: A small picture, None if there is none.
    """

    there: bool
    about: ProjectPreview | None = None
    problem: str = ""
    picture: QImage | None = None


class RecentList(QListWidget):
    """Recent projects; Enter opens one, Delete removes it from the list.

    Signals:
        chosen(Path), removed(Path)
        missed(Path): One was chosen whose file is missing.
        sought(Path): The user wants to locate its file.
    """

    chosen = Signal(object)
    removed = Signal(object)
    missed = Signal(object)
    sought = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Recent projects"))
        self.setObjectName("recent")
        self.setIconSize(QSize(PICTURE_EDGE, PICTURE_EDGE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)
        self._missing: set[Path] = set()
        self._background = Background("recent", self)
        self._jobs: list[RunningJob] = []
        self._closed = False

    def show_projects(self, paths: Iterable[Path]) -> None:
        """List ``paths``; their details follow."""
        listed = () if self._closed else tuple(paths)
        for job in self._jobs:
            job.drop()
        self._jobs.clear()
        self._missing.clear()
        self.clear()
        blank = QPixmap(PICTURE_EDGE, PICTURE_EDGE)
        blank.fill(Qt.GlobalColor.transparent)
        for path in listed:
            item = QListWidgetItem(QIcon(blank), f"{path.stem}\n\n{path.parent}")
            item.setData(PATH_ROLE, path)
            item.setToolTip(str(path))
            item.setSizeHint(QSize(0, max(_LINES * self.fontMetrics().lineSpacing(), PICTURE_EDGE) + 14))
            self.addItem(item)
            self._look_at(path, item)
        if self.count():
            self.setCurrentRow(0)

    def _look_at(self, path: Path, item: QListWidgetItem) -> None:
        def work(_progress: Progress) -> Found:
            return look_at(path)

        self._jobs.append(self._background.run(work, lambda found: self._show(item, path, found), _ignore))

    def _show(self, item: QListWidgetItem, path: Path, found: Found) -> None:
        second = tr("not found: choose it to find it, or to take it off this list")
        if found.there:
            second = found.problem if found.about is None else _sentence(found.about)
        item.setText(f"{path.stem}\n{second}\n{path.parent}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path.stem}, {second}, {path.parent}")
        if not found.there:
            self._missing.add(path)
            item.setForeground(self.palette().brush(QPalette.ColorRole.PlaceholderText))
        if found.picture is not None:
            item.setIcon(QIcon(QPixmap.fromImage(found.picture)))

    def _choose(self, item: QListWidgetItem) -> None:
        path = item.data(PATH_ROLE)
        (self.missed if path in self._missing else self.chosen).emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open and Delete remove."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(item)
        elif event.key() == Qt.Key.Key_Delete:
            self._forget()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a project."""
        if self.currentItem() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.entries():
            entry.setParent(menu)
            menu.addAction(entry)
        menu.popup(event.globalPos())

    def entries(self) -> list[QAction]:
        """Return what can be done with the current project."""
        path = self.currentItem().data(PATH_ROLE)
        forget = QAction(tr("Remove from the list"), self)
        forget.triggered.connect(lambda _checked=False: self._forget())
        if path not in self._missing:
            return [forget]
        seek = QAction(tr("Find it…"), self)
        seek.triggered.connect(lambda _checked=False: self.sought.emit(path))
        return [seek, forget]

    def _forget(self) -> None:
        if (item := self.currentItem()) is not None:
            self.removed.emit(item.data(PATH_ROLE))

    def close_threads(self) -> None:
        """Stop reading projects permanently."""
        self._closed = True
        self._background.close()


def look_at(path: Path) -> Found:
    """Gather data about a project; safe in any thread."""
    try:
        if not path.exists():
            return Found(there=False)
        about = preview_project(path)
    except (AnnotatorError, OSError) as error:
        return Found(there=True, problem=core_words(error))
    try:
        picture = None if about.picture is None else read_image(about.picture, 2 * PICTURE_EDGE).image
    except (AnnotatorError, OSError):
        picture = None
    return Found(there=True, about=about, picture=picture)


def _sentence(about: ProjectPreview) -> str:
    """Return the topic and its progress."""
    parts = [
        about.topic if about.topics == 1 else tr("{topic} (%n topic(s))", "", about.topics).format(topic=about.topic)
    ]
    parts.append(
        tr("{relevant} relevant of {judged} judged, {images} images").format(
            relevant=QLocale().toString(about.relevant),
            judged=QLocale().toString(about.judged),
            images=QLocale().toString(about.images),
        )
    )
    if about.last_judged:
        parts.append(_day(about.last_judged))
    return " · ".join(parts)


def _day(at: str) -> str:
    day = QDateTime.fromString(at, Qt.DateFormat.ISODateWithMs).toLocalTime().date()
    ago = day.daysTo(QDate.currentDate())
    if ago == 0:
        return tr("today")
    return tr("yesterday") if ago == 1 else QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _ignore(error: Exception) -> None:
    """Show an unexpected error in reading a project like any other."""
    raise error
