"""The command line: everything the window does with a project, for scripts and for machines without a screen.

The exit status is 0 on success, 1 when there was nothing to process, 2 for an error that the user can fix, also if a
plugin in a folder of ``--plugins`` could not be loaded, and 130 after Ctrl-C. Results go to standard output, everything
else to standard error.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from annotator.cli.arguments import check_outputs, guard_of, guards_of_inputs
from annotator.cli.windows import TRY_WINDOW, try_window
from annotator.errors import AnnotatorError, Cancelled, ReplacesError, UnknownPlacesError, UnknownStrategyError
from annotator.runtime.child import DECODE_IMAGES, READ_METADATA
from annotator.runtime.memory import reuse_freed_memory

FIXABLE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
_WHAT_TO_DO = {
    UnknownPlacesError: "It is allowed by: --trust",
    ReplacesError: "It is allowed by: --force",
    UnknownStrategyError: "If it belongs to a plugin, --plugins FOLDER loads it; 'annotator topic PROJECT --strategy "
    "NAME' chooses another one.",
}
"""What a person does about an error on the command line, added to it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Command-line arguments without the program's name; by default those of the process.

    Returns:
        The exit status.
    """
    for name in ("stdout", "stderr"):  # a program without a console has neither
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that the terminal cannot display must not end the program
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    hidden: dict[tuple[str, ...], Callable[[], int]] = {
        (DECODE_IMAGES,): _decode_images,
        (READ_METADATA,): _read_metadata,
        (TRY_WINDOW,): try_window,
    }
    if run := hidden.get(tuple(words)):
        return run()
    from annotator.cli.parser import commands_of, make_parser, with_command  # every command, which takes a moment

    reuse_freed_memory()
    if arguments is None and not sys.warnoptions:  # warnings of packages are for programmers
        warnings.simplefilter("ignore")
    parser = make_parser()
    try:
        commands = commands_of(parser)
        given, unknown = parser.parse_known_args(called := with_command(words, commands))
        if unknown:  # with the usage of the command, not of the program
            commands.get(called[0], parser).error(f"unknown arguments: {shlex.join(unknown)}")
        status = _run(given)
        sys.stdout.flush()  # a closed pipe is detected here, not after main
    except AnnotatorError as error:
        remedy = next((text for kind, text in _WHAT_TO_DO.items() if isinstance(error, kind)), "")
        print(f"annotator: {error} {remedy}".rstrip(), file=sys.stderr)
        return FIXABLE
    except (KeyboardInterrupt, Cancelled):
        print("\nannotator: interrupted; everything that was stored stays stored", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more at exit; what it still holds must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _run(given: argparse.Namespace) -> int:
    """Run a command; whatever it writes, it replaces only what its arguments allow."""
    from annotator.data.files.atomic import kept_open
    from annotator.data.files.guard import holding

    with ExitStack() as stack:
        stack.enter_context(holding(*guards_of_inputs(given)))
        for stream in check_outputs(given):
            stack.enter_context(kept_open(stream))
        if "force" in given:
            stack.enter_context(holding(guard_of(given)))
        status: int = given.run(given)
    return status or (FIXABLE if getattr(given, "failed", None) else 0)  # plugins that the command names


def _decode_images() -> int:
    from annotator.gui.images.subprocess_decoder import serve

    serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0


def _read_metadata() -> int:
    from annotator.data.metadata.reading_process import serve

    serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0
