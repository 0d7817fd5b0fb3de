"""The C library's calls that change files, counted, recorded or spoiled: see shim.c."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
OFF, COUNT, KILL, FAIL, RECORD = range(5)
BEFORE, MIDDLE, AFTER = range(3)
CODES = {"disk full": errno.ENOSPC, "input/output error": errno.EIO}


def usable() -> bool:
    """Return whether the shim can be built and loaded here."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


@cache
def library() -> Path:
    """Return the compiled shim; compiled once for every change of its source."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"annotator-shim-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else")
    built = folder / f"{digest}.so"
    if not built.exists():
        fresh = folder / f"{digest}.{os.getpid()}.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(fresh), str(SOURCE), "-ldl"], check=True)
        fresh.replace(built)
    return built


def environment(
    root: Path | None = None, mode: str = "", at: int = -1, when: int = BEFORE, **more: object
) -> dict[str, str]:
    """Return the environment of a process that the shim is loaded into."""
    wanted: Mapping[str, object] = {"ROOT": root, "MODE": mode, "AT": at, "WHEN": when, **more} if root else {}
    return {
        **os.environ,
        "LD_PRELOAD": str(library()),
        "OPENBLAS_NUM_THREADS": "1",
        "QT_QPA_PLATFORM": "offscreen",
        **{f"FAULTS_{name.upper()}": str(value) for name, value in wanted.items()},
    }


class Shim:
    """The shim that is loaded into this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.faults_calls.restype = ctypes.c_long
        self._library.faults_arm.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]

    def root(self, folder: Path) -> None:
        """Watch the files below ``folder``."""
        self._library.faults_root(os.fsencode(folder))

    def log(self, file: Path) -> None:
        """Record to ``file``."""
        self._library.faults_log(os.fsencode(file))

    def arm(self, mode: int, at: int = -1, when: int = BEFORE, code: int = 0, lasting: bool = False) -> None:
        """Begin to count from 0 and to do what ``mode`` says."""
        self._library.faults_arm(mode, at, when, code, lasting)

    def mark(self, text: str) -> None:
        """Note in the record that something was told to be stored."""
        self._library.faults_mark(text.encode())

    @property
    def calls(self) -> int:
        """Number of calls since :meth:`arm`."""
        return int(self._library.faults_calls())
