"""Run a scenario once for every call that changes a file, with the program killed or the disk failing there."""

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
    """What came of many runs of one scenario.

    Attributes:
        scenario: Its name.
        fault: What was done to it.
        calls: Calls that change files in an undisturbed run.
        points: Runs that were disturbed.
        acknowledged: Acknowledgements made before the disturbances, over all runs.
        refused: Steps that ended with an error that a user can act on.
        complaints: What must not happen, with the point at which it did.
    """

    scenario: str
    fault: str
    calls: int = 0
    points: int = 0
    acknowledged: int = 0
    refused: int = 0
    complaints: list[str] = field(default_factory=list)


class Bench:
    """A scenario that can be run again and again from the same start, in the same place."""

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
        """Put the prepared files back."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._pristine, self.root)

    def calls(self) -> int:
        """Run undisturbed and return how many calls change files."""
        self.start_again()
        plain = self._server.run(self._name, self.base, shim.COUNT)
        found = plain.complaints + SCENARIOS[self._name](self.base).verify(plain.acknowledged)
        if found or plain.refused:
            raise RuntimeError(f"{self._name} fails undisturbed: {found or plain.refused}")
        return plain.calls

    def record(self, log: Path) -> int:
        """Run undisturbed with every call recorded to ``log`` and return how many there were."""
        log.unlink(missing_ok=True)
        return self._server.run(self._name, self.base, shim.RECORD, log=log).calls

    def kill(self, points: Sequence[int] | None = None, when: Iterable[str] = WHEN) -> Tally:
        """Kill the program at every one of ``points`` (all calls unless given)."""
        tally = Tally(self._name, "killed", self.calls())
        for word in when:
            for at in range(tally.calls) if points is None else points:
                self.start_again()
                outcome = self._server.run(self._name, self.base, shim.KILL, at, WHEN[word])
                # A run may take fewer calls than the one that was counted, by the timing of its threads.
                tally.points += outcome.killed
                self._judge(tally, outcome.acknowledged, outcome.complaints, f"killed {word} call {at}")
        return tally

    def fail(self, code: str, *, lasting: bool, points: Sequence[int] | None = None) -> Tally:
        """Have every one of ``points`` fail, and all calls after it if ``lasting``, until an error was shown."""
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
