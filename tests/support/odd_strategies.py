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


class Odd:
    """A strategy without parameters and without a source."""

    name: ClassVar[str]
    title: ClassVar[str] = "Misbehaves"
    reference: ClassVar[str] = ""


@dataclass(frozen=True)
class Gated(Odd):
    """Waits until the test opens the gate, polling for a cancel as every strategy does."""

    name: ClassVar[str] = "gated"

    def select(self, pool, k):
        ENTERED.set()
        while not GATE.is_set():
            breathe()
            pool.report(0.4)
        return pool.candidates[:k]


@dataclass(frozen=True)
class Broken(Odd):
    """Fails."""

    name: ClassVar[str] = "broken"

    def select(self, pool, k):
        raise ZeroDivisionError("by nothing")


@dataclass(frozen=True)
class Hung(Odd):
    """Computes forever without reporting progress."""

    name: ClassVar[str] = "hung"

    def select(self, pool, k):
        ENTERED.set()
        while True:
            breathe()


@dataclass(frozen=True)
class Deaf(Odd):
    """Waits forever in a library that no exception reaches; the test opens the gate at its end."""

    name: ClassVar[str] = "deaf"

    def select(self, pool, k):
        ENTERED.set()
        GATE.wait(2 * PATIENCE_S)
        return pool.candidates[:k]


@dataclass(frozen=True)
class Garbage(Odd):
    """Returns an invalid selection."""

    name: ClassVar[str] = "garbage"

    def select(self, pool, k):
        return ["what", None]


def odd_registry() -> Registry:
    """Return the built-in strategies and the odd ones, with the gate closed."""
    GATE.clear()
    ENTERED.clear()
    odd = {cls.name: cls for cls in (Gated, Broken, Hung, Deaf, Garbage)}
    return Registry({**load_registry().strategies, **odd})
