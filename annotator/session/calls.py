"""Every public method of a session checks its arguments by their annotations, and that the session can be used.

A script makes mistakes that no type checker sees: ``judge("35", ...)`` would label the images 3 and 5.
"""

from __future__ import annotations

import enum
import operator
import os
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import Parameter, signature
from numbers import Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from annotator.errors import ConfigError

C = TypeVar("C")
StrPath = str | os.PathLike[str]
"""A path as scripts give it; methods take either kind."""
Count = typing.Annotated[int, "count"]
"""How many of something, 0 or more."""

_Check = Callable[[Any], Any]


class _UnfitError(Exception):
    """A value that is not what the annotation says.

    Args:
        wanted: What it should be.
        value: What it is.
        where: Which part of the argument, e.g. ``[3]``.
    """

    def __init__(self, wanted: str, value: object, where: str = "") -> None:
        super().__init__(wanted)
        self.wanted, self.value, self.where = wanted, value, where


def checked(cls: type[C]) -> type[C]:
    """Check all calls of the public methods of a class whose objects have a ``_state``.

    A method raises TypeError, which names the parameter, if an argument does not fit its annotation; and ProjectError
    if the session is closed or another thread is using it. Nothing is changed then. ``close`` may always be called.
    """
    for name, member in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if isinstance(member, staticmethod | classmethod):
            setattr(cls, name, type(member)(_function(member.__func__, isinstance(member, classmethod))))
        elif isinstance(member, types.FunctionType) and name != "close":
            setattr(cls, name, _method(member))
    return cls


def _method(function: Callable[..., Any]) -> Callable[..., Any]:
    fit = _Arguments(function, bound=True)

    @wraps(function)
    def call(self: Any, /, *given: Any, **named: Any) -> Any:
        use = self._state.use
        use.begin()
        try:
            given, named = fit(given, named)
            return function(self, *given, **named)
        finally:
            use.end()

    return call


def _function(function: Callable[..., Any], bound: bool) -> Callable[..., Any]:
    fit = _Arguments(function, bound=bound)

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        first, rest = (given[:1], given[1:]) if bound else ((), given)
        rest, named = fit(rest, named)
        return function(*first, *rest, **named)

    return call


class _Arguments:
    """Converts the arguments of a function; the annotations are read at the first call, when all names exist."""

    def __init__(self, function: Callable[..., Any], *, bound: bool) -> None:
        self._function = function
        self._bound = bound
        self._checks: dict[str, _Check] | None = None
        self._positional: list[tuple[str, _Check]] = []

    def __call__(self, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if self._checks is None:
            self._checks = self._read()
        fitting = [self._fit(*one, value) for one, value in zip(self._positional, given, strict=False)]
        for name, value in named.items():
            if name in self._checks:
                named[name] = self._fit(name, self._checks[name], value)
        return (*fitting, *given[len(fitting) :]), named  # of too many, Python itself complains

    def _fit(self, name: str, check: _Check, value: Any) -> Any:
        try:
            return check(value)
        except _UnfitError as error:
            what = f"{self._function.__qualname__}: {name}{error.where}"
            raise TypeError(f"{what} must be {error.wanted}, not {error.value!r:.100}") from None

    def _read(self) -> dict[str, _Check]:
        hints = typing.get_type_hints(self._function, include_extras=True)
        parameters = list(signature(self._function).parameters.values())[self._bound :]
        checks = {one.name: check_of(hints[one.name]) for one in parameters}
        self._positional = [
            (one.name, checks[one.name]) for one in parameters if one.kind is not Parameter.KEYWORD_ONLY
        ]
        return checks


def check_of(annotation: Any) -> _Check:
    """Return what converts a value to an annotated type, or raises an exception that says what is wanted."""
    if annotation is Any:
        return _anything
    if annotation == ArrayLike:
        return _numbers
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        paths = typing.get_args(StrPath)
        if set(paths) <= set(inner):  # None may be another choice
            return _one_of([_path, *(check_of(one) for one in inner if one not in paths)])
        return _one_of([check_of(one) for one in inner])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*map(check_of, inner))
    if origin is tuple and Ellipsis not in inner:
        return _tuple([check_of(one) for one in inner])
    if origin is not None and issubclass(origin, Iterable) and origin is not np.ndarray:
        return _several(check_of(inner[0]))
    if isinstance(annotation, type) and issubclass(annotation, enum.IntEnum):
        return _member(annotation)
    return _instance(origin or annotation)


