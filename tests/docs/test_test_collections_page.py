"""The commands of the page on test collections run, one after the other, and give what it says."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "test-collections.md"
COMMANDS = re.findall(
    r"^annotator (.+)$", "\n".join(re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)), re.MULTILINE
)


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = dataclasses.replace(small_collection.make(tmp_path), project=tmp_path / "kites.annotator")
    with small.create(topic="kites"):
        pass
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topics.tsv").write_text(re.findall(r"```\n(301\t.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0])
    ranked = {"bm25": {"301": [0, 1, 2], "302": [8, 9]}, "clip": {"301": [4, 0, 5], "302": [10, 8]}}
    for system, topics in ranked.items():
        (tmp_path / f"{system}.run").write_text(
            "".join(
                f"{topic} Q0 im{image:04d}.png {rank} {-rank} {system}\n"
                for topic, images in topics.items()
                for rank, image in enumerate(images)
            )
        )
    told = []
    for command in COMMANDS:
        if "--sample" in command:  # another way to begin, with a project that has no pool
            for name, steps in (("red kites", 3), ("gulls over water", 1)):
                for _ in range(steps):
                    assert main(["undo", "kites.annotator", "--topic", name]) == 0
        capsys.readouterr()
        assert main(shlex.split(command)) == 0, command
        told.append(capsys.readouterr().out)
        if command.startswith("judge"):
            assert main(["judge", "kites.annotator", "--relevant", "im0000", "im0004"]) == 0
    assert len(told) == 8
    assert told[0].splitlines()[-1].startswith("0 of 8 images are judged")
    assert told[1].split() == ["00/im0000.png", "00/im0004.png", "00/im0001.png", "01/im0005.png", "00/im0002.png"]
    assert told[3].splitlines()[-1].startswith("5 of 8 images are judged")
    assert re.search(r"^clip +1\.0000", told[4], re.MULTILINE)
    assert Path("kites.qrels").read_text().splitlines()[0] == "301 0 00/im0000.png 1"
    assert Path("topics-out.tsv").read_text().splitlines()[1] == "301\tred kites"
