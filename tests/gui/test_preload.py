"""What is fetched ahead, in a process of its own: here everything is there already."""

import subprocess
import sys

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
