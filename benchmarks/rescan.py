"""Time and memory of detecting changed files: ``python -m benchmarks.rescan [IMAGES]``.

Writes small files, records them, moves one folder in ten, and reports the duration of a rescan as a ratio to listing
the folder in the same run, with and without recorded content hashes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.data.images.scanning import scan
from annotator.data.updates.rescan import KnownFile, RescanReport, content_hash, look
from benchmarks.interchange import watched

FOLDERS = 100


def timed(work: Callable[[], object]) -> tuple[float, int, object]:
    """Return the duration in seconds, the growth of memory, and the result."""
    kept: list[object] = []
    seconds, grown = watched(lambda: kept.append(work()))
    return seconds, grown, kept[0]


def main() -> None:
    """Run all parts."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in range(FOLDERS):
            (root / f"{folder:03}").mkdir()
            for number in range(n // FOLDERS):
                (root / f"{folder:03}" / f"{number:05}.jpg").write_text(f"{folder} {number} " * (number % 7 + 1))
        found = scan(root)
        plain, _, _ = timed(lambda: scan(root))
        started = time.perf_counter()
        hashes = [content_hash(root, path) for path in found.paths]
        print(f"{n:,} files: listed in {plain:.2f} s, hashed in {time.perf_counter() - started:.1f} s")
        for title, sums in (("by size and time", [""] * n), ("by content", hashes)):
            known = [
                KnownFile(path, int(size), int(mtime), "", sha)
                for path, size, mtime, sha in zip(found.paths, found.sizes, found.mtimes, sums, strict=True)
            ]
            seconds, grown, _ = timed(lambda known=known: look(root, known))  # type: ignore[misc]
            print(f"{title}, nothing changed: {seconds / plain:.1f} x listing, memory +{grown / 1e6:.0f} MB")
            moved = [(root / f"{f:03}", root / f"moved {title} {f:03}") for f in range(0, FOLDERS, 10)]
            for old, new in moved:
                old.rename(new)
            seconds, grown, report = timed(lambda known=known: look(root, known))  # type: ignore[misc]
            assert isinstance(report, RescanReport)
            print(
                f"{title}, one folder in ten moved: {seconds / plain:.1f} x listing, memory +{grown / 1e6:.0f} MB, "
                f"{len(report.moved):,} of {len(moved) * n // FOLDERS:,} found again"
            )
            for old, new in moved:
                new.rename(old)


if __name__ == "__main__":
    main()
