"""One owner per project, told apart by name, and never in the way once it is gone."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.data.project import file_locks, locking
from annotator.data.project.locking import ProjectLock, lock_path, read_owner
from annotator.data.project.owner import Owner, _started
from annotator.errors import ProjectError

HOLD = """
import sys
from pathlib import Path
from annotator.data.project.locking import ProjectLock
lock = ProjectLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(project: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_opener_learns_who_has_the_project_and_since_when(tmp_path: Path) -> None:
    project = tmp_path / "birds.annotator"
    with holder(project) as process:
        with pytest.raises(ProjectError) as caught:
            ProjectLock.acquire(project)
        owner = read_owner(project)
    assert owner is not None
    assert (owner.host, owner.process) == (socket.gethostname(), process.pid)
    since = owner.since.replace("T", " ").replace("Z", " UTC")
    assert f"process {process.pid} on {owner.host} since {since}" in str(caught.value)
    assert "read-only" in str(caught.value)


def test_a_killed_owner_is_not_in_the_way(tmp_path: Path) -> None:
    project = tmp_path / "birds.annotator"
    with holder(project) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert lock_path(project).exists()
    lock = ProjectLock.acquire(project)
    assert read_owner(project) == Owner(socket.gethostname(), os.getpid(), read_owner(project).since)  # type: ignore[union-attr]
    lock.release()
    assert not lock_path(project).exists()


def test_the_same_program_cannot_open_a_project_twice(tmp_path: Path) -> None:
    project = tmp_path / "birds.annotator"
    lock = ProjectLock.acquire(project)
    with pytest.raises(ProjectError, match="this program"):
        ProjectLock.acquire(project)
    lock.release()
    lock.release()
    ProjectLock.acquire(project).release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "kind", "refused"),
    [
        ({}, "", False),  # killed: the process has ended
        ({"process": os.getppid(), "started": _started(os.getppid())}, "", True),  # runs, on the other side of a mount
        ({"process": os.getppid(), "started": "1"}, "", False),  # another process got its number
        ({"kernel": "before the restart"}, "", False),
        ({"kernel": "another", "host": "another"}, "", True),  # perhaps a virtual machine that shares the folder
        ({"kernel": "another", "host": "another"}, "virtiofs", True),
        ({"kernel": "another", "host": "another"}, "nfs4", False),  # its lock would be seen
        ({"host": "another"}, "", False),  # a container of this computer
    ],
)
def test_an_owner_whose_lock_is_not_seen_counts_if_it_may_still_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], kind: str, refused: bool
) -> None:
    if changed.get("process") and not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells when a process started")
    project = tmp_path / "birds.annotator"
    with holder(project) as process:
        process.kill()
        process.wait()
    file = lock_path(project)
    left = json.dumps({**json.loads(file.read_text()), **changed})
    file.write_text(left)
    monkeypatch.setattr(locking, "network_kind", lambda _folder: kind)
    if refused:
        with pytest.raises(ProjectError, match=r"already open|open on another computer") as caught:
            ProjectLock.acquire(project)
        assert file.name in str(caught.value)
        assert file.read_text() == left
    else:
        ProjectLock.acquire(project).release()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has locks of a descriptor")
def test_without_locks_of_a_descriptor_the_lock_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_locks.fcntl, "F_OFD_SETLK", 9999)  # unknown, as on systems that only look like Linux
    project = tmp_path / "birds.annotator"
    project.touch()
    lock = ProjectLock.acquire(project)
    lock.watch(log=True)
    lock.check()
    with pytest.raises(ProjectError, match="already open"):
        ProjectLock.acquire(project)
    lock.allow_cleanup()
    lock.release()


def test_an_unreadable_owner_is_another_program(tmp_path: Path) -> None:
    project = tmp_path / "birds.annotator"
    lock = ProjectLock.acquire(project)
    lock_path(project).write_text("what?")
    assert read_owner(project) is None
    with pytest.raises(ProjectError, match="another program"):
        ProjectLock.acquire(project)
    lock.release()


def test_a_lock_removed_by_the_former_owner_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "birds.annotator"
    real, calls = file_locks.lock, []

    def lose_the_file_once(descriptor: int) -> None:
        real(descriptor)
        if not calls:
            lock_path(project).unlink()  # what a former owner does between our opening and our locking
        calls.append(descriptor)

    monkeypatch.setattr(file_locks, "lock", lose_the_file_once)
    lock = ProjectLock.acquire(project)
    assert len(calls) == 2
    assert read_owner(project) is not None
    lock.release()


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "missing"):
        with pytest.raises(ProjectError, match=f"{folder} is not a folder"):
            ProjectLock.acquire(folder / "birds.annotator")


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    project = tmp_path / "birds.annotator"
    lock_path(project).symlink_to(victim)
    with pytest.raises(ProjectError, match="is not the file with which a project is locked"):
        ProjectLock.acquire(project)
    assert victim.read_text() == "precious"
