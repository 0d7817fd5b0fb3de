"""Update the translations of the window.

Run ``python scripts/translate.py`` after changing texts. It collects all visible texts, updates
``annotator/gui/translations/annotator_*.ts`` with lupdate and compiles the ``.qm`` files with lrelease. Existing
translations are kept. New texts are marked as unfinished, and ``tests/gui/text/test_translations.py`` fails until they
are translated.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator import errors  # noqa: E402 - found by the line above
from annotator.messages import is_plural  # noqa: E402

GUI = ROOT / "annotator" / "gui"
TRANSLATIONS = GUI / "translations"
TOOLS = Path(PySide6.__file__).parent

WORDS = ("undo", "redo", "external", "confirm")
"""Words that the core stores and the window translates."""

NOT_IN_THE_WINDOW = ("cli", "compat", "experiments", "simulate")
"""Packages whose errors and messages the window never shows."""

MESSAGES = {"Message", "Remedy"} | {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.AnnotatorError)
}
"""What is called with a template as its first argument; of a Remedy the second is that of the window."""

Text = tuple[str, str, bool]
"""Text, comment, and whether it has a plural."""


def called() -> Iterator[Text]:
    """Yield the literals passed to ``tr``."""
    for path in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                literals = list(_literals(node.args[0]))
                comment = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else ""
                yield from ((text, str(comment), len(node.args) > 2) for text in literals)


def templates() -> Iterator[Text]:
    """Yield the templates of errors and messages that have words of their own."""
    for path in sorted((ROOT / "annotator").rglob("*.py")):
        if path.relative_to(ROOT / "annotator").parts[0] in NOT_IN_THE_WINDOW:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in MESSAGES
                and node.args
            ):
                for text in _literals(node.args[1 if node.func.id == "Remedy" else 0]):
                    if re.search(r"[A-Za-z]{2}", re.sub(r"\{[^}]*\}", "", text)):
                        yield text, "", is_plural(text)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def declared() -> Iterator[str]:
    """Yield the texts that are declared in tables and translated where they are displayed."""
    from annotator.data.exporting import FORMATS
    from annotator.data.importing import FORMATS as IMPORT_FORMATS
    from annotator.data.importing.foreign import PLACES
    from annotator.extraction.onnx_encoder import Preprocessing
    from annotator.gui.actions.actions import MENUS
    from annotator.gui.actions.key_presets import PRESETS
    from annotator.gui.controller import ranking_query
    from annotator.gui.controller.ranking_filter import Order
    from annotator.gui.dialogs import export_dialog
    from annotator.gui.dialogs.importing import import_dialog
    from annotator.gui.panels import history_panel, label_errors_panel
    from annotator.gui.settings.preferences import LANGUAGES, Preferences
    from annotator.gui.shell import opening, project_window
    from annotator.gui.shell.commands import ACTIONS
    from annotator.parameters import ModelSettings, Scope, parameters_of
    from annotator.strategies.goals import FAMILIES, GOALS
    from annotator.strategies.registry import load_registry
    from annotator.strategies.score_meanings import FIRST_LOOK, GENERAL, MEANINGS

    yield from MENUS
    yield "Images"
    for action in ACTIONS.values():
        yield from (action.text, action.help, action.submenu)
    for entry in FORMATS.values():
        yield from (entry.title, entry.help)
    yield from export_dialog.TITLES.values()
    yield from import_dialog.POLICIES.values()
    yield from (one.title for one in IMPORT_FORMATS.values())
    strategies = [cls for graded in (False, True) for cls in load_registry(graded=graded).strategies.values()]
    for cls in strategies:
        yield cls.title
        yield inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    exports = dict.fromkeys(entry.options for entry in FORMATS.values())
    for group in (ModelSettings, Scope, Preferences, Preprocessing, *strategies, *exports):
        for one in parameters_of(group):
            yield one.name.replace("_", " ").capitalize()
            yield from (one.help, one.unit, *(word for word in one.choices if word not in LANGUAGES[1:]))
    yield from (member.value.capitalize() for member in Order)
    for goal in (*GOALS, *FAMILIES):
        yield from (goal.title, goal.help)
    yield from (
        *history_panel.COLUMNS,
        *label_errors_panel.COLUMNS,
        *project_window.THEMES.values(),
        ranking_query.HELP,
    )
    yield from (
        label_errors_panel.WAITING,
        label_errors_panel.LOOK_AGAIN,
        label_errors_panel.NONE,
        "Undo",
        "Redo",
        opening.SAMPLE_TOPIC,
    )
    for preset in PRESETS.values():
        yield from (preset.title, preset.help)
    for meaning in (*MEANINGS.values(), GENERAL, FIRST_LOOK):
        yield from (meaning.quantity, meaning.help)
    yield from PLACES
    yield from WORDS
    for path in sorted((ROOT / "annotator" / "stopping").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("Assumes "):
                yield node.value


def collect() -> list[Text]:
    """Return every text once, in a fixed order."""
    found = dict.fromkeys((*called(), *templates()))
    found.update(dict.fromkeys((text, "", False) for text in declared() if text))
    plural = {(text, comment) for text, comment, plural in found if plural}
    return sorted(entry for entry in found if entry[2] or entry[:2] not in plural)


def source(texts: list[Text]) -> str:
    """Return a program from which lupdate extracts ``texts``."""
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for text, comment, plural in texts:
        words = _quoted(text), _quoted(comment)
        lines.append(f'QCoreApplication.translate("", {words[0]}, {words[1]}{", 2" if plural else ""})')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def update(target: Path) -> None:
    """Merge the texts of the program into the translation file ``target``."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "texts.py"
        program.write_text(source(collect()), encoding="utf-8")
        _run("lupdate", "-locations", "none", "-no-obsolete", "-sort-messages", str(program), "-ts", str(target))


def release(source: Path, target: Path) -> None:
    """Compile the translations."""
    _run("lrelease", "-silent", str(source), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    suffix = ".exe" if sys.platform == "win32" else ""
    done = subprocess.run([str(TOOLS / f"{tool}{suffix}"), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Update all languages."""
    for path in sorted(TRANSLATIONS.glob("annotator_*.ts")):
        update(path)
        release(path, path.with_suffix(".qm"))


if __name__ == "__main__":
    main()
