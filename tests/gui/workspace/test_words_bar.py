"""The field for words in the window."""

from __future__ import annotations

import lite0_collection
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.data.project.trust import TrustStore
from annotator.extraction import extract
from annotator.extraction.pair import PairEncoder
from annotator.gui.dialogs.feature_sets_dialog import FeatureSetsDialog
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label
from annotator.words import Interpreter


@pytest.fixture
def things(tmp_path):
    small = lite0_collection.make(tmp_path)
    with small.create(batch_size=4, topic="things", model=ModelSettings(graph_weight=0.0)) as made:
        TrustStore(tmp_path / "places" / "data").allow_places(small.project, made.project.places_outside)
    return small.project


@pytest.fixture
def space(window, things, qtbot):
    window.open_project(things)
    qtbot.waitUntil(lambda: window.workspace is not None)
    qtbot.waitUntil(lambda: window.workspace.batch.stack.currentIndex() == 1)  # the topic is on screen
    return window.workspace


def say(space, text):
    field = space.words.field
    space.words.focus_field()
    QTest.qWaitForWindowActive(space.window())
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def first_of(space, count=8):
    paths = space.controller.session.paths
    return {paths[image].split("/")[0] for image in space.ranking.grid.images()[:count].tolist()}


def boxes(space):
    return {box.text(): box.isChecked() for box in space.words._boxes}


def test_words_rank_the_collection_and_choose_the_first_batch(space, qtbot):
    say(space, "glass bottle")
    qtbot.waitUntil(lambda: first_of(space) == {"bottles"})
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None)
    assert list(boxes(space))[:2] == ["wine bottle", "water bottle"]
    assert all(boxes(space).values())
    assert not space.words._problem.isVisible()
    assert space.controller.session.judgements.undo_text == "words glass bottle"


def test_a_meaning_is_unticked_and_ticked_again(space, qtbot):
    say(space, "glass bottle")
    qtbot.waitUntil(lambda: boxes(space) != {})

    def unused():
        return [one.name for one in space.controller.session.topics.words.meanings if not one.used]

    space.words._boxes[0].click()
    space.words._boxes[1].click()  # before the first click is understood
    qtbot.waitUntil(lambda: unused() == ["wine bottle", "water bottle"])
    assert [name for name, used in boxes(space).items() if not used] == unused()
    space.words._boxes[0].click()
    qtbot.waitUntil(lambda: unused() == ["water bottle"])


def test_what_nothing_answers_to_is_said_and_changes_nothing(space, qtbot):
    say(space, "asdfgh")
    qtbot.waitUntil(space.words._problem.isVisible)
    assert "answers to 'asdfgh'" in space.words._problem.text()
    assert space.controller.session.topics.words is None
    say(space, "dog")
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
    assert not space.words._problem.isVisible()
    say(space, "x" * 10_000)
    qtbot.waitUntil(space.words._problem.isVisible)
    assert "10,000 signs" in space.words._problem.text()
    assert "still those for “dog”" in space.words._problem.text()
    say(space, "dog + qwzx - snow")
    qtbot.waitUntil(lambda: space.controller.session.topics.words.text == "dog + qwzx - snow")
    assert "Nothing answers to: qwzx" in space.words._problem.text()
    assert "not snowmobile" in boxes(space)


def test_undo_brings_the_words_before_back_and_at_last_none(space, qtbot):
    say(space, "dog")
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
    say(space, "cardboard")
    qtbot.waitUntil(lambda: first_of(space) == {"boxes"})
    space.undo()
    assert space.words.field.text() == "dog"
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
    space.undo()
    assert space.words.field.text() == ""
    assert boxes(space) == {}
    assert space.controller.ranking is None
    space.redo()
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
    space.words.field.setFocus()
    space.words.field.clear()
    QTest.keyClick(space.words.field, Qt.Key.Key_Return)
    assert space.controller.session.topics.words is None


def test_words_said_in_the_middle_of_a_batch_leave_the_batch(space, qtbot):
    say(space, "dog")
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None)
    batch = space.controller.browser.batch
    space.controller.judge(batch.images[:1], Label.RELEVANT)
    say(space, "cardboard")
    qtbot.waitUntil(lambda: space.controller.session.topics.words.text == "cardboard")
    qtbot.waitUntil(lambda: not space.controller.busy)
    assert space.controller.browser.batch is batch


