"""Check that two builds of the same commit give the same files."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.installers.common import BUILD

EXCEPTIONS: dict[str, str] = {}
"""Files that differ between builds, and why."""


def compare(frozen: Path, freeze: Callable[[], Path]) -> int:
    """Freeze a second time, print the differing files, and return 1 if there are any."""
    first = BUILD / "first"
    shutil.rmtree(first, ignore_errors=True)
    shutil.move(frozen, first)
    before, after = contents(first), contents(freeze())
    shutil.rmtree(first)
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    unexplained = [name for name in differing if name not in EXCEPTIONS]
    for name in differing:
        print(f"differs: {name} ({EXCEPTIONS.get(name, 'no reason known')})", file=sys.stderr)
    print(f"{'FAILED' if unexplained else 'ok    '} two builds have the same {len(after)} files")
    return 1 if unexplained else 0


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file by name, and the targets of links."""
    return {
        file.relative_to(folder).as_posix(): str(file.readlink())
        if file.is_symlink()
        else hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_symlink() or file.is_file()
    }
