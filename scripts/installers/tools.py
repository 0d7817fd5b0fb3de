"""Which programs a build needs, asked for before it begins: what is missing is named with its Debian package."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable

from scripts.installers import macos, windows

APT = "sudo apt-get install"
VENV = {"venv": "python3-venv", "ensurepip": "python3-venv"}
"""Modules that Debian takes out of Python, and the package that has them."""

NEEDED = {
    "freeze": {"git": "git", "objdump": "binutils", "strip": "binutils"},
    "self-test": {"readelf": "binutils", "tar": "tar"},
    "bare-root": {
        "debootstrap": "debootstrap",
        "Xvfb": "xvfb",
        "xdotool": "xdotool",
        "cp": "coreutils",
        "chroot": "coreutils",
        "mount": "mount",
        "umount": "mount",
    },
    "nsis": {"makensis": "nsis"},
    "dmg": {"hdiutil": "", "codesign": ""},
}
"""Programs by what they are needed for, with their Debian packages."""


def missing(uses: Iterable[str]) -> list[str]:
    """Return a sentence for everything that is missing for a build.

    Args:
        uses: Keys of ``NEEDED``.
    """
    said = [
        _sentence(f"Python's module {module}", "freeze", package)
        for module, package in VENV.items()
        if importlib.util.find_spec(module) is None
    ]
    for use in uses:
        if sys.platform != "linux" and use in ("freeze", "self-test"):
            continue
        said += [_sentence(name, use, package) for name, package in NEEDED.get(use, {}).items() if not found(name)]
        if use == "bare-root" and (sys.platform != "linux" or os.geteuid() != 0):
            said.append("--bare-root makes a system and changes into it: run it on Debian or Ubuntu, as root (sudo).")
    said += [f"{name}, which {variable} names, is not there." for variable, name in _set() if not found(name)]
    return said


def found(program: str) -> bool:
    """Tell whether a program is there."""
    return bool(windows.makensis() if program == "makensis" else shutil.which(program))


def _set() -> list[tuple[str, str]]:
    """Return the variables that ask for a program, and that program."""
    signer = os.environ.get(windows.SIGN, "").split()
    return [
        *([(windows.SIGN, signer[0])] if signer and sys.platform == "win32" else []),
        *([(macos.PROFILE, "xcrun")] if os.environ.get(macos.PROFILE) and sys.platform == "darwin" else []),
    ]


def _sentence(name: str, use: str, package: str) -> str:
    where = {"freeze": "freezing the program", "nsis": "the installer for Windows", "dmg": "the image for macOS"}
    how = f" On Debian and Ubuntu: {APT} {package}" if package else ""
    return f"{name} is missing, which {where.get(use, f'--{use}')} needs.{how}"
