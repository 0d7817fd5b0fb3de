"""Reader for the ``.conf`` experiment files of the reference implementation of ITAL."""

from __future__ import annotations

import configparser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.compat.ital import ESTIMATIONS
from annotator.data.files.reading import read_text
from annotator.errors import AnnotatorError, ConfigError, FeatureError
from annotator.experiments.config import reference_names as names
from annotator.experiments.data.dataset_options import found
from annotator.experiments.source_locations import fault, line_of, unknown
from annotator.experiments.specification import HELD_OUT, TRACKS, DataSource, Experiment, Method, Settings, UserSettings
from annotator.parameters import ModelSettings, Parameter, build, parameters_of
from annotator.strategies.registry import Registry

_MAIN, _DEFAULTS = "EXPERIMENT", "METHOD_DEFAULTS"
_MODEL = ModelSettings(kernel="rbf", graph_weight=0.0, prior_mean=0.0, length_scale=0.1, noise=1e-6, amplitude=1.0)
"""Prior mean 0; the rest are the defaults of the reference implementation."""

_MOST_MISTAKES = 0.45


@dataclass(frozen=True)
class _File:
    path: Path
    text: str
    sections: frozenset[str]


def read_conf(path: Path, text: str, registry: Registry, graded: Registry, overrides: Mapping[str, str]) -> Experiment:
    """Return the experiment that a file of the reference implementation describes.

    ``method`` may list several learners, separated by blanks or commas; they start from the same images.

    Args:
        path: Path of the file, for messages and relative paths.
        text: Content of the file.
        registry: Strategies for classes.
        graded: Strategies for grades.
        overrides: Directives that replace those of the section EXPERIMENT.

    Raises:
        ConfigError: A value is unknown, missing or out of range; the message gives the line.
    """
    parser, files = _parsed(path, text)
    if _MAIN not in parser:
        raise ConfigError(
            "{path} has no section [{section}]; its sections are: {sections}.",
            path=path,
            section=_MAIN,
            sections=", ".join(parser.sections()),
        )
    for name in overrides:
        if name not in names.DIRECTIVES:
            raise ConfigError("--{name}: {problem}.", name=name, problem=unknown("directive", name, names.DIRECTIVES))
    parser[_MAIN].update({key: value.replace("%", "%%") for key, value in overrides.items()})
    return _Reader(parser, files, registry, graded).experiment(path)


def _parsed(path: Path, text: str) -> tuple[configparser.ConfigParser, list[_File]]:
    """Parse the imported files, then the file itself, which overrides them."""
    own = _parser(path, text)
    files, merged = [_File(path, text, frozenset(own.sections()))], configparser.ConfigParser()
    for given in own.get(_MAIN, "import", fallback="").split():
        other = path.parent / given
        try:
            content = read_text(other, ConfigError)
        except ConfigError as error:
            raise fault(path, text, _MAIN, "import", str(error)) from error
        files.append(_File(other, content, frozenset(_parser(other, content).sections())))
    for file in reversed(files):
        merged.read_string(file.text, str(file.path))
    return merged, files


