import pytest

from annotator.errors import StrategyError
from annotator.strategies.registry import BUILT_IN, load_registry

GOOD = '''
from dataclasses import dataclass
from typing import ClassVar
from annotator.parameters import parameter

@dataclass(frozen=True)
class Mine:
    """Take the first."""
    name: ClassVar[str] = "{name}"
    title: ClassVar[str] = "Mine"
    reference: ClassVar[str] = ""
    amount: int = parameter(3, "How much.", low=1, high=9)

    def select(self, pool, k):
        return pool.candidates[:k]

STRATEGIES = (Mine,)
'''


def test_built_in_strategies_need_no_plugin():
    registry = load_registry()
    assert list(registry.strategies) == [cls.name for cls in BUILT_IN]
    assert registry.failures == ()


def test_a_plugin_folder_adds_strategies(tmp_path):
    (tmp_path / "mine.py").write_text(GOOD.format(name="mine"))
    (tmp_path / "_private.py").write_text("raise RuntimeError")
    registry = load_registry([tmp_path])
    assert registry.failures == ()
    assert registry.make("mine", {"amount": 5}).amount == 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("def broken(:", "SyntaxError"),
        ("import sys; sys.exit(3)", "sys.exit"),
        ("x = 1", "no STRATEGIES"),
        ("STRATEGIES = (42,)", "not a class"),
        ("class A: pass\nSTRATEGIES = (A,)", "has no name"),
        (GOOD.format(name="ital"), "exists already"),
        (GOOD.format(name="My Strategy"), "is not a name"),
        (GOOD.format(name="mine").replace("frozen=True", ""), "not a frozen dataclass"),
        (GOOD.format(name="mine").replace('parameter(3, "How much.", low=1, high=9)', "3"), "not declared"),
        (GOOD.format(name="mine").replace("def select", "def choose"), "no method select"),
    ],
)
def test_a_bad_plugin_is_a_row_with_the_reason_and_the_others_still_work(tmp_path, text, reason):
    (tmp_path / "bad.py").write_text(text)
    (tmp_path / "good.py").write_text(GOOD.format(name="good"))
    registry = load_registry([tmp_path])
    assert "good" in registry.strategies
    (failure,) = registry.failures
    assert failure.source == str(tmp_path / "bad.py")
    assert reason in failure.reason


def test_an_unknown_strategy_or_parameter_is_answered_with_what_exists():
    registry = load_registry()
    with pytest.raises(StrategyError, match="no strategy 'itel'; the strategies are: mix, ital, topscoring"):
        registry.make("itel")
    with pytest.raises(StrategyError, match=r"no parameter 'labels'.*label_probability"):
        registry.make("ital", {"labels": 1})
    with pytest.raises(StrategyError, match=r"tolerance: 5.0 is not a number from 0 to 0\.1"):
        registry.make("ital", {"tolerance": 5})


def test_entry_points_are_loaded_on_request_only(tmp_path, monkeypatch):
    """A real distribution on the path, as a package installer leaves it."""
    (tmp_path / "offered.py").write_text(GOOD.format(name="offered"))
    info = tmp_path / "offered-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[annotator.strategies]\nmine = offered:Mine\ngone = nowhere:Mine\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "offered" not in load_registry().strategies
    registry = load_registry(entry_points=True)
    assert "offered" in registry.strategies
    assert [failure.source for failure in registry.failures] == ["entry point nowhere:Mine"]
