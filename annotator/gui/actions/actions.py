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
    Action("project.sample", "Try the sample", (), "Open the handwritten digits that come along.", "Project"),
    Action("project.report", "What was matched…", (), "Show which images and features belong together.", "Project",
           Need.PROJECT, section=1),
    Action("project.rescan", "Look for changed files…", (), "See which images were added, moved, changed or removed.",
           "Project", Need.PROJECT, section=1),
    Action("project.features", "Feature sets…", (), "Compare features of the same images, and use others.", "Project",
           Need.PROJECT, section=1),
    Action("project.safety", "Backups and soundness…", (), "See whether the project is sound, and restore a backup.",
           "Project", Need.PROJECT, section=1),
    Action("project.plugins", "Plugins…", (), "Switch strategies that other people wrote on or off for this project.",
           "Project", Need.PROJECT, section=1),
    Action("project.export", "Export…", ("Ctrl+E",), "Write labels or the ranked list to a file.", "Project",
           Need.PROJECT, section=1),
    Action("project.import", "Import labels…", ("Ctrl+Shift+I",), "Take over labels of another program.", "Project",
           Need.PROJECT, section=1),
    Action("project.close", "Close project", ("Ctrl+W",), "Close the project; everything is stored already.", "Project",
           Need.PROJECT, section=1),
    Action("app.quit", "Quit", ("Ctrl+Q",), "Leave the program; everything is stored already.", "Project", section=2),

    Action("edit.undo", "Undo", ("Ctrl+Z",), "Take back the last judgement, also of earlier rounds and days.", "Edit",
           _CHANGE | Need.UNDO),
    Action("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Judge again what was taken back.", "Edit",
           _CHANGE | Need.REDO),
    Action("edit.undo_list", "Steps…", ("Ctrl+Alt+Z",), "List all steps, and go back or forward several at once.",
           "Edit", _CHANGE),
    Action("edit.find", "Find by name", ("Ctrl+F",), "Type a part of a file name to filter the ranking.", "Edit",
           Need.PROJECT, section=1),
    Action("edit.palette", "Find a command…", ("Ctrl+K",), "Type a part of what you want to do, and do it.", "Edit",
           section=1),
    Action("edit.keys", "Change keys…", (), "Choose other keys, or those of another program.", "Edit", section=2),
    Action("edit.empty_cache", "Empty the thumbnail cache", (),
           "Delete all thumbnails from the disk; they are made anew when they are needed.", "Edit", section=2),
    Action("edit.preferences", "Preferences…", ("Ctrl+,",), "Settings of the program.", "Edit", section=2),

    Action("judge.relevant", "Relevant", ("P",), "Judge the selected images relevant.", "Judge", _JUDGE, Scope.IMAGES),
    Action("judge.irrelevant", "Irrelevant", ("X",), "Judge the selected images irrelevant.", "Judge", _JUDGE,
           Scope.IMAGES),
    Action("judge.unsure", "Unsure", ("U",), "Say that you cannot tell; the image is not asked again.", "Judge", _JUDGE,
           Scope.IMAGES),
    Action("judge.clear", "Clear label", ("C",), "Take the label off the selected images.", "Judge", _JUDGE,
           Scope.IMAGES),
    Action("judge.keep", "Keep as it is", ("K",),
           "Say that a suspected mistake is none; the image is not suspected again.", "Judge",
           _CHANGE | Need.SUSPECTED, Scope.IMAGES),
    Action("judge.rest", "All remaining irrelevant", ("A",),
           "Judge every unlabelled image of the batch irrelevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           Scope.IMAGES, section=1),
    Action("judge.rest_relevant", "All remaining relevant", (),
           "Judge every unlabelled image of the batch relevant, as one step.", "Judge", _CHANGE | Need.REMAINING,
           Scope.IMAGES, section=1),
    Action("judge.rest_unsure", "All remaining unsure", (),
           "Say of every unlabelled image of the batch that you cannot tell, as one step.", "Judge",
           _CHANGE | Need.REMAINING, Scope.IMAGES, section=1),
    Action("judge.shown", "All that the ranking shows…", (),
           "Judge every image that the filter of the ranking leaves, as one step.", "Judge", _CHANGE, section=1),
    Action("judge.group", "Judge near-duplicates…", ("D",),
           "Judge an image together with all that look the same, as one step.", "Judge", _JUDGE, Scope.IMAGES,
           section=1),
    Action("judge.advance", "Go on to the next unlabelled image", (), "Move on after every judgement.", "Judge",
           checkable=True, section=2),
    Action("judge.continue", "Go on to the next batch", (), "Choose the next batch when the last image is judged.",
           "Judge", checkable=True, section=2),

    Action("batch.next", "Next batch", ("N",), "Choose the next images to judge; what is unlabelled stays so.", "Batch",
           _CHANGE | Need.IDLE, Scope.IMAGES),
    Action("batch.cancel", "Stop choosing", ("Ctrl+.",), "Stop the model; nothing that was judged is lost.", "Batch",
           Need.BUSY),
    Action("batch.stop_neighbours", "Stop looking for neighbours", (),
           "Compare images by their features only, until the project is opened again.", "Batch", Need.GRAPH),
    Action("batch.ranking", "Update the ranking", ("F5",), "Rank the collection with every judgement made so far.",
           "Batch", Need.PROJECT | Need.IDLE),
    Action("batch.examples", "Pick examples…", ("Ctrl+D",), "Show the program images of what you are looking for.",
           "Batch", _CHANGE, section=1),
    Action("batch.audit", "Draw a random sample…", (),
           "Judge random images, which tell how many relevant ones are still hidden.", "Batch",
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
           "Put the topic away with everything that was judged; the panel Topics restores it.", "Topic", _CHANGE),
    Action("topic.previous", "Previous topic", ("Ctrl+PgUp",), "Go to the topic before this one.", "Topic",
           Need.PROJECT, section=1),
    Action("topic.next", "Next topic", ("Ctrl+PgDown",), "Go to the topic after this one.", "Topic", Need.PROJECT,
           section=1),
    Action("topic.goal", "Goal…", ("Ctrl+G",), "Say what you want from the next images.", "Topic", _CHANGE, section=2),
    Action("topic.settings", "Strategy and model…", ("Ctrl+M",),
           "Choose how the next images are picked, how many, and how the model learns.", "Topic", _CHANGE, section=2),

    Action("view.open", "Open image", ("Return", "Enter"), "Let the image fill the window.", "View",
           Need.PROJECT | Need.IMAGES, Scope.IMAGES),
    Action("view.preview", "Preview", ("Space",), "Show the image large; again to return.", "View",
           Need.PROJECT | Need.IMAGES, Scope.IMAGES),
    Action("view.back", "Back to the images", ("Esc",), "Leave the large image.", "View", Need.VIEWER, Scope.IMAGES),
    Action("view.next_image", "Next image", (), "Go to the image after this one, also in the large view.", "View",
           Need.PROJECT, Scope.IMAGES),
    Action("view.previous_image", "Previous image", (),
           "Go to the image before this one, also in the large view.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.like_this", "Similar to this", ("Ctrl+Shift+L",),
           "Look for the images most like this one, also in a list that is pinned to another.", "View",
           Need.PROJECT | Need.IMAGES),
    Action("view.compare", "Compare", ("Ctrl+Shift+C",),
           "Two selected images beside each other; one beside the nearest judged relevant images; again for one.",
           "View", Need.PROJECT | Need.IMAGES),
    Action("view.next_unlabelled", "Next unlabelled image", ("Alt+Down",),
           "Go on to the next image that has no label.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.previous_unlabelled", "Previous unlabelled image", ("Alt+Up",),
           "Go back to the image before that has no label.", "View", Need.PROJECT, Scope.IMAGES),
    Action("view.larger", "Larger", ("Ctrl++", "Ctrl+="), "Larger thumbnails, or zoom into the image.", "View",
           Need.PROJECT, section=1),
    Action("view.smaller", "Smaller", ("Ctrl+-",), "Smaller thumbnails, or zoom out of the image.", "View",
           Need.PROJECT, section=1),
    Action("view.fit", "Fit image", ("Ctrl+0",), "Show the whole image, or thumbnails of the usual size.", "View",
           Need.PROJECT, section=1),
    Action("view.actual", "Actual size", ("Ctrl+1",), "Show one image pixel per screen pixel.", "View",
           Need.PROJECT | Need.VIEWER, section=1),
    Action("view.rotate_right", "Turn right", ("Ctrl+Shift+Right",),
           "Turn the large image by a quarter; the file stays as it is.", "View", Need.PROJECT | Need.VIEWER,
           Scope.IMAGES, section=1),
    Action("view.rotate_left", "Turn left", ("Ctrl+Shift+Left",),
           "Turn the large image back by a quarter; the file stays as it is.", "View", Need.PROJECT | Need.VIEWER,
           Scope.IMAGES, section=1),
    Action("view.keep_zoom", "Keep the zoom", (),
           "Let the next large image of the same size appear with the same zoom and position.", "View", checkable=True,
           section=1),
    Action("view.scores", "Scores on images", ("S",), "Write rank and score on the thumbnails of the ranking.", "View",
           Need.PROJECT | Need.SIGHTED, Scope.IMAGES, checkable=True, section=2),
    Action("view.blind", "Blind", (),
           "Hide ranks, scores and predictions in this project, so that they cannot sway a judgement.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.fields", "Facts that are shown…", (), "Choose which facts about images this project shows.", "View",
           Need.PROJECT, section=2),
    Action("view.ranking", "Ranking", ("Ctrl+R",), "Show or hide the ranking beside the batch.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.history", "History", ("Ctrl+H",), "Show or hide the list of all judgements.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.mistakes", "Suspected mistakes", ("Ctrl+J",),
           "Show or hide judgements that the others contradict.", "View",
           Need.PROJECT | Need.SIGHTED, checkable=True, section=2),
    Action("view.why", "Why this image?", ("Ctrl+Shift+Y",),
           "Show or hide why the image was proposed and what the model makes of it.", "View",
           Need.PROJECT | Need.SIGHTED,
           checkable=True, section=2),
    Action("view.similar", "Similar images", ("Ctrl+L",), "Show or hide the images most like the current one.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.facts", "Image facts", ("Ctrl+I",),
           "Show or hide file, camera, place, metadata and judgements of the image.", "View", Need.PROJECT,
           checkable=True, section=2),
    Action("view.progress", "Progress", ("Ctrl+P",),
           "Show or hide how far the search is: the learning curve, what may be hidden, whether to stop.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.topics", "Topics", ("Ctrl+Shift+T",), "Show or hide all topics, and the images they share.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.tasks", "Tasks", ("Ctrl+Shift+J",),
           "Show or hide long work: how far it is, how long it takes yet, what failed and why.", "View",
           Need.PROJECT, checkable=True, section=2),
    Action("view.switch", "Switch between batch and ranking", ("F6",), "Move the keyboard to the other images.", "View",
           Need.PROJECT, section=2),
    Action("view.fullscreen", "Full screen", ("F11",), "Use the whole screen.", "View", checkable=True, section=3),
    Action("view.focus_mode", "Only the image", ("Shift+F11",),
           "Use the whole screen for one image and the judgements; Esc returns.", "View", Need.PROJECT, checkable=True,
           section=3),
    Action("view.second_screen", "Image in a window of its own", ("Ctrl+F11",),
           "Show the image you work with large in a second window, on another screen if there is one.", "View",
           Need.PROJECT, checkable=True, section=3),

    Action("help.keys", "Keys", ("F1", "?"), "Show all keys that hold now.", "Help"),
    Action("help.manual", "Manual", (), "Read the manual in a browser; it lies on this machine.", "Help"),
    Action("help.report", "Report a problem…", (),
           "Read and save what the developers need to know; nothing is sent.", "Help"),
    Action("help.about", "About Annotator", (), "Version, licence and where files are kept.", "Help"),

    Action("grid.move", "Move", ("Left", "Right", "Up", "Down"), "Go to the neighbouring image.", "Images",
           scope=Scope.FIXED),
    Action("grid.ends", "First and last", ("Home", "End"), "Go to the first or last image.", "Images",
           scope=Scope.FIXED),
    Action("grid.page", "Page", ("PgUp", "PgDown"), "Go one page up or down.", "Images", scope=Scope.FIXED),
    Action("grid.extend", "Select several", ("Shift+Left", "Shift+Right"),
           "Extend the selection; a key then judges all of it.", "Images", scope=Scope.FIXED),
    Action("grid.all", "Select all", ("Ctrl+A",), "Select all images of the pane.", "Images", scope=Scope.FIXED),
    Action("grid.tab", "Next part of the window", ("Tab",), "Move the keyboard from the batch to the ranking and on.",
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
