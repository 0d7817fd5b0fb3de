"""The command that makes a report for the developers."""

from __future__ import annotations

import argparse
import contextlib

from annotator.cli.opening import opened
from annotator.cli.output import remark
from annotator.report import report_files, write_report


def report(given: argparse.Namespace) -> int:
    """Write versions, settings and numbers into one file."""
    with contextlib.ExitStack() as stack:
        session = None if given.project is None else stack.enter_context(opened(given, read_only=True))
        files = report_files(session)
    write_report(files, given.output)
    remark(f"Written to {given.output}: {', '.join(files)}. Read them before you send them to anybody.")
    return 0
