"""The checks that every change has to pass, in the order of their speed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORE = ("numerics", "model", "strategies", "stopping", "data")
"""Packages that learn and that keep judgements. Their own tests run under coverage, and no test runs twice. Coverage
takes a fifth more time on Python 3.11, which has no cheap way to watch lines, so all other tests run without."""

FLOOR = 90
"""Least percentage of the lines of ``CORE`` that the tests of ``CORE`` have to run."""

TESTS = ("pytest", "-q", "-n", "2", "-m", "not window")
CORE_TESTS = (
    *(*TESTS, *(f"tests/{name}" for name in CORE), *(f"--cov=annotator.{name}" for name in CORE)),
    *("--cov-report=term:skip-covered", f"--cov-fail-under={FLOOR}"),
)
COVERAGE = (*TESTS, "--cov", "--cov-report=term:skip-covered", "--cov-report=html")
DOCUMENTATION = ("sphinx-build", "-q", "-W", "--keep-going", "-E", "-b", "html", "docs", "build/site")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("layers", ("lint-imports",)),
    ("documentation", DOCUMENTATION),
    ("tests of the core, and their coverage", CORE_TESTS),
    ("tests", (*TESTS, *(f"--ignore=tests/{name}" for name in CORE))),
)
WINDOW_TESTS = ("window tests", ("pytest", "-q", "-m", "window"))  # they start their own X server


def run(python: Path, environment: dict[str, str], windows: bool) -> int:
    """Run all checks, also after one has failed, and print which failed.

    Args:
        python: Interpreter with the development tools.
        environment: Environment of the checks.
        windows: Whether a real window can be opened, for the window tests.

    Returns:
        Exit status: 0 only if every check ran and passed.
    """
    checks = [*CHECKS, WINDOW_TESTS] if windows else CHECKS
    failed = [name for name, command in checks if not passes(name, python.parent, command, quiet(environment))]
    if not windows and sys.platform == "linux":
        failed.append("window tests (not run: no X server for them)")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check has passed.", flush=True)
    return 1 if failed else 0


def quiet(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of tests: no screen, and no threads that get into each other's way."""
    return {**environment, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1"}


def passes(name: str, programs: Path, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check with a program of the folder ``programs`` and tell whether it passed."""
    print(f"\n== {name}", flush=True)
    program, *arguments = command
    return subprocess.run([programs / program, *arguments], env=environment).returncode == 0
