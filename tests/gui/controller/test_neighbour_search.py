"""The search for neighbors beside the window: shown, stoppable, and never in the way of judging."""

import threading

import pytest
from patience import breathe

from annotator.errors import Cancelled
from annotator.gui.controller.controller import Controller
from annotator.parameters import ModelSettings
from annotator.runtime.job import Job
from annotator.session.feature_sets import FeatureSets
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def project(project):
    with Session.open(project) as session:
        session.topics.configure(model=ModelSettings())
    return project


@pytest.fixture
def controller(project, qtbot):
    made = Controller(Session.open(project))
    yield made
    made.close()


def ended(controller):
    return lambda: not controller.graph.running


def test_it_is_found_beside_everything_else_and_the_ranking_follows(controller, qtbot):
    controller.session.judge([0], Label.RELEVANT)
    shares = []
    controller.graph.progressed.connect(shares.append)
    controller.begin()
    assert controller.graph.running
    qtbot.waitUntil(ended(controller))
    assert shares[0] == 0.0
    assert shares[-1] == -1.0
    assert not controller.session.features.graph_is_missing
    qtbot.waitUntil(lambda: controller.model is not None and controller.model.graph_weight > 0)
    assert controller.session.project.path.with_suffix(".graph.h5").exists()


def waiting_for_ever(progress):
    """A search without end that can be stopped."""
    while True:
        progress.step(0.43)
        breathe()


def test_it_can_be_stopped_and_judging_goes_on(controller, qtbot, monkeypatch):
    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(waiting_for_ever))
    told = []
    controller.status_message.connect(told.append)
    controller.session.judge([0], Label.RELEVANT)
    controller.begin()
    qtbot.waitUntil(lambda: controller.browser.remaining != ())  # a batch came meanwhile
    assert controller.graph.running
    controller.judge(controller.browser.remaining[:1], Label.IRRELEVANT)
    controller.graph.stop()
    qtbot.waitUntil(ended(controller))
    assert "Images are compared by their features only" in told
    controller.add_topic("another")
    assert not controller.graph.running  # a stop holds until the project is opened again


def test_a_search_that_fails_says_so_and_disturbs_nothing(controller, qtbot, monkeypatch):
    def fails(_progress):
        raise MemoryError("too large")

    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(fails))
    told = []
    controller.status_message.connect(told.append)
    controller.session.judge([0], Label.RELEVANT)
    controller.begin()
    qtbot.waitUntil(ended(controller))
    assert any("too large" in text for text in told)
    qtbot.waitUntil(lambda: controller.browser.remaining != ())


def test_closing_does_not_wait_for_it(project, qtbot, monkeypatch):
    controller = Controller(Session.open(project))
    begun, heard = threading.Event(), threading.Event()

    def work(progress):
        begun.set()
        try:
            waiting_for_ever(progress)
        except Cancelled:
            heard.set()
            raise

    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(work))
    controller.begin()
    qtbot.waitUntil(begun.is_set)
    controller.close()
    assert heard.is_set()


def test_the_status_line_shows_it_with_a_way_to_stop(window, project, qtbot, monkeypatch):
    monkeypatch.setattr(FeatureSets, "build_graph", lambda _self: Job.of(waiting_for_ever))
    window.open_project(project)
    status = window.status
    qtbot.waitUntil(lambda: status.texts["tasks"] == "1 task · 43 %")
    assert window.actions_["batch.stop_neighbours"].isEnabled()
    window.actions_["batch.stop_neighbours"].trigger()
    qtbot.waitUntil(lambda: status.texts["tasks"] == "")
    assert not window.actions_["batch.stop_neighbours"].isEnabled()
