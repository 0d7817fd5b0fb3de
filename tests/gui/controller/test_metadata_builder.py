"""Date, camera and size are read by themselves: in the background, once, and never against the person's will."""

import shutil
import threading

import dated_collection
import numpy as np
import pytest
from on_screen import on_screen
from patience import wait_for

from annotator.data.metadata import reader as reading
from annotator.data.project.trust import TrustStore
from annotator.gui.controller import metadata_builder
from annotator.gui.controller.metadata_builder import MetadataBuilder
from annotator.gui.tasks.tasks import State, TaskCenter
from annotator.session.session import Session
from annotator.types import Label

TITLE = "Reading when and with what the images were taken"


@pytest.fixture
def project(tmp_path):
    images, features = dated_collection.make(tmp_path)
    path = tmp_path / "sea.annotator"
    Session.create(path, images, features).close()
    return path


@pytest.fixture
def session(project):
    with Session.open(project) as opened:
        yield opened


@pytest.fixture
def builder(session, qtbot):
    made = MetadataBuilder(session, TaskCenter())
    yield made
    made.close()


def known(session, name):
    column = session.collection.metadata.columns[name]
    return np.count_nonzero(column.known if hasattr(column, "known") else np.isfinite(column))


def task(builder):
    return next((one for one in builder._tasks.tasks if one.title == TITLE), None)


def test_a_project_is_read_when_it_is_opened_and_not_again(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: not controller.metadata.running)
    assert [known(controller.session, name) for name in ("time", "camera", "width")] == [7, 7, 8]
    (read,) = [one for one in window.tasks.tasks if one.title == TITLE]
    assert read.state is State.DONE
    window.close_project()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.metadata.running)
    assert [one for one in window.tasks.tasks if one.title == TITLE] == [read]


def test_sharpness_is_not_read_by_itself(builder, session, qtbot):
    builder.build()
    qtbot.waitUntil(lambda: not builder.running)
    assert "sharpness" not in session.collection.metadata.columns


def test_one_thread_reads_one_file_at_a_time(builder, qtbot, monkeypatch):
    threads = set()
    plain = reading.read_facts

    def noting(path, sources):
        threads.add(threading.current_thread().name)
        return plain(path, sources)

    monkeypatch.setattr(reading, "read_facts", noting)
    builder.build()
    qtbot.waitUntil(lambda: not builder.running)
    assert threads == {"metadata_0"}


def test_a_read_only_project_is_not_read(project, qtbot):
    with Session.open(project, read_only=True) as session:
        builder = MetadataBuilder(session, TaskCenter())
        builder.build()
        assert not builder.running
        builder.close()


def in_blocks(monkeypatch, stops_after):
    """Read in blocks of three, and wait to be stopped after some of them."""
    monkeypatch.setattr("annotator.data.metadata.metadata.BLOCK", 3)
    monkeypatch.setattr(reading, "BLOCK", 3)
    monkeypatch.setattr(metadata_builder, "BLOCK", 3)
    arrived, read, plain = threading.Event(), [], reading.read_blocks

    def blocks(plan, root, paths, progress, awaited):
        for block in plain(plan, root, paths, progress, awaited=awaited):
            read.append(block.first)
            yield block
            if len(read) == stops_after:
                arrived.set()
                wait_for(progress.cancel)
                progress.step(0.5)

    monkeypatch.setattr(reading, "read_blocks", blocks)
    return arrived, read


def test_what_was_stopped_stays_and_goes_on_when_it_is_wanted(builder, session, qtbot, monkeypatch):
    arrived, read = in_blocks(monkeypatch, 2)
    builder.build()
    qtbot.waitUntil(arrived.is_set)
    qtbot.waitUntil(lambda: "width" in session.collection.metadata.columns and known(session, "width") == 6)
    task(builder).stop()
    qtbot.waitUntil(lambda: not builder.running)
    stopped = task(builder)
    assert stopped.state is State.STOPPED
    assert stopped.result == "What was read is kept; the rest is read when the project is opened again."
    builder.build()
    assert not builder.running, "who stopped it does not want it"
    stopped.repeat()
    qtbot.waitUntil(lambda: not builder.running)
    assert read == [0, 3, 6]
    assert known(session, "width") == 8


def test_closing_the_project_stops_reading_and_the_next_time_it_goes_on(project, qtbot, monkeypatch):
    arrived, read = in_blocks(monkeypatch, 1)
    with Session.open(project) as session:
        builder = MetadataBuilder(session, TaskCenter())
        builder.build()
        qtbot.waitUntil(lambda: arrived.is_set() and "width" in session.collection.metadata.columns)
        builder.close()
        assert task(builder).state is State.STOPPED
    with Session.open(project) as session:
        builder = MetadataBuilder(session, TaskCenter())
        builder.build()
        qtbot.waitUntil(lambda: not builder.running)
        builder.close()
        assert read == [0, 3, 6]
        assert known(session, "width") == 8


def test_images_out_of_reach_are_not_taken_for_images_without_a_date(builder, session, qtbot, tmp_path):
    (tmp_path / "photos").rename(tmp_path / "unplugged")
    builder.build()
    qtbot.waitUntil(lambda: not builder.running)
    failed = task(builder)
    assert failed.state is State.FAILED
    assert failed.result == (
        f"The images cannot be reached; their dates and cameras are read when they are there: {tmp_path / 'photos'}"
    )
    (tmp_path / "unplugged").rename(tmp_path / "photos")
    failed.repeat()
    qtbot.waitUntil(lambda: not builder.running)
    assert known(session, "time") == 7


def test_damaged_images_are_read_once(builder, session, qtbot, tmp_path):
    for path in (tmp_path / "photos").rglob("*.*g"):
        path.write_bytes(b"damaged")
    builder.build()
    qtbot.waitUntil(lambda: not builder.running)
    assert task(builder).state is State.DONE
    assert session.collection.metadata.is_complete(("exif", "size")).run()
    assert known(session, "width") == 0


def test_judging_goes_on_while_images_are_read(window, project, qtbot, monkeypatch):
    arrived, _ = in_blocks(monkeypatch, 1)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(arrived.is_set)
    controller = window.workspace.controller
    controller.judge([0], Label.RELEVANT)
    assert controller.metadata.running
    assert controller.session.label_of(0) is Label.RELEVANT
    window.close_project()
    assert window.workspace is None


def test_changed_images_are_read_again(window, project, qtbot, tmp_path):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    session = window.workspace.controller.session
    qtbot.waitUntil(lambda: not window.workspace.controller.metadata.running)
    shutil.copy(tmp_path / "photos/2022/bay/a.jpg", tmp_path / "photos/2024/reef/h.png")
    session.collection.update(session.collection.rescan().run())
    TrustStore(tmp_path / "places" / "data").allow_places(project, session.project.places_outside)
    window.reopen()
    qtbot.waitUntil(lambda: on_screen(window) and window.workspace.controller.session is not session)
    qtbot.waitUntil(lambda: not window.workspace.controller.metadata.running)
    assert known(window.workspace.controller.session, "camera") == 8
