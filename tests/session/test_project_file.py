"""The project file: its backups, and damage that is found and repaired."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import pytest
from small_collection import Small

from annotator.data.project.backups import backups_of
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def test_closing_leaves_one_file_and_its_backup(session: Session, small: Small) -> None:
    before = {"images", "features.h5", small.project.name}
    session.close()
    session.close()
    assert {path.name for path in small.project.parent.iterdir()} == before
    with Session.open(small.project) as session:
        session.judge([1], REL)
    assert {path.name for path in small.project.parent.iterdir()} == before | {small.project.name + ".backups"}
    copies = backups_of(small.project)
    assert sorted(one.why for one in copies) == ["day", "timed"]
    shutil.copy(copies[0].path, small.project.with_name("restored.annotator"))
    with Session.open(small.project.with_name("restored.annotator")) as restored:
        assert restored.labels == {1: REL}
        assert restored.project.check() == ()


def test_a_long_session_is_backed_up_while_it_goes_on(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.session import state

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=31)

    folder = session.project.path.with_name(session.project.path.name + ".backups")
    session.judge([1], REL)
    assert not backups_of(session.project.path)
    monkeypatch.setattr(state, "datetime", Later)
    session.judge([2], REL)
    session.judge([3], REL)
    session.close()
    assert {path.name[-6:] for path in folder.iterdir()} == {"otator", ".jsonl"}
    assert sorted(one.why for one in backups_of(session.project.path)) == ["day", "timed"]
    assert session.project.backup_problem == ""


def test_a_failing_backup_does_not_stop_the_work(session: Session) -> None:
    folder = session.project.path.with_name(session.project.path.name + ".backups")
    folder.write_text("in the way")
    session.judge([1], REL)
    session.close()
    assert "could not be backed up" in session.project.backup_problem
    with Session.open(session.project.path) as session:
        assert session.labels == {1: REL}


def test_damage_to_the_labels_is_found_and_repaired_from_the_log(session: Session) -> None:
    session.judge([1, 2], REL)
    session.judge([3], IRR)
    session.undo()
    database = session._state.database
    with database.transaction() as connection:
        connection.execute("DELETE FROM label WHERE image = 1")
        connection.execute("UPDATE step SET undone = 1 WHERE undone = 0")
    assert session.project.check() == ("The labels of 'relevant images' differ from the record of the judgements.",)
    session.project.repair()
    assert session.project.check() == ()
    assert session.labels == {1: REL, 2: REL}
    assert (session.judgements.undo_text, session.judgements.redo_text) == (
        "2 images to relevant",
        "1 image to irrelevant",
    )
