"""Seconds from a folder of images without features to the first judgement, in the window.

    python -m benchmarks.first_batch
    python -m benchmarks.first_batch FOLDER --words "red kite"

A person presses *Open a folder…*, chooses the folder (default: the photos of waste), types what to look for, presses
Enter, and judges the first image of the first batch. Every run is a new process with a new project and a copy of the
folder. Printed are the medians of the seconds until the start page can be used, and from the choice of the folder until
the question is asked, the first batch is on screen, its first judgement is stored, and all features are computed. Run
it alone on the machine; without a display it runs offscreen.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator.gui.dialogs.new_project import NewProjectDialog
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import make_images
from benchmarks.window_tools import has_batch, new_window, since_start, wait_for

OPTIONS = (
    option(
        "images", nargs="?", type=Path, metavar="FOLDER", help="folder of images (default: the photos of waste)",
        tiny=lambda folder: make_images(folder / "images", [f"{number}.jpg" for number in range(40)]),
    ),
    option("--words", default="glass bottle", help="what to look for"),
    option("--runs", type=int, default=5, tiny=1, help="runs, each in a new process"),
    OUTPUT,
)  # fmt: skip
TOLD = {
    "start": "start of the program to its start page",
    "asked": "choice of the folder to the question",
    "batch": "choice of the folder to the first batch",
    "judged": "choice of the folder to the first judgement",
    "whole": "start of the program to the first judgement",
    "computed": "choice of the folder to the features of all images",
}


def search(images: str, words: str, folder: str) -> None:
    """Go from the start page to the first judgement, and print the seconds as JSON."""
    window = new_window(Path(folder))
    seconds = {"start": since_start()}
    chosen = 0.0

    def choose(*_arguments: object) -> str:
        nonlocal chosen
        chosen = time.perf_counter()
        return images

    QFileDialog.getExistingDirectory = choose  # type: ignore[method-assign, assignment]
    window.start.new.click()
    dialog = window.findChild(NewProjectDialog)
    wait_for(lambda: dialog.isVisible() and dialog.topic.hasFocus(), "the question")
    seconds["asked"] = time.perf_counter() - chosen
    QTest.keyClicks(dialog.topic, words)
    QTest.keyClick(dialog.topic, Qt.Key.Key_Return)
    wait_for(lambda: has_batch(window), "the first batch")
    seconds["batch"] = time.perf_counter() - chosen
    session, grid = window.workspace.controller.session, window.workspace.batch.grid
    window.windowHandle().requestActivate()  # where no window manager does it after a dialog
    wait_for(lambda: window.isActiveWindow() and grid.current_image() is not None, "the keyboard focus")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_P)
    wait_for(lambda: bool(session.labels), "the judgement")
    seconds["judged"] = time.perf_counter() - chosen
    seconds["whole"] = since_start()
    wait_for(lambda: not session.features.growing, "the features of all images")
    seconds["computed"] = time.perf_counter() - chosen
    print(json.dumps(seconds), flush=True)
    window.close()


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    source = given.images or given.places.shared("trashnet") / "images"
    code = "import sys; from benchmarks.first_batch import search; search(*sys.argv[1:])"
    found = []
    for number in range(given.runs):
        place = given.folder / str(number)
        shutil.copytree(source, place / "images")
        call = [sys.executable, "-c", code, str(place / "images"), given.words, str(place / "own")]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    for name, what in TOLD.items():
        values = [one[name] for one in found]
        print(f"{what}: {statistics.median(values):.1f} s ({min(values):.1f} to {max(values):.1f})")
    return {"words": given.words, "runs": found}


if __name__ == "__main__":
    run(main, OPTIONS)
