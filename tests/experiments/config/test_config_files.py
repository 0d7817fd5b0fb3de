"""Experiments read from files: what is understood, and how a mistake is answered."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from annotator.errors import ConfigError
from annotator.experiments.config import reference_names
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.data.datasets import KINDS
from annotator.experiments.source_locations import line_of
from annotator.experiments.specification import Experiment
from annotator.strategies.registry import load_registry

TOML = """\
# a comment
rounds = 3
queries = 2
tracks = ["collection"]

[user]
answers = 0.75

[model]
prior_mean = -1

[data.iris]
scale = "range"
query_classes = ["0", "2"]

[methods.ital]
label_probability = 0.75

[methods.careful]
strategy = "topscoring"
model = { noise = 0.1 }

[methods.no-feedback]
"""

CONF = """\
[EXPERIMENT]
dataset         = Toy
query_classes   = 1
method          = ITAL
batch_size      = 6
rounds          = 3
label_prob      = 0.75
avg_class_perf  = no

[Toy]
size_factor     = 5
test_size       = 2

[METHOD_DEFAULTS]
length_scale    = 0.2
var             = 1.5

[ITAL]
label_prob      = 0.75
mistake_prob    = 0.5
parallelized    = no
top_candidates  = 2.5

[var]
use_correlations= yes
"""


def read(path: Path, text: str, **overrides: str) -> Experiment:
    path.write_text(text, encoding="utf-8")
    return read_experiment(path, load_registry(), overrides)


def test_a_toml_file_says_everything(tmp_path: Path) -> None:
    experiment = read(tmp_path / "e.toml", TOML)
    assert (experiment.name, experiment.settings.rounds, experiment.settings.queries) == ("e", 3, 2)
    assert experiment.user.answers == 0.75
    (iris,) = experiment.data
    assert (iris.kind, iris.scale, iris.classes, iris.options) == ("iris", "range", ("0", "2"), {})
    ital, careful, control = experiment.methods
    assert ital.parameters == {"label_probability": 0.75}
    assert ital.model.prior_mean == careful.model.prior_mean == -1
    assert (careful.strategy, careful.model.noise, careful.learn) == ("topscoring", 0.1, True)
    assert (control.strategy, control.learn) == ("topscoring", False)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("rounds =", "ronds =", 2, "did you mean 'rounds'"),
        ("rounds = 3", "rounds = -1", 2, "a whole number of at least 0"),
        ("answers", "answer", 7, "answers, mistakes, unsure_near_boundary"),
        ("prior_mean = -1", "prior_mean = 3", 10, "from -2 to 0"),
        ("[data.iris]", "[data.irs]", 12, "did you mean 'iris'"),
        ('scale = "range"', 'scale = "big"', 13, "none, range"),
        ("label_probability =", "label_prob =", 17, "label_probability"),
        ("[methods.ital]", "[methods.itl]", 16, "did you mean 'ital'"),
        ('"topscoring"', '"topscorer"', 20, "topscoring"),
        ("noise", "nose", 21, "did you mean 'noise'"),
        ('["collection"]', '["collections"]', 4, "held-out, collection"),
    ],
)
def test_a_mistake_in_toml_is_answered_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "e.toml", TOML.replace(old, new, 1))
    assert f"e.toml, line {line}:" in str(caught.value)
    assert said in str(caught.value)


def test_a_file_of_the_reference_is_read_as_it_is(tmp_path: Path) -> None:
    experiment = read(tmp_path / "toy.conf", CONF)
    assert experiment.settings.batch_size == 6
    assert experiment.settings.queries == 10
    assert not experiment.settings.average_classes
    assert experiment.user.answers == 0.75
    (toy,) = experiment.data
    assert (toy.kind, toy.scale, toy.classes) == ("toy", "range", ("1",))
    assert toy.options == {"size_factor": 5, "test_size": 2}
    (ital,) = experiment.methods
    assert ital.parameters == {"label_probability": 0.75, "mistake_probability": 0.45, "top_per_judgement": 2.5}
    assert (ital.model.prior_mean, ital.model.length_scale, ital.model.amplitude) == (0.0, 0.2, 1.5)
    assert ital.model.noise == 1e-6
    assert len(experiment.notes) == 2
    assert "parallelized" in " ".join(experiment.notes)


def test_directives_replace_those_of_the_file(tmp_path: Path) -> None:
    changed = {"method": "var random", "rounds": "7", "mistake_prob": "0.1", "query_classes": "0,1"}
    experiment = read(tmp_path / "toy.conf", CONF, **changed)
    assert [m.strategy for m in experiment.methods] == ["variance", "random"]
    assert experiment.methods[0].parameters == {"mode": "corr"}
    assert (experiment.settings.rounds, experiment.user.mistakes) == (7, 0.1)
    changed = {"method": "careful", "rounds": "7", "mistake_prob": "0.1", "query_classes": "0"}
    experiment = read(tmp_path / "e.toml", TOML, **changed)
    assert [m.name for m in experiment.methods] == ["careful"]
    assert (experiment.settings.rounds, experiment.user.mistakes, experiment.user.answers) == (7, 0.1, 0.75)
    assert experiment.data[0].classes == ("0",)
    with pytest.raises(ConfigError, match="there is no method 'x'"):
        read(tmp_path / "e.toml", TOML, method="x")
    with pytest.raises(ConfigError, match="--rounds: -1 is not a whole number"):
        read(tmp_path / "e.toml", TOML, rounds="-1")


def test_an_imported_file_is_overridden(tmp_path: Path) -> None:
    (tmp_path / "base.conf").write_text(CONF, encoding="utf-8")
    child = "[EXPERIMENT]\nimport = base.conf\nrounds = 9\n"
    experiment = read(tmp_path / "child.conf", child)
    assert (experiment.settings.rounds, experiment.settings.batch_size) == (9, 6)
    assert experiment.methods[0].model.length_scale == 0.2
    (tmp_path / "base.conf").write_text(CONF.replace("size_factor", "size_factr"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"child.conf, line 2: .*nowhere.conf"):
        read(tmp_path / "child.conf", "[EXPERIMENT]\nimport = nowhere.conf\n")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("rounds  ", "ronds  ", 6, "did you mean 'rounds'"),
        ("= Toy", "= Toi", 2, "did you mean 'Toy'"),
        ("dataset ", "datset ", 2, "did you mean 'dataset'"),
        ("rounds  ", "mistake_variance ", 6, "there is no directive 'mistake_variance'"),
        ("= Toy", "= Yaht", 2, "did you mean 'Yacht'"),
        ("= ITAL", "= ITL", 4, "did you mean 'ITAL'"),
        ("[Toy]", "[Tay]", 10, "there is no section 'Tay'"),
        ("var             = 1.5", "vr = 1.5", 16, "did you mean 'var'"),
        ("parallelized", "paralelized", 21, "argument of ITAL"),
        ("rounds          = 3", "rounds = many", 6, "rounds: 'many' is not a whole number"),
        ("length_scale    = 0.2", "length_scale = 0", 15, "length_scale"),
    ],
)
def test_a_mistake_in_conf_is_answered_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "toy.conf", CONF.replace(old, new, 1))
    assert f"toy.conf, line {line}:" in str(caught.value)
    assert said in str(caught.value)


def test_files_that_are_no_configuration_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a.toml: the file is missing"):
        read_experiment(tmp_path / "a.toml", load_registry())
    with pytest.raises(ConfigError, match="line 1"):
        read(tmp_path / "a.toml", "rounds 3")
    with pytest.raises(ConfigError, match="no section"):
        read(tmp_path / "a.conf", "[Toy]\n")
    with pytest.raises(ConfigError, match="not a configuration file"):
        read(tmp_path / "a.conf", "rounds = 3\n")
    with pytest.raises(ConfigError, match=r"at least one table \[data.NAME\]"):
        read(tmp_path / "a.toml", "rounds = 3\n")
    with pytest.raises(ConfigError, match="needs the directive 'dataset'"):
        read(tmp_path / "a.conf", "[EXPERIMENT]\nmethod = ITAL\n")


def test_lines_are_found_in_nested_and_inline_tables() -> None:
    assert line_of(TOML, "methods.careful.model", "noise") == 21
    assert line_of(TOML, "methods.careful", "strategy") == 20
    assert line_of(TOML, "nowhere", "x") == 1


def test_the_documentation_shows_a_file_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "experiments.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    experiment = read(tmp_path / "photos.toml", example[1])
    assert [method.name for method in experiment.methods] == ["ital", "cautious", "topscoring", "random", "no-feedback"]
    assert experiment.methods[1].model.noise == 0.1
    for kind in KINDS:
        assert f"`{kind}`" in page


def test_every_learner_of_the_reference_has_a_strategy_that_takes_its_arguments() -> None:
    strategies = load_registry().strategies
    for learner, (strategy, fixed) in reference_names.METHODS.items():
        load_registry().make(strategy, fixed)
        for name in reference_names.PARAMETERS.get(learner, {}).values():
            assert name in {field.name for field in dataclasses.fields(strategies[strategy])}
    assert set(reference_names.DATASETS.values()) <= set(KINDS)