def test_words_are_there_when_the_project_is_opened_again(window, space, things, qtbot):
    say(space, "glass bottle")
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None)
    window.open_project(things)
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace is not space)
    again = window.workspace
    assert again.words.field.text() == "glass bottle"
    assert list(boxes(again))[:1] == ["wine bottle"]
    qtbot.waitUntil(lambda: first_of(again) == {"bottles"})


def test_another_topic_has_its_own_words(space, qtbot):
    say(space, "dog")
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
    space.controller.add_topic("other")
    assert space.words.field.text() == ""
    space.controller.switch_topic(1)
    assert space.words.field.text() == "dog"


def test_features_of_another_encoder_say_so_and_what_to_do(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: space.batch.stack.currentIndex() == 1)  # the topic is on screen
    assert not space.words.field.isEnabled()  # before anything is typed
    assert space.words.why_not.isVisible()
    assert not space.words._problem.isVisible()  # the reason is long, and most people need no words
    qtbot.mouseClick(space.words.why_not, Qt.MouseButton.LeftButton)
    assert space.words._problem.isVisible()
    assert "efficientnet-lite0" in space.words._problem.text()
    qtbot.mouseClick(space.words.why_not, Qt.MouseButton.LeftButton)
    assert not space.words._problem.isVisible()
    window.actions_["topic.words"].trigger()
    assert space.words._problem.isVisible()
    assert "Feature sets" in space.words._problem.text()


def test_words_for_a_pair_of_networks_rank_and_have_no_meanings_to_untick(window, tmp_path, qtbot):
    pytest.importorskip("tokenizers")
    project = with_pair(tmp_path)
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: space.batch.stack.currentIndex() == 1)
    say(space, "red")
    qtbot.waitUntil(lambda: ranked_first(space) == {0, 2, 4, 6, 8, 10})
    assert boxes(space) == {}
    assert not space.words._about.isVisible()
    assert not space.words._problem.isVisible()


def test_a_pair_that_was_moved_is_shown_once(window, tmp_path, qtbot):
    pytest.importorskip("tokenizers")
    project = with_pair(tmp_path)
    (tmp_path / "pair").rename(tmp_path / "moved")
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: space.batch.stack.currentIndex() == 1)
    space.words.why_not.click()
    assert "Find the encoder" in space.words._problem.text()
    window.actions_["project.features"].trigger()
    dialog = window.findChildren(FeatureSetsDialog)[-1]
    assert dialog.locate.isVisible()
    dialog.take_encoder(tmp_path)
    qtbot.waitUntil(lambda: "holds no pair of networks" in dialog.said.text())
    dialog.take_encoder(tmp_path / "moved")
    qtbot.waitUntil(lambda: "computed these features" in dialog.said.text())
    assert not dialog.locate.isVisible()
    dialog.reject()
    assert space.words.field.isEnabled()
    say(space, "blue")
    qtbot.waitUntil(lambda: ranked_first(space) == {1, 3, 5, 7, 9, 11})


def ranked_first(space):
    ranking = space.controller.ranking
    return set() if ranking is None else set(ranking.images[:6].tolist())


def with_pair(folder):
    """Return a project of red and blue images with features by a pair of networks in the folder ``pair``."""
    small_pair = pytest.importorskip("small_pair")
    (folder / "colors").mkdir()
    for number in range(12):
        Image.new("RGB", (30, 30), ((200, 30, 30 + number), (30, 30, 200 + number))[number % 2]).save(
            folder / f"colors/im{number:02}.png"
        )
    extract(folder / "colors", folder / "colors.h5", PairEncoder(small_pair.immich(folder / "pair", "siglip")))
    plain = ModelSettings(graph_weight=0.0)
    project = folder / "pair.annotator"
    with Session.create(project, folder / "colors", folder / "colors.h5", topic="red", model=plain) as made:
        TrustStore(folder / "places" / "data").allow_places(project, made.project.places_outside)
    return project


def test_a_project_that_is_only_read_shows_the_words(window, things, qtbot):
    with Session.open(things) as session:
        session.topics.use_words(Interpreter().understand("dog", session.features.extractor))
    window.open_project(things, read_only=True)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    assert space.words.field.text() == "dog"
    assert not space.words.field.isEnabled()
    assert space.words._boxes
    assert not any(box.isEnabled() for box in space.words._boxes)
    qtbot.waitUntil(lambda: first_of(space) == {"dogs"})
