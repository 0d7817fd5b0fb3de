"""What greets a stranger in the repository agrees with itself: versions, names, workflows, forms, hooks."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from PIL import Image

from annotator import __version__
from scripts import try_packages
from scripts.installers import desktop

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
META = ElementTree.parse(ROOT / "resources" / "linux" / "org.annotator.Annotator.metainfo.xml").getroot()
GITHUB = ROOT / ".github"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (GITHUB / "workflows").glob("*.yml")}
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
LARGEST_BYTES = 1 << 20


def tracked(*arguments: str) -> list[str]:
    """Return what git lists; skip where this is no repository, as in a source distribution."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and the repository")
    listed = subprocess.run(["git", "ls-files", "-z", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return [entry for entry in listed.stdout.split("\0") if entry]


def steps() -> list[dict[str, Any]]:
    return [step for flow in WORKFLOWS.values() for job in flow["jobs"].values() for step in job.get("steps", [])]


def test_every_file_has_line_feeds_or_is_declared_binary() -> None:
    for entry in tracked("--eol"):
        facts, name = entry.split("\t")
        kind, _, attributes = facts.split(maxsplit=2)
        assert kind in ("i/lf", "i/none") or (kind, attributes.strip()) == ("i/-text", "attr/-text"), name


def test_nothing_large_is_kept() -> None:
    large = [name for name in tracked() if (ROOT / name).is_file() and (ROOT / name).stat().st_size > LARGEST_BYTES]
    assert not large


def test_the_newest_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    titles = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert titles[0] == "[Unreleased]"
    released = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", title) for title in titles[1:]]
    assert all(released)
    newest = released[0]
    assert newest is not None
    release = META.find("releases/release")
    assert release is not None
    assert newest.groups() == (__version__, str(CITATION["date-released"]))
    assert newest.groups() == (release.get("version"), release.get("date"))
    assert CITATION["version"] == __version__


def test_the_same_people_are_named_everywhere() -> None:
    (name,) = [author["name"] for author in PROJECT["authors"]]
    assert [author["name"] for author in CITATION["authors"]] == [name]
    assert META.findtext("developer_name") == name
    assert f"Copyright (c) 2026 {name}" in (ROOT / "LICENSE").read_text("utf-8")
    assert f"author  = {{{{{name}}}}}" in (ROOT / "docs" / "cite.md").read_text("utf-8")
    assert f'"Publisher" "{name}"' in (ROOT / "resources" / "windows" / "annotator.nsi").read_text("utf-8")
    assert {CITATION["license"], META.findtext("project_license")} == {PROJECT["license"]}
    assert set(CITATION["keywords"]) <= set(PROJECT["keywords"])


def test_the_versions_of_python_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    named = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in PROJECT["classifiers"])
    versions = [found[1] for found in named if found]
    assert len(versions) >= 4
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert list(try_packages.VERSIONS) == versions
    assert WORKFLOWS["checks.yml"]["jobs"]["checks"]["strategy"]["matrix"]["python"] == versions
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import bootstrap

    assert tuple(map(int, versions[0].split("."))) == bootstrap.OLDEST
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert tools["mypy"]["python_version"] == versions[0]
    assert tools["ruff"]["target-version"] == f"py{versions[0].replace('.', '')}"


def test_each_system_is_checked_before_anything_is_built() -> None:
    checks = WORKFLOWS["checks.yml"]
    triggers = checks[True]  # YAML 1.1 reads the key "on" as a truth value
    assert {"push", "pull_request", "workflow_call"} <= set(triggers)
    systems = checks["jobs"]["checks"]["strategy"]["matrix"]["system"]
    assert {system.split("-")[0] for system in systems} == {"ubuntu", "windows", "macos"}
    jobs = WORKFLOWS["installers.yml"]["jobs"]
    assert jobs["checks"]["uses"] == "./.github/workflows/checks.yml"
    assert all(job["needs"] == "checks" for name, job in jobs.items() if name != "checks")


def test_workflows_may_only_read_and_use_fixed_versions() -> None:
    for flow in WORKFLOWS.values():
        assert flow["permissions"] == {"contents": "read"}
        assert not any("permissions" in job for job in flow["jobs"].values())
    used = {step["uses"] for step in steps() if "uses" in step}
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
    assert len({action.split("@")[0] for action in used}) == len(used)  # one version of each
    for step in steps():
        for word in re.findall(r"(?:bash|python) ([\w./-]+\.py|\.ci/run)", step.get("run", "")):
            assert (ROOT / word).is_file(), word


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_ask_what_can_be_answered(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    kinds = {"markdown": {"value"}, "textarea": {"label"}, "input": {"label"}, "dropdown": {"label", "options"}}
    for part in form["body"]:
        assert kinds[part["type"]] <= set(part["attributes"])
    identifiers = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(set(identifiers)) == len(identifiers)
    for target in re.findall(r"\]\(\.\./blob/HEAD/([^)]+)\)", path.read_text("utf-8")):
        assert (ROOT / target).is_file(), target


def test_hooks_run_what_the_checks_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import checks

    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"  # nothing is fetched from elsewhere
    hooks = {hook["id"]: hook["entry"].removeprefix(".venv/bin/").split() for hook in local["hooks"]}
    commands = {name: command[:-1] for name, command in checks.CHECKS}  # without the folder; a hook is given files
    for name in ("format", "lint"):
        assert hooks[name] == [*commands[name], "--force-exclude"]
    program, *arguments = hooks["generated"]
    assert program == "python"
    assert subprocess.run([sys.executable, *arguments], cwd=ROOT).returncode == 0


def test_every_test_runs_once_and_those_of_the_core_hold_a_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import checks

    watched, others = (command for _, command in checks.CHECKS if command[0] == "pytest")
    folders = [word for word in watched if word.startswith("tests/")]
    assert [*checks.TESTS, *(f"--ignore={folder}" for folder in folders)] == list(others)
    assert watched[: len(checks.TESTS)] == checks.TESTS
    for folder in folders:
        name = folder.removeprefix("tests/")
        assert (ROOT / folder).is_dir()
        assert (ROOT / "annotator" / name / "__init__.py").is_file()
        assert f"--cov=annotator.{name}" in watched
    assert f"--cov-fail-under={checks.FLOOR}" in watched
    assert 50 < checks.FLOOR < 100


def test_links_of_the_first_pages_lead_somewhere() -> None:
    for name in ("SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_a_desktop_finds_one_program_behind_window_entry_and_icon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names by which window, menu entry, software center and icon theme know the program."""
    monkeypatch.setattr(desktop, "BUILD", tmp_path)
    monkeypatch.setattr(desktop, "WRITERS_PYTHON", Path(sys.executable))
    monkeypatch.setattr(desktop, "man_page", lambda: "")
    monkeypatch.setattr(desktop, "completion", lambda shell: "")
    (tmp_path / "frozen").mkdir()
    with desktop.arranged(tmp_path / "frozen") as folder:
        share = folder / "share"
        (entry,) = (share / "applications").iterdir()
        (component,) = (share / "metainfo").iterdir()
        icons = {file.stem for file in (share / "icons").rglob("*") if file.is_file()}
        said = configparser.ConfigParser(interpolation=None)
        said.optionxform = str  # type: ignore[assignment,method-assign]
        said.read(entry, "utf-8")
        meta = ElementTree.parse(component).getroot()
        (kind,) = ElementTree.parse(next((share / "mime" / "packages").iterdir())).getroot().iterfind("{*}mime-type")
        with Image.open(share / "icons" / "hicolor" / "48x48" / "apps" / f"{entry.stem}.png") as image:
            assert image.size == (48, 48)
    code = "from annotator.gui.shell.app import make_application as make; app = make(); "
    code += "print(app.desktopFileName(), app.applicationName(), app.applicationDisplayName())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    window, application, shown = done.stdout.split()
    names = said["Desktop Entry"]
    assert window == entry.stem
    assert names["StartupWMClass"] == application
    assert meta.findtext("launchable[@type='desktop-id']") == entry.name
    assert component.name == f"{meta.findtext('id')}.metainfo.xml"
    assert meta.findtext("name") == names["Name"] == shown
    used = {names["Icon"], meta.findtext("icon[@type='stock']")}
    used |= {icon.get("name") for icon in kind.iterfind("{*}icon")}
    assert used == icons == {entry.stem}
    binary = meta.findtext("provides/binary")
    assert names["Exec"].split()[0] == names["TryExec"] == binary
    assert binary in PROJECT["scripts"]
