"""Sample session driven by real keys in a real window under Xvfb, and its exports."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.installers.waiting import PATIENCE_S, wait_for, wait_for_rest

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
                window = wait_for(lambda: _found(typing, process), "the window")
                shown = time.perf_counter() - started
                subprocess.run(["xdotool", "windowfocus", "--sync", window], env=typing, check=True)
                topic = functools.partial(_topic, program, environment, project)
                _wait_for_topic(process, topic, "round", 1)
                judged = topic()["judged"]  # the sample begins with some
                for number, keys in enumerate(KEYS, 1):
                    _wait_for_topic(process, topic, "round", number)
                    for key in keys:
                        _press(key, typing, process)
                        judged += BATCH - len(keys) + 1 if key == "a" else 1
                        _wait_for_topic(process, topic, "judged", judged)
                _wait_for_topic(process, topic, "round", len(KEYS) + 1)
                _press("ctrl+q", typing, process)
                _, said = process.communicate(timeout=PATIENCE_S)
            finally:
                process.kill()
        if process.returncode or "Traceback" in said:
            raise RuntimeError(f"the window ended with {process.returncode}: {said[-2000:]}")
    for kind in FORMATS:
        command = [*program, "export", project, "--format", kind, "-o", f"{folder}/{kind}"]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE_S)
    return shown


def _press(key: str, environment: Mapping[str, str], process: subprocess.Popen[str]) -> None:
    """Press a key as soon as the program has done all that the keys before had it do."""
    wait_for_rest(process.pid)
    subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=environment, check=True)


def _found(environment: Mapping[str, str], process: subprocess.Popen[str]) -> str:
    _check_alive(process)
    command = ["xdotool", "search", "--onlyvisible", "--name", "Annotator|digits|threes"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True).stdout.split()
    return found[-1] if found else ""


def _check_alive(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        raise RuntimeError(f"the window ended with {process.returncode}: {process.communicate()[1][-2000:]}")


def _wait_for_topic(
    process: subprocess.Popen[str], topic: Callable[[], dict[str, int]], what: str, wanted: int
) -> None:
    """Wait until the project holds so many batches or judgements, and no more."""

    def reached() -> int:
        _check_alive(process)
        there = topic()[what]
        return there if there >= wanted else 0

    there = wait_for(reached, f"{what} {wanted}")
    if there != wanted:
        raise RuntimeError(f"the keys ask for {what} {wanted}, and the project has {there}")


def _topic(program: Sequence[str], environment: Mapping[str, str], project: str) -> dict[str, int]:
    """Return how many batches the project has and how many images were judged; none where there is no project yet."""
    command = [*program, "status", project, "--json"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True)
    if said.returncode:
        return {"round": 0, "judged": 0}
    (topic,) = json.loads(said.stdout)["topics"]
    return {"round": topic["round"], "judged": sum(topic[label] for label in ("relevant", "irrelevant", "unsure"))}


def exports(folder: Path) -> dict[str, bytes]:
    """Return what was exported."""
    return {kind: (folder / kind).read_bytes() for kind in FORMATS}
