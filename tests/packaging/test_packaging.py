"""What installs the program agrees with itself: pins, system packages, make targets."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from types import ModuleType

import pytest
from needs import NEEDED, shared_folder
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a script, which finds its neighbors as it does when it is run."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def test_constraints_are_exact_versions_and_name_no_place() -> None:
    for requirement in pins().values():
        assert re.fullmatch(r"==[0-9.]+(b[0-9]+)?([.]post[0-9]+)?", str(requirement.specifier)), requirement
        assert requirement.url is None
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


PINNED = [
    *PROJECT["dependencies"],
    *PROJECT["optional-dependencies"]["dev"],
    *PROJECT["optional-dependencies"]["mutants"],
]


@pytest.mark.parametrize("text", PINNED)
def test_every_dependency_is_pinned_within_its_range(text: str) -> None:
    wanted = Requirement(text)
    pin = pins()[canonicalize_name(wanted.name)]
    version = str(pin.specifier).removeprefix("==")
    assert wanted.specifier.contains(version)


def test_the_version_of_qt_that_aborts_is_refused() -> None:
    for_old_python = [r for r in map(Requirement, PROJECT["dependencies"]) if r.name == "PySide6-Essentials"]
    assert [r.specifier.contains("6.12.0") for r in for_old_python] == [False, True]
    assert str(for_old_python[0].marker) == 'python_version < "3.12"'


def test_every_pinned_package_runs_on_the_oldest_python() -> None:
    """Also on 3.11.0 to 3.11.4, of which Debian 12 has one."""
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    unfit = []
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name = line.partition("==")[0].strip()
        if not name or name.startswith("#"):
            continue
        try:
            found = metadata(name)
        except PackageNotFoundError:  # of another system or an extra that is not installed
            continue
        needed = found.get("Requires-Python", "")
        if not SpecifierSet(needed).contains(oldest):
            unfit.append(f"{line} needs Python {needed}")
    assert unfit == []


def test_ci_installs_the_packages_that_the_scripts_name(monkeypatch: pytest.MonkeyPatch) -> None:
    system = load("system", monkeypatch)
    listed = re.search(r"packages=\((.*?)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert {*system.QT_PACKAGES, *system.WINDOW_TEST_PACKAGES} <= set(listed[1].split())


def test_every_make_target_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    load("bootstrap", monkeypatch)
    usage = subprocess.run([sys.executable, ROOT / "scripts" / "bootstrap.py"], capture_output=True, text=True)
    assert usage.returncode == 2
    targets = re.search(r"^(demo .*):$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    for target in targets[1].split():
        assert target in usage.stderr


def test_the_scripts_need_nothing_but_python() -> None:
    for name in ("bootstrap", "checks", "system"):
        tree = ast.parse((ROOT / "scripts" / f"{name}.py").read_text(encoding="utf-8"))
        imported = {
            ((node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or "").partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert imported <= {*sys.stdlib_module_names, "bootstrap", "checks", "system"}


def test_an_environment_is_made_anew_after_a_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load("bootstrap", monkeypatch)
    folder = tmp_path / "with space" / ".venv"
    folder.mkdir(parents=True)
    version = ".".join(map(str, sys.version_info[:3]))
    python = folder / "python"
    python.touch()
    monkeypatch.setattr(bootstrap, "VENV", folder)
    monkeypatch.setattr(bootstrap, "PYTHON", python)
    assert not bootstrap.made_here()
    settings = folder / "pyvenv.cfg"
    settings.write_text(f"version = {version}\ncommand = /usr/bin/python3 -m venv --clear {folder}\n")
    assert bootstrap.made_here()
    settings.write_text(f"version = {version}\ncommand = /usr/bin/python3 -m venv /elsewhere/.venv\n")
    assert not bootstrap.made_here()
    settings.write_text(f"version = 3.8.1\ncommand = /usr/bin/python3 -m venv {folder}\n")
    assert not bootstrap.made_here()


def test_a_failing_check_fails_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    checks = load("checks", monkeypatch)
    for name, status in (("good", 0), ("bad", 3)):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho ran {name}\nexit {status}\n")
        program.chmod(0o755)
    monkeypatch.setattr(checks, "WINDOW_TESTS", ("window tests", ("good",)))
    monkeypatch.setattr(checks, "CHECKS", (("first", ("bad",)), ("second", ("good",))))
    assert checks.run(tmp_path / "python", {}, windows=True) == 1
    said = capfd.readouterr().out
    assert "ran good" in said
    assert "Failed: first" in said
    monkeypatch.setattr(checks, "CHECKS", (("second", ("good",)),))
    assert checks.run(tmp_path / "python", {}, windows=True) == 0
    assert checks.run(tmp_path / "python", {}, windows=False) == (1 if sys.platform == "linux" else 0)
    assert "not run" in capfd.readouterr().out


def test_the_wheel_has_all_that_the_program_needs(tmp_path: Path) -> None:
    source = tmp_path / "source"
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "annotator", source / "annotator", ignore=leave_out)
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "-w", tmp_path / "dist", source], check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("relevance_annotator-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
        (entries,) = (packed.read(name).decode() for name in inside if name.endswith("entry_points.txt"))
    wanted = {file.relative_to(source).as_posix() for file in (source / "annotator").rglob("*") if file.is_file()}
    assert wanted <= inside
    assert not [name for name in inside if name.startswith(("tests/", "benchmarks/", "scripts/"))]
    assert "[console_scripts]\nannotator = annotator.cli:main" in entries
    assert "[gui_scripts]\nannotator-window = annotator.cli:main" in entries


@pytest.mark.skipif(os.name != "posix", reason="a script for bash")
def test_ci_checks_in_a_home_of_its_own_and_leaves_nothing(tmp_path: Path) -> None:
    programs, temporary, home = (tmp_path / name for name in ("programs", "temporary", "home"))
    for folder in (programs, temporary, home):
        folder.mkdir()
    for name in ("bash", "mktemp", "mkdir", "chmod", "rm", "id", "dirname"):  # no apt-get: it installs nothing
        (programs / name).symlink_to(str(shutil.which(name)))
    make = programs / "make"
    make.write_text(f"#!/bin/sh\n/usr/bin/env >'{tmp_path}/seen'\n/bin/ls -d $TMPDIR $HOME >/dev/null && exit 3\n")
    make.chmod(0o755)
    environment = {"PATH": str(programs), "HOME": str(home), "TMPDIR": str(temporary), "XDG_DATA_HOME": str(home)}
    ended = subprocess.run([programs / "bash", ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True)
    assert ended.returncode == 3, ended.stderr
    seen = dict(line.partition("=")[::2] for line in (tmp_path / "seen").read_text().splitlines())
    for name in ("TMPDIR", "HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "STATE", "CACHE"))):
        assert Path(seen[name]).parent.parent == temporary, name
    assert seen["PIP_CACHE_DIR"] == str(home / ".cache" / "pip")
    assert seen.get(NEEDED) == ("1" if (ROOT.parent / "shared" / "data").is_dir() else None)
    assert list(temporary.iterdir()) == []


def test_the_shared_data_are_needed_only_where_they_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv(NEEDED, raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs \.\./shared/data"):
        shared_folder(tmp_path / "checkout")
    monkeypatch.setenv(NEEDED, "1")
    with pytest.raises(pytest.fail.Exception, match="is missing"):
        shared_folder(tmp_path / "checkout")
    (tmp_path / "shared" / "data").mkdir(parents=True)
    assert shared_folder(tmp_path / "checkout") == tmp_path / "shared" / "data"


def test_no_file_of_the_repository_is_large() -> None:
    """What is large is made by code, or is installed from where it is published."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs a checkout of git")
    # A container may belong to somebody else than its files, which git refuses to look at unless it is allowed to.
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    files = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    assert len(files) > 100
    assert [str(file) for file in files if file.is_file() and file.stat().st_size > 1 << 20] == []
