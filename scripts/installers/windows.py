"""Installer for Windows, built with NSIS."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts.installers.common import DIST, RESOURCES
from scripts.installers.desktop import draw_icons

SIGN = "ANNOTATOR_SIGN"
"""Environment variable with a command that signs the file whose path is appended; without it, nothing is signed."""


def make_installer(frozen: Path, number: str) -> Path:
    """Compile the installer around a frozen program and return its path."""
    for program in frozen.glob("*.exe"):
        sign(program)
    target = DIST / f"annotator-{number}-windows-x86_64.exe"
    options = {
        "VERSION": number,
        "PAYLOAD": frozen,
        "ICON": draw_icons() / "annotator.ico",
        "OUTPUT": target,
    }
    script = RESOURCES / "windows" / "annotator.nsi"
    defined = [f"-D{name}={value}" for name, value in options.items()]
    subprocess.run([makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, script], check=True)
    sign(target)
    return target


def makensis() -> str:
    """Return the compiler of NSIS, "" if it is not there."""
    return shutil.which("makensis") or shutil.which("makensis", path=r"C:\Program Files (x86)\NSIS") or ""


def sign(file: Path) -> None:
    """Sign a file if a signing command is configured."""
    if command := os.environ.get(SIGN):
        subprocess.run([*command.split(), file], check=True)
