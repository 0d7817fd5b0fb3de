"""All measurements of docs/reliability.md in one command.

    python benchmarks/reliability.py            # everything, about twenty minutes on two processors
    python benchmarks/reliability.py --page     # only the page, from the results of the last run

Requires Linux with a C compiler. The soak test of a million images is a separate command, benchmarks/soak.py; its
latest results are on the page, too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from annotator.data.recovery.recover import recover  # noqa: E402
from annotator.errors import FeatureError, ProjectError  # noqa: E402
from annotator.session.session import Session  # noqa: E402
from annotator.types import Label  # noqa: E402
from benchmarks.faults import fuzzing, programs, shim  # noqa: E402
from benchmarks.faults.power import cut_power  # noqa: E402
from benchmarks.faults.runs import Bench  # noqa: E402
from benchmarks.faults.scenarios import SCENARIOS, Judging, labels_at  # noqa: E402
from benchmarks.faults.server import Server  # noqa: E402
from benchmarks.reliability_page import write_page  # noqa: E402

RESULTS = ROOT / "benchmarks" / "published" / "reliability.json"
SLOW = ("judging",)
"""Scenarios that select batches; they are disturbed at every call, but in only one of the ways each."""


def kills(scenario: str, folder: Path) -> dict[str, Any]:
    """Kill at every call that changes a file: before, during and after it."""
    with Server() as server:
        bench = Bench(server, scenario, folder)
        if scenario not in SLOW:
            return asdict(bench.kill())
        calls = range(bench.calls())
        tallies = [
            bench.kill(calls[turn::3], [word]) for turn, word in enumerate(("before", "in the middle of", "after"))
        ]
    first = asdict(tallies[0])
    for other in tallies[1:]:
        for name in ("points", "acknowledged"):
            first[name] += getattr(other, name)
        first["complaints"] += other.complaints
    return first


def failures(scenario: str, folder: Path) -> list[dict[str, Any]]:
    """Let the disk fill up or fail."""
    found = []
    with Server() as server:
        bench = Bench(server, scenario, folder)
        calls = range(bench.calls())
        turn = 0
        for code in shim.CODES:
            for lasting in (True, False):
                points = calls[turn :: 8 if scenario in SLOW else 2]
                found.append(asdict(bench.fail(code, lasting=lasting, points=points)) | {"lasting": lasting})
                turn = (turn + 1) % 2
    return found


def power(scenario: str, folder: Path) -> dict[str, Any]:
    """Simulate a power failure after every call, in three variants."""
    with Server() as server:
        return asdict(cut_power(Bench(server, scenario, folder), scenario, folder / "record"))


def damage(folder: Path, n: int = 2000) -> dict[str, Any]:
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


def open_after_crash(folder: Path, n: int = 1_000_000) -> dict[str, Any]:
    """Kill a program during its work on a large project, and reopen the project."""
    from benchmarks import soak

    images, features = soak.make_collection(folder, n, 64)
    project = folder / "large.annotator"
    code = (
        "import sys; from pathlib import Path; import annotator.session.session as m; from benchmarks import soak\n"
        "from annotator.types import Label\n"
        "m.import_collection = soak.without_images\n"
        "s = m.Session.create(*map(Path, sys.argv[1:4]))\n"
        "for i in range(10**9): s.judge([i % s.n_images], Label.RELEVANT); print(i, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, project, images, features], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 2000:
                process.send_signal(signal.SIGKILL)
                break
        said = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    last = int(said[-1]) if said else 2000
    log = project.with_name(project.name + "-wal").stat().st_size / 1e6
    start = time.perf_counter()
    with Session.open(project) as session:
        seconds = time.perf_counter() - start
        lost = last + 1 - len(session.labels)
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


def operations() -> dict[str, Any]:
    """Run ten thousand random operations against a model of undo."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/test_undo_machine.py"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "ANNOTATOR_NIGHTLY": "1"},
    )  # fmt: skip
    return {"operations": 100 * 100, "passed": done.returncode == 0}


def _in_folder(work: Callable[..., Any], *arguments: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return work(*arguments, Path(folder))


def _window(folder: Path) -> dict[str, Any]:
    return asdict(programs.kill_window(folder / "window", every=3))


def _commands(folder: Path) -> dict[str, Any]:
    return asdict(programs.kill_commands(folder / "commands", every=4))


def _fuzz(target: str, runs: int) -> dict[str, Any]:
    return asdict(fuzzing.fuzz(target, runs, seed=20))


def _covered(kind: str) -> dict[str, float]:
    return fuzzing.covered(kind, 300, seed=20)


def measure(fuzz_runs: int) -> dict[str, Any]:
    """Run all measurements."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        after_crash = pool.submit(_in_folder, open_after_crash)
        killed = [pool.submit(_in_folder, kills, name) for name in SCENARIOS]
        killed += [pool.submit(_in_folder, _window), pool.submit(_in_folder, _commands)]
        failed = [pool.submit(_in_folder, failures, name) for name in SCENARIOS]
        cut = [pool.submit(_in_folder, power, name) for name in SCENARIOS]
        damaged, destroyed = pool.submit(_in_folder, damage), pool.submit(_in_folder, damage_without_backups)
        fuzzed = [pool.submit(_fuzz, name, fuzz_runs) for name in fuzzing.targets()]
        covered = [pool.submit(_covered, kind) for kind in fuzzing.KINDS]
        machine = pool.submit(operations)
        result = {
            "kills": [one.result() for one in killed],
            "failures": [tally for one in failed for tally in one.result()],
            "power": [one.result() for one in cut],
            "damage": damaged.result(),
            "destroyed": destroyed.result(),
            "fuzzing": [one.result() for one in fuzzed],
            "covered": {name: share for one in covered for name, share in one.result().items()},
            "operations": machine.result(),
            "after_crash": after_crash.result(),
        }
    about = {
        "python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "system": platform.system(),
        "processors": os.cpu_count(), "minutes": round((time.perf_counter() - start) / 60),
    }  # fmt: skip
    return {"about": about, **result}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--fuzz-runs", type=int, default=2000, help="damaged files of each kind")
    given = parser.parse_args()
    if not given.page:
        RESULTS.write_text(json.dumps(measure(given.fuzz_runs), indent=1) + "\n")
    result = json.loads(RESULTS.read_text())
    write_page(result, ROOT)
    complaints = [
        text
        for group in ("kills", "failures", "power", "fuzzing")
        for tally in result[group]
        for text in tally["complaints"]
    ] + result["damage"]["complaints"]
    for text in complaints[:20]:
        print(text[:1000])
    print(f"{len(complaints)} complaints")


if __name__ == "__main__":
    main()
