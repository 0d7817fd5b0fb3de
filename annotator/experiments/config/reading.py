"""Reading of experiment files in either format, with overrides from the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.data.files.reading import read_text
from annotator.errors import ConfigError
from annotator.experiments.config import reference_names as names
from annotator.experiments.config.conf_format import read_conf
from annotator.experiments.config.toml_format import read_toml
from annotator.experiments.source_locations import unknown
from annotator.experiments.specification import Experiment
from annotator.parameters import parameters_of
from annotator.strategies.registry import Registry, load_registry


def read_experiment(
    path: Path, registry: Registry, overrides: Mapping[str, str] = {}, graded: Registry | None = None
) -> Experiment:
    """Read an experiment.

    Args:
        path: A ``.toml`` file, or a ``.conf`` file of the reference implementation.
        registry: Available strategies.
        overrides: Directives of the reference implementation by name; they override the file in either format.
        graded: Available strategies for data sets with grades; default the built-in ones.

    Raises:
        ConfigError: The file cannot be read or is invalid; the message gives the location.
    """
    text = read_text(path, ConfigError)
    graded = graded or load_registry(graded=True)
    if path.suffix == ".conf":
        experiment = read_conf(path, text, registry, graded, overrides)
    else:
        experiment = _changed(read_toml(path, text, registry, graded), overrides)
    if experiment.graded:
        _without_labels(path, experiment)
    elif experiment.user.grade_error > 0:
        raise ConfigError(
            "{path}: {name} is for grades; the data sets of this file have classes. Leave it out.",
            path=path,
            name="grade_error",
        )
    return experiment


def _without_labels(path: Path, experiment: Experiment) -> None:
    """Raise ConfigError for settings that apply to labels only."""
    given = {
        "query_classes": any(source.classes for source in experiment.data),
        "negatives": experiment.settings.negatives > 0,
        "mistakes": experiment.user.mistakes > 0,
        "unsure_near_boundary": experiment.user.unsure_near_boundary > 0,
    }
    for name in given:
        if given[name]:
            raise ConfigError(
                "{path}: {name} is for classes; the data sets of this file have grades. Leave it out.",
                path=path,
                name=name,
            )


def _changed(experiment: Experiment, overrides: Mapping[str, str]) -> Experiment:
    changes: dict[str, Any] = {}
    for key, text in overrides.items():
        words = tuple(text.replace(",", " ").split())
        if key == "dataset":
            changes["data"] = _picked(experiment.data, words, "data set")
        elif key == "method":
            changes["methods"] = _picked(experiment.methods, words, "method")
        elif key == "query_classes":
            data = changes.get("data", experiment.data)
            changes["data"] = tuple(dataclasses.replace(source, classes=words) for source in data)
        else:
            field, renamed = ("settings", names.SETTINGS) if key in names.SETTINGS else ("user", names.USER)
            group = changes.get(field, getattr(experiment, field))
            parameter = {p.name: p for p in parameters_of(type(group))}[renamed[key]]
            try:
                changes[field] = dataclasses.replace(group, **{renamed[key]: parameter.parse(text)})
            except ConfigError as error:
                raise ConfigError(
                    "--{key}: {error}.", key=key, error=str(error).removeprefix(f"{parameter.name}: ")
                ) from error
    return dataclasses.replace(experiment, **changes)


def _picked(known: tuple[Any, ...], wanted: tuple[str, ...], kind: str) -> tuple[Any, ...]:
    by_name = {item.name: item for item in known}
    for name in wanted:
        if name not in by_name:
            raise ConfigError("{problem}.", problem=unknown(kind, name, by_name))
    return tuple(by_name[name] for name in wanted)
