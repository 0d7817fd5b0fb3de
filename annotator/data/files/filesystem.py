"""File systems: detect drives that others may reach too, and make folder entries durable."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

from annotator.messages import Message


def sync_folder(folder: Path) -> None:
    """Make added, renamed and removed entries of ``folder`` durable, where the system supports it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def are_one_file(one: Path, other: Path) -> bool:
    """Return whether two names that differ at most in capitals or Unicode composition mean one file on their disk."""
    if one == other:
        return True
    if one.exists() or other.exists():
        return one.exists() and other.exists() and one.samefile(other)
    folder = next(folder for folder in one.parents if folder.is_dir())
    with os.scandir(folder) as entries:
        name = next((entry.name for entry in entries if entry.name.swapcase() != entry.name), folder.name)
    return name != folder.name and (folder / name.swapcase()).exists()


_SHARED = frozenset({"9p", "fakeowner", "prl_fs", "vboxsf", "virtiofs", "vmhgfs"})
_NETWORK_KINDS = (
    "afpfs afs beegfs ceph cifs coda davfs davfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb2 smb3 smbfs"
    " webdav"
)
_NETWORK = frozenset(_NETWORK_KINDS.split())
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_kind(path: Path) -> str:
    """Return the kind of file system through which other computers or mounts may reach the files of ``path``.

    That is a network drive such as ``nfs4``, a folder shared with a virtual machine such as ``virtiofs``, or a file
    system in user space such as ``fuse.sshfs``. Return "" for a local disk, and where the system does not report it.
    """
    try:
        if sys.platform == "win32":
            return _windows(path)
        if sys.platform == "darwin":
            shown = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True).stdout
            return _network(_kind(path.resolve(), _darwin_mounts(shown)))
        return _network(_kind(path.resolve(), linux_mounts(Path("/proc/self/mountinfo").read_text("utf-8", "replace"))))
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def hides_locks(kind: str) -> bool:
    """Return whether another computer may hold a lock on files of a :func:`network_kind` that is not seen here.

    A local disk hides the locks of virtual machines that share one of its folders.
    """
    return kind == "" or kind in _SHARED or _in_user_space(kind)


def is_mount_point(path: Path) -> bool:
    """Return whether something is mounted at ``path``, a file or a folder; False where the system does not say."""
    try:
        return any(str(path) == point for point, _ in linux_mounts(Path("/proc/self/mountinfo").read_text("utf-8")))
    except (OSError, ValueError):
        return False


def linux_mounts(mountinfo: str) -> list[tuple[str, str]]:
    """Return the (mount point, kind) pairs in the lines of ``/proc/self/mountinfo``, see proc(5)."""
    found = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) > 4 and kinds[0]:
            found.append((_ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[4]), kinds[0]))
    return found


def _darwin_mounts(shown: str) -> list[tuple[str, str]]:
    lines = (re.fullmatch(r".* on (.*) \((\w+)[,)].*", line) for line in shown.splitlines())
    return [(match[1], match[2]) for match in lines if match]


def _kind(path: Path, mounts: list[tuple[str, str]]) -> str:
    """Return the kind of the innermost mount that contains ``path``; a later mount hides an earlier one."""
    inside = [(len(point), kind) for point, kind in mounts if path.is_relative_to(point)]
    longest = max((length for length, _ in inside), default=0)
    return next((kind for length, kind in reversed(inside) if length == longest), "")


def _network(kind: str) -> str:
    return kind if kind in _NETWORK or kind in _SHARED or _in_user_space(kind) else ""


def _in_user_space(kind: str) -> bool:
    return kind == "fuse" or kind.startswith("fuse.")  # not fuseblk: a local disk, such as NTFS


def _windows(path: Path) -> str:
    import ctypes

    anchor = path.absolute().anchor
    if anchor.startswith("\\\\"):
        return Message("network share")
    remote = 4  # DRIVE_REMOTE
    return Message("network drive") if ctypes.windll.kernel32.GetDriveTypeW(anchor) == remote else ""  # type: ignore[attr-defined]
