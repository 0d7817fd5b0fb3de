"""No test waits for a time, and none gives up soon: a machine that is busy must not make one fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import PATIENCE_S

TESTS = Path(__file__).parent
FILES = sorted(file for file in TESTS.rglob("*.py") if file.name not in ("patience.py", "test_patience.py"))
FIXED = ("sleep", "qWait", "qSleep", "msleep", "assertNotEmitted")
"""What lets a time pass, whatever happens."""
WAITS = ("wait", "join", "result", "communicate", "run", "waitUntil", "waitSignal", "waitExposed")
"""What waits for a sign and may be given a time after which it gives up."""


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the calls that wait in another way than ``patience.py`` does, also those in programs within strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" in node.value:
            try:
                inner = ast.parse(node.value)
            except (SyntaxError, ValueError):  # it is no program
                continue
            yield from ((node.lineno + line, what) for line, what in faults(inner))
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        numbers = [given.value for given in node.args if isinstance(given, ast.Constant)]
        if name in FIXED:
            yield node.lineno, f"{name} waits for a time"
        elif name == "singleShot" and any(isinstance(value, int) and value > 0 for value in numbers):
            yield node.lineno, "singleShot waits for a time"
        elif name == "Timer" and ast.unparse(node.func) == "threading.Timer":
            yield node.lineno, "threading.Timer waits for a time"
        elif name in WAITS:
            given = numbers[:1] if name in ("wait", "join", "result") else []
            given += [one.value.value for one in node.keywords if one.arg == "timeout" and is_number(one.value)]
            if any(isinstance(value, int | float) and value < PATIENCE_S for value in given):
                yield node.lineno, f"{name} gives up after {given[0]}"


def is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TESTS)))
def test_a_test_waits_for_a_sign(file: Path) -> None:
    found = [f"{file}:{line}: {what}" for line, what in faults(ast.parse(file.read_text(encoding="utf-8")))]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(0.2)",
        "qtbot.wait(50)",
        "threading.Event().wait(0.1)",
        "QTest.qWait(5)",
        "process.communicate(timeout=60)",
        "subprocess.run(command, timeout=20)",
        "QTimer.singleShot(1500, close)",
        "threading.Timer(0.3, process.kill).start()",
        "thread.join(timeout=5)",
        "PROGRAM = '''\nimport time\ntime.sleep(1)\n'''",
    ],
)
def test_every_other_way_of_waiting_is_noticed(code: str) -> None:
    assert len(list(faults(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code", ["gate.wait()", "server.wait(PATIENCE_S)", "', '.join(names)", "QTimer.singleShot(0, done)"]
)
def test_waiting_for_a_sign_is_not(code: str) -> None:
    assert list(faults(ast.parse(code))) == []
