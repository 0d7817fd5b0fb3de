"""No argument that names an output reaches a file that must not be written; every such argument is tried."""

from __future__ import annotations

import argparse
import json
import os
import select
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import guarded_places
import numpy as np
import pytest
import small_collection
from guarded_places import REFUSED, REFUSED_WHEN_USED, Places

from annotator.cli import main
from annotator.cli.arguments import Output, input_path
from annotator.cli.parser import commands_of, make_parser
from annotator.data.exporting import FORMATS
from annotator.data.files.project_files import is_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices as on Unix")

Words = Sequence[object]

FILES: dict[tuple[str, str], Callable[[Places], Words]] = {
    ("export", "output"): lambda at: ("export", at.project, "--format", "labels-csv", "-o"),
    ("map", "output"): lambda at: ("map", at.project, "-o"),
    ("agreement", "output"): lambda at: ("agreement", at.project, "-o"),
    ("report", "output"): lambda at: ("report", at.project, "-o"),
    ("certify", "output"): lambda at: ("certify", at.project, "-o"),
    ("progress", "csv"): lambda at: ("progress", at.project, "--csv"),
    ("progress", "plot"): lambda at: ("progress", at.project, "--plot"),
    ("convert", "output"): lambda at: ("convert", at.features, "-o"),
    ("combine", "output"): lambda at: ("combine", at.features, at.features, "-o"),
    ("extract", "output"): lambda at: ("extract", at.images, "-o"),
    ("unpickle", "output"): lambda at: ("unpickle", at.pickled, "-o"),
    ("pool", "save_topics"): lambda at: ("pool", at.project, "--save-topics"),
    ("topic", "save"): lambda at: ("topic", at.project, "--save"),
    ("apply", "output"): lambda at: ("apply", at.saved, "--features", at.features, "-o"),
}
"""The beginning of a command whose output is a file, up to the output."""

ENDINGS = {("progress", "plot"): ".svg", ("certify", "output"): ".pdf"}
"""How its name has to end, if anyhow."""

OTHERS: dict[tuple[str, str], Callable[[Places], Words]] = {
    ("new", "output"): lambda at: ("new", at.images, at.features, "-o"),
    ("recover", "output"): lambda at: ("recover", at.project, "-o"),
    ("share", "output"): lambda at: ("share", at.project, "--judge", "Ben", "-o"),
    ("move", "output"): lambda at: ("move", at.project, "--yes", "-o"),
    ("move", "journal"): lambda at: ("move", at.project, "--yes", "-o", at.folder / "moved", "--journal"),
    ("benchmark", "output"): lambda at: ("benchmark", at.folder / "missing.toml", "-o"),
    ("demo", "output"): lambda _at: ("demo", "--headless", "-o"),
    ("demo", "record_stalls"): lambda _at: ("demo", "--record-stalls"),
    ("gui", "record_stalls"): lambda at: ("gui", at.project, "--record-stalls"),
}
"""Those whose output is a folder, a project that must not exist, or a file that grows."""

GUARDED = (("move", "output"), ("move", "journal"), ("gui", "record_stalls"))
"""Those of :data:`OTHERS` that write nothing among the images."""

USES = {"export", "topic", "certify", "progress", "report", "agreement", "share", "map", "move", "gui", "pool"}
"""Commands that read the project, and so know its features and images."""
READS = {
    "convert": ("features", "image"), "combine": ("features", "image"), "extract": ("image",), "unpickle": ("image",),
    "apply": ("features",),
}  # fmt: skip
"""What else is known to commands without a project, by words in :data:`REFUSED_WHEN_USED`."""

INPUTS = {
    "project", "images", "features", "classes", "config", "pickle", "pack", "file", "plugins", "names_file", "add",
    "network", "encoder", "backup", "copies", "runs", "topics",
}  # fmt: skip
"""Arguments that name something to read."""
READS_A_TABLE = {("metadata", "csv"), ("judge", "csv"), ("undo-move", "journal")}


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with guarded_places.made(tmp_path_factory.mktemp("guarded")) as places:
        yield places


@pytest.fixture
def at(_made: Places) -> Iterator[Places]:
    """Return the places as they were made; what a test adds is removed."""
    with guarded_places.as_made(_made):
        yield _made


def run(*words: object) -> int:
    try:
        return main([str(word) for word in words])
    except SystemExit as ended:  # of argparse
        return int(ended.code or 0)


def actions() -> Iterator[tuple[str, argparse.Action]]:
    for command, parser in commands_of(make_parser()).items():
        for action in parser._actions:
            yield command, action


def has_force(command: str) -> bool:
    return "--force" in commands_of(make_parser())[command]._option_string_actions


def test_every_output_is_tried_here() -> None:
    found = {(command, action.dest) for command, action in actions() if isinstance(action, Output)}
    assert found == {*FILES, *OTHERS}
    assert {command for command, _ in FILES} <= {command for command, _ in found if has_force(command)}


