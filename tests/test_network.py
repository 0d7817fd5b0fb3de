"""The program never uses a network: not in any test of this suite, and not as the system sees it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import small_collection
from needs import missing
from patience import PATIENCE_S

from annotator.session.session import Session
from annotator.types import Label
from benchmarks.faults import window_session

ROOT = Path(__file__).resolve().parent.parent


def test_the_guard_of_this_suite_stops_connections():
    with pytest.raises(RuntimeError, match="no network"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="no network"):
        socket.getaddrinfo("example.org", 80)


def _project(folder: Path) -> Path:
    small = small_collection.make(folder)
    with small.create(strategy="topscoring", batch_size=4) as session:
        session.judge([0], Label.RELEVANT)
    return small.project


def _commands(project: Path, folder: Path) -> list[list[str]]:
    return [
        [*window_session.COMMAND, str(project), str(folder / "own")],
        ["-m", "annotator", "next", str(project)],
        ["-m", "annotator", "export", str(project), "--format", "labels-csv", "-o", str(folder / "l.csv")],
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is a program of Linux")
def test_window_and_command_line_open_no_socket_of_a_network(tmp_path):
    """Also sockets that C code opens, which Python would not see."""
    if shutil.which("strace") is None:
        missing("strace")
    project = _project(tmp_path)
    for number, command in enumerate(_commands(project, tmp_path)):
        trace = tmp_path / f"trace{number}"
        done = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", trace, sys.executable, *command],
            cwd=ROOT, capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            timeout=PATIENCE_S,
        )  # fmt: skip
        if "ptrace" in done.stderr and "not permitted" in done.stderr:
            pytest.skip("this machine forbids ptrace")
        assert done.returncode == 0, done.stderr
        families = set(re.findall(r"socket\((AF_\w+)", trace.read_text()))
        assert families <= {"AF_UNIX", "AF_LOCAL"}, families
    with Session.open(project) as session:
        assert len(session.labels) > 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are Linux's")
def test_everything_works_without_any_network(tmp_path):
    isolated = ["unshare", "--user", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*isolated, "true"], capture_output=True).returncode:
        pytest.skip("this machine makes no network namespaces")
    project = _project(tmp_path)
    for command in _commands(project, tmp_path):
        done = subprocess.run(
            [*isolated, sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
