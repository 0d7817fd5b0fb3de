"""The table of docs/security.md names every place that the program writes to."""

from __future__ import annotations

import ast
import re
import threading
from fnmatch import fnmatch
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.errors import Cancelled
from annotator.extraction import extract
from annotator.extraction.looking import encoder_called
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session
from annotator.types import Label, Progress

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = re.findall(r"^\| (`.*?) \|", PAGE[PAGE.index("<!-- places:") :], re.MULTILINE)
PLACES = [place for row in ROWS for place in re.findall(r"`([^`]+)`", row)]
OFFERED_NAMES = {"annotator-report.zip"}
"""Names that a dialog proposes for an output."""


def run(*words: object) -> None:
    assert main([str(word) for word in words]) == 0


def patterns(folder: Path, work: Path) -> list[str]:
    """Return the places of the table as patterns of absolute paths."""
    users = UserFolders()
    known = {"CONFIG": users.config, "STATE": users.state, "DATA": users.data, "CACHE": users.cache}
    names = {"NAME": "small", "OUTPUT": "out*", "IMAGES": str(work / "images")}
    found = []
    for place in PLACES:
        head, slash, rest = place.partition("/")
        if head in known:
            found.append(f"{known[head]}{slash}{rest}")
            continue
        for word, value in names.items():
            place = place.replace(word, value)
        found.append(place if place.startswith("/") else f"{folder}/*{place}")
    return found


def test_every_file_that_appears_is_in_the_table(tmp_path, home) -> None:
    small = small_collection.make(tmp_path)
    work = small.project.parent
    before = {path for folder in (tmp_path, home) for path in folder.rglob("*")}
    run("new", small.images, small.features, "-o", small.project)
    run("judge", small.project, "--relevant", "00/im0000.png", "--irrelevant", "01/im0005.png")
    run("neighbours", small.project)
    run("next", small.project)
    for name, target in (("trec-run", "out.run"), ("xmp", "out")):
        run("export", small.project, "--format", name, "-o", tmp_path / target)
    run("export", small.project, "--format", "xmp", "--option", "beside_images=yes", "-o", tmp_path / "unused")
    run("progress", small.project, "--csv", tmp_path / "out.csv")
    run("report", small.project, "-o", tmp_path / "out.zip")
    cancel = threading.Event()

    class Once(Progress):
        def step(self, share: float) -> None:
            cancel.set()
            super().step(share)

    with pytest.raises(Cancelled):
        extract(small.images, tmp_path / "out.h5", encoder_called("descriptor"), Once(cancel=cancel))
    with Session.open(small.project) as session:
        session.judge([3], Label.UNSURE)
        session._state.mirror.close()
        found = {path for folder in (tmp_path, home) for path in folder.rglob("*")} - before
    allowed = patterns(tmp_path, work)
    files = [path for path in found if path.is_file()]
    assert len(files) > 15
    companions = {"docmap.csv"}  # of the format, as the row of OUTPUT says
    unknown = [
        path
        for path in files
        if path.name not in companions and not any(fnmatch(str(path), pattern) for pattern in allowed)
    ]
    assert unknown == []


def test_the_names_of_the_programs_own_files_are_in_the_table() -> None:
    names = {
        node.value.value
        for file in (ROOT / "annotator").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "FILE_NAME" for target in node.targets)
    }
    assert len(names) > 5
    missing = [name for name in names - OFFERED_NAMES if not any(place.rstrip("*").endswith(name) for place in PLACES)]
    assert missing == []
