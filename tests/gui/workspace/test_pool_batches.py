"""The pool of a topic in the window: its batches, how far it is judged, and the way to the next topic."""

from __future__ import annotations

from pathlib import Path

import pytest
from on_screen import on_screen

from annotator.gui.panels.topic_table import POOL
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def pooled(project: Path, tmp_path: Path) -> Path:
    """Return the project with pools of six and of three images for two topics; the first of them is current."""
    with Session.open(project) as session:
        for system, ranked in {"a": {"1": [0, 1, 2, 30], "2": [40, 41]}, "b": {"1": [31, 0, 3], "2": [42]}}.items():
            (tmp_path / f"{system}.csv").write_text(
                "topic,image,score\n"
                + "".join(
                    f"{topic},{session.paths[image]},{-place}\n"
                    for topic, images in ranked.items()
                    for place, image in enumerate(images)
                )
            )
        (tmp_path / "topics.tsv").write_text("1\tcherries\n2\tothers\n")
        session.collection.pools.add([tmp_path / "a.csv", tmp_path / "b.csv"], topics=tmp_path / "topics.tsv").run()
        session.topics.switch(next(one.id for one in session.topics if one.name == "cherries"))
    return project


def test_the_pool_is_judged_batch_after_batch_and_topic_after_topic(window, pooled: Path, qtbot) -> None:
    window.open_project(pooled)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    pane, controller = space.batch, space.controller
    session = controller.session
    assert pane.grid.images().tolist() == [0, 31, 1, 3]  # without a start card
    assert pane.note == "Pool: 0 of 6 judged"
    controller.judge([0], Label.RELEVANT)
    assert pane.note == "Pool: 1 of 6 judged"
    controller.judge_rest(Label.IRRELEVANT)
    assert (pane.note, len(pane.grid.images())) == ("Pool: 4 of 6 judged", 2)
    controller.judge_rest(Label.RELEVANT)
    assert pane.note == "Pool: 6 of 6 judged. Ctrl+PgDown goes to the next topic."
    qtbot.waitUntil(lambda: not controller.busy)
    assert session.round == 2  # and nothing else was chosen
    controller.undo()
    assert pane.note == "Pool: 4 of 6 judged"
    controller.redo()
    window.actions_["view.topics"].trigger()
    panel = space.panes.panel("view.topics")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert [panel.model.index(row, POOL).data() for row in range(3)] == ["", "6 of 6", "0 of 3"]
    assert not panel.table.isColumnHidden(POOL)
    window.actions_["topic.next"].trigger()
    assert (session.topic.name, pane.note) == ("others", "Pool: 0 of 3 judged")
    assert sorted(pane.grid.images().tolist()) == [40, 41, 42]
    window.actions_["topic.previous"].trigger()  # what is finished stays as it is
    qtbot.waitUntil(lambda: not controller.busy)
    assert (session.round, pane.note[:19]) == (2, "Pool: 6 of 6 judged")
    controller.next_batch()  # unless the person asks for more
    qtbot.waitUntil(lambda: session.round == 3)
    assert session.batch.strategy == "topscoring"


def test_without_pools_there_is_no_column(window, project: Path, qtbot) -> None:
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["view.topics"].trigger()
    panel = window.workspace.panes.panel("view.topics")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert panel.table.isColumnHidden(POOL)
