"""Two programs never both acknowledge judgements of one project, by whatever way the second one gets to it.

Each test runs two real programs. What one of them has acknowledged must be in the project afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import small_collection
from small_collection import Small

from annotator.data.project import database, preview
from annotator.data.project.locking import lock_path
from annotator.data.recovery.health_check import PROBLEM, examine
from annotator.data.recovery.recover import recover
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label

JUDGE = """
import os, sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.session.session import Session
from annotator.types import Label

session = None
for line in sys.stdin:
    word, _, rest = line.strip().partition(" ")
    try:
        if word == "open":
            session = Session.open(Path(rest))
        elif word == "look":
            Session.open(Path(rest), read_only=True).close()
        elif word == "close":
            session.close()
        else:
            session.judge([int(word)], Label.RELEVANT)
    except AnnotatorError as error:
        print("refused:", error, flush=True)
    else:
        print("done", flush=True)
"""


class Program:
    """Another program that opens and judges when told to."""

    def __init__(self) -> None:
        self.acknowledged: set[int] = set()
        self.refusals: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", JUDGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def does(self, command: object) -> bool:
        """Return whether it did it; else its words are added to ``refusals``."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(command, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().strip()
        assert answer, "it ended"
        if answer != "done":
            self.refusals.append(answer)
        elif isinstance(command, int):
            self.acknowledged.add(command)
        return answer == "done"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def as_root(*command: object) -> None:
    """Run a command that needs root, or skip the test."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"cannot {' '.join(map(str, command))}: {done.stderr}")


def by_its_name(small: Small, stack: ExitStack) -> Path:
    return small.project


def by_a_symbolic_link(small: Small, stack: ExitStack) -> Path:
    link = small.project.with_name("link.annotator")
    link.symlink_to(small.project)
    return link


def by_a_hard_link(small: Small, stack: ExitStack) -> Path:
    link = small.project.with_name("link.annotator")
    link.hardlink_to(small.project)
    return link


def after_removing_the_lock_file(small: Small, stack: ExitStack) -> Path:
    lock_path(small.project).unlink()
    return small.project


def through_a_mount_of_the_file(small: Small, stack: ExitStack) -> Path:
    other = small.project.with_name("mounted.annotator")
    other.touch()
    as_root("mount", "--bind", small.project, other)
    stack.callback(as_root, "umount", "--lazy", other)
    return other


def through_a_mount_of_the_folder(small: Small, stack: ExitStack) -> Path:
    other = small.project.parent.with_name("mounted")
    other.mkdir()
    as_root("mount", "--bind", small.project.parent, other)
    stack.callback(as_root, "umount", "--lazy", other)
    return other / small.project.name


def through_bindfs(small: Small, stack: ExitStack) -> Path:
    if shutil.which("bindfs") is None:
        pytest.skip("needs bindfs")
    other = small.project.parent.with_name("mounted")
    other.mkdir()
    as_root("bindfs", small.project.parent, other)
    stack.callback(as_root, "umount", "--lazy", other)
    return other / small.project.name


def through_bindfs_without_the_lock_file(small: Small, stack: ExitStack) -> Path:
    other = through_bindfs(small, stack)
    after_removing_the_lock_file(small, stack)
    return other


def through_bindfs_from_another_computer(small: Small, stack: ExitStack) -> Path:
    """Make the owner look like a process on the other side of a virtual machine's folder."""
    other = through_bindfs(small, stack)
    said = json.loads(lock_path(small.project).read_text())
    lock_path(small.project).write_text(json.dumps({**said, "host": "elsewhere", "kernel": "another"}))
    return other


