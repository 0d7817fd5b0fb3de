"""A folder with everything that no command, format or dialog may write to, and what may be replaced."""

from __future__ import annotations

import hashlib
import os
import pickle
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import small_collection
from patience import wait_until

from annotator.data.project.text_log import mirror_path, read_mirror
from annotator.session.session import Session
from annotator.types import Label

_OWNER = """
import sys
from pathlib import Path
from annotator.session.session import Session
from annotator.types import Label
session = Session.open(Path(sys.argv[1]))
session.judge([1], Label.IRRELEVANT)
print(session.judgements.revision, flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class Places:
    """Paths: the project of the command with its images and features, another one, and one that is open elsewhere."""

    folder: Path
    project: Path
    images: Path
    features: Path
    second: Path
    busy: Path
    pickled: Path
    saved: Path

    @property
    def image(self) -> Path:
        return self.images / "00" / "im0000.png"

    @property
    def backup(self) -> Path:
        folder = self.project.with_name(self.project.name + ".backups")
        return next(file for file in sorted(folder.iterdir()) if file.suffix == ".annotator")

    def contents(self) -> dict[str, object]:
        """Return the kind and the bytes of everything here; of what an open project changes by itself, the kind."""
        return {path.relative_to(self.folder).as_posix(): _content(path) for path in sorted(self.folder.rglob("*"))}


def _content(path: Path) -> object:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return ("link", str(path.readlink()))
    if stat.S_ISREG(status.st_mode):
        return (status.st_ino, "" if path.name.endswith("-shm") else hashlib.sha256(path.read_bytes()).hexdigest())
    return (stat.S_IFMT(status.st_mode), status.st_rdev)


@contextmanager
def made(folder: Path) -> Iterator[Places]:
    """Make the places in ``folder``; the open project is closed at the end."""
    own = small_collection.make(folder)
    work = own.project.parent
    places = Places(
        folder, own.project, own.images, own.features, work / "second.annotator", work / "busy.annotator",
        work / "dump.pickle", work / "kites.topic",
    )  # fmt: skip
    for project in (places.project, places.second, places.busy):
        with Session.create(project, own.images, own.features) as session:
            session.judge([0, 2], Label.RELEVANT)
            session.judge([5], Label.IRRELEVANT)
            session.features.build_graph().run()
            if project == places.project:
                session.topics.save(places.saved)
        assert project.with_suffix(".graph.h5").exists()
    rows = np.random.default_rng(1).normal(size=(3, 4)).astype(np.float32)
    places.pickled.write_bytes(pickle.dumps({f"00/im{i:04}.png": row for i, row in enumerate(rows)}))
    command = [sys.executable, "-c", _OWNER, str(places.busy)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        latest, log = int(process.stdout.readline()), mirror_path(places.busy)
        # The log is written beside the judgements, and must be at rest before a test looks at it.
        wait_until(lambda: any(line.get("event") == latest for line in read_mirror(log)[0]))
        assert places.busy.with_name("busy.annotator-wal").stat().st_size
        yield places
        process.stdin.close()


def _hard(at: Places, target: Path, name: str = "hard.out") -> Path:
    link = at.folder / name
    link.unlink(missing_ok=True)
    link.hardlink_to(target)
    return link


def _soft(at: Places, target: Path, name: str = "soft.out") -> Path:
    link = at.folder / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    return link


def _plain(at: Places, name: str, mode: int = 0o644) -> Path:
    file = at.folder / name
    file.write_text("mine")
    file.chmod(mode)
    return file


def _next_to(name: str) -> Callable[[Places], Path]:
    return lambda at: at.project.with_name(at.project.name + name)


def _socket(at: Places) -> Path:
    file = at.folder / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(file))  # the path of a socket is short
    return file


def _node(at: Places, name: str, kind: int, number: int) -> Path:
    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only root makes device nodes")
    file = at.folder / name
    try:
        os.mknod(file, kind | 0o600, os.makedev(1, number))
    except PermissionError:
        pytest.skip("no device nodes can be made here")
    return file


REFUSED: Mapping[str, Callable[[Places], Path]] = {
    "the project": lambda at: at.project,
    "its log": _next_to("-wal"),
    "its index": _next_to("-shm"),
    "its journal": _next_to("-journal"),
    "its lock": _next_to(".lock"),
    "its backup folder": _next_to(".backups"),
    "a backup": lambda at: at.backup,
    "a new file among the backups": lambda at: at.backup.with_name("new.csv"),
    "its mirror": lambda at: at.backup.with_name("small.log.jsonl"),
    "its graph": lambda at: at.project.with_suffix(".graph.h5"),
    "a hard link to it": lambda at: _hard(at, at.project),
    "a symbolic link to it": lambda at: _soft(at, at.project),
    "a hard link to its mirror": lambda at: _hard(at, at.backup.with_name("small.log.jsonl")),
    "another project": lambda at: at.second,
    "a hard link to another project": lambda at: _hard(at, at.second),
    "an open project": lambda at: at.busy,
    "the log of an open project": lambda at: at.busy.with_name("busy.annotator-wal"),
    "a hard link to the log of an open project": lambda at: _hard(at, at.busy.with_name("busy.annotator-wal")),
    "the index of an open project": lambda at: at.busy.with_name("busy.annotator-shm"),
    "the lock of an open project": lambda at: at.busy.with_name("busy.annotator.lock"),
    "the mirror of an open project": lambda at: at.busy.with_name("busy.annotator.backups") / "busy.log.jsonl",
    "the graph of an open project": lambda at: at.busy.with_suffix(".graph.h5"),
    "a socket": _socket,
    "a disk": lambda at: _node(at, "disk.out", stat.S_IFBLK, 0),
    "a write-protected file": lambda at: _plain(at, "protected.out", 0o444),
}
"""What nobody may write to, whatever is allowed."""

REFUSED_WHEN_USED: Mapping[str, Callable[[Places], Path]] = {
    "the features": lambda at: at.features,
    "a hard link to the features": lambda at: _hard(at, at.features),
    "a symbolic link to the features": lambda at: _soft(at, at.features),
    "an image": lambda at: at.image,
    "a symbolic link to an image": lambda at: _soft(at, at.image),
    "a hard link to an image": lambda at: _hard(at, at.image),
    "a new file in the image folder": lambda at: at.images / "new.out",
}
"""What nobody may write to who reads the project; others only if a person allows existing files to be replaced."""


@contextmanager
def as_made(places: Places) -> Iterator[None]:
    """Remove afterwards what was added meanwhile."""
    before = set(places.folder.rglob("*"))
    yield
    for path in sorted(set(places.folder.rglob("*")) - before, reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
