"""The dialogs of an open project, and the handling of their results."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from annotator.gui.controller import grading, topic_commands
from annotator.gui.controller.controller import Controller
from annotator.gui.controller.random_sample import draw_sample
from annotator.gui.dialogs.backups_dialog import BackupsDialog
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.dialogs.feature_sets_dialog import FeatureSetsDialog
from annotator.gui.dialogs.grading.grades_dialog import GradesDialog
from annotator.gui.dialogs.import_report import ImportReportView
from annotator.gui.dialogs.importing.import_dialog import ImportDialog
from annotator.gui.dialogs.importing.pool_dialog import PoolDialog
from annotator.gui.dialogs.importing.table_dialog import TableDialog
from annotator.gui.dialogs.judges.merge_dialog import MergeDialog
from annotator.gui.dialogs.judges.share_dialog import ShareDialog
from annotator.gui.dialogs.name_dialog import ask_new_topic, ask_topic_name
from annotator.gui.dialogs.plugins_dialog import PluginsDialog
from annotator.gui.dialogs.rescan_dialog import RescanDialog
from annotator.gui.dialogs.sample_dialog import SampleDialog
from annotator.gui.dialogs.topic_settings import TopicSettingsDialog
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.shell.opening import Opener
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column
from annotator.gui.widgets.open_dialog import show_once
from annotator.gui.workspace.example_picker import ExamplePicker
from annotator.gui.workspace.workspace import Workspace

REPORT_SIZE = (640, 460)


class ProjectDialogs:
    """Opens dialogs over one window. They do not block it: results of the model keep arriving."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def pick_examples(self, workspace: Workspace) -> None:
        """Let the user choose examples from the collection."""
        controller = workspace.controller
        session = controller.session
        source = ImageSource(session.paths.__getitem__, session.label_of, shapes=session.collection.shapes)
        begun = bool(session.judgements.batches) or session.judgements.anything
        dialog = ExamplePicker(
            session.topic.name,
            session.paths,
            source,
            workspace.panes.loader,
            self._window,
            names=workspace.ranking.names,
            may_skip=not begun,
        )

        def take() -> None:
            images = dialog.images()
            if images:
                workspace.begin_with(images)
            else:
                workspace.start_without_example()

        dialog.accepted.connect(take)
        show_once(dialog)

    def add_topic(self, controller: Controller) -> None:
        """Ask for the name of another topic."""
        ask_new_topic(self._window, controller.add_topic)

    def rename_topic(self, controller: Controller) -> None:
        """Ask for a new name of the topic."""
        topic = controller.session.topic
        ask_topic_name(self._window, topic.name, partial(topic_commands.rename, controller, topic.id))

    def change_grades(self, controller: Controller) -> None:
        """Let the user choose the grades of the topic."""
        session = controller.session
        store = partial(grading.set_grades, controller)
        show_once(GradesDialog(session.topic.name, session.topics.grades, store, self._window))

    def change_settings(self, controller: Controller) -> None:
        """Let the user choose strategy, batch size and model."""
        session = controller.session
        dialog = TopicSettingsDialog(
            session.topic,
            session.selections.registry,
            controller.model,
            self._window,
            session=session,
            tasks=controller.tasks,
        )
        dialog.accepted.connect(lambda: topic_commands.configure(controller, dialog.choice()))
        if dialog.scope_form is not None:
            controller.metadata.stored.connect(dialog.scope_form.check_again)
        show_once(dialog)

    def draw_sample(self, controller: Controller) -> None:
        """Ask how many random images to draw, and show them as the next batch."""
        dialog = SampleDialog(controller.session.counts.unlabelled, self._window)
        dialog.accepted.connect(lambda: draw_sample(controller, dialog.size_.value()))
        show_once(dialog)

    def export(self, controller: Controller) -> None:
        """Let the user export the topic; the window stays usable meanwhile."""
        dialog = ExportDialog(controller.session, self._window, controller.tasks, partial(controller.ask_job, "export"))
        controller.topic_changed.connect(dialog.follow_topic)
        controller.ranking_changed.connect(dialog.follow_topic)
        controller.destroyed.connect(dialog.close)
        show_once(dialog, blocks=False)

    def rescan(self, controller: Controller, reopen: Callable[[], object], *, additions: bool = False) -> None:
        """Show changes in the image folder; ``reopen`` reloads the project after they were applied.

        With ``additions``, images are added without another question if nothing else has changed.
        """
        dialog = RescanDialog(controller, self._window, additions=additions)
        controller.destroyed.connect(dialog.close)
        dialog.accepted.connect(lambda: QTimer.singleShot(0, reopen) if dialog.applied else None)
        show_once(dialog)

    def safety(self, controller: Controller, restore: Callable[[Path | None], object]) -> None:
        """Show the health and the backups of the project; ``restore`` gets the chosen one, None to recover it."""
        session = controller.session
        dialog = BackupsDialog(session.project.path, writable=not session.project.read_only, parent=self._window)
        controller.destroyed.connect(dialog.close)

        dialog.accepted.connect(lambda: QTimer.singleShot(0, partial(restore, dialog.chosen)))
        show_once(dialog)

    def plugins(self, opener: Opener, project: Path, reopen: Callable[[], object]) -> None:
        """Show the plugins; ``reopen`` reloads the project after a change."""
        approved = opener.approvals.plugins(project)
        dialog = PluginsDialog(opener.plugins_folder, approved, self._window)

        def chosen() -> None:
            if dialog.chosen() != approved:
                opener.approvals.switch_plugins(project, dialog.chosen())
                QTimer.singleShot(0, reopen)

        dialog.accepted.connect(chosen)
        show_once(dialog)

    def feature_sets(self, controller: Controller, reopen: Callable[[], object]) -> None:
        """Show the feature sets; ``reopen`` reloads the project after another one was chosen."""
        dialog = FeatureSetsDialog(controller, self._window)
        controller.destroyed.connect(dialog.close)
        dialog.accepted.connect(lambda: QTimer.singleShot(0, reopen) if dialog.switched else None)
        show_once(dialog)

    def import_labels(self, controller: Controller) -> None:
        """Let the user import labels of another program."""
        dialog = ImportDialog(controller, self._window)
        controller.destroyed.connect(dialog.close)
        show_once(dialog)

    def share(self, controller: Controller) -> None:
        """Let the user make a copy for another person."""
        dialog = ShareDialog(controller, self._window)
        controller.destroyed.connect(dialog.close)
        show_once(dialog)

    def merge(self, workspace: Workspace) -> None:
        """Let the user add the judgements of another person, and offer to settle what is disputed."""
        dialog = MergeDialog(workspace.controller, self._window)
        workspace.controller.destroyed.connect(dialog.close)
        show = partial(workspace.panes.show_panel, "view.agreement", True)
        dialog.accepted.connect(lambda: QTimer.singleShot(0, show))
        show_once(dialog)

    def import_table(self, controller: Controller) -> None:
        """Let the user add the columns of a table to the metadata."""
        dialog = TableDialog(controller, self._window)
        controller.destroyed.connect(dialog.close)
        show_once(dialog)

    def pool(self, controller: Controller) -> None:
        """Let the user pool what other systems found."""
        dialog = PoolDialog(controller, self._window)
        controller.destroyed.connect(dialog.close)
        show_once(dialog)

    def show_report(self, controller: Controller) -> None:
        """Show the matching report of the project."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle(tr("Matching report"))
        dialog.resize(*REPORT_SIZE)
        view = ImportReportView(dialog)
        view.show_report(controller.session.collection.import_report)
        buttons = DialogButtons(dialog)
        buttons.reject(tr("Close"))
        in_column((view, 1), buttons, on=dialog)
        show_once(dialog)
