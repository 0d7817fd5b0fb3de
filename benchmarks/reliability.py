"""All measurements of docs/reliability.md in one command.

    python -m benchmarks.reliability           everything, about twenty minutes on two processors
    python -m benchmarks.reliability --page    only the page, from the results of the last run

Requires Linux with a C compiler. The soak test of a million images is a separate command, benchmarks.soak; its latest
results are on the page, too.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

from annotator.data.recovery.recover import recover
from annotator.errors import FeatureError, ProjectError
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.command import PAGE, ROOT, MissingError, machine, option, programs_needed, run, write_page
from benchmarks.data import make_features
from benchmarks.faults import coverage, fuzzing, meaning, programs, shim
from benchmarks.faults.checks import labels_at
from benchmarks.faults.left_logs import left_logs
from benchmarks.faults.power import cut_power
from benchmarks.faults.runs import WHEN, Bench
from benchmarks.faults.scenarios import SCENARIOS, Judging
from benchmarks.faults.server import Server
from benchmarks.faults.targets import targets
from benchmarks.reliability_page import draw, page

STEPS = 100
SLOW = ("judging",)
"""Scenarios that select batches; they are disturbed at every call, but in only one of the ways each."""
OPTIONS = (
    *PAGE,
    option("--scenarios", nargs="+", default=list(SCENARIOS), tiny=["thumbnail cache"], choices=SCENARIOS,
           metavar="NAME", help="operations that are disturbed"),
    option("--every", type=int, default=1, tiny=100, help="disturb only one call of so many"),
    option("--commands", type=int, default=len(programs.COMMANDS), tiny=1, help="commands that are killed"),
    option("--damaged", type=int, default=2000, tiny=4, help="damaged projects"),
    option("--images", type=int, default=1_000_000, tiny=200, help="images of the project that is open in a crash"),
    option("--judged", type=int, default=2000, tiny=20, help="judgements before that crash"),
    option("--fuzz-runs", type=int, default=2000, tiny=1, help="damaged files of each kind"),
    option("--meaningless", type=int, default=1, tiny=200, help="try only every n-th odd value in a column"),
    option("--ways", default="", tiny="hard_link and kill", help="ways in which two programs share a project"),
    option("--left-logs", type=int, default=500, tiny=5, help="programs that are killed before their files are moved"),
    option("--operations", type=int, default=100, tiny=1, help="runs of random operations, a hundred each"),
)  # fmt: skip


def disturbed(scenario: str, every: int, folder: Path) -> dict[str, Any]:
    """Disturb one scenario at every ``every``-th call that changes a file: kill, fail, and cut the power."""
    with Server() as server:
        bench = Bench(server, scenario, folder)
        calls = range(0, bench.calls(), every)
        return {
            "kills": kills(bench, calls, scenario in SLOW),
            "failures": failures(bench, calls, 8 if scenario in SLOW else 2),
            "power": asdict(cut_power(bench, scenario, folder / "record", every=every)),
        }


def kills(bench: Bench, calls: Sequence[int], slow: bool) -> dict[str, Any]:
    """Kill before, during and after each of the calls; if ``slow``, in one of these ways each."""
    if not slow:
        return asdict(bench.kill(calls))
    tallies = [bench.kill(calls[turn::3], [word]) for turn, word in enumerate(WHEN)]
    first = asdict(tallies[0])
    for other in tallies[1:]:
        for name in ("points", "acknowledged", "complaints"):
            first[name] += getattr(other, name)
    return first


def failures(bench: Bench, calls: Sequence[int], step: int) -> list[dict[str, Any]]:
    """Let the disk fill up or fail, at every ``step``-th of the calls."""
    found = []
    for turn, (code, lasting) in enumerate(product(shim.CODES, (True, False))):
        points = calls[turn % 2 :: step]
        found.append(asdict(bench.fail(code, lasting=lasting, points=points)) | {"lasting": lasting})
    return found


def damage(n: int, folder: Path) -> dict[str, Any]:
    """Flip bits of a project or truncate it, open it, and recover it."""
    scenario = Judging(folder)
    scenario.prepare()
    with Session.open(scenario.project) as session:
        session.judge(range(6), Label.RELEVANT)
        session.judge([3], Label.IRRELEVANT)
    with Session.open(scenario.project) as session:
        session.judge([8, 9], Label.UNSURE)  # after the backup
        wanted = labels_at(session._state.project.database, session.topic.id, 10**9)
    sound = scenario.project.read_bytes()
    backups = scenario.root / "kites.annotator.backups"
    kept = folder / "backups"
    shutil.copytree(backups, kept)
    tally = {"damaged": n, "noticed": 0, "harmless": 0, "recovered": 0, "complaints": []}
    chance = random.Random(4)
    for number in range(n):
        shutil.rmtree(backups)
        shutil.copytree(kept, backups)
        for file in scenario.root.glob("*annotator-*"):
            file.unlink()
        data = bytearray(sound)
        if number % 5 == 0:
            del data[chance.randrange(len(data)) :]
        else:
            for _ in range(chance.choice((1, 1, 20, 2000))):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        scenario.project.write_bytes(data)
        noticed = False
        try:
            with Session.open(scenario.project) as session:
                noticed = bool(session.project.damage or session.project.lost_steps)
                if not noticed and labels_at(session._state.project.database, session.topic.id, 10**9) != wanted:
                    tally["complaints"].append(f"damage {number} changed judgements and was not noticed")
        except (ProjectError, FeatureError):  # the latter if the fingerprint of the features is damaged
            noticed = True
        except Exception as error:
            tally["complaints"].append(f"damage {number}: {error!r}")
        tally["noticed" if noticed else "harmless"] += 1
        if noticed:
            target = scenario.root / "recovered.annotator"
            try:
                recover(scenario.project, target)
                with Session.open(target) as session:
                    same = labels_at(session._state.project.database, session.topic.id, 10**9) == wanted
            except Exception as error:
                same = False
                tally["complaints"].append(f"damage {number}: {error!r}")
            tally["recovered"] += same
            target.unlink(missing_ok=True)
            shutil.rmtree(scenario.root / "recovered.annotator.backups", ignore_errors=True)
    return tally


def damage_without_backups(folder: Path) -> dict[str, Any]:
    """Destroy the project and all backups, so that only the plain-text log is left."""
    scenario = Judging(folder)
    scenario.prepare()
    with Session.open(scenario.project) as session:
        session.judge(range(6), Label.RELEVANT)
        session.undo()
        session.redo()
        wanted = {session.paths[image]: int(label) for image, label in session.labels.items()}
    scenario.project.unlink()
    for copy in (scenario.root / "kites.annotator.backups").glob("*.annotator"):
        copy.unlink()
    recover(scenario.project, scenario.root / "recovered.annotator")
    with Session.open(scenario.root / "recovered.annotator") as session:
        found = {session.paths[image]: int(label) for image, label in session.labels.items()}
    return {"labels": len(wanted), "recovered": len(found.items() & wanted.items())}


def open_after_crash(n: int, judged: int, folder: Path) -> dict[str, Any]:
    """Kill a program during its work on a large project, and reopen the project."""
    features, project = make_features(folder / "features.h5", n, 64), folder / "large.annotator"
    code = (
        "import sys; from pathlib import Path; from unittest.mock import patch; from benchmarks import soak\n"
        "from annotator.session.session import Session; from annotator.types import Label\n"
        "with patch(soak.SCAN, soak.without_images): s = Session.create(*map(Path, sys.argv[1:4]))\n"
        "for i in range(10**9): s.judge([i % s.n_images], Label.RELEVANT); print(i, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, project, folder, features], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == judged:
                process.send_signal(signal.SIGKILL)
                break
        said = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    last = int(said[-1]) if said else judged
    log = project.with_name(project.name + "-wal").stat().st_size / 1e6
    start = time.perf_counter()
    with Session.open(project) as session:
        seconds = time.perf_counter() - start
        lost = min(last + 1, n) - len(session.labels)
    start = time.perf_counter()
    with Session.open(project):
        again = time.perf_counter() - start
    return {
        "images": n,
        "log_mb": round(log, 1),
        "seconds": round(seconds, 2),
        "again": round(again, 2),
        "lost": max(0, lost),
    }


def odd_values(every: int, folder: Path) -> dict[str, Any]:
    """Put values that the program never writes into every column of a project, and use, examine and recover it."""
    found = list(meaning.outcomes(folder, every))
    return {"uses": len(found), "complaints": [text for text in found if text]}


def owners(ways: str) -> dict[str, Any]:
    """Let two programs judge in one project, in the ways whose tests are called like ``ways``; all if it is empty."""
    tests = ("tests/data/project/test_one_owner.py", "-q", "-p", "no:cacheprovider", "-k", ways)
    done = subprocess.run([sys.executable, "-m", "pytest", *tests], cwd=ROOT, capture_output=True, text=True)
    passed = re.search(r"(\d+) passed", done.stdout)
    return {"ways": int(passed[1]) if passed else 0, "passed": done.returncode == 0}


def operations(runs: int) -> dict[str, Any]:
    """Run random operations against a model of undo."""
    code = (
        "from hypothesis import settings; from hypothesis.stateful import run_state_machine_as_test\n"
        f"how = settings(max_examples={runs}, stateful_step_count={STEPS}, deadline=None, database=None)\n"
        "from tests.test_undo_machine import Judging; run_state_machine_as_test(Judging, settings=how)"
    )
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "support")))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
    return {"operations": STEPS * runs, "passed": done.returncode == 0}


def _in_folder(work: Callable[..., Any], *arguments: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return work(*arguments, Path(folder))


def _window(every: int, folder: Path) -> dict[str, Any]:
    return asdict(programs.kill_window(folder / "window", every=3 * every))


def _commands(every: int, number: int, folder: Path) -> dict[str, Any]:
    return asdict(programs.kill_commands(folder / "commands", 4 * every, programs.COMMANDS[:number]))


def _fuzz(target: str, runs: int) -> dict[str, Any]:
    return asdict(fuzzing.fuzz(target, runs, seed=20))


def _covered(kind: str, runs: int) -> dict[str, float]:
    return coverage.covered(kind, runs, seed=20)


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Run all measurements."""
    start, every = time.perf_counter(), given.every
    with ProcessPoolExecutor(2) as pool:

        def later(work: Callable[..., Any], *arguments: Any) -> Future[Any]:
            return pool.submit(_in_folder, work, *arguments)

        after_crash = later(open_after_crash, given.images, given.judged)
        scenarios = [later(disturbed, name, every) for name in given.scenarios]
        started = [later(_window, every), later(_commands, every, given.commands)]
        damaged, destroyed = later(damage, given.damaged), later(damage_without_backups)
        fuzzed = [pool.submit(_fuzz, name, given.fuzz_runs) for name in targets()]
        covered = [pool.submit(_covered, kind, -(-3 * given.fuzz_runs // 20)) for kind in coverage.KINDS]
        undone, owned = pool.submit(operations, given.operations), pool.submit(owners, given.ways)
        left = later(left_logs, given.left_logs)
        meaningless = later(odd_values, given.meaningless)
        result = {
            "kills": [*(one.result()["kills"] for one in scenarios), *(one.result() for one in started)],
            "failures": [tally for one in scenarios for tally in one.result()["failures"]],
            "power": [one.result()["power"] for one in scenarios],
            "damage": damaged.result(),
            "destroyed": destroyed.result(),
            "fuzzing": [one.result() for one in fuzzed],
            "covered": {name: share for one in covered for name, share in one.result().items()},
            "meaning": meaningless.result(),
            "owners": owned.result(),
            "left": left.result(),
            "operations": undone.result(),
            "after_crash": after_crash.result(),
        }
    about = {**machine(), "sqlite": sqlite3.sqlite_version, "minutes": round((time.perf_counter() - start) / 60)}
    return {"about": about, **result}


def main(given: argparse.Namespace) -> None:
    """Measure and publish, and write the page."""
    if not (given.page or given.check):
        programs_needed("cc")
        if not shim.usable():
            raise MissingError("needs Linux.")
        given.places.publish("reliability", measure(given))
    result, soak = given.places.read("reliability"), given.places.read("soak")
    write_page(given.places.docs / "reliability.md", page(result, soak), check=given.check)
    if not given.check:
        draw(soak, given.places.docs / "images" / "soak.svg")
    complaints = [
        text
        for group in ("kills", "failures", "power", "fuzzing")
        for tally in result[group]
        for text in tally["complaints"]
    ] + result["damage"]["complaints"]
    complaints += result["meaning"]["complaints"] + result["left"]["complaints"]
    if not result["owners"]["passed"]:
        complaints.append("two programs stored judgements in one project")
    if not result["operations"]["passed"]:
        complaints.append("random operations and the model of undo disagree")
    for text in complaints[:20]:
        print(text[:1000])
    print(f"{len(complaints)} complaints")
    if complaints:
        sys.exit(1)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
