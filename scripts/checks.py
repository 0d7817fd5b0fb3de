"""Checks that every change must pass, fastest first."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
MEMORY = "/dev/shm"  # where Linux keeps files in memory
SPACE = 6_000_000_000
"""Bytes that the tests take at most, with room to spare."""

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
    with temporary_folder() as folder:
        given = {**quiet(environment), "TMPDIR": folder}
        failed = [name for name, command in checks if not passes(name, python.parent, command, given)]
    if not windows and sys.platform == "linux":
        failed.append("window tests (not run: no X server)")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check has passed.", flush=True)
    return 1 if failed else 0


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Yield a new folder for temporary files, in memory where that holds them: a project waits for the disk often."""
    parent = None
    try:
        found = os.statvfs(MEMORY)  # the tests run programs that they write
        if found.f_bavail * found.f_frsize >= SPACE and not found.f_flag & os.ST_NOEXEC and os.access(MEMORY, os.W_OK):
            parent = MEMORY
    except (AttributeError, OSError):  # Windows, macOS
        pass
    with tempfile.TemporaryDirectory(prefix="annotator-tests-", dir=parent, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o1777)  # root tests as an ordinary user too, who has to come through
        yield folder


def quiet(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment variables of tests: no display, and one thread for linear algebra."""
    return {**environment, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1"}


def passes(name: str, programs: Path, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check with a program in the folder ``programs`` and return whether it passed."""
    print(f"\n== {name}", flush=True)
    program, *arguments = command
    return subprocess.run([programs / program, *arguments], env=environment).returncode == 0
