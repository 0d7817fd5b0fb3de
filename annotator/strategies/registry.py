"""Registry of strategies: built-in ones, entry points of installed packages, and plugin folders.

Third-party code runs only if the caller requests it. A plugin that cannot be used is recorded in ``failures`` and never
raises an exception.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from annotator.errors import ConfigError, PluginError, StrategyError
from annotator.parameters import build, parameters_of
from annotator.strategies.base import Strategy
from annotator.strategies.builtin.active_search import Ens
from annotator.strategies.builtin.adaptal import Adaptal
from annotator.strategies.builtin.audit_sample import Audit
from annotator.strategies.builtin.badge import Badge, KmeansUncertain
from annotator.strategies.builtin.bait import Bait
from annotator.strategies.builtin.bald import Bald, BatchBald
from annotator.strategies.builtin.batch_sampling import Mmr, Power
from annotator.strategies.builtin.ceal import Ceal
from annotator.strategies.builtin.class_balance import CbEntropy, Galaxy, Minority
from annotator.strategies.builtin.combination import Combination
from annotator.strategies.builtin.core_set import Coreset, ProbCover
from annotator.strategies.builtin.density_weighted import Sud
from annotator.strategies.builtin.diversity import BorderlineDiversity, Rbmal
from annotator.strategies.builtin.epig import Epig
from annotator.strategies.builtin.expected_error_reduction import Eer
from annotator.strategies.builtin.expected_model_change import Emoc, Mcmi
from annotator.strategies.builtin.graded import GradedEmoc, GradedEntropy, GradedItal
from annotator.strategies.builtin.ital import Entropy, Ital
from annotator.strategies.builtin.learning_loss import LearningLoss
from annotator.strategies.builtin.maxherding import MaxHerding
from annotator.strategies.builtin.mix import Mix
from annotator.strategies.builtin.posterior_variance import Variance
from annotator.strategies.builtin.query_by_committee import Qbc
from annotator.strategies.builtin.tcal import Tcal
from annotator.strategies.builtin.typiclust import Clusters, Representative, TypiClust
from annotator.strategies.builtin.uncertainty import Borderline, LeastConfidence, Random, Topscoring, Uncertainty
from annotator.strategies.builtin.upper_confidence_bound import Thompson, Ucb
from annotator.strategies.builtin.usdm import Usdm

BUILT_IN: tuple[type[Strategy], ...] = (
    Mix,
    Ital,
    Topscoring,
    Borderline,
    BorderlineDiversity,
    Tcal,
    Usdm,
    Uncertainty,
    Entropy,
    Ceal,
    Sud,
    Variance,
    MaxHerding,
    Epig,
    Emoc,
    Mcmi,
    Adaptal,
    Rbmal,
    LeastConfidence,
    Qbc,
    Bald,
    BatchBald,
    LearningLoss,
    Badge,
    KmeansUncertain,
    CbEntropy,
    Minority,
    Galaxy,
    Ucb,
    Thompson,
    Coreset,
    Bait,
    Representative,
    TypiClust,
    ProbCover,
    Clusters,
    Eer,
    Ens,
    Power,
    Mmr,
    Audit,
    Combination,
    Random,
)
GRADED: tuple[type[Strategy], ...] = (GradedItal, GradedEmoc, GradedEntropy, Variance, Random)
"""Strategies for graded answers; not offered for labels."""

ENTRY_POINTS = "annotator.strategies"
"""Entry point group whose objects are strategy classes."""


@dataclass(frozen=True)
class PluginFailure:
    """A plugin that could not be loaded.

    Attributes:
        source: File or entry point.
        reason: Reason, one sentence.
    """

    source: str
    reason: str


@dataclass(frozen=True)
class Registry:
    """Strategies by name, and the plugins that failed to load."""

    strategies: Mapping[str, type[Strategy]]
    failures: tuple[PluginFailure, ...] = ()

    def make(self, name: str, parameters: Mapping[str, Any] | None = None) -> Strategy:
        """Return the strategy ``name`` with ``parameters``; missing ones take their defaults.

        Raises:
            StrategyError: Unknown name or parameter; the message lists the known ones.
        """
        if name not in self.strategies:
            exist = ", ".join(self.strategies)
            raise StrategyError(f"There is no strategy {name!r}; the strategies are: {exist}.")
        try:
            strategy = build(self.strategies[name], parameters or {}, of=f"strategy {name}")
            if isinstance(strategy, Combination):
                return dataclasses.replace(strategy, strategies=self.strategies)
            return strategy
        except ConfigError as error:
            raise StrategyError(str(error)) from error


@dataclass(frozen=True)
class PluginSource:
    """Third-party code that provides strategies and has not been run yet.

    Attributes:
        source: File or entry point.
        path: File that would be run; None if it cannot be found.
        sha256: SHA-256 of that file in hexadecimal; "" if it cannot be read.
    """

    source: str
    path: Path | None
    sha256: str


def plugin_sources(folder: Path) -> tuple[PluginSource, ...]:
    """Return the plugins in a folder and in the installed packages, without running them."""
    found = [PluginSource(str(file), file, _digest(file)) for file in _files(folder)]
    for point in importlib.metadata.entry_points(group=ENTRY_POINTS):
        file = _file_of(point)
        found.append(PluginSource(f"entry point {point.value}", file, "" if file is None else _digest(file)))
    return tuple(found)


def load_registry(
    plugin_folders: Iterable[Path] = (),
    *,
    entry_points: bool = False,
    approved: Mapping[str, str] | None = None,
    graded: bool = False,
) -> Registry:
    """Collect all strategies.

    Args:
        plugin_folders: Folders whose ``*.py`` files are loaded in order of name; each defines ``STRATEGIES``, a tuple
            of strategy classes. This executes their code.
        entry_points: Also load the entry points ``annotator.strategies`` of installed packages. This executes their
            code.
        approved: SHA-256 by source, see :class:`PluginSource`: only unchanged approved sources are run, all others are
            failures. Default: everything is run.
        graded: Start from the strategies for graded answers instead of those for labels.

    Returns:
        Registry of all strategies that could be loaded; a plugin cannot replace an existing strategy.
    """
    found: dict[str, type[Strategy]] = {cls.name: cls for cls in (GRADED if graded else BUILT_IN)}
    failures: list[PluginFailure] = []
    sources: list[tuple[str, Callable[[], tuple[Any, ...]]]] = []
    if entry_points:
        points = importlib.metadata.entry_points(group=ENTRY_POINTS)
        sources += [(f"entry point {point.value}", partial(_loaded, point, approved)) for point in points]
    for folder in plugin_folders:
        sources += [(str(file), partial(_strategies_in, file, approved)) for file in _files(folder)]
    if approved is not None:
        sources = [(source, load) for source, load in sources if source in approved]
    for source, load in sources:
        try:
            for cls in load():
                _check_class(cls)
                if cls.name in found:
                    raise PluginError(f"a strategy called {cls.name!r} exists already; choose another name")
                found[cls.name] = cls
        except Exception as error:  # third-party code may raise anything; record it instead of crashing
            reason = str(error) if isinstance(error, PluginError) else f"{type(error).__name__}: {error}"
            failures.append(PluginFailure(source, reason))
    return Registry(found, tuple(failures))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))


def _file_of(point: importlib.metadata.EntryPoint) -> Path | None:
    """Return the file of an entry point's module as listed by its package, without importing the package."""
    name = point.module.replace(".", "/")
    for file in (point.dist.files or ()) if point.dist is not None else ():
        if str(file) in (f"{name}.py", f"{name}/__init__.py"):
            return Path(str(file.locate()))
    return None


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _check_approved(source: str, digest: str, approved: Mapping[str, str] | None) -> None:
    if approved is not None and (not digest or approved[source] != digest):
        raise PluginError("it has changed since it was switched on; look at it and switch it on again")


