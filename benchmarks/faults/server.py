"""Server that runs scenarios in forked processes; forking is a hundred times as fast as starting the program.

The server process is started with the shim. It reads one request per line and answers each with one line, both JSON.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.faults import shim as faults

PATIENCE_S = 300


@dataclass(frozen=True)
class Outcome:
    """Result of a scenario.

    Attributes:
        killed: Whether the process was killed.
        calls: Number of its calls that change files; 0 if it was killed.
        acknowledged: What it reported as stored, in order.
        refused: Error messages that a user would have seen.
        complaints: Failures.
    """

    killed: bool
    calls: int
    acknowledged: list[dict[str, Any]]
    refused: list[str]
    complaints: list[str]


class Server:
    """Server process that forks for every request."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", "from benchmarks.faults.server import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=faults.environment(),
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(
        self,
        scenario: str,
        base: Path,
        mode: int = faults.COUNT,
        at: int = -1,
        when: int = faults.BEFORE,
        code: int = 0,
        lasting: bool = False,
        log: Path | None = None,
    ) -> Outcome:
        """Run a scenario; :class:`~benchmarks.faults.shim.Shim` documents the other arguments."""
        request = {
            "scenario": scenario, "base": str(base), "mode": mode, "at": at, "when": when, "code": code,
            "lasting": lasting, "log": None if log is None else str(log),
        }  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run a request in a forked process and collect its output."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            signal.alarm(PATIENCE_S)
            _carry_out(request, writing)
            status = 0
        except BaseException:
            _say(writing, "complaint", traceback.format_exc())
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as said:
        lines = [json.loads(line) for line in said if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    told: dict[str, list[Any]] = {"ack": [], "refused": [], "complaint": [], "calls": [0]}
    for line in lines:
        told[line["kind"]].append(line["what"])
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not killed and os.waitstatus_to_exitcode(status) != 0 and not told["complaint"]:
        told["complaint"].append(f"the process ended with status {os.waitstatus_to_exitcode(status)}")
    return {
        "killed": killed, "calls": told["calls"][-1], "acknowledged": told["ack"], "refused": told["refused"],
        "complaints": told["complaint"],
    }  # fmt: skip


def _say(pipe: int, kind: str, what: Any) -> None:
    os.write(pipe, (json.dumps({"kind": kind, "what": what}) + "\n").encode())


def _carry_out(request: dict[str, Any], pipe: int) -> None:
    """Run the steps of a scenario; a step that ends with an error is repeated on a working disk, as it asks."""
    from annotator.errors import AnnotatorError
    from benchmarks.faults.scenarios import SCENARIOS

    scenario = SCENARIOS[request["scenario"]](Path(request["base"]))
    if request["mode"] == faults.OFF:
        scenario.prepare()
        return
    shim = faults.Shim()
    shim.root(scenario.root)
    if request["log"] is not None:
        shim.log(Path(request["log"]))

    def told(what: Any) -> None:
        _say(pipe, "ack", what)
        shim.mark(json.dumps(what))

    shim.arm(request["mode"], request["at"], request["when"], request["code"], request["lasting"])
    for step in scenario.steps():
        try:
            told(step())
            continue
        except AnnotatorError as error:
            _say(pipe, "refused", str(error))
        calls = shim.calls
        shim.arm(faults.OFF)
        for complaint in scenario.consistent():
            _say(pipe, "complaint", f"after an error: {complaint}")
        try:
            told(step())
        except AnnotatorError as error:
            _say(pipe, "complaint", f"done again on a sound disk, the step failed as well: {error}")
        shim.arm(faults.COUNT, calls)
    scenario.close()
    _say(pipe, "calls", shim.calls)


def main() -> None:
    """Process requests until the input ends."""
    import benchmarks.faults.scenarios  # noqa: F401  imported once, before all forks

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()
