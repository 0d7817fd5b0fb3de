"""A program that is killed at any moment loses nothing that it had acknowledged."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import small_collection

from annotator.data.metadata import metadata, reader
from annotator.parameters import Stacking
from annotator.session.session import Session
from annotator.types import Label

JUDGE_FOR_EVER = """
import random, sys
from pathlib import Path
from annotator.session.session import Session
from annotator.types import Label

session = Session.open(Path(sys.argv[1]))
choose = random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    action = choose.random()
    if action < 0.15:
        change = session.undo()
    elif action < 0.25:
        change = session.redo()
    else:
        images = choose.sample(range(session.n_images), choose.randint(1, 4))
        change = session.judge(images, choose.choice([*Label, None]))
    labels = {image: int(label) for image, label in session.labels.items()}
    print(repr((session.judgements.revision, labels)), flush=True)  # acknowledged
"""

JUDGE_STACKS_FOR_EVER = """
import random, sys
from pathlib import Path
from annotator.parameters import Stacking
from annotator.session.session import Session
from annotator.types import Label

session = Session.open(Path(sys.argv[1]))
session.collection.stacks.use(Stacking("events", 60))
session.collection.stacks.find().run()
choose = random.Random(3)
print("ready", flush=True)
while True:
    change = session.undo() if choose.random() < 0.4 else None
    change = change or session.collection.stacks.judge([choose.randrange(session.n_images)], choose.choice(list(Label)))
    print(repr(change.images), flush=True)  # acknowledged
"""

NOTE_FOR_EVER = """
import random, sys
from pathlib import Path
from annotator.session.session import Session

session = Session.open(Path(sys.argv[1]))
choose = random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    action = choose.random()
    if action < 0.15:
        session.undo()
    elif action < 0.25:
        session.redo()
    else:
        session.collection.notes.set(choose.randrange(session.n_images), "note 🦉 " * choose.randrange(4))
    print(repr((session.judgements.revision, session.collection.notes.all)), flush=True)  # acknowledged
"""

RESUME_BATCHES_FOR_EVER = """
import sys
from pathlib import Path
from annotator.session.session import Session
from annotator.types import Label

session = Session.open(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    batch = session.next_batch()
    print(repr((batch.round, batch.images)), flush=True)  # shown
"""

READ_METADATA = """
import sys
from pathlib import Path
from annotator.data.metadata import metadata, reader
from annotator.session.session import Session
from annotator.types import Progress

metadata.BLOCK = reader.BLOCK = 4
session = Session.open(Path(sys.argv[1]))
job = session.collection.metadata.read(["size", "quality"])
print("ready", flush=True)
for blocks in job.compute(Progress()):
    job.apply(blocks)
    print(blocks[-1].first, flush=True)  # acknowledged
"""


def killed(code: str, *arguments: object, after: int) -> list[str]:
    """Run ``code`` in another process, kill it once it has printed ``after`` lines; return all its complete lines."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        printed = "".join(process.stdout.readline() for _ in range(after))
        process.send_signal(signal.SIGKILL)
        printed += process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    return printed.splitlines() if printed.endswith("\n") else printed.splitlines()[:-1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path, 40)
    small.create().close()
    moments = random.Random(4)
    acknowledged = 0
    for seed in range(5):
        lines = killed(JUDGE_FOR_EVER, small.project, seed, after=moments.randint(1, 60))
        with Session.open(small.project) as session:
            assert session.project.check() == ()
            if not lines:
                continue
            acknowledged += len(lines)
            revision, labels = eval(lines[-1])
            # At most one step more than was acknowledged: the one between its commit and its acknowledgement.
            later = [entry for entry in session.judgements.history() if entry.revision > revision]
            assert len({entry.revision for entry in later}) <= 1
            now = {image: int(label) for image, label in session.labels.items()}
            for entry in later:
                assert now.pop(entry.image, None) == (None if entry.new is None else int(entry.new))
                labels.pop(entry.image, None)
            assert now == labels
            assert session.undo() is not None
            session.redo()
    assert acknowledged > 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_notes_that_were_acknowledged_survive_kill_9(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path, 10)
    small.create().close()
    acknowledged = 0
    for seed in range(4):
        lines = killed(NOTE_FOR_EVER, small.project, seed, after=random.Random(seed).randint(5, 60))
        with Session.open(small.project) as session:
            assert session.project.check() == ()
            revision, notes = eval(lines[-1])
            acknowledged += len(notes)
            later = session._state.database.read(
                "SELECT event, image, new FROM note_change WHERE event > ? ORDER BY event", (revision,)
            )
            assert len({event for event, _, _ in later}) <= 1  # committed, but not acknowledged any more
            for _, image, new in later:
                notes[image] = new
            assert session.collection.notes.all == {image: text for image, text in notes.items() if text}
    assert acknowledged > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_stack_is_judged_completely_or_not_at_all_by_kill_9(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path, 40)
    small_collection.take_at(small, {image: 1000 * (image // 5) + image for image in range(40)})
    with small.create() as session:
        session.collection.metadata.read(["exif"]).run()
    lines = killed(JUDGE_STACKS_FOR_EVER, small.project, after=30)
    assert 5 in {len(eval(line)) for line in lines}
    with Session.open(small.project) as session:
        assert session.project.check() == ()
        session.collection.stacks.use(Stacking("events", 60))
        stacks = session.collection.stacks.find().run()
        for head in stacks.heads().tolist():
            labels = {session.label_of(image) for image in session.collection.stacks.members(head)}
            assert len(labels) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_batch_that_was_shown_is_resumed_after_kill_9(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path, 40)
    with small.create(strategy="random", batch_size=3) as session:
        session.judge([0], Label.RELEVANT)
    lines = killed(RESUME_BATCHES_FOR_EVER, small.project, after=20)
    assert lines
    round_, images = eval(lines[-1])
    with Session.open(small.project) as session:
        assert session.judgements.batches[round_ - 1].images == images
        assert session.round - round_ in (0, 1)
        assert session.remaining == session.judgements.batches[-1].images


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_metadata_that_were_read_survive_kill_9_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "BLOCK", 4)
    monkeypatch.setattr(reader, "BLOCK", 4)
    small = small_collection.make(tmp_path, 2000)
    small.create().close()
    lines = killed(READ_METADATA, small.project, after=20)
    assert lines
    with Session.open(small.project) as session:
        width, sharpness = (
            session.collection.metadata.columns["width"],
            session.collection.metadata.columns["luminance"],
        )
        known = np.isfinite(width)
        assert np.array_equal(known, np.isfinite(sharpness))  # a block is there with all its columns
        assert 0 <= np.count_nonzero(known) - (int(lines[-1]) + 4) <= 4
        assert known[: int(lines[-1]) + 4].all()
        left = reader.plan(session._state.database, ["size", "quality"], session.n_images).blocks
        assert [first for first, _ in left] == list(range(np.count_nonzero(known), 2000, 4))
