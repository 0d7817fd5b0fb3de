"""Everything that is shipped has its license text, and a part without one stops the build."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.installers import common, licences, linux
from scripts.installers.freezing import EXTRAS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that holds one package of two files, and nothing else."""
    internal = tmp_path / "frozen" / "_internal"
    for name in ("one/code.so", "one.libs/libjpeg-1234.so.8", "base_library.zip"):
        (internal / name).parent.mkdir(parents=True, exist_ok=True)
        (internal / name).write_bytes(b"")
    (internal / "libjpeg-1234.so.8").symlink_to("one.libs/libjpeg-1234.so.8")
    text = tmp_path / "LICENSE"
    text.write_text("One, and what it holds: LIBJPEG")
    part = licences.Part("one", "1.0", "MIT", {"LICENSE": text}, frozenset({"one", "one.libs"}))
    monkeypatch.setattr(licences, "packages", lambda python, extras: [part])
    monkeypatch.setattr(licences, "FROZEN", tmp_path / "parts.json")
    (tmp_path / "parts.json").write_text(json.dumps({"modules": ["one", "json", "annotator"], "system": {}}))
    return tmp_path / "frozen"


def collect(frozen: Path) -> None:
    licences.collect(frozen, Path(sys.executable), EXTRAS)


def test_texts_are_listed_on_a_page_whose_links_lead_somewhere(frozen: Path) -> None:
    collect(frozen)
    page = (frozen / "licences" / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    assert {"one/LICENSE.txt", "python/LICENSE.txt"} <= set(links)
    for link in links:
        assert link == "../LICENSE" or "://" in link or (frozen / "licences" / link).stat().st_size > 0


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("_internal/two/code.py", "_internal/two belongs to no package"),
        ("_internal/libextra.so.1", "_internal/libextra.so.1 belongs to no package"),
        ("_internal/one.libs/libtiff-99.so.6", "libtiff-99.so.6: the licenses of one do not name it"),
    ],
)
def test_a_part_without_a_licence_stops_the_build(file: str, said: str, frozen: Path) -> None:
    (frozen / file).parent.mkdir(exist_ok=True)
    (frozen / file).write_bytes(b"")
    with pytest.raises(RuntimeError, match=re.escape(said)):
        collect(frozen)
    assert not (frozen / "licences").exists()


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ({"modules": ["stranger"], "system": {}}, "the module stranger belongs to no package"),
        ({"modules": [], "system": {"libnobody.so.1": "/nowhere/libnobody.so.1"}}, "libnobody.so.1: no license text"),
    ],
)
def test_what_the_freezer_took_along_needs_a_licence_too(
    taken: dict[str, object], said: str, frozen: Path, tmp_path: Path
) -> None:
    (tmp_path / "parts.json").write_text(json.dumps(taken))
    with pytest.raises(RuntimeError, match=re.escape(said)):
        collect(frozen)


def test_a_package_without_a_text_stops_the_build(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "packages", lambda python, extras: [licences.Part("one", tops=frozenset({"one"}))])
    with pytest.raises(RuntimeError, match="one: no license text"):
        collect(frozen)


def test_every_package_that_is_frozen_has_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "TOOLS", ("sphinx", "furo", "pygments"))
    parts = {part.name: part for part in licences.packages(Path(sys.executable), EXTRAS)}
    assert {"numpy", "pyside6-essentials", "onnxruntime", "flatbuffers"} <= parts.keys()
    assert [name for name, part in parts.items() if not part.texts] == []
    assert all(path.stat().st_size > 100 for part in parts.values() for path in part.texts.values())
    for name, added in licences.ADDED.items():
        assert set(added) <= parts[name].texts.keys()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in parts["shiboken6"].texts["LGPL-3.0.txt"].read_text("utf-8")


def test_the_interpreter_has_a_text() -> None:
    (text,) = licences.python_texts().values()
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text.read_text("utf-8").upper()


def test_no_text_is_kept_that_nothing_needs() -> None:
    used = {name for names in licences.ADDED.values() for name in names}
    assert {path.name for path in licences.TEXTS.iterdir()} == used


@pytest.mark.skipif(sys.platform != "linux", reason="a package for Linux")
def test_the_package_shows_them_where_debian_looks(frozen: Path, tmp_path: Path) -> None:
    collect(frozen)
    where = Path("/usr/share/doc/annotator")
    target = linux.LICENCES
    assert (where / target).resolve() == Path("/usr/lib/annotator/licences")


def test_every_installer_knows_what_lies_next_to_the_program() -> None:
    windows = (ROOT / "resources" / "windows" / "annotator.nsi").read_text("utf-8")
    for name in common.BESIDE:
        assert re.search(rf'(RMDir /r|Delete) "\$INSTDIR\\{name}"', windows), name
    freezing = (ROOT / "scripts" / "installers" / "freezing.py").read_text("utf-8")
    assert all(f'frozen / "{name}"' in freezing for name in common.BESIDE if name != "licences")


@pytest.mark.skipif(sys.platform != "linux", reason="packages of Debian")
def test_a_library_of_debian_brings_the_notes_of_its_package(tmp_path: Path) -> None:
    said = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, env={"PATH": "/sbin:/usr/sbin"}).stdout
    found = re.search(r"libz\.so\.1 .*=> (/\S+)", said)
    if found is None or not licences.package_of(Path(found[1])):
        pytest.skip("needs a system of Debian with zlib")
    (part,) = licences.of_the_system({"libz.so.1": Path(found[1])})
    assert part.name == "zlib1g"
    assert "zlib" in part.texts["copyright"].read_text("utf-8").lower()