def test_every_path_is_an_output_or_known_to_be_an_input() -> None:
    for command, action in actions():
        paths = action.type is Path or any(word in str(action.metavar) for word in ("FILE", "FOLDER", "PROJECT"))
        outputs = {"-o", "--output", "--out", "--plot", "--save", "--write", "--journal"} & set(action.option_strings)
        if isinstance(action, Output):
            continue
        assert not outputs, f"annotator {command} {action.option_strings}: use add_output"
        if paths:
            known = action.type is input_path or action.dest in INPUTS or (command, action.dest) in READS_A_TABLE
            assert known, f"annotator {command} {action.dest}: use add_output if it is written, or name it in INPUTS"


def check_refused(words: Words, target: Path, at: Places, capsys: pytest.CaptureFixture[str], *force: str) -> None:
    before = at.contents()
    assert run(*words, target, *force) != 0, (words, target)
    said = capsys.readouterr().err
    assert target.name in said
    assert "Choose" in said or "Name another" in said or "has to end with" in said, said
    assert at.contents() == before


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("one", [*FILES, *OTHERS], ids=" ".join)
def test_what_is_protected_is_refused(at: Places, one: tuple[str, str], name: str, capsys) -> None:
    words, target = {**FILES, **OTHERS}[one](at), REFUSED[name](at)
    check_refused(words, target, at, capsys)
    if has_force(one[0]):
        check_refused(words, target, at, capsys, "--force")
    if one[1] == "record_stalls":  # its name has to end like that
        link = at.folder / "link.jsonl"
        link.symlink_to(target)
        check_refused(words, link, at, capsys)


@pytest.mark.parametrize("name", REFUSED_WHEN_USED)
@pytest.mark.parametrize(
    "one", [*FILES, ("move", "output"), ("move", "journal"), ("gui", "record_stalls")], ids=" ".join
)
def test_what_is_in_use_is_refused(at: Places, one: tuple[str, str], name: str, capsys) -> None:
    command = one[0]
    target = REFUSED_WHEN_USED[name](at)
    known = command in USES or any(word in name for word in READS.get(command, ()))
    if "hard link to an image" in name and command == "extract":
        known = False  # the image keeps its bytes; the link is a file of its own
    words = {**FILES, **OTHERS}[one](at)
    if known or target.exists():
        check_refused(words, target, at, capsys)
    if known and has_force(command):
        check_refused(words, target, at, capsys, "--force")


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_format_is_refused_what_is_protected(at: Places, name: str, capsys) -> None:
    words = ("export", at.project, "--format", name, "-o")
    for what in ("the project", "its log", "a backup", "its mirror", "its graph", "another project", "an open project"):
        check_refused(words, REFUSED[what](at), at, capsys, "--force")
    for what in REFUSED_WHEN_USED:
        check_refused(words, REFUSED_WHEN_USED[what](at), at, capsys, "--force")


@pytest.mark.parametrize("one", FILES, ids=" ".join)
def test_an_ordinary_file_is_replaced_only_by_force(at: Places, one: tuple[str, str], capsys) -> None:
    target = at.folder / f"there{ENDINGS.get(one, '.out')}"
    target.write_text("mine")
    words = FILES[one](at)
    check_refused(words, target, at, capsys)
    assert run(*words, target) == 2
    assert "--force" in capsys.readouterr().err
    assert run(*words, target, "--force") == 0
    assert target.read_bytes() != b"mine"


@pytest.mark.parametrize("one", FILES, ids=" ".join)
def test_its_own_output_is_replaced_unless_it_was_changed(at: Places, one: tuple[str, str], capsys) -> None:
    target = at.folder / f"own{ENDINGS.get(one, '.out')}"
    words = FILES[one](at)
    assert run(*words, target) == 0
    assert run(*words, target) == 0
    target.write_bytes(target.read_bytes() + b" ")
    check_refused(words, target, at, capsys)


def test_a_copy_in_the_place_of_its_own_output_is_not_replaced(at: Places, capsys) -> None:
    words, target = FILES["export", "output"](at), at.folder / "own.csv"
    assert run(*words, target) == 0
    other = at.folder / "other.csv"
    other.write_bytes(bytes(target.stat().st_size))
    os.utime(other, ns=(target.stat().st_atime_ns, target.stat().st_mtime_ns))
    other.replace(target)
    check_refused(words, target, at, capsys)


def test_an_exported_folder_is_replaced_unless_a_file_in_it_was_changed(at: Places, capsys) -> None:
    words, target = ("export", at.project, "--format", "imagefolder", "-o"), at.folder / "out"
    for _ in range(2):
        assert run(*words, target) == 0
    table = target / "train" / "metadata.jsonl"
    table.write_text(table.read_text() + "mine\n")
    check_refused(words, target, at, capsys)
    marker = at.folder / ".out.annotator-export"
    stored = json.loads(marker.read_text())
    assert run(*words, target, "--force") == 0
    marker.write_text(json.dumps({**stored, "files": [*stored["files"]]}))  # as version 0.1.0 wrote it
    assert run(*words, target) == 0
    (target / "mine.txt").write_text("mine")
    check_refused(words, target, at, capsys, "--force")


