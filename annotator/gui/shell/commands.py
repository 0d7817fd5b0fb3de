"""What the actions of the window do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui.controller import topic_commands
from annotator.gui.panels.metadata_fields_dialog import choose_fields
from annotator.gui.shell import manual, recent_commands
from annotator.gui.shell.help_dialogs import AboutDialog
from annotator.gui.workspace import single_image
from annotator.gui.workspace.judge_filtered_dialog import judge_shown
from annotator.gui.workspace.panels import PANELS
from annotator.gui.workspace.workspace import JUDGEMENTS, Workspace
from annotator.types import Label

if TYPE_CHECKING:
    from annotator.gui.shell.main_window import MainWindow


def connect_actions(window: MainWindow) -> None:
    """Connect every action of ``window``; those of a project reach it only while one is open, for they need one."""
    _connect_program(window)
    _connect_project(window)
    _connect_view(window)


def _connect_program(window: MainWindow) -> None:
    connect = window.actions_.connect
    connect("project.new", window.new_project)
    connect("project.open", window.browse)
    connect("project.sample", window.open_sample)
    connect("project.close", lambda: recent_commands.leave(window))
    connect("app.quit", window.close)
    connect("edit.empty_cache", window.thumbnails.empty)
    connect("edit.preferences", window.show_preferences)
    connect("view.fullscreen", window.set_fullscreen)
    connect("help.report", window.show_report)
    connect("help.manual", lambda: window.tell(problem) if (problem := manual.show()) else None)
    connect("help.about", lambda: AboutDialog(window.places, window).open())
    connect("judge.advance", lambda on: window.prefer(auto_advance=on))
    connect("judge.continue", lambda on: window.prefer(auto_next=on))
    connect("view.scores", lambda on: window.prefer(scores=on))
    connect("view.keep_zoom", lambda on: window.prefer(keep_zoom=on))


def _connect_project(window: MainWindow) -> None:
    connect, dialogs, space = window.actions_.connect, window.dialogs, _space_of(window)
    for name in JUDGEMENTS:
        connect(name, lambda name=name: space().judge(name))
    connect("judge.keep", lambda: space().keep())
    connect("judge.rest", lambda: space().judge_rest(Label.IRRELEVANT))
    connect("judge.rest_relevant", lambda: space().judge_rest(Label.RELEVANT))
    connect("judge.rest_unsure", lambda: space().judge_rest(Label.UNSURE))
    connect("judge.group", lambda: space().judge_group())
    connect("judge.shown", lambda: judge_shown(space().controller, space().ranking.grid.images(), window))
    connect("edit.undo_list", lambda: space().show_steps())
    connect("edit.undo", lambda: space().undo())
    connect("edit.redo", lambda: space().redo())
    connect("batch.next", lambda: space().controller.next_batch())
    connect("batch.cancel", lambda: space().controller.cancel())
    connect("batch.stop_neighbours", lambda: space().controller.stop_graph())
    connect("batch.ranking", lambda: space().controller.update_ranking())
    connect("batch.earlier", lambda: space().controller.move_to_batch(-1))
    connect("batch.later", lambda: space().controller.move_to_batch(1))
    connect("batch.current", lambda: space().controller.move_to_batch(0))
    connect("batch.examples", lambda: dialogs.pick_examples(space()))
    connect("batch.audit", lambda: dialogs.draw_sample(space().controller))
    connect("topic.add", lambda: dialogs.add_topic(space().controller))
    connect("topic.rename", lambda: dialogs.rename_topic(space().controller))
    connect("topic.archive", lambda: topic_commands.archive_current(space().controller, space().messages))
    connect("topic.previous", lambda: topic_commands.step(space().controller, -1))
    connect("topic.next", lambda: topic_commands.step(space().controller, 1))
    connect("topic.goal", lambda: window.tools.strategy.showMenu())
    connect("topic.settings", lambda: dialogs.change_settings(space().controller))
    connect("project.export", lambda: dialogs.export(space().controller))
    connect(
        "project.features",
        lambda: dialogs.feature_sets(space().controller, window.reopen),
    )
    connect(
        "project.rescan",
        lambda: dialogs.rescan(space().controller, window.reopen),
    )
    connect("project.safety", lambda: dialogs.safety(space().controller, window.restore_backup))
    connect(
        "project.plugins",
        lambda: dialogs.plugins(window.opener, space().controller.session.project.path, window.reopen),
    )
    connect("project.import", lambda: dialogs.import_labels(space().controller))
    connect("project.report", lambda: dialogs.show_report(space().controller))


def _connect_view(window: MainWindow) -> None:
    connect, space = window.actions_.connect, _space_of(window)
    connect("edit.find", lambda: space().panes.find_by_name())
    connect("view.open", lambda: space().panes.toggle_viewer())
    connect("view.preview", lambda: space().panes.toggle_viewer())
    connect("view.back", lambda: space().panes.close_viewer())
    connect("view.larger", lambda: window.zoom(1))
    connect("view.smaller", lambda: window.zoom(-1))
    connect("view.fit", lambda: window.zoom(0))
    connect("view.actual", lambda: space().panes.viewer.active.actual_size())
    connect("view.rotate_right", lambda: space().panes.viewer.active.rotate(1))
    connect("view.rotate_left", lambda: space().panes.viewer.active.rotate(-1))
    connect("view.like_this", lambda: single_image.look_for_similar(space().panes))
    connect("view.compare", lambda: single_image.compare(space()))
    connect("view.next_unlabelled", lambda: single_image.go_to_unlabelled(space(), 1))
    connect("view.previous_unlabelled", lambda: single_image.go_to_unlabelled(space(), -1))
    connect("view.blind", lambda on: space().controller.discretion.set_blind(on))
    connect("view.fields", lambda: choose_fields(space().controller, window))
    connect("view.switch", lambda: space().panes.switch())
    connect("view.ranking", lambda on: space().panes.show_ranking(on))
    for kind in PANELS:
        connect(kind.action, lambda on, action=kind.action: space().panes.show_panel(action, on))


def _space_of(window: MainWindow) -> Callable[[], Workspace]:
    def space() -> Workspace:
        assert window.workspace is not None
        return window.workspace

    return space
