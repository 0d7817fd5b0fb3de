"""Every action of the table does something a person can see, from its menu and by its key.

A new action needs one line in SEEN: what is different once it was carried out.
"""

import pytest
from on_screen import in_menu, on_screen
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog

from annotator.gui.actions.actions import ACTIONS, MENUS, Scope
from annotator.gui.controller import grading
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.shell import manual
from annotator.gui.workspace import single_image

ENTRIES = {entry.id: entry for entry in ACTIONS.values() if entry.scope is not Scope.FIXED}


def dialogs(window):
    return [type(dialog).__name__ for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def labels(window):
    return dict(window.workspace.controller.session.labels)


def graded(window):
    return window.workspace.controller.session.judgements.grades.tolist()


def panes(window):
    return window.workspace.panes


def shown(panel):
    return lambda window: window.workspace.docks.shown(panel)


def preference(name):
    return lambda window: getattr(window.preferences.current, name)


def called(window):
    return list(window.calls)


def at_round(window):
    batch = window.workspace.controller.browser.batch
    return batch.round, window.workspace.batch.grid.images().tolist()


def stacked(window):
    return window.workspace.controller.stacks.settings.kind


def edge(window):
    return window.workspace.ranking.grid.cell_edge()


def tab(window):
    return window.workspace.ranking.controls.tab


SEEN = {
    "project.new": dialogs,
    "project.open": called,
    "project.sample": lambda window: window.workspace,
    "project.report": dialogs,
    "project.export": dialogs,
    "project.import": dialogs,
    "project.table": dialogs,
    "project.features": dialogs,
    "project.rescan": dialogs,
    "project.safety": dialogs,
    "project.plugins": dialogs,
    "project.share": dialogs,
    "project.merge": dialogs,
    "project.close": lambda window: window.workspace,
    "app.quit": lambda window: window.isVisible(),
    "edit.undo": labels,
    "edit.undo_list": dialogs,
    "judge.shown": dialogs,
    "edit.redo": labels,
    "edit.find": lambda window: window.workspace.ranking.controls.search.hasFocus(),
    "edit.palette": dialogs,
    "edit.keys": dialogs,
    "edit.empty_cache": lambda window: window.status.texts["remark"],
    "edit.preferences": dialogs,
    "judge.relevant": labels,
    "judge.irrelevant": labels,
    "judge.unsure": labels,
    **{f"judge.grade_{grade}": graded for grade in range(4)},
    "judge.clear": labels,
    "judge.keep": called,
    "judge.note": dialogs,
    "judge.rest": labels,
    "judge.rest_relevant": labels,
    "judge.rest_unsure": labels,
    "judge.advance": preference("auto_advance"),
    "judge.continue": preference("auto_next"),
    "batch.next": at_round,
    "batch.cancel": called,
    "batch.stop_neighbours": called,
    "batch.ranking": called,
    "batch.audit": dialogs,
    "batch.examples": dialogs,
    "batch.like": called,
    "batch.use_example": labels,
    "batch.part": lambda window: window.workspace.messages.text,
    "batch.paste": lambda window: window.status.texts["remark"],
    "batch.earlier": at_round,
    "batch.later": at_round,
    "batch.current": at_round,
    "topic.add": dialogs,
    "topic.words": lambda window: window.workspace.words._problem.text(),  # these features know no words
    "topic.rename": dialogs,
    "topic.grades": dialogs,
    "topic.archive": lambda window: len(window.workspace.controller.session.topics),
    "topic.save": called,
    "topic.load": called,
    "topic.pool": dialogs,
    "topic.previous": lambda window: window.workspace.controller.session.topic.id,
    "topic.next": lambda window: window.workspace.controller.session.topic.id,
    "topic.goal": called,
    "topic.settings": dialogs,
    "view.open": lambda window: panes(window).viewing,
    "view.preview": lambda window: panes(window).viewing,
    "view.back": lambda window: panes(window).viewing,
    "view.next_image": lambda window: panes(window).current_image(),
    "view.previous_image": lambda window: panes(window).current_image(),
    "view.like_this": shown("view.similar"),
    "view.sort_similar": lambda window: window.workspace.ranking.controls.similar,
    "view.suggestions": tab,
    "view.found": tab,
    "view.all_images": tab,
    "view.compare": called,
    "view.copy_path": lambda _window: QGuiApplication.clipboard().text(),
    "view.show_folder": called,
    "view.next_unlabelled": lambda window: panes(window).current_image(),
    "view.previous_unlabelled": lambda window: panes(window).current_image(),
    "view.rotate_right": called,
    "view.rotate_left": called,
    "view.stack": called,
    "view.stacks_off": stacked,
    "view.stacks_similar": stacked,
    "view.stacks_events": dialogs,
    "view.keep_zoom": lambda window: window.actions_["view.keep_zoom"].isChecked(),
    "view.larger": edge,
    "view.smaller": edge,
    "view.fit": edge,
    "view.actual": lambda window: panes(window).viewer.viewer.is_fitted(),
    "view.scores": preference("scores"),
    "view.ranking": lambda window: window.workspace.ranking.isVisible(),
    "view.filter": shown("view.filter"),
    "view.history": shown("view.history"),
    "view.mistakes": shown("view.mistakes"),
    "view.agreement": shown("view.agreement"),
    "view.criteria": shown("view.criteria"),
    "view.rules": shown("view.rules"),
    "view.why": shown("view.why"),
    "view.similar": shown("view.similar"),
    "view.map": shown("view.map"),
    "view.facts": shown("view.facts"),
    "view.progress": shown("view.progress"),
    "view.blind": lambda window: window.workspace.controller.blind_mode.blind,
    "view.fields": dialogs,
    "view.tasks": shown("view.tasks"),
    "help.report": dialogs,
    "view.topics": shown("view.topics"),
    "view.switch": lambda window: panes(window).active is window.workspace.ranking.grid,
    "view.fullscreen": lambda window: window.isFullScreen(),
    "view.focus_mode": lambda window: window.input.focus.on,
    "view.second_screen": lambda window: window.input.screen is not None,
    "help.keys": dialogs,
    "help.manual": called,
    "help.about": dialogs,
}
"""What a person sees change, by action."""


def trigger(*names):
    def prepare(window, qtbot, monkeypatch):
        for name in names:
            window.actions_[name].trigger()

    return prepare


def record(owner, method):
    """The work itself is tested elsewhere; here, that the action reaches it."""

    def prepare(window, qtbot, monkeypatch):
        target = owner(window)
        monkeypatch.setattr(target, method, lambda *_: window.calls.append(method))

    return prepare


def refuse_files(window, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: window.calls.append("asked") or ("", ""))


def two_rounds(*afterwards):
    def prepare(window, qtbot, monkeypatch):
        window.actions_["batch.next"].trigger()
        browser = window.workspace.controller.browser
        qtbot.waitUntil(lambda: browser.newest_round == 2 and not window.workspace.controller.busy)
        for name in afterwards:
            window.actions_[name].trigger()

    return prepare


def look_large(window, qtbot, monkeypatch):
    viewer = panes(window).viewer.viewer
    with qtbot.waitSignal(viewer.loaded):
        window.actions_["view.open"].trigger()


def second_topic(window, *_):
    window.workspace.controller.session.topics.add("blue")


def four_grades(window, *_):
    grading.set_grades(window.workspace.controller, ("no", "hardly", "fairly", "very"))


def controller(window):
    return window.workspace.controller


def refuse_pictures(window, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: window.calls.append("asked") or ([], ""))


FIRST = {
    "view.suggestions": lambda window, *_: panes(window).open_tab(Tab.ALL),
    "project.open": refuse_files,
    "batch.like": refuse_pictures,
    "edit.undo": trigger("judge.unsure"),
    "edit.redo": trigger("judge.unsure", "edit.undo"),
    **{f"judge.grade_{grade}": four_grades for grade in range(4)},
    "judge.clear": lambda window, *_: (
        window.actions_["judge.unsure"].trigger(),
        window.workspace.batch.grid.set_current(window.workspace.controller.browser.batch.images[0]),
    ),
    "judge.keep": record(lambda window: window.workspace, "keep"),
    "batch.cancel": record(controller, "cancel"),
    "batch.stop_neighbours": record(lambda window: controller(window).graph, "stop"),
    "batch.ranking": record(controller, "update_ranking"),
    "batch.earlier": two_rounds(),
    "batch.later": two_rounds("batch.earlier"),
    "batch.current": two_rounds("batch.earlier"),
    "topic.goal": record(lambda window: window.tools.strategy, "showMenu"),
    "topic.archive": second_topic,
    "topic.save": lambda window, _qtbot, monkeypatch: monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_, **__: window.calls.append("asked") or ("", "")
    ),
    "topic.load": refuse_files,
    "topic.previous": second_topic,
    "topic.next": second_topic,
    "help.manual": record(lambda _window: manual, "show"),
    "view.copy_path": lambda *_: QGuiApplication.clipboard().clear(),
    "view.show_folder": lambda window, _qtbot, monkeypatch: monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: window.calls.append(url.toLocalFile()) or True
    ),
    "view.stack": record(lambda window: window.workspace.stacks, "toggle"),
    "view.compare": record(lambda _window: single_image, "compare"),
    "view.stacks_similar": trigger("view.stacks_off"),
    "view.previous_unlabelled": trigger("view.next_unlabelled"),
    "view.rotate_right": record(lambda window: panes(window).viewer.viewer, "rotate"),
    "view.rotate_left": record(lambda window: panes(window).viewer.viewer, "rotate"),
    "view.back": trigger("view.open"),
    "view.previous_image": trigger("view.next_image"),
    "view.fit": trigger("view.larger"),
    "view.actual": look_large,
}
"""What has to happen before, by action."""


