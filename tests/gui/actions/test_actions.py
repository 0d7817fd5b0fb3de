"""The action table is complete and free of clashes, and Qt's actions follow it."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from annotator.gui.actions.actions import ACTIONS, MENUS, Need, Scope, shortcut_table
from annotator.gui.actions.qt_actions import ActionSet

EVERYTHING = ~Need(0)


def test_ids_and_keys_are_unique():
    assert max(Counter(a.id for a in ACTIONS.values()).values()) == 1
    assert max(Counter(key for a in ACTIONS.values() for key in a.keys).values()) == 1


def test_no_default_key_is_r_or_i_or_needs_shift_on_a_letter():
    keys = {key for a in ACTIONS.values() for key in a.keys}
    assert not keys & {"R", "I"}
    assert not {key for key in keys if key.startswith("Shift+") and len(key) == 7}


def test_single_letters_work_only_while_images_have_the_focus():
    letters = [a for a in ACTIONS.values() if any(len(key) == 1 and key.isalpha() for key in a.keys)]
    assert {a.scope for a in letters} == {Scope.IMAGES}
    assert {"judge.relevant", "judge.irrelevant", "judge.unsure", "judge.clear"} <= {a.id for a in letters}


def test_every_action_has_words_and_a_menu():
    for entry in ACTIONS.values():
        assert entry.help.endswith(".")
        assert entry.group in (*MENUS, "Images")


def test_the_table_of_the_manual_has_every_key():
    table = shortcut_table()
    for entry in ACTIONS.values():
        for key in entry.keys:
            assert f"`{key}`" in table
    assert all(line.count("|") == 5 for line in table.splitlines())


def test_menus_hold_every_action(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = ActionSet(window).fill(window.menuBar())
    assert tuple(menus) == MENUS
    every = [one for menu in menus.values() for one in (menu, *menu.findChildren(QMenu))]
    listed = {a.objectName() for menu in every for a in menu.actions() if a.objectName()}
    assert listed == {a.id for a in ACTIONS.values() if a.scope is not Scope.FIXED}


def test_actions_are_enabled_by_what_holds(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    actions = ActionSet(window)
    actions.enable(Need.NOTHING)
    assert actions["project.open"].isEnabled()
    assert not actions["judge.relevant"].isEnabled()
    actions.enable(Need.PROJECT | Need.IMAGES)
    assert not actions["judge.relevant"].isEnabled(), "a project opened read-only cannot be judged"
    actions.enable(EVERYTHING)
    assert all(actions[a.id].isEnabled() for a in ACTIONS.values() if a.scope is not Scope.FIXED)


def test_letters_do_not_judge_while_typing_and_auto_repeat_is_ignored(desk):
    _, images, text, actions = desk
    judged = []
    actions["judge.relevant"].triggered.connect(lambda _checked=False: judged.append(1))
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_P)
    assert text.text() == "p"
    assert judged == []
    images.setFocus()
    QTest.keyClick(images, Qt.Key.Key_P)
    assert judged == [1]
    assert not actions["judge.relevant"].autoRepeat()


def test_a_checkable_action_hands_over_its_state(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    actions = ActionSet(window)
    actions.enable(EVERYTHING)
    states = []
    actions["view.history"].triggered.connect(lambda on: states.append(on))
    actions["view.history"].trigger()
    actions["view.history"].trigger()
    assert states == [True, False]
    assert ACTIONS["view.history"].checkable
