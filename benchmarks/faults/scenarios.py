"""Scenarios: operations on a project during faults, and checks of the state afterwards."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import h5py
import numpy as np
from PIL import Image

from annotator.data.files.file_state import FileState
from annotator.data.images.thumbnail_store import ThumbnailStore
from annotator.errors import AnnotatorError
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.runner import extract
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.data import write_features
from benchmarks.faults.checks import reopened, state
from benchmarks.faults.old_projects import complaints, unpack

Step = Callable[[], Any]
N_IMAGES = 24


class Scenario:
    """A collection in ``base``; only files in ``base/run`` can be damaged.

    Attributes:
        name: Name of the scenario.
        root: Folder of all written files.
    """

    name: ClassVar[str] = ""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.root = base / "run"
        self.project = self.root / "kites.annotator"
        self.images, self.features = base / "images", base / "features.h5"
        self.session: Session | None = None

    def start(self) -> None:
        """Make the folder of the program, and the collection unless it is there."""
        self.root.mkdir(parents=True)
        if not self.images.exists():
            make_collection(self.images, self.features)

    def prepare(self) -> None:
        """Create the initial state."""
        self.start()
        Session.create(self.project, self.images, self.features, topic="kites", strategy="ital", batch_size=4).close()

    def steps(self) -> Iterator[Step]:
        """Yield steps: functions that act and return what has been acknowledged; a step may be called again."""
        raise NotImplementedError

    def close(self) -> None:
        """End as the program ends."""
        if self.session is not None:
            self.session.close()

    def consistent(self) -> list[str]:
        """Return what is wrong with a session that continues after an error."""
        session = self.session
        if session is None:
            return []
        found = list(session.project.check())
        with closing(sqlite3.connect(f"file:{self.project}?mode=ro", uri=True)) as other:
            rows = other.execute("SELECT image, label FROM label WHERE topic = ?", (session.topic.id,)).fetchall()
        if dict(rows) != {image: int(label) for image, label in session.labels.items()}:
            found.append("what is shown differs from what is stored")
        return found

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        """Open the remaining files as a user would and return what is missing or wrong."""
        return reopened(self.project, acknowledged)

    def open(self) -> Step:
        """Return the step that opens the project."""

        def step() -> Any:
            if self.session is not None:
                self.session.close()
                self.session = None
            self.session = Session.open(self.project)
            return state(self.session)

        return step

    def do(self, action: Callable[[Session], object]) -> Step:
        """Return the step that applies ``action`` to the session; as a last resort, the session is reopened."""

        def step() -> Any:
            assert self.session is not None
            action(self.session)
            return state(self.session)

        return step


class Judging(Scenario):
    """Judge, change, undo, redo, select batches, change topics, close and reopen."""

    name = "judging"

    def steps(self) -> Iterator[Step]:
        yield self.open()
        yield self.do(_fold_often)
        yield self.do(lambda session: session.judge([3], Label.RELEVANT))
        yield self.do(lambda session: session.judge([5], Label.IRRELEVANT))
        yield self.do(lambda session: session.judge([7], Label.UNSURE))
        yield self.do(_if_new_round(1))
        yield self.do(lambda session: session.judge([session.remaining[0]], Label.RELEVANT) if session.remaining else 0)
        yield self.do(lambda session: session.judge_remaining(Label.IRRELEVANT))
        yield self.do(lambda session: session.undo())
        yield self.do(lambda session: session.redo())
        yield self.do(lambda session: session.undo())
        yield self.do(lambda session: session.judge([3], None))
        yield self.do(lambda session: session.judge(range(10, 20), Label.RELEVANT))
        yield self.do(lambda session: session.label_errors.confirm([12]))
        yield self.do(_if_new_round(2))
        yield self.do(lambda session: session.examples.add_external(np.ones(6), "a kite from elsewhere"))
        yield self.do(lambda session: session.topics.add("owls") if len(session.topics) == 1 else None)
        yield self.do(lambda session: session.topics.switch(tuple(session.topics)[-1].id))
        yield self.do(lambda session: session.judge([1, 2], Label.RELEVANT))
        yield self.do(lambda session: session.topics.configure(batch_size=3))
        yield self.open()
        yield self.do(lambda session: session.judge([4], Label.UNSURE))
        yield self.do(lambda session: session.undo())


def _fold_often(session: Session) -> None:
    """Let SQLite checkpoint its write-ahead log every few judgements instead of every few hundred."""
    session._state.project.database.connection.execute("PRAGMA wal_autocheckpoint = 20")


def _if_new_round(wanted: int) -> Callable[[Session], object]:
    return lambda session: session.next_batch() if session.round < wanted else None


class Creating(Scenario):
    """Create a project from a folder and a feature file."""

    name = "creating"

    def prepare(self) -> None:
        self.start()

    def steps(self) -> Iterator[Step]:
        def create() -> Any:
            if self.project.exists():  # the disk failed so completely that it could not be removed either
                self.session = Session.open(self.project)
                return state(self.session)
            self.session = Session.create(self.project, self.images, self.features, topic="kites")
            return state(self.session)

        yield create

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        if not self.project.exists():
            return ["the project was acknowledged and is not there"] if acknowledged else self._again()
        return reopened(self.project, acknowledged)

    def _again(self) -> list[str]:
        Session.create(self.project, self.images, self.features, topic="kites").close()
        return reopened(self.project, [])


class Backing(Scenario):
    """Back up the project while it is in use."""

    name = "backup"

    def prepare(self) -> None:
        super().prepare()
        with Session.open(self.project) as session:
            session.judge(range(8), Label.RELEVANT)

    def steps(self) -> Iterator[Step]:
        yield self.open()
        yield self.do(lambda session: session.judge([9], Label.IRRELEVANT))

        def later(session: Session) -> None:
            assert session._state.backups is not None
            session._state.backups.backup_if_due(datetime.now(UTC) + timedelta(minutes=31))
            session.judge([10], Label.IRRELEVANT)
            session._state.backups.wait()
            if session._state.backups.problem:  # not that of the text log, which is written in a thread of its own
                raise AnnotatorError(session._state.backups.problem)

        yield self.do(later)

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        found = reopened(self.project, acknowledged)
        for copy in (self.root / "kites.annotator.backups").glob("*.annotator"):
            found += [f"{copy.name}: {text}" for text in reopened(copy, [])]
        return found


class Exporting(Scenario):
    """Export a topic over an older export."""

    name = "export"
    targets: ClassVar[tuple[tuple[str, str], ...]] = (
        ("labels-csv", "labels.csv"),
        ("trec-run", "kites.run"),
        ("labels-json", "kites.json"),
        ("trec-qrels", "kites.qrels"),
    )

    def prepare(self) -> None:
        super().prepare()
        with Session.open(self.project) as session:
            session.judge(range(8), Label.RELEVANT)
            session.judge(range(8, 12), Label.IRRELEVANT)
            for kind, name in self.targets:
                session.export(kind, self.root / name)
        for path in self.root.iterdir():
            if path.is_file() and path != self.project:
                (self.base / "before").mkdir(exist_ok=True)
                shutil.copy(path, self.base / "before" / path.name)

    def steps(self) -> Iterator[Step]:
        yield self.open()
        yield self.do(lambda session: session.judge([13], Label.IRRELEVANT))
        for kind, name in self.targets:
            yield self.do(lambda session, kind=kind, name=name: session.export(kind, self.root / name))

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        found = reopened(self.project, acknowledged)
        with Session.open(self.project) as session:
            done = max(0, len(acknowledged) - 2)
            for number, (kind, name) in enumerate(self.targets):
                old = (self.base / "before" / name).read_bytes()
                now = (self.root / name).read_bytes()
                session.export(kind, self.root / "again")
                fresh = (self.root / "again").read_bytes()
                if number < done and now == old:
                    found.append(f"{name} was acknowledged and is the old one")
                if now != old and len(now) < 0.9 * len(fresh):
                    found.append(f"{name} is neither the old nor the new one")
        left = [path.name for path in self.root.rglob("*") if path.name.endswith((".part", ".tmp"))]
        return found + [f"{name} was left behind" for name in left if len(acknowledged) > 5]


class Importing(Scenario):
    """Import labels of another program."""

    name = "import"

    def steps(self) -> Iterator[Step]:
        labels = {image: Label.RELEVANT if image % 3 else Label.IRRELEVANT for image in range(N_IMAGES)}
        yield self.open()
        yield self.do(lambda session: session.judge([2], Label.IRRELEVANT))
        yield self.do(lambda session: session.judgements.import_labels(labels))
        yield self.do(lambda session: session.undo())


class Rescanning(Scenario):
    """Process changes of the image folder."""

    name = "rescan"

    def prepare(self) -> None:
        own = self.base / "own"
        if not own.exists():
            make_collection(own, self.base / "own.h5", with_rows_for=("new/added.png",))
        self.root.mkdir(parents=True)
        Session.create(self.project, own, self.base / "own.h5", topic="kites").close()
        with Session.open(self.project) as session:
            session.judge(range(6), Label.RELEVANT)
            session.collection.record_contents().run()
        if not (own / "new").exists():
            (own / "new").mkdir()
            shutil.copy(own / "im003.png", own / "new" / "added.png")
            (own / "im001.png").rename(own / "new" / "renamed.png")
            (own / "im002.png").unlink()

    def steps(self) -> Iterator[Step]:
        yield self.open()

        def follow(session: Session) -> None:
            report = session.collection.rescan().run()
            if report.anything:
                session.collection.update(report)

        yield self.do(follow)
        yield self.do(lambda session: session.judge([8], Label.RELEVANT))


class Extracting(Scenario):
    """Compute features of an image folder."""

    name = "extraction"

    def prepare(self) -> None:
        self.start()

    def steps(self) -> Iterator[Step]:
        yield lambda: {"rows": extract(self.images, self.root / "features.h5", BuiltIn()).rows}

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        output = self.root / "features.h5"
        if acknowledged and not output.exists():
            return ["the features were acknowledged and are not there"]
        if not output.exists():
            extract(self.images, output, BuiltIn())
        with h5py.File(output) as file:
            shapes = {name: data.shape for name, data in file.items() if isinstance(data, h5py.Dataset)}
            rows = {shape[0] for shape in shapes.values() if shape}
            values = next(data[:] for data in file.values() if isinstance(data, h5py.Dataset) and data.ndim == 2)
        expected = self.base / "expected.npy"
        if not expected.exists():
            extract(self.images, self.base / "expected.h5", BuiltIn())
            with h5py.File(self.base / "expected.h5") as file:
                np.save(expected, next(d[:] for d in file.values() if isinstance(d, h5py.Dataset) and d.ndim == 2))
        same = rows == {N_IMAGES} and np.allclose(values, np.load(expected), atol=1e-6)
        return [] if same else [f"the features differ from those of an undisturbed run: {shapes}"]


class Caching(Scenario):
    """Store thumbnails on disk."""

    name = "thumbnail cache"

    def prepare(self) -> None:
        self.start()

    def steps(self) -> Iterator[Step]:
        def fill() -> Any:
            store = ThumbnailStore(self.root / "thumbnails.db")
            for number in range(20):
                store.put(self.images / f"{number}.png", _STATE, 256, bytes([number]) * 3000)
            store.flush()
            store.close()
            return {}

        yield fill

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        told: list[str] = []
        store = ThumbnailStore(self.root / "thumbnails.db", tell=told.append)
        found = [
            f"thumbnail {number} is that of another file"
            for number in range(20)
            if store.get(self.images / f"{number}.png", _STATE, 256) not in (None, bytes([number]) * 3000)
        ]
        store.put(self.images / "again.png", _STATE, 256, b"again")
        store.flush()
        if store.get(self.images / "again.png", _STATE, 256) != b"again":
            found.append(f"the cache cannot be used any more: {told}")
        store.close()
        return found


_STATE = FileState(time.time_ns() - 10**12, 1234, 5)


class Migrating(Scenario):
    """Migrate a project of the first format version."""

    name = "migration"

    def prepare(self) -> None:
        self.start()
        unpack(1, self.root, self.project)

    def steps(self) -> Iterator[Step]:
        yield self.open()
        yield self.do(lambda session: session.judge([3], Label.RELEVANT))

    def verify(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        return reopened(self.project, acknowledged) + complaints(self.project, 1, ignoring=("im000.png", "im003.png"))


def make_collection(folder: Path, features: Path, with_rows_for: tuple[str, ...] = ()) -> None:
    folder.mkdir(parents=True)
    rng = np.random.default_rng(5)
    names = [f"im{number:03d}.png" for number in range(N_IMAGES)]
    for name in names:
        Image.fromarray(rng.integers(0, 255, (8, 8, 3), np.uint8)).save(folder / name)
    names += with_rows_for
    write_features(features, rng.normal(size=(len(names), 6)).astype(np.float32), names)


SCENARIOS: dict[str, type[Scenario]] = {
    one.name: one
    for one in (Judging, Creating, Migrating, Backing, Exporting, Importing, Rescanning, Extracting, Caching)
}
