"""A window with images and a text field; the actions are attached to the images."""

from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.gui.actions.actions import Need
from annotator.gui.actions.qt_actions import ActionSet


class Desk(NamedTuple):
    """What the tests press keys in, and the enabled actions."""

    window: QWidget
    images: QPushButton
    text: QLineEdit
    actions: ActionSet


@pytest.fixture
def desk(qtbot) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    images, text, actions = QPushButton("images"), QLineEdit(), ActionSet(window)
    layout = QVBoxLayout(window)
    layout.addWidget(images)
    layout.addWidget(text)
    actions.attach(images)
    actions.enable(~Need(0))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(window, images, text, actions)
