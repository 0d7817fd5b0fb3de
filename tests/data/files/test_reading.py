"""Files are opened, and JSON is parsed, in one place each."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.data.files.json_text import MOST_DEPTH, parse_json
from annotator.data.files.reading import check_file, open_bytes, open_text, read_bytes, read_text
from annotator.errors import AnnotatorError, FeatureError

PACKAGE = Path(annotator.__file__).parent
OWN = {
    "data/files/json_text.py": "the place itself",
    "data/files/filesystem.py": "a file of the kernel",
    "runtime/memory.py": "a file of the kernel",
    "words/classes.py": "part of the program",
    "words/text_encoder.py": "part of the program",
    "plugins.py": "plugins are programs that the person has switched on",
    "gui/actions/key_store.py": "settings in the folder of the user",
    "gui/settings/preferences.py": "settings in the folder of the user",
    "gui/diagnostics/log_file.py": "our log in the folder of the user",
    "gui/widgets/icons.py": "part of the program",
    "gui/widgets/splash.py": "part of the program",
    "gui/shell/opening.py": "the sample, which the program has just written",
    "cli/headless.py": "the sample, which the program has just written",
    "strategies/conformance.py": "JSON that it has just written",
    "data/exporting/conformance.py": "files that it has just written",
    "data/importing/conformance.py": "files that it has just written",
    "data/exporting/evidence.py": "files that it has just written",
    "data/exporting/docmap.py": "the start of a file that is about to be replaced",
    "data/project/owner.py": "the file of the lock, and what the system says of a process",
    "data/files/remembered.py": "lists of the program in the user's own folders",
    "data/files/project_files.py": "the start of a file that is about to be replaced",
    "data/files/atomic.py": "the folder of a file that was written, to put it on the disk",
}
"""Files that read otherwise, and why they may."""


def readings(tree: ast.AST) -> Iterator[str]:
    """Yield the calls that open a file by name for reading, or parse JSON."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, first = node.func.attr, node.args[0] if node.args else None
        mode = first.value if isinstance(first, ast.Constant) else None
        by_word = first is None and any(word.arg == "encoding" for word in node.keywords)
        if name in ("read_text", "read_bytes") and not isinstance(node.func.value, ast.Constant):
            yield name
        elif name == "open" and ((isinstance(mode, str) and mode in ("r", "rb")) or by_word):
            yield f"open({mode})"
        elif name in ("load", "loads") and isinstance(node.func.value, ast.Name) and node.func.value.id == "json":
            yield f"json.{name}"


def test_every_reader_opens_files_and_parses_json_in_the_one_place() -> None:
    found = {}
    for file in PACKAGE.rglob("*.py"):
        calls = list(readings(ast.parse(file.read_text("utf-8"))))
        if calls:
            found[file.relative_to(PACKAGE).as_posix()] = calls
    assert {file: calls for file, calls in found.items() if file not in OWN} == {}
    assert set(OWN) == set(found), "these read nothing any more"


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names")
@pytest.mark.parametrize("read", [open_bytes, open_text, read_bytes, read_text, check_file])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, read) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for path, kind in ((tmp_path / "pipe", "a pipe"), (tmp_path / "zero", "a device"), (tmp_path, "a folder")):
        with pytest.raises(FeatureError, match=f"{path.name}: this is {kind}, not a file"):
            read(path, FeatureError)
    with pytest.raises(FeatureError, match=r"none: the file is missing"):
        read(tmp_path / "none", FeatureError)
    with pytest.raises(FeatureError, match="cannot be read"):
        read(tmp_path / ("x" * 300), FeatureError)
    with pytest.raises(FeatureError, match="cannot be read"):
        read(Path("a\0b"), FeatureError)
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(FeatureError, match="1,099,511,627,776 bytes; at most 1,000 can be read"):
        read(tmp_path / "sparse", FeatureError, 1000)


def test_text_of_another_encoding_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("a.jpg\n", "utf-16")
    with pytest.raises(AnnotatorError, match="the file is UTF-16 text"):
        read_text(file, AnnotatorError)
    file.write_bytes(b"a\xff")
    with pytest.raises(AnnotatorError, match="byte 2 is not UTF-8"):
        read_text(file, AnnotatorError)
    file.write_text("a.jpg", "utf-8-sig")
    assert read_text(file, AnnotatorError) == "a.jpg"


def test_json_is_limited_in_depth_and_typed() -> None:
    assert parse_json('{"a": ["[[[", 1]}', dict) == {"a": ["[[[", 1]}
    assert parse_json("[" * MOST_DEPTH + "]" * MOST_DEPTH, list)
    wide = json.dumps([[{}]] * 1000)
    assert len(parse_json(wide, list)) == 1000
    assert parse_json(json.dumps(["[" * 5000, '\\"[' * 100]), list)
    for text, kind in (
        ("[" * 50_000, object),
        ("[" * 50_000 + "]" * 50_000, object),
        ('{"a":' * 200 + "1" + "}" * 200, dict),
        ("null", dict),
        ("[]", dict),
        ("{}", list),
        ("true", int),
        ("1.5", int),
        ("{", object),
        ("9" * 10_000, object),
    ):
        with pytest.raises(ValueError):
            parse_json(text, kind)
