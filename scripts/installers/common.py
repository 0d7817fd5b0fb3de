"""Helpers shared by all installers: paths, version, commit time, sizes."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD, DIST = ROOT / "build", ROOT / "dist"
RESOURCES = ROOT / "resources"
BESIDE = ("docs", "licences", "plugins", "LICENSE", "VERSION")
"""What lies next to the frozen program and is no code."""


def version() -> str:
    """Return the version of the program."""
    return re.search(r'__version__ = "(.+)"', (ROOT / "annotator" / "version.py").read_text())[1]  # type: ignore[index]


def source_time() -> int:
    """Return the time of the commit; all files in a package get it, so that builds are reproducible."""
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(said.stdout) if said.returncode == 0 and said.stdout.strip() else 0


def size_of(folder: Path) -> int:
    """Return the total size of all files in a folder, in bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def print_sizes(frozen: Path) -> None:
    """Print the ten largest parts and their sizes."""
    parts: Counter[str] = Counter()
    for file in frozen.rglob("*"):
        if file.is_file() and not file.is_symlink():
            inside = file.relative_to(frozen)
            parts["/".join(inside.parts[:2]) if len(inside.parts) > 2 else inside.parts[0]] += file.stat().st_size
    print(f"{size_of(frozen) / 1e6:8.1f} MB in all")
    for part, size in parts.most_common(10):
        print(f"{size / 1e6:8.1f} MB {part}")


def write_sums(files: Iterable[Path]) -> None:
    """Write and print the SHA-256 of the downloadable files."""
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(files))
    (DIST / "SHA256SUMS").write_text(sums, "utf-8")
    print(sums, end="")
