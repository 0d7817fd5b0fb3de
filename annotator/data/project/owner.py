"""Who has a project open, as its lock file says, and whether that process still runs."""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from annotator.data.files.json_text import parse_json
from annotator.messages import Message


@dataclass(frozen=True)
class Owner:
    """The process that has a project open.

    Attributes:
        host: Name of the machine.
        process: Process id on that machine.
        since: UTC time, ISO 8601 with ``Z``.
        kernel: Identity of the running Linux, which changes when the machine starts again; "" on other systems.
        started: When the process started, as the kernel counts; "" if unknown.
    """

    host: str
    process: int
    since: str
    kernel: str = field(default="", compare=False)
    started: str = field(default="", compare=False)

    @classmethod
    def here(cls) -> Owner:
        """Return this process, as an owner from now on."""
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return cls(socket.gethostname(), os.getpid(), now, _kernel(), _started(os.getpid()))

    @classmethod
    def read(cls, text: str | bytes) -> Owner | None:
        """Return the owner that the text of a lock file names, None if it names none."""
        try:
            said = parse_json(text, dict)
            more = (str(said.get("kernel", "")), str(said.get("started", "")))
            return cls(str(said["host"]), int(said["process"]), str(said["since"]), *more)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def signature(self) -> bytes:
        """Return a text for the lock file, different at every call."""
        return json.dumps({**self.__dict__, "token": secrets.token_hex(8)}).encode()

    def same_process(self) -> bool:
        """Return whether it is this process."""
        return (self.host, self.process) == (socket.gethostname(), os.getpid())

    def runs_here(self) -> bool:
        """Return whether it is a process of this computer that still runs; False where that cannot be found out."""
        return self._same_kernel() and bool(self.started) and _started(self.process) == self.started

    def elsewhere(self) -> bool:
        """Return whether it is, or was, a process of another computer."""
        return self.host != socket.gethostname() and not self._same_kernel()

    def described(self) -> Message:
        """Return who it is and since when, as part of a sentence."""
        fields = {
            "process": str(self.process),
            "host": self.host,
            "since": self.since.replace("T", " ").replace("Z", " UTC"),
        }
        if self.same_process():
            return Message("process {process} (this program) on {host} since {since}", **fields)
        return Message("process {process} on {host} since {since}", **fields)

    def _same_kernel(self) -> bool:
        return bool(self.kernel) and self.kernel == _kernel()


def _kernel() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _started(process: int) -> str:
    """Return when a process started, in ticks since the start of the system; "" if it has ended, or without /proc."""
    try:
        state, *others = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "" if state in "ZX" else others[18]
    except (OSError, ValueError, IndexError):
        return ""
