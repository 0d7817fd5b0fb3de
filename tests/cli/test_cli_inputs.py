"""Every command that reads a file, aimed at everything that is no such file: a clear error, at once."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
from patience import PATIENCE_S
from PIL import Image

from annotator.cli.arguments import input_path
from annotator.cli.parser import commands_of, make_parser
from annotator.data.project.text_log import mirror_path
from annotator.session.session import Session
from annotator.types import Label

WINDOWS = {"gui", "demo"}
"""Commands that go on until somebody closes their window."""
MEMORY = 4 << 30
OUTPUTS = {"output", "journal", "plot", "csv", "record_stalls", "save", "save_topics"}
"""Where arguments that name a file to write are stored."""
FILE_WORDS = ("FILE", "FOLDER", "PROJECT", "FEATURES", "PACK", "CONFIG", "PICKLE", "JOURNAL", "CSV")
NEEDED = {
    ("combine", "features"): ["f.h5"],
    ("restore", "project"): ["--newest"],
    ("extract", "images"): ["-o", "out/f.h5"],
    ("extract", "encoder"): ["-o", "out/f.h5"],
    ("judge", "encoder"): ["--like", "images/0.png"],
    ("report", "plugins"): ["p.annotator"],
    ("export", "plugins"): ["--format", "labels-csv", "-o", "out/l.csv"],
    ("relink", "names_file"): ["--adopt", "--features", "f.npy"],
    ("features", "names_file"): ["--add", "other", "f.npy"],
    ("verify", "names_file"): ["--features", "f.npy"],
    ("topic", "plugins"): ["--goal", "find"],
    ("apply", "saved"): ["--features", "f.h5"],
}
"""Arguments without which a command does not read what another argument names."""
DRIVER = """
import contextlib, io, json, resource, sys, traceback
from annotator.cli import main
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
for line in sys.stdin:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main(json.loads(line))
    except SystemExit as end:
        code = end.code
    except BaseException:
        code = "a traceback: " + traceback.format_exc()[-600:]
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


def inputs() -> Iterator[tuple[str, argparse.Action, list[argparse.Action]]]:
    """Yield every command with each argument that it reads and with those it requires."""
    for name, parser in commands_of(make_parser()).items():
        required = [a for a in parser._actions if a.required]
        for action in parser._actions:
            if action.type is input_path:
                yield name, action, required


