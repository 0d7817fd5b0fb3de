"""Every action of the menus Project, Edit, Judge, Batch, Topic and Help: its texts, its keys and its command.

An action is declared here or in :mod:`annotator.gui.shell.view_commands` and nowhere else: menus, tool buttons, keys,
the palette, the cheat sheet and the manual are generated from these rows.
"""

from __future__ import annotations

from annotator.gui.actions.actions import ACTIONS, Action, Need, Scope, declare
from annotator.gui.actions.cheat_sheet import KeysDialog
from annotator.gui.actions.key_editor import KeyEditor
from annotator.gui.controller import topic_commands, topic_files
from annotator.gui.dialogs.judging.judge_together import judge_shown
from annotator.gui.panels.note_dialog import edit_note
from annotator.gui.shell import manual, recent_commands
from annotator.gui.shell.help_dialogs import AboutDialog
from annotator.gui.shell.palette import Palette
from annotator.gui.shell.palette_entries import entries_of
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.shell.view_commands import VIEW_ACTIONS, space_of
from annotator.gui.widgets.open_dialog import show_once
from annotator.gui.workspace import single_image
from annotator.gui.workspace.picture_query import choose_part, choose_picture, paste_picture
from annotator.types import Label

__all__ = ["ACTIONS"]

_CHANGE = Need.PROJECT | Need.WRITABLE
_JUDGE = _CHANGE | Need.IMAGES


def _choose_plugins(window: ProjectWindow) -> None:
    project = space_of(window).controller.session.project.path
    window.dialogs.plugins(window.opener, project, window.reopen)


