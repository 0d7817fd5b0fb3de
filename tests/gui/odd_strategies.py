"""Strategies that misbehave in ways a person must never suffer from."""

import threading
from dataclasses import dataclass
from typing import ClassVar

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
        while not GATE.wait(0.005):
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


def odd_registry() -> Registry:
    """Return the built-in strategies and the odd ones, with the gate closed."""
    GATE.clear()
    ENTERED.clear()
    return Registry({**load_registry().strategies, "gated": Gated, "broken": Broken})
