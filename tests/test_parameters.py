import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import ConfigError
from annotator.parameters import ModelSettings, build, parameter, parameters_of, values_of


@dataclass(frozen=True)
class Group:
    """A group of parameters."""

    share: float = parameter(0.5, "A share.", low=0.0, high=1.0)
    count: int = parameter(3, "A count.", low=1)
    limit: int | None = parameter(None, "A limit.", kind=int, low=1)
    fast: bool = parameter(True, "Quickly?")
    mode: str = parameter("mean", "A mode.", choices=("mean", "min"))


def named(name):
    return next(p for p in parameters_of(Group) if p.name == name)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("share", "0.25", 0.25),
        ("share", "1", 1.0),
        ("count", "7", 7),
        ("limit", "auto", None),
        ("limit", "12", 12),
        ("fast", "no", False),
        ("fast", "TRUE", True),
        ("mode", "min", "min"),
    ],
)
def test_text_becomes_a_value(name, text, value):
    assert named(name).parse(text) == value


@pytest.mark.parametrize(
    ("name", "text", "domain"),
    [
        ("share", "1.5", "a number from 0 to 1"),
        ("share", "nan", "a number from 0 to 1"),
        ("share", "half", "a number from 0 to 1"),
        ("count", "0", "a whole number of at least 1"),
        ("count", "2.5", "a whole number of at least 1"),
        ("count", "auto", "a whole number of at least 1"),
        ("limit", "0", "a whole number of at least 1 or auto"),
        ("fast", "perhaps", "yes or no"),
        ("mode", "max", "one of mean, min"),
    ],
)
def test_a_wrong_text_is_answered_with_what_is_allowed(name, text, domain):
    with pytest.raises(ConfigError) as caught:
        named(name).parse(text)
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).endswith(f"is not {domain}")


def test_an_unknown_name_is_answered_with_the_names():
    with pytest.raises(ConfigError, match="no parameter 'cuont'; the parameters are: share, count, limit, fast, mode"):
        build(Group, {"cuont": 3})


@given(
    st.builds(
        Group,
        st.floats(0, 1),
        st.integers(1, 10**9),
        st.none() | st.integers(1, 99),
        st.booleans(),
        st.sampled_from(["mean", "min"]),
    )
)
def test_values_survive_json_and_text(group):
    stored = json.loads(json.dumps(values_of(group)))
    assert build(Group, stored) == group
    for declared in parameters_of(Group):
        value = getattr(group, declared.name)
        assert declared.parse("auto" if value is None else str(value)) == value


def test_the_model_settings_are_complete_and_documented():
    for declared in parameters_of(ModelSettings):
        assert len(declared.help) > 20
        declared.check(declared.default)
