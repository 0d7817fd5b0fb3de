"""Start the program once more, with a word that only the program itself uses, as a child that answers over pipes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping

DECODE_IMAGES, READ_METADATA = "decode-images", "read-metadata"
"""What a child is told to do; these are not commands for people."""

_BACKGROUND = 15  # nice value: a busy processor runs almost only other processes


def start(
    word: str, environment: Mapping[str, str] | None = None, *, gives_way: bool = False
) -> subprocess.Popen[bytes]:
    """Start a child, also where the program is a single frozen file; it ends when its input is closed.

    Args:
        word: What the child is to do.
        environment: Variables in addition to those of this process.
        gives_way: Whether every other process goes first. That is for processes only: a thread that gives way while it
            holds the interpreter lock makes all others wait.
    """
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, word] if frozen else [sys.executable, "-m", "annotator", word]
    flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if gives_way else 0  # only Windows has it
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        creationflags=flags,
    )
    if gives_way and sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _BACKGROUND)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a child and close its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
