"""A write-ahead log is applied to the file it belongs to, and to no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import small_collection
from small_collection import Small

from annotator.data.files import generation
from annotator.data.files.generation import log_path
from annotator.data.project import backups, database
from annotator.data.project.locking import lock_path
from annotator.data.project.text_log import mirror_path
from annotator.data.recovery.health_check import PROBLEM, examine
from annotator.data.recovery.recover import recover
from annotator.data.recovery.restore import named_backup, restore
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label

JUDGE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from annotator.session.session import Session
from annotator.types import Label
session = Session.open(Path(sys.argv[1]))
for image in map(int, sys.argv[2:]):
    session.judge([image], Label.RELEVANT)
os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills no program in this way")


@pytest.fixture
def small(tmp_path: Path) -> Small:
    small = small_collection.make(tmp_path)
    small.create().close()
    return small


def crash(project: Path, *images: int) -> None:
    """Judge images in another program, which is killed then."""
    subprocess.run([sys.executable, "-c", JUDGE_AND_DIE, project, *map(str, images)], check=False)
    assert log_path(project).stat().st_size > 0


def labels(project: Path) -> dict[str, int]:
    with Session.open(project) as session:
        assert session.project.check() == ()
        return {session.paths[image]: int(label) for image, label in session.labels.items()}


def older_copy(small: Small) -> Path:
    return Path(shutil.copyfile(small.project, small.project.with_name("copy")))


def periodic_backup(small: Small) -> Path:
    """Return a backup from the same opening whose log is left."""
    copy = small.project.with_name("copy")
    code = JUDGE_AND_DIE.replace(
        "os.kill",
        f"from annotator.data.project.backups import back_up; back_up(session._state.database.connection, "
        f"Path({str(copy)!r}))\nsession.judge([9], Label.RELEVANT)\nos.kill",
    )
    subprocess.run([sys.executable, "-c", code, small.project, "8"], check=False)
    return copy


def another_project(small: Small) -> Path:
    other = small.project.with_name("other.annotator")
    with Session.create(other, small.images, small.features) as session:
        session.judge([11], Label.IRRELEVANT)
    return other


def a_project_of_an_older_format(small: Small) -> Path:
    from benchmarks.faults.old_projects import unpack  # its images are others, which must not matter

    other = small.project.with_name("old.annotator")
    unpack(3, other.parent, other)
    return other


@pytest.mark.parametrize("copied", [older_copy, periodic_backup, another_project], ids=lambda one: one.__name__)
def test_the_log_of_a_killed_program_is_not_applied_to_what_is_copied_over_its_project(
    small: Small, copied: Callable[[Small], Path]
) -> None:
    copy = copied(small)
    with Session.open(copy, read_only=True) as session:
        before = {session.paths[image]: int(label) for image, label in session.labels.items()}
    if copied is not periodic_backup:
        crash(small.project, 1, 2, 3)
    left = log_path(small.project).read_bytes()
    shutil.copyfile(copy, small.project)

    with Session.open(small.project, read_only=True) as session:
        assert len(session.labels) == len(before)
        assert "belongs to another file" in str(session.project.log_problem)
        with closing(database.Database(small.project, read_only=True)) as again:  # as when the text log is compared
            assert again.read("SELECT count(*) FROM label") == [(len(before),)]
    assert any(one.level == PROBLEM and "belongs to another file" in one.text for one in examine(small.project))
    assert log_path(small.project).read_bytes() == left, "who only looks moves nothing"
    assert labels(small.project) == before
    (aside,) = backups.folder_of(small.project).glob("small-stray-log-*")
    assert aside.read_bytes() == left
    assert not log_path(small.project).exists()
    assert labels(small.project) == before


def test_an_older_format_that_takes_the_place_of_a_project_is_not_changed_by_its_log(small: Small) -> None:
    crash(small.project, 1, 2, 3)
    shutil.copyfile(a_project_of_an_older_format(small), small.project)
    assert generation.foreign_log(small.project)
    with pytest.raises(ProjectError, match="belongs to another file"):
        database.Database(small.project)


@pytest.mark.parametrize("mirror", [True, False])
@pytest.mark.parametrize("since", [[], [5]])
def test_judgements_in_a_log_that_was_put_aside_are_recovered(
    small: Small, tmp_path: Path, mirror: bool, since: list[int]
) -> None:
    with Session.open(small.project) as session:
        session.judge([7], Label.IRRELEVANT)
    copy = older_copy(small)
    with Session.open(small.project) as session:
        session.judge([8], Label.IRRELEVANT)
    crash(small.project, 1, 2, 3)
    shutil.copyfile(copy, small.project)
    if not mirror:  # the pages of the log are all there is
        shutil.rmtree(backups.folder_of(small.project))
    with Session.open(small.project) as session:
        session.judge(since, Label.UNSURE)
    recover(small.project, tmp_path / "recovered.annotator")
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert session.project.check() == ()
        assert session.project.log_problem is None
        assert set(session.labels) == {7, 8, 1, 2, 3, *since}


def test_a_log_with_many_judgements_is_recovered_from_its_pages_alone(small: Small, tmp_path: Path) -> None:
    """Of the tables with several pages, only those that the log has are known."""
    with Session.open(small.project) as session:
        for number in range(150):
            session.judge([number % 6], (Label.RELEVANT, Label.IRRELEVANT)[number // 6 % 2])
    copy = older_copy(small)
    with Session.open(small.project) as session:
        for number in range(60):
            session.judge([number % 6], (Label.RELEVANT, Label.UNSURE)[number // 6 % 2])
    crash(small.project, 7, 8, 9, 10)
    shutil.copyfile(copy, small.project)
    shutil.rmtree(backups.folder_of(small.project))
    recover(small.project, tmp_path / "recovered.annotator")
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert {7, 8, 9, 10} <= set(session.labels)
        assert session.project.check() == ()


def test_notes_are_recovered_from_the_pages_of_a_log_alone(small: Small, tmp_path: Path) -> None:
    with Session.open(small.project) as session:
        session.judge([7], Label.IRRELEVANT)
    copy = older_copy(small)
    with Session.open(small.project) as session:
        session.judge([8], Label.IRRELEVANT)
    code = JUDGE_AND_DIE.replace(
        "os.kill",
        "session.collection.notes.set(4, 'from the log')\nsession.collection.notes.set(5, 'x' * 9000)\nos.kill",
    )
    subprocess.run([sys.executable, "-c", code, small.project, "1", "2"], check=False)
    shutil.copyfile(copy, small.project)
    shutil.rmtree(backups.folder_of(small.project))
    recover(small.project, tmp_path / "recovered.annotator")
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert session.collection.notes.all == {4: "from the log", 5: "x" * 9000}
        assert session.project.check() == ()


def test_the_project_of_a_log_that_was_put_aside_is_recovered_when_it_is_moved_away(
    small: Small, tmp_path: Path
) -> None:
    with Session.open(small.project) as session:
        session.judge([7], Label.IRRELEVANT)  # and a backup
    crash(small.project, 1, 2, 3)
    mirror_path(small.project).unlink()
    shutil.copyfile(another_project(small), small.project)
    Session.open(small.project).close()
    found = recover(small.project, tmp_path / "of the other.annotator")
    assert any("belongs to another project" in text for text in found.lost)
    small.project.unlink()
    recover(small.project, tmp_path / "recovered.annotator")
    assert set(labels(tmp_path / "recovered.annotator").values()) == {-1, 1}
    assert len(labels(tmp_path / "recovered.annotator")) == 4


def test_restoring_a_backup_keeps_a_log_that_belongs_to_another_file(small: Small) -> None:
    copy = older_copy(small)
    with Session.open(small.project) as session:
        session.judge([7], Label.IRRELEVANT)
    crash(small.project, 1)
    shutil.copyfile(copy, small.project)
    restore(small.project, named_backup(small.project, None).path)
    assert len(list(backups.folder_of(small.project).glob("small-stray-log-*"))) == 1
    assert set(labels(small.project).values()) == {-1}


def test_the_text_log_of_another_project_is_kept(small: Small) -> None:
    with Session.open(small.project) as session:
        session.judge([1], Label.RELEVANT)
    kept = mirror_path(small.project).read_bytes()
    other = another_project(small)
    shutil.move(other, small.project)
    with Session.open(small.project) as session:
        assert not session.project.lost_steps, "they are those of another project"
        session.judge([2], Label.RELEVANT)
    (aside,) = backups.folder_of(small.project).glob("small.log-other-*.jsonl")
    assert aside.read_bytes() == kept


@pytest.mark.parametrize("looked", [False, True])
def test_a_project_that_was_moved_without_its_log_says_so_until_the_log_is_brought(small: Small, looked: bool) -> None:
    crash(small.project, 1, 2, 3)
    moved = small.project.with_name("moved.annotator")
    small.project.rename(moved)
    for read_only in (True, False, True):
        with Session.open(moved, read_only=read_only) as session:
            words = str(session.project.log_problem)
            assert f"it was {log_path(small.project)}" in words
            assert "as moved.annotator-wal" in words
            assert len(session.labels) == 0
        if not looked:
            break
    assert any(one.level == PROBLEM and "moved while a program had it open" in one.text for one in examine(moved))
    log_path(small.project).rename(log_path(moved))
    with Session.open(moved) as session:
        assert set(session.labels) == {1, 2, 3}
        assert session.project.log_problem is None
    with Session.open(moved) as session:
        assert session.project.log_problem is None


def test_a_log_that_is_brought_after_something_else_was_judged_can_be_recovered(small: Small, tmp_path: Path) -> None:
    crash(small.project, 1, 2, 3)
    moved = small.project.with_name("moved.annotator")
    small.project.rename(moved)
    with Session.open(moved) as session:
        session.judge([3, 4], Label.UNSURE)
    with Session.open(moved) as session:
        assert session.project.log_problem is None, "it was closed properly"
    log_path(small.project).rename(log_path(moved))
    assert len(labels(moved)) == 2
    found = recover(moved, tmp_path / "recovered.annotator")
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert {image: int(label) for image, label in session.labels.items()} == {1: 1, 2: 1, 3: 0, 4: 0}
        assert session.project.check() == ()
    assert [str(text) for text in found.lost] == [
        "Left out, because these images were judged otherwise since: 1 label of an older log."
    ]


@pytest.mark.parametrize("between", ["nothing", "look", "open", "lock", "shm"])
def test_a_project_that_stayed_where_it_was_says_nothing(small: Small, between: str) -> None:
    crash(small.project, 1, 2, 3)
    if between == "look":
        Session.open(small.project, read_only=True).close()
    elif between == "open":
        Session.open(small.project).close()
    elif between == "lock":
        lock_path(small.project).unlink()
    elif between == "shm":
        small.project.with_name(small.project.name + "-shm").unlink()
    for read_only in (True, False):
        with Session.open(small.project, read_only=read_only) as session:
            assert session.project.log_problem is None
            assert set(session.labels) == {1, 2, 3}
            assert not session.project.lost_steps
    assert not [one for one in examine(small.project) if one.level == PROBLEM]


def test_a_second_crash_before_the_log_is_in_the_file_is_no_other_file(small: Small) -> None:
    for image in range(4):
        crash(small.project, image)
    crash(small.project)  # it only looked
    with Session.open(small.project) as session:
        assert set(session.labels) == {0, 1, 2, 3}
        assert session.project.log_problem is None


def test_opening_without_a_change_leaves_the_file_as_it_is(small: Small) -> None:
    before = small.project.read_bytes()
    with Session.open(small.project) as session:
        assert session.project.log_problem is None
    assert small.project.read_bytes() == before


def test_a_damaged_row_of_the_generation_does_not_keep_the_log_from_its_file(small: Small) -> None:
    crash(small.project, 1, 2, 3)
    log = generation.read_log(log_path(small.project))
    assert log is not None
    data = bytearray(small.project.read_bytes())
    data[log.page * log.size - 1] = 0
    small.project.write_bytes(data)
    assert generation.generation_at(small.project, log.page, log.size) is None
    assert set(labels(small.project).values()) == {1}


def test_after_a_checkpoint_an_earlier_copy_of_the_same_opening_is_another_file(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_CHECKPOINT_AFTER", (3, 5000))
    copies = small.project.parent / "copies"
    copies.mkdir()
    with Session.open(small.project) as session:
        for image in range(9):
            session.judge([image], Label.RELEVANT)
            for file in (small.project, log_path(small.project)):
                shutil.copyfile(file, copies / f"{file.name.replace('small', str(image))}")
        # As it is at this moment, each log belongs to its own file, and not to one from before a checkpoint.
        for image in range(9):
            assert not generation.foreign_log(copies / f"{image}.annotator")
        first, last = copies / "0.annotator", copies / "8.annotator"
        assert first.read_bytes() != last.read_bytes()
        shutil.copyfile(log_path(last), log_path(first))
        assert generation.foreign_log(first)


def test_a_disk_that_fails_once_while_a_project_is_closed_leaves_no_false_warning(small: Small, monkeypatch) -> None:
    session = Session.open(small.project)
    session.judge([1], Label.RELEVANT)
    written, failed = database.Database._written, []

    def fails_once(file: database.Database):
        if not failed:
            failed.append(True)
            raise ProjectError("the disk is full")
        return written(file)

    monkeypatch.setattr(database.Database, "_written", fails_once)
    session.close()
    assert failed
    with Session.open(small.project) as again:
        assert again.project.log_problem is None
        assert again.labels[1] is Label.RELEVANT
