"""Project files: created whole, recognized before they are touched, clear words for all that can be wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import small_collection
from patience import wait_for
from small_collection import Small, selection

from annotator.data.files.project_files import APPLICATION_ID
from annotator.data.project import backups, migrations, project
from annotator.data.project.backups import KEPT, Backups
from annotator.data.project.database import Database
from annotator.data.project.places import Place
from annotator.data.project.project import Project
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A closed project with one judgement."""
    small = small_collection.make(tmp_path)
    with small.create() as session:
        session.judge([1], REL)
    return small


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    before = contents(folder)
    yield
    assert contents(folder) == before


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Run the block as a user whom permissions bind: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Path]:
    """A folder that every user may enter, unlike tmp_path."""
    above = Path(tempfile.gettempdir())
    if os.geteuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in (above, *above.parents)):
        pytest.skip(f"root tests as another user, who may not enter {above}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)


# What is no sound project


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda whole: b"", r"is empty \(0 bytes\)"),
        (lambda whole: b"\0" * len(whole), "is not a project file"),
        (lambda whole: b"garbage" * 5000, "is not a project file"),
        (lambda whole: whole[:50], "is not a project file"),
        (lambda whole: whole[:9000], "damaged"),
        (lambda whole: whole[: len(whole) // 2], "damaged"),
        (lambda whole: whole[:4096] + os.urandom(len(whole) - 4096), "damaged"),
        (lambda whole: whole[:100] + b"\xff" * 300 + whole[400:], "damaged"),
    ],
    ids=["empty", "zeros", "garbage", "stub", "cut short", "halved", "garbage inside", "damaged tables"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_file_is_named_and_left_as_it_is(small: Small, damage, message: str, read_only: bool) -> None:
    small.project.write_bytes(damage(small.project.read_bytes()))
    with untouched(small.project.parent), pytest.raises(ProjectError, match=message) as caught:
        Project.open(small.project, read_only=read_only)
    assert str(small.project) in str(caught.value)
    assert "annotator recover small.annotator" in str(caught.value)


def test_a_missing_file_a_folder_and_a_foreign_database_are_told_apart(small: Small) -> None:
    folder = small.project.parent
    foreign = sqlite3.connect(folder / "other.db")
    foreign.execute("CREATE TABLE t (x)")
    foreign.close()
    with untouched(folder):
        for path, message in [
            (folder / "none", "is missing"),
            (folder, "is a folder"),
            (folder / "other.db", "database of another program"),
        ]:
            with pytest.raises(ProjectError, match=message):
                Project.open(path)


def raise_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_file_is_refused_with_the_reason_and_not_touched(small: Small, read_only: bool) -> None:
    raise_version(small.project)
    with untouched(small.project.parent), pytest.raises(ProjectError, match=r"newer version of the program.*99"):
        Session.open(small.project, read_only=read_only)


def test_a_newer_version_that_is_only_in_the_log_of_a_crash_is_seen(small: Small) -> None:
    newer = sqlite3.connect(small.project)
    newer.execute("PRAGMA user_version = 99")
    crashed = small.project.with_name("crashed.annotator")
    for suffix in ("", "-wal"):
        shutil.copy(f"{small.project}{suffix}", f"{crashed}{suffix}")
    newer.close()
    before = crashed.read_bytes(), Path(f"{crashed}-wal").read_bytes()
    assert before[0][60:64] == (len(migrations.MIGRATIONS)).to_bytes(4, "big")
    with pytest.raises(ProjectError, match="newer version"):
        Project.open(crashed)
    assert (crashed.read_bytes(), Path(f"{crashed}-wal").read_bytes()) == before


def test_an_older_file_is_copied_and_then_migrated(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def remember_mood(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE topic ADD COLUMN mood TEXT")

    extended = (*migrations.MIGRATIONS, remember_mood)
    monkeypatch.setattr(project, "MIGRATIONS", extended)
    monkeypatch.setattr(project, "migrate", lambda connection: migrations.migrate(connection, extended))
    with pytest.raises(ProjectError, match="older format"):
        Project.open(small.project, read_only=True)
    with Session.open(small.project) as session:
        assert session.labels == {1: REL}
        assert session._state.project.database.read("SELECT mood FROM topic") == [(None,)]
    copy = backups.folder_of(small.project) / f"small-format-{len(extended) - 1}.annotator"
    connection = sqlite3.connect(copy)
    assert migrations.version(connection) == len(extended) - 1
    assert connection.execute("SELECT image, label FROM label").fetchall() == [(1, 1)]
    connection.close()


def test_a_migration_that_fails_leaves_the_old_file_usable(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE step")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with monkeypatch.context() as patch:
        extended = (*migrations.MIGRATIONS, fail)
        patch.setattr(project, "MIGRATIONS", extended)
        patch.setattr(project, "migrate", lambda connection: migrations.migrate(connection, extended))
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            Project.open(small.project)
    with Session.open(small.project) as session:
        assert session.labels == {1: REL}
        assert session.undo() is not None


# Owners and readers


OPEN_TWICE = """
import sys
from pathlib import Path
from annotator.errors import ProjectError
from annotator.session.session import Session
project = Path(sys.argv[1])
try:
    Session.open(project)
except ProjectError as error:
    print(error)
with Session.open(project, read_only=True) as session:
    print(dict(session.labels))
"""


def test_another_process_may_read_but_not_open_for_writing(small: Small) -> None:
    with Session.open(small.project) as session:
        session.judge([2], IRR)
        other = subprocess.run(
            [sys.executable, "-c", OPEN_TWICE, str(small.project)], capture_output=True, text=True, check=True
        )
        session.judge([3], IRR)
    refusal, labels = other.stdout.splitlines()
    assert f"already open: process {os.getpid()} on " in refusal
    assert labels == f"{ {1: REL, 2: IRR} }"


def test_the_lock_is_the_same_whatever_name_leads_to_the_project(small: Small, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(small.project)
    with Session.open(small.project), pytest.raises(ProjectError, match="already open"):
        Session.open(tmp_path / "link")


def test_a_reader_sees_the_project_as_it_was_at_opening(small: Small) -> None:
    with Session.open(small.project) as owner:
        with Session.open(small.project, read_only=True) as reader:
            owner.judge([2], IRR)
            assert reader.labels == {1: REL}
            assert len(reader.judgements.history()) == 1
        with Session.open(small.project, read_only=True) as reader:
            assert reader.labels == {1: REL, 2: IRR}
            assert reader.next_batch is not None


def test_a_reader_cannot_change_anything(small: Small) -> None:
    with Session.open(small.project, read_only=True) as session:
        for attempt in (
            lambda: session.judge([2], REL),
            session.undo,
            lambda: session.selections.accept(selection(session, [3])),
            lambda: session.topics.add("other"),
            lambda: session.topics.configure(batch_size=3),
            lambda: session.examples.add_external([0] * 4, "x"),
            session.project.repair,
        ):
            with pytest.raises(ProjectError, match="open read-only"):
                attempt()
        assert session.labels == {1: REL}
        assert session.rank().images.size == 12
        assert session.project.check() == ()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            session._state.project.database.connection.execute("DELETE FROM label")


def test_reading_leaves_nothing_behind(small: Small) -> None:
    with untouched(small.project.parent):
        Session.open(small.project, read_only=True).close()
    with Session.open(small.project) as owner:
        reader = Session.open(small.project, read_only=True)
        owner.judge([2], REL)
    reader.close()
    names = {path.name for path in small.project.parent.iterdir()}
    assert names == {"images", "features.h5", small.project.name, small.project.name + ".backups"}
    with Session.open(small.project) as session:
        assert session.labels == {1: REL, 2: REL}


# Folders and disks


def test_a_read_only_folder_is_named_and_nothing_is_left_behind(small: Small, public: Path) -> None:
    shutil.copytree(small.project.parent, public / "archive")
    archive = public / "archive"
    archive.chmod(0o555)
    copy = archive / small.project.name
    with ordinary_user(), untouched(archive):
        with pytest.raises(ProjectError, match=f"{copy} cannot be written|{archive} cannot be written") as caught:
            Session.open(copy)
        assert "read-only" in str(caught.value)
        with pytest.raises(ProjectError, match=f"{archive} cannot be written.*folder that you may write to"):
            Session.create(archive / "new.annotator", archive / "images", archive / "features.h5")
        with Session.open(copy, read_only=True) as session:
            assert session.labels == {1: REL}
            assert session.rank().images.size == 12


def test_a_crashed_project_in_a_read_only_folder_is_read_with_its_log(small: Small, public: Path) -> None:
    with Session.open(small.project) as session:
        session.judge([5], IRR)
        for path in small.project.parent.glob("small.annotator*"):
            if path.is_file():
                shutil.copy(path, public)
    for path in public.iterdir():
        path.chmod(0o444)
    public.chmod(0o555)
    with ordinary_user(), untouched(public):
        opened = Project.open(public / "small.annotator", read_only=True)
        assert opened.database.read("SELECT image, label FROM label ORDER BY image") == [(1, 1), (5, -1)]
        opened.close()


def test_a_read_only_file_in_a_writable_folder_is_named(small: Small, public: Path) -> None:
    folder = public / "mine"
    shutil.copytree(small.project.parent, folder)
    folder.chmod(0o777)
    copy = folder / small.project.name
    copy.chmod(0o444)
    with ordinary_user(), untouched(folder), pytest.raises(ProjectError, match="cannot be written"):
        Session.open(copy)


def test_a_file_in_place_of_the_folder_is_named(small: Small) -> None:
    with untouched(small.project.parent), pytest.raises(ProjectError, match=r"features.h5 is not a folder"):
        Session.create(small.features / "new.annotator", small.images, small.features)


def test_a_full_disk_is_told_the_judgement_is_not_acknowledged_and_work_goes_on(small: Small) -> None:
    with Session.open(small.project) as session:
        connection = session._state.project.database.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

        def judge_for_ever() -> None:
            while True:
                session.judge(range(12), IRR)
                acknowledged.append(dict(session.labels))
                session.judge(range(12), REL)
                acknowledged.append(dict(session.labels))

        acknowledged = [dict(session.labels)]
        with pytest.raises(ProjectError, match=r"small.annotator: the disk is full; free some space"):
            judge_for_ever()
        assert session.labels == acknowledged[-1]
        assert session.project.check() == ()
        connection.execute("PRAGMA max_page_count = 100000")
        session.judge([4], None)
        expected = {image: label for image, label in acknowledged[-1].items() if image != 4}
    with Session.open(small.project) as session:
        assert session.labels == expected
        assert session.project.check() == ()


@pytest.mark.parametrize("read_only", [False, True])
def test_whatever_read_fails_at_opening_is_told_and_the_next_opening_works(
    small: Small, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    connect, left = sqlite3.connect, [0]

    class FailingOnce(sqlite3.Connection):
        def execute(self, *arguments):  # type: ignore[no-untyped-def]
            left[0] -= 1
            if left[0] == 0:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorname = "SQLITE_IOERR_READ"
                raise error
            return super().execute(*arguments)

    told: list[str] = []
    number = 0
    while left[0] <= 0:  # until an opening needs fewer statements than the one that fails
        number += 1
        left[0] = number
        with monkeypatch.context() as patched:
            patched.setattr(sqlite3, "connect", partial(connect, factory=FailingOnce))
            try:
                Project.open(small.project, read_only=read_only).close()
            except ProjectError as error:
                told.append(str(error))
        Project.open(small.project, read_only=read_only).close()
    assert len(told) > 10
    assert all(str(small.project) in text for text in told)


def test_what_a_killed_creation_left_is_not_in_the_way(small: Small) -> None:
    small.project.with_name("new.annotator.unfinished").write_bytes(b"half a project")
    small.project.with_name("new.annotator.lock").write_text('{"host": "gone"}')
    Session.create(small.project.with_name("new.annotator"), small.images, small.features).close()
    assert not list(small.project.parent.glob("new.annotator.*"))


def test_a_path_that_cannot_be_one_is_told(small: Small) -> None:
    for name in ("nul\0character", "x" * 300):
        with pytest.raises(ProjectError, match="cannot be"):
            Session.create(small.project.with_name(name), small.images, small.features)
        with pytest.raises(ProjectError, match="cannot be"):
            Session.open(small.project.with_name(name))


def test_a_project_that_is_moved_or_replaced_while_open_takes_no_judgement(small: Small) -> None:
    aside = small.project.with_name("aside")
    with Session.open(small.project) as session:
        small.project.rename(aside)
        with pytest.raises(ProjectError, match="was moved, deleted or replaced while it was open"):
            session.judge([2], REL)
        shutil.copy(aside, small.project)
        with pytest.raises(ProjectError, match="replaced"):
            session.judge([2], REL)
        assert session.labels == {1: REL}
        aside.replace(small.project)
        session.judge([3], REL)
    with Session.open(small.project) as session:
        assert session.labels == {1: REL, 3: REL}


def test_creating_on_a_full_disk_leaves_nothing(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def on_a_small_disk(*args, **kwargs):
        connection = real(*args, **kwargs)
        connection.execute("PRAGMA max_page_count = 5")
        return connection

    with untouched(small.project.parent):
        monkeypatch.setattr(project.sqlite3, "connect", on_a_small_disk)
        with pytest.raises(ProjectError, match=r"new.annotator.*disk is full"):
            Session.create(small.project.with_name("new.annotator"), small.images, small.features)
    monkeypatch.undo()
    Session.create(small.project.with_name("new.annotator"), small.images, small.features).close()


def test_what_a_defect_raises_is_not_dressed_up(small: Small) -> None:
    opened = Database(small.project)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        opened.read("SELECT * FROM nowhere")

    def break_half_way() -> None:
        with opened.transaction() as connection:
            connection.execute("DELETE FROM label")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_half_way()
    assert opened.read("SELECT count(*) FROM label") == [(1,)]
    opened.close()


# Durability and places


def test_the_file_is_durable_and_marked_as_ours(small: Small) -> None:
    opened = Project.open(small.project)
    asked = {
        name: opened.database.read(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "application_id", "user_version", "foreign_keys")
    }
    opened.close()
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "application_id": APPLICATION_ID,
        "user_version": len(migrations.MIGRATIONS),
        "foreign_keys": 1,
    }


@pytest.mark.parametrize(
    "name", ["a b.annotator", "100%.annotator", "what?#.annotator", "é🦅.annotator", "no-suffix", "[x]*.annotator"]
)
def test_awkward_names_work(tmp_path: Path, name: str) -> None:
    small = small_collection.make(tmp_path / "a folder?#%20")
    path = small.project.with_name(name)
    with Session.create(path, small.images, small.features) as session:
        session.judge([1], REL)
    with Session.open(path, read_only=True) as session:
        assert session.labels == {1: REL}
    assert {one.why for one in backups.backups_of(path)} == {"timed", "day"}


def test_a_place_prefers_what_lies_beside_the_project(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "images").mkdir(parents=True)
    place = Place.of(home / "images", home / "p.annotator")
    assert place == Place("images", str(home / "images"))
    (tmp_path / "moved" / "images").mkdir(parents=True)
    assert place.find(tmp_path / "moved" / "p.annotator") == tmp_path / "moved" / "images"
    assert place.find(tmp_path / "alone" / "p.annotator") == home / "images"
    assert Place(None, str(home)).find(tmp_path / "p.annotator") == home


def test_a_place_is_relative_whatever_links_lead_to_it(tmp_path: Path) -> None:
    (tmp_path / "real" / "images").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "far").symlink_to(tmp_path)
    project = (tmp_path / "link" / "p.annotator").resolve()
    assert Place.of(tmp_path / "link" / "images", project).relative == "images"
    assert Place.of(tmp_path / "link" / "far", project).relative == "far"


# Backups


@pytest.fixture
def kept(small: Small) -> Iterator[Backups]:
    """The backups of an open project that has none, from 2030 on."""
    opened = Project.open(small.project)
    shutil.rmtree(backups.folder_of(small.project))
    kept = Backups(small.project, START)
    yield kept
    kept.wait()
    opened.close()


START = datetime(2030, 1, 1, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def test_backups_come_every_half_hour_and_eight_are_kept(kept: Backups, small: Small) -> None:
    assert kept.backup_if_due(START + HALF_HOUR - MINUTE) is None
    copies = [kept.backup_if_due(START + i * HALF_HOUR) for i in range(1, 12)]
    assert kept.backup_if_due(START + 12 * HALF_HOUR - MINUTE) is None
    kept.wait()
    assert kept.existing() == copies[-KEPT:]
    assert kept.problem == ""
    again = Backups(small.project, START + 11 * HALF_HOUR + MINUTE)
    assert again.backup_if_due(START + 11 * HALF_HOUR + 2 * MINUTE, closing=True) is None
    assert again.backup_if_due(START + 12 * HALF_HOUR, closing=True) is not None
    again.wait()
    assert len(again.existing()) == KEPT


def test_judging_goes_on_while_a_backup_is_written(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real, reached, go_on = backups.check_sound, threading.Event(), threading.Event()

    def check_slowly(connection: sqlite3.Connection, path: Path) -> None:
        reached.set()
        wait_for(go_on)
        real(connection, path)

    monkeypatch.setattr(backups, "check_sound", check_slowly)
    with Session.open(small.project) as session:
        kept = Backups(small.project, START)
        copy = kept.backup_if_due(START + HALF_HOUR)
        assert copy is not None
        wait_for(reached)
        session.judge([2], IRR)
        assert not copy.exists()
        go_on.set()
        kept.wait()
    opened = Database(copy, read_only=True)
    assert opened.read("SELECT image FROM label") == [(1,)]
    opened.close()


def test_a_clock_that_is_set_back_does_not_stop_backups(kept: Backups) -> None:
    assert kept.backup_if_due(START - timedelta(days=2)) is not None
    assert kept.backup_if_due(START - timedelta(days=2) + HALF_HOUR + MINUTE) is not None


def test_only_timed_copies_are_removed(kept: Backups) -> None:
    kept.folder.mkdir()
    (kept.folder / "small-mine.annotator").write_text("mine")
    (kept.folder / "notes.txt").write_text("notes")
    for i in range(12):
        kept.backup_if_due(START + (i + 1) * HALF_HOUR)
    kept.wait()
    assert (kept.folder / "small-mine.annotator").exists()
    assert (kept.folder / "notes.txt").exists()
    assert len(list(kept.folder.glob("small-*Z.annotator"))) == KEPT


def test_a_backup_that_cannot_be_written_leaves_nothing_and_is_told(kept: Backups, monkeypatch) -> None:
    real = sqlite3.connect

    def on_a_small_disk(*args, **kwargs):
        connection = real(*args, **kwargs)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(backups.sqlite3, "connect", on_a_small_disk)
        kept.backup_if_due(START + HALF_HOUR)
        kept.wait()
    assert "disk is full" in kept.problem
    assert contents(kept.folder) == {}
    kept.backup_if_due(START + 2 * HALF_HOUR)
    kept.wait()
    assert kept.problem == ""
    assert len(kept.existing()) == 1
