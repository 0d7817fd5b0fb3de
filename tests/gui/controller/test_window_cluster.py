"""The window chooses its batches over a Dask cluster, or says why it cannot."""

import shutil

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.session.session import Session
from annotator.types import Label

pytestmark = pytest.mark.network


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running


@pytest.mark.filterwarnings("default")
def test_rounds_over_a_cluster_are_those_of_one_machine(window, project, cluster, qtbot, tmp_path):
    alone = tmp_path / "alone.annotator"
    shutil.copy(project, alone)
    window.opener.cluster = cluster.scheduler_address
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.begin_with([0])
    browser = space.controller.browser
    qtbot.waitUntil(lambda: browser.batch is not None and not space.controller.busy)
    first = browser.batch.images
    space.batch.grid.setFocus()
    for _ in first:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_X)
    qtbot.waitUntil(lambda: browser.batch.round == 2 and not space.controller.busy)
    with Session.open(alone) as session:
        session.examples.add([0])
        assert session.next_batch().images == first
        session.judge_remaining(Label.IRRELEVANT)
        assert session.next_batch().images == browser.batch.images


def test_nobody_at_the_address_is_told(window, project, qtbot):
    pytest.importorskip("distributed")
    window.opener.cluster = "tcp://127.0.0.1:9"
    window.open_project(project)
    qtbot.waitUntil(lambda: "no Dask scheduler answers" in window.messages.text)
    assert window.workspace is None
