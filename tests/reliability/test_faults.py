"""Programs that die, disks that fail and power that goes, at a sample of the calls that change files.

``benchmarks/reliability.py`` does the same at every call; docs/reliability.md has what it found.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
from needs import COMPLETE

from annotator.data.project.migrations import MIGRATIONS
from annotator.errors import ProjectError
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.faults import fuzzing, meaning, programs, shim
from benchmarks.faults.old_projects import FORMATS, complaints, expected, shown, unpack
from benchmarks.faults.power import cut_power
from benchmarks.faults.runs import WHEN, Bench
from benchmarks.faults.scenarios import SCENARIOS, make_collection
from benchmarks.faults.server import Server

pytestmark = pytest.mark.skipif(not shim.usable() and not COMPLETE, reason="needs Linux and a C compiler")
LONG = os.environ.get("ANNOTATOR_NIGHTLY") == "1"
POINTS = 10_000 if LONG else 12
"""Disturbed calls of a scenario; the ways to disturb it take turns."""


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


def sample(calls: int, turn: int, turns: int) -> range:
    """Calls spread over a run, others for every ``turn`` of ``turns``; at night all calls for each."""
    step = max(1, calls // POINTS)
    return range(calls) if LONG else range(calls % 3 + turn * step, calls, turns * step)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_program_that_is_killed_loses_nothing_it_had_acknowledged(server, tmp_path, scenario):
    bench = Bench(server, scenario, tmp_path)
    calls = bench.calls()
    tallies = [bench.kill(sample(calls, turn, len(WHEN)), [when]) for turn, when in enumerate(WHEN)]
    assert [text for tally in tallies for text in tally.complaints] == []
    assert sum(tally.points for tally in tallies) > 10


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_disk_that_fails_is_a_clear_error_and_the_step_can_be_done_again(server, tmp_path, scenario):
    bench = Bench(server, scenario, tmp_path)
    calls = bench.calls()
    ways = list(product(shim.CODES, (True, False)))  # from then on, or once
    for turn, (code, lasting) in enumerate(ways):
        tally = bench.fail(code, lasting=lasting, points=sample(calls, turn, len(ways)))
        assert tally.points >= 2
        assert tally.complaints == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_power_failure_loses_nothing_that_was_acknowledged(server, tmp_path, scenario):
    bench = Bench(server, scenario, tmp_path)
    tally = cut_power(bench, scenario, tmp_path / "record", every=1 if LONG else 17)
    assert tally.complaints == []
    assert tally.points > 5


def test_the_simulated_disk_notices_a_program_that_does_not_synchronise(server, tmp_path):
    bench = Bench(server, "judging", tmp_path)
    assert cut_power(bench, "judging", tmp_path / "record", every=20, deaf=True).complaints


def test_the_real_window_is_killed(tmp_path):
    tally = programs.kill_window(tmp_path / "window", every=1 if LONG else 60)
    assert tally.complaints == []
    assert tally.points >= 3


def test_the_real_commands_are_killed(tmp_path):
    tally = programs.kill_commands(tmp_path / "commands", every=1 if LONG else 70)
    assert tally.complaints == []
    assert tally.points >= 3


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_makes_all_that_it_needs(tmp_path, scenario):
    made = SCENARIOS[scenario](tmp_path)
    made.prepare()
    if made.project.exists():
        with Session.open(made.project) as session:
            assert all(
                session.collection.image_path(image).is_relative_to(tmp_path) for image in range(session.n_images)
            )
            assert all(
                session.collection.image_path(image).is_file()
                for image in range(session.n_images)
                if scenario != "rescan"
            )
            assert session.n_images > 0
    else:
        assert made.images.is_dir()


def fill(file: Path) -> None:
    """Write until there is no room."""
    with file.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(bytes(4096))


def test_a_small_disk_that_is_really_full(tmp_path):
    """On a file system of 3 MB, where this machine lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this user may not mount")
    try:
        make_collection(tmp_path / "images", tmp_path / "features.h5")
        session = Session.create(disk / "p.annotator", tmp_path / "images", tmp_path / "features.h5")
        acknowledged = dict(session.labels)
        fill(disk / "filler")
        refused = []
        for image in range(24):
            try:
                session.judge([image], Label.RELEVANT)
            except ProjectError as error:
                refused.append(str(error))
            else:
                acknowledged[image] = Label.RELEVANT
            assert dict(session.labels) == acknowledged
        assert refused
        assert all("the disk is full; free some space" in text for text in refused)
        (disk / "filler").unlink()
        session.judge([23], Label.IRRELEVANT)
        acknowledged[23] = Label.IRRELEVANT
        session.close()
        with Session.open(disk / "p.annotator") as again:
            assert dict(again.labels) == acknowledged
            assert again.project.check() == ()
    finally:
        subprocess.run(["umount", disk], check=True)


# Projects of every format that was ever written


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Path:
    base = tmp_path_factory.mktemp("old")
    make_collection(base / "images", base / "features.h5")
    return base


def test_there_is_an_old_project_of_every_format():
    assert tuple(range(1, len(MIGRATIONS) + 1)) == FORMATS


@pytest.mark.parametrize("number", FORMATS)
def test_an_old_project_opens_with_everything_in_it(collection, number):
    shutil.rmtree(collection / "run", ignore_errors=True)
    project = collection / "run" / "kites.annotator"
    unpack(number, collection / "run", project)
    with Session.open(project) as session:
        assert shown(session) == expected(number)
        assert session.project.check() == ()
        assert session.undo() is not None
        assert session.redo() is not None
        assert shown(session)["kites"]["labels"] == expected(number)["kites"]["labels"]
    assert complaints(project, number) == []


def test_a_newer_format_is_refused_with_the_reason(collection):
    project = collection / "new.annotator"
    unpack(FORMATS[-1], collection, project)
    data = bytearray(project.read_bytes())
    data[60:64] = (len(MIGRATIONS) + 1).to_bytes(4, "big")
    project.write_bytes(data)
    with pytest.raises(ProjectError, match="newer version of the program"):
        Session.open(project)


# Damaged and hostile files


@pytest.mark.parametrize("target", fuzzing.targets())
def test_a_damaged_file_is_a_clear_error(target):
    tally = fuzzing.fuzz(target, 2000 if LONG else 60, seed=1)
    assert tally.complaints == []
    assert tally.refused + tally.accepted == tally.inputs
    assert tally.refused > 5 or "xmp" in target, "damaged sidecars are passed over, and told"


@pytest.mark.parametrize("start", range(4))
def test_a_sound_file_that_means_nothing_is_a_clear_error(tmp_path, start):
    assert set(meaning.outcomes(tmp_path, every=4 if LONG else 40, start=start)) == {""}
