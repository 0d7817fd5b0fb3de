"""Long work is cancelled at every step at which it listens: nothing half done is left, and it can be done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import small_collection

from annotator.data.recovery.recover import recover
from annotator.errors import Cancelled
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.runner import extract
from annotator.session.session import Session
from annotator.types import Label, Progress

Work = Callable[[small_collection.Small, Path, Progress], object]


class CancelAt(Progress):
    """Asks to stop at the given report, counting from 0."""

    def __init__(self, step: int) -> None:
        super().__init__()
        object.__setattr__(self, "left", step)
        object.__setattr__(self, "report", self._count)

    def _count(self, _share: float) -> None:
        object.__setattr__(self, "left", self.left - 1)
        if self.left < 0:
            self.cancel.set()


def create(small, _target, progress):
    small.project.unlink(missing_ok=True)
    Session.create(small.project, small.images, small.features, progress=progress).close()


def compute(small, target, progress):
    extract(small.images, target, BuiltIn(), progress, batch=2)


def export(small, target, progress):
    with Session.open(small.project) as session:
        session.export("labels-csv", target, progress)


def export_folder(small, target, progress):
    with Session.open(small.project) as session:
        session.export("class-folders", target, progress)


def rescan(small, _target, progress):
    with Session.open(small.project) as session:
        session.collection.rescan().run(progress)


def choose(small, _target, progress):
    with Session.open(small.project) as session:
        session.next_batch(progress=progress)


def mend(small, target, progress):
    recover(small.project, target, progress=progress)


def look(small, _target, progress):
    with Session.open(small.project) as session:
        session.collection.metadata.read(["size", "quality"]).run(progress)


@pytest.mark.parametrize("work", [create, compute, export, export_folder, rescan, choose, mend, look])
def test_cancelled_at_every_step(tmp_path, work):
    small = small_collection.make(tmp_path)
    with small.create() as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([2], Label.IRRELEVANT)
    target = small.project.parent / "target"
    kept = set(small.project.parent.iterdir())
    for step in range(200):
        progress = CancelAt(step)
        try:
            work(small, target, progress)
        except Cancelled:
            assert not target.exists()
            left = set(small.project.parent.iterdir()) - kept
            assert {path.name for path in left} <= {"target.partial", "small.graph.h5"}, "what is done is kept"
            continue
        assert progress.left < 0 or step > 0
        break
    else:
        pytest.fail("it never ended")
    if work not in (rescan, choose, look, create):
        assert target.exists()
    assert step > 0, "it never listened"
    with Session.open(small.project) as session:
        assert session.project.check() == ()
