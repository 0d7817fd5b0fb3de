"""Strategies that never end, never listen or take all memory: labelling goes on, and the program can end."""

import threading

import pytest
from odd_strategies import ENTERED, GATE, odd_registry
from patience import let_events_pass, wait_until

from annotator.extensions import Extensions
from annotator.gui.controller import model_worker
from annotator.gui.tasks import background
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def judging(window, project, qtbot, monkeypatch):
    """The window with a batch, a registry of odd strategies, and little patience."""
    monkeypatch.setattr(model_worker, "WATCH_MS", 20)
    monkeypatch.setattr(model_worker, "GRACE_MS", 200)
    monkeypatch.setattr(background, "CLOSING_S", 0.3)
    monkeypatch.setattr("annotator.gui.shell.opening.Extensions", lambda: Extensions(odd_registry()))
    with Session.open(project) as session:
        session.judge([0], Label.RELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: controller.browser.batch is not None and not controller.busy)
    monkeypatch.setattr(model_worker, "QUIET_S", 0.2)
    yield window
    GATE.set()


def model_threads():
    return [thread for thread in threading.enumerate() if thread.name == "model_0"]


def ask(window, qtbot, strategy):
    window.workspace.controller.session.topics.configure(strategy=strategy)
    ENTERED.clear()
    window.workspace.controller.next_batch()
    qtbot.waitUntil(ENTERED.is_set)


@pytest.mark.parametrize("strategy", ["hung", "deaf"])
def test_a_strategy_that_never_ends_is_told_and_replaced(judging, qtbot, strategy):
    controller = judging.workspace.controller
    before = controller.browser.batch.round
    ask(judging, qtbot, strategy)
    qtbot.waitUntil(lambda: "has reported nothing for" in judging.workspace.messages.text)
    controller.judge([5], Label.IRRELEVANT)  # judging goes on meanwhile
    assert controller.session.labels[5] is Label.IRRELEVANT
    judging.workspace.messages.choose("Stop it and use the simple strategy (topscoring)")
    qtbot.waitUntil(lambda: controller.browser.batch.round == before + 1 and not controller.busy)
    assert controller.session.judgements.batches[-1].strategy == "topscoring"
    controller.session.topics.configure(strategy="random")
    controller.next_batch()
    qtbot.waitUntil(lambda: controller.browser.batch.round == before + 2 and not controller.busy)


def test_a_late_answer_of_a_strategy_that_was_given_up_is_not_taken(judging, qtbot):
    controller = judging.workspace.controller
    ask(judging, qtbot, "deaf")
    (deaf,) = model_threads()
    qtbot.waitUntil(lambda: "has reported nothing for" in judging.workspace.messages.text)
    controller.give_up()
    qtbot.waitUntil(lambda: not controller.busy)
    rounds = len(controller.session.judgements.batches)
    GATE.set()
    wait_until(lambda: not deaf.is_alive())
    let_events_pass()
    assert len(controller.session.judgements.batches) == rounds
    assert all(batch.strategy != "deaf" for batch in controller.session.judgements.batches)


@pytest.mark.parametrize("strategy", ["hung", "deaf"])
def test_the_window_closes_although_a_strategy_never_ends(judging, qtbot, strategy):
    ask(judging, qtbot, strategy)
    judging.close_project()
    if strategy == "hung":
        wait_until(lambda: not model_threads())
    else:  # closing has not waited for it
        (left,) = model_threads()
        assert left.daemon


def test_a_strategy_that_takes_all_memory_is_stopped(judging, qtbot, monkeypatch):
    controller = judging.workspace.controller
    ask(judging, qtbot, "hung")
    monkeypatch.setattr(model_worker, "available_bytes", lambda: 1000)
    qtbot.waitUntil(lambda: "used up the memory of this computer" in judging.workspace.messages.text)
    monkeypatch.setattr(model_worker, "available_bytes", lambda: 10**10)
    rounds = len(controller.session.judgements.batches)
    judging.workspace.messages.choose("Use the simple strategy (topscoring)")
    qtbot.waitUntil(lambda: len(controller.session.judgements.batches) == rounds + 1 and not controller.busy)


def test_garbage_is_told_and_judging_goes_on(judging, qtbot):
    controller = judging.workspace.controller
    controller.session.topics.configure(strategy="garbage")
    controller.next_batch()
    qtbot.waitUntil(lambda: "garbage" in judging.workspace.messages.text)
    controller.judge([6], Label.RELEVANT)
    assert controller.session.labels[6] is Label.RELEVANT
