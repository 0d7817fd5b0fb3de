"""Held keys as X11 delivers them: pairs of release and press with one time stamp."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.actions.key_repeat import KeyRepeatFilter


def key(kind, timestamp, code=Qt.Key.Key_X):
    event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(timestamp)
    event.ignore()
    return event


@pytest.fixture
def taken(qapp):
    watched, sieve = QObject(), KeyRepeatFilter()
    return lambda event: sieve.eventFilter(watched, event)


RELEASE, PRESS = QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride


def test_a_press_in_the_same_millisecond_as_the_release_is_a_repeat(taken):
    press = key(PRESS, 500)
    assert not taken(key(PRESS, 10))
    assert not taken(key(RELEASE, 500))
    assert taken(press)
    assert press.isAccepted()


def test_a_second_stroke_and_another_key_pass(taken):
    taken(key(RELEASE, 500))
    assert not taken(key(PRESS, 501))
    assert not taken(key(PRESS, 500, Qt.Key.Key_P))


def test_other_events_pass(taken):
    assert not taken(QEvent(QEvent.Type.Paint))


def test_keys_without_a_time_stamp_come_from_programs_and_pass(taken):
    taken(key(RELEASE, 0))
    assert not taken(key(PRESS, 0))
