"""The model's thread: one request runs, one waits, the latest wins; failures and cancels come back as such."""

import dataclasses
import threading

import numpy as np
import pytest
from odd_strategies import ENTERED, GATE, odd_registry
from patience import let_events_pass

from annotator.data.features.features import ArrayFeatures
from annotator.data.project.snapshot import rank_images
from annotator.engine import Engine
from annotator.errors import StrategyError
from annotator.gui.controller.model_worker import ModelWorker, Question
from annotator.parameters import ModelSettings
from annotator.types import Snapshot


def snapshot(strategy, *, round=1, k=3):
    return Snapshot(
        revision=round, round=round, rows=np.array([0, 1]), y=np.array([1.0, -1.0]), closed=np.empty(0, np.int64),
        examples=np.empty((0, 4)), strategy=strategy, parameters={}, k=k, seed=(0, 1, round), model=ModelSettings(),
    )  # fmt: skip


def rank(selection):
    assert threading.current_thread().name.startswith("model"), "sorting is not for the thread of the window"
    return rank_images(selection, np.arange(len(selection.mean)))


def review(engine, asked, progress):
    return engine.review(asked, progress=progress)


@pytest.fixture
def engine():
    rng = np.random.default_rng(3)
    return Engine(ArrayFeatures(rng.standard_normal((60, 4)).astype(np.float32)), registry=odd_registry())


@pytest.fixture
def worker(qtbot, engine):
    made = ModelWorker(engine, rank)
    yield made
    GATE.set()
    made.close()


def test_a_selection_comes_back_with_its_snapshot(worker, qtbot):
    wanted = snapshot("topscoring")
    with qtbot.waitSignal(worker.selected) as answer:
        worker.select(wanted)
        assert worker.busy
    assert answer.args[0] is wanted
    assert len(answer.args[1].rows) == 3
    assert answer.args[2].images[0] == np.argmax(answer.args[1].mean)
    assert not worker.busy


def test_the_latest_of_several_requests_wins(worker, qtbot):
    answers, busy = [], []
    worker.selected.connect(lambda asked, *_answer: answers.append(asked.round))
    worker.busy_changed.connect(busy.append)
    worker.select(snapshot("gated", round=1))
    qtbot.waitUntil(ENTERED.is_set)
    worker.select(snapshot("random", round=2))
    worker.select(snapshot("random", round=3))
    qtbot.waitUntil(lambda: not worker.busy)
    let_events_pass()
    assert answers == [3]
    assert busy == [True, False]


def test_a_cancelled_request_says_so_and_the_next_one_works(worker, qtbot):
    stopped = []
    worker.stopped.connect(lambda asked: stopped.append(asked.round))
    worker.select(snapshot("gated", round=1))
    qtbot.waitUntil(ENTERED.is_set)
    worker.cancel()
    assert not worker.busy
    assert stopped == [1]
    with qtbot.waitSignal(worker.selected) as answer:
        worker.select(snapshot("random", round=2))
    assert answer.args[0].round == 2


def test_a_failure_comes_back_with_its_cause_and_the_next_request_works(worker, qtbot):
    with qtbot.waitSignal(worker.failed) as failure:
        worker.select(snapshot("broken"))
    assert isinstance(failure.args[1], StrategyError)
    assert "by nothing" in str(failure.args[1])
    with qtbot.waitSignal(worker.failed) as unknown:
        worker.select(snapshot("unheard-of"))
    assert "unheard-of" in str(unknown.args[1])
    with qtbot.waitSignal(worker.selected):
        worker.select(snapshot("topscoring"))


def test_progress_is_reported_while_the_strategy_works(worker, qtbot):
    with qtbot.waitSignal(worker.progressed, check_params_cb=lambda share: share > 0):
        worker.select(snapshot("gated"))
    GATE.set()
    qtbot.waitUntil(lambda: not worker.busy)


