"""File systems: detect network drives, and make folder entries durable."""

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


_KINDS = (
    "9p afpfs afs beegfs ceph cifs coda davfs davfs2 fuse.cephfs fuse.davfs fuse.gcsfuse fuse.glusterfs fuse.rclone"
    " fuse.s3fs fuse.sshfs glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb2 smb3 smbfs webdav"
)
NETWORK_KINDS = frozenset(_KINDS.split())
"""Names of network file systems."""
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_kind(path: Path) -> str:
    """Return the kind of network file system that ``path`` is on, such as ``nfs4``, or "" for a local disk.

    Return "" too where the system does not report it.
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
    return kind if kind in NETWORK_KINDS else ""


def _windows(path: Path) -> str:
    import ctypes

    anchor = path.absolute().anchor
    if anchor.startswith("\\\\"):
        return Message("network share")
    remote = 4  # DRIVE_REMOTE
    return Message("network drive") if ctypes.windll.kernel32.GetDriveTypeW(anchor) == remote else ""  # type: ignore[attr-defined]
