"""What is fetched ahead, in a process of its own: here everything is there already."""

import subprocess
import sys

from on_screen import on_screen

from annotator.gui import preload

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from annotator.gui import preload
assert preload.PLOTS not in sys.modules
thread = preload.plots()
thread.join()
assert preload.PLOTS in sys.modules
from annotator.gui.progress_plots import SearchPlots
plots = SearchPlots()
plots.resize(300, 300)
plots.show()
app.processEvents()
print("drawn", plots.grab().isNull())
"""


def test_plots_that_were_fetched_in_another_thread_can_be_drawn():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "drawn False"


def test_it_waits_until_the_person_rests(window, project, qtbot, monkeypatch):
    fetched = []
    monkeypatch.setattr(preload, "REST_MS", 300)
    monkeypatch.setattr(preload, "PLOTS", "a module that is not there yet")
    monkeypatch.setattr(preload, "plots", lambda: fetched.append(1))
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    grid = window.workspace.ranking.grid
    qtbot.waitUntil(lambda: len(grid.images()) == 60)
    for image in range(6):
        grid.set_current(image)
        qtbot.wait(60)
    assert not fetched
    qtbot.waitUntil(lambda: fetched == [1])
