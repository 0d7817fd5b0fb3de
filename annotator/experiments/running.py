"""Running an experiment: every search once, side by side in several processes, stored as soon as it is played."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from annotator.errors import ModelError
from annotator.experiments.datasets import ExperimentData, load
from annotator.experiments.playing import Player, Run
from annotator.experiments.specification import Experiment, Method
from annotator.experiments.starts import Start, starts
from annotator.experiments.storing import Store, fingerprint, key
from annotator.strategies.registry import BUILT_IN, Registry, load_registry
from annotator.types import Progress


@dataclass(frozen=True)
class _Task:
    key: str
    start: Start
    method: Method


@dataclass(frozen=True)
class Outcome:
    """What an experiment has found so far.

    Attributes:
        runs: Finished searches, data set by data set, search by search, in the order of the methods.
        total: Searches there are in all.
        data: The data sets by name.
    """

    runs: tuple[Run, ...]
    total: int
    data: dict[str, ExperimentData]

    @property
    def complete(self) -> bool:
        """Whether every search was played."""
        return len(self.runs) == self.total


def run(
    experiment: Experiment, registry: Registry, folder: Path, *, jobs: int = 1, progress: Progress | None = None
) -> Outcome:
    """Play what has not been played yet.

    Ctrl-C ends it early: the searches being played are finished or given up, and what is done is kept and returned.

    Args:
        experiment: What to play.
        registry: Strategies.
        folder: Where finished searches are stored.
        jobs: Processes; one where a strategy is a plugin. Each computes with one thread.
        progress: Where to report the share of searches that are done.

    Raises:
        AnnotatorError: A data set cannot be read, or a strategy failed.
    """
    progress = progress or Progress()
    data = {item.name: item for source in experiment.data for item in load(source, experiment.tracks)}
    tasks = list(_tasks(experiment, data))
    store = Store(folder)
    found = {task.key: store.get(task.key, task.start, task.method) for task in tasks}
    todo = [task for task in tasks if found[task.key] is None]
    played = _alone(experiment, registry, data, todo)
    if jobs > 1 and len(todo) > 1 and {m.strategy for m in experiment.methods} <= {cls.name for cls in BUILT_IN}:
        played = _together(experiment, todo, jobs)
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
    runs = (store_run for task in tasks if (store_run := found[task.key]) is not None)
    return Outcome(tuple(runs), len(tasks), data)


def _tasks(experiment: Experiment, data: dict[str, ExperimentData]) -> Iterator[_Task]:
    """Yield every search of every method; methods change fastest, so that what is done first can be compared."""
    for item in data.values():
        mark = fingerprint(item)
        for start in starts(item, experiment.settings):
            for method in experiment.methods:
                yield _Task(key(experiment, mark, start, method), start, method)


def _alone(
    experiment: Experiment, registry: Registry, data: dict[str, ExperimentData], todo: Sequence[_Task]
) -> Generator[tuple[_Task, Run], None, None]:
    players: dict[str, Player] = {}
    with threadpool_limits(1):
        for task in todo:
            name = task.start.data
            if name not in players:
                players = {name: Player(data[name], experiment.settings, experiment.user, registry)}
            yield task, players[name].play(task.start, task.method)


def _together(experiment: Experiment, todo: Sequence[_Task], jobs: int) -> Generator[tuple[_Task, Run], None, None]:
    """Play in processes; no more searches are handed out than can be played at once, so that an end is quick."""
    # A forked process would inherit the locks of the linear algebra library in whatever state they are.
    context = multiprocessing.get_context("spawn")
    waiting = iter(todo)
    running: dict[Future[Run], _Task] = {}
    with ProcessPoolExecutor(min(jobs, len(todo)), context, _start_worker, (experiment,)) as executor:
        try:
            while True:
                while len(running) < 2 * jobs and (task := next(waiting, None)) is not None:
                    running[executor.submit(_work, task.start, task.method)] = task
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        except BrokenProcessPool as error:
            raise ModelError(
                "A process was ended from outside, perhaps for want of memory. The same command goes on from here; "
                "give fewer --jobs."
            ) from error
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """What a process keeps between searches: the source it read last and the player on one of its data sets."""

    experiment: Experiment
    source: str | None = None
    data: Mapping[str, ExperimentData]
    player: tuple[str, Player] | None = None


def _start_worker(experiment: Experiment) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the first one decides
    threadpool_limits(1)
    _Worker.experiment = experiment


def _work(start: Start, method: Method) -> Run:
    experiment = _Worker.experiment
    if _Worker.player is None or _Worker.player[0] != start.data:
        for source in experiment.data:
            # A source with several data sets numbers them: "imagenet 3".
            if start.data in (source.name, f"{source.name} {start.data.rpartition(' ')[2]}") and (
                _Worker.source != source.name
            ):
                _Worker.source = source.name
                _Worker.data = {data.name: data for data in load(source, experiment.tracks)}
        player = Player(_Worker.data[start.data], experiment.settings, experiment.user, load_registry())
        _Worker.player = (start.data, player)
    return _Worker.player[1].play(start, method)