def test_every_argument_that_names_a_file_says_whether_it_is_read():
    for name, parser in commands_of(make_parser()).items():
        for action in parser._actions:
            names_a_file = action.type is Path or any(word in str(action.metavar).split("'") for word in FILE_WORDS)
            if names_a_file and action.type is not input_path:
                assert action.dest in OUTPUTS, f"{name} {action.dest}: give it type=input_path if the command reads it"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one sound file of each kind that a command reads."""
    folder = tmp_path_factory.mktemp("inputs")
    names = [f"{number}.png" for number in range(12)]
    (folder / "images").mkdir()
    for number, name in enumerate(names):
        Image.new("RGB", (8, 8), (number * 20, 0, 0)).save(folder / "images" / name)
    values = np.random.default_rng(0).normal(size=(12, 4)).astype(np.float32)
    with h5py.File(folder / "f.h5", "w") as file:
        file["features"] = values
        file["filenames"] = names
    np.save(folder / "f.npy", values)
    (folder / "classes.csv").write_text("filename,class\n" + "".join(f"{name},a\n" for name in names))
    with Session.create(folder / "p.annotator", folder / "images", folder / "f.h5", topic="red") as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([2, 3], Label.IRRELEVANT)
        session.export("evidence", folder / "pack.zip")
        session.topics.save(folder / "k.topic")
    with Session.create(folder / "q.annotator", folder / "images", folder / "f.h5", topic="red") as session:
        session.judge([0, 2], Label.RELEVANT)
    (folder / "s.run").write_text("red Q0 0.png 1 1 a\n")
    (folder / "t.tsv").write_text("red\tred\n")
    (folder / "pack.zip.sig").write_text("no signature")
    (folder / "out").mkdir()
    (folder / "lost.annotator.backups").mkdir()
    shutil.copy(mirror_path(folder / "p.annotator"), mirror_path(folder / "lost.annotator"))
    return folder


def hostile(folder: Path) -> dict[str, str]:
    """Create what is no file of any kind that we read."""
    os.mkfifo(folder / "odd_pipe")
    (folder / "odd_folder").mkdir()
    (folder / "odd_empty").touch()
    with (folder / "odd_huge").open("wb") as stream:
        stream.truncate(1 << 40)
    (folder / "odd_bytes").write_bytes(np.random.default_rng(1).bytes(5000))
    (folder / "odd_link").symlink_to("/dev/zero")
    return {
        name: f"odd_{name}" for name in ("pipe", "folder", "empty", "huge", "bytes", "link", "missing")
    } | {"device": "/dev/zero"}  # fmt: skip


VALUES = {
    "project": "p.annotator", "images": "images", "features": "f.h5", "output": "out/new", "pack": "pack.zip",
    "classes": "classes.csv", "relevant": "a", "image": "0.png", "file": "classes.csv", "journal": "out/journal",
    "config": "config.toml", "pickle": "out/pickle", "k": "3", "confirm images": "0.png",
    "recover project": "lost.annotator", "copies": "q.annotator", "judge": "Ben", "saved": "k.topic",
    "runs": "s.run", "topics": "t.tsv",
}  # fmt: skip


def words(command: str, action: argparse.Action, required: list[argparse.Action], path: str) -> list[str]:
    """Return a command line on which one argument names ``path`` and all others are in order."""
    line, end = [command], []
    for one in [*(o for o in required if o is not action), action]:
        value = path if one is action else VALUES.get(f"{command} {one.dest}") or VALUES[one.dest]
        if one.option_strings:
            line += [one.option_strings[-1], *(["name"] if one.nargs == 2 else []), value]
        else:
            end.append((one, value))
    order = [a.dest for a in commands_of(make_parser())[command]._actions if not a.option_strings]
    placed = [value for _, value in sorted(end, key=lambda pair: order.index(pair[0].dest))]
    if action.dest == "names_file":
        placed = ["f.npy" if value == "f.h5" else value for value in placed]
    if (command, action.dest) == ("new", "names_file"):
        placed.append("f.npy")  # without a feature file, features are computed
    if (command, action.dest) == ("apply", "encoder"):
        placed.append("images")  # whose features are computed with it
    if command in ("recover", "share"):
        line += ["-o", f"out/{action.dest}-{Path(path).name}"]
    return [*line, *NEEDED.get((command, action.dest), ()), *(["--", *placed] if placed else [])]


def named(path: Path, said: str) -> bool:
    """Return whether a message names a file, or where the link leads."""
    return bool({path.name, path.resolve().name} & set(re.findall(r"[\w.]+", said)))


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names")
def test_a_command_refuses_what_is_no_file_of_its_kind(sound: Path) -> None:
    names = hostile(sound)
    cases = []
    for command, action, required in inputs():
        if command in WINDOWS:
            continue
        for kind, path in names.items():
            if kind == "folder" and (action.metavar == "FOLDER" or (command, action.dest) == ("import-labels", "file")):
                continue  # a folder is what it takes
            cases.append((f"{command} {action.dest} {kind}", path, words(command, action, required, path)))
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(MEMORY)],
        input="".join(json.dumps(line) + "\n" for _, _, line in cases),
        capture_output=True, text=True, cwd=sound, timeout=PATIENCE_S,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [
        f"{case}: {code} {said[-400:]}"
        for (case, path, _), (code, said) in zip(cases, found, strict=False)
        if not isinstance(code, int) or code == 0 or not named(sound / path, said)
    ]
    assert not wrong, "\n".join(wrong)
    assert len(found) == len(cases), f"ended at {cases[len(found)]}: {done.stderr[-600:]}"
