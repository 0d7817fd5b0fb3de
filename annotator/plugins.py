"""Third-party code: found, approved, loaded and checked in the same way for every kind of plugin.

Each :class:`Kind` declares where plugins list their additions and how these are checked. Nothing is run unless the
caller asks for it. A plugin that cannot be used is a row in ``failures``, never an exception.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from annotator.containment import contained, said, within_limit
from annotator.errors import AnnotatorError, Cancelled, PluginError
from annotator.parameters import parameters_of

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of extension that plugins add; each extension has a ``name``.

    Attributes:
        attribute: The tuple in a plugin file that lists them, e.g. ``STRATEGIES``.
        entry_points: Entry point group of packages, one extension per entry point.
        check: Converts an extension for use by the program; raises PluginError if it is invalid.
    """

    attribute: str
    entry_points: str
    check: Callable[[Any], T]


@dataclass(frozen=True)
class PluginSource:
    """A plugin that was found but not run.

    Attributes:
        source: File or entry point.
        path: The file that would be run; None if it cannot be found.
        sha256: Of that file, in hexadecimal; "" if it cannot be read.
    """

    source: str
    path: Path | None
    sha256: str


@dataclass(frozen=True)
class PluginFailure:
    """A plugin that cannot be used.

    Attributes:
        source: File or entry point.
        reason: What is wrong with it, in a sentence.
    """

    source: str
    reason: str


@dataclass(frozen=True)
class Plugins:
    """The extensions of every kind, by name, and the plugins that could not be loaded."""

    found: Mapping[Kind[Any], Mapping[str, Any]]
    failures: tuple[PluginFailure, ...]

    def of(self, kind: Kind[T]) -> Mapping[str, T]:
        """Return the extensions of ``kind``, the built-in ones first."""
        return self.found[kind]


def plugin_sources(kinds: Iterable[Kind[Any]], folder: Path) -> tuple[PluginSource, ...]:
    """List the plugins in a folder and in installed packages, without running them."""
    found = [PluginSource(str(file), file, _digest(file)) for file in _files(folder)]
    for _, point in _offered(kinds):
        file = _file_of(point)
        found.append(PluginSource(_source_of(point), file, "" if file is None else _digest(file)))
    return tuple(found)


def load_plugins(
    built_in: Mapping[Kind[Any], Mapping[str, Any]],
    folders: Iterable[Path] = (),
    *,
    entry_points: bool = False,
    approved: Mapping[str, str] | None = None,
) -> Plugins:
    """Load plugins of all kinds, each file once.

    Args:
        built_in: The built-in extensions of each kind, by name.
        folders: Folders whose ``*.py`` files are loaded, sorted by name. This executes their code.
        entry_points: Also load the plugins of installed packages. This executes their code.
        approved: SHA-256 by source, see :class:`PluginSource`: nothing else is run, and a changed plugin is a failure.
            By default everything is run.

    Returns:
        Everything that could be loaded; a plugin cannot replace an existing extension.
    """
    found = {kind: dict(known) for kind, known in built_in.items()}
    failures: list[PluginFailure] = []
    sources: list[tuple[str, Callable[[], list[tuple[Kind[Any], Any]]]]] = []
    if entry_points:
        sources += [(_source_of(point), partial(_loaded, kind, point, approved)) for kind, point in _offered(found)]
    for folder in folders:
        sources += [(str(file), partial(_defined_in, file, tuple(found), approved)) for file in _files(folder)]
    for source, load in sources:
        if approved is not None and source not in approved:
            continue
        try:
            with contained():
                for kind, offered in within_limit(load):
                    one = kind.check(offered)
                    if one.name in found[kind]:
                        raise PluginError("the name {name!r} exists already; choose another name", name=one.name)
                    found[kind][one.name] = one
        except Exception as error:  # any exception of third-party code becomes a row, not a crash
            reason = str(error) if isinstance(error, PluginError) else said(error)
            failures.append(PluginFailure(source, reason))
    return Plugins(found, tuple(failures))


def check_texts(one: Any, of: str, *attributes: str) -> None:
    """Raise PluginError unless each of these attributes is a text, and ``name`` can be typed on a command line."""
    for attribute in ("name", *attributes):
        if not isinstance(getattr(one, attribute, None), str):
            raise PluginError("{of} has no {attribute}: it must be a text", of=of, attribute=attribute)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", one.name):
        raise PluginError("{name!r} is not a name: use lower case letters, digits and hyphens", name=one.name)


def check_parameters(cls: Any) -> None:
    """Raise PluginError unless ``cls`` is a frozen dataclass of declared parameters."""
    if not isinstance(cls, type):
        raise PluginError("{cls!r} is not a class", cls=cls)
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise PluginError("{name} is not a frozen dataclass", name=cls.__name__)
    declared = {p.name for p in parameters_of(cls)}
    for field in dataclasses.fields(cls):
        if field.name not in declared:
            raise PluginError(
                "{name}.{field} is not declared with annotator.parameters.parameter",
                name=cls.__name__,
                field=field.name,
            )


def guarded(function: Callable[P, T], name: str, answer: type[T]) -> Callable[P, T]:
    """Return ``function`` of the plugin ``name``; it then raises PluginError if it fails or returns no ``answer``."""

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            with contained():
                returned = function(*arguments, **named)
        except (AnnotatorError, Cancelled):
            raise
        except Exception as caught:
            raise PluginError("the plugin {name} failed: {caught}", name=name, caught=said(caught)) from caught
        if not isinstance(returned, answer):
            raise PluginError(
                "the plugin {name} returned {given} instead of {wanted}",
                name=name,
                given=type(returned).__name__,
                wanted=answer.__name__,
            )
        return returned

    return call


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))


def _offered(kinds: Iterable[Kind[Any]]) -> Iterator[tuple[Kind[Any], importlib.metadata.EntryPoint]]:
    for kind in kinds:
        for point in importlib.metadata.entry_points(group=kind.entry_points):
            yield kind, point


def _source_of(point: importlib.metadata.EntryPoint) -> str:
    return f"entry point {point.value}"


def _file_of(point: importlib.metadata.EntryPoint) -> Path | None:
    """Return the file of an entry point's module as its package lists it; the package is not imported."""
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


def _loaded(
    kind: Kind[Any], point: importlib.metadata.EntryPoint, approved: Mapping[str, str] | None
) -> list[tuple[Kind[Any], Any]]:
    file = _file_of(point)
    _check_approved(_source_of(point), "" if file is None else _digest(file), approved)
    return [(kind, point.load())]


def _defined_in(
    file: Path, kinds: tuple[Kind[Any], ...], approved: Mapping[str, str] | None
) -> list[tuple[Kind[Any], Any]]:
    spec = importlib.util.spec_from_file_location(f"annotator_plugin_{file.stem}", file)
    if spec is None:
        raise PluginError("the file cannot be imported")
    code = file.read_bytes()  # read once, so that the checked code is the code that runs
    _check_approved(str(file), hashlib.sha256(code).hexdigest(), approved)
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module  # where dataclasses look up annotations
    exec(compile(code, str(file), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - a plugin is code, and was asked for
    defined = [kind for kind in kinds if hasattr(module, kind.attribute)]
    if not defined:
        raise PluginError("the file defines no {kinds}", kinds=", ".join(kind.attribute for kind in kinds))
    for kind in defined:
        if not isinstance(getattr(module, kind.attribute), tuple):
            raise PluginError(
                "{attribute} is not a tuple, such as {attribute} = (MY_PLUGIN,)", attribute=kind.attribute
            )
    return [(kind, one) for kind in defined for one in getattr(module, kind.attribute)]
