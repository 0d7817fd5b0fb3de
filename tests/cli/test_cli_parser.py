"""The first word of the command line: a command, something to open, or neither, and what is said then."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.cli import main, windows
from annotator.cli.parser import commands_of, make_parser


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Path | None, bool]]:
    """What the window was opened with, in a folder that is the current one."""
    seen: list[tuple[Path | None, bool]] = []

    def gui(given: object) -> int:
        seen.append((given.project, given.read_only))  # type: ignore[attr-defined]
        return 0

    monkeypatch.setattr(windows, "gui", gui)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "status").mkdir()
    (tmp_path / "kites.annotator").write_bytes(b"")
    return seen


@pytest.mark.parametrize(
    ("words", "project", "read_only"),
    [
        ([], None, False),
        (["kites.annotator"], "kites.annotator", False),
        (["kites.annotator", "--read-only"], "kites.annotator", True),
        (["photos"], "photos", False),
        (["./status"], "status", False),
        (["--", "status"], "status", False),
        (["gui", "photos"], "photos", False),
    ],
)
def test_a_path_opens_the_window(
    words: list[str], project: str | None, read_only: bool, opened: list[tuple[Path | None, bool]]
) -> None:
    assert main(words) == 0
    assert opened == [(None if project is None else Path(project), read_only)]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("statsu", "'statsu' is neither a command nor a file or folder here. Did you mean 'annotator status'?"),
        ("zzzz", "'zzzz' is neither a command nor a file or folder here. All commands: annotator --help"),
        ("", "'' is neither a command"),
        ("kitse.annotator", "kitse.annotator: there is no such project. Did you mean kites.annotator?"),
        ("owls-2019.annotator", "owls-2019.annotator: there is no such project. Check the spelling"),
        ("./photo", "./photo: there is no such file or folder. Did you mean photos?"),
        ("nowhere/photos", "nowhere/photos: there is no such file or folder. Check the spelling"),
        ("features.h5", "features.h5: there is no such file or folder."),
    ],
)
def test_what_is_neither_is_named_with_what_comes_closest(
    word: str, said: str, opened: list[tuple[Path | None, bool]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"annotator: {said}")
    assert error.count("\n") == 1
    assert "invalid choice" not in error
    assert opened == []


def test_every_command_is_a_command_where_a_file_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in commands_of(make_parser()):
        (tmp_path / name).touch()
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0


@pytest.mark.parametrize("command", ["status", "rank", "export"])
def test_an_unknown_option_is_answered_with_the_usage_of_the_command(command: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "kites.annotator", "--nosuch", "3"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"usage: annotator {command}" in said
    assert "unknown arguments: --nosuch 3" in said


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "many", ""])
def test_a_number_that_is_too_small_is_not_said_to_be_no_number(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["next", "kites.annotator", f"--batch-size={text}"])
    assert f"{text!r} is not a whole number of at least 1" in capsys.readouterr().err
