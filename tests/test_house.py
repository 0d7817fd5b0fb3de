"""The sizes that keep the code readable, and no two files that need each other."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "annotator"
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
MOST_PUBLIC_MEMBERS = 35
MOST_PARAMETERS = 8
MOST_FILES = 25
ONE_FILE_PER_METHOD = {"strategies/builtin"}
LATER: tuple[str, ...] = ()
"""Parts that are still being divided."""

COMMENT = r"# (?!noqa|type:|pragma|fmt)"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


FILES = sorted(path for path in PACKAGE.rglob("*.py") if not name_of(path).startswith(LATER))
TEXTS = {path: path.read_text(encoding="utf-8") for path in FILES}
TREES = {path: ast.parse(text) for path, text in TEXTS.items()}


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(TREES[path]) if isinstance(node, Function))


def test_no_file_is_too_long() -> None:
    lengths = {name_of(path): len(text.splitlines()) for path, text in TEXTS.items()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{name_of(path)}:{one.lineno} {one.name}": one.end_lineno - one.lineno + 1
        for path in FILES
        for one in functions(path)
        if one.end_lineno is not None
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def public_members(one: ast.ClassDef) -> set[str]:
    """Names of methods and properties; those of Qt, in its own spelling, are not ours."""
    names = {node.name for node in one.body if isinstance(node, Function)}
    return {name for name in names if not name.startswith("_") and name == name.lower()}


def test_no_class_has_too_many_public_members() -> None:
    members = {
        f"{name_of(path)}:{one.lineno} {one.name}": len(public_members(one))
        for path in FILES
        for one in ast.walk(TREES[path])
        if isinstance(one, ast.ClassDef)
    }
    assert {name: count for name, count in members.items() if count > MOST_PUBLIC_MEMBERS} == {}


def parameters(one: Function) -> list[str]:
    arguments = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs, one.args.vararg, one.args.kwarg]
    return [argument.arg for argument in arguments if argument is not None and argument.arg not in {"self", "cls"}]


def has_reason(path: Path, one: Function) -> bool:
    """Whether a comment stands above the function (and its decorators) or within its signature; not one for a tool."""
    lines = TEXTS[path].splitlines()
    first = min([one.lineno, *(decorator.lineno for decorator in one.decorator_list)])
    above, signature = lines[first - 2].lstrip(), lines[one.lineno - 1 : one.body[0].lineno - 1]
    return bool(re.match(COMMENT, above) or any(re.search(rf"\s{COMMENT}", line) for line in signature))


def test_many_parameters_have_a_reason() -> None:
    assert [
        f"{name_of(path)}:{one.lineno} {one.name} {len(parameters(one))}"
        for path in FILES
        for one in functions(path)
        if len(parameters(one)) > MOST_PARAMETERS and not has_reason(path, one)
    ] == []


def test_no_two_test_files_have_one_name() -> None:
    """Together they cannot be collected."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_folder_has_too_many_files() -> None:
    folders = {path.parent for path in FILES}
    counts = {name_of(folder): len(list(folder.glob("*.py"))) for folder in folders}
    too_many = {name: count for name, count in counts.items() if count > MOST_FILES}
    assert too_many.keys() == ONE_FILE_PER_METHOD


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(module: str, tree: ast.AST) -> set[str]:
    """Modules that are imported anywhere in ``tree``, in functions and for types as well."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return (found & MODULES.keys()) - {module}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that reach each other, each sorted."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            for following in graph[ahead.pop()]:
                if following not in seen:
                    seen.add(following)
                    ahead.append(following)
        reached[start] = seen
    groups = {
        tuple(sorted(other for other in seen if module in reached[other]))
        for module, seen in reached.items()
        if module in seen
    }
    return sorted(map(list, groups))


def test_no_files_import_each_other() -> None:
    graph = {module: imported(module, ast.parse(path.read_text(encoding="utf-8"))) for module, path in MODULES.items()}
    assert circles(graph) == []


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}, "c": {"a"}}, [["a", "b"]]),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"e"}, "e": {"d"}}, [["a", "b", "c"], ["d", "e"]]),
    ],
)
def test_circles_are_found(graph: dict[str, set[str]], expected: list[list[str]]) -> None:
    assert circles(graph) == expected
