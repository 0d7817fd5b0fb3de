"""The documentation is complete and its examples run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator.cli.parser import make_parser
from annotator.data.exporting import FORMATS
from annotator.data.images.images import IMAGE_SUFFIXES
from annotator.gui.shell.commands import ACTIONS
from annotator.parameters import ModelSettings, parameters_of
from annotator.strategies.registry import BUILT_IN

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
EVERYTHING = "\n".join([README, *DOCS.values()])

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(annotator.__path__, "annotator.")
    if not module.name.startswith("annotator.gui.") and module.name != "annotator.__main__"
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} does not say what it is"
    assert doctest.testmod(module).failed == 0


def test_every_command_is_documented() -> None:
    commands = next(a.choices for a in make_parser()._actions if a.choices and "gui" in a.choices)
    missing = [name for name in commands if not re.search(rf"`?annotator {name}\b", EVERYTHING)]
    assert not missing


def test_the_tables_are_those_of_the_program() -> None:
    command = [sys.executable, ROOT / "scripts" / "write_docs.py", "--check"]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_keys_of_the_readme_do_what_it_says() -> None:
    table = re.search(r"\| key \| \|\n.*?\n\n", README, re.DOTALL)
    assert table is not None
    named = set(re.findall(r"`([^`]+)`", table[0]))
    known = {key for action in ACTIONS.values() for key in action.keys} | {"Shift"}
    assert named <= known
    by_id = {action.id: action.keys[0] for action in ACTIONS.values() if action.keys}
    judging = ("judge.relevant", "judge.irrelevant", "judge.unsure", "judge.clear", "judge.rest", "batch.next")
    assert {by_id[identifier] for identifier in judging} <= named


def test_every_strategy_format_and_setting_is_documented() -> None:
    for cls in BUILT_IN:
        assert f"| `{cls.name}` | {cls.title} |" in DOCS["strategies.md"]
    for name in FORMATS:
        assert f"| `{name}` |" in DOCS["formats.md"]
        assert f"`{name}`" in README
    for setting in parameters_of(ModelSettings):
        assert f"| `{setting.name}` |" in DOCS["model.md"]
        assert f"- `{setting.name}`" in DOCS["model.md"]


def test_every_kind_of_image_is_documented() -> None:
    kinds = {
        "jpg": "JPEG",
        "jpeg": "JPEG",
        "jpe": "JPEG",
        "jfif": "JPEG",
        "tif": "TIFF",
        "tiff": "TIFF",
        "webp": "WebP",
    }
    for suffix in IMAGE_SUFFIXES:
        kind = kinds.get(suffix[1:], suffix[1:].upper())
        assert kind in README
        assert kind in DOCS["formats.md"]


def test_links_lead_somewhere() -> None:
    for folder, text in [(ROOT, README), *((ROOT / "docs", text) for text in DOCS.values())]:
        for target in re.findall(r"\]\(([^)#:]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            assert (folder / target).exists(), target


def test_the_plugins_in_the_documentation_keep_their_contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples define a strategy and two formats, and check each as a reader would."""
    monkeypatch.chdir(tmp_path)
    Path("words.txt").write_text("keep a.jpg\n0 b c.jpg\n", encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", DOCS["plugins.md"], re.DOTALL)
    names: dict[str, object] = {"__name__": __name__}  # dataclasses look their module up by this name
    for example in examples:
        exec(compile(example, "docs/plugins.md", "exec"), names)
    assert {"check_strategy", "check_exporter", "check_importer"} <= names.keys()
    assert {"STRATEGIES", "EXPORTERS", "IMPORTERS"} <= names.keys()


def test_the_examples_of_the_python_interface_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = re.findall(r"```python\n(.*?)```", DOCS["api.md"], re.DOTALL)
    assert len(examples) >= 2
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(compile(example, "docs/api.md", "exec"), {})
    assert (tmp_path / "labels.csv").stat().st_size > 0


def test_every_page_is_in_the_contents() -> None:
    contents = re.findall(r"```\{toctree\}\n(?::[^\n]*\n)*\n(.*?)```", DOCS["index.md"], re.DOTALL)
    listed = {name for part in contents for name in part.split()}
    assert listed | {"index"} == {name.removesuffix(".md") for name in DOCS}
