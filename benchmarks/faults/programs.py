"""The real programs, window and command line, killed at calls that change files."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.data.project.trust import TrustStore
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.command import ROOT
from benchmarks.faults import shim, window_session
from benchmarks.faults.checks import labels_at, latest_event, reopened, state
from benchmarks.faults.runs import WHEN, Tally
from benchmarks.faults.scenarios import Judging
from benchmarks.faults.server import PATIENCE_S

COMMANDS = (
    ("judge", "{project}", "--relevant", "im003.png", "im004.png", "--irrelevant", "im005.png"),
    ("next", "{project}"),
    ("judge", "{project}", "--rest", "irrelevant"),
    ("undo", "{project}"),
    ("redo", "{project}"),
    ("topic", "{project}", "--add", "owls"),
    ("judge", "{project}", "--topic", "owls", "--unsure", "im007.png"),
    ("export", "{project}", "--format", "labels-csv", "-o", "{root}/labels.csv"),
)
"""A search on the command line; each command is a separate process."""


class Program:
    """A program with a collection in a folder; only files in ``folder/run`` can be damaged."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.scenario = Judging(folder)
        self.root, self.project = self.scenario.root, self.scenario.project
        self._pristine, self._next, self._count = folder / "pristine", folder / "next", folder / "calls"
        self.own = folder / "own"
        self._own = {f"XDG_{kind}_HOME": str(self.own) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        shutil.rmtree(self.root, ignore_errors=True)
        self.scenario.prepare()
        with Session.open(self.project) as session:
            session.judge([0], Label.RELEVANT)
            for own in (self.own / "data", self.own / "annotator"):  # of the window, of the command line
                TrustStore(own).allow_places(session.project.path, session.project.places_outside)
        self.keep()

    def keep(self) -> None:
        """Save the current state as the start of later runs."""
        shutil.rmtree(self._pristine, ignore_errors=True)
        shutil.copytree(self.root, self._pristine)

    def keep_next(self) -> None:
        """Save the current state for :meth:`go_on`."""
        shutil.copytree(self.root, self._next)

    def go_on(self) -> None:
        """Restore what :meth:`keep_next` saved."""
        shutil.rmtree(self.root, ignore_errors=True)
        self._next.rename(self.root)

    def start_again(self) -> None:
        """Restore the saved state."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._pristine, self.root)

    def run(self, arguments: Sequence[str], mode: str = "count", at: int = -1, when: int = 0) -> tuple[int, list[str]]:
        """Run a program and return its exit status and the complete lines of its output."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, timeout=PATIENCE_S, capture_output=True, text=True,
            env={**shim.environment(self.root, mode, at, when, count=self._count), **self._own},
        )  # fmt: skip
        if done.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.returncode, [line for line in done.stdout.splitlines(keepends=True) if line.endswith("\n")]

    @property
    def calls(self) -> int:
        """Number of calls that change files in the latest run."""
        return int(self._count.read_text())

    @property
    def state(self) -> dict[str, Any]:
        """Return the contents of the project."""
        with Session.open(self.project) as session:
            return state(session)


def kill_window(folder: Path, every: int = 1) -> Tally:
    """Kill the window at every ``every``-th call, in turn before, during and after it."""
    program = Program(folder)
    arguments = [*window_session.COMMAND, str(program.project), str(program.own)]
    program.run(arguments)
    tally = Tally("window", "killed", program.calls)
    for number, at in enumerate(range(0, tally.calls, every)):
        word = list(WHEN)[number % len(WHEN)]
        program.start_again()
        status, lines = program.run(arguments, "kill", at, WHEN[word])
        tally.points += status != 0
        tally.acknowledged += len(lines)
        found = reopened(program.project, [json.loads(line) for line in lines])
        tally.complaints += [f"the window, killed {word} call {at}: {text}" for text in found]
    return tally


def kill_commands(folder: Path, every: int = 1, commands: Sequence[Sequence[str]] = COMMANDS) -> Tally:
    """Kill each command of a search at every ``every``-th call; effects of earlier commands count as acknowledged."""
    program = Program(folder)
    tally = Tally("command line", "killed")
    turn = 0
    for command in commands:
        arguments = ["-m", "annotator", *(word.format(project=program.project, root=program.root) for word in command)]
        before = program.state
        program.keep()
        program.run(arguments)
        calls = program.calls
        after = program.state
        program.keep_next()
        tally.calls += calls
        for at in range(turn % every, calls, every):
            turn += 1
            word = list(WHEN)[turn % len(WHEN)]
            program.start_again()
            status, _ = program.run(arguments, "kill", at, WHEN[word])
            tally.points += status != 0
            tally.acknowledged += 1
            found = _between(program.project, before, after)
            tally.complaints += [f"{command[0]}, killed {word} call {at}: {text}" for text in found]
        program.go_on()
    return tally


def _between(project: Path, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Check that a project is in the state before a command or in the state after it."""
    with Session.open(project) as session:
        found = list(session.project.check())
        if latest_event(session) not in (before["revision"], after["revision"]):
            found.append(f"event {latest_event(session)}: the command was done in part")
        kept = labels_at(session._state.project.database, before["topic"], before["revision"])
        if kept != before["labels"]:
            found.append(f"{before['labels']} was stored, {kept} is left")
    return found
