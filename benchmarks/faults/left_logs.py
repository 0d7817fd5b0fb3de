"""Kill a program while it judges, and do to the files that it leaves what people do to files."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.data.files.generation import log_path
from annotator.data.project.backups import folder_of
from annotator.data.recovery.recover import recover
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.faults.scenarios import N_IMAGES, Judging

Labels = dict[int, int]


def left_logs(n: int, folder: Path) -> dict[str, Any]:
    """Kill ``n`` programs at random moments, and check what becomes of their judgements in every situation in turn."""
    chance = random.Random(7)
    tally: dict[str, Any] = {"runs": 0, "acknowledged": 0, "complaints": []}
    for number in range(n):
        situation = SITUATIONS[number % len(SITUATIONS)]
        base = folder / str(number)
        place = Judging(base)
        place.prepare()
        with Session.open(place.project) as session:
            session.judge(range(chance.randrange(1, 4)), Label.IRRELEVANT)
        copy = base / "copy"
        shutil.copyfile(place.project, copy)
        if chance.random() < 0.5:
            with Session.open(place.project) as session:
                session.judge([4], Label.UNSURE)
        before = shown(place.project)
        acknowledged = killed(place.project, chance)
        tally["runs"] += 1
        tally["acknowledged"] += len(acknowledged)
        try:
            problems = situation(place.project, copy, {**before, **acknowledged}, bool(acknowledged))
        except Exception as error:
            problems = [repr(error)]
        tally["complaints"] += [f"{number} {situation.__name__}: {text}" for text in problems]
        shutil.rmtree(base)
    return tally


def killed(project: Path, chance: random.Random) -> Labels:
    """Judge in another process, kill it at a random moment, and return what it had acknowledged."""
    reading, writing = os.pipe()
    images = chance.sample(range(5, N_IMAGES), 12)
    child = os.fork()
    if child == 0:
        try:
            session = Session.open(project)
            for image in images:
                session.judge([image], Label.RELEVANT)
                os.write(writing, bytes([image]))
        finally:
            os._exit(0)
    os.close(writing)
    wanted = chance.randrange(12)
    found = b""
    while len(found) < wanted and (more := os.read(reading, wanted - len(found))):
        found += more
    for _ in range(chance.randrange(20_000)):  # a moment later, within the next judgement
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 100):
        found += more
    os.close(reading)
    return {image: int(Label.RELEVANT) for image in found}


def shown(project: Path, *, quiet: bool = True) -> Labels:
    """Return the labels of a project, which has nothing to complain about if ``quiet``."""
    with Session.open(project) as session:
        damage = [*session.project.check(), session.project.log_problem or ""]
        if quiet and any(damage):
            raise AssertionError(damage)
        return {image: int(label) for image, label in session.labels.items()}


def _missing(wanted: Labels, found: Labels) -> list[str]:
    return [f"acknowledged {wanted}, found {found}"] if wanted.items() - found.items() else []


def stays(project: Path, copy: Path, wanted: Labels, _any: bool) -> list[str]:
    """Nothing is done."""
    return _missing(wanted, shown(project))


def all_is_moved(project: Path, copy: Path, wanted: Labels, _any: bool) -> list[str]:
    """The project is renamed with its log."""
    moved = project.with_name("moved.annotator")
    if log_path(project).exists():
        log_path(project).rename(log_path(moved))
    project.rename(moved)
    return _missing(wanted, shown(moved))


def older_copy(project: Path, copy: Path, wanted: Labels, _any: bool) -> list[str]:
    """An older copy takes the place of the file."""
    expected = shown(copy)
    log = log_path(project).read_bytes() if log_path(project).exists() else b""
    shutil.copyfile(copy, project)
    if (found := shown(project, quiet=False)) != expected:
        return [f"the copy had {expected}, and now {found}"]
    if log and log not in [one.read_bytes() for one in folder_of(project).glob("*stray-log*")]:
        return ["the log is gone"]
    target = project.with_name("recovered.annotator")
    recover(project, target)
    return _missing(wanted, shown(target))


def another_project(project: Path, copy: Path, wanted: Labels, _any: bool) -> list[str]:
    """Another project takes the place of the file, and goes away again."""
    other = project.with_name("other.annotator")
    place = project.parent.parent
    Session.create(other, place / "images", place / "features.h5").close()
    shutil.move(project, project.with_name("kept"))
    shutil.copyfile(other, project)
    if found := shown(project, quiet=False):
        return [f"judgements in a new project: {found}"]
    project.unlink()
    target = project.with_name("recovered.annotator")
    shutil.copyfile(project.with_name("kept"), project)
    recover(project, target)
    return _missing(wanted, shown(target))


def moved_alone(project: Path, copy: Path, wanted: Labels, any_judged: bool) -> list[str]:
    """The file is moved without its log, which is brought later."""
    moved = project.with_name("moved.annotator")
    shutil.move(project, moved)
    with Session.open(moved) as session:
        told = session.project.log_problem
    if any_judged and told is None:
        return ["it did not say that its log is missing"]
    if log_path(project).exists():
        log_path(project).rename(log_path(moved))
    return _missing(wanted, shown(moved))


SITUATIONS: tuple[Callable[[Path, Path, Labels, bool], list[str]], ...] = (
    stays,
    all_is_moved,
    older_copy,
    another_project,
    moved_alone,
)
