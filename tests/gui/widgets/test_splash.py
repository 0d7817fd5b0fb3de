"""There is something to see before most of the program is imported, and it goes when the window comes."""

import json
import os
import subprocess
import sys

from patience import PATIENCE_S

START = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.cli import main
from annotator.gui.widgets import splash

told, begin = {}, splash.Splash.begin

def noted(card):
    begin(card)
    told["drawn"] = card.isVisible() and len(set(card.grab().toImage().constBits().tobytes())) > 20
    told["imported"] = [name for name in ("numpy", "annotator.gui.shell.app") if name in sys.modules]
    timer = QTimer(card, interval=20)
    timer.timeout.connect(look)
    timer.start()
    noted.timer = timer

def look():
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    if any(type(window).__name__ == "MainWindow" for window in shown):
        told["shown"] = sorted(type(window).__name__ for window in shown)
        noted.timer.stop()
        QApplication.closeAllWindows()

splash.Splash.begin = noted
status = main(["gui", "--no-restore"])
print(json.dumps(told))
sys.exit(status)
"""


def test_the_first_sign_comes_before_the_program_and_goes_when_the_window_is_there(tmp_path):
    places = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    environment = {**os.environ, **places, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"drawn": True, "imported": [], "shown": ["MainWindow"]}
