"""Locks of a file that belong to a descriptor, and do not get in the way of SQLite's.

SQLite locks bytes of the project file too, for the whole process, and the system drops such locks as soon as the
process closes any descriptor of the file. The locks here belong to their descriptor and use another byte. On Linux they
also keep what SQLite could lose: while the lock is held, no program finds itself the last one that uses the write-ahead
log, and so none deletes it.
"""

from __future__ import annotations

import errno
import os
import struct
import sys

_PENDING = 0x40000000  # SQLite leaves the page at this byte empty, for locks
_READERS = (_PENDING + 2, 510)  # first byte and number of those that every connection locks to read
_OWNER = (_PENDING + 1024, 1)  # behind all bytes that SQLite locks
_LOCK_FILE = 1 << 20  # far beyond the text: on Windows, other processes cannot read locked bytes

if sys.platform == "win32":
    import msvcrt

    def _lock_bytes(descriptor: int, first: int) -> None:
        os.lseek(descriptor, first, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error

    def lock(descriptor: int) -> None:
        """Lock a lock file; raise OSError if another descriptor holds it."""
        _lock_bytes(descriptor, _LOCK_FILE)

    def unlock(descriptor: int) -> None:
        """Release a lock of :func:`lock`, which copies of the descriptor would keep."""
        os.lseek(descriptor, _LOCK_FILE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def own(descriptor: int) -> None:
        """Lock a project file under all its names; raise OSError if another descriptor holds it."""
        _lock_bytes(descriptor, _OWNER[0])

    def read(descriptor: int, held: bool) -> None:
        """Do nothing: here SQLite loses no locks."""
else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock a lock file; raise OSError if another descriptor holds it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(descriptor: int) -> None:
        """Release a lock of :func:`lock`, which copies of the descriptor would keep."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def own(descriptor: int) -> None:
        """Lock a project file under all its names; raise OSError if another descriptor holds it."""
        _set(descriptor, fcntl.F_WRLCK, _OWNER)

    def read(descriptor: int, held: bool) -> None:
        """Lock, or no longer lock, the bytes that SQLite locks to read."""
        _set(descriptor, fcntl.F_RDLCK if held else fcntl.F_UNLCK, _READERS)

    def _set(descriptor: int, kind: int, where: tuple[int, int]) -> None:
        # macOS has locks of a descriptor only for whole files, and there they exclude SQLite's: no lock on the project.
        if sys.platform == "linux":
            try:
                fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", kind, os.SEEK_SET, *where, 0))
            except OSError as error:
                if error.errno != errno.EINVAL:  # what only looks like Linux, such as gVisor, lacks such locks
                    raise