def _anything(value: Any) -> Any:
    return value


def _nothing(value: Any) -> None:
    if value is not None:
        raise _UnfitError("None", value)


def _integer(value: Any) -> int:
    if not isinstance(value, bool):
        try:
            number = operator.index(value)
        except TypeError:
            pass
        else:
            if -(2**63) <= number < 2**63:  # more is neither an image nor a count, and SQLite cannot store it
                return number
    raise _UnfitError("a whole number", value)


def _count(value: Any) -> int:
    number = _integer(value)
    if number < 0:
        raise _UnfitError("0 or more", value)
    return number


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _UnfitError("a number", value)
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise _UnfitError("True or False", value)
    return bool(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _UnfitError("a text", value)
    return value


def _path(value: Any) -> Any:
    if not value or not isinstance(value, str | os.PathLike) or not isinstance(os.fspath(value), str):
        raise _UnfitError("a text or a PathLike of one, and not empty", value)
    return value


def _function_value(value: Any) -> Any:
    if not callable(value):
        raise _UnfitError("a function", value)
    return value


def _numbers(value: Any) -> Any:
    try:
        numbers = np.asarray(value)
    except (TypeError, ValueError):
        numbers = np.empty(0, object)
    if numbers.dtype.kind not in "iuf":
        raise _UnfitError("an array of numbers", value)
    return numbers


def _member(kind: type[enum.IntEnum]) -> _Check:
    wanted = f"a {kind.__name__} ({', '.join(one.name for one in kind)})"

    def check(value: Any) -> enum.IntEnum:
        if isinstance(value, kind):
            return value
        try:
            return kind(_integer(value))
        except (_UnfitError, ValueError):
            raise _UnfitError(wanted, value) from None

    return check


def _instance(kind: Any) -> _Check:
    if not isinstance(kind, type) or kind is Callable:
        return _function_value
    wanted = f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"

    def check(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _UnfitError(wanted, value)
        return value

    return check


def _one_of(checks: list[_Check]) -> _Check:
    def check(value: Any) -> Any:
        wanted = []
        for one in checks:
            try:
                return one(value)
            except _UnfitError as error:
                if error.where:  # it is of that kind, except for one part
                    raise
                wanted.append(error.wanted)
        raise _UnfitError(" or ".join(dict.fromkeys(wanted)), value)

    return check


def _several(check: _Check) -> _Check:
    def convert(value: Any) -> list[Any]:
        if isinstance(value, str | bytes):  # iterable too, but never meant so
            raise _UnfitError("several values, such as a list", value)
        try:
            values = value.tolist() if isinstance(value, np.ndarray) else list(value)
        except TypeError:
            raise _UnfitError("several values, such as a list", value) from None
        if not isinstance(values, list):
            raise _UnfitError("several values, such as a list", value)
        return [_part(check, one, f"[{position}]") for position, one in enumerate(values)]

    return convert


def _tuple(checks: list[_Check]) -> _Check:
    def convert(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, tuple) or len(value) != len(checks):
            raise _UnfitError(f"a tuple of {len(checks)}", value)
        return tuple(_part(check, one, f"[{at}]") for at, (check, one) in enumerate(zip(checks, value, strict=True)))

    return convert


def _mapping(of_key: _Check, of_value: _Check) -> _Check:
    def convert(value: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise _UnfitError("a mapping, such as a dict", value)
        return {_part(of_key, key, " (key)"): _part(of_value, one, f"[{key!r}]") for key, one in value.items()}

    return convert


def _part(check: _Check, value: Any, where: str) -> Any:
    try:
        return check(value)
    except _UnfitError as error:
        raise _UnfitError(error.wanted, error.value, where + error.where) from None


_SIMPLE: dict[Any, _Check] = {
    type(None): _nothing,
    int: _integer,
    Count: _count,
    float: _number,
    bool: _truth,
    str: _text,
}


def plain_text(text: str, most: int) -> str:
    """Return a text that a person wrote, without space around it and with lines that end as everywhere.

    Raises:
        ConfigError: It is longer than ``most`` characters, or is no valid Unicode.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most or "\0" in text or not _is_unicode(text):
        raise ConfigError("Write a text of at most {most:,} characters.", most=most)
    return text


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