_ACTIONS = (
    Action("project.new", "New project…", ("Ctrl+N",), "Start a project from a folder of images.",
           "Project", icon="folder", do=lambda window: window.new_project()),
    Action("project.open", "Open project…", ("Ctrl+O",), "Open a project file.", "Project", icon="open",
           do=lambda window: window.browse()),
    Action("project.sample", "Try the sample", (), "Open the handwritten digits that come with the program.", "Project",
           do=lambda window: window.open_sample()),
    Action("project.report", "Matching report…", (), "Show which images and features match.", "Project", Need.PROJECT,
           section=1, icon="info", do=lambda window: window.dialogs.show_report(space_of(window).controller)),
    Action("project.rescan", "Look for changed files…", (), "See which images were added, moved, changed or removed.",
           "Project", Need.PROJECT, section=1,
           do=lambda window: window.dialogs.rescan(space_of(window).controller, window.reopen)),
    Action("project.features", "Feature sets…", (),
           "Compare several feature files of the same images, and switch between them.", "Project", Need.PROJECT,
           section=1, do=lambda window: window.dialogs.feature_sets(space_of(window).controller, window.reopen)),
    Action("project.safety", "Backups and health…", (), "Check the project for damage and restore a backup.",
           "Project", Need.PROJECT, section=1,
           do=lambda window: window.dialogs.safety(space_of(window).controller, window.restore_backup)),
    Action("project.plugins", "Plugins…", (),
           "Enable or disable third-party strategies and formats for this project.", "Project", Need.PROJECT, section=1,
           do=_choose_plugins),
    Action("project.export", "Export…", ("Ctrl+E",), "Write labels or the ranked list to a file.", "Project",
           Need.PROJECT, section=1, icon="export",
           do=lambda window: window.dialogs.export(space_of(window).controller)),
    Action("project.import", "Import labels…", ("Ctrl+Shift+I",), "Import labels from another program.", "Project",
           Need.PROJECT, section=1, do=lambda window: window.dialogs.import_labels(space_of(window).controller)),
    Action("project.share", "Share with another person…", (),
           "Make a copy in which somebody else judges without seeing your judgements.", "Project", Need.PROJECT,
           section=1, do=lambda window: window.dialogs.share(space_of(window).controller)),
    Action("project.merge", "Bring judgements of another person…", (),
           "Add what somebody else judged in a copy, and see how far you agree.", "Project", _CHANGE, section=1,
           do=lambda window: window.dialogs.merge(space_of(window))),
    Action("project.table", "Import a table…", (),
           "Add what a table, Camtrap DP or MegaDetector says of the images, to filter by it.", "Project",
           Need.PROJECT, section=1, do=lambda window: window.dialogs.import_table(space_of(window).controller)),
    Action("project.close", "Close project", ("Ctrl+W",), "Close the project; everything is stored already.", "Project",
           Need.PROJECT, section=1, do=lambda window: recent_commands.leave(window)),
    Action("app.quit", "Quit", ("Ctrl+Q",), "Leave the program; everything is stored already.", "Project", section=2,
           do=lambda window: window.close()),

    Action("edit.undo", "Undo", ("Ctrl+Z",), "Undo the last judgement, also from earlier rounds and days.", "Edit",
           _CHANGE | Need.UNDO, icon="undo", do=lambda window: space_of(window).undo()),
    Action("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Redo the last undone judgement.", "Edit",
           _CHANGE | Need.REDO, icon="redo", do=lambda window: space_of(window).redo()),
    Action("edit.undo_list", "Steps…", ("Ctrl+Alt+Z",), "List all steps, and undo or redo several at once.", "Edit",
           _CHANGE, do=lambda window: space_of(window).show_steps()),
    Action("edit.find", "Find by name", ("Ctrl+F",), "Filter the ranking by part of a file name.", "Edit", Need.PROJECT,
           section=1, icon="search", do=lambda window: space_of(window).panes.find_by_name()),
    Action("edit.palette", "Find a command…", ("Ctrl+K",), "Find and run a command by part of its name.", "Edit",
           section=1, do=lambda window: show_once(Palette(entries_of(window), window.settings, window))),
    Action("edit.keys", "Change keys…", (), "Assign other keys, or those of another program.", "Edit", section=2,
           do=lambda window: show_once(KeyEditor(window.actions_.keys, window))),
    Action("edit.empty_cache", "Empty the caches", (),
           "Delete thumbnails and stored computations of the model from the disk; they are made again when needed.",
           "Edit", section=2,
           do=lambda window: window.thumbnails.empty()),
    Action("edit.preferences", "Preferences…", ("Ctrl+,",), "Settings of the program.", "Edit", section=2,
           icon="settings", do=lambda window: window.show_preferences()),

    Action("judge.relevant", "Relevant", ("P",), "Judge the selected images relevant.", "Judge", _JUDGE,
           scope=Scope.IMAGES, icon="relevant", do=lambda window: space_of(window).judge("judge.relevant")),
    Action("judge.irrelevant", "Irrelevant", ("X",), "Judge the selected images irrelevant.", "Judge", _JUDGE,
           scope=Scope.IMAGES, icon="irrelevant", do=lambda window: space_of(window).judge("judge.irrelevant")),
    Action("judge.unsure", "Unsure", ("U",), "Mark that you cannot tell; the image is not asked again.", "Judge",
           _JUDGE, scope=Scope.IMAGES, icon="unsure", do=lambda window: space_of(window).judge("judge.unsure")),
    Action("judge.grade_0", "Grade 0", ("0",), "Give the selected images grade 0 of the topic: not relevant.", "Judge",
           _JUDGE | Need.GRADES, scope=Scope.IMAGES, submenu="Grade", do=lambda window: space_of(window).grade(0)),
    Action("judge.grade_1", "Grade 1", ("1",), "Give the selected images grade 1 of the topic, the lowest that counts.",
           "Judge", _JUDGE | Need.GRADES, scope=Scope.IMAGES, submenu="Grade",
           do=lambda window: space_of(window).grade(1)),
    Action("judge.grade_2", "Grade 2", ("2",), "Give the selected images grade 2 of the topic.", "Judge",
           _JUDGE | Need.GRADES, scope=Scope.IMAGES, submenu="Grade", do=lambda window: space_of(window).grade(2)),
    Action("judge.grade_3", "Grade 3", ("3",), "Give the selected images grade 3 of a topic with four.", "Judge",
           _JUDGE | Need.GRADES, scope=Scope.IMAGES, submenu="Grade", do=lambda window: space_of(window).grade(3)),
    Action("judge.clear", "Clear label", ("C",), "Clear the label of the selected images.", "Judge", _JUDGE,
           scope=Scope.IMAGES, icon="clear", do=lambda window: space_of(window).judge("judge.clear")),
    Action("judge.keep", "Keep as it is", ("K",),
           "Keep the label of a suspected mistake or a disputed image, which is settled by that.", "Judge",
           _CHANGE | Need.DOUBTED, scope=Scope.IMAGES, do=lambda window: space_of(window).keep()),
    Action("judge.note", "Note…", ("T",), "Write a note on the current image, for all topics; undo takes it back.",
           "Judge", _JUDGE, scope=Scope.IMAGES,
           do=lambda window: edit_note(space_of(window).controller, space_of(window).panes.current_image(), window)),
    Action("judge.rest", "All remaining irrelevant", ("A",),
           "Judge all unlabeled images of the batch irrelevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           scope=Scope.IMAGES, section=1, do=lambda window: space_of(window).judge_rest(Label.IRRELEVANT)),
    Action("judge.rest_relevant", "All remaining relevant", ("Y",),
           "Judge all unlabeled images of the batch relevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           scope=Scope.IMAGES, section=1, do=lambda window: space_of(window).judge_rest(Label.RELEVANT)),
    Action("judge.rest_unsure", "All remaining unsure", (),
           "Judge all unlabeled images of the batch unsure, as one step.", "Judge", _CHANGE | Need.REMAINING,
           scope=Scope.IMAGES, section=1, do=lambda window: space_of(window).judge_rest(Label.UNSURE)),
    Action("judge.shown", "All that the ranking shows…", (),
           "Judge all images that pass the filter of the ranking, as one step.", "Judge", _CHANGE, section=1,
           do=lambda window: judge_shown(space_of(window).controller, space_of(window).ranking.passing, window)),
    Action("judge.advance", "Go on to the next unlabelled image", (), "Move on after every judgement.", "Judge",
           checkable=True, section=2, do=lambda window, on: window.prefer(auto_advance=on)),
    Action("judge.continue", "Go on to the next batch", (), "Choose the next batch when the last image is judged.",
           "Judge", checkable=True, section=2, do=lambda window, on: window.prefer(auto_next=on)),

    Action("batch.next", "Next batch", ("N",), "Choose the next images to judge; unlabeled images stay unlabeled.",
           "Batch", _CHANGE | Need.IDLE, scope=Scope.IMAGES, icon="next",
           do=lambda window: space_of(window).controller.next_batch()),
    Action("batch.cancel", "Stop choosing", ("Ctrl+.",), "Stop the model; no judgement is lost.", "Batch", Need.BUSY,
           icon="cancel", do=lambda window: space_of(window).controller.cancel()),
    Action("batch.stop_neighbours", "Stop the neighbor search", (),
           "Compare images by their features only, until the project is opened again.", "Batch", Need.GRAPH,
           do=lambda window: space_of(window).controller.graph.stop()),
    Action("batch.ranking", "Update the ranking", ("F5",), "Rank the collection with every judgement made so far.",
           "Batch", Need.PROJECT | Need.IDLE, icon="sort",
           do=lambda window: space_of(window).controller.update_ranking()),
    Action("batch.examples", "Pick examples…", ("Ctrl+D",), "Show the program images of what you are looking for.",
           "Batch", _CHANGE, section=1, do=lambda window: window.dialogs.pick_examples(space_of(window))),
    Action("batch.like", "Search with a picture…", (), "Use a picture from anywhere as an example.", "Batch", _CHANGE,
           section=1, do=lambda window: choose_picture(space_of(window))),
    Action("batch.paste", "Search with the copied picture", ("Ctrl+V",),
           "Use the picture in the clipboard as an example.", "Batch", _CHANGE, section=1,
           do=lambda window: paste_picture(space_of(window))),
    Action("batch.part", "Search with a part", ("B",),
           "Draw a rectangle around a part of the large image, to use it as an example.", "Batch",
           _CHANGE | Need.VIEWER, scope=Scope.IMAGES, section=1, do=lambda window: choose_part(space_of(window))),
    Action("batch.use_example", "Use as example", (),
           "Judge the selected images relevant, and choose the next batch by them.", "Batch", _JUDGE, section=1,
           do=lambda window: single_image.use_as_example(space_of(window))),
    Action("batch.audit", "Draw a random sample…", (),
           "Judge random images, to estimate how many relevant ones are still hidden.", "Batch", _CHANGE | Need.IDLE,
           section=1, do=lambda window: window.dialogs.draw_sample(space_of(window).controller)),
    Action("batch.earlier", "Earlier batch", ("Alt+Left",), "Look at the batch before this one.", "Batch",
           Need.PROJECT | Need.EARLIER, section=2, do=lambda window: space_of(window).controller.move_to_batch(-1)),
    Action("batch.later", "Later batch", ("Alt+Right",), "Look at the batch after this one.", "Batch",
           Need.PROJECT | Need.LATER, section=2, do=lambda window: space_of(window).controller.move_to_batch(1)),
    Action("batch.current", "Current batch", ("Alt+End",), "Return to the newest batch.", "Batch",
           Need.PROJECT | Need.LATER, section=2, do=lambda window: space_of(window).controller.move_to_batch(0)),

    Action("topic.add", "Add a topic…", ("Ctrl+T",), "Look for something else in the same collection.", "Topic",
           _CHANGE, icon="add", do=lambda window: window.dialogs.add_topic(space_of(window).controller)),
    Action("topic.words", "Look for words", ("Ctrl+Shift+F",), "Say in words what the topic looks for.", "Topic",
           _CHANGE, icon="search", do=lambda window: space_of(window).words.focus_field()),
    Action("topic.rename", "Rename the topic…", ("F2",), "Change the name of the topic.", "Topic", _CHANGE,
           do=lambda window: window.dialogs.rename_topic(space_of(window).controller)),
    Action("topic.grades", "Grades…", (), "Let relevant images have grades, such as marginally and highly relevant.",
           "Topic", _CHANGE, do=lambda window: window.dialogs.change_grades(space_of(window).controller)),
    Action("topic.archive", "Archive the topic", (),
           "Archive the topic with its judgements; the panel Topics restores it.", "Topic", _CHANGE,
           do=lambda window: topic_commands.archive_current(space_of(window).controller, space_of(window).messages)),
    Action("topic.save", "Save for other collections…", (),
           "Save what the topic has learned, to begin with it in next year's images.", "Topic", Need.PROJECT,
           do=lambda window: topic_files.save_topic(
               space_of(window).controller, space_of(window).messages, window)),
    Action("topic.load", "Use a saved topic…", (), "Begin a topic with what was learned in another collection.",
           "Topic", _CHANGE, do=lambda window: topic_files.use_topic(
               space_of(window).controller, space_of(window).messages, window)),
    Action("topic.pool", "Pool runs of other systems…", (),
           "Make topics of what other systems found, to judge it as a test collection.", "Topic", _CHANGE,
           do=lambda window: window.dialogs.pool(space_of(window).controller)),
    Action("topic.previous", "Previous topic", ("Ctrl+PgUp",), "Go to the previous topic.", "Topic", Need.PROJECT,
           section=1, do=lambda window: topic_commands.step(space_of(window).controller, -1)),
    Action("topic.next", "Next topic", ("Ctrl+PgDown",), "Go to the next topic.", "Topic", Need.PROJECT, section=1,
           do=lambda window: topic_commands.step(space_of(window).controller, 1)),
    Action("topic.goal", "Goal…", ("Ctrl+G",), "Set what you want from the next images.", "Topic", _CHANGE, section=2,
           do=lambda window: window.tools.strategy.showMenu()),
    Action("topic.settings", "Strategy and model…", ("Ctrl+M",),
           "Choose the strategy, the batch size and the model settings.", "Topic", _CHANGE, section=2, icon="strategy",
           do=lambda window: window.dialogs.change_settings(space_of(window).controller)),

    Action("help.keys", "Keys", ("F1", "?"), "Show all keys that currently apply.", "Help", icon="help",
           do=lambda window: show_once(KeysDialog(window.actions_.keys, window))),
    Action("help.manual", "Manual", (), "Read the manual in a browser; it is stored on this machine.", "Help",
           do=lambda window: window.tell(problem) if (problem := manual.show()) else None),
    Action("help.report", "Report a problem…", (), "Review and save a problem report; nothing is sent.", "Help",
           do=lambda window: window.show_report()),
    Action("help.about", "About Annotator", (), "Version, license and file locations.", "Help",
           do=lambda window: show_once(AboutDialog(window.places, window))),
)  # fmt: skip

declare(*_ACTIONS, *VIEW_ACTIONS)
