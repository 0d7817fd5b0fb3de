"""Opens projects in another thread, with progress, and creates the sample on first use."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from annotator.data.collection.collection import part_of
from annotator.data.project.project import resolved
from annotator.data.project.trust import TrustStore
from annotator.data.recovery.recover import Recovery, recover
from annotator.data.recovery.restore import restore
from annotator.errors import (
    AnnotatorError,
    DamagedProjectError,
    FeatureError,
    ImageError,
    OtherFeaturesError,
    ProjectError,
    UnknownPlacesError,
)
from annotator.extensions import Extensions, load_extensions
from annotator.extraction.filling import extend
from annotator.gui.dialogs.backups_dialog import free_name, recovery_words
from annotator.gui.shell.loading_page import LoadingPage
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.message_bar import Choice, MessageBar
from annotator.plugins import PluginFailure
from annotator.runtime.paths import UserFolders
from annotator.sample import SamplePaths, create_sample, default_folder
from annotator.session.session import Session
from annotator.types import Progress

SAMPLE_TOPIC = "threes"
SAMPLE_CLASS = "3"
SAMPLE_EXAMPLES = 2
SAMPLE_PROJECT = "digits.annotator"
PATIENCE_MS = 400

Shown = Callable[[Session], object]


@dataclass(frozen=True)
class OpenRequest:
    """A request to open a project.

    Attributes:
        project: Project file.
        read_only: Neither lock nor change it.
        images: Where the image folder is now, if the user chose it.
        features: Where the feature file is now, if the user chose it.
        adopt: Whether ``features`` may be another file than before.
    """

    project: Path
    read_only: bool = False
    images: Path | None = None
    features: Path | None = None
    adopt: bool = False


def _examples(session: Session, sample: SamplePaths) -> list[int]:
    """Return a few example images for the topic of the sample."""
    with sample.classes.open(encoding="utf-8", newline="") as table:
        names = [row["filename"] for row in csv.DictReader(table) if row["class"] == SAMPLE_CLASS]
    return [session.find(name) for name in sorted(names)[:SAMPLE_EXAMPLES]]


class Opener(QObject):
    """Passes on open sessions; newer requests replace older ones.

    A project that cannot be opened is reported in a message with remedies: read-only, or where its files are now.
    """

    def __init__(
        self, window: QWidget, pages: QStackedWidget, messages: MessageBar, places: UserFolders, tasks: TaskCenter
    ) -> None:
        """Store where to show progress and messages.

        Args:
            window: Parent of file dialogs.
            pages: Where progress is shown if opening takes longer than a moment.
            messages: Where failures are shown.
            places: Folders of the program's own files.
            tasks: Where opening is listed.
        """
        super().__init__(window)
        self.approvals = TrustStore(places.data)
        self.shown: Shown = lambda _session: None
        """Called with the session of a project that was recovered; it closes the one before."""
        self.cluster: str | None = None
        """Address of a Dask scheduler on whose workers batches are chosen."""
        self._window, self._messages, self._places, self._tasks = window, messages, places, tasks
        self._task: Task | None = None
        self._background = Background("opening", self)
        self._job: RunningJob | None = None
        self._pages = pages
        self._before: QWidget | None = None
        self._what = ""
        self._page = LoadingPage(window)
        self._page.cancelled.connect(self._cancel)
        pages.addWidget(self._page)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._show_progress)

    def open(self, wish: OpenRequest, shown: Shown, *, grow: bool = False) -> None:
        """Open a project and call ``shown``, which takes over the session.

        With ``grow``, images that were added to it get rows in its feature file first, to be computed.
        """
        extensions, cluster, may_use = self._extensions, self.cluster, self.approvals.places_allowed

        def work(progress: Progress) -> Session:
            if grow:
                extend(wish.project, part_of(progress, 0.0, 0.3))
            session = Session.open(
                wish.project,
                read_only=wish.read_only,
                images=wish.images,
                features=wish.features,
                adopt=wish.adopt,
                cluster=cluster,
                extensions=extensions(wish.project),
                may_use=may_use,
                progress=progress,
            )
            if cluster is not None:
                try:
                    _ = session.selections.engine  # errors of the cluster are reported here
                except BaseException:
                    session.close()
                    raise
            return session

        self._run(
            tr("Opening {name}").format(name=wish.project.name),
            work,
            shown,
            lambda error: self._remedies(error, wish, shown),
        )

    def open_sample(self, shown: Shown, sample: SamplePaths | None = None) -> None:
        """Open the sample and call ``shown`` with the session; create ``sample`` if it is not given."""
        extensions = self._extensions

        def work(progress: Progress) -> Session:
            paths = sample or create_sample(default_folder(), progress)
            project = paths.images.parent / SAMPLE_PROJECT
            if project.exists():
                return Session.open(project, extensions=extensions(project), progress=progress)
            session = Session.create(
                project,
                paths.images,
                paths.features,
                topic=SAMPLE_TOPIC,
                extensions=extensions(project),
                progress=progress,
            )
            session.examples.add(_examples(session, paths))
            return session

        self._run(tr("Preparing the sample"), work, shown, lambda _error: [])

    def _extensions(self, project: Path) -> Extensions:
        approved = self.approvals.plugins(project)
        if not approved:
            return Extensions()
        return load_extensions([self.plugins_folder], entry_points=True, approved=approved)

    def _remedies(self, error: AnnotatorError, wish: OpenRequest, shown: Shown) -> list[Choice]:
        if isinstance(error, UnknownPlacesError):
            return [(tr("Allow and open"), lambda: self._allow(error.places, wish, shown))]
        if isinstance(error, ProjectError) and not wish.read_only and wish.project.is_file():
            looking = dataclasses.replace(wish, read_only=True)
            choices: list[Choice] = [(tr("Open read-only"), lambda: self.open(looking, shown))]
            if isinstance(error, DamagedProjectError):
                choices.insert(0, (tr("Recover…"), lambda: self.recover(wish)))
            return choices
        if isinstance(error, ImageError):
            return [(tr("Find the image folder…"), lambda: self._find_images(wish, shown))]
        if isinstance(error, FeatureError):
            choices = [(tr("Find the feature file…"), lambda: self._find_features(wish, shown))]
            if isinstance(error, OtherFeaturesError) and not wish.read_only:
                other = dataclasses.replace(wish, features=Path(error.fields["path"]), adopt=True)
                choices.append((tr("Use this feature file"), lambda: self.open(other, shown)))
            return choices
        return []

    def _allow(self, places: tuple[str, ...], wish: OpenRequest, shown: Shown) -> None:
        self.approvals.allow_places(resolved(wish.project), places)
        self.open(wish, shown)

    def recover(self, wish: OpenRequest) -> None:
        """Create an intact project next to the damaged one, show the result, and open it."""
        target = free_name(wish.project)
        results: list[Recovery] = []
        extensions, shown, allowed = self._extensions, self.shown, self.approvals.places_allowed

        def may_use(project: Path, places: tuple[str, ...]) -> bool:
            return allowed(project, places) or allowed(resolved(wish.project), places)

        def work(progress: Progress) -> Session:
            results.append(recover(wish.project, target, may_use=may_use, progress=part_of(progress, 0.0, 0.8)))
            rest = part_of(progress, 0.8, 1.0)
            return Session.open(target, extensions=extensions(wish.project), may_use=may_use, progress=rest)

        def done(session: Session) -> None:
            shown(session)
            text, details = recovery_words(results[0])
            self._messages.tell(text, details=details, problem=bool(results[0].lost))

        what = tr("Recovering {name}").format(name=wish.project.name)
        self._run(what, work, done, lambda error: self._remedies(error, OpenRequest(target), shown))

    def restore(self, wish: OpenRequest, copy: Path) -> None:
        """Replace a closed project with a backup, show where the old one was kept, and open it."""
        kept: list[Path | None] = []
        extensions, shown, may_use = self._extensions, self.shown, self.approvals.places_allowed

        def work(progress: Progress) -> Session:
            kept.append(restore(wish.project, copy))
            return Session.open(wish.project, extensions=extensions(wish.project), may_use=may_use, progress=progress)

        def done(session: Session) -> None:
            shown(session)
            text = tr("The project is now as in {name}. As it was before, it is kept among the backups.")
            self._messages.tell(text.format(name=copy.name), details=str(kept[0] or ""), problem=False)

        what = tr("Restoring {name}").format(name=wish.project.name)
        self._run(what, work, done, lambda error: self._remedies(error, wish, shown))

    @property
    def plugins_folder(self) -> Path:
        """The folder of plugins; never inside the image folder."""
        return self._places.data / "plugins"

    def _find_images(self, wish: OpenRequest, shown: Shown) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, tr("Image folder"), str(wish.project.parent))
        if chosen:
            self.open(dataclasses.replace(wish, images=Path(chosen)), shown)

    def _find_features(self, wish: OpenRequest, shown: Shown) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, tr("Feature file"), str(wish.project.parent))
        if chosen:
            self.open(dataclasses.replace(wish, features=Path(chosen)), shown)

    def _run(
        self,
        what: str,
        work: Callable[[Progress], Session],
        shown: Shown,
        remedies: Callable[[AnnotatorError], list[Choice]],
    ) -> None:
        self._stop()
        self._messages.dismiss()
        self._page.begin(what)
        self._what = what
        self._patience.start()

        def done(session: Session) -> None:
            if self._job is not job:
                session.close()  # another request has replaced this one
                return
            self._tell_task(Task.done)
            self._end()
            self.approvals.allow_places(session.project.path, session.project.places_outside)
            shown(session)
            self._tell_state(session)
            self._tell_failures(session.extensions.failures)

        def failed(error: Exception) -> None:
            if self._job is job:
                self._tell_task(lambda task: task.failed(error))
                self._end()
            if not isinstance(error, AnnotatorError):
                raise error
            self._messages.tell(core_words(error), choices=remedies(error))

        def progressed(share: float) -> None:
            if self._job is job:
                self._page.progress(share)
                self._tell_task(lambda task: task.progress(share))

        def cancelled() -> None:
            if self._job is job:
                self._end()

        def prepared(progress: Progress) -> Session:
            session = work(progress)
            _ = session.collection.shapes  # read here, so that the window does not wait for files
            return session

        self._job = job = self._background.run(prepared, done, failed, progressed=progressed, cancelled=cancelled)

    def _tell_state(self, session: Session) -> None:
        """Show warnings about a project that could be opened."""
        if session.project.log_problem:
            self._messages.tell(core_words(session.project.log_problem))
        if session.project.damage or session.project.lost_steps:
            wish = OpenRequest(session.project.path)
            text = tr("{name} lacks judgements or has wrong ones: it was damaged, or replaced by an older file.")
            choice = (tr("Recover…"), lambda: self.recover(wish))
            self._messages.tell(
                text.format(name=session.project.path.name),
                details=core_words(session.project.damage),
                choices=[choice],
            )
        elif session.project.network:
            text = tr(
                "{name} is on a shared or network drive ({kind}). Judgements are stored in the slower way that is "
                "safe there. Only one person may have it open; a copy on this computer is faster."
            )
            self._messages.tell(
                text.format(name=session.project.path.name, kind=core_words(session.project.network)), problem=False
            )

    def _tell_failures(self, failures: tuple[PluginFailure, ...]) -> None:
        if failures:
            count = tr("%n plugin(s) could not be loaded.", "", len(failures))
            details = "\n".join(f"{failure.source}: {core_words(failure.reason)}" for failure in failures)
            self._messages.tell(count, details=details)

    def _tell_task(self, what: Callable[[Task], object]) -> None:
        if self._task is not None:
            what(self._task)

    def _end(self) -> None:
        self._job = None
        self._tell_task(Task.stopped)
        self._task = None
        self._patience.stop()
        if self._before is not None:
            self._pages.setCurrentWidget(self._before)
            self._before.setFocus()
            self._before = None

    def _show_progress(self) -> None:
        self._task = self._tasks.begin(self._what, stop=self._cancel)
        self._before = self._pages.currentWidget()
        self._pages.setCurrentWidget(self._page)
        self._page.setFocus()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel.set()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel.set()
        self._end()

    def close(self) -> None:
        """Cancel opening and wait for the thread."""
        self._stop()
        self._background.close()
