"""The examples of docs/contributing.md keep the contracts of what they show, as a reader would copy them."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.data.exporting import Format
from annotator.data.exporting.conformance import check_exporter
from annotator.data.importing import Importer
from annotator.data.importing.conformance import check_importer
from annotator.gui.actions.actions import ACTIONS, Action, Need, Scope
from annotator.gui.shell.view_commands import space_of
from annotator.strategies.conformance import check_strategy

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "contributing.md").read_text(encoding="utf-8")


def example(heading: str) -> tuple[dict[str, object], object]:
    """Return the names that the first example below a heading defines, and the value of its last expression."""
    part = PAGE.split(f"\n## {heading}\n")[1]
    code = re.findall(r"```python\n(.*?)```", part, re.DOTALL)[0]
    *_, last = re.split(r"\n\n\n", code)
    names: dict[str, object] = {"__name__": __name__, "Action": Action, "Need": Need, "Scope": Scope}
    names["space_of"] = space_of
    exec(compile(code, "docs/contributing.md", "exec"), names)
    value = None if last.startswith(("@", "class", "def")) else eval(last.strip(), names)
    return names, value


def test_the_strategy_keeps_the_contract() -> None:
    names, _ = example("A strategy")
    check_strategy(names["Careful"])


def test_the_export_format_keeps_the_contract() -> None:
    _, form = example("An export format")
    assert isinstance(form, Format)
    check_exporter(form)


def test_the_import_format_keeps_the_contract(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("relevant a.jpg\n0 b c.jpg\n", encoding="utf-8")
    _, importer = example("An import format")
    assert isinstance(importer, Importer)
    check_importer(importer, tmp_path / "words.txt")


def test_the_action_has_a_key_of_its_own() -> None:
    _, action = example("An action")
    assert isinstance(action, Action)
    assert action.id not in ACTIONS
    taken = {key for entry in ACTIONS.values() for key in entry.keys}
    assert not taken & set(action.keys)


def test_the_files_that_the_page_names_exist() -> None:
    root = Path(__file__).resolve().parents[2]
    named = set(re.findall(r"`((?:annotator|tests|scripts|plugins)/[\w/]+(?:\.\w+)?)/?`", PAGE))
    assert len(named) > 40
    assert not sorted(name for name in named if not (root / name).exists())
