"""The installed Qt binding survives what a day of judging does to it."""

from __future__ import annotations

import subprocess
import sys

from patience import PATIENCE_S

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Emitter(QObject):
    happened = Signal(int)

app = QCoreApplication([])
emitter, count = Emitter(), []
emitter.happened.connect(count.append)
for i in range(2_000):
    emitter.happened.emit(i)
for i in range(20_000):
    emitter.setObjectName("x")
print(len(count))
"""


def test_many_signals_and_calls_do_not_abort_the_process() -> None:
    """PySide6 6.12.0 on Python before 3.12 loses references to None and True until the interpreter aborts."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2000"]
