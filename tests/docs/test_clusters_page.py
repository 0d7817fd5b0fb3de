"""The commands of the page on clusters run, one after the other, and do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.sample import SamplePaths

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "clusters.md").read_text("utf-8")
COMMANDS = re.findall(r"^annotator ([^#\n]+?) *(?:#.*)?$", PAGE, re.MULTILINE)
CODE = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_commands_of_the_page_run(
    tmp_path: Path, sample: SamplePaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", str(sample.images), str(sample.features), "-o", "kites.annotator"]) == 0
    assert len(COMMANDS) == 4
    told = []
    for command in COMMANDS:
        capsys.readouterr()
        assert main(shlex.split(command)) == 0, command
        told.append(capsys.readouterr().out)
    assert "nearest to its center" in told[0]
    assert len(told[1].splitlines()) == 16
    assert "to irrelevant" in told[2]
    assert "cluster" in told[3]
    assert CODE is not None
    names: dict[str, object] = {}
    exec(CODE[1], names)
    assert len(names["doubtful"]) == 16