def _parser(path: Path, text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    try:
        parser.read_string(text, str(path))
    except configparser.Error as error:
        raise ConfigError(
            "{path} is not a configuration file: {error}.", path=path, error=str(error).replace("\n", " ")
        ) from error
    return parser


class _Reader:
    def __init__(
        self, parser: configparser.ConfigParser, files: Sequence[_File], registry: Registry, graded: Registry
    ) -> None:
        self._parser, self._files = parser, files
        self._strategies = {**registry.strategies, **graded.strategies}
        self._notes: list[str] = []
        self._graded = False

    def experiment(self, path: Path) -> Experiment:
        main = self._section(_MAIN)
        self._known(_MAIN, main, [*names.DIRECTIVES, *names.GRADED_USER, *names.TUNING], "directive")
        dataset, methods = self._needed("dataset"), self._methods()
        if dataset not in names.DATASETS and dataset not in names.REGRESSION:
            raise self._fault(_MAIN, "dataset", unknown("data set", dataset, [*names.DATASETS, *names.REGRESSION]))
        self._graded = dataset in names.REGRESSION
        if not self._graded:
            self._known(_MAIN, main, [*names.DIRECTIVES, *names.TUNING], "directive")
        for method in methods:
            if method not in self._learners:
                raise self._fault(_MAIN, "method", unknown("method", method, self._learners))
        allowed = [_MAIN, _DEFAULTS, *names.DATASETS, *names.REGRESSION, *names.METHODS, *names.GRADED_METHODS]
        for section in self._parser.sections():
            if section not in allowed:
                raise self._fault(section, "", unknown("section", section, allowed))
        return Experiment(
            name=path.stem,
            data=(self._data(dataset, path),),
            methods=tuple(self._method(method) for method in methods),
            settings=self._settings(Settings, names.SETTINGS, self._defaults()),
            user=self._settings(UserSettings, {**names.USER, **(names.GRADED_USER if self._graded else {})}, {}),
            tracks=(HELD_OUT,) if self._graded else TRACKS,
            notes=tuple(dict.fromkeys(self._notes)),
            graded=self._graded,
        )

    @property
    def _learners(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        return names.GRADED_METHODS if self._graded else names.METHODS

    def _defaults(self) -> dict[str, Any]:
        """Return the settings that the reference implementation uses if a file does not specify them."""
        return {"queries": 10, "precision": "double"} | ({"examples": 10} if self._graded else {})

    def _methods(self) -> list[str]:
        return list(dict.fromkeys(self._needed("method").replace(",", " ").split()))

    def _data(self, dataset: str, path: Path) -> DataSource:
        options = {key: _plain(value) for key, value in self._section(dataset).items()}
        classes = tuple(self._section(_MAIN).get("query_classes", "").replace(",", " ").split())
        kind = {**names.DATASETS, **names.REGRESSION}[dataset]
        folder = path.resolve().parent
        if dataset == "Wine" and "data_file" in options:
            try:
                found(str(options["data_file"]), folder)
            except FeatureError as error:
                del options["data_file"]
                self._notes.append(f"Wine: {error} The table that comes with scikit-learn is used.")
        return DataSource(dataset, kind, options, "range", classes, folder, as_reference=True)

    def _method(self, method: str) -> Method:
        strategy, fixed = self._learners[method]
        arguments = names.GRADED_PARAMETERS if self._graded else names.PARAMETERS
        without = names.GRADED_WITHOUT_COUNTERPART if self._graded else names.WITHOUT_COUNTERPART
        own = {**self._section(_DEFAULTS), **self._section(method)}
        renamed = {key.lower(): new for key, new in arguments.get(method, {}).items()}
        ignored = without.get(method, ())
        self._known(method, self._section(method), [*names.MODEL, *renamed, *ignored], f"argument of {method}")
        anybody = {key.lower() for known in arguments.values() for key in known}
        everything = [*names.MODEL, *sorted(anybody), *sorted({k for known in without.values() for k in known})]
        self._known(_DEFAULTS, self._section(_DEFAULTS), everything, "argument")
        model, values = {p.name: getattr(_MODEL, p.name) for p in parameters_of(ModelSettings)}, dict(fixed)
        for key, text in own.items():
            section = method if key in self._section(method) else _DEFAULTS
            if key in names.MODEL:
                model[names.MODEL[key]] = self._value(ModelSettings, names.MODEL[key], text, section, key)
            elif key in renamed:
                values.update(self._parameter(strategy, renamed[key], text, section, key))
            elif key in ignored:
                self._notes.append(f"{method}: {key} has no equivalent, because no approximation is used")
        return Method(method, strategy, values, build(ModelSettings, model))

    def _parameter(self, strategy: str, name: str, text: str, section: str, key: str) -> dict[str, Any]:
        if name == "mode":
            return {"mode": "corr" if _plain(text) is True else "plain"}
        if name == "mistake_probability" and _plain(text) == 0.5:
            self._notes.append(f"{section}: answers carry no information at mistake_prob 0.5; {_MOST_MISTAKES} is used")
            text = str(_MOST_MISTAKES)
        if name == "objective":
            text = ESTIMATIONS.get(text, text)
        if name == "top" and isinstance(_plain(text), float):
            name = "top_per_judgement"
        return {name: self._value(self._strategies[strategy], name, text, section, key)}

    def _settings(self, group: type, renamed: Mapping[str, str], values: dict[str, Any]) -> Any:
        for key, name in renamed.items():
            if key in self._section(_MAIN):
                values[name] = self._value(group, name, self._section(_MAIN)[key], _MAIN, key)
        return build(group, values)

    def _value(self, group: type, name: str, text: str, section: str, key: str) -> Any:
        known: dict[str, Parameter] = {p.name: p for p in parameters_of(group)}
        if known[name].kind is bool:
            text = {"on": "yes", "off": "no"}.get(text.lower(), text)
        try:
            return known[name].parse(text)
        except AnnotatorError as error:
            raise self._fault(section, key, f"{key}: {str(error).removeprefix(f'{name}: ')}") from error

    def _needed(self, key: str) -> str:
        if key not in self._section(_MAIN):
            raise self._fault(_MAIN, "", f"[{_MAIN}] needs the directive {key!r}")
        return self._section(_MAIN)[key]

    def _section(self, name: str) -> Mapping[str, str]:
        return self._parser[name] if self._parser.has_section(name) else {}

    def _known(self, section: str, given: Mapping[str, str], exist: Sequence[str], kind: str) -> None:
        for key in given:
            if key not in exist:
                raise self._fault(section, key, unknown(kind, key, exist))

    def _fault(self, section: str, key: str, message: str) -> ConfigError:
        """Return the error for a location, in the last file that sets the value."""
        file = next((f for f in self._files if section in f.sections and line_of(f.text, section, key) > 1), None)
        file = file or next((f for f in self._files if section in f.sections), self._files[0])
        return fault(file.path, file.text, section, key, f"{message}.")


def _plain(text: str) -> Any:
    """Return the text as a number or truth value if it is one."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}.get(text.lower(), text)
