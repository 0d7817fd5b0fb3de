"""Problem report for the developers: a few text files that the user can read before sending them.

The report contains versions, settings and numbers. It contains no images and no names of images, topics or folders.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.data.files.atomic import atomic_binary
from annotator.version import __version__

if TYPE_CHECKING:
    from annotator.session.session import Session

PACKAGES = (
    "numpy", "scipy", "numexpr", "h5py", "pillow", "scikit-learn", "threadpoolctl", "platformdirs", "tqdm",
    "pyqtgraph", "PySide6-Essentials", "pillow-heif", "matplotlib",
)  # fmt: skip

LOG_LIMIT = 100_000
"""Number of characters kept from the end of the log."""

ABOUT = """Annotator wrote this report at the request of the person who sends it.
It contains versions, settings and numbers of the open project. It contains no images and no names of images, topics or
folders: the home folder is written as ~ and the image folder as <images>.
"""


def report_files(session: Session | None = None, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the text files of the report by name.

    Args:
        session: The open project, or None.
        extra: Additional files by name, e.g. the log; paths in them are masked, too.
    """
    files = {"about.txt": ABOUT, "versions.txt": versions()}
    if session is not None:
        files["project.json"] = json.dumps(project_facts(session), indent=1, default=str)
    hidden = _places(session)
    for name, text in (extra or {}).items():
        files[name] = without_places(text[-LOG_LIMIT:], hidden)
    return files


def versions() -> str:
    """Return the versions of the program and its dependencies, one per line."""
    lines = [
        f"Annotator {__version__}",
        f"Python {platform.python_version()} ({platform.python_implementation()}, {sys.maxsize.bit_length() + 1} bit)",
        f"System {platform.platform()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"Processors {os.cpu_count()}",
    ]
    for name in PACKAGES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name} is not installed")
    return "\n".join(lines) + "\n"


def project_facts(session: Session) -> dict[str, Any]:
    """Return settings and counts of a project, without any user-defined name."""
    features = session.features.path
    counts = asdict(session.counts)
    topic = session.topic
    return {
        "images": session.n_images,
        "images with features": int((session.features.row_of_image >= 0).sum()),
        "topics": len(session.topics),
        "read only": session.project.read_only,
        "project bytes": _size(session.project.path),
        "feature file bytes": _size(features),
        "feature file ending": features.suffix,
        "topic on screen": {
            "labels": counts,
            "round": session.round,
            "batch size": topic.batch_size,
            "strategy": topic.strategy,
            "parameters": dict(topic.parameters),
            "model": asdict(topic.model),
            "narrowed": any(asdict(topic.scope).values()),
        },
        "damage": list(session.project.check()),
    }


def without_places(text: str, places: Mapping[str, str]) -> str:
    """Return ``text`` with folders replaced by their placeholders, longest first."""
    for place, sign in sorted(places.items(), key=lambda entry: -len(entry[0])):
        text = text.replace(place, sign)
    return text


def write_report(files: Mapping[str, str], target: Path) -> None:
    """Write the report as one zip file; an existing file is kept if writing fails.

    Raises:
        ExportError: The file must not or cannot be written.
    """
    with atomic_binary(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)


def _places(session: Session | None) -> dict[str, str]:
    places = {str(Path.home()): "~"}
    if session is not None:
        places |= {
            str(session.collection.root): "<images>",
            str(session.features.path): "<features>",
            str(session.project.path): "<project>",
            str(session.project.path.parent): "<project folder>",
            session.project.path.stem: "<project>",
        }
        places |= {topic.name: "<topic>" for topic in session.topics}
    return {place: sign for place, sign in places.items() if len(place) > 3}  # short paths occur inside other words


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