def _loaded(point: importlib.metadata.EntryPoint, approved: Mapping[str, str] | None) -> tuple[Any, ...]:
    file = _file_of(point)
    _check_approved(f"entry point {point.value}", "" if file is None else _digest(file), approved)
    return (point.load(),)


def _strategies_in(file: Path, approved: Mapping[str, str] | None) -> tuple[Any, ...]:
    spec = importlib.util.spec_from_file_location(f"annotator_plugin_{file.stem}", file)
    if spec is None:
        raise PluginError("the file cannot be imported")
    code = file.read_bytes()  # read once, so that the code that runs is the code that was checked
    _check_approved(str(file), hashlib.sha256(code).hexdigest(), approved)
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module  # dataclasses resolve annotations there
    try:
        exec(compile(code, str(file), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - a plugin is code, and was asked for
    except SystemExit as error:
        raise PluginError("the file calls sys.exit() when it is imported") from error
    strategies = getattr(module, "STRATEGIES", None)
    if not isinstance(strategies, tuple):
        raise PluginError("the file defines no STRATEGIES = (MyStrategy,)")
    return strategies


def _check_class(cls: Any) -> None:
    if not isinstance(cls, type):
        raise PluginError(f"{cls!r} is not a class")
    for attribute in ("name", "title", "reference"):
        if not isinstance(getattr(cls, attribute, None), str):
            raise PluginError(f"{cls.__name__} has no {attribute}: ClassVar[str]")
    name = cls.name  # type: ignore[attr-defined]
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise PluginError(f"{name!r} is not a name: use lower case letters, digits and hyphens")
    if not callable(getattr(cls, "select", None)):
        raise PluginError(f"{cls.__name__} has no method select(pool, k)")
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise PluginError(f"{cls.__name__} is not a frozen dataclass")
    declared = {p.name for p in parameters_of(cls)}
    for field in dataclasses.fields(cls):
        if field.name not in declared:
            raise PluginError(f"{cls.__name__}.{field.name} is not declared with annotator.parameters.parameter")
