"""The slider between learning and finding, alone and in the window."""

from patience import let_events_pass
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.find_slider import FindSlider
from annotator.session import Session


def test_it_says_in_words_what_it_means(qtbot):
    slider = FindSlider()
    qtbot.addWidget(slider)
    slider.show_share(0.0)
    assert "teach the model" in slider.slider.accessibleName()
    slider.show_share(0.25)
    assert "2 of 8 images seem relevant" in slider.slider.toolTip()
    slider.show_share(1.0)
    assert "Every image is one that seems relevant" in slider.slider.accessibleName()


def test_showing_a_value_is_no_choice_and_moving_tells_once_when_it_rests(qtbot):
    slider = FindSlider()
    qtbot.addWidget(slider)
    slider.show()
    told = []
    slider.chosen.connect(told.append)
    slider.show_share(0.5)
    assert not slider._settled.isActive()  # nothing is on its way
    let_events_pass()
    assert told == []
    for _ in range(3):
        QTest.keyClick(slider.slider, Qt.Key.Key_Right)
    assert told == []
    qtbot.waitUntil(lambda: told == [0.875])
    QTest.keyClick(slider.slider, Qt.Key.Key_Right)
    QTest.keyClick(slider.slider, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: not slider._settled.isActive())
    assert told == [0.875]


def test_in_the_window_it_sets_the_topic_and_is_there_for_the_mix_only(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    qtbot.waitUntil(lambda: not window.tools.mixing.isVisible())  # the project collects with topscoring
    window.workspace.controller.session.configure(strategy="mix")
    window.workspace.controller.topic_changed.emit()
    qtbot.waitUntil(window.tools.mixing.isVisible)
    assert window.tools.mixing.share == 0.0
    window.tools.mixing.slider.setFocus()
    QTest.keyClick(window.tools.mixing.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: window.workspace.controller.session.topic.parameters["find"] == 1.0)
    window.close()
    with Session.open(project, read_only=True) as session:
        assert session.topic.parameters["find"] == 1.0
