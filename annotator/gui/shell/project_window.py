"""The parts of the window, and opening and closing projects; actions are connected elsewhere."""

from __future__ import annotations

import gc
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QWidget

from annotator.data.files.project_files import same_file, state_of
from annotator.gui.actions.actions import Need
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.controller.controller import Controller
from annotator.gui.diagnostics import log_file
from annotator.gui.dialogs.dropped import PROJECT_SUFFIX, project_of
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.gui.dialogs.preferences_dialog import PreferencesDialog
from annotator.gui.dialogs.report_dialog import ReportDialog
from annotator.gui.images.image_reader import decode_apart
from annotator.gui.images.new_images import NewImages
from annotator.gui.images.thumbnail_maker import ThumbnailCache
from annotator.gui.panels.task_list import TasksDialog
from annotator.gui.settings.preferences import Preferences, PreferenceStore, to_toml
from annotator.gui.shell.last_project import LastProject
from annotator.gui.shell.opening import SAMPLE_TOPIC, Opener, OpenRequest
from annotator.gui.shell.project_dialogs import ProjectDialogs
from annotator.gui.shell.recent_list import RecentProjects
from annotator.gui.shell.start_page import StartPage
from annotator.gui.shell.topic_bar import TopicBar
from annotator.gui.tasks.tasks import TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, tr
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.message_bar import MessageBar
from annotator.gui.widgets.open_dialog import show_once
from annotator.gui.widgets.reduced_motion import moves, set_reduced_motion
from annotator.gui.widgets.stylesheet import scaled
from annotator.gui.widgets.theme import Theme
from annotator.gui.workspace.pane_layouts import PaneLayouts
from annotator.gui.workspace.panels import PANELS
from annotator.gui.workspace.picture_query import choose_picture, search_with, search_with_part
from annotator.gui.workspace.status_line import StatusLine
from annotator.gui.workspace.view_state_store import ViewStateStore
from annotator.gui.workspace.workspace import Workspace
from annotator.report import report_files
from annotator.runtime.paths import UserFolders
from annotator.sample import SamplePaths
from annotator.session.session import Session

_log = logging.getLogger(__name__)

THEMES = {"system": "Colors of the system", "light": "Light", "dark": "Dark"}


