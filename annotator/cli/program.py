"""Commands about the program itself: its cache of thumbnails, and reports of problems."""

from __future__ import annotations

import argparse
import contextlib

from annotator.cli.arguments import Adder, add_output, add_plugins, input_path
from annotator.cli.opening import opened
from annotator.cli.output import print_json, remark


def add_commands(add: Adder) -> None:
    """Add the commands about the program itself."""
    command = add("cache", cache, "show how much disk space the cached thumbnails take, or delete them")
    command.add_argument(
        "--clear", action="store_true", help="delete all thumbnails; they are created again when needed"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
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


def cache(given: argparse.Namespace) -> int:
    """Print the size of the thumbnail cache, or empty it."""
    from annotator.data.images.thumbnail_store import FILE_NAME, ThumbnailStore
    from annotator.errors import AnnotatorError
    from annotator.runtime.paths import UserFolders

    problems: list[str] = []
    store = ThumbnailStore(UserFolders().cache / FILE_NAME, tell=problems.append)
    held = store.bytes
    if given.clear and held:
        store.clear()
        store.close()
        if not store.usable:
            raise AnnotatorError("{problem}", problem=problems[0])
    left = store.bytes
    if given.json:
        print_json({"file": str(store.file), "bytes": left, "freed": max(0, held - left)})
    elif given.clear:
        print(f"{store.file}: {max(0, held - left) / 1e6:.1f} MB freed")
    else:
        print(f"{store.file}: {left / 1e6:.1f} MB of thumbnails; 'annotator cache --clear' empties it")
    return 0