def test_preparing_keeps_nobody_waiting_and_changes_no_answer(worker, engine, qtbot):
    asked = snapshot("topscoring")
    expected = engine.select(dataclasses.replace(asked))
    worker.prepare(asked, np.arange(5, 10))
    assert not worker.busy
    assert worker.preparing
    with qtbot.waitSignal(worker.selected) as answer:
        worker.select(asked)
    assert answer.args[1].rows.tolist() == expected.rows.tolist()
    np.testing.assert_allclose(answer.args[1].mean, expected.mean, atol=1e-5)


def test_a_preparation_does_not_replace_a_waiting_selection(worker, qtbot):
    answers = []
    worker.selected.connect(lambda asked, *_answer: answers.append(asked.round))
    worker.select(snapshot("gated", round=1))
    qtbot.waitUntil(ENTERED.is_set)
    worker.select(snapshot("random", round=2))
    worker.prepare(snapshot("random", round=2, k=0), np.arange(3))
    qtbot.waitUntil(lambda: answers == [2])


def test_closing_stops_what_runs_and_nothing_is_heard_afterwards(qtbot, engine):
    worker = ModelWorker(engine, rank)
    heard = []
    worker.selected.connect(lambda *_: heard.append("selected"))
    worker.failed.connect(lambda *_: heard.append("failed"))
    worker.select(snapshot("gated"))
    qtbot.waitUntil(ENTERED.is_set)
    worker.close()
    let_events_pass()
    assert heard == []
    assert not [t for t in threading.enumerate() if t.name.startswith("model")]


def test_mistakes_are_looked_for_when_nothing_else_is_wanted(worker, engine, qtbot):
    order = []
    worker.selected.connect(lambda asked, *_answer: order.append("selection"))
    worker.select(snapshot("gated"))
    qtbot.waitUntil(ENTERED.is_set)
    worker.ask("mistakes", snapshot("random"), Question(review, lambda *_answer: order.append("review")))
    worker.prepare(snapshot("random"), np.arange(3))
    assert order == []
    GATE.set()
    qtbot.waitUntil(lambda: "review" in order)
    assert order == ["selection", "review"]
    assert not worker.preparing


def test_a_question_is_no_work_that_somebody_waits_for(worker, qtbot):
    answers = []
    worker.ask("mistakes", snapshot("random"), Question(review, lambda _asked, found: answers.append(found)))
    assert not worker.busy
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert "Judge more images first" in answers[0].note


def test_a_selection_does_not_wait_for_a_question_which_is_asked_again(worker, qtbot):
    started, order = threading.Event(), []

    def slow(_engine, _asked, progress):
        if not started.is_set():
            started.set()
            while True:
                progress.step(0.5)
        return "answer"

    worker.selected.connect(lambda *_: order.append("selection"))
    worker.ask("slow", snapshot("random"), Question(slow, lambda _asked, answer: order.append(answer)))
    qtbot.waitUntil(started.is_set)
    worker.select(snapshot("random"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["selection", "answer"]


def test_only_the_latest_question_of_a_kind_is_answered(worker, qtbot):
    answers = []
    worker.select(snapshot("gated"))
    qtbot.waitUntil(ENTERED.is_set)
    for number in (1, 2):
        worker.ask(
            "one",
            snapshot("random", round=number),
            Question(lambda *_: "", lambda asked, _: answers.append(asked.round)),
        )
    worker.ask(
        "other", snapshot("random", round=3), Question(lambda *_: "", lambda asked, _: answers.append(asked.round))
    )
    worker.ask(
        "forgotten", snapshot("random", round=4), Question(lambda *_: "", lambda asked, _: answers.append(asked.round))
    )
    worker.forget("forgotten")
    GATE.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [2, 3]


def test_questions_can_be_forgotten_and_the_model_still_works(worker, qtbot):
    started, answers = threading.Event(), []

    def endless(_engine, _asked, progress):
        started.set()
        while True:
            progress.step(0.5)

    worker.ask("endless", snapshot("random"), Question(endless, lambda *_: answers.append("endless")))
    worker.ask("waiting", snapshot("random"), Question(lambda *_: "", lambda *_: answers.append("waiting")))
    qtbot.waitUntil(started.is_set)
    worker.forget_all()
    with qtbot.waitSignal(worker.selected):
        worker.select(snapshot("random"))
    assert answers == []
