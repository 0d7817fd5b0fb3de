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

from annotator.cluster.links import DaskLinks
from annotator.data.exporting.parquet import _pyarrow
from annotator.data.images import _heif_reader
from annotator.data.sources.parquet_files import open_parquet
from annotator.errors import AnnotatorError
from annotator.experiments.pictures import needs_matplotlib
from annotator.extraction.onnx_encoder import _load
from annotator.extras import DISTRIBUTION, missing_extra

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

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
    assert {extra for _, extra in calls()} == set(extras) - {"dev", "gpu"}  # without CuPy the processor does the work
    for package, extra in calls():
        assert package in [Requirement(text).name for text in extras[extra]]


def test_only_one_place_says_how_to_install() -> None:
    saying = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "annotator").rglob("*.py")
        if "pip install" in path.read_text("utf-8")
    ]
    assert sorted(saying) == ["annotator/extras.py", "annotator/gui/declared.py"]


@pytest.mark.parametrize(
    ("module", "package", "extra", "use"),
    [
        ("pyarrow", "pyarrow", "parquet", _pyarrow),
        ("pyarrow", "pyarrow", "parquet", lambda: open_parquet(Path("a.parquet")).__enter__()),
        ("pillow_heif", "pillow-heif", "heif", lambda: _heif_reader(Path("a.heic"))),
        ("onnxruntime", "onnxruntime", "onnx", lambda: _load(Path("a.onnx"), 1)),
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
