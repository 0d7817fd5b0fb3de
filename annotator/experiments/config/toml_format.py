"""Reader for experiment files in TOML; docs/experiments.md describes the format."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError, ConfigError
from annotator.experiments.data import graded_data
from annotator.experiments.data.datasets import KINDS
from annotator.experiments.source_locations import fault, unknown
from annotator.experiments.specification import (
    HELD_OUT,
    NO_FEEDBACK,
    TRACKS,
    DataSource,
    Experiment,
    Method,
    Settings,
    UserSettings,
)
from annotator.parameters import ModelSettings, build, parameters_of
from annotator.strategies.registry import Registry

_TABLES = ("data", "methods", "model", "user")
_SCALES = ("none", "range")


def read_toml(path: Path, text: str, registry: Registry, graded: Registry) -> Experiment:
    """Return the experiment that a TOML file describes.

    Args:
        path: Path of the file, for messages and relative paths.
        text: Content of the file.
        registry: Available strategies.
        graded: Available strategies for data sets with grades.

    Raises:
        ConfigError: A value is unknown, missing or out of range; the message gives the line.
    """
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("{path} is not TOML: {error}.", path=path, error=error) from error
    return _Reader(path, text, registry, graded).experiment(tree)


class _Reader:
    def __init__(self, path: Path, text: str, registry: Registry, graded: Registry) -> None:
        self._path, self._text = path, text
        self._registry, self._for_grades = registry, graded

    def experiment(self, tree: Mapping[str, Any]) -> Experiment:
        settings = [p.name for p in parameters_of(Settings)]
        self._known(tree, "", ["name", "tracks", *settings, *_TABLES], "setting")
        data = tuple(self._data(name, table) for name, table in self._tables(tree, "data").items())
        graded = self._graded(data)
        if graded:
            self._registry = self._for_grades
        tracks = tuple(tree.get("tracks", (HELD_OUT,) if graded else TRACKS if _splits(tree) else TRACKS[1:]))
        for track in tracks or ("none",):
            if track not in TRACKS:
                raise self._fault("", "tracks", unknown("track", str(track), TRACKS))
        if graded and tracks != (HELD_OUT,):
            raise self._fault("", "tracks", f"grades are measured on held-out images; the track is [{HELD_OUT!r}]")
        model = self._group(ModelSettings, tree.get("model", {}), "model")
        if graded and "prior_mean" not in tree.get("model", {}):
            model = replace(model, prior_mean=0.0)  # the middle of the grades
        return Experiment(
            name=str(tree.get("name", self._path.stem)),
            data=data,
            methods=tuple(self._method(name, table, model) for name, table in self._tables(tree, "methods").items()),
            settings=self._group(Settings, {name: tree[name] for name in settings if name in tree}, ""),
            user=self._group(UserSettings, tree.get("user", {}), "user"),
            tracks=tracks,
            graded=graded,
        )

    def _graded(self, data: tuple[DataSource, ...]) -> bool:
        """Return whether the data sets have grades; all must be of the same kind."""
        sorts = {source.name: source.kind in graded_data.KINDS for source in data}
        for name, graded in sorts.items():
            if graded != sorts[data[0].name]:
                raise self._fault(f"data.{name}", "", f"{data[0].name} and {name}: one of them has grades, one classes")
        return sorts[data[0].name]

    def _tables(self, tree: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
        tables = tree.get(name)
        if not isinstance(tables, dict) or not tables or not all(isinstance(t, dict) for t in tables.values()):
            raise self._fault("", name, f"at least one table [{name}.NAME] is needed")
        return tables

    def _data(self, name: str, table: Mapping[str, Any]) -> DataSource:
        section = f"data.{name}"
        kind, scale = table.get("kind", name), table.get("scale", "none")
        kinds = [*KINDS, *graded_data.KINDS]
        if kind not in kinds:
            raise self._fault(section, "kind", unknown("kind of data", str(kind), kinds))
        if scale not in _SCALES:
            raise self._fault(section, "scale", unknown("scale", str(scale), _SCALES))
        classes = table.get("query_classes", [])
        if not isinstance(classes, list):
            raise self._fault(section, "query_classes", "a list of classes is needed, such as ['1', '2']")
        own = {key: value for key, value in table.items() if key not in ("kind", "scale", "query_classes")}
        return DataSource(name, kind, own, scale, tuple(str(c) for c in classes), self._path.resolve().parent)

    def _method(self, name: str, table: Mapping[str, Any], model: ModelSettings) -> Method:
        section = f"methods.{name}"
        strategy = str(table.get("strategy", name))
        control = () if self._registry is self._for_grades else (NO_FEEDBACK,)
        learn = strategy not in control
        if learn and strategy not in self._registry.strategies:
            key = "strategy" if "strategy" in table else ""
            raise self._fault(section, key, unknown("strategy", strategy, [*self._registry.strategies, *control]))
        strategy = strategy if learn else "topscoring"
        own = {key: value for key, value in table.items() if key not in ("strategy", "model")}
        known = parameters_of(self._registry.strategies[strategy]) if learn else ()
        self._known(own, section, [p.name for p in known], f"parameter of {strategy}", also=("strategy", "model"))
        self._group(self._registry.strategies[strategy], own, section)
        changed = {f.name: getattr(model, f.name) for f in fields(model)} | dict(table.get("model", {}))
        return Method(name, strategy, own, self._group(ModelSettings, changed, f"{section}.model"), learn)

    def _group(self, group: type, values: Mapping[str, Any], section: str) -> Any:
        """Build a parameter group; errors are reported with their line."""
        if not isinstance(values, Mapping):
            raise self._fault("", section, f"[{section}] has to be a table")
        self._known(values, section, [p.name for p in parameters_of(group)], "setting")
        for name, value in values.items():
            try:
                build(group, {name: value})
            except AnnotatorError as error:
                raise self._fault(section, name, str(error)) from error
        return build(group, values)

    def _known(
        self, values: Iterable[str], section: str, exist: Iterable[str], kind: str, also: Iterable[str] = ()
    ) -> None:
        for name in values:
            if name not in exist:
                raise self._fault(section, name, unknown(kind, name, [*also, *exist]))

    def _fault(self, section: str, key: str, message: str) -> ConfigError:
        return fault(self._path, self._text, section, key, f"{message}.")


def _splits(tree: Mapping[str, Any]) -> bool:
    """Return whether every data set specifies, or implies by its kind, a held-out part."""
    tables = tree.get("data")
    if not isinstance(tables, dict):
        return False
    parts = ("split", "test_size")
    return all(
        isinstance(table, dict) and (table.get("kind", name) != "hdf5" or any(part in table for part in parts))
        for name, table in tables.items()
    )
