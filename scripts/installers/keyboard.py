"""Sample session driven by real keys in a real window under Xvfb, and its exports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = 90
KEYS = (("p", "x", "p", "a"), ("x", "p", "u", "a"), ("p", "p", "x", "a"))
"""Keys for three batches; ``a`` labels the rest of a batch irrelevant."""
BATCH = 8
FORMATS = ("labels-csv", "ranking-csv", "trec-run", "trec-qrels")


@contextmanager
def display() -> Iterator[str]:
    """Start a private X server and yield its display name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        answer = b""
        while not answer.endswith(b"\n"):  # closing the pipe earlier can kill the server
            part = os.read(read, 16)
            if not part:
                raise RuntimeError("Xvfb did not start")
            answer += part
        os.close(read)
        try:
            yield f":{answer.decode().strip()}"
        finally:
            server.terminate()


def play(program: Sequence[str], environment: Mapping[str, str], project: str, folder: str) -> float:
    """Judge three batches of the sample by keys, quit, and export.

    Args:
        program: Command that starts the program, possibly within another system.
        environment: Environment variables of the program.
        project: Path of the sample project, as seen by the program.
        folder: Export folder, as seen by the program.

    Returns:
        Seconds from the start until the window accepted keys.
    """
    with display() as screen:
        seen = {**environment, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        typing = {**os.environ, "DISPLAY": screen}
        with subprocess.Popen([*program, "demo"], env=seen, stderr=subprocess.PIPE, text=True) as process:
            try:
                started = time.perf_counter()
                window = _until(lambda: _found(typing, process))
                shown = time.perf_counter() - started
                subprocess.run(["xdotool", "windowfocus", "--sync", window], env=typing, check=True)
                for number, keys in enumerate(KEYS, 1):
                    judged = _until(lambda number=number: _judged(program, environment, project, number))
                    time.sleep(2)  # the batch is displayed only after it is stored
                    for key in keys:
                        subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=typing, check=True)
                        judged += BATCH - len(keys) + 1 if key == "a" else 1
                        _until(lambda judged=judged: _judged(program, environment, project) == judged)
                time.sleep(2)
                subprocess.run(["xdotool", "key", "--clearmodifiers", "ctrl+q"], env=typing, check=True)
                _, said = process.communicate(timeout=PATIENCE_S)
            finally:
                process.kill()
        if process.returncode or "Traceback" in said:
            raise RuntimeError(f"the window ended with {process.returncode}: {said[-2000:]}")
    for kind in FORMATS:
        command = [*program, "export", project, "--format", kind, "-o", f"{folder}/{kind}"]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE_S)
    return shown


def _until(found: Callable[[], T]) -> T:
    """Poll and return the result as soon as there is one."""
    end = time.monotonic() + PATIENCE_S
    while not (value := found()):
        if time.monotonic() > end:
            raise RuntimeError("the window did not do what the keys ask for")
        time.sleep(0.2)
    return value


def _found(environment: Mapping[str, str], process: subprocess.Popen[str]) -> str:
    if process.poll() is not None:
        raise RuntimeError(f"the window ended with {process.returncode}: {process.communicate()[1][-2000:]}")
    command = ["xdotool", "search", "--onlyvisible", "--name", "Annotator|digits|threes"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True).stdout.split()
    return found[-1] if found else ""


def _judged(program: Sequence[str], environment: Mapping[str, str], project: str, batch: int = 0) -> int:
    """Return the number of judgements in the project; 0 if it or the given number of batches does not exist yet."""
    command = [*program, "status", project, "--json"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True)
    if said.returncode:
        return 0
    (topic,) = json.loads(said.stdout)["topics"]
    return int(sum(topic[label] for label in ("relevant", "irrelevant", "unsure"))) if topic["round"] >= batch else 0


def exports(folder: Path) -> dict[str, bytes]:
    """Return the exports without the times of the judgements."""
    return {kind: timeless((folder / kind).read_bytes()) for kind in FORMATS}


def timeless(content: bytes) -> bytes:
    """Return an export without the times of the judgements."""
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"", content)
