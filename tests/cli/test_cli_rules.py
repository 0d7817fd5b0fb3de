"""annotator rules: add, list, look at and remove rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_collection import make

from annotator.cli import main


@pytest.fixture
def project(tmp_path: Path) -> str:
    small = make(tmp_path)
    with small.create() as session:
        table = tmp_path / "numbers.csv"
        table.write_text("image,n\n" + "".join(f"{path},{n}\n" for n, path in enumerate(session.paths)), "utf-8")
        session.collection.metadata.import_table(table).run()
    return str(small.project)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_rules_are_added_listed_and_removed(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "rules", project)
    assert (code, out) == (0, "")
    assert "has no rules" in err
    run(capsys, "judge", project, "--relevant", "im0000.png", "im0001.png", "--irrelevant", "im0002.png")
    wanted = ("--relevant", "n < 3", "--irrelevant", "n >= 8", "--relevant", "n > 100")
    code, out, err = run(capsys, "rules", project, *wanted)
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split()[:3] == ["no.", "vote", "images"]
    assert lines[1].split()[:4] == ["1", "relevant", "3", "25.0%"]
    assert lines[1].endswith("2 of 3  n < 3")
    assert lines[3].split()[:3] == ["3", "irrelevant", "4"]
    assert "Rule 2 does not vote: its condition holds for no image." in err
    assert run(capsys, "rules", project, "--which", "1")[1].split() == [f"00/im000{n}.png" for n in range(3)]
    told = json.loads(run(capsys, "rules", project, "--remove", "2", "--json")[1])
    assert [(one["condition"], one["vote"]) for one in told["rules"]] == [
        ("n < 3", "relevant"),
        ("n >= 8", "irrelevant"),
    ]
    assert (told["rules"][0]["right"], told["rules"][0]["judged"]) == (2, 3)
    assert run(capsys, "undo", project)[2].strip() == "Taken back: rule removed: relevant where n > 100"
    assert len(json.loads(run(capsys, "rules", project, "--json")[1])["rules"]) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--remove", "4"), "There is no rule number 4"),
        (("--which", "0"), "There is no rule number 0"),
        (("--relevant", "m < 3"), "There is no column 'm'"),
        (("--irrelevant", ""), "Write a condition"),
        (("--relevant", "n < 2", "--irrelevant", "m < 3"), "There is no column 'm'"),
        (("--relevant", "n < 2", "--remove", "1"), "There is no rule number 1"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    project: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    code, _, err = run(capsys, "rules", project, *words)
    assert code != 0
    assert says in err
    assert json.loads(run(capsys, "rules", project, "--json")[1])["rules"] == []
