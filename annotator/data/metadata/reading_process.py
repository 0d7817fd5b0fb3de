"""Read metadata in a process of its own.

Reading the heads of a million files is work of the interpreter from beginning to end. In a thread of the window, each
step of the window would wait for the interpreter lock, and on a busy machine for as long as the thread is not run.

The process receives one line of JSON per request and answers with one line.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.names import inside
from annotator.data.images.image_metadata import read_facts
from annotator.runtime import child

WORTH_A_PROCESS = 5_000
"""Number of images from which a process is started; fewer are read before it would be there."""

MOST_FAILURES = 4
"""Number of failures in a row after which it is not the files: the process cannot run, and they are read here."""

PATIENCE_S = 60.0
"""Time for a request, after which a file is taken for one that cannot be read."""

_AT_ONCE = 32  # images per request: a stopped reader has to wait for one

Facts = Mapping[str, float | str]


class ReadingProcess:
    """A process that reads metadata from images below a folder; it is started when it is needed.

    Args:
        root: Image folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._failed = 0  # how often in a row it did not answer
        self._process: subprocess.Popen[bytes] | None = None

    def facts(self, sources: Sequence[str], paths: Sequence[str]) -> Iterator[Facts]:
        """Yield what :func:`annotator.data.images.image_metadata.read_facts` returns for each path below the folder.

        A file on which the process ends has no values, and the process is started again.
        """
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            found = self._ask(sources, some)
            if found is not None:
                yield from found
                continue
            answers = [self._ask(sources, [path]) for path in some]
            for path, one in zip(some, answers, strict=True):
                if one is not None:
                    yield one[0]
                else:
                    yield read_facts(inside(Path(self._root), path), sources) if self._cannot_run else {}

    @property
    def _cannot_run(self) -> bool:
        return self._failed >= MOST_FAILURES

    def _ask(self, sources: Sequence[str], paths: Sequence[str]) -> list[Facts] | None:
        if self._cannot_run:
            return None
        asked: dict[str, Any] = {"root": self._root, "sources": list(sources), "paths": list(paths)}
        timer = None
        try:
            if self._process is None:
                self._process = child.start(child.READ_METADATA, gives_way=True)
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            timer = threading.Timer(PATIENCE_S, self._process.kill)
            timer.start()
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
            found: list[Facts] = parse_json(self._process.stdout.readline(), list)
            if len(found) != len(paths):
                raise ValueError("cut short")
        except (OSError, ValueError):
            self._failed += 1
            self.close()
            return None
        finally:
            if timer is not None:
                timer.cancel()
        self._failed = 0
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            child.end(self._process)
            self._process = None


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read until there are no more requests; the main loop of the process."""
    for line in requests:
        asked = parse_json(line, dict)
        found = [read_facts(inside(Path(asked["root"]), path), asked["sources"]) for path in asked["paths"]]
        answers.write(json.dumps(found).encode() + b"\n")
        answers.flush()
