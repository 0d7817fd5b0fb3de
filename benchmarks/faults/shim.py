"""Interface to shim.c, which counts, records or disturbs the C library calls that change files."""

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
    """Return whether the shim can be built and loaded on this machine."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


@cache
def library() -> Path:
    """Return the compiled shim; it is compiled once per version of its source."""
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
    """Return the environment variables of a process that loads the shim."""
    wanted: Mapping[str, object] = {"ROOT": root, "MODE": mode, "AT": at, "WHEN": when, **more} if root else {}
    return {
        **os.environ,
        "LD_PRELOAD": str(library()),
        "OPENBLAS_NUM_THREADS": "1",
        "QT_QPA_PLATFORM": "offscreen",
        **{f"FAULTS_{name.upper()}": str(value) for name, value in wanted.items()},
    }


class Shim:
    """The shim loaded into this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.faults_calls.restype = ctypes.c_long
        self._library.faults_arm.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]

    def root(self, folder: Path) -> None:
        """Watch the files in ``folder``."""
        self._library.faults_root(os.fsencode(folder))

    def log(self, file: Path) -> None:
        """Record calls to ``file``."""
        self._library.faults_log(os.fsencode(file))

    def arm(self, mode: int, at: int = -1, when: int = BEFORE, code: int = 0, lasting: bool = False) -> None:
        """Reset the count to 0 and start the fault that ``mode`` specifies."""
        self._library.faults_arm(mode, at, when, code, lasting)

    def mark(self, text: str) -> None:
        """Record that something was reported as stored."""
        self._library.faults_mark(text.encode())

    @property
    def calls(self) -> int:
        """Number of calls since :meth:`arm`."""
        return int(self._library.faults_calls())
