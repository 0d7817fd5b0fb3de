"""Commands that open the window."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotator.cli.arguments import Adder, add_cluster, add_output, input_path, output_path
from annotator.cli.output import progress_bar, remark
from annotator.errors import ConfigError

TRY_WINDOW = "try-window"
"""How the program tries whether a window can open, in a process that Qt may end; no command for people."""


def add_commands(add: Adder) -> None:
    """Add the commands for the window."""
    command = add("gui", gui, "open the window")
    command.add_argument(
        "project",
        nargs="?",
        type=input_path,
        metavar="PROJECT",
        help="project to open, or an image folder to create one from",
    )
    command.add_argument("--read-only", action="store_true", help="look at a project without changing it")
    command.add_argument(
        "--no-restore", action="store_true", help="start with the start page, not with the last project"
    )
    add_cluster(command)
    _add_stalls(command)

    command = add(
        "demo",
        demo,
        "open the window on a sample of 1,797 handwritten digits",
        "The sample is created on this machine; nothing is downloaded. If no window can open, the same session runs "
        "without one: the program judges the batches itself and writes the exports.",
    )
    command.add_argument("--headless", action="store_true", help="run without a window, with simulated judgements")
    add_output(
        command,
        "-o",
        "--output",
        force=False,
        streams=False,
        metavar="FOLDER",
        help="without a window: folder for project and exports",
    )
    _add_stalls(command)


def _json_lines(text: str) -> Path:
    """Accept a new file to append lines to, or one that was written like that before."""
    from annotator.data.files import own_output

    file = output_path(text)
    if file.exists() and not own_output.is_ours(file):
        raise argparse.ArgumentTypeError(f"{text} exists and holds something else. Choose another name.")
    if not text.endswith(".jsonl"):
        raise argparse.ArgumentTypeError(f"{text}: the name of this file has to end with .jsonl")
    return file


def _add_stalls(command: argparse.ArgumentParser) -> None:
    add_output(
        command,
        "--record-stalls",
        force=False,
        streams=False,
        type=_json_lines,
        metavar="FILE.jsonl",
        help="record when the window did not respond for 50 ms, and what it was doing",
    )


def gui(given: argparse.Namespace) -> int:
    """Open the window."""
    problem = window_problem()
    if problem:
        raise ConfigError("The window cannot open: {problem}. All commands but gui work without it.", problem=problem)
    return _open_window(
        given.project,
        read_only=given.read_only,
        restore=not given.no_restore,
        stalls=given.record_stalls,
        cluster=given.cluster,
    )


def _open_window(*what: Any, **how: Any) -> int:
    """Show the first sign of the program, import the rest and run the window."""
    from annotator.gui.widgets.splash import Splash, bare_application

    bare_application()
    splash = Splash()
    splash.begin()
    splash.load()
    from annotator.gui.shell.app import run

    return run(*what, **how)


def demo(given: argparse.Namespace) -> int:
    """Open the sample in the window, or run the same session without a window."""
    from annotator.sample import create_sample, default_folder

    problem = "" if given.headless else window_problem()
    with progress_bar("Writing the sample") as progress:
        sample = create_sample(default_folder(), progress)
    if not problem and not given.headless:
        return _open_window(sample=sample, stalls=given.record_stalls)
    from annotator.cli.headless import play

    remark(f"No window{f' ({problem})' if problem else ''}: the program judges by itself instead.")
    play(sample, given.output)
    return 0


def try_window() -> int:
    """Let Qt connect to the display; Qt ends the process where it cannot."""
    from PySide6.QtGui import QGuiApplication

    QGuiApplication([])
    return 0


def window_problem() -> str:
    """Return why no window can open here, "" if one can.

    Qt ends the process if there is no display or a library is missing, so the test runs in a child process.
    """
    if sys.platform != "linux":
        return ""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return "there is no display"
    # A frozen program has no separate interpreter, so it runs itself.
    words = [TRY_WINDOW] if getattr(sys, "frozen", False) else ["-m", "annotator", TRY_WINDOW]
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as tried:
        with suppress(ImportError):  # the child says so, too
            import annotator.gui.widgets.splash  # noqa: F401 - needed next, and takes as long as the child
        try:
            said = tried.communicate(timeout=60)[1].strip().splitlines()
        except subprocess.TimeoutExpired:
            tried.kill()
            return "the display does not answer"
    return (said[0] if said else f"Qt ended with status {tried.returncode}") if tried.returncode else ""
