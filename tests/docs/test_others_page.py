"""The commands of the page on judging together run, one after the other, and give what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.session.session import Session
from annotator.types import Label

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "others.md").read_text("utf-8")
COMMANDS = re.findall(r"^annotator (.+)$", "\n".join(re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE)


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    small = small_collection.make(tmp_path / "small", 60)
    with Session.create(tmp_path / "kites.annotator", small.images, small.features, topic="kites") as session:
        session.judge(range(30), Label.RELEVANT)
        session.judge(range(30, 60), Label.IRRELEVANT)
    said = {}
    for words in map(shlex.split, COMMANDS):
        assert main(words) == 0, words
        said[words[0]] = capsys.readouterr().out
        if words[0] == "share":
            with Session.open(tmp_path / "kites-ben.annotator") as theirs:
                theirs.judge(range(60), Label.RELEVANT)
    assert list(said) == ["share", "merge", "agreement"]
    assert "Ben" in said["agreement"]
