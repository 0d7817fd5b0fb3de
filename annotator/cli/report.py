"""The command that writes a report for the developers."""

from __future__ import annotations

import argparse
import contextlib

from annotator.cli.arguments import Adder, add_output, add_plugins, input_path
from annotator.cli.opening import opened
from annotator.cli.output import remark


def add_commands(add: Adder) -> None:
    """Add the commands for the report for developers."""
    command = add(
        "report",
        report,
        "write a problem report: versions, settings and numbers, without images and names",
    )
    command.add_argument("project", type=input_path, nargs="?", metavar="PROJECT", help="project to describe, if any")
    add_output(command, "-o", "--output", required=True, metavar="FILE", help="zip file to write")
    add_plugins(command)


def report(given: argparse.Namespace) -> int:
    """Write versions, settings and numbers into one file."""
    from annotator.report import report_files, write_report

    with contextlib.ExitStack() as stack:
        session = None if given.project is None else stack.enter_context(opened(given, read_only=True))
        files = report_files(session)
    write_report(files, given.output)
    remark(f"Written to {given.output}: {', '.join(files)}. Read them before you send them to anybody.")
    return 0
