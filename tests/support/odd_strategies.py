"""Strategies that misbehave in ways that must not affect the user."""

import threading
from dataclasses import dataclass
from typing import ClassVar

from patience import PATIENCE_S, breathe

from annotator.strategies.registry import Registry, load_registry

GATE = threading.Event()
"""Set to let :class:`Gated` answer."""

ENTERED = threading.Event()
"""Set by :class:`Gated` when it begins."""


@dataclass(frozen=True)
class Gated:
    """Waits until the test opens the gate, polling for a cancel as every strategy does."""

    name: ClassVar[str] = "gated"
    title: ClassVar[str] = "Waits"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        ENTERED.set()
        while not GATE.is_set():
            breathe()
            pool.report(0.4)
        return pool.candidates[:k]


@dataclass(frozen=True)
class Broken:
    """Fails."""

    name: ClassVar[str] = "broken"
    title: ClassVar[str] = "Fails"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        raise ZeroDivisionError("by nothing")


@dataclass(frozen=True)
class Hung:
    """Computes forever without reporting progress."""

    name: ClassVar[str] = "hung"
    title: ClassVar[str] = "Never ends"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        ENTERED.set()
        while True:
            breathe()


@dataclass(frozen=True)
class Deaf:
    """Waits forever in a library that no exception reaches; the test opens the gate at its end."""

    name: ClassVar[str] = "deaf"
    title: ClassVar[str] = "Never listens"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        ENTERED.set()
        GATE.wait(2 * PATIENCE_S)
        return pool.candidates[:k]


@dataclass(frozen=True)
class Garbage:
    """Returns an invalid selection."""

    name: ClassVar[str] = "garbage"
    title: ClassVar[str] = "Garbage"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        return ["what", None]


def odd_registry() -> Registry:
    """Return the built-in strategies and the odd ones, with the gate closed."""
    GATE.clear()
    ENTERED.clear()
    odd = {cls.name: cls for cls in (Gated, Broken, Hung, Deaf, Garbage)}
    return Registry({**load_registry().strategies, **odd})
