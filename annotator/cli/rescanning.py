"""The command that looks for changes in the image folder."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_project
from annotator.cli.opening import opened
from annotator.cli.output import print_json, progress_bar

if TYPE_CHECKING:
    from annotator.data.updates.rescan import RescanReport
    from annotator.session.session import Session

SHOWN = 10


def add_commands(add: Adder) -> None:
    """Add the commands for changed files."""
    command = add(
        "rescan",
        rescan,
        "find images that were added, removed, changed or moved",
        "Images are recognized by content: a renamed image keeps its labels.",
    )
    add_project(command, topic=False)
    command.add_argument("--apply", action="store_true", help="update the project, after a backup")
    command.add_argument(
        "--hash", action="store_true", help="record a hash of every image, to recognize it when it is renamed"
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def rescan(given: argparse.Namespace) -> int:
    """Show what has changed on the disk, and update the project on request."""
    with opened(given, read_only=not (given.apply or given.hash)) as session:
        with progress_bar("Looking at the image folder") as progress:
            report = session.collection.rescan().run(progress)
        told = _told(session, report)
        if given.json:
            print_json({**told, "applied": given.apply})
        else:
            _print(report, told)
        if given.apply and report.anything:
            done = session.collection.update(report)
            if not given.json:
                print(
                    f"The project is up to date; {done['with features']:,} of {done['added']:,} new images have "
                    "features."
                )
        elif report.anything and not given.json:
            print("Nothing was changed; --apply brings the project up to date.")
        if given.hash:
            with progress_bar("Recording contents") as progress:
                recorded = session.collection.record_contents().run(progress)
            if not given.json:
                print(f"The content of {recorded:,} images was recorded.")
    return 0


def _told(session: Session, report: RescanReport) -> dict[str, object]:
    paths = session.paths
    return {
        "found": report.n_found,
        "added": list(report.added),
        "moved": [[paths[image], path] for image, path in report.moved.items()],
        "changed": [paths[image] for image in report.changed],
        "removed": [paths[image] for image in report.removed],
        "returned": [paths[image] for image in report.returned],
        "problems": [f"{problem.path}: {problem.reason}" for problem in report.problems],
    }


def _print(report: RescanReport, told: dict[str, object]) -> None:
    print(report.summary)
    for what in ("added", "moved", "changed", "removed", "returned", "problems"):
        entries = told[what]
        assert isinstance(entries, list)
        for entry in entries[:SHOWN]:
            print(f"  {what}: {' -> '.join(entry) if isinstance(entry, list) else entry}")
        if len(entries) > SHOWN:
            print(f"  {what}: ... and {len(entries) - SHOWN:,} more")
