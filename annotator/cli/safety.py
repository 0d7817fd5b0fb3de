"""Commands that check, recover and restore projects."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_output, add_trust, input_path
from annotator.cli.opening import may_use
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from annotator.data.recovery.health_check import Finding


def add_commands(add: Adder) -> None:
    """Add the commands for damage and backups."""
    command = add("doctor", doctor, "check a project for damage and missing files, and explain what can be done")
    add_trust(command)
    _add_project(command)
    command = add(
        "recover",
        recover,
        "create an intact project from a damaged one, its backups and its log",
        "The damaged file is not changed.",
    )
    add_output(
        command, "-o", "--output", force=False, streams=False, metavar="PROJECT", help="new project file to write"
    )
    command.add_argument(
        "--images", type=input_path, metavar="FOLDER", help="where the images are, if that is not recorded"
    )
    command.add_argument(
        "--features", type=input_path, metavar="FILE", help="where the features are, if that is not recorded"
    )
    add_trust(command)
    _add_project(command)
    _add_project(add("backups", backups, "list the backups of a project"))
    command = add("restore", restore, "put a backup in the place of a project", "What was there before is kept.")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--backup", metavar="NAME", help="file name of the backup")
    which.add_argument("--newest", action="store_true", help="use the newest intact one")
    _add_project(command, json=False)


def _add_project(command: argparse.ArgumentParser, *, json: bool = True) -> None:
    command.add_argument("project", type=input_path, metavar="PROJECT", help="project file")
    if json:
        command.add_argument("--json", action="store_true", help="print JSON")


def doctor(given: argparse.Namespace) -> int:
    """Check a project and explain what is wrong with it."""
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
    """Create an intact project from a damaged one."""
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
    print(f"Created from {result.base}")
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
    if not found:
        remark(f"{given.project}: there is no backup of it.")
        return 1
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
    print_table(["created (UTC)", "why", "labels", "steps", "size", "file"], rows)
    return 0


def restore(given: argparse.Namespace) -> int:
    """Replace a project with a backup."""
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
