"""One owner per project: an operating-system lock on a file next to the project, which names the owner.

The lock is released when its process ends, so a killed program leaves at most a file that the next one reuses.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.errors import ProjectError
from annotator.messages import Message

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 20  # far beyond the text: on Windows, other processes cannot read locked bytes

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True)
class Owner:
    """The process that has a project open.

    Attributes:
        host: Name of the machine.
        process: Process id on that machine.
        since: UTC time, ISO 8601 with ``Z``.
    """

    host: str
    process: int
    since: str


class ProjectLock:
    """Exclusive lock for writing a project; see :meth:`acquire`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, project: Path) -> ProjectLock:
        """Acquire the lock of ``project``.

        Args:
            project: Path of the project file, which need not exist yet.

        Raises:
            ProjectError: The project is open elsewhere (the message names the owner), or its folder is not writable or
                does not support locks.
        """
        path = lock_path(project)
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            except OSError as error:
                raise unwritable(project, error) from error
            try:
                _lock(descriptor)
            except BlockingIOError:
                os.close(descriptor)
                raise _already_open(project, path) from None
            except OSError as error:
                os.close(descriptor)
                raise ProjectError(
                    "{project}: this folder cannot lock files ({reason}). Copy the project to a local disk and open "
                    "it there.",
                    project=project,
                    reason=error.strerror,
                ) from error
            if _still_there(path, descriptor):
                break
            os.close(descriptor)  # the former owner removed the file between the two calls
        lock = cls(path, descriptor)
        try:
            lock._sign()
        except OSError as error:
            lock.release()
            raise unwritable(project, error) from error
        return lock

    def release(self) -> None:
        """Release the lock and remove its file; a second call does nothing."""
        if self._descriptor < 0:
            return
        if sys.platform != "win32":  # removed while still locked, so that no other process's file is removed
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = -1
        if sys.platform == "win32":  # open files cannot be removed, and neither can one that another process has locked
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _sign(self) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        text = json.dumps({"host": socket.gethostname(), "process": os.getpid(), "since": now})
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, text.encode())


def lock_path(project: Path) -> Path:
    """Return the path of the lock file of ``project``."""
    return project.with_name(project.name + ".lock")


def read_owner(project: Path) -> Owner | None:
    """Return the owner named in the lock file of ``project``, None if there is no file or it names none."""
    try:
        said = json.loads(lock_path(project).read_text())
        return Owner(str(said["host"]), int(said["process"]), str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unwritable(project: Path, error: OSError) -> ProjectError:
    """Return the error to raise when nothing can be written next to ``project``."""
    folder = project.parent
    if not folder.is_dir():
        return ProjectError(
            "{folder} is not a folder. Choose an existing folder for the project {project}.",
            folder=folder,
            project=project.name,
        )
    return ProjectError(
        "{folder} cannot be written ({reason}), and a project needs to write next to its file. Choose a folder that "
        "you may write to, or open an existing project read-only.",
        folder=folder,
        reason=error.strerror,
    )


def _still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _already_open(project: Path, path: Path) -> ProjectError:
    owner = read_owner(project)
    who = Message("another program")
    if owner is not None:
        since = owner.since.replace("T", " ").replace("Z", " UTC")
        fields = {"process": str(owner.process), "host": owner.host, "since": since}
        if (owner.host, owner.process) == (socket.gethostname(), os.getpid()):
            who = Message("process {process} (this program) on {host} since {since}", **fields)
        else:
            who = Message("process {process} on {host} since {since}", **fields)
    return ProjectError(
        "{project} is already open: {who}. Close it there, or open it read-only. (Lock: {file})",
        project=project,
        who=who,
        file=path.name,
    )
