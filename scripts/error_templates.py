"""Collect the error messages of the core, so that the window can translate them.

Called by ``translate.py``; writes ``annotator/gui/text/error_templates.py``, in which fields are numbered.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from annotator import errors

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "annotator" / "gui" / "text" / "error_templates.py"
CORE = ("cluster", "data", "expressions", "model", "numerics", "runtime", "session", "strategies", "stopping")
"""Packages whose errors reach the window, in addition to the top-level modules."""

KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.AnnotatorError)
}
"""Errors that a user can fix; others are defects and are shown untranslated."""

LEAST_LETTERS = 9
"""Minimum number of letters of a template outside its fields; shorter ones would match anything."""

_HEAD = '''"""Sentences of the core's errors with numbered fields; written by scripts/translate.py."""

from __future__ import annotations

TEMPLATES: tuple[str, ...] = (
'''


def templates() -> list[str]:
    """Return every template once, sorted."""
    found = {template for path in _modules() for template in _of(path)}
    return sorted(template for template in found if len(re.findall(r"[a-zA-Z]", _plain(template))) >= LEAST_LETTERS)


def text() -> str:
    """Return the source of the module with the templates."""
    lines = "".join(f"    {_literal(template)},\n" for template in templates())
    return f"{_HEAD}{lines})  # fmt: skip\n"


def _literal(template: str) -> str:
    escaped = template.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plain(template: str) -> str:
    return re.sub(r"\{\d+\}", "", template)


def _modules() -> Iterator[Path]:
    package = ROOT / "annotator"
    yield from package.glob("*.py")
    for name in CORE:
        yield from (package / name).rglob("*.py")


def _of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and node.args:
            template = _template(node.args[0])
            if template is not None:
                yield template


def _template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    result, fields = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            result += str(part.value).replace("{", "{{").replace("}", "}}")
        else:
            result += f"{{{fields}}}"
            fields += 1
    return result