@pytest.fixture
def judging(window, project, qtbot):
    window.calls = []
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.begin_with([0])
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None and not space.controller.busy)
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 59)
    space.batch.grid.setFocus()
    return window


def test_every_action_has_a_line_here_and_every_line_an_action():
    assert set(SEEN) == set(ENTRIES)
    assert set(FIRST) <= set(ENTRIES)


@pytest.mark.parametrize("identifier", list(SEEN))
def test_an_action_does_what_its_menu_says(judging, identifier, qtbot, monkeypatch):
    FIRST.get(identifier, lambda *_: None)(judging, qtbot, monkeypatch)
    act, look = judging.actions_[identifier], SEEN[identifier]
    before = look(judging)
    act.setEnabled(True)
    entry = next(one for one in in_menu(judging._menus[ENTRIES[identifier].group]) if one is act)
    entry.trigger()
    qtbot.waitUntil(lambda: look(judging) != before)


def test_every_action_is_connected_and_in_its_menu(window):
    for identifier, entry in ENTRIES.items():
        act = window.actions_[identifier]
        assert act.receivers("2triggered(bool)") > 0, f"{identifier} does nothing"
        assert act in in_menu(window._menus[entry.group]), f"{identifier} is in no menu"
        assert entry.group in MENUS


def test_every_key_triggers_its_action_once_and_only_among_images(desk):
    _, images, text, actions = desk
    pressed = []
    for identifier in ENTRIES:
        actions[identifier].triggered.connect(lambda *_, identifier=identifier: pressed.append(identifier))
    for identifier, entry in ENTRIES.items():
        for key in entry.keys:
            stroke = QKeySequence(key)[0]
            images.setFocus()
            pressed.clear()
            QTest.keyClick(images, stroke.key(), stroke.keyboardModifiers())
            assert pressed == [identifier], f"{key} of {identifier}"
            if entry.scope is Scope.IMAGES:
                text.setFocus(Qt.FocusReason.OtherFocusReason)
                pressed.clear()
                QTest.keyClick(text, stroke.key(), stroke.keyboardModifiers())
                assert pressed == [], f"{key} acted in a text field"
