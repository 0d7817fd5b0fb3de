"""Install the wheel and the source distribution as a user would, with every available Python, and run them.

    python -m scripts.try_packages                      all versions of Python from 3.11 on that are found
    python -m scripts.try_packages --with pipx --with uv

Each is installed into an empty environment without constraints.txt, because a wheel must work with new versions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.installers.waiting import PATIENCE_S, wait_for

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("onnx", "words", "cluster", "gpu", "plots", "parquet", "filters", "heif")
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def main() -> int:
    """Run all attempts and return 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--with", dest="tools", action="append", choices=("pipx", "uv"), default=[])
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel, source = build(folder)
        first = True
        for version in VERSIONS:
            python = working(f"python{version}")
            if python is None:
                print(f"-      Python {version} is not here", flush=True)
                continue
            failed |= attempt(f"wheel, Python {version}", in_venv, python, wheel, folder / version)
            if first:
                failed |= attempt("source distribution", in_venv, python, source, folder / "source")
                failed |= attempt("all extras resolve", resolve, folder / version, wheel)
                first = False
        for tool in given.tools:
            failed |= attempt(f"wheel, {tool}", by_tool, tool, wheel, folder / tool)
    return failed


def build(folder: Path) -> tuple[Path, Path]:
    """Build both distributions from a copy of the committed files."""
    subprocess.run(["git", "clone", "-q", ROOT, folder / "clone"], check=True)
    tools = folder / "build"
    subprocess.run([sys.executable, "-m", "venv", tools], check=True)
    subprocess.run([tools / "bin" / "pip", "install", "-q", "build"], check=True, capture_output=True)
    subprocess.run([tools / "bin" / "python", "-m", "build", folder / "clone"], check=True, capture_output=True)
    (wheel,), (source,) = ((folder / "clone" / "dist").glob(kind) for kind in ("*.whl", "*.tar.gz"))
    return wheel, source


def working(name: str) -> str | None:
    """Return a working interpreter, or None if there is none of this name."""
    found = shutil.which(name)
    candidates = [found] if found else []
    candidates += sorted(str(path) for path in Path.home().glob(f".pyenv/versions/{name[6:]}.*/bin/python"))
    for path in candidates:
        if subprocess.run([path, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0:
            return path
    return None


def attempt(what: str, work: Callable[..., None], *arguments: object) -> int:
    """Run an attempt and print the result."""
    start = time.perf_counter()
    try:
        work(*arguments)
    except (subprocess.SubprocessError, AssertionError, OSError) as error:
        print(f"FAILED {what}: {error} {str(getattr(error, 'stderr', '') or '')[-1500:]}", flush=True)
        return 1
    print(f"ok     {what} ({time.perf_counter() - start:.0f} s)", flush=True)
    return 0


def in_venv(python: str, package: Path, folder: Path) -> None:
    """Install into an empty environment and use it."""
    said([python, "-m", "venv", folder], os.environ)
    said([folder / "bin" / "pip", "install", "-q", package], os.environ)
    use(folder / "bin", folder / "home")


def resolve(environment: Path, wheel: Path) -> None:
    """Resolve all extras with pip, without installing them."""
    wanted = f"{wheel}[{','.join(EXTRAS)}]"
    said([environment / "bin" / "pip", "install", "-q", "--dry-run", wanted], os.environ)


def by_tool(tool: str, wheel: Path, folder: Path) -> None:
    """Install with pipx or uv, which are installed in an environment of their own."""
    said([sys.executable, "-m", "venv", folder], os.environ)
    said([folder / "bin" / "pip", "install", "-q", tool], os.environ)
    places = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin2", "UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "bin2"}
    environment = {**os.environ, **{name: str(folder / place) for name, place in places.items()}}
    words = ["install"] if tool == "pipx" else ["tool", "install", "--python", sys.executable]
    said([folder / "bin" / tool, *words, wheel], environment)
    use(folder / "bin2", folder / "home")


def use(programs: Path, home: Path) -> None:
    """Run both entry points, as a user would after installation."""
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_", "VIRTUAL_ENV"))}
    environment = {**kept, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    assert said([programs / "annotator", "--version"], environment).startswith("annotator ")
    said([programs / "annotator", "demo", "--headless", "-o", home / "exports"], environment)
    assert (home / "exports" / "trec-run.run").stat().st_size > 0
    answers = home / "stalls.jsonl"  # begun as soon as the window answers
    command = [programs / "annotator-window", "gui", "--no-restore", "--record-stalls", answers]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as window:
        wait_for(lambda: answers.exists() or window.poll() is not None, "the window to answer")
        assert window.poll() is None, window.communicate()[1]
        window.terminate()
        _, problems = window.communicate(timeout=PATIENCE_S)
    assert window.returncode == 0, problems
    assert "Traceback" not in problems, problems


def said(words, environment) -> str:  # type: ignore[no-untyped-def]
    """Run a program and return its output."""
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True, timeout=900).stdout


if __name__ == "__main__":
    sys.exit(main())
