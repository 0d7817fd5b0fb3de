"""The search for neighbours beside the window: shown, stoppable, and never in the way of judging."""

import threading

import pytest

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
    return lambda: not controller.building_graph


def test_it_is_found_beside_everything_else_and_the_ranking_follows(controller, qtbot):
    controller.session.judge([0], Label.RELEVANT)
    shares = []
    controller.graph_progressed.connect(shares.append)
    controller.begin()
    assert controller.building_graph
    qtbot.waitUntil(ended(controller), timeout=20000)
    assert shares[0] == 0.0
    assert shares[-1] == -1.0
    assert not controller.session.features.graph_is_missing
    qtbot.waitUntil(lambda: controller.model is not None and controller.model.graph_weight > 0, timeout=20000)
    assert controller.session.project.path.with_suffix(".graph.h5").exists()


def waiting_for_ever(progress):
    """A search without end that can be stopped."""
    while True:
        progress.step(0.43)
        threading.Event().wait(0.01)


def test_it_can_be_stopped_and_judging_goes_on(controller, qtbot, monkeypatch):
    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(waiting_for_ever))
    told = []
    controller.told.connect(told.append)
    controller.session.judge([0], Label.RELEVANT)
    controller.begin()
    qtbot.waitUntil(lambda: controller.browser.remaining != (), timeout=20000)  # a batch came meanwhile
    assert controller.building_graph
    controller.judge(controller.browser.remaining[:1], Label.IRRELEVANT)
    controller.stop_graph()
    qtbot.waitUntil(ended(controller), timeout=20000)
    assert "Images are compared by their features only" in told
    controller.add_topic("another")
    assert not controller.building_graph  # a stop holds until the project is opened again


def test_a_search_that_fails_says_so_and_disturbs_nothing(controller, qtbot, monkeypatch):
    def fails(_progress):
        raise MemoryError("too large")

    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(fails))
    told = []
    controller.told.connect(told.append)
    controller.session.judge([0], Label.RELEVANT)
    controller.begin()
    qtbot.waitUntil(ended(controller), timeout=20000)
    assert any("too large" in text for text in told)
    qtbot.waitUntil(lambda: controller.browser.remaining != (), timeout=20000)


def test_closing_does_not_wait_for_it(project, qtbot, monkeypatch):
    controller = Controller(Session.open(project))
    heard = threading.Event()

    def work(progress):
        try:
            waiting_for_ever(progress)
        except Cancelled:
            heard.set()
            raise

    monkeypatch.setattr(controller.session.features, "build_graph", lambda: Job.of(work))
    controller.begin()
    qtbot.wait(50)
    controller.close()
    assert heard.is_set()


def test_the_status_line_shows_it_with_a_way_to_stop(window, project, qtbot, monkeypatch):
    monkeypatch.setattr(FeatureSets, "build_graph", lambda _self: Job.of(waiting_for_ever))
    window.open_project(project)
    status = window.status
    qtbot.waitUntil(lambda: status.texts["tasks"] == "1 task · 43 %", timeout=20000)
    assert window.actions_["batch.stop_neighbours"].isEnabled()
    window.actions_["batch.stop_neighbours"].trigger()
    qtbot.waitUntil(lambda: status.texts["tasks"] == "", timeout=20000)
    assert not window.actions_["batch.stop_neighbours"].isEnabled()
