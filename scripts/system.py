"""System requirements: Qt's libraries, an X server for the window tests, Python's venv module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Debian names. The first line suffices without a display, the second is for a real window, the third for window tests.
QT_PACKAGES = (
    *("libgl1", "libegl1", "libglib2.0-0", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "fonts-dejavu-core"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
    *("libxcb-render-util0", "libxcb-image0"),
)
WINDOW_TEST_PACKAGES = ("xvfb", "xdotool")

# Importing shows whether Qt itself loads. The platform plug-in is loaded without being started, because that works
# without a display, too.
_LOAD_QT = """
import ctypes, pathlib, PySide6
from PySide6 import QtSvg, QtWidgets
folder = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
for name in ("libqoffscreen.so", "libqxcb.so"):
    ctypes.CDLL(str(folder / name))
"""


def apt_command(packages: tuple[str, ...]) -> str:
    """Return the command that installs packages on Debian or Ubuntu, to paste into a terminal."""
    return "sudo apt-get install -y " + " ".join(packages)


def may_install() -> bool:
    """Return whether this process may install Debian packages."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages; return whether that succeeded."""
    print("Installing system packages:", *packages, flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    update = ["apt-get", "update", "-q"]
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    return all(subprocess.run(command, env=environment).returncode == 0 for command in (update, install))


def qt_problem(python: Path) -> str:
    """Return why Qt cannot open a window with the packages of ``python``; "" if it can."""
    if sys.platform != "linux":
        return ""
    environment = dict(os.environ, LC_ALL="C")
    answer = subprocess.run([python, "-c", _LOAD_QT], env=environment, capture_output=True, text=True)
    return answer.stderr.strip().splitlines()[-1] if answer.returncode and answer.stderr else ""


def ensure_qt(python: Path) -> bool:
    """Install Qt's libraries if possible, else print the command that does; return whether a window can open."""
    problem = qt_problem(python)
    if problem and may_install() and apt_install(QT_PACKAGES):
        problem = qt_problem(python)
    if problem:
        print(f"Qt cannot open a window: {problem}")
        print(
            f"On Debian and Ubuntu this command installs what is missing:\n    {apt_command(QT_PACKAGES)}", flush=True
        )
    return not problem


def ensure_window_tests() -> bool:
    """Install Xvfb and xdotool if possible, else print the command that does; return whether they are available."""
    if _has_window_tools():
        return True
    if may_install() and apt_install(WINDOW_TEST_PACKAGES) and _has_window_tools():
        return True
    print(f"The window tests need Xvfb and xdotool:\n    {apt_command(WINDOW_TEST_PACKAGES)}", flush=True)
    return False


def _has_window_tools() -> bool:
    return all(shutil.which(tool) for tool in ("Xvfb", "xdotool"))
