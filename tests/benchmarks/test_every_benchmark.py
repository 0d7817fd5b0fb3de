"""Every benchmark runs in its tiny form and changes nothing; every command that a text names exists."""

from __future__ import annotations

import ast
import importlib
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from needs import missing
from patience import PATIENCE_S

from benchmarks import command
from benchmarks.data import FEATURES
from scripts.installers.keyboard import display

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "benchmarks").rglob("*.py"))
    if "results" not in path.relative_to(ROOT).parts  # environments of other programs
}
BENCHMARKS = [name for name, text in SOURCES.items() if "__main__" in text.rpartition("\n\n")[2]]
WITH_WINDOW = [name for name in BENCHMARKS if "new_window" in SOURCES[name]]
WITH_SHARED_DATA = [
    name for name in BENCHMARKS if re.search(r"\.shared\(|\bcheck\(given|sources\(given", SOURCES[name])
]
TEXTS = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")), *(ROOT / "docs").rglob("*.md")]
COMMAND = re.compile(r"python3?\s+-m\s+(benchmarks\.[\w.]*\w)([^`\n]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
NEEDS_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="benchmarks read /proc of Linux")


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def options(name: str) -> set[str]:
    """Return the options that a benchmark knows."""
    parser = command.parser_of(name, module(name).__doc__, getattr(module(name), "OPTIONS", ()))
    return {word for action in parser._actions for word in action.option_strings}


def run_here(name: str, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> object:
    """Run a benchmark in this process as ``python -m`` does, and return its exit status."""
    monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
    monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    return ended.value.code


def written() -> dict[Path, tuple[int, int]]:
    """Return size and time of everything that a benchmark in full may write."""
    places = command.REPOSITORY
    folders = [places.published, places.results, places.docs]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    states = {path: path.stat() for path in [*files, ROOT / "benchmarks" / "history.jsonl"]}
    return {path: (state.st_size, state.st_mtime_ns) for path, state in states.items()}


def run_tiny(name: str, folder: Path, **environment: str) -> None:
    before = written()
    plain = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", name, "--tiny"], cwd=ROOT, env={**plain, "TMPDIR": str(folder), **environment},
        capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    if done.returncode == 2 and "not installed" in done.stderr:
        missing(done.stderr.strip())
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert f"machine: {command.in_words(command.machine())}\n" in done.stdout
    assert "Traceback" not in done.stderr
    assert written() == before
    assert [path.name for path in folder.glob("tmp*")] == []


@NEEDS_LINUX
@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_runs_in_its_tiny_form_and_changes_nothing(name: str, tmp_path: Path) -> None:
    run_tiny(name, tmp_path)


@pytest.mark.window
@pytest.mark.parametrize("name", WITH_WINDOW)
def test_its_keys_arrive_on_a_screen_without_a_window_manager(name: str, tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None:
        missing("Xvfb")
    with display() as screen:
        run_tiny(name, tmp_path, DISPLAY=screen, QT_QPA_PLATFORM="xcb")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_help_names_every_option(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here(name, monkeypatch, "--help") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: python -m {name} ")
    assert str(module(name).__doc__).strip().splitlines()[0] in said
    assert options(name) <= set(OPTION.findall(said)) | {"-h", "-o"}


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if FEATURES in getattr(module(name), "OPTIONS", ())])
def test_a_missing_file_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_here(name, monkeypatch, tmp_path / "none.h5", tmp_path) == 2
    assert f"needs {tmp_path / 'none.csv'}, which is not there." in capsys.readouterr().err


@pytest.mark.parametrize("name", WITH_SHARED_DATA)
def test_missing_data_outside_the_repository_is_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "REPOSITORY", command.Places(tmp_path / "repository"))
    assert run_here(name, monkeypatch) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"{name}: needs {tmp_path / 'shared' / 'data'}")
    assert sentence.endswith(", which is not there.")


@pytest.mark.parametrize(
    "name", [name for name in BENCHMARKS if "--check" in SOURCES[name] or "*PAGE" in SOURCES[name]]
)
def test_its_page_is_that_of_the_stored_results(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_here(name, monkeypatch, "--check") is None


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if "publishes=True" in SOURCES[name]])
def test_a_run_with_smaller_numbers_is_not_published(name: str) -> None:
    declared = module(name).OPTIONS
    parser = command.parser_of(name, "", declared)
    assert not command._reduced(parser.parse_args([]), declared)
    for one in declared:
        if one.tiny is not None and one is not command.JOBS:
            words = one.tiny if isinstance(one.tiny, list) else [one.tiny]
            assert command._reduced(parser.parse_args([one.names[0], *map(str, words)]), declared), one.names


def named_commands() -> dict[tuple[str, str], str]:
    """Return every command in the documentation and in the benchmarks: its module and options, and where it is."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TEXTS} | SOURCES
    found = ((match.groups(), where) for where, text in texts.items() for match in COMMAND.finditer(text))
    return {command: where for command, where in found if command[0] != "benchmarks.NAME"}


def test_every_command_that_a_text_names_exists() -> None:
    commands = named_commands()
    assert len(commands) > 20
    unknown = {where: name for (name, _), where in commands.items() if name not in BENCHMARKS}
    assert unknown == {}
    wrong = {
        (where, name, word)
        for (name, rest), where in commands.items()
        for word in OPTION.findall(rest)
        if word not in options(name)
    }
    assert wrong == set()


def test_no_text_runs_a_benchmark_by_its_path() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEXTS} | SOURCES
    assert [where for where, text in texts.items() if re.search(r"python3?\s+benchmarks/", text)] == []


def test_whatever_can_be_started_is_a_benchmark() -> None:
    """So that none escapes the tests above."""
    for name, text in SOURCES.items():
        asks = any(
            isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "__name__"
            for node in ast.walk(ast.parse(text))
        )
        assert asks == (name in BENCHMARKS), name
