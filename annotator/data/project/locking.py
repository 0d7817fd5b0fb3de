"""One owner per project: a lock on the file itself, and one on a file next to it, which names the owner.

The lock on the project file holds under all its names. The lock file also stops those who do not see that lock: on the
other side of a folder that is shared with a virtual machine, or mounted a second time in user space. Both locks end
with their process, so a killed program leaves at most a file that the next one reuses.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

from annotator.data.files.filesystem import hides_locks, is_mount_point, network_kind
from annotator.data.files.reading import read_bytes
from annotator.data.project import file_locks
from annotator.data.project.owner import Owner
from annotator.errors import ProjectError
from annotator.messages import Message

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # for somebody who writes into a pipe
_Identity = tuple[int, int]  # of a file: device and inode
_Written = tuple[int, int]  # time of writing in nanoseconds, and size


class ProjectLock:
    """Exclusive lock for writing a project; see :meth:`acquire`.

    A process that is forked off holds nothing: it may not write, and releasing does nothing there.
    """

    def __init__(self, project: Path, descriptor: int) -> None:
        self._project = project
        self._path = lock_path(project)
        self._log = project.with_name(project.name + "-wal")
        self._descriptor = descriptor
        self._file = -1
        self._signature = b""
        self._identities: dict[Path, _Identity | None] = {}
        self._written: _Written | None = None
        _held.add(self)

    @classmethod
    def acquire(cls, project: Path) -> ProjectLock:
        """Acquire the lock of ``project``.

        Args:
            project: Path of the project file without links, which need not exist yet; see :meth:`own_file`.

        Raises:
            ProjectError: The project is open elsewhere (the message names the owner), or its folder is not writable or
                does not support locks.
        """
        path = lock_path(project)
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK | _NO_WAIT, 0o666)
            except OSError as error:
                if _is_no_file(path):
                    raise _no_lock_file(path) from None
                raise unwritable(project, error) from error
            if _is_no_file(path):
                os.close(descriptor)
                raise _no_lock_file(path)
            try:
                with _refusing(project):
                    file_locks.lock(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            if _still_there(path, descriptor):
                break
            os.close(descriptor)  # the former owner removed the file between the two calls
        lock = cls(project, descriptor)
        try:
            lock._refuse_unseen_owner()
            lock.own_file()
            lock._sign()
        except OSError as error:
            lock.release()
            raise unwritable(project, error) from error
        except BaseException:
            lock.release()
            raise
        return lock

    def own_file(self) -> None:
        """Lock the project file itself, if it exists and can be written.

        Raises:
            ProjectError: Another program has it open, for instance under another name.
        """
        with contextlib.suppress(OSError):
            self._file = os.open(self._project, os.O_RDWR)
        if self._file >= 0:
            with _refusing(self._project):
                file_locks.own(self._file)

    def give_up_file(self) -> None:
        """Unlock the project file, which is about to be replaced."""
        if self._file >= 0:
            with contextlib.suppress(OSError):  # a plugin closed it
                os.close(self._file)
        self._file = -1

    def watch(self, *, log: bool) -> None:
        """Remember which files belong to the open project, for :meth:`check`.

        Args:
            log: Whether it has a write-ahead log, which is then kept until :meth:`allow_cleanup`.
        """
        watched = (self._project, self._log) if log else (self._project,)
        self._identities = {file: _identity(file) for file in watched}
        if log and self._file >= 0:
            with _refusing(self._project):
                file_locks.read(self._file, held=True)
        self._note_written()

    @property
    def held(self) -> bool:
        """Whether this process holds the lock: it was not released, nor is this a forked process."""
        return self._descriptor >= 0

    def check(self, *, after_writing: bool = False) -> None:
        """Check that nobody else can have written to the project.

        Args:
            after_writing: Whether this program may just have written to it.

        Raises:
            ProjectError: Somebody else can, or this is a forked process.
        """
        if not self.held:
            raise ProjectError(
                "{project} was opened by another process, from which this one was forked. Only that one may change it; "
                "pass the judgements to it.",
                project=self._project,
            )
        if self._moved():  # SQLite would continue writing to the unlinked file
            raise ProjectError(
                "{path} was moved, deleted or replaced while it was open. Nothing more can be stored in it: put it "
                "back where it was, or close the project and open it where it is now.",
                path=self._project,
            )
        if after_writing:
            self._note_written()
        changed = self._changed()
        if changed:
            raise lost(self._project, changed)

    def allow_cleanup(self) -> bool:
        """Return whether the write-ahead log may be put into the project, and let SQLite do it when it closes it.

        The log of a file that was moved still belongs to it: nobody could open it there. A log that was removed is
        still open here, and that of a later reader is empty. If somebody else may have written, all files stay as they
        are.
        """
        if self._file < 0 or self._log not in self._identities:
            return False
        allowed = self._moved() or not self._changed(log=_has_content(self._log))
        if allowed:
            file_locks.read(self._file, held=False)
        return allowed

    def release(self) -> None:
        """Release the lock and remove its file; a second call does nothing."""
        if not self.held:
            return
        ours = self._text() == self._signature  # else it is the file of another owner, or gone
        if ours and sys.platform != "win32":  # removed while still locked, so that no other process's file is removed
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._close()
        if ours and sys.platform == "win32":  # an open file cannot be removed, nor one that another process has locked
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _close(self) -> None:
        """Close the descriptors; in a forked process, that leaves the locks to the other."""
        self.give_up_file()
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = -1

    def _refuse_unseen_owner(self) -> None:
        """Refuse if the lock file names an owner whose locks are not seen here, but who may still run."""
        text = self._text()
        owner = Owner.read(text or b"")
        if owner is None:
            return
        if owner.elsewhere() and hides_locks(network_kind(self._project.parent)):
            raise ProjectError(
                "{project} is open on another computer, or was not closed there: {who}. Close it there. If it is not "
                "open there, delete {file} and open it again.",
                project=self._project,
                who=owner.described(),
                file=self._path,
            )
        here = any(other._signature == text for other in _held) if owner.same_process() else owner.runs_here()
        if here:
            raise already_open(self._project)

    def _sign(self) -> None:
        self._signature = Owner.here().signature()
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, self._signature)

    def _text(self) -> bytes | None:
        """Return the text of the lock file, opened afresh because others may reach it through another mount."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | _NO_LINK | _NO_WAIT)
        except OSError:
            return None
        try:
            return os.read(descriptor, 1 << 16)
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def _moved(self) -> bool:
        return self._project in self._identities and _identity(self._project) != self._identities[self._project]

    def _changed(self, *, log: bool = True) -> Message | None:
        """Return what others have changed, None if nothing; ``log`` says whether the write-ahead log counts."""
        if self._text() != self._signature:
            return Message("its lock file {file} was removed or replaced", file=self._path.name)
        if self._file >= 0 and _identity(self._file) != self._identities.get(self._project):
            return Message("this program lost its own access to the file, perhaps by a plugin that closed it")
        if log and self._log in self._identities and _identity(self._log) != self._identities[self._log]:
            return Message("{file} was removed or replaced", file=self._log.name)
        if self._written is not None and _written(self._project) != self._written:
            return Message("another program wrote to the file")
        return None

    def _note_written(self) -> None:
        # Without a write-ahead log, SQLite notices such a change itself. Windows tells the time of writing late.
        if self._log in self._identities and sys.platform != "win32":
            self._written = _written(self._project)