def _drain(descriptor: int, read: list[bytes]) -> None:
    """Read until who writes closes the pipe."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while waiting.poll() and (part := os.read(descriptor, 1 << 16)):
        read.append(part)


@pytest.mark.parametrize("one", FILES, ids=" ".join)
def test_a_pipe_is_written_to_and_stays(at: Places, one: tuple[str, str], capsys) -> None:
    pipe = at.folder / f"pipe{ENDINGS.get(one, '.out')}"
    os.mkfifo(pipe)
    words = FILES[one](at)
    before = at.contents()
    assert run(*words, pipe) == 2
    assert f"{pipe.name} cannot be written: nobody reads from this pipe" in capsys.readouterr().err
    assert at.contents() == before
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    read: list[bytes] = []
    reading = threading.Thread(target=_drain, args=(descriptor, read), daemon=True)
    reading.start()
    assert run(*words, pipe) == 0
    reading.join()
    os.close(descriptor)
    assert b"".join(read)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("one", FILES, ids=" ".join)
def test_a_device_is_written_to_and_stays(at: Places, one: tuple[str, str]) -> None:
    device = guarded_places._node(at, f"null{ENDINGS.get(one, '.out')}", stat.S_IFCHR, 3)
    before = at.contents()
    assert run(*FILES[one](at), device) == 0
    assert at.contents() == before


@pytest.mark.parametrize("one", OTHERS, ids=" ".join)
def test_other_outputs_are_never_pipes(at: Places, one: tuple[str, str], capsys) -> None:
    pipe = at.folder / "pipe.jsonl"
    os.mkfifo(pipe)
    check_refused(OTHERS[one](at), pipe, at, capsys)


def test_stalls_are_not_recorded_in_a_file_of_others(at: Places, capsys) -> None:
    target = at.folder / "mine.jsonl"
    target.write_text("mine")
    check_refused(OTHERS["gui", "record_stalls"](at), target, at, capsys)


def test_stalls_are_not_recorded_in_the_image_folder_that_is_opened(at: Places, capsys) -> None:
    check_refused(("gui", at.images, "--record-stalls"), at.images / "new.jsonl", at, capsys)


def test_images_are_known_from_a_project_next_to_the_features_that_uses_them(at: Places, capsys) -> None:
    apart = at.folder / "apart"
    apart.mkdir()
    features = apart / "features.h5"
    features.write_bytes(at.features.read_bytes())
    assert run("new", at.images, features, "-o", apart / "apart.annotator") == 0
    check_refused(("convert", features, "-o"), at.images / "new.h5", at, capsys, "--force")
    check_refused(("convert", features, "-o"), at.image, at, capsys, "--force")


def test_images_are_known_from_absolute_names(at: Places, capsys) -> None:
    apart = at.folder / "apart"
    apart.mkdir()
    names = [str(file) for file in sorted(at.images.rglob("*.png"))]
    small_collection.write_features(apart / "features.h5", np.eye(len(names)), names)
    check_refused(("convert", apart / "features.h5", "-o"), at.image, at, capsys, "--force")


def test_features_among_their_images_are_converted_there_and_replace_no_image(at: Places, capsys) -> None:
    features = at.images / "features.h5"
    features.write_bytes(at.features.read_bytes())
    assert run("convert", features, "-o", at.images / "converted.h5") == 0
    check_refused(("convert", features, "-o"), at.image, at, capsys, "--force")


@pytest.mark.parametrize("name", ["", "a\nb", "\x1b[31m"])
@pytest.mark.parametrize("one", [*FILES, *OTHERS], ids=" ".join)
def test_what_is_no_name_is_refused_as_such(at: Places, one: tuple[str, str], name: str, capsys) -> None:
    before = at.contents()
    assert run(*{**FILES, **OTHERS}[one](at), name) == 2
    assert f"{name!r} is not a file name. Choose another one." in capsys.readouterr().err
    assert at.contents() == before


def test_two_outputs_are_two_files(at: Places, capsys) -> None:
    target = at.folder / "same.svg"
    assert run("progress", at.project, "--csv", target, "--plot", at.folder / "." / "same.svg") == 2
    assert "named twice" in capsys.readouterr().err
    assert not target.exists()


def test_a_format_with_several_files_is_not_written_next_to_a_pipe(at: Places, capsys) -> None:
    pipe = at.folder / "pipe.out"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    check_refused(("export", at.project, "--format", "trec-qrels", "-o"), pipe, at, capsys)
    os.close(reader)


def test_a_project_may_lie_among_its_images_and_its_exports_too(at: Places) -> None:
    inside = at.images / "inside.annotator"
    assert run("new", at.images, at.features, "-o", inside) == 0
    assert is_project(inside)
    assert run("judge", inside, "--relevant", "00/im0000.png") == 0
    assert run("export", inside, "--format", "labels-csv", "-o", at.images / "labels.csv") == 0
    assert run("export", inside, "--format", "labels-csv", "-o", at.image, "--force") == 2
