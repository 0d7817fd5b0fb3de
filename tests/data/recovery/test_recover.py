"""A damaged project is made whole again from itself, its backups and the mirror of its log."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import small_collection

from annotator.data.project import backups, text_log
from annotator.data.project.backups import backups_of
from annotator.data.recovery.recover import recover
from annotator.data.recovery.restore import contents_of, named_backup, restore
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


def shown(session: Session) -> dict[str, object]:
    """What a person would miss."""
    found = {}
    for topic in session.topics:
        session.topics.switch(topic.id)
        found[topic.name] = (
            dict(session.labels),
            [one.name for one in session.examples.external],
            session.judgements.undo_text,
            session.judgements.redo_text,
            len(session.judgements.history()),
            session.label_errors.reviewed,
            session.collection.notes.all,
        )
    return found


def work(session: Session) -> None:
    session.judge([0, 1], REL)
    session.judge([2], IRR)
    session.judge([1], UNSURE)
    session.undo()
    session.examples.add_external(np.ones(4), "from elsewhere")
    session.label_errors.confirm([0])
    session.collection.notes.set(4, "ask Ada\nabout the ring 🦉")
    session.collection.notes.set(2, "first")
    session.collection.notes.set(2, "second")
    session.undo()
    session.topics.switch(session.topics.add("owls 🦉").id)
    session.judge([5, 6, 7], REL)
    session.undo()
    session.redo()
    session.undo()


@pytest.fixture
def worked(tmp_path: Path) -> tuple[small_collection.Small, dict[str, object]]:
    """A project with a backup, judgements after it, and what it shows."""
    small = small_collection.make(tmp_path)
    with small.create() as session:
        work(session)  # closing makes the backup
    with Session.open(small.project) as session:
        session.judge([8, 9], IRR)
        expected = shown(session)
    return small, expected


def recovered(small: small_collection.Small, **places: Path) -> tuple[dict[str, object], object]:
    target = small.project.with_name("again.annotator")
    result = recover(small.project, target, **places)
    with Session.open(target) as session:
        assert session.project.check() == ()
        return shown(session), result


def test_a_sound_project_is_copied(worked) -> None:
    small, expected = worked
    found, result = recovered(small)
    assert found == expected
    assert (result.base, result.added, result.lost) == ("the project file itself", 0, [])


def test_a_destroyed_file_comes_back_from_backup_and_mirror(worked) -> None:
    small, expected = worked
    before = small.project.read_bytes()
    small.project.write_bytes(bytes(len(before)))
    found, result = recovered(small)
    assert found == expected
    assert result.base.startswith("the backup small-")
    assert (result.added, result.lost) == (1, [])
    assert small.project.read_bytes() == bytes(len(before)), "nothing is done to the damaged file"


def test_without_backups_the_project_is_made_anew_from_the_mirror(worked) -> None:
    small, expected = worked
    small.project.unlink()
    for copy in backups_of(small.project):
        copy.path.unlink()
    found, result = recovered(small)
    assert found == expected
    assert "as they are now" in result.base
    moved = small.images.rename(small.images.with_name("elsewhere"))
    small.project.with_name("again.annotator").unlink()
    assert recovered(small, images=moved)[0] == expected


def test_without_the_mirror_the_damaged_file_is_read_as_far_as_it_goes(worked) -> None:
    small, expected = worked
    shutil.rmtree(backups.folder_of(small.project))
    data = bytearray(small.project.read_bytes())
    with sqlite3.connect(small.project) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
    connection.close()
    for name in ("label", "step", "batch"):
        start = (roots[name] - 1) * 4096
        data[start : start + 4096] = random.Random(1).randbytes(4096)
    small.project.write_bytes(data)
    with pytest.raises(ProjectError, match="damaged"):
        Session.open(small.project)
    found, result = recovered(small)
    assert found == expected, "labels and steps follow from the log"
    assert result.base == "what could be read of the damaged file"
    assert result.lost == ["A part of the table batch."]


def test_what_is_lost_is_told(worked) -> None:
    small, _ = worked
    small.project.write_bytes(b"")
    log = text_log.mirror_path(small.project)
    for copy in backups_of(small.project):
        copy.path.unlink()
    lines = log.read_bytes().splitlines(keepends=True)
    damaged = [line for line in lines if not line.startswith((b'{"event":2,', b'{"event":5,'))]
    log.write_bytes(b"".join([*damaged[:-1], b"\0" * 50, b"\n", damaged[-1]]))
    found, result = recovered(small)
    assert [text for text in result.lost if "log" in text] == [
        "Step 2 of the log: it could not be read in any copy.",
        "Step 5 of the log: it could not be read in any copy.",
    ]
    assert found["relevant images"][0] == {0: REL, 1: REL}


def test_nothing_left_says_what_was_tried(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path)
    small.project.write_bytes(b"x" * 1000)
    with pytest.raises(ProjectError, match="there is no intact copy and no log") as refused:
        recover(small.project, small.project.with_name("again.annotator"))
    assert str(refused.value).count("is not a project file") == 1
    assert not list(small.project.parent.glob("again*"))
    with pytest.raises(ProjectError, match="exists already"):
        recover(small.project, small.project)


def test_a_lost_write_ahead_log_is_noticed_and_made_up_for(worked, tmp_path: Path) -> None:
    small, _ = worked
    copy = tmp_path / "copy"
    copy.mkdir()
    with Session.open(small.project) as session:
        session.judge([3], REL)
        session.judge([4], REL)
        expected = shown(session)
        shutil.copy(small.project, copy)  # without its log
    shutil.copy(copy / small.project.name, small.project)
    found, result = recovered(small)
    assert found == expected
    assert result.added == 2
    with Session.open(small.project) as session:
        assert session.project.lost_steps
        session.judge([10], REL)
    with Session.open(small.project) as session:
        pass
    aside = list(backups.folder_of(small.project).glob("*ahead*"))
    assert len(aside) == 1, "the mirror that knew more is kept"
    assert sum(b'"event"' in line for line in aside[0].read_bytes().splitlines()) == result.steps
    later = tmp_path / "later.annotator"
    again = recover(small.project, later)
    assert (again.added, again.lost) == (2, [])
    with Session.open(later) as session:
        assert {3, 4, 10} <= set(session.labels)
        assert session.project.check() == ()


@pytest.mark.parametrize("seed", range(100))
def test_any_damage_is_noticed_or_harmless_and_everything_comes_back(worked, seed: int) -> None:
    small, expected = worked
    labels = {name: told[0] for name, told in expected.items()}
    chance = random.Random(seed)
    data = bytearray(small.project.read_bytes())
    if seed % 4 == 0:
        del data[chance.randrange(len(data)) :]
    else:
        for _ in range(chance.choice((1, 20, 2000))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    small.project.write_bytes(data)
    try:
        with Session.open(small.project) as session:
            noticed = bool(session.project.damage)
            assert noticed or {name: told[0] for name, told in shown(session).items()} == labels
    except ProjectError:
        noticed = True
    if noticed:
        found, _ = recovered(small)
        assert {name: told[0] for name, told in found.items()} == labels


# The mirror


def lines_of(project: Path) -> list[dict]:
    return text_log.read_mirror(text_log.mirror_path(project))[0]


def test_the_mirror_is_read_with_an_editor(worked) -> None:
    small, _ = worked
    lines = lines_of(small.project)
    assert lines[0]["schema"] == "annotator-log"
    steps = [line for line in lines if "event" in line]
    assert [line["event"] for line in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["changes"] == [["00/im0000.png", None, 1], ["00/im0001.png", None, 1]]
    assert steps[0]["text"] == "2 images to relevant"
    assert {line["name"] for line in lines if "settings" in line} == {"relevant images", "owls 🦉"}


def test_an_unfinished_line_is_made_up_for(worked) -> None:
    small, _ = worked
    log = text_log.mirror_path(small.project)
    whole = log.read_bytes()
    log.write_bytes(whole[:-10])
    with Session.open(small.project):
        pass
    assert [line["event"] for line in lines_of(small.project) if "event" in line] == list(range(1, 16))
    log.write_bytes(whole[:200] + b"\n" + whole[300:])
    with Session.open(small.project):
        pass
    assert [line["event"] for line in lines_of(small.project) if "event" in line] == list(range(1, 16))


def test_a_large_step_takes_several_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_log, "_PIECE", 5)
    small = small_collection.make(tmp_path)
    with small.create() as session:
        session.judge(range(12), REL)
    assert text_log.mirror_path(small.project).read_bytes().count(b'{"event":1,') == 3
    (step,) = (line for line in lines_of(small.project) if "event" in line)
    assert len(step["changes"]) == 12


def test_a_mirror_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path)
    session = small.create()
    backups.folder_of(small.project).write_text("in the way")
    session.judge([0], REL)
    session._state.mirror.close()
    assert "second copy" in session.project.backup_problem
    session.judge([1], REL)
    session.close()
    with Session.open(small.project) as again:
        assert len(again.labels) == 2


# Backups


def test_a_backup_is_restored_and_what_was_there_is_kept(worked) -> None:
    small, expected = worked
    copy = named_backup(small.project, None)
    assert (contents_of(copy).steps, contents_of(copy).problem) == (14, "")
    kept = restore(small.project, copy.path)
    with Session.open(small.project) as session:
        found = shown(session)
        assert session.project.check() == ()
        assert not session.project.lost_steps, "what was restored on purpose is not damage"
    assert found != expected
    assert found["relevant images"] == expected["relevant images"]
    assert restore(small.project, kept) is not None
    with Session.open(small.project) as session:
        assert shown(session) == expected


def test_a_damaged_project_is_kept_as_it_is_when_a_backup_takes_its_place(worked) -> None:
    small, expected = worked
    small.project.write_bytes(b"damaged" * 999)
    kept = restore(small.project, named_backup(small.project, None).path)
    assert kept.read_bytes() == b"damaged" * 999
    with Session.open(small.project) as session:
        assert shown(session)["relevant images"] == expected["relevant images"]


def test_an_open_project_and_a_damaged_backup_are_refused(worked) -> None:
    small, expected = worked
    copy = named_backup(small.project, None).path
    with Session.open(small.project) as session:
        with pytest.raises(ProjectError, match="already open"):
            restore(small.project, copy)
        assert shown(session) == expected
    before = small.project.read_bytes()
    data = bytearray(copy.read_bytes())
    data[4096:20000] = bytes(20000 - 4096)
    copy.write_bytes(data)
    with pytest.raises(ProjectError, match="damaged"):
        restore(small.project, copy)
    assert small.project.read_bytes() == before
    with pytest.raises(ProjectError, match="no backup nonsense"):
        named_backup(small.project, "nonsense")


def test_every_day_keeps_a_copy_and_fourteen_days_are_kept(worked) -> None:
    small, _ = worked
    start = datetime(2031, 3, 1, 8, tzinfo=UTC)
    kept = backups.Backups(small.project, start)
    for hour in range(24 * 20):
        if hour % 6 == 0:
            kept.backup_if_due(start + timedelta(hours=hour))
    kept.wait()
    days = sorted(one.path.name for one in backups_of(small.project) if one.why == "day")
    assert days == [f"small-day-2031-03-{day:02d}.annotator" for day in range(8, 22)]
    assert sum(one.why == "timed" for one in backups_of(small.project)) == 8
    assert not contents_of(named_backup(small.project, days[0])).problem


def test_a_copy_whose_labels_contradict_its_log_is_no_backup(worked) -> None:
    small, _ = worked
    with sqlite3.connect(small.project) as connection:
        connection.execute("UPDATE label SET label = -label")
    connection.close()
    kept = backups.Backups(small.project, datetime(2031, 3, 1, tzinfo=UTC))
    before = {one.path for one in backups_of(small.project)}
    kept.backup_if_due(datetime(2031, 3, 2, tzinfo=UTC))
    kept.wait()
    assert "differ from the record of the judgements" in kept.problem
    assert {one.path for one in backups_of(small.project)} == before
    assert json.loads(text_log.mirror_path(small.project).read_text().splitlines()[0])["version"] == 1


def test_a_hopeless_file_is_not_told_to_recover_itself(tmp_path):
    (tmp_path / "p.annotator").write_bytes(b"no project at all")
    with pytest.raises(ProjectError) as caught:
        recover(tmp_path / "p.annotator", tmp_path / "new.annotator")
    assert "is not a project file" in str(caught.value)
    assert "annotator recover" not in str(caught.value)


@pytest.mark.parametrize("left", [100, 3000, 5000, 20_000])
def test_a_file_of_which_too_little_is_left_is_not_told_to_recover_itself(tmp_path, left):
    small = small_collection.make(tmp_path)
    small.create().close()
    alone = tmp_path / "alone.annotator"
    alone.write_bytes(small.project.read_bytes()[:left])
    with pytest.raises(ProjectError) as caught:
        recover(alone, tmp_path / "new.annotator")
    assert "annotator recover" not in str(caught.value)
