"""Execution of an experiment: every search once, in parallel processes, stored as soon as it is finished."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from threadpoolctl import threadpool_limits

from annotator.errors import ModelError
from annotator.experiments.data.datasets import ExperimentData, load
from annotator.experiments.data.graded_data import GradedData, load_graded
from annotator.experiments.playing.graded_run import GradedPlayer, GradedRun, graded_starts
from annotator.experiments.playing.results_store import Store, fingerprint, key, restored, restored_grades
from annotator.experiments.playing.search_run import Player, Run
from annotator.experiments.playing.starts import Start, starts
from annotator.experiments.specification import DataSource, Experiment, Method, Settings, UserSettings
from annotator.strategies.registry import BUILT_IN, GRADED, Registry, load_registry
from annotator.types import Progress

D = TypeVar("D", ExperimentData, GradedData)
R = TypeVar("R", Run, GradedRun)
R_co = TypeVar("R_co", Run, GradedRun, covariant=True)


class _Plays(Protocol[R_co]):
    def play(self, start: Start, method: Method) -> R_co: ...


@dataclass(frozen=True)
class _Sort(Generic[D, R]):
    """What differs between searches for a class and searches with grades."""

    load: Callable[[DataSource, tuple[str, ...]], tuple[D, ...]]
    starts: Callable[[D, Settings], list[Start]]
    player: Callable[[D, Settings, UserSettings, Registry], _Plays[R]]
    restored: Callable[[Mapping[str, Any], Start, Method], R]


_CLASSES: _Sort[ExperimentData, Run] = _Sort(load, starts, Player, restored)
_GRADES: _Sort[GradedData, GradedRun] = _Sort(load_graded, graded_starts, GradedPlayer, restored_grades)


@dataclass(frozen=True)
class _Task:
    key: str
    start: Start
    method: Method


@dataclass(frozen=True)
class Outcome(Generic[D, R]):
    """Current results of an experiment.

    Attributes:
        runs: Finished searches by data set, then by search, in the order of the methods.
        total: Total number of searches.
        data: Data sets by name.
    """

    runs: tuple[R, ...]
    total: int
    data: dict[str, D]

    @property
    def complete(self) -> bool:
        """Whether all searches are finished."""
        return len(self.runs) == self.total


def run(
    experiment: Experiment, registry: Registry, folder: Path, *, jobs: int = 1, progress: Progress | None = None
) -> Outcome[ExperimentData, Run]:
    """Run the searches that are not finished yet.

    Ctrl-C ends the run early: running searches are finished or abandoned, and finished ones are kept and returned.

    Args:
        experiment: The experiment.
        registry: Available strategies.
        folder: Results folder.
        jobs: Number of processes, each with one thread; 1 if a strategy is a plugin.
        progress: Receives the fraction of finished searches.

    Raises:
        AnnotatorError: A data set cannot be read, or a strategy failed.
    """
    return _run(_CLASSES, experiment, registry, folder, jobs, progress or Progress())


def run_graded(
    experiment: Experiment, registry: Registry, folder: Path, *, jobs: int = 1, progress: Progress | None = None
) -> Outcome[GradedData, GradedRun]:
    """Counterpart of :func:`run` for an experiment with grades and strategies for grades."""
    return _run(_GRADES, experiment, registry, folder, jobs, progress or Progress())


def _run(
    sort: _Sort[D, R], experiment: Experiment, registry: Registry, folder: Path, jobs: int, progress: Progress
) -> Outcome[D, R]:
    data = {item.name: item for source in experiment.data for item in sort.load(source, experiment.tracks)}
    tasks = list(_tasks(sort, experiment, data))
    store = Store(folder)
    found: dict[str, R] = {}
    for task in tasks:
        if (stored := store.get(task.key)) is not None:
            found[task.key] = sort.restored(stored, task.start, task.method)
    todo = [task for task in tasks if task.key not in found]
    played = _alone(sort, experiment, registry, data, todo)
    known = {cls.name for cls in (GRADED if experiment.graded else BUILT_IN)}
    if jobs > 1 and len(todo) > 1 and {method.strategy for method in experiment.methods} <= known:
        played = _together(sort, experiment, todo, jobs)
    done = len(tasks) - len(todo)
    progress.step(done / max(len(tasks), 1))
    try:
        for task, result in played:
            store.put(task.key, result)
            found[task.key] = result
            done += 1
            progress.step(done / len(tasks))
    except KeyboardInterrupt:
        pass
    finally:
        played.close()
    return Outcome(tuple(found[task.key] for task in tasks if task.key in found), len(tasks), data)


def _tasks(sort: _Sort[D, R], experiment: Experiment, data: dict[str, D]) -> Iterator[_Task]:
    """Yield every search of every method; methods change fastest, so that early results are comparable."""
    for item in data.values():
        mark = fingerprint(item)
        for start in sort.starts(item, experiment.settings):
            for method in experiment.methods:
                yield _Task(key(experiment, mark, start, method), start, method)


def _alone(
    sort: _Sort[D, R], experiment: Experiment, registry: Registry, data: dict[str, D], todo: Sequence[_Task]
) -> Generator[tuple[_Task, R], None, None]:
    players: dict[str, _Plays[R]] = {}
    with threadpool_limits(1):
        for task in todo:
            name = task.start.data
            if name not in players:
                players = {name: sort.player(data[name], experiment.settings, experiment.user, registry)}
            yield task, players[name].play(task.start, task.method)


def _together(
    sort: _Sort[D, R], experiment: Experiment, todo: Sequence[_Task], jobs: int
) -> Generator[tuple[_Task, R], None, None]:
    """Run in processes; only as many searches as can run at once are submitted, so that interruption is fast."""
    # A forked process would inherit the locks of the linear algebra library in an arbitrary state.
    context = multiprocessing.get_context("spawn")
    waiting = iter(todo)
    running: dict[Future[R], _Task] = {}
    with ProcessPoolExecutor(min(jobs, len(todo)), context, _start_worker, (experiment,)) as executor:
        try:
            while True:
                while len(running) < 2 * jobs and (task := next(waiting, None)) is not None:
                    running[executor.submit(_work, sort, task.start, task.method)] = task
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        except BrokenProcessPool as error:
            raise ModelError(
                "A process was ended from outside, perhaps for lack of memory. The same command continues from here; "
                "give fewer --jobs."
            ) from error
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """State of a process between searches: the source read last and the player of one of its data sets."""

    experiment: Experiment
    source: str | None = None
    data: Mapping[str, Any]
    player: tuple[str, Any] | None = None


def _start_worker(experiment: Experiment) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; only the main process handles it
    threadpool_limits(1)
    _Worker.experiment = experiment


def _work(sort: _Sort[D, R], start: Start, method: Method) -> R:
    experiment = _Worker.experiment
    if _Worker.player is None or _Worker.player[0] != start.data:
        for source in experiment.data:
            # Data sets of a source with several are numbered: "imagenet 3".
            if start.data in (source.name, f"{source.name} {start.data.rpartition(' ')[2]}") and (
                _Worker.source != source.name
            ):
                _Worker.source = source.name
                _Worker.data = {data.name: data for data in sort.load(source, experiment.tracks)}
        registry = load_registry(graded=experiment.graded)
        player = sort.player(_Worker.data[start.data], experiment.settings, experiment.user, registry)
        _Worker.player = (start.data, player)
    played: R = _Worker.player[1].play(start, method)
    return played
