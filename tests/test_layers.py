"""Who may import whom, checked on the source and on a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import annotator", ("numpy", "h5py", "PySide6")),
        ("import annotator.cli", ("numpy", "h5py", "PySide6")),
        ("from annotator import Session", ("PySide6", "sklearn", "tqdm")),
        ("import annotator.gui.actions.actions", ("PySide6",)),
    ],
)
def test_a_fresh_interpreter_loads_no_more_than_it_needs(statement: str, absent: tuple[str, ...]) -> None:
    code = f"{statement}; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "annotator" in loaded
    assert not set(absent) & set(loaded)
