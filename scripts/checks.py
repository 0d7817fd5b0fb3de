"""Checks that every change must pass, fastest first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORE = ("numerics", "model", "strategies", "stopping", "data")
"""Packages that learn and that store judgements. Only their own tests run under coverage, which makes tests a fifth
slower on Python 3.11, and no test runs twice."""

FLOOR = 90
"""Minimum percentage of the lines of ``CORE`` that the tests of ``CORE`` must run."""

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
    """Run all checks, even if one fails, and print which failed.

    Args:
        python: Interpreter with the development tools.
        environment: Environment variables of the checks.
        windows: Whether a real window can be opened, for the window tests.

    Returns:
        Exit status: 0 only if every check ran and passed.
    """
    checks = [*CHECKS, WINDOW_TESTS] if windows else CHECKS
    failed = [name for name, command in checks if not passes(name, python.parent, command, quiet(environment))]
    if not windows and sys.platform == "linux":
        failed.append("window tests (not run: no X server)")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check has passed.", flush=True)
    return 1 if failed else 0


def quiet(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment variables of tests: no display, and one thread for linear algebra."""
    return {**environment, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1"}


def passes(name: str, programs: Path, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check with a program in the folder ``programs`` and return whether it passed."""
    print(f"\n== {name}", flush=True)
    program, *arguments = command
    return subprocess.run([programs / program, *arguments], env=environment).returncode == 0
