"""Create the virtual environment ``.venv`` and run the demo, the window or the checks in it.

Requires only Python. ``make`` calls this script; without make, run it directly::

    python3 scripts/bootstrap.py demo
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import checks
import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.json"
REQUIREMENTS = ("pyproject.toml", "constraints.txt")
OLDEST = (3, 11)
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "build", "dist")


def main() -> int:
    """Run the command given on the command line and return its exit status."""
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    commands = {
        "install": install,
        "demo": demo,
        "run": run,
        "test": test,
        "coverage": coverage,
        "docs": docs,
        "audit": audit,
        "format": mend,
        "clean": clean,
    }
    if command not in commands:
        print(f"usage: bootstrap.py {' | '.join(commands)}", file=sys.stderr)
        return 2
    use_new_python()
    os.chdir(ROOT)
    return commands[command]()


def use_new_python() -> None:
    """Restart with a newer Python on this machine if the running one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        f"Python {'.'.join(map(str, OLDEST))} or newer is needed; {sys.executable} is "
        f"{'.'.join(map(str, sys.version_info[:2]))}."
    )


def install(extra: str = "words") -> int:
    """Install the project and its pinned dependencies into ``.venv``, if that has not been done.

    The extra ``words`` brings the encoder of images and the search by words; the tools of developers include it.
    """
    if not made_here():
        make_venv()
    wanted = requirements()
    installed, extras = read_stamp()
    if installed == wanted and (extra in extras or "dev" in extras):
        return 0
    print(f"Installing Annotator into {VENV}: about 700 MB, a minute or two the first time.", flush=True)
    constraints = ("--disable-pip-version-check", "-c", "constraints.txt")
    pip(*constraints, "setuptools")
    pip(*constraints, "--no-build-isolation", "-e", f".[{extra}]")
    extras = sorted({*extras, extra})
    STAMP.write_text(json.dumps({"requirements": wanted, "extras": extras}), encoding="utf-8")
    return 0


def requirements() -> str:
    """Return a hash of the files that determine what to install."""
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in REQUIREMENTS)).hexdigest()


def read_stamp() -> tuple[str, list[str]]:
    """Return the hash and the extras of the last complete installation."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return str(stamp["requirements"]), list(stamp["extras"])
    except (OSError, ValueError, KeyError):
        return "", []


def made_here() -> bool:
    """Return whether ``.venv`` was created at this location with this version of Python.

    The scripts of an environment contain its path, and its libraries belong to one version of Python, so it must be
    created again after a move or an upgrade.
    """
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
    version = ".".join(settings.get("version", "").split(".")[:2])
    here = settings.get("command", "").endswith(str(VENV))
    return here and version == ".".join(map(str, sys.version_info[:2])) and PYTHON.exists()


def make_venv() -> None:
    """Create an empty virtual environment."""
    try:
        import ensurepip  # noqa: F401 - Debian ships it in a package of its own
        import venv  # noqa: F401
    except ImportError:
        packages = (f"python3.{sys.version_info.minor}-venv",)
        if not (system.may_install() and system.apt_install(packages)):
            sys.exit(f"Python's venv module is missing. Debian and Ubuntu:\n    {system.apt_command(packages)}")
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"{ROOT}: this folder is read-only for you. Copy it to a folder of your own and try again there.")
    made = False
    try:
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode == 0
    finally:
        if not made:  # an incomplete environment would be mistaken for a complete one
            shutil.rmtree(VENV, ignore_errors=True)
    if not made:
        sys.exit(f"{VENV}: the virtual environment could not be created; see the lines above.")


def pip(*arguments: str) -> None:
    """Run ``pip install`` in the environment; exit with a message if it fails."""
    installed = subprocess.run([PYTHON, "-m", "pip", "install", *arguments], env=environment(PIP_USER="0"))
    if installed.returncode:
        sys.exit("The packages could not be installed; see the lines above. Finished steps are kept.")


def environment(**changes: str) -> dict[str, str]:
    """Return the environment variables for programs in ``.venv``, without paths to packages elsewhere."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, **changes}


def demo() -> int:
    """Open the window on the sample; if that is impossible, run the same session without a window."""
    install()
    return annotator("demo", *([] if system.ensure_qt(PYTHON) else ["--headless"]))


def run() -> int:
    """Open the window at its start page."""
    install()
    return annotator("gui", "--no-restore") if system.ensure_qt(PYTHON) else 1


def annotator(*arguments: str) -> int:
    """Run the installed command and return its exit status."""
    try:
        return subprocess.run([PYTHON, "-m", "annotator", *arguments], env=environment()).returncode
    except KeyboardInterrupt:  # the program received the same signal and has reported it
        return 130


def test() -> int:
    """Run every check."""
    install("dev")
    windows = system.ensure_qt(PYTHON) and system.ensure_window_tests()
    return checks.run(PYTHON, environment(), windows)


def coverage() -> int:
    """Run the tests and print their line coverage, in total and per module."""
    install("dev")
    measured = checks.passes("coverage", PYTHON.parent, checks.COVERAGE, checks.quiet(environment()))
    print(f"Line by line: {ROOT / 'build' / 'coverage' / 'pages' / 'index.html'}")
    return 0 if measured else 1


def docs() -> int:
    """Build the documentation as HTML pages that work offline."""
    install("dev")
    failed = 0 if checks.passes("documentation", PYTHON.parent, checks.DOCUMENTATION, environment()) else 1
    if not failed:
        print(f"The first page: {ROOT / 'build' / 'site' / 'index.html'}")
    return failed


def audit() -> int:
    """Check the installed packages against a public database of vulnerabilities; needs a network connection."""
    install("dev")
    tool = ROOT / "build" / "audit"
    listed = tool / "hashes.txt"
    subprocess.run([sys.executable, "-m", "venv", str(tool)], check=True)
    programs = tool / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", "pip-audit"], check=True)
    if subprocess.run([PYTHON, "scripts/pin_hashes.py", "-o", listed]).returncode:
        return 1
    # strict: an unknown package or an unreachable database is not a passed check
    return subprocess.run([programs / "pip-audit", "--strict", "--no-deps", "--disable-pip", "-r", listed]).returncode


def mend() -> int:
    """Format the code and fix what ruff can fix."""
    install("dev")
    mended = subprocess.run([PYTHON, "-m", "ruff", "check", "--fix", "."]).returncode
    return mended | subprocess.run([PYTHON, "-m", "ruff", "format", "."]).returncode


def clean() -> int:
    """Remove generated files."""
    for folder in (VENV, *(ROOT / name for name in CACHES), *ROOT.glob("*.egg-info")):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in [cache for part in ("annotator", "tests", "scripts") for cache in (ROOT / part).rglob("__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
