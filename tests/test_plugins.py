"""Plugins of every kind: found, approved, run and checked in one way."""

import hashlib
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from pools import random_pool

from annotator import containment
from annotator.data.exporting import FORMATS, export
from annotator.data.importing import FORMATS as IMPORT_FORMATS
from annotator.data.importing import read_labels
from annotator.errors import AnnotatorError, ExportError, ImportLabelsError, StrategyError
from annotator.extensions import Extensions, load_extensions, plugin_sources
from annotator.strategies.registry import BUILT_IN, load_registry
from annotator.strategies.run_strategy import run_strategy

STRATEGY = '''
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
EXPORTER = """
from annotator.data.exporting import ExportReport, Format

def write(source, out, options, progress):
    with out.text(out.name) as stream:
        stream.write(source.topic)
    return ExportReport((), 0)

Mine = Format("{name}", "Mine", ".txt", "A text.", write)
EXPORTERS = (Mine,)
"""
IMPORTER = """
from annotator.data.importing import ForeignLabels, Importer

def read(path, mapping):
    return ForeignLabels(path, "mine", ())

Mine = Importer("{name}", "Mine", read)
IMPORTERS = (Mine,)
"""
KINDS = {"annotator.strategies": STRATEGY, "annotator.exporters": EXPORTER, "annotator.importers": IMPORTER}
"""A plugin of every kind, by the group of its entry points."""
TAKEN = {"annotator.strategies": "ital", "annotator.exporters": "labels-csv", "annotator.importers": "qrels"}


def names(loaded: Extensions) -> set[str]:
    """Return the names of everything that is not built in."""
    known = {*loaded.registry.strategies, *loaded.exporters, *loaded.importers}
    return known - {cls.name for cls in BUILT_IN} - {*FORMATS} - {*IMPORT_FORMATS}


def test_what_is_built_in_needs_no_plugin():
    loaded = load_extensions()
    assert list(loaded.registry.strategies) == [cls.name for cls in BUILT_IN]
    assert loaded.exporters == FORMATS
    assert loaded.importers == IMPORT_FORMATS
    assert loaded.failures == ()
    assert names(Extensions()) == set()


@pytest.mark.parametrize("group", KINDS)
def test_a_plugin_folder_adds_to_every_kind(tmp_path, group):
    (tmp_path / "mine.py").write_text(KINDS[group].format(name="mine"))
    (tmp_path / "_private.py").write_text("raise RuntimeError")
    loaded = load_extensions([tmp_path])
    assert loaded.failures == ()
    assert names(loaded) == {"mine"}
    if group == "annotator.strategies":
        assert loaded.registry.make("mine", {"amount": 5}).amount == 5


def test_one_file_may_add_to_all_kinds_and_is_run_once(tmp_path):
    counted = "with open(__file__ + '.runs', 'a') as runs: runs.write('x')\n"
    text = counted + "".join(text.format(name="mine") for text in KINDS.values())
    (tmp_path / "mine.py").write_text(text)
    loaded = load_extensions([tmp_path])
    assert loaded.failures == ()
    assert "mine" in loaded.registry.strategies
    assert "mine" in loaded.exporters
    assert "mine" in loaded.importers
    assert (tmp_path / "mine.py.runs").read_text() == "x"


MUTE = """
import sys
class Mute(Exception):
    def __str__(self):
        sys.exit(0)
raise Mute
"""
STRANGE = [
    ("raise RuntimeError('no license')", "RuntimeError: no license"),
    ("import a_module_that_is_not_there", "ModuleNotFoundError"),
    ("def broken(:", "SyntaxError"),
    ("import sys; sys.exit(3)", "it raised SystemExit, which would end the program"),
    (MUTE, "it raised Mute, whose text cannot be shown"),
    ("import sys; sys.exit(0)", "SystemExit"),
    ("class Odd(BaseException): pass\nraise Odd", "Odd"),
    ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ("raise GeneratorExit", "GeneratorExit"),
    ("raise StopIteration", "StopIteration"),
    ("x = 1", "no STRATEGIES, EXPORTERS, IMPORTERS"),
    ("STRATEGIES = []", "STRATEGIES is not a tuple"),
    ("EXPORTERS = 3", "EXPORTERS is not a tuple"),
    ("STRATEGIES = (42,)", "not a class"),
    ("EXPORTERS = (42,)", "42 is not an annotator.data.exporting.Format"),
    ("IMPORTERS = (42,)", "42 is not an annotator.data.importing.Importer"),
    ("class A: pass\nSTRATEGIES = (A,)", "has no name"),
    (STRATEGY.format(name="mine").replace("frozen=True", ""), "not a frozen dataclass"),
    (STRATEGY.format(name="mine").replace('parameter(3, "How much.", low=1, high=9)', "3"), "not declared"),
    (STRATEGY.format(name="mine").replace("def select", "def choose"), "no method select"),
    (EXPORTER.format(name="mine").replace('".txt"', '"txt"'), "not the ending of a file name"),
    (EXPORTER.format(name="mine").replace('"A text."', "None"), "has no help"),
    (
        EXPORTER.format(name="mine").replace("write)\n", "write, purpose='fun')\n"),
        "the purposes are: spreadsheet, training",
    ),
    (
        EXPORTER.format(name="mine").replace("write)\n", "write, needs={'luck'})\n"),
        "must be a frozenset of: metadata, ranking, review",
    ),
    (EXPORTER.format(name="mine").replace("write)\n", "'write')\n"), "has no write"),
    (EXPORTER.format(name="mine").replace("write)\n", "write, dict)\n"), "not a frozen dataclass"),
    (IMPORTER.format(name="mine").replace("read)\n", "3)\n"), "has no reader"),
    *((text.format(name=TAKEN[group]), "exists already") for group, text in KINDS.items()),
    *((text.format(name="My Own"), "is not a name") for text in KINDS.values()),
]


@pytest.mark.parametrize(("text", "reason"), STRANGE)
def test_a_bad_plugin_is_a_row_with_the_reason_and_the_others_still_work(tmp_path, text, reason):
    (tmp_path / "bad.py").write_text(text)
    (tmp_path / "good.py").write_text(STRATEGY.format(name="good"))
    loaded = load_extensions([tmp_path])
    assert names(loaded) == {"good"}
    (failure,) = loaded.failures
    assert failure.source == str(tmp_path / "bad.py")
    assert reason in failure.reason
    assert loaded.exporters["labels-csv"] is FORMATS["labels-csv"]
    assert loaded.importers["qrels"] is IMPORT_FORMATS["qrels"]


def test_a_plugin_that_never_finishes_loading_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(containment, "LIMIT_S", 0.2)
    go_on = threading.Event()
    monkeypatch.setitem(sys.modules, "slow_package", SimpleNamespace(go_on=go_on))
    (tmp_path / "endless.py").write_text("import slow_package\nslow_package.go_on.wait()\nSTRATEGIES = ()\n")
    try:
        loaded = load_extensions([tmp_path])
    finally:
        go_on.set()
    (failure,) = loaded.failures
    assert failure.source == str(tmp_path / "endless.py")
    assert "still not loaded" in failure.reason
    assert loaded.exporters == FORMATS


@pytest.mark.parametrize(
    "way", ["import sys; sys.exit(0)", "raise GeneratorExit", "raise type('Odd', (BaseException,), {})"]
)
@pytest.mark.parametrize("group", KINDS)
def test_a_plugin_that_would_end_the_program_while_it_works_is_an_error(tmp_path, group, way):
    """Through the function by which the program calls each kind."""
    start = {
        "annotator.strategies": "return pool",
        "annotator.exporters": "with out",
        "annotator.importers": "return F",
    }[group]
    text = KINDS[group].format(name="mine")
    line = next(line for line in text.splitlines() if line.strip().startswith(start))
    indent = line[: len(line) - len(line.lstrip())]
    (tmp_path / "mine.py").write_text(text.replace(line, f"{indent}{way}\n{line}"))
    loaded = load_extensions([tmp_path])
    assert loaded.failures == ()
    kind = "SystemExit" if "exit(" in way else "GeneratorExit" if "Generator" in way else "Odd"
    calls = {
        "annotator.strategies": lambda: run_strategy(loaded.registry.make("mine"), random_pool(), 2),
        "annotator.exporters": lambda: loaded.exporters["mine"].write(None, None, None, None),
        "annotator.importers": lambda: loaded.importers["mine"].reader(tmp_path, {}),
    }
    with pytest.raises(AnnotatorError, match=rf"mine failed: it raised {kind}, which would end the program"):
        calls[group]()


def test_the_text_of_an_error_of_a_plugin_cannot_end_the_program(tmp_path):
    text = KINDS["annotator.strategies"].format(name="mine")
    mute = MUTE.replace("\n", "\n        ")
    (tmp_path / "mine.py").write_text(text.replace("        return pool", f"{mute}\n        return pool"))
    loaded = load_extensions([tmp_path])
    with pytest.raises(StrategyError, match="The strategy mine failed: it raised Mute, whose text cannot be shown"):
        run_strategy(loaded.registry.make("mine"), random_pool(), 2)


def test_parameters_of_a_plugin_that_refuse_values_are_an_error(tmp_path):
    text = KINDS["annotator.strategies"].format(name="mine")
    check = "    def __post_init__(self):\n        raise SystemExit(0)\n\n"
    (tmp_path / "mine.py").write_text(text.replace("    def select", f"{check}    def select"))
    with pytest.raises(StrategyError, match="strategy mine: it raised SystemExit, which would end the program"):
        load_extensions([tmp_path]).registry.make("mine")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot bring the streams back")
def test_a_plugin_that_closes_the_standard_streams_is_reported_on_them(tmp_path):
    (tmp_path / "closing.py").write_text("import os\nos.closerange(0, 256)\nSTRATEGIES = ()\n")
    command = [sys.executable, "-m", "annotator", "strategies", "--plugins", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "mix" in done.stdout
    assert "closing.py could not be loaded" in done.stdout + done.stderr
    assert "it closed the standard input or output" in done.stdout + done.stderr


def test_an_unknown_strategy_or_parameter_is_answered_with_what_exists():
    registry = load_registry()
    with pytest.raises(StrategyError, match="no strategy 'itel'; the strategies are: mix, ital, topscoring"):
        registry.make("itel")
    with pytest.raises(StrategyError, match=r"no parameter 'labels'.*label_probability"):
        registry.make("ital", {"labels": 1})
    with pytest.raises(StrategyError, match=r"tolerance: 5.0 is not a number from 0 to 0\.1"):
        registry.make("ital", {"tolerance": 5})


@pytest.mark.parametrize("group", KINDS)
def test_entry_points_are_loaded_on_request_only(tmp_path, monkeypatch, group):
    """A real distribution on the path, as a package installer leaves it."""
    module = f"offered_{group.partition('.')[2]}"
    (tmp_path / f"{module}.py").write_text(KINDS[group].format(name="offered"))
    info = tmp_path / "offered-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\nmine = {module}:Mine\ngone = nowhere:Mine\n")
    (info / "RECORD").write_text(f"{module}.py,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert names(load_extensions()) == set()
    loaded = load_extensions(entry_points=True)
    assert names(loaded) == {"offered"}
    assert [failure.source for failure in loaded.failures] == ["entry point nowhere:Mine"]
    listed = {one.source: one.sha256 for one in plugin_sources(tmp_path / "none")}
    assert listed.keys() >= {f"entry point {module}:Mine", "entry point nowhere:Mine"}
    approved = {f"entry point {module}:Mine": listed[f"entry point {module}:Mine"]}
    assert names(load_extensions(entry_points=True, approved=approved)) == {"offered"}
    assert names(load_extensions(entry_points=True, approved={})) == set()
    (changed,) = load_extensions(entry_points=True, approved=dict.fromkeys(approved, "0" * 64)).failures
    assert "changed since it was switched on" in changed.reason


@pytest.mark.parametrize("group", KINDS)
def test_only_what_was_approved_is_run_and_only_as_it_was(tmp_path, group):
    file = tmp_path / "mine.py"
    file.write_text("open(__file__ + '.was-run', 'w').close()\n" + KINDS[group].format(name="mine"))
    (source,) = (one for one in plugin_sources(tmp_path) if one.path == file)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert names(load_extensions([tmp_path], approved={})) == set()
    assert names(load_extensions([tmp_path], approved={str(file): source.sha256})) == {"mine"}
    (tmp_path / "mine.py.was-run").unlink()
    file.write_text(file.read_text() + "# changed\n")
    loaded = load_extensions([tmp_path], approved={str(file): source.sha256})
    assert names(loaded) == set()
    assert "changed since it was switched on" in loaded.failures[0].reason
    assert not (tmp_path / "mine.py.was-run").exists()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("raise ValueError('a typo')", "the plugin mine failed: ValueError: a typo"),
        ("open('no/such/file')", "the plugin mine failed: FileNotFoundError"),
        ("return 3", "the plugin mine returned int instead of"),
    ],
)
def test_a_format_that_fails_while_it_works_is_an_error_that_names_the_file(tmp_path, wrong, reason):
    from annotator.data.exporting.conformance import _source

    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "out.py").write_text(EXPORTER.format(name="mine").replace("return ExportReport((), 0)", wrong))
    (folder / "in.py").write_text(IMPORTER.format(name="mine").replace('return ForeignLabels(path, "mine", ())', wrong))
    loaded = load_extensions([folder])
    target = tmp_path / "out.txt"
    target.write_text("before")
    with pytest.raises(ExportError) as refused:
        export(loaded.exporters["mine"], _source(tmp_path), target)
    assert str(target) in str(refused.value)
    assert reason in str(refused.value)
    assert target.read_text() == "before"
    with pytest.raises(ImportLabelsError) as unread:
        read_labels(target, "mine", {}, loaded.importers)
    assert str(target) in str(unread.value)
    assert reason in str(unread.value)


NEIGHBOR = """
from dataclasses import dataclass
from annotator.data.exporting import ExportReport, Format
from annotator.parameters import parameter

@dataclass(frozen=True)
class Place:
    beside_images: bool = parameter({beside}, "Where.")

def write(source, out, options, progress):
    with out.text({name!r}) as stream:
        stream.write("mine")
    return ExportReport((), 0)

EXPORTERS = (Format("mine", "Mine", {suffix!r}, "A text.", write, Place),)
"""


@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("beside", "suffix", "name", "reason"),
    [
        (False, ".txt", "birds.annotator", "is in use by this project"),
        (False, ".txt", "images/plain.png", "is an image of the collection"),
        (True, "", "same/stem.png", "is an image of the collection"),
        (True, "", "../birds.annotator", "cannot be written below"),
        (False, "", "../birds.annotator", "cannot be written below"),
    ],
)
def test_a_format_of_a_plugin_cannot_replace_the_project_or_an_image(tmp_path, beside, suffix, name, reason, dry):
    from annotator.data.exporting.conformance import _source

    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "mine.py").write_text(NEIGHBOR.format(beside=beside, suffix=suffix, name=name))
    source = _source(tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and "plugins" not in file.parts}
    mine = load_extensions([tmp_path / "plugins"]).exporters["mine"]
    with pytest.raises(ExportError, match=reason):
        export(mine, source, tmp_path / f"out{suffix}", dry_run=dry)
    assert {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file() and "plugins" not in f.parts} == before
