"""A rectangle drawn around a part of the large image becomes an example."""

from __future__ import annotations

import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtTest import QTest

from annotator.data.project.trust import TrustStore
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn
from annotator.gui.viewer.part_selection import PartSelection
from annotator.gui.viewer.viewport import Viewport
from annotator.parameters import ModelSettings
from annotator.session.session import Session

RED, BLUE = (200, 30, 30), (30, 30, 200)
Key, Button = Qt.Key, Qt.MouseButton


def noise(color, seed, size=(60, 40)):
    pixels = np.array(color) + np.random.default_rng(seed).normal(0, 20, (size[1], size[0], 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.fixture
def colors(tmp_path):
    """A project of five red and five blue images, and ``a.png``: red on the left and blue on the right."""
    images = tmp_path / "images"
    images.mkdir()
    both = Image.new("RGB", (400, 200))
    both.paste(noise(RED, 90, (200, 200)), (0, 0))
    both.paste(noise(BLUE, 91, (200, 200)), (200, 0))
    both.save(images / "a.png")
    for number in range(10):
        noise((RED, BLUE)[number % 2], number).save(images / f"im{number}.png")
    extract(images, tmp_path / "f.h5", BuiltIn())
    project = tmp_path / "p.annotator"
    plain = ModelSettings(graph_weight=0.0)
    with Session.create(project, images, tmp_path / "f.h5", topic="x", batch_size=4, model=plain) as made:
        TrustStore(tmp_path / "places" / "data").allow_places(project, made.project.places_outside)
    return project


@pytest.fixture
def viewing(window, colors, qtbot):
    """The window with ``a.png`` filling it."""
    window.open_project(colors)
    qtbot.waitUntil(lambda: on_screen(window))
    show(window, qtbot)
    return window


def show(window, qtbot, image=0):
    panes = window.workspace.panes
    panes.show_image(image)
    viewer = panes.viewer.viewer
    qtbot.waitUntil(lambda: viewer.part_at(viewer.image_area()).isValid())


def selection(window):
    found = [one for one in window.findChildren(PartSelection) if not one.isHidden()]
    return found[0] if found else None


def draw(window, start, stop):
    """Draw a rectangle between two points of the image, given as shares of its width and height."""
    area = window.workspace.panes.viewer.viewer.image_area()
    first, last = (
        QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height())) for x, y in (start, stop)
    )
    drawn = selection(window)
    QTest.mousePress(drawn, Button.LeftButton, pos=first)
    QTest.mouseMove(drawn, (first + last) / 2)
    QTest.mouseRelease(drawn, Button.LeftButton, pos=last)


def examples(window):
    return [one.name for one in window.workspace.controller.session.examples.external]


def best(window):
    """Return the numbers of the best five of the plain images, modulo 2: 1 is red and 0 is blue."""
    ranking = window.workspace.controller.ranking
    return {image % 2 for image in ([] if ranking is None else [i for i in ranking.images.tolist() if i])[:5]}


@pytest.mark.parametrize(("start", "stop", "found"), [((0.02, 0.1), (0.48, 0.9), {1}), ((0.98, 0.9), (0.52, 0.1), {0})])
def test_a_part_is_drawn_and_finds_its_like(viewing, qtbot, start, stop, found):
    viewing.actions_["batch.part"].trigger()
    draw(viewing, start, stop)
    assert selection(viewing) is None
    qtbot.waitUntil(lambda: len(examples(viewing)) == 1)
    name, _, box = examples(viewing)[0].rpartition(", part ")
    x, y, width, height = map(int, box.split(","))
    assert name == "a.png"
    assert (abs(x - (8 if found == {1} else 208)) < 4, abs(y - 20) < 4) == (True, True)
    assert (abs(width - 184) < 5, abs(height - 160) < 5) == (True, True)
    qtbot.waitUntil(lambda: best(viewing) == found)
    assert not viewing.workspace.panes.viewing  # what it finds is on screen
    assert viewing.workspace.controller.session.labels == {}


