"""How questions reach the parts of a collection: over a Dask cluster, or, for comparison, in this process."""

from __future__ import annotations

import importlib
import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Protocol

import numpy as np

from annotator.cluster import shard
from annotator.cluster.shard import Observations, Setting
from annotator.errors import AnnotatorError, ConfigError
from annotator.extras import missing_extra

_TRIES = 5  # machines that may be lost during one question


@dataclass
class Traffic:
    """What has traveled, in bytes of arrays.

    Attributes:
        sent: To the parts.
        received: From them.
        questions: Questions asked of single parts.
    """

    sent: int = 0
    received: int = 0
    questions: int = 0


class Links(Protocol):
    """Ways to the parts of one collection."""

    traffic: Traffic

    def ask(
        self, settings: Sequence[Setting], known: Observations | None, method: str, *arguments: Sequence[Any]
    ) -> list[Any]:
        """Ask parts at the same time; return their answers in the order of the parts.

        Args:
            settings: The parts.
            known: What was judged, the same for all.
            method: Name of a method of :class:`annotator.cluster.shard.Shard`.
            arguments: For each argument of the method its value for every part.
        """
        ...

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function returns that concerns no part, on any machine."""
        ...

    def close(self) -> None:
        """Have every machine let go of its parts."""
        ...


class LocalLinks:
    """All parts in this process, one after the other."""

    def __init__(self) -> None:
        self.traffic = Traffic()
        self._names: set[str] = set()

    def ask(
        self, settings: Sequence[Setting], known: Observations | None, method: str, *arguments: Sequence[Any]
    ) -> list[Any]:
        """See the protocol."""
        self._names.update(setting.part.name for setting in settings)
        answers = []
        for i, setting in enumerate(settings):
            given = [values[i] for values in arguments]
            answers.append(shard.answer(setting, known, method, *given))
            _count(self.traffic, (known, *given), answers[-1])
        return answers

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """See the protocol."""
        return work(*arguments)

    def close(self) -> None:
        """See the protocol."""
        shard.forget(tuple(self._names))


class DaskLinks:
    """Parts on the workers of a Dask cluster.

    A part stays on its worker as long as that lives. A question to a lost one goes to another worker, which opens the
    part and learns what is known with it.

    Args:
        address: Address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        ConfigError: dask.distributed is not installed, or nothing answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise ConfigError(f"A cluster needs {missing_extra('distributed', 'cluster')}") from error
        try:
            self._client = distributed.Client(address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"{address}: no Dask scheduler answers there ({error}). Start one with 'dask scheduler' and at least "
                "one worker with 'dask worker ADDRESS', and give the address that the scheduler prints."
            ) from error
        self.traffic = Traffic()
        self._place: dict[str, str] = {}
        self._names: set[str] = set()

    @property
    def workers(self) -> tuple[str, ...]:
        """Addresses of the workers that live now."""
        return tuple(sorted(self._client.scheduler_info(n_workers=-1)["workers"]))

    def ask(
        self, settings: Sequence[Setting], known: Observations | None, method: str, *arguments: Sequence[Any]
    ) -> list[Any]:
        """See the protocol."""
        self._settle(settings)
        futures = []
        for i, setting in enumerate(settings):
            given = [values[i] for values in arguments]
            futures.append(
                self._client.submit(
                    shard.answer,
                    setting,
                    known,
                    method,
                    *given,
                    key=f"annotator-{method}-{uuid.uuid4().hex}",
                    workers=[self._place[setting.part.name]],
                    allow_other_workers=True,  # where this one is lost
                    retries=_TRIES,
                    pure=False,
                )
            )
        answers = self._results(futures)
        for i, found in enumerate(answers):
            _count(self.traffic, (known, *(values[i] for values in arguments)), found)
        return answers

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """See the protocol."""
        return self._results([self._client.submit(work, *arguments, pure=False, retries=_TRIES)])[0]

    def close(self) -> None:
        """See the protocol."""
        names = tuple(self._names)
        futures = [
            self._client.submit(shard.forget, names, workers=[worker], pure=False, key=f"forget-{uuid.uuid4().hex}")
            for worker in self.workers
        ]
        self._client.gather(futures, errors="skip")
        self._client.close()

    def _settle(self, settings: Sequence[Setting]) -> None:
        """Give every part a worker that lives, the same as before where it can be."""
        workers = self.workers
        if not workers:
            raise ConfigError("The cluster has no worker. Start one with 'dask worker ADDRESS'.")
        load = dict.fromkeys(workers, 0)
        for setting in settings:
            if (place := self._place.get(setting.part.name)) in load:
                load[place] += 1
        for setting in settings:
            name = setting.part.name
            self._names.add(name)
            if self._place.get(name) not in load:
                self._place[name] = min(workers, key=load.__getitem__)
                load[self._place[name]] += 1

    def _results(self, futures: list[Any]) -> list[Any]:
        try:
            return list(self._client.gather(futures))
        except AnnotatorError:
            raise
        except Exception as error:
            raise ConfigError(
                f"The cluster could not answer ({type(error).__name__}: {error}). Look whether its workers still run "
                "and have enough memory; nothing that was judged is lost."
            ) from error


def _count(traffic: Traffic, sent: Any, received: Any) -> None:
    traffic.questions += 1
    traffic.sent += array_bytes(sent)
    traffic.received += array_bytes(received)


def array_bytes(value: Any) -> int:
    """Return the size of all arrays within a value made of tuples, lists and data classes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(array_bytes, value))
    if is_dataclass(value) and not isinstance(value, type):
        return sum(itertools.chain.from_iterable([array_bytes(getattr(value, f.name))] for f in fields(value)))
    return 0
