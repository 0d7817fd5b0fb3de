"""How the self-tests of the installers wait, and what they keep of exports that differ."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.installers import exports, waiting


def test_exports_that_differ_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    same = {"a.csv": b"x,2026-01-02T03:04:05.678Z\n", "b.run": b"1\n2\n"}
    assert exports.differing(same, {**same, "a.csv": b"x,2027-01-02T03:04:05.678Z\n"}, kept) == []
    assert not kept.exists()
    assert exports.differing(same, {"b.run": b"1\n3\n"}, kept) == ["a.csv", "b.run"]
    assert str(kept) in capsys.readouterr().out
    assert (kept / "b.run.frozen").read_bytes() == b"1\n2\n"
    assert (kept / "b.run.source").read_bytes() == b"1\n3\n"
    assert (kept / "b.run.diff").read_text().splitlines()[-2:] == ["-3", "+2"]
    assert (kept / "a.csv.source").read_bytes() == b""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_program_rests_when_neither_it_nor_what_it_started_works() -> None:
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], stdin=0)"
    busy = "import sys, threading; print(flush=True)\nwhile not sys.stdin.closed: pass"
    idle = "import sys; print(flush=True); sys.stdin.read()"
    for program, words in ((busy, []), (nested, [busy]), (idle, []), (nested, [idle])):
        command = [sys.executable, "-c", program, *words]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            try:
                process.stdout.readline()  # type: ignore[union-attr]
                if busy in (program, *words):
                    assert waiting.works(process.pid)
                else:
                    waiting.wait_for_rest(process.pid)
                    assert not waiting.works(process.pid)
            finally:
                for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                    os.kill(int(child), signal.SIGKILL)
                process.kill()


def test_no_part_of_the_installers_waits_for_a_time() -> None:
    waits = {
        path.name: path.read_text("utf-8").count("time.sleep")
        for path in Path(waiting.__file__).parent.glob("*.py")
        if "time.sleep" in path.read_text("utf-8")
    }
    assert waits == {"waiting.py": 1}


def test_what_is_awaited_in_vain_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_S", 0)
    with pytest.raises(RuntimeError, match="for the window in vain"):
        waiting.wait_for(lambda: "", "the window")
    assert waiting.wait_for(lambda: "there", "the window") == "there"


def test_exports_are_compared_without_the_moments_of_judgements() -> None:
    assert exports.timeless(b"a,2026-01-02T03:04:05.678Z,b") == b"a,,b"
