"""Apply the result of a rescan to a project in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from annotator.data.collection.match_names import join
from annotator.data.metadata.metadata import BLOCK
from annotator.data.project.database import Database
from annotator.data.updates.rescan import RescanReport


def apply_rescan(
    database: Database, report: RescanReport, names: Sequence[str], row_of_image: Mapping[int, int], at: str
) -> dict[str, int]:
    """Apply the result of a rescan.

    Moved images keep their ids and therefore their labels. New images are added at the end, with features if an unused
    row of the feature file matches their name. Missing images are kept and marked as missing.

    Args:
        database: The project.
        report: Result of the rescan.
        names: Names of the feature rows.
        row_of_image: Feature row of each image that has one.
        at: UTC time, ISO 8601.

    Returns:
        Number of images added, and of those with features, by ``added`` and ``with features``.
    """
    # All images count, so that a new one gets no row whose name another image has too.
    free = set(range(len(names))) - set(row_of_image.values())
    row_by_path: dict[str, int] = {}
    if report.added:
        row_by_path = dict(zip(report.present, join(names, tuple(report.present)).row_of_image.tolist(), strict=True))
    rows = [row_by_path[path] if row_by_path[path] in free else None for path in report.added]
    with database.transaction() as connection:
        first = connection.execute("SELECT count(*) FROM image").fetchone()[0]
        connection.executemany(
            "UPDATE image SET path = ?, size = ?, mtime = ?, missing = NULL WHERE id = ?",
            [(path, *report.present[path], image) for image, path in report.moved.items()],
        )
        connection.executemany("UPDATE image SET missing = ? WHERE id = ?", [(at, image) for image in report.removed])
        # Another image now has the path of a missing one. Paths are unique, so the missing one gets a path that no file
        # has.
        taken = {*report.moved.values(), *report.added}
        for image in report.removed:
            path = connection.execute("SELECT path FROM image WHERE id = ?", (image,)).fetchone()[0]
            if path in taken:
                connection.execute("UPDATE image SET path = ? WHERE id = ?", (f".missing/{image}/{path}", image))
        connection.executemany("UPDATE image SET missing = NULL WHERE id = ?", [(i,) for i in report.returned])
        for image in (*report.touched, *report.changed):
            path = connection.execute("SELECT path FROM image WHERE id = ?", (image,)).fetchone()[0]
            now = (*report.present[path], image)
            connection.execute("UPDATE image SET size = ?, mtime = ?, missing = NULL WHERE id = ?", now)
            connection.execute("UPDATE content SET size = ?, mtime = ? WHERE image = ?", now)
        connection.executemany("DELETE FROM content WHERE image = ?", [(image,) for image in report.changed])
        connection.executemany(
            "INSERT INTO image (id, path, size, mtime, feature_row) VALUES (?, ?, ?, ?, ?)",
            [
                (first + number, path, *report.present[path], row)
                for number, (path, row) in enumerate(zip(report.added, rows, strict=True))
            ],
        )
        # Moved files keep their recorded hash under the new modification time.
        connection.executemany(
            "UPDATE OR IGNORE content SET size = ?, mtime = ? WHERE image = ?",
            [(*report.present[path], image) for image, path in report.moved.items()],
        )
        stale = [*report.changed, *([first - 1] if report.added and first else [])]
        _forget_metadata(connection, stale)
    return {"added": len(rows), "with features": sum(row is not None for row in rows)}


def _forget_metadata(connection: sqlite3.Connection, images: Iterable[int]) -> None:
    """Delete the metadata of these images so that it is read again; blocks are the unit of reading and storing."""
    blocks = sorted({image // BLOCK * BLOCK for image in images})
    connection.executemany(
        "DELETE FROM metadata_block WHERE first = ? AND column IN"
        " (SELECT id FROM metadata_column WHERE source IN ('exif', 'size', 'quality'))",
        [(first,) for first in blocks],
    )