_held: weakref.WeakSet[ProjectLock] = weakref.WeakSet()


def _forget_all() -> None:
    for lock in _held:
        lock._close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def lock_path(project: Path) -> Path:
    """Return the path of the lock file of ``project``."""
    return project.with_name(project.name + ".lock")


def read_owner(project: Path) -> Owner | None:
    """Return the owner named in the lock file of ``project``, None if there is no file or it names none."""
    try:
        return Owner.read(read_bytes(lock_path(project), ProjectError))  # which does not wait at a pipe
    except ProjectError:
        return None


def refuse_other_names(project: Path) -> None:
    """Refuse to write to a file that SQLite would know by several names, each with a write-ahead log of its own.

    Raises:
        ProjectError: It has hard links, or is mounted without its folder.
    """
    try:
        names = project.stat().st_nlink
    except OSError:
        return
    if names > 1:
        raise ProjectError(
            "{project} has {names} names (hard links), and what is judged under one of them can be lost under another. "
            "Remove all but one: if there is a file ending in -wal next to one of them, keep that one.",
            project=project,
            names=names,
        )
    if is_mount_point(project):
        raise ProjectError(
            "{project} is mounted as a single file, and what is judged there can be lost, because it is stored next to "
            "the file first. Mount the folder of the project instead, or open it under its original name.",
            project=project,
        )


def lost(project: Path, changed: Message) -> ProjectError:
    """Return the error to raise when somebody else may be writing to an open project."""
    return ProjectError(
        "{project}: {changed} while the project was open, so another program may be writing to it. Nothing more is "
        "stored here. Close the project, open it again and repeat the last step.",
        project=project,
        changed=changed,
    )


def _is_no_file(path: Path) -> bool:
    """Return whether a folder, a link, a pipe or the like is there."""
    try:
        return not stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _no_lock_file(path: Path) -> ProjectError:
    return ProjectError(
        "{file} is not the file with which a project is locked, but a folder, a link or a pipe. Move it away "
        "and open the project again.",
        file=path,
    )


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


@contextlib.contextmanager
def _refusing(project: Path) -> Iterator[None]:
    """Convert a lock that is not granted to ProjectError."""
    try:
        yield
    except (BlockingIOError, PermissionError):  # fcntl may say either
        raise already_open(project) from None
    except OSError as error:
        raise ProjectError(
            "{project}: this folder cannot lock files ({reason}). Copy the project to a local disk and open it there.",
            project=project,
            reason=error.strerror,
        ) from error


def _still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _has_content(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _identity(file: Path | int) -> _Identity | None:
    """Return the identity of a file, which distinguishes it from another of the same name; None if there is none."""
    try:
        status = os.fstat(file) if isinstance(file, int) else file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _written(path: Path) -> _Written | None:
    """Return when a file was written and its size; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def already_open(project: Path) -> ProjectError:
    """Return the error to raise when another program, or this one, has the project open."""
    owner = read_owner(project)
    return ProjectError(
        "{project} is already open: {who}. Close it there, or open it read-only. (Lock: {file})",
        project=project,
        who=Message("another program") if owner is None else owner.described(),
        file=lock_path(project).name,
    )
