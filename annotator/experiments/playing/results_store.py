"""Finished searches on disk, one line each, written immediately and read again when a run is resumed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.guard import Guard
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_bytes
from annotator.errors import ExportError
from annotator.experiments.data.datasets import ExperimentData
from annotator.experiments.data.graded_data import GradedData
from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.playing.search_run import Round, Run
from annotator.experiments.playing.starts import Start
from annotator.experiments.specification import Experiment, Method
from annotator.parameters import values_of
from annotator.simulate import GradePoint
from annotator.version import __version__

_START = b'{"key": '


def fingerprint(data: ExperimentData | GradedData) -> str:
    """Return a hash of the values, the split, and the classes or grades of a data set."""
    known: Iterable[NDArray[Any]] = data.truth.values() if isinstance(data, ExperimentData) else (data.grades,)
    digest = hashlib.sha256()
    for array in (data.features, data.pool, data.test, *known):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def key(experiment: Experiment, data: str, start: Start, method: Method) -> str:
    """Return the key of a search, a hash of everything its result depends on, including the program version.

    Args:
        experiment: The experiment.
        data: Fingerprint of the data set.
        start: Start of the search.
        method: Method that runs the search.
    """
    settings = values_of(experiment.settings)
    for name in ("queries", "average_classes"):  # the number of searches does not affect their results
        del settings[name]
    content = {
        "version": __version__,
        "data": [start.data, data],
        "start": dataclasses.asdict(start),
        "method": [method.strategy, dict(method.parameters), values_of(method.model), method.learn],
        "settings": settings,
        "user": values_of(experiment.user),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:20]


def restored(stored: Mapping[str, Any], start: Start, method: Method) -> Run:
    """Return a stored search for a class under its current names."""
    rounds = tuple(Round(**{**state, "rows": tuple(state["rows"])}) for state in stored["rounds"])
    images, relevant, discovery = stored["images"], stored["relevant"], tuple(stored["discovery"])
    return Run(start.data, start.wanted, start.number, method.name, images, relevant, rounds, discovery)


def restored_grades(stored: Mapping[str, Any], start: Start, method: Method) -> GradedRun:
    """Return a stored search with grades under its current names."""
    rounds = tuple(GradePoint(**state) for state in stored["rounds"])
    return GradedRun(start.data, start.wanted, start.number, method.name, stored["images"], stored["held_out"], rounds)


class Store:
    """Finished searches of an experiment, stored in ``runs.jsonl``.

    Args:
        folder: Results folder; created if missing.

    Attributes:
        path: The file.

    Raises:
        ExportError: The folder cannot be created, or the file cannot be read or must not be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "runs.jsonl"
        try:
            Guard()(self.path, ours=True, streams=False)
            folder.mkdir(parents=True, exist_ok=True)
            self._done = self._read()
        except OSError as error:
            raise ExportError(
                "{path} cannot be used: {reason}. Name another folder.", path=self.path, reason=error.strerror
            ) from error

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the stored data of a finished search, or ``None``."""
        return self._done.get(key)

    def put(self, key: str, run: Run | GradedRun) -> None:
        """Store a search; it is on disk when this method returns."""
        try:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"key": key, **dataclasses.asdict(run)}) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise ExportError("{path} cannot be written: {reason}.", path=self.path, reason=error.strerror) from error

    def _read(self) -> dict[str, Mapping[str, Any]]:
        """Read all complete lines; truncate an incomplete last line so that the next one starts on a new line."""
        if not self.path.exists():
            return {}
        done: dict[str, Mapping[str, Any]] = {}
        good = 0
        content = read_bytes(self.path, ExportError)
        for line in content.splitlines(keepends=True):
            try:
                stored = parse_json(line, dict)
                done[stored["key"]] = stored
            except (ValueError, KeyError, TypeError):
                break
            if not line.endswith(b"\n"):
                break
            good += len(line)
        if content and not done and not content.startswith(_START):
            raise ExportError("{path} was not written by a benchmark. Name another folder.", path=self.path)
        if good < len(content):
            with self.path.open("r+b") as stream:
                stream.truncate(good)
        return done
