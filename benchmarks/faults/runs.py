"""Repeated runs of a scenario, with the program killed or the disk failing at each call that changes a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults import shim
from benchmarks.faults.scenarios import SCENARIOS
from benchmarks.faults.server import Server

WHEN = {"before": shim.BEFORE, "in the middle of": shim.MIDDLE, "after": shim.AFTER}


@dataclass
class Tally:
    """Results of many runs of one scenario.

    Attributes:
        scenario: Name of the scenario.
        fault: Injected fault.
        calls: Number of calls that change files in an undisturbed run.
        points: Number of disturbed runs.
        acknowledged: Number of acknowledgements before the faults, over all runs.
        refused: Number of steps that ended with a clear error.
        complaints: Failures, with the point at which they occurred.
    """

    scenario: str
    fault: str
    calls: int = 0
    points: int = 0
    acknowledged: int = 0
    refused: int = 0
    complaints: list[str] = field(default_factory=list)


class Bench:
    """A scenario that can be run repeatedly from the same state, in the same place."""

    def __init__(self, server: Server, scenario: str, folder: Path) -> None:
        self._server = server
        self._name = scenario
        self.base = folder / scenario.replace(" ", "-")
        self.base.mkdir()
        made = server.run(scenario, self.base, shim.OFF)
        if made.complaints:
            raise RuntimeError(f"{scenario} cannot be prepared: {made.complaints[0]}")
        self.root = SCENARIOS[scenario](self.base).root
        self._pristine = self.base / "pristine"
        self.root.rename(self._pristine)

    def start_again(self) -> None:
        """Restore the prepared files."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._pristine, self.root)

    def calls(self) -> int:
        """Run undisturbed and return the number of calls that change files."""
        self.start_again()
        plain = self._server.run(self._name, self.base, shim.COUNT)
        found = plain.complaints + SCENARIOS[self._name](self.base).verify(plain.acknowledged)
        if found or plain.refused:
            raise RuntimeError(f"{self._name} fails undisturbed: {found or plain.refused}")
        return plain.calls

    def record(self, log: Path) -> int:
        """Run undisturbed, record every call to ``log``, and return the number of calls."""
        log.unlink(missing_ok=True)
        return self._server.run(self._name, self.base, shim.RECORD, log=log).calls

    def kill(self, points: Sequence[int] | None = None, when: Iterable[str] = WHEN) -> Tally:
        """Kill the program at each of ``points``; default all calls."""
        tally = Tally(self._name, "killed", self.calls())
        for word in when:
            for at in range(tally.calls) if points is None else points:
                self.start_again()
                outcome = self._server.run(self._name, self.base, shim.KILL, at, WHEN[word])
                # The timing of threads varies, so a run may have fewer calls than the counted one.
                tally.points += outcome.killed
                self._judge(tally, outcome.acknowledged, outcome.complaints, f"killed {word} call {at}")
        return tally

    def fail(self, code: str, *, lasting: bool, points: Sequence[int] | None = None) -> Tally:
        """Fail each of ``points``, and if ``lasting`` all later calls, until an error is shown."""
        tally = Tally(self._name, code, self.calls())
        for at in range(tally.calls) if points is None else points:
            self.start_again()
            outcome = self._server.run(self._name, self.base, shim.FAIL, at, code=shim.CODES[code], lasting=lasting)
            tally.points += 1
            tally.refused += len(outcome.refused)
            self._judge(tally, outcome.acknowledged, outcome.complaints, f"{code} at call {at}")
        return tally

    def _judge(self, tally: Tally, acknowledged: list[dict[str, object]], complaints: list[str], where: str) -> None:
        tally.acknowledged += len(acknowledged)
        found = complaints + SCENARIOS[self._name](self.base).verify(acknowledged)
        tally.complaints += [f"{self._name}, {where}: {text}" for text in found]
