"""The command that looks for changes in the image folder."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_project, input_path
from annotator.cli.opening import opened
from annotator.cli.output import print_json, progress_bar

if TYPE_CHECKING:
    from annotator.data.files.names import Problem
    from annotator.data.updates.rescan import RescanReport
    from annotator.session.session import Session

SHOWN = 10


def add_commands(add: Adder) -> None:
    """Add the commands for changed files."""
    command = add(
        "rescan",
        rescan,
        "find images that were added, removed, changed or moved",
        "Images are recognized by content: a renamed image keeps its labels. New and changed images get features if "
        "the program computed those of the others.",
    )
    add_project(command, topic=False)
    command.add_argument("--apply", action="store_true", help="update the project, after a backup")
    command.add_argument(
        "--hash", action="store_true", help="record a hash of every image, to recognize it when it is renamed"
    )
    command.add_argument(
        "--encoder", type=input_path, metavar="NETWORK", help="where your own network is that computed the features"
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def rescan(given: argparse.Namespace) -> int:
    """Show what has changed on the disk, and update the project on request."""
    from annotator.extraction.pictures import encoder_for

    added = 0
    with opened(given, read_only=not (given.apply or given.hash)) as session:
        if given.encoder is not None:
            encoder_for(session.features.path, given.encoder)
        with progress_bar("Looking at the image folder") as progress:
            report = session.collection.rescan().run(progress)
        told = _told(session, report)
        if given.json:
            print_json({**told, "applied": given.apply})
        else:
            _print(report, told)
        if given.apply and report.anything:
            added = session.collection.update(report)["added"]
        elif report.anything and not given.json:
            print("Nothing was changed; --apply brings the project up to date.")
        if given.hash:
            with progress_bar("Recording contents") as progress:
                recorded = session.collection.record_contents().run(progress)
            if not given.json:
                print(f"The content of {recorded:,} images was recorded.")
    if given.apply:
        _compute(given, added)
    return 0


def _compute(given: argparse.Namespace, added: int) -> None:
    """Compute the features of images that were added or have changed, if an encoder known here made the others."""
    from annotator.extraction import filling

    filling.extend(given.project)
    with opened(given) as session:
        lacking = compute_features(session)
        if not given.json:
            first = session.n_images - added
            new = set(session.paths[first:])
            rows = session.features.row_of_image[first:].tolist()
            have = sum(row >= 0 for row in rows) - sum(problem.path in new for problem in lacking)
            print(f"The project is up to date; {have:,} of {added:,} new images have features.")
            print_problems(lacking)


def compute_features(session: Session) -> tuple[Problem, ...]:
    """Compute the features that a project still lacks; return the images that cannot be read."""
    from annotator.extraction import filling

    job = filling.fill_in(session)
    if job is None:
        return ()
    with progress_bar("Computing features") as progress:
        return job.run(progress).problems


def print_problems(problems: Sequence[Problem]) -> None:
    """Print the images that cannot be read."""
    if problems:
        print(f"{len(problems):,} images could not be read:")
        for problem in problems[:SHOWN]:
            print(f"  {problem.path}: {problem.reason}")
        if len(problems) > SHOWN:
            print("  ...")


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