class ProjectWindow(QMainWindow):
    """Holds one project at a time.

    Attributes:
        workspace: The open project; None while the start page is shown.

    Signals:
        leaving: The open project is about to be closed.
    """

    leaving = Signal()

    def __init__(self, theme: Theme, places: UserFolders, preferences: PreferenceStore | None = None) -> None:
        """Build the window with ``preferences``; by default those found in ``places``."""
        super().__init__()
        self.places = places
        self.preferences = preferences or PreferenceStore(places.config)
        self.settings = QSettings(str(places.state / "window.ini"), QSettings.Format.IniFormat)
        self.recent = RecentProjects(self.settings)
        self.last = LastProject(self.settings, self)
        self._keeper: ViewStateStore | None = None
        self._new_images: NewImages | None = None
        self._remark = ""
        self.layouts = PaneLayouts(self.settings)
        self.thumbnails = ThumbnailCache(places.cache, self)
        self.workspace: Workspace | None = None
        self._theme = theme
        self.setWindowTitle("Annotator")
        self.setAcceptDrops(True)
        self.actions_ = ActionSet(self, KeyStore(places.config, self))
        self._menus = self.actions_.fill(self.menuBar())
        self.theme_actions = self._add_themes()
        self.tools = TopicBar(self.actions_, self)
        self.addToolBar(self.tools)
        self.tasks = TaskCenter(self)
        self.status = StatusLine(self.actions_, self, self.tasks)
        self.status.tasks.wanted.connect(self.show_tasks)
        self.setStatusBar(self.status)
        self.messages = MessageBar(self)
        self.start = StartPage(self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.start)
        center = QWidget(self)
        in_column(self.messages, (self.pages, 1), on=center, margins=0, spacing=0)
        self.setCentralWidget(center)
        self.opener = Opener(self, self.pages, self.messages, places, self.tasks)
        self.opener.shown = self._show
        self.dialogs = ProjectDialogs(self)

    def _add_themes(self) -> dict[str, QAction]:
        """Add the themes to the View menu."""
        menu = self._menus["View"].addMenu(tr("Colors"))
        group = QActionGroup(self)
        made = {}
        for mode, words in THEMES.items():
            entry = QAction(tr(words), group)
            entry.setCheckable(True)
            entry.triggered.connect(lambda _checked=False, mode=mode: self.prefer(theme=mode))
            menu.addAction(entry)
            made[mode] = entry
        return made

    # Projects

    def open_folder(self) -> None:
        """Ask for a folder of images, and open its project or begin one."""
        if chosen := QFileDialog.getExistingDirectory(self, tr("Folder of images"), str(Path.home())):
            self.new_project(Path(chosen))

    def new_project(self, images: Path | None = None, features: Path | None = None) -> None:
        """Open the project of a folder; if it has none, ask what is looked for, create one and open it."""
        if images is not None and features is None and (known := project_of(images)) is not None:
            self.open_project(known)
            return
        dialog = NewProjectDialog(
            self, images=images, features=features, batch_size=self.preferences.current.batch_size
        )
        dialog.accepted.connect(lambda: self._open_created(dialog))
        show_once(dialog)

    def _open_created(self, dialog: NewProjectDialog) -> None:
        if dialog.created is None:
            return
        first, unread = dialog.pictures or dialog.topic.text(), dialog.unread

        def show(session: Session) -> None:
            self._show(session, first=first)
            if unread:
                told = tr("%n file(s) or folder(s) could not be read; what is in them is missing.", "", unread)
                self.messages.tell(told, choices=[(tr("Details…"), self.actions_["project.report"].trigger)])

        self.close_project()
        self.opener.open(OpenRequest(dialog.created), show)

    def browse(self) -> None:
        """Ask for a project file and open it."""
        newest = next(iter(self.recent.paths()), Path.home())
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            tr("Open project"),
            str(newest.parent),
            tr("Projects (*{project_suffix});;All files (*)").format(project_suffix=PROJECT_SUFFIX),
        )
        if chosen:
            self.open_project(Path(chosen))

    def open_sample(self, sample: SamplePaths | None = None) -> None:
        """Open the sample; create it on first use."""
        self.close_project()
        self.opener.open_sample(lambda session: self._show(session, goal=SAMPLE_TOPIC), sample)

    def open_project(self, project: Path, *, read_only: bool = False) -> None:
        """Open ``project`` instead of the open one, which stays if that fails."""
        space = self.workspace
        if space is not None and same_file(state_of(space.controller.session.project.path), state_of(project)):
            self.close_project()
        self.opener.open(OpenRequest(project, read_only), self._show)

    def reopen(self) -> None:
        """Reload the open project, with the files that the user has just chosen for it."""
        if self.workspace is not None:
            session = self.workspace.controller.session
            project = session.project.path
            self.opener.approvals.allow_places(project, session.project.places_outside)
            self.close_project()
            self.opener.open(OpenRequest(project), self._show, grow=True)

    def restore_backup(self, copy: Path | None) -> None:
        """Replace the open project with a backup and open it again; without one, create an intact one and open that."""
        if self.workspace is not None:
            wish = OpenRequest(self.workspace.controller.session.project.path)
            self.close_project()
            if copy is None:
                self.opener.recover(wish)
            else:
                self.opener.restore(wish, copy)

    def keep(self) -> None:
        """Store the view state; everything else is stored already."""
        if self._keeper is not None:
            self._keeper.keep()
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.sync()

    def _show(self, session: Session, *, goal: str = "", first: Sequence[Path] | str | None = None) -> None:
        self.close_project()
        controller = Controller(session, auto_next=self.preferences.current.auto_next, tasks=self.tasks)
        workspace = Workspace(controller, self.actions_, self.status, self.preferences.current, goal=goal)
        self.workspace = workspace
        workspace.panes.loader.maker = self.thumbnails.maker
        workspace.state_changed.connect(self._update_actions)
        workspace.examples_wanted.connect(lambda: self.dialogs.pick_examples(workspace))
        workspace.batch.start.picture_wanted.connect(lambda: choose_picture(workspace))
        workspace.panes.viewer.part_chosen.connect(partial(search_with_part, workspace))
        workspace.ranking.grid.cell_edge_changed.connect(lambda edge: self.prefer(thumbnail=edge))
        controller.topic_changed.connect(self._topic_changed)
        self.pages.addWidget(workspace)
        self.tools.show()
        self.recent.add(session.project.path)
        self.last.opened(session.project.path, read_only=session.project.read_only)
        self.messages.dismiss()
        self._tell_remark()
        title = f"{session.project.path.stem} – Annotator"
        self.setWindowTitle(tr("{title} (read only)").format(title=title) if session.project.read_only else title)
        self._update_actions()
        # Panes are built and shown in two turns of the event loop, so that neither stalls the window.
        QTimer.singleShot(0, workspace, lambda: self._begin(workspace, first))

    def _begin(self, workspace: Workspace, first: Sequence[Path] | str | None) -> None:
        if workspace is self.workspace:
            self.pages.setCurrentWidget(workspace)
            self.layouts.restore(workspace)
            self._keeper = ViewStateStore(workspace, self.places.state / "views", lambda: self.layouts.store(workspace))
            self._keeper.begin()
            self._new_images = NewImages(workspace.controller.session, workspace.messages, self._add_new_images)
            if isinstance(first, str):  # what is looked for was said when the project was begun
                workspace.start_with_words(first.strip())
            elif first is not None:
                search_with(workspace, [(path.name, path) for path in first])
            self._update_actions()
            gc.freeze()  # a full collection would visit every object of the project: 150 ms for 100,000 images

    def _add_new_images(self) -> None:
        if self.workspace is not None:
            self.dialogs.rescan(self.workspace.controller, self.reopen, additions=True)

    def close_project(self) -> None:
        """Close the project and return to the start page; everything is stored already."""
        self.leaving.emit()
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        if self._keeper is not None and self._new_images is not None:
            self._new_images.close()
            self._keeper.close()
            self._keeper = self._new_images = None
        workspace.close_project()
        self.pages.removeWidget(workspace)
        workspace.deleteLater()
        workspace.controller.deleteLater()
        gc.unfreeze()
        self._show_start()

    def _show_start(self) -> None:
        self.setWindowTitle("Annotator")
        self.tools.hide()
        self.start.show_recent(self.recent.paths())
        self.pages.setCurrentWidget(self.start)
        self.start.setFocus()
        self._update_actions()

    def tell(self, text: str) -> None:
        """Show an error above everything else."""
        _log.warning(text)
        self.messages.tell(text)

    # State of actions and preferences

    def _update_actions(self) -> None:
        workspace = self.workspace
        holds = Need.NOTHING if workspace is None else workspace.holds()
        self.actions_.enable(holds)
        session = None if workspace is None else workspace.controller.session
        for identifier, words in (("edit.undo", "Undo"), ("edit.redo", "Redo")):
            step = (
                None
                if session is None
                else session.judgements.undo_text
                if words == "Undo"
                else session.judgements.redo_text
            )
            self.actions_[identifier].setText(f"{tr(words)}: {core_words(step)}" if step else tr(words))
        if workspace is not None:
            self.actions_["view.blind"].setChecked(workspace.controller.blind_mode.blind)
            for kind in ("off", "similar", "events"):
                self.actions_[f"view.stacks_{kind}"].setChecked(workspace.controller.stacks.settings.kind == kind)
            self.actions_["view.ranking"].setChecked(not workspace.ranking.isHidden())
            for panel in PANELS:
                self.actions_[panel.action].setChecked(workspace.docks.shown(panel.action))

    def _topic_changed(self) -> None:
        if self.workspace is None:
            return
        session = self.workspace.controller.session
        registry = session.selections.registry
        self.tools.show_topics(tuple(session.topics), session.topic, registry, may_change=not session.project.read_only)

    def prefer(self, **changes: object) -> None:
        """Set preferences by name; they take effect immediately."""
        self.preferences.change(**changes)
        self._apply_preferences()

    def _apply_preferences(self) -> None:
        current = self.preferences.current
        self.thumbnails.follow(current)
        decode_apart(current.decode_apart)
        if self._theme.mode != current.theme:
            self._theme.set_mode(current.theme)
        self._apply_aids(current)
        self.theme_actions[current.theme].setChecked(True)
        self.actions_["judge.advance"].setChecked(current.auto_advance)
        self.actions_["judge.continue"].setChecked(current.auto_next)
        self.actions_["view.scores"].setChecked(current.scores)
        self.actions_["view.keep_zoom"].setChecked(current.keep_zoom)
        if self.workspace is not None:
            self.workspace.apply_preferences(current)

    def _apply_aids(self, current: Preferences) -> None:
        """Apply the visual preferences."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        set_reduced_motion(app, current.reduced_motion)
        self._theme.set_aids(contrast=current.high_contrast, scale=current.font_scale)
        if self.styleSheet() != (style := scaled(current.font_scale)):
            self.setStyleSheet(style)
            for bar in (self.menuBar(), *self.tools.findChildren(QWidget)):
                bar.setFont(app.font())  # they have fonts of their own on some systems
        if self.workspace is not None:
            self.workspace.docks.setAnimated(moves(self))

    def _cache_emptied(self, held: int) -> None:
        """Show a message and reload the thumbnails: the cache may have been emptied because they looked wrong."""
        if self.workspace is not None:
            self.workspace.panes.loader.clear()
        self.status.remark(tr("Caches emptied, {size} MB freed").format(size=localized(f"{held / 1e6:.1f}")))

    def show_preferences(self) -> None:
        """Let the user change the preferences."""
        dialog = PreferencesDialog(self.preferences, self)
        dialog.changed.connect(self._apply_preferences)
        show_once(dialog)

    def show_report(self) -> None:
        """Let the user read and save a report for the developers."""
        session = None if self.workspace is None else self.workspace.controller.session
        extra = {"preferences.toml": to_toml(self.preferences.current), "log.txt": log_file.read(self.places.state)}
        dialog = ReportDialog(report_files(session, extra), self)
        show_once(dialog)

    def zoom(self, step: int) -> None:
        """Enlarge (1), reduce (-1) or reset (0) what is on screen."""
        edge = None if self.workspace is None else self.workspace.panes.zoom(step)
        if edge is not None:
            self.prefer(thumbnail=edge)

    def show_tasks(self) -> None:
        """Show the list of long work."""
        if self.workspace is not None:
            self.workspace.panes.show_panel("view.tasks", True)
            return
        dialog = TasksDialog(self.tasks, self)
        show_once(dialog)

    def set_fullscreen(self, on: bool) -> None:
        """Turn full screen on or off."""
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if on
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    def _tell_remark(self) -> None:
        """Show what was left out, once the project is open."""
        if self._remark:
            self.messages.tell(self._remark, problem=False)
            self._remark = ""
