"""Everything a person can do in the window, declared once.

Menus, tool buttons, shortcuts, the cheat sheet and the manual's table of keys are all made from :data:`ACTIONS`, so
they cannot disagree. This module does not import Qt; :mod:`annotator.gui.actions.qt_actions` turns the table into Qt's
actions.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Need(enum.Flag):
    """What must hold for an action to be possible."""

    NOTHING = 0
    PROJECT = enum.auto()
    """A project is open."""
    WRITABLE = enum.auto()
    """The open project may be changed."""
    IMAGES = enum.auto()
    """At least one image is the target of a judgement."""
    REMAINING = enum.auto()
    """The batch on screen has unlabelled images."""
    UNDO = enum.auto()
    REDO = enum.auto()
    IDLE = enum.auto()
    """No batch is being chosen."""
    BUSY = enum.auto()
    """The model is at work and can be stopped."""
    EARLIER = enum.auto()
    """There is a batch before the one on screen."""
    LATER = enum.auto()
    """There is a batch after the one on screen."""
    VIEWER = enum.auto()
    """One image fills the window."""
    GRAPH = enum.auto()
    """The neighbour graph is being built."""
    SIGHTED = enum.auto()
    """What the model believes may be shown."""
    SUSPECTED = enum.auto()
    """At least one suspected mistake is selected."""


class Scope(enum.Enum):
    """Where a key works."""

    WINDOW = "anywhere in the window"
    IMAGES = "while images have the keyboard focus"
    FIXED = "built into the image grids"


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: Name in the program, ``group.verb``.
        text: Words of the menu entry; an ellipsis says that a dialog follows.
        keys: Default keys in Qt's portable notation, the first one is shown in menus.
        help: One sentence for tool tips, the cheat sheet and the manual.
        group: Menu the action is listed in.
        needs: What must hold for the action to be enabled.
        scope: Where its keys work. Single letters never work in text fields.
        checkable: Whether it switches something on and off.
        section: Entries of a menu with different sections are separated by a line.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    help: str
    group: str
    needs: Need = Need.NOTHING
    scope: Scope = Scope.WINDOW
    checkable: bool = False
    section: int = 0


_CHANGE = Need.PROJECT | Need.WRITABLE
_JUDGE = _CHANGE | Need.IMAGES

ACTIONS: tuple[Action, ...] = (
    Action("project.new", "New project…", ("Ctrl+N",), "Start a project from a folder of images and a feature file.",
           "Project"),
    Action("project.open", "Open project…", ("Ctrl+O",), "Open a project file.", "Project"),
    Action("project.sample", "Try the sample", (), "Open the handwritten digits that come with the program.",
           "Project"),
    Action("project.report", "What was matched…", (), "Show which images and features match.", "Project",
           Need.PROJECT, section=1),
    Action("project.rescan", "Look for changed files…", (), "See which images were added, moved, changed or removed.",
           "Project", Need.PROJECT, section=1),
    Action("project.features", "Feature sets…", (), "Compare several feature files of the same images, and switch "
                                                      "between them.", "Project",
           Need.PROJECT, section=1),
    Action("project.safety", "Backups and soundness…", (), "Check whether the project is sound, and restore a "
                                                             "backup.",
           "Project", Need.PROJECT, section=1),
    Action("project.plugins", "Plugins…", (), "Enable or disable third-party strategies and formats for this project.",
           "Project", Need.PROJECT, section=1),
    Action("project.export", "Export…", ("Ctrl+E",), "Write labels or the ranked list to a file.", "Project",
           Need.PROJECT, section=1),
    Action("project.import", "Import labels…", ("Ctrl+Shift+I",), "Import labels from another program.", "Project",
           Need.PROJECT, section=1),
    Action("project.close", "Close project", ("Ctrl+W",), "Close the project; everything is stored already.", "Project",
           Need.PROJECT, section=1),
    Action("app.quit", "Quit", ("Ctrl+Q",), "Leave the program; everything is stored already.", "Project", section=2),

    Action("edit.undo", "Undo", ("Ctrl+Z",), "Undo the last judgement, also from earlier rounds and days.", "Edit",
           _CHANGE | Need.UNDO),
    Action("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Redo the last undone judgement.", "Edit",
           _CHANGE | Need.REDO),
    Action("edit.undo_list", "Steps…", ("Ctrl+Alt+Z",), "List all steps, and undo or redo several at once.",
           "Edit", _CHANGE),
    Action("edit.find", "Find by name", ("Ctrl+F",), "Filter the ranking by part of a file name.", "Edit",
           Need.PROJECT, section=1),
    Action("edit.palette", "Find a command…", ("Ctrl+K",), "Find and run a command by part of its name.", "Edit",
           section=1),
    Action("edit.keys", "Change keys…", (), "Assign other keys, or those of another program.", "Edit", section=2),
    Action("edit.empty_cache", "Empty the thumbnail cache", (),
           "Delete all thumbnails from the disk; they are created again when needed.", "Edit", section=2),
    Action("edit.preferences", "Preferences…", ("Ctrl+,",), "Settings of the program.", "Edit", section=2),

    Action("judge.relevant", "Relevant", ("P",), "Judge the selected images relevant.", "Judge", _JUDGE, Scope.IMAGES),
    Action("judge.irrelevant", "Irrelevant", ("X",), "Judge the selected images irrelevant.", "Judge", _JUDGE,
           Scope.IMAGES),
    Action("judge.unsure", "Unsure", ("U",), "Mark that you cannot tell; the image is not asked again.", "Judge",
           _JUDGE,
           Scope.IMAGES),
    Action("judge.clear", "Clear label", ("C",), "Clear the label of the selected images.", "Judge", _JUDGE,
           Scope.IMAGES),
    Action("judge.keep", "Keep as it is", ("K",),
           "Keep the label of a suspected mistake; the image is not suspected again.", "Judge",
           _CHANGE | Need.SUSPECTED, Scope.IMAGES),
    Action("judge.rest", "All remaining irrelevant", ("A",),
           "Judge all unlabeled images of the batch irrelevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           Scope.IMAGES, section=1),
    Action("judge.rest_relevant", "All remaining relevant", (),
           "Judge all unlabeled images of the batch relevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           Scope.IMAGES, section=1),
    Action("judge.rest_unsure", "All remaining unsure", (),
           "Judge all unlabeled images of the batch unsure, as one step.", "Judge",
           _CHANGE | Need.REMAINING, Scope.IMAGES, section=1),
    Action("judge.shown", "All that the ranking shows…", (),
           "Judge all images that pass the filter of the ranking, as one step.", "Judge", _CHANGE, section=1),
    Action("judge.group", "Judge near-duplicates…", ("D",),
           "Judge an image together with all that look the same, as one step.", "Judge", _JUDGE, Scope.IMAGES,
           section=1),
    Action("judge.advance", "Go on to the next unlabelled image", (), "Move on after every judgement.", "Judge",
           checkable=True, section=2),
    Action("judge.continue", "Go on to the next batch", (), "Choose the next batch when the last image is judged.",
           "Judge", checkable=True, section=2),

    Action("batch.next", "Next batch", ("N",), "Choose the next images to judge; unlabeled images stay unlabeled.",
           "Batch",
           _CHANGE | Need.IDLE, Scope.IMAGES),
    Action("batch.cancel", "Stop choosing", ("Ctrl+.",), "Stop the model; no judgement is lost.", "Batch",
           Need.BUSY),
    Action("batch.stop_neighbours", "Stop looking for neighbours", (),
           "Compare images by their features only, until the project is opened again.", "Batch", Need.GRAPH),
    Action("batch.ranking", "Update the ranking", ("F5",), "Rank the collection with every judgement made so far.",
           "Batch", Need.PROJECT | Need.IDLE),
    Action("batch.examples", "Pick examples…", ("Ctrl+D",), "Show the program images of what you are looking for.",
           "Batch", _CHANGE, section=1),
    Action("batch.audit", "Draw a random sample…", (),
           "Judge random images, to estimate how many relevant ones are still hidden.", "Batch",
           _CHANGE | Need.IDLE, section=1),
    Action("batch.earlier", "Earlier batch", ("Alt+Left",), "Look at the batch before this one.", "Batch",
           Need.PROJECT | Need.EARLIER, section=2),
    Action("batch.later", "Later batch", ("Alt+Right",), "Look at the batch after this one.", "Batch",
           Need.PROJECT | Need.LATER, section=2),
    Action("batch.current", "Current batch", ("Alt+End",), "Return to the newest batch.", "Batch",
           Need.PROJECT | Need.LATER, section=2),

    Action("topic.add", "Add a topic…", ("Ctrl+T",), "Look for something else in the same collection.", "Topic",
           _CHANGE),
    Action("topic.rename", "Rename the topic…", ("F2",), "Change the name of the topic.", "Topic", _CHANGE),
    Action("topic.archive", "Archive the topic", (),
           "Archive the topic with its judgements; the panel Topics restores it.", "Topic", _CHANGE),
    Action("topic.previous", "Previous topic", ("Ctrl+PgUp",), "Go to the previous topic.", "Topic",
           Need.PROJECT, section=1),
    Action("topic.next", "Next topic", ("Ctrl+PgDown",), "Go to the next topic.", "Topic", Need.PROJECT,
           section=1),
    Action("topic.goal", "Goal…", ("Ctrl+G",), "Set what you want from the next images.", "Topic", _CHANGE, section=2),
    Action("topic.settings", "Strategy and model…", ("Ctrl+M",),
           "Choose the strategy, the batch size and the model settings.", "Topic", _CHANGE, section=2),

    Action("view.open", "Open image", ("Return", "Enter"), "Show the image in the whole window.", "View",
           Need.PROJECT | Need.IMAGES, Scope.IMAGES),
    Action("view.preview", "Preview", ("Space",), "Enlarge the image; press again to return.", "View",
           Need.PROJECT | Need.IMAGES, Scope.IMAGES),
    Action("view.back", "Back to the images", ("Esc",), "Close the large image.", "View", Need.VIEWER, Scope.IMAGES),
    Action("view.next_image", "Next image", (), "Go to the image after this one, also in the large view.", "View",
           Need.PROJECT, Scope.IMAGES),
    Action("view.previous_image", "Previous image", (),
           "Go to the image before this one, also in the large view.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.like_this", "Similar to this", ("Ctrl+Shift+L",),
           "Find the images most similar to this one, also in a list pinned to another.", "View",
           Need.PROJECT | Need.IMAGES),
    Action("view.compare", "Compare", ("Ctrl+Shift+C",),
           "Compare two selected images, or one with its nearest relevant images; press again to return.",
           "View", Need.PROJECT | Need.IMAGES),
    Action("view.next_unlabelled", "Next unlabelled image", ("Alt+Down",),
           "Go to the next image without a label.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.previous_unlabelled", "Previous unlabelled image", ("Alt+Up",),
           "Go to the previous image without a label.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.larger", "Larger", ("Ctrl++", "Ctrl+="), "Larger thumbnails, or zoom into the image.", "View",
           Need.PROJECT, section=1),
    Action("view.smaller", "Smaller", ("Ctrl+-",), "Smaller thumbnails, or zoom out of the image.", "View",
           Need.PROJECT, section=1),
    Action("view.fit", "Fit image", ("Ctrl+0",), "Show the whole image, or thumbnails of the usual size.", "View",
           Need.PROJECT, section=1),
    Action("view.actual", "Actual size", ("Ctrl+1",), "Show one image pixel per screen pixel.", "View",
           Need.PROJECT | Need.VIEWER, section=1),
    Action("view.rotate_right", "Turn right", ("Ctrl+Shift+Right",),
           "Rotate the large image by 90 degrees; the file does not change.", "View", Need.PROJECT | Need.VIEWER,
           Scope.IMAGES, section=1),
    Action("view.rotate_left", "Turn left", ("Ctrl+Shift+Left",),
           "Rotate the large image back by 90 degrees; the file does not change.", "View", Need.PROJECT | Need.VIEWER,
           Scope.IMAGES, section=1),
    Action("view.keep_zoom", "Keep the zoom", (),
           "Show the next large image of the same size with the same zoom and position.", "View", checkable=True,
           section=1),
    Action("view.scores", "Scores on images", ("S",), "Show rank and score on the thumbnails of the ranking.", "View",
           Need.PROJECT | Need.SIGHTED, Scope.IMAGES, checkable=True, section=2),
    Action("view.blind", "Blind", (),
           "Hide ranks, scores and predictions in this project, so they cannot bias a judgement.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.fields", "Facts that are shown…", (), "Choose which image facts this project shows.", "View",
           Need.PROJECT, section=2),
    Action("view.ranking", "Ranking", ("Ctrl+R",), "Show or hide the ranking next to the batch.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.history", "History", ("Ctrl+H",), "Show or hide the list of all judgements.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.mistakes", "Suspected mistakes", ("Ctrl+J",),
           "Show or hide judgements that contradict the others.", "View",
           Need.PROJECT | Need.SIGHTED, checkable=True, section=2),
    Action("view.why", "Why this image?", ("Ctrl+Shift+Y",),
           "Show or hide why the image was proposed and what the model predicts.", "View",
           Need.PROJECT | Need.SIGHTED,
           checkable=True, section=2),
    Action("view.similar", "Similar images", ("Ctrl+L",), "Show or hide the images most similar to the current one.",
           "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.facts", "Image facts", ("Ctrl+I",),
           "Show or hide file, camera, place, metadata and judgements of the image.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.progress", "Progress", ("Ctrl+P",),
           "Show or hide the progress of the search: learning curve, estimates of what is hidden, stopping rules.",
           "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.topics", "Topics", ("Ctrl+Shift+T",), "Show or hide all topics, and the images they share.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.tasks", "Tasks", ("Ctrl+Shift+J",),
           "Show or hide background tasks: progress, remaining time, failures and their reasons.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.switch", "Switch between batch and ranking", ("F6",), "Move the keyboard focus to the other images.",
           "View",
           Need.PROJECT, section=2),
    Action("view.fullscreen", "Full screen", ("F11",), "Use the whole screen.", "View", checkable=True, section=3),
    Action("view.focus_mode", "Only the image", ("Shift+F11",),
           "Show only one image and the judgements on the whole screen; Esc returns.", "View", Need.PROJECT,
           checkable=True,
           section=3),
    Action("view.second_screen", "Image in a window of its own", ("Ctrl+F11",),
           "Show the current image in a second window, on another screen if there is one.", "View",
           Need.PROJECT, checkable=True, section=3),

    Action("help.keys", "Keys", ("F1", "?"), "Show all keys that currently apply.", "Help"),
    Action("help.manual", "Manual", (), "Read the manual in a browser; it is stored on this machine.", "Help"),
    Action("help.report", "Report a problem…", (),
           "Review and save a problem report; nothing is sent.", "Help"),
    Action("help.about", "About Annotator", (), "Version, license and file locations.", "Help"),

    Action("grid.move", "Move", ("Left", "Right", "Up", "Down"), "Go to the neighboring image.", "Images",
           scope=Scope.FIXED),
    Action("grid.ends", "First and last", ("Home", "End"), "Go to the first or last image.", "Images",
           scope=Scope.FIXED),
    Action("grid.page", "Page", ("PgUp", "PgDown"), "Go one page up or down.", "Images", scope=Scope.FIXED),
    Action("grid.extend", "Select several", ("Shift+Left", "Shift+Right"),
           "Extend the selection; a key then judges all of it.", "Images", scope=Scope.FIXED),
    Action("grid.all", "Select all", ("Ctrl+A",), "Select all images of the pane.", "Images", scope=Scope.FIXED),
    Action("grid.tab", "Next part of the window", ("Tab",), "Move the keyboard focus from the batch to the ranking "
                                                            "and on.",
           "Images", scope=Scope.FIXED),
)  # fmt: skip

MENUS: tuple[str, ...] = ("Project", "Edit", "Judge", "Batch", "Topic", "View", "Help")
"""Menus in their order; the group ``Images`` has no menu, its keys belong to the grids."""


def action(identifier: str) -> Action:
    """Return the action called ``identifier``."""
    return next(a for a in ACTIONS if a.id == identifier)


def shortcut_table() -> str:
    """Return the keys of all actions as a Markdown table, grouped as in the menus."""
    lines = ["| | Keys | Action | What it does |", "|---|---|---|---|"]
    for group in (*MENUS, "Images"):
        with_keys = [a for a in ACTIONS if a.group == group and a.keys]
        for position, entry in enumerate(with_keys):
            keys = ", ".join(f"`{key}`" for key in entry.keys)
            heading = f"**{group}**" if position == 0 else ""
            lines.append(f"| {heading} | {keys} | {entry.text.rstrip('…')} | {entry.help} |")
    return "\n".join(lines) + "\n"
