"""The machine code that goes along: it looks for libraries only next to itself, and nobody can run it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

MODE = 0o644
"""Of a shared library: the loader reads it."""


def libraries(folder: Path) -> Iterator[Path]:
    """Yield the shared libraries below a folder, without links to them."""
    for file in sorted(folder.rglob("*.so*")):
        if file.is_file() and not file.is_symlink():
            yield file


def make_portable(folder: Path, patchelf: Path) -> None:
    """Forget where libraries were on the machine that built them, and take the right to be run from libraries."""
    for file in libraries(folder):
        file.chmod(MODE)
        places = _said(patchelf, "--print-rpath", file).strip()
        kept = ":".join(relative(places))
        if kept != places:
            _said(patchelf, *(("--set-rpath", kept) if kept else ("--remove-rpath",)), file)


def relative(places: str) -> list[str]:
    """Return the places of a RUNPATH that go along with the library."""
    return [place for place in places.split(":") if place == "$ORIGIN" or place.startswith("$ORIGIN/")]


def faults(folder: Path) -> list[str]:
    """Return what is wrong with the machine code below a folder, as readelf sees it."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        with file.open("rb") as content:
            if content.read(4) != b"\x7fELF":
                continue
        name = file.relative_to(folder).as_posix()
        if ".so" in file.name and file.stat().st_mode & 0o7777 != MODE:
            found.append(f"{name}: mode {file.stat().st_mode & 0o7777:o}, not {MODE:o}")
        for line in _said("readelf", "--dynamic", file).splitlines():
            if "(RUNPATH)" in line or "(RPATH)" in line:
                places = line.partition("[")[2].rpartition("]")[0]
                if relative(places) != places.split(":"):
                    found.append(f"{name}: looks for libraries in {places}")
    return found


def _said(*words: str | Path) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
