"""The commands on grades and criteria of the page on topics run, one after the other, and do what it says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from small_collection import make

from annotator.cli import main

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "topics.md").read_text("utf-8")
SECTION = PAGE.partition("## Grades")[2].partition("## All topics")[0]
COMMANDS = re.findall(r"^    annotator (.+)$", SECTION, re.MULTILINE)
NAMES = {f"{letter}.jpg": f"00/im{number:04d}.png" for number, letter in enumerate("abcd")}


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = make(tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("criteria.md").write_text("# Counts\nA kite.\n\n![seen from below](00/im0000.png)\n", "utf-8")
    assert main(["new", str(small.images), str(small.features), "--topic", "kites", "-o", "kites.annotator"]) == 0
    assert len(COMMANDS) == 3
    told = []
    for command in COMMANDS:
        capsys.readouterr()
        assert main([NAMES.get(word, word) for word in shlex.split(command)]) == 0, command
        told.append(capsys.readouterr().out)
    assert "grades: 0 not a kite, 1 in the distance, 2 the subject" in told[0]
    assert told[1].splitlines() == [
        "00/im0000.png: unlabelled -> the subject",
        "00/im0001.png: unlabelled -> in the distance",
        "00/im0002.png: unlabelled -> in the distance",
        "00/im0003.png: unlabelled -> irrelevant",
    ]
    assert "    ![seen from below](00/im0000.png)" in told[2]
    assert main(["history", "kites.annotator", "--json", "--top", "4"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {entry["path"]: entry.get("grade") for entry in entries} == dict(
        zip(NAMES.values(), (2, 1, 1, None), strict=True)
    )
    assert main(["undo", "kites.annotator"]) == main(["undo", "kites.annotator"]) == 0  # the criteria, the judgements
    assert main(["topic", "kites.annotator", "--grades", ""]) == 0
    assert "grades:" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["judge", "--grade", "1", "00/im0000.png"], "has no grades"),
        (["topic", "--grades", "no", "yes"], "A topic has 3 or 4 grades"),
        (["topic", "--criteria", "nowhere.md"], "nowhere.md"),
        (["topic", "--criteria", "empty.md"], "no text in this file"),
        (["judge", "--grade", "two", "00/im0000.png"], "--grade takes a grade and images"),
        (["judge", "--grade", "1", "00/im0000.png", "--irrelevant", "00/im0000.png"], "two different labels"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    small = make(tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("empty.md").write_text(" \n", "utf-8")
    with small.create():
        pass
    assert main([words[0], str(small.project), *words[1:]]) == 2
    assert says in capsys.readouterr().err
