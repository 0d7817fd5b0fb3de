"""Every action of the menu View, and the keys reserved by the image grids."""

from __future__ import annotations

from annotator.gui.actions.actions import Action, Do, Need, Scope
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.metadata_fields_dialog import choose_fields
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.shell.second_screen import step
from annotator.gui.workspace import single_image
from annotator.gui.workspace.workspace import Workspace


def space_of(window: ProjectWindow) -> Workspace:
    """Return the workspace of the open project; only for actions that need a project."""
    assert window.workspace is not None
    return window.workspace


def _panel(identifier: str) -> Do:
    return lambda window, on: space_of(window).panes.show_panel(identifier, on)


VIEW_ACTIONS = (
    Action("view.open", "Open image", ("Return", "Enter"), "Show the image in the whole window.", "View",
           Need.PROJECT | Need.IMAGES, scope=Scope.IMAGES, do=lambda window: space_of(window).panes.toggle_viewer()),
    Action("view.preview", "Preview", ("Space",), "Enlarge the image; press again to return.", "View",
           Need.PROJECT | Need.IMAGES, scope=Scope.IMAGES, icon="viewer",
           do=lambda window: space_of(window).panes.toggle_viewer()),
    Action("view.back", "Back to the images", ("Esc",), "Close the large image.", "View", Need.VIEWER,
           scope=Scope.IMAGES, do=lambda window: space_of(window).panes.close_viewer()),
    Action("view.next_image", "Next image", (), "Go to the image after this one, also in the large view.", "View",
           Need.PROJECT, scope=Scope.IMAGES, do=lambda window: step(space_of(window), 1)),
    Action("view.previous_image", "Previous image", (), "Go to the image before this one, also in the large view.",
           "View", Need.PROJECT, scope=Scope.IMAGES, do=lambda window: step(space_of(window), -1)),
    Action("view.like_this", "Similar to this", ("Ctrl+Shift+L",),
           "Find the images most similar to this one, also in a list pinned to another.", "View",
           Need.PROJECT | Need.IMAGES, do=lambda window: single_image.look_for_similar(space_of(window).panes)),
    Action("view.sort_similar", "Sort by similarity to this", ("Ctrl+Shift+S",),
           "Sort the ranking by how similar the images are to this one.", "View", Need.PROJECT | Need.IMAGES,
           do=lambda window: space_of(window).panes.sort_by_similarity()),
    Action("view.compare", "Compare", ("Ctrl+Shift+C",),
           "Compare two selected images, or one with its nearest relevant images; press again to return.", "View",
           Need.PROJECT | Need.IMAGES, do=lambda window: single_image.compare(space_of(window))),
    Action("view.next_unlabelled", "Next unlabelled image", ("Alt+Down",), "Go to the next image without a label.",
           "View", Need.PROJECT, scope=Scope.IMAGES,
           do=lambda window: single_image.go_to_unlabelled(space_of(window), 1)),
    Action("view.previous_unlabelled", "Previous unlabelled image", ("Alt+Up",),
           "Go to the previous image without a label.", "View", Need.PROJECT, scope=Scope.IMAGES,
           do=lambda window: single_image.go_to_unlabelled(space_of(window), -1)),
    Action("view.larger", "Larger", ("Ctrl++", "Ctrl+="), "Larger thumbnails, or zoom into the image.", "View",
           Need.PROJECT, section=1, icon="zoom-in", do=lambda window: window.zoom(1)),
    Action("view.smaller", "Smaller", ("Ctrl+-",), "Smaller thumbnails, or zoom out of the image.", "View",
           Need.PROJECT, section=1, icon="zoom-out", do=lambda window: window.zoom(-1)),
    Action("view.fit", "Fit image", ("Ctrl+0",), "Show the whole image, or thumbnails of the usual size.", "View",
           Need.PROJECT, section=1, icon="fit", do=lambda window: window.zoom(0)),
    Action("view.actual", "Actual size", ("Ctrl+1",), "Show one image pixel per screen pixel.", "View",
           Need.PROJECT | Need.VIEWER, section=1, icon="actual-size",
           do=lambda window: space_of(window).panes.viewer.active.actual_size()),
    Action("view.rotate_right", "Turn right", ("Ctrl+Shift+Right",),
           "Rotate the large image by 90 degrees; the file does not change.", "View", Need.PROJECT | Need.VIEWER,
           scope=Scope.IMAGES, section=1, do=lambda window: space_of(window).panes.viewer.active.rotate(1)),
    Action("view.rotate_left", "Turn left", ("Ctrl+Shift+Left",),
           "Rotate the large image back by 90 degrees; the file does not change.", "View", Need.PROJECT | Need.VIEWER,
           scope=Scope.IMAGES, section=1, do=lambda window: space_of(window).panes.viewer.active.rotate(-1)),
    Action("view.keep_zoom", "Keep the zoom", (),
           "Show the next large image of the same size with the same zoom and position.", "View", checkable=True,
           section=1, do=lambda window, on: window.prefer(keep_zoom=on)),
    Action("view.scores", "Scores on images", ("S",), "Show rank and score on the thumbnails of the ranking.", "View",
           Need.PROJECT | Need.SIGHTED, scope=Scope.IMAGES, checkable=True, section=2, icon="overlay",
           do=lambda window, on: window.prefer(scores=on)),
    Action("view.blind", "Blind mode", (),
           "Hide ranks, scores and predictions in this project, so they cannot bias a judgement.", "View", Need.PROJECT,
           checkable=True, section=2, do=lambda window, on: space_of(window).controller.blind_mode.set_blind(on)),
    Action("view.fields", "Image facts to show…", (), "Choose which image facts this project shows.", "View",
           Need.PROJECT, section=2, do=lambda window: choose_fields(space_of(window).controller, window)),
    Action("view.ranking", "Ranking", ("Ctrl+R",), "Show or hide the ranking next to the batch.", "View", Need.PROJECT,
           checkable=True, section=2, icon="ranking", do=lambda window, on: space_of(window).panes.show_ranking(on)),
    Action("view.suggestions", "Suggestions", ("Alt+1",), "Show the images without a label, likeliest first.", "View",
           Need.PROJECT, section=2, do=lambda window: space_of(window).panes.open_tab(Tab.SUGGESTIONS)),
    Action("view.found", "Found", ("Alt+2",), "Show the images judged relevant.", "View", Need.PROJECT, section=2,
           do=lambda window: space_of(window).panes.open_tab(Tab.FOUND)),
    Action("view.all_images", "All images", ("Alt+3",), "Show the whole collection in the ranking.", "View",
           Need.PROJECT, section=2, do=lambda window: space_of(window).panes.open_tab(Tab.ALL)),
    Action("view.history", "History", ("Ctrl+H",), "Show or hide the list of all judgements.", "View", Need.PROJECT,
           checkable=True, section=2, icon="history", do=_panel("view.history")),
    Action("view.mistakes", "Suspected mistakes", ("Ctrl+J",), "Show or hide judgements that contradict the others.",
           "View", Need.PROJECT | Need.SIGHTED, checkable=True, section=2, do=_panel("view.mistakes")),
    Action("view.why", "Why this image?", ("Ctrl+Shift+Y",),
           "Show or hide why the image was proposed and what the model predicts.", "View", Need.PROJECT | Need.SIGHTED,
           checkable=True, section=2, do=_panel("view.why")),
    Action("view.similar", "Similar images", ("Ctrl+L",), "Show or hide the images most similar to the current one.",
           "View", Need.PROJECT, checkable=True, section=2, do=_panel("view.similar")),
    Action("view.facts", "Image facts", ("Ctrl+I",),
           "Show or hide file, camera, place, metadata and judgements of the image.", "View", Need.PROJECT,
           checkable=True, section=2, icon="info", do=_panel("view.facts")),
    Action("view.progress", "Progress", ("Ctrl+P",),
           "Show or hide the progress of the search: learning curve, estimates of what is hidden, stopping rules.",
           "View", Need.PROJECT, checkable=True, section=2, do=_panel("view.progress")),
    Action("view.topics", "Topics", ("Ctrl+Shift+T",), "Show or hide all topics, and the images they share.", "View",
           Need.PROJECT, checkable=True, section=2, icon="topics", do=_panel("view.topics")),
    Action("view.tasks", "Tasks", ("Ctrl+Shift+J",),
           "Show or hide background tasks: progress, remaining time, failures and their reasons.", "View", Need.PROJECT,
           checkable=True, section=2, do=_panel("view.tasks")),
    Action("view.switch", "Switch between batch and ranking", ("F6",), "Move the keyboard focus to the other images.",
           "View", Need.PROJECT, section=2, do=lambda window: space_of(window).panes.switch()),
    Action("view.fullscreen", "Full screen", ("F11",), "Use the whole screen.", "View", checkable=True, section=3,
           do=lambda window, on: window.set_fullscreen(on)),
    Action("view.focus_mode", "Focus mode", ("Shift+F11",),
           "Show only one image and the judgements on the whole screen; Esc returns.", "View", Need.PROJECT,
           checkable=True, section=3, do=lambda window, on: window.input.focus.set_on(on)),
    Action("view.second_screen", "Image in a window of its own", ("Ctrl+F11",),
           "Show the current image in a second window, on another screen if there is one.", "View", Need.PROJECT,
           checkable=True, section=3, do=lambda window, on: window.input.set_second_screen(on)),

    Action("grid.move", "Move", ("Left", "Right", "Up", "Down"), "Go to the neighboring image.", "Images",
           scope=Scope.FIXED),
    Action("grid.ends", "First and last", ("Home", "End"), "Go to the first or last image.", "Images",
           scope=Scope.FIXED),
    Action("grid.page", "Page", ("PgUp", "PgDown"), "Go one page up or down.", "Images", scope=Scope.FIXED),
    Action("grid.extend", "Select several", ("Shift+Left", "Shift+Right"),
           "Extend the selection; a key then judges all of it.", "Images", scope=Scope.FIXED),
    Action("grid.all", "Select all", ("Ctrl+A",), "Select all images of the pane.", "Images", scope=Scope.FIXED),
    Action("grid.tab", "Next part of the window", ("Tab",),
           "Move the keyboard focus from the batch to the ranking and on.", "Images", scope=Scope.FIXED),
)  # fmt: skip