def test_a_part_stays_after_a_restart_and_is_undone(viewing, colors, qtbot):
    viewing.actions_["batch.part"].trigger()
    draw(viewing, (0.05, 0.1), (0.45, 0.9))
    qtbot.waitUntil(lambda: len(examples(viewing)) == 1)
    before, space = examples(viewing), viewing.workspace
    viewing.open_project(colors)
    qtbot.waitUntil(lambda: viewing.workspace not in (None, space))
    assert examples(viewing) == before
    qtbot.waitUntil(lambda: best(viewing) == {1})
    viewing.actions_["edit.undo"].trigger()
    assert examples(viewing) == []


def test_the_key_begins_and_esc_only_ends_the_drawing(viewing, qtbot):
    viewer = viewing.workspace.panes.viewer.viewer
    QTest.keyClick(viewer, Key.Key_B)
    drawn = selection(viewing)
    assert drawn.hasFocus()
    QTest.mousePress(drawn, Button.LeftButton, pos=QPoint(100, 100))
    QTest.keyClick(drawn, Key.Key_Escape)
    assert selection(viewing) is None
    assert viewing.workspace.panes.viewing
    assert viewer.hasFocus()
    assert examples(viewing) == []
    QTest.keyClick(viewer, Key.Key_B)
    QTest.keyClick(selection(viewing), Key.Key_B)  # again: off
    assert selection(viewing) is None
    QTest.keyClick(viewer, Key.Key_Escape)
    assert not viewing.workspace.panes.viewing


def test_a_click_is_no_rectangle(viewing):
    viewing.actions_["batch.part"].trigger()
    QTest.mouseClick(selection(viewing), Button.LeftButton, pos=QPoint(150, 150))
    assert selection(viewing) is not None
    assert examples(viewing) == []


def test_a_rectangle_without_a_mouse(viewing, qtbot):
    viewing.actions_["batch.part"].trigger()
    drawn = selection(viewing)
    QTest.keyClick(drawn, Key.Key_Left)  # in the middle, half of each side
    for _ in range(20):
        QTest.keyClick(drawn, Key.Key_Left)
    QTest.keyClick(drawn, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(drawn, Key.Key_Return)
    qtbot.waitUntil(lambda: len(examples(viewing)) == 1)
    x, y, width, height = map(int, examples(viewing)[0].rpartition(" ")[2].split(","))
    assert (x, abs(y - 50) < 3, abs(width - 200) < 4, abs(height - 92) < 4) == (0, True, True, True)
    qtbot.waitUntil(lambda: best(viewing) == {1})


def test_another_image_ends_the_drawing(viewing, qtbot):
    viewing.actions_["batch.part"].trigger()
    viewing.workspace.panes.viewer.show_image(3)
    assert selection(viewing) is None


def test_the_button_is_there_with_the_large_image_only(viewing, qtbot):
    button = viewing.workspace.bar.buttons["batch.part"]
    assert button.isVisible()
    assert button.isEnabled()
    button.click()
    assert selection(viewing) is not None
    viewing.workspace.panes.close_viewer()
    assert not button.isVisible()
    assert selection(viewing) is None


def test_features_of_unknown_origin_say_that_beforehand(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    show(window, qtbot)
    window.actions_["batch.part"].trigger()
    assert selection(window) is None
    assert "computed by an unknown encoder" in window.workspace.messages.text
    assert "Feature sets" in window.workspace.messages.text


@pytest.mark.parametrize(
    ("turns", "shown", "wanted"),
    [
        (0, (0, 0, 100, 50), (0, 0, 200, 100)),
        (1, (0, 0, 50, 100), (0, 100, 200, 100)),  # the left upper corner of the screen shows the left lower one
        (2, (0, 0, 100, 50), (200, 100, 200, 100)),
        (3, (0, 0, 50, 100), (200, 0, 200, 100)),
    ],
)
def test_a_part_of_a_turned_image(turns, shown, wanted):
    view = Viewport()
    size = QSize(400, 200)
    view.image = size.transposed() if turns % 2 else size
    view.resize(QRectF(0, 0, 100, 200) if turns % 2 else QRectF(0, 0, 200, 100), 1.0)
    assert view.rect.topLeft() == QPointF(0, 0)
    assert view.part_at(QRectF(*shown), turns, size) == QRect(*wanted)
