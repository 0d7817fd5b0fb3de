"""The commands of the page on saved topics run, one after the other, and give what it says."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotator.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "next-collection.md"
COMMANDS = re.findall(
    r"^annotator (.+)$", "\n".join(re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)), re.MULTILINE
)


def pictures(folder: Path, seed: int) -> None:
    folder.mkdir()
    rng = np.random.default_rng(seed)
    for i in range(24):
        pixels = rng.integers(0, 90, (32, 32, 3))
        pixels[..., 0 if i % 2 == 0 else 2] += 150
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{i:02d}.png")


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pictures(tmp_path / "photos", 1)
    pictures(tmp_path / "photos-2027", 2)
    # Without the network, which takes seconds: the page does not depend on the encoder.
    monkeypatch.setattr("annotator.extraction.looking.default_encoder", lambda: "descriptor")
    assert main(["new", "photos", "--topic", "kites", "-o", "kites.annotator"]) == 0
    even, odd = ([f"{i:02d}.png" for i in range(start, 12, 2)] for start in (0, 1))
    assert main(["judge", "kites.annotator", "--relevant", *even, "--irrelevant", *odd]) == 0
    told = {}
    for command in COMMANDS:
        words = shlex.split(command)
        if words[0] == "extract":
            words += ["--encoder", "descriptor"]
        capsys.readouterr()
        assert main(words) == 0, command
        told[words[0]] = capsys.readouterr()
    assert "6 relevant and 6 irrelevant judgements" in told["topic"].out
    first = [line.split()[-1] for line in told["rank"].out.splitlines()[1:13]]
    assert sorted(first) == [f"{i:02d}.png" for i in range(0, 24, 2)]
    assert len(told["next"].out.splitlines()) == 10
    with Path("scores.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["path", "probability", "score"]
    assert sorted(row["path"] for row in rows[:12]) == [f"{i:02d}.png" for i in range(0, 24, 2)]
