"""Declarative parameters: one declaration yields a form, a command-line option, stored JSON and documentation.

A parameter group is a frozen dataclass whose fields are declared with :func:`parameter`. Strategies and the program's
settings are parameter groups.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from annotator.containment import contained, said
from annotator.errors import AnnotatorError, ConfigError
from annotator.messages import Message

_KEY = "annotator.parameter"
T = TypeVar("T")


@dataclass(frozen=True)
class Parameter:
    """One declared parameter.

    Attributes:
        name: Field name.
        kind: ``bool``, ``int``, ``float`` or ``str``.
        default: Default value. ``None`` means that the program chooses; only parameters with this default accept it.
        help: One sentence for the user.
        low, high: Inclusive bounds of a number; ``None`` for unbounded.
        choices: Allowed values of a ``str``; empty for any.
        unit: Unit of a number, "" for none.
        files: Patterns of the file that a ``str`` names, e.g. ``*.csv *.txt``, so that a form offers to choose one.
    """

    name: str
    kind: type
    default: Any
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    files: str = ""

    def parse(self, text: str) -> Any:
        """Parse the text of a command-line option and check the value.

        Raises:
            ConfigError: The text is not a valid value; the message lists what is allowed.
        """
        value: Any = text
        lowered = text.strip().lower()
        if self.default is None and lowered in ("", "auto"):
            value = None
        elif self.kind is bool:
            value = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(lowered, text)
        elif self.kind in (int, float):
            try:
                value = self.kind(text)
            except ValueError:
                value = text
        return self.check(value)

    def check(self, value: Any) -> Any:
        """Return ``value`` as the declared type; raise ConfigError with name, value and range if it is not allowed."""
        if value is None and self.default is None:
            return None
        if self.kind is float and type(value) is int:
            value = float(value)
        if type(value) is not self.kind or not self._contains(value):
            raise ConfigError("{name}: {value!r} is not {domain}", name=self.name, value=value, domain=self.domain)
        return value

    def _contains(self, value: Any) -> bool:
        if self.kind is str:
            return not self.choices or value in self.choices
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return math.isfinite(value) and low <= value <= high

    @property
    def domain(self) -> Message:
        """Description of the allowed values, e.g. ``a number from 0 to 1``."""
        if self.choices:
            return Message("one of {words}", words=", ".join(self.choices))
        if self.kind is bool:
            return Message("yes or no")
        if self.kind is str:
            return Message("a text")
        return Message("{domain} or auto", domain=self._range) if self.default is None else self._range

    @property
    def _range(self) -> Message:
        whole, low, high = self.kind is int, _bound(self.low), _bound(self.high)
        if low is not None and high is not None:
            if whole:
                return Message("a whole number from {low} to {high}", low=low, high=high)
            return Message("a number from {low} to {high}", low=low, high=high)
        if low is not None:
            if whole:
                return Message("a whole number of at least {low}", low=low)
            return Message("a number of at least {low}", low=low)
        if high is not None:
            if whole:
                return Message("a whole number of at most {high}", high=high)
            return Message("a number of at most {high}", high=high)
        return Message("a whole number") if whole else Message("a number")


def _bound(value: float | None) -> float | None:
    """Return a bound as it is written: 1048576 and not 1048576.0."""
    return int(value) if value is not None and value == round(value) else value


def parameter(
    default: Any,
    help: str,
    *,
    kind: type | None = None,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    unit: str = "",
    files: str = "",
) -> Any:
    """Declare a parameter as a field of a frozen dataclass.

    Args:
        default: Default value; ``None`` requires ``kind``.
        help: One sentence for the user.
        kind: ``bool``, ``int``, ``float`` or ``str``; default the type of ``default``.
        low, high: Inclusive bounds.
        choices: Allowed values of a ``str``.
        unit: Unit of a number.
        files: Patterns of the file that a ``str`` names.
    """
    declared = Parameter("", kind or type(default), default, help, low, high, choices, unit, files)
    return dataclasses.field(default=default, metadata={_KEY: declared})


def parameters_of(group: type) -> tuple[Parameter, ...]:
    """Return the parameters that the dataclass ``group`` declares, in order."""
    return tuple(
        dataclasses.replace(f.metadata[_KEY], name=f.name) for f in dataclasses.fields(group) if _KEY in f.metadata
    )


def build(group: type[T], values: Mapping[str, Any] = {}, *, of: str = "") -> T:
    """Create a ``group`` from plain values, checking names, types and ranges.

    Args:
        group: Dataclass declared with :func:`parameter`.
        values: Values by name, e.g. read from JSON; missing ones take their defaults.
        of: Owner of the parameters, for error messages.

    Raises:
        ConfigError: Unknown name (the message lists the known ones), value out of range, or values that the group of a
            plugin refuses.
    """
    known = {p.name: p for p in parameters_of(group)}
    prefix = Message("{of}: ", of=of) if of else ""
    checked = {}
    for name, value in values.items():
        if name not in known:
            exist = ", ".join(known) or "none"
            raise ConfigError(
                "{prefix}there is no parameter {name!r}; the parameters are: {exist}",
                prefix=prefix,
                name=name,
                exist=exist,
            )
        try:
            checked[name] = known[name].check(value)
        except ConfigError as error:
            raise ConfigError("{prefix}{error}", prefix=prefix, error=error) from None
    try:
        with contained():  # a plugin may check its values itself
            return group(**checked)
    except AnnotatorError:
        raise
    except Exception as error:
        raise ConfigError("{prefix}{error}", prefix=prefix, error=said(error)) from error


def values_of(instance: Any) -> dict[str, Any]:
    """Return the parameters of ``instance`` by name, as JSON-compatible values."""
    return {p.name: getattr(instance, p.name) for p in parameters_of(type(instance))}


@dataclass(frozen=True)
class ModelSettings:
    """Settings of the relevance model of a topic; docs/model.md explains them."""

    prior_mean: float = parameter(-1.0, "How rare is the topic? 0 common, -1 usual, -2 very rare.", low=-2.0, high=0.0)
    kernel: str = parameter(
        "matern",
        "Similarity as a function of feature distance; cosine and arc-cosine compare directions only.",
        choices=("matern", "rbf", "exponential", "cosine", "arc-cosine"),
    )
    graph_weight: float = parameter(
        0.5,
        "Weight of the neighbor graph in the similarity: 0 uses features only, 1 the graph only.",
        low=0.0,
        high=1.0,
    )
    diffusion: float = parameter(0.9, "How far a judgement spreads along the neighbor graph.", low=0.01, high=0.999)
    length_scale: float | None = parameter(
        None,
        "Range of a judgement in units of feature distance; auto is the median distance between images.",
        kind=float,
        low=1e-9,
    )
    noise: float = parameter(
        0.1, "Noise variance of a judgement: larger values trust single judgements less.", low=1e-6, high=10.0
    )
    amplitude: float = parameter(1.0, "Prior variance of the relevance function.", low=1e-6, high=1e6)
    adapt: bool = parameter(
        False,
        "Let the judgements select length scale, graph weight, diffusion, prior mean and noise near these values.",
    )
    balance: float = parameter(
        0.0,
        "Trust the rarer label more: 0 trusts all judgements equally, 1 gives both labels the same total weight.",
        low=0.0,
        high=1.0,
    )
    robust: str = parameter(
        "off",
        "Discount judgements that the others contradict, in the ranking only: soft and hard move them, weights trusts "
        "them less.",
        choices=("off", "soft", "hard", "weights"),
    )
    pseudo_labels: bool = parameter(False, "Treat nearly certain predictions as labels, in the ranking only.")
    memory_mb: int = parameter(
        256,
        "Memory for the model's data per image, in megabytes; the rest goes to a file.",
        low=16,
        high=1048576,
        unit="MB",
    )


@dataclass(frozen=True)
class Scope:
    """Which images of the collection a topic proposes, by their metadata; docs/metadata.md explains the settings."""

    filter: str = parameter("", "Ask only about images for which this holds, e.g. year == 2024 and sharpness > 80.")
    weight: str = parameter("", "Probability that an image is a candidate, e.g. 0.2 + 0.8 * (month == 5).")
    stratum: str = parameter("", "Spread every batch evenly over the values of this column, e.g. camera.")
    bursts: bool = parameter(True, "Of a stack (a burst, near-duplicates or an event), show one image per batch.")


@dataclass(frozen=True)
class Stacking:
    """What makes a stack of images; docs/stacks.md explains the settings."""

    kind: str = parameter(
        "similar",
        "similar stacks bursts and near-duplicates, events what a camera took without a pause; off stacks nothing.",
        choices=("off", "similar", "events"),
    )
    gap: float = parameter(60.0, "Pause that ends an event.", low=0.1, high=86400.0, unit="s")