WAYS: list[Callable[[Small, ExitStack], Path]] = [
    by_its_name,
    by_a_symbolic_link,
    by_a_hard_link,
    after_removing_the_lock_file,
    through_a_mount_of_the_file,
    through_a_mount_of_the_folder,
    through_bindfs,
    through_bindfs_without_the_lock_file,
    through_bindfs_from_another_computer,
]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    small = small_collection.make(tmp_path)
    small.create().close()
    return small


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these ways")
@pytest.mark.parametrize("end", ["close", "kill"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_either_of_two_programs_acknowledged_is_in_the_project(
    small: Small, way: Callable[[Small, ExitStack], Path], end: str
) -> None:
    with ExitStack() as stack:
        first, second = stack.enter_context(Program()), stack.enter_context(Program())
        assert first.does(f"open {small.project}")
        assert first.does(1)
        other = way(small, stack)
        if second.does(f"open {other}"):
            second.does(2)
        first.does(3)
        if not second.refusals:
            second.does(4)
        assert first.refusals or second.refusals
        assert not (first.acknowledged - {1} and second.acknowledged), "both acknowledged"
        for program in (first, second) if end == "close" else ():
            if program is first or second.acknowledged:
                program.does("close")
        first.kill()
        second.kill()
        for file in small.project.parent.glob("*.lock"):  # what the message says, after a crash elsewhere
            if "elsewhere" in file.read_text():
                file.unlink()
        for link in small.project.parent.glob("link.annotator"):
            link.unlink()
        with Session.open(small.project) as session:
            assert first.acknowledged | second.acknowledged <= set(session.labels)
            assert session.project.check() == ()
            assert not session.project.lost_steps


def test_a_file_with_two_names_is_opened_only_to_read(small: Small) -> None:
    link = by_a_hard_link(small, ExitStack())
    for name in (small.project, link):
        with pytest.raises(ProjectError, match=r"has 2 names \(hard links\)"):
            Session.open(name)
        Session.open(name, read_only=True).close()
        assert any(f.level == PROBLEM and "has 2 names" in f.text for f in examine(name))
    link.unlink()
    Session.open(small.project).close()


def copied_over(small: Small, backup: Path) -> str:
    shutil.copyfile(backup, small.project)
    return "another program wrote to the file|-wal was removed"  # SQLite removes the log of a file it sees empty


def written_by_another_program(small: Small, backup: Path) -> str:
    write = f"import sqlite3; sqlite3.connect({str(small.project)!r}).executescript('UPDATE topic SET name = 1')"
    subprocess.run([sys.executable, "-c", write], check=True)
    return "stored by another program"


def without_its_log(small: Small, backup: Path) -> str:
    small.project.with_name(small.project.name + "-wal").unlink()
    return "-wal was removed or replaced"


def without_its_lock_file(small: Small, backup: Path) -> str:
    lock_path(small.project).unlink()
    return "lock file small.annotator.lock was removed or replaced"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let others do that")
@pytest.mark.parametrize(
    "harm", [copied_over, written_by_another_program, without_its_log, without_its_lock_file], ids=lambda f: f.__name__
)
def test_a_file_that_others_changed_while_it_was_open_takes_no_judgement(
    small: Small, harm: Callable[[Small, Path], str]
) -> None:
    backup = Path(shutil.copyfile(small.project, small.project.with_name("backup")))
    with Session.open(small.project) as session:
        session.judge([1], Label.RELEVANT)
        expected = harm(small, backup)
        for _ in range(2):  # it does not forget
            with pytest.raises(ProjectError, match=expected):
                session.judge([2], Label.RELEVANT)
        assert set(session.labels) == {1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let others do that")
@pytest.mark.parametrize("harm", [copied_over, written_by_another_program], ids=lambda f: f.__name__)
def test_without_a_log_too_such_a_file_takes_no_judgement(
    small: Small, harm: Callable[[Small, Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Network drives have no write-ahead log; SQLite then reads the file again when another program has written."""
    monkeypatch.setattr(database, "network_kind", lambda _folder: "nfs4")
    with Session.open(small.project) as session:
        backup = Path(shutil.copyfile(small.project, small.project.with_name("backup")))
        session.judge([1], Label.RELEVANT)
        harm(small, backup)
        for _ in range(2):
            with pytest.raises(ProjectError, match="stored by another program"):
                session.judge([2], Label.RELEVANT)
        assert set(session.labels) == {1}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the descriptors of a process")
def test_a_plugin_that_closes_the_files_of_the_project_stops_further_judgements(small: Small) -> None:
    close_all = """
import os, sys
from pathlib import Path
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label
session = Session.open(Path(sys.argv[1]))
session.judge([1], Label.RELEVANT)
os.closerange(3, 256)
try:
    session.judge([2], Label.RELEVANT)
except ProjectError as error:
    print(error, flush=True)
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", close_all, small.project], capture_output=True, text=True, check=True)
    assert "this program lost its own access to the file" in done.stdout
    with Session.open(small.project) as session:
        assert set(session.labels) == {1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows loses no such locks")
def test_the_log_stays_although_this_program_reads_the_file_and_another_one_closes_it(small: Small) -> None:
    """The system drops SQLite's locks when the owner closes any descriptor of the file."""
    with Program() as owner, Program() as reader:
        assert owner.does(f"open {small.project}")
        assert owner.does(1)
        assert owner.does(f"look {small.project}")  # opens and closes the file itself
        assert reader.does(f"look {small.project}")
        assert owner.does(2)
        owner.kill()
        with Session.open(small.project) as session:
            assert set(session.labels) == {1, 2}
    assert preview.preview_project(small.project).judged == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be renamed or removed")
@pytest.mark.parametrize("renamed", [True, False])
def test_closing_keeps_what_was_acknowledged_before_the_file_was_renamed_or_its_log_removed(
    small: Small, renamed: bool
) -> None:
    session = Session.open(small.project)
    session.judge([5, 6], Label.RELEVANT)
    now = small.project
    if renamed:
        now = now.rename(now.with_name("renamed.annotator"))
    else:
        now.with_name(now.name + "-wal").unlink()
    with pytest.raises(ProjectError):
        session.judge([7], Label.RELEVANT)
    session.close()
    with Session.open(now) as session:
        assert set(session.labels) == {5, 6}
        assert not session.project.lost_steps


def test_a_new_project_does_not_take_over_the_log_of_another(small: Small, tmp_path: Path) -> None:
    with Program() as other:
        assert other.does(f"open {small.project}")
        assert other.does(5)
        other.kill()
    kept = shutil.move(small.project, tmp_path / "kept.annotator")
    for make in (
        lambda: Session.create(small.project, small.images, small.features),
        lambda: recover(kept, small.project),
    ):
        with pytest.raises(ProjectError, match="-wal belongs to a project that was here"):
            make()
    shutil.move(kept, small.project)
    with Session.open(small.project) as session:
        assert set(session.labels) == {5}


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names")
def test_a_pipe_in_the_place_of_the_lock_is_told(small: Small) -> None:
    os.mkfifo(lock_path(small.project))
    with pytest.raises(ProjectError, match="is not the file with which a project is locked"):
        Session.open(small.project)


def forked(act: Callable[[], None]) -> Callable[[], int]:
    """Run ``act`` in a forked process; what is returned waits for its exit status: 0 if nothing was raised."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_neither_writes_nor_gives_the_project_away(small: Small) -> None:
    session = Session.open(small.project)
    session.judge([1], Label.RELEVANT)

    def misuse() -> None:
        with pytest.raises(ProjectError, match="opened by another process"):
            session.judge([2], Label.RELEVANT)
        session.close()

    assert forked(misuse)() == 0
    assert list(small.project.parent.rglob("*.annotator")) == [small.project], "a forked process wrote a backup"
    with Program() as second:
        assert not second.does(f"open {small.project}")
    assert session.judge([3], Label.RELEVANT).images == (3,)
    session.close()
    with Session.open(small.project) as reopened:
        assert set(reopened.labels) == {1, 3}


class NoConnection:
    """Stands for a connection whose locks another thread of the parent held when the process was forked."""

    def close(self) -> None:
        raise AssertionError("SQLite would wait forever")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_does_not_call_sqlite_when_it_closes_a_project(small: Small) -> None:
    with Session.open(small.project) as session:

        def close() -> None:
            session._state.database._connection = NoConnection()
            session.close()

        assert forked(close)() == 0
        session.judge([1], Label.RELEVANT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_does_not_keep_the_project(small: Small) -> None:
    session = Session.open(small.project)

    def look() -> None:
        with Program() as second:
            assert second.does(f"open {small.project}")

    def judge_while_the_owner_ends() -> None:
        os.read(reading, 1)
        look()

    reading, writing = os.pipe()
    status = forked(judge_while_the_owner_ends)
    session.close()
    os.write(writing, b"x")
    assert status() == 0
    os.close(reading)
    os.close(writing)
