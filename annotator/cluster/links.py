"""Communication with the parts of a collection: over a Dask cluster or, for comparison, within this process."""

from __future__ import annotations

import importlib
import itertools
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Protocol

import numpy as np

from annotator.cluster import shard
from annotator.cluster.shard import Observations, Setting
from annotator.errors import AnnotatorError, ConfigError
from annotator.extras import missing_extra

_ADDRESS = re.compile(r"((?P<scheme>tcp|tls|ws|wss)://)?([^\s/:]+|\[[0-9A-Fa-f:.%]+\]):(?P<port>[0-9]{1,5})/?")
_LAST_PORT = 65535
_TRIES = 5  # number of machines that may be lost during one request


@dataclass
class Traffic:
    """Transferred amount of data, in bytes of arrays.

    Attributes:
        sent: Bytes sent to the parts.
        received: Bytes received from the parts.
        questions: Number of requests to single parts.
    """

    sent: int = 0
    received: int = 0
    questions: int = 0


class Links(Protocol):
    """Connections to the parts of one collection."""

    traffic: Traffic

    def ask(
        self, settings: Sequence[Setting], known: Observations | None, method: str, *arguments: Sequence[Any]
    ) -> list[Any]:
        """Send requests to parts in parallel; return their results in the order of the parts.

        Args:
            settings: The parts.
            known: Observations, the same for all parts.
            method: Name of a method of :class:`annotator.cluster.shard.Shard`.
            arguments: For each argument of the method, its value for every part.
        """

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function that is independent of the parts on any machine, and return its result."""

    def close(self) -> None:
        """Release the parts on all machines."""


class LocalLinks:
    """All parts in this process, called sequentially."""

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

    A part stays on its worker as long as the worker lives. If the worker is lost, the next request goes to another one,
    which opens the part and processes the observations sent with the request.

    Args:
        address: Address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        ConfigError: dask.distributed is not installed, or the address is none or does not respond.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise ConfigError(
                "A cluster needs {missing_extra}", missing_extra=missing_extra("distributed", "cluster")
            ) from error
        _check_address(address, distributed)
        try:
            self._client = distributed.Client(address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigError(
                "{address}: no Dask scheduler answers there ({error}). Start one with 'dask scheduler' and at least "
                "one worker with 'dask worker ADDRESS', and give the address that the scheduler prints.",
                address=address,
                error=error,
            ) from error
        self.traffic = Traffic()
        self._place: dict[str, str] = {}
        self._names: set[str] = set()

    @property
    def workers(self) -> tuple[str, ...]:
        """Addresses of the live workers."""
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
                    allow_other_workers=True,  # in case this worker is lost
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
        """Assign every part to a live worker, the same as before if possible."""
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
                "The cluster failed ({kind}: {error}). Check that its workers are running and have enough memory; no "
                "judgement is lost.",
                kind=type(error).__name__,
                error=error,
            ) from error


def _check_address(address: str, distributed: Any) -> None:
    """Refuse what a client would fail on only after it has started threads."""
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match["port"]) > _LAST_PORT:
        raise ConfigError(
            "{address!r} is not the address of a Dask scheduler, such as tcp://10.0.0.1:8786. Give the address that "
            "'dask scheduler' prints.",
            address=address,
        )
    encrypted = match["scheme"] in ("tls", "wss")
    if encrypted and distributed.Security().get_connection_args("client")["ssl_context"] is None:
        raise ConfigError(
            "{address}: an encrypted connection needs certificates. Name them in the configuration of Dask "
            "(distributed.comm.tls), or use an address that begins with tcp://.",
            address=address,
        )


def _count(traffic: Traffic, sent: Any, received: Any) -> None:
    traffic.questions += 1
    traffic.sent += array_bytes(sent)
    traffic.received += array_bytes(received)


def array_bytes(value: Any) -> int:
    """Return the total size of all arrays in nested tuples, lists and dataclasses, in bytes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(array_bytes, value))
    if is_dataclass(value) and not isinstance(value, type):
        return sum(itertools.chain.from_iterable([array_bytes(getattr(value, f.name))] for f in fields(value)))
    return 0
