"""Commands for when something went wrong, or to be sure that nothing did."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from annotator.cli.opening import may_use
from annotator.cli.output import print_json, print_table, progress_bar
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from annotator.data.recovery.health_check import Finding


def doctor(given: argparse.Namespace) -> int:
    """Look a project over and explain what is wrong with it."""
    from annotator.data.recovery.health_check import PROBLEM, examine

    with progress_bar("Looking") as progress:
        findings = list(examine(given.project, progress, may_use=may_use(given)))
    problems = sum(finding.level == PROBLEM for finding in findings)
    if given.json:
        print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print(_line(finding))
        print()
        print(f"{given.project}: {'nothing is wrong.' if not problems else f'{problems} problem(s).'}")
    return 1 if problems else 0


def _line(finding: Finding) -> str:
    mark = {"ok": "+", "note": " ", "problem": "!"}[finding.level]
    return f"{mark} {finding.about + ':':<19}{finding.text}"


def recover(given: argparse.Namespace) -> int:
    """Make a sound project of a damaged one."""
    from annotator.data.recovery.recover import recover as recovered

    target = given.output or given.project.with_name(f"{given.project.stem} (recovered){given.project.suffix}")
    with progress_bar("Recovering") as progress:
        result = recovered(
            given.project,
            target,
            images=given.images,
            features=given.features,
            may_use=may_use(given),
            progress=progress,
        )
    if given.json:
        print_json({**dataclasses.asdict(result), "target": str(result.target)})
        return 0
    print(f"Project: {result.target}")
    print(f"Made from {result.base}, {result.added:,} later steps from the log.")
    print(f"{result.labels:,} labels and {result.steps:,} steps.")
    print("Nothing is known to be lost." if not result.lost else "Could not be saved:")
    for text in result.lost:
        print(f"  {text}")
    return 0


def backups(given: argparse.Namespace) -> int:
    """List the backups of a project."""
    from annotator.data.project.backups import backups_of
    from annotator.data.recovery.restore import contents_of

    found = [contents_of(one) for one in backups_of(given.project)]
    if given.json:
        print_json(
            [
                {
                    "name": one.backup.path.name, "time": one.backup.time.isoformat(), "why": one.backup.why,
                    "bytes": one.backup.size, "steps": one.steps, "labels": one.labels, "problem": one.problem,
                }
                for one in found
            ]
        )  # fmt: skip
        return 0
    rows = [
        [
            one.backup.time.strftime("%Y-%m-%d %H:%M"), one.backup.why, f"{one.labels:,}", f"{one.steps:,}",
            f"{one.backup.size / 1e6:.1f} MB", one.problem or one.backup.path.name,
        ]
        for one in found
    ]  # fmt: skip
    print_table(["made (UTC)", "why", "labels", "steps", "size", "file"], rows)
    return 0


def restore(given: argparse.Namespace) -> int:
    """Put a backup in the place of a project."""
    from annotator.data.recovery.restore import named_backup
    from annotator.data.recovery.restore import restore as restored

    if given.backup is None and not given.newest:
        raise ConfigError("Say which: --backup NAME of the list of 'annotator backups PROJECT', or --newest.")
    copy = named_backup(given.project, given.backup)
    kept = restored(given.project, copy.path)
    print(f"{given.project} is now as in {copy.path.name}.")
    if kept is not None:
        print(f"As it was before: {kept}")
    return 0
