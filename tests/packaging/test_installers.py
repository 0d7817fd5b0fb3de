"""What installers are made of: packages that do not depend on when they were built, menus, icons, parts lists."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from annotator.cli.parser import make_parser
from scripts.installers import (
    bare_root,
    common,
    desktop,
    freezing,
    linux,
    macos,
    reproducible,
    sbom,
    windows,
)

ROOT = Path(__file__).resolve().parents[2]
NSIS = shutil.which("makensis")


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A program of a shell script, with a library twice."""
    folder = tmp_path / "frozen"
    for part in ("_internal/a.libs", "_internal/b.libs", "docs", "plugins"):
        (folder / part).mkdir(parents=True)
    for name in ("annotator", "annotator-window"):
        (folder / name).write_text("#!/bin/sh\necho annotator 0.1.0\n")
        (folder / name).chmod(0o755)
    for part in ("a.libs", "b.libs"):
        (folder / "_internal" / part / "libtwice.so.1").write_bytes(b"code" * 20_000)
    (folder / "_internal" / "b.libs" / "libother.so.1").write_bytes(b"code" * 20_000)
    (folder / "docs" / "index.html").write_text("<p>")
    (folder / "LICENSE").write_text("MIT")
    return folder


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where packages go; icons and texts are made by this environment instead of that which is frozen."""
    monkeypatch.setattr(linux, "DIST", tmp_path / "dist")
    monkeypatch.setattr(windows, "DIST", tmp_path / "dist")
    monkeypatch.setattr(macos, "BUILD", tmp_path)
    monkeypatch.setattr(desktop, "BUILD", tmp_path)
    monkeypatch.setattr(desktop, "WRITERS_PYTHON", Path(sys.executable))
    monkeypatch.setattr(desktop, "man_page", lambda: ".TH ANNOTATOR 1\n")
    monkeypatch.setattr(desktop, "completion", lambda shell: f"# {shell}\n")
    (tmp_path / "dist").mkdir()
    return tmp_path / "dist"


def unpack(archive: Path, folder: Path) -> None:
    """Unpack as a person does; the early releases of Python 3.11 have no safe ``extractall``."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)


def test_the_same_libraries_are_kept_once(frozen: Path) -> None:
    freezing.share_copies(frozen / "_internal")
    copy = frozen / "_internal" / "b.libs" / "libtwice.so.1"
    assert copy.is_symlink()
    assert copy.read_bytes() == b"code" * 20_000
    assert not (frozen / "_internal" / "b.libs" / "libother.so.1").is_symlink()  # another name may be looked for


def parts_of(deb: Path) -> dict[str, bytes]:
    content, parts, at = deb.read_bytes(), {}, 8
    assert content.startswith(b"!<arch>\n")
    while at < len(content):
        head = content[at : at + 60].decode()
        size = int(head[48:58])
        parts[head[:16].strip()] = content[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    return parts


def test_a_debian_package_has_what_a_desktop_looks_for(frozen: Path, built: Path) -> None:
    deb = linux.make_deb(frozen, "1.2.3")
    parts = parts_of(deb)
    assert list(parts) == ["debian-binary", "control.tar.xz", "data.tar.xz"]
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(parts["control.tar.xz"]))) as archive:
        control = archive.extractfile("./control").read().decode()  # type: ignore[union-attr]
    assert "Version: 1.2.3\n" in control
    assert "libc6 (>= " in control
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(parts["data.tar.xz"]))) as archive:
        members = {member.name: member for member in archive.getmembers()}
        page = archive.extractfile("./usr/share/man/man1/annotator.1.gz").read()  # type: ignore[union-attr]
        notes = archive.extractfile("./usr/share/doc/annotator/copyright").read().decode()  # type: ignore[union-attr]
    assert "MIT" in notes
    assert "/usr/share/doc/annotator/licences" in notes
    assert members["./usr/share/doc/annotator/licences"].issym()
    assert gzip.decompress(page).startswith(b".TH")
    assert members["./usr/bin/annotator"].linkname == "../lib/annotator/annotator"
    assert members["./usr/lib/annotator/annotator"].mode == 0o755
    for name in (
        "applications/annotator.desktop", "mime/packages/annotator.xml", "icons/hicolor/scalable/apps/annotator.svg",
        "icons/hicolor/48x48/apps/annotator.png", "icons/hicolor/256x256/apps/annotator.png",
        "metainfo/org.annotator.Annotator.metainfo.xml", "bash-completion/completions/annotator",
        "zsh/vendor-completions/_annotator", "doc/annotator/copyright",
    ):  # fmt: skip
        assert f"./usr/share/{name}" in members
    assert all(member.uid == member.gid == 0 for member in members.values())


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="needs dpkg")
@pytest.mark.parametrize(("there", "status"), [("1.2.2", 0), ("1.2.3", 0), ("1.10.0", 1)])
def test_the_debian_package_refuses_to_replace_a_newer_one(
    there: str, status: int, frozen: Path, built: Path, tmp_path: Path
) -> None:
    control = lzma.decompress(parts_of(linux.make_deb(frozen, "1.2.3"))["control.tar.xz"])
    (tmp_path / "control.tar").write_bytes(control)
    unpack(tmp_path / "control.tar", tmp_path / "control")
    script = tmp_path / "control" / "preinst"
    done = subprocess.run([script, "upgrade", there], capture_output=True, text=True)
    assert done.returncode == status
    assert (f"annotator {there} is installed" in done.stderr) == bool(status)
    assert subprocess.run([script, "install"]).returncode == 0


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg")
def test_dpkg_reads_the_package(frozen: Path, built: Path) -> None:
    deb = linux.make_deb(frozen, "1.2.3")
    said = subprocess.run(["dpkg-deb", "--info", deb], capture_output=True, text=True, check=True).stdout
    assert "Package: annotator" in said
    listed = subprocess.run(["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True).stdout
    assert "./usr/lib/annotator/annotator" in listed


def test_packages_do_not_depend_on_when_they_are_built(frozen: Path, built: Path) -> None:
    before = {make: make(frozen, "1.2.3").read_bytes() for make in (linux.make_archive, linux.make_deb)}
    for file in frozen.rglob("*"):
        os.utime(file, (1, 1))
    assert {make: make(frozen, "1.2.3").read_bytes() for make in before} == before


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_archive_installs_without_root_and_leaves_nothing(frozen: Path, built: Path, tmp_path: Path) -> None:
    unpack(linux.make_archive(frozen, "1.2.3"), tmp_path / "unpacked")
    script, target = tmp_path / "unpacked" / "annotator-1.2.3" / "install.sh", tmp_path / "a place with spaces & more"
    target.mkdir()
    (target / "mine.txt").write_text("stays")
    (target / "share").mkdir()
    (target / "share" / "mine too.txt").write_text("stays")
    before = {file.relative_to(target) for file in target.rglob("*")}
    for _ in range(2):  # an upgrade is the same again
        subprocess.run([script, target], check=True, capture_output=True)
        started = subprocess.run([target / "bin" / "annotator"], capture_output=True, text=True, check=True)
        assert started.stdout == "annotator 0.1.0\n"
    entry = (target / "share" / "applications" / "annotator.desktop").read_text()
    assert f'Exec="{target}/bin/annotator" gui %f\n' in entry
    subprocess.run([script, "--uninstall", target], check=True, capture_output=True)
    assert {file.relative_to(target) for file in target.rglob("*")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_an_older_archive_does_not_replace_a_newer_one(frozen: Path, built: Path, tmp_path: Path) -> None:
    scripts = {}
    for number in ("1.10.0", "1.9.0"):
        (frozen / "VERSION").write_text(f"{number}\n")
        unpack(linux.make_archive(frozen, number), tmp_path)
        scripts[number] = tmp_path / f"annotator-{number}" / "install.sh"
    target = tmp_path / "target"
    subprocess.run([scripts["1.9.0"], target], check=True, capture_output=True)
    subprocess.run([scripts["1.10.0"], target], check=True, capture_output=True)
    refused = subprocess.run([scripts["1.9.0"], target], capture_output=True, text=True)
    assert refused.returncode == 1
    assert "Annotator 1.10.0 is installed" in refused.stderr
    assert (target / "lib" / "annotator" / "VERSION").read_text() == "1.10.0\n"


@pytest.fixture
def script(frozen: Path, built: Path, tmp_path: Path) -> Path:
    """The script that installs from an unpacked archive, run in an empty folder that is also the person's home."""
    unpack(linux.make_archive(frozen, "1.2.3"), tmp_path / "unpacked")
    (tmp_path / "here").mkdir()
    return tmp_path / "unpacked" / "annotator-1.2.3" / "install.sh"


def told(script: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script in the empty folder."""
    here = script.parents[2] / "here" if script.name == "install.sh" else script.parents[3]
    environment = {"PATH": os.environ["PATH"], "HOME": str(here)}
    return subprocess.run([script, *words], cwd=here, env=environment, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--help"], 0, "Usage:"),
        (["-h"], 0, "Usage:"),
        (["--uninstall", "--help"], 0, "Usage:"),
        (["--prefix=/usr"], 2, "there is no option --prefix=/usr"),
        (["a", "-x"], 2, "there is no option -x"),
        (["a", "b"], 2, "there is one folder to name, not a and b"),
        ([""], 2, "the name of the folder is empty"),
        (["--uninstall", "never"], 1, "never: there is no such folder"),
        (["--uninstall", "."], 1, "Annotator is not installed in"),
    ],
)
def test_the_script_changes_nothing_on_words_it_does_not_know(
    words: list[str], status: int, said: str, script: Path, tmp_path: Path
) -> None:
    done = told(script, *words)
    assert done.returncode == status
    assert said in (done.stderr if status else done.stdout)
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize("folder", ["a place with spaces & more", "-n", "--uninstall"])
def test_what_is_installed_removes_itself(folder: str, script: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    assert told(script, "--", folder).returncode == 0
    uninstall = here / folder / "lib" / "annotator" / "uninstall.sh"
    shutil.rmtree(script.parent)  # what was unpacked is thrown away
    assert "Removes" in told(uninstall, "--help").stdout
    assert told(uninstall, "--install").returncode == 2
    assert uninstall.exists()
    done = told(uninstall)
    assert done.returncode == 0, done.stderr
    assert list((here / folder).iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_without_a_folder_it_is_the_persons_own(script: Path, tmp_path: Path) -> None:
    assert told(script).returncode == 0
    assert (tmp_path / "here" / ".local" / "bin" / "annotator").exists()
    assert told(script, "--uninstall").returncode == 0
    assert list((tmp_path / "here" / ".local").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize("name", ["bin/annotator", "lib/annotator/mine.txt"])
def test_what_others_put_there_is_left(name: str, script: Path, tmp_path: Path) -> None:
    other = tmp_path / "here" / name
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    for words in (["."], ["--uninstall", "."]):
        done = told(script, *words)
        assert done.returncode == 1
        assert "Nothing is changed" in done.stderr
    assert other.read_text() == "mine"
    assert [file for file in (tmp_path / "here").rglob("*") if file.is_file()] == [other]


def test_icons_have_all_sizes(built: Path) -> None:
    folder = desktop.draw_icons()
    for size in (16, 48, 256, 512):
        with Image.open(folder / f"{size}x{size}.png") as image:
            assert image.size == (size, size)
            assert image.getchannel("A").getextrema() == (0, 255)
    with Image.open(folder / "annotator.ico") as icon:
        assert {(16, 16), (32, 32), (256, 256)} <= icon.info["sizes"]
    with Image.open(folder / "annotator.icns") as icon:
        assert (512, 512, 2) in icon.info["sizes"]


def test_what_desktops_read_agrees_with_the_program() -> None:
    entry = (ROOT / "resources" / "linux" / "annotator.desktop").read_text("utf-8")
    meta = ElementTree.parse(ROOT / "resources" / "linux" / "org.annotator.Annotator.metainfo.xml").getroot()
    mime = ElementTree.parse(ROOT / "resources" / "linux" / "annotator-mime.xml").getroot()
    (kind,) = mime.iterfind("{*}mime-type")
    assert re.findall(r"^MimeType=(.*)$", entry, re.MULTILINE) == [f"{kind.get('type')};"]
    assert meta.findtext("provides/mediatype") == kind.get("type")
    assert next(release.get("version") for release in meta.iterfind("releases/release")) == common.version()
    assert meta.findtext("launchable") == "annotator.desktop"
    assert "[de]" in entry


@pytest.mark.skipif(not (shutil.which("gio") and shutil.which("update-desktop-database")), reason="needs a desktop")
def test_no_desktop_opens_folders_with_it(tmp_path: Path) -> None:
    """Where nothing else is set, any program that declares a type becomes the one that opens it."""
    applications = tmp_path / "applications"
    applications.mkdir()
    for source in (ROOT / "resources" / "linux").glob("*.desktop"):
        entry = source.read_text("utf-8").replace("=annotator", "=/bin/sh")  # a program that exists, without spaces
        (applications / source.name).write_text(entry, "utf-8")
    subprocess.run(["update-desktop-database", applications], check=True)
    places = {"XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "none")}
    said = {
        kind: subprocess.run(
            ["gio", "mime", kind], env={**os.environ, **places, "LC_ALL": "C"}, capture_output=True, text=True
        ).stdout
        for kind in ("inode/directory", "image/jpeg", "application/x-annotator-project")
    }
    assert "annotator.desktop" in said.pop("application/x-annotator-project")
    assert "annotator" not in "".join(said.values()), said


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstreamcli")
def test_the_metainfo_is_valid() -> None:
    file = ROOT / "resources" / "linux" / "org.annotator.Annotator.metainfo.xml"
    done = subprocess.run(["appstreamcli", "validate", "--no-net", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_application_for_macos_opens_projects(frozen: Path, built: Path, tmp_path: Path) -> None:
    app = tmp_path / "Annotator.app"
    macos.make_app(app, frozen, "1.2.3")
    with (app / "Contents" / "Info.plist").open("rb") as file:
        about = plistlib.load(file)
    assert (app / "Contents" / "MacOS" / about["CFBundleExecutable"]).exists()
    assert (app / "Contents" / "Resources" / f"{about['CFBundleIconFile']}.icns").exists()
    assert (app / "Contents" / "Resources" / "docs" / "index.html").exists()
    assert not (app / "Contents" / "MacOS" / "docs").exists()
    declared = {kind["UTTypeIdentifier"]: kind for kind in about["UTExportedTypeDeclarations"]}
    (document,) = about["CFBundleDocumentTypes"]
    (identifier,) = document["LSItemContentTypes"]
    assert declared[identifier]["UTTypeTagSpecification"]["public.filename-extension"] == ["annotator"]


@pytest.mark.skipif(NSIS is None, reason="needs makensis")
def test_the_installer_for_windows_compiles(frozen: Path, built: Path) -> None:
    for name in ("annotator", "annotator-window"):
        (frozen / name).rename(frozen / f"{name}.exe")
    assert windows.make_installer(frozen, "1.2.3").read_bytes().startswith(b"MZ")


def test_what_the_windows_installer_puts_down_it_takes_away() -> None:
    script = (ROOT / "resources" / "windows" / "annotator.nsi").read_text("utf-8")
    for key in re.findall(r'WriteReg\w+ SHCTX "([^"]+)"', script):
        top = re.match(r"(\$\{UNINSTALL\}|Software\\\$\{NAME\}|Software\\Classes\\[^\\]+)", key)
        assert top is not None
        assert f'DeleteRegKey SHCTX "{top[0]}"' in script, key


def test_signing_is_a_switch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    signed = []
    monkeypatch.setattr(windows.subprocess, "run", lambda words, check: signed.append(words))
    windows.sign(tmp_path)
    assert signed == []
    monkeypatch.setenv(windows.SIGN, "sign --with key")
    windows.sign(tmp_path)
    assert signed == [["sign", "--with", "key", tmp_path]]


def test_the_parts_list_leaves_out_the_tools() -> None:
    bill = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"bom-ref": name, "externalReferences": []} for name in ("numpy", "libs", "pyinstaller")],
        "dependencies": [
            {"ref": "root", "dependsOn": ["numpy"]},
            {"ref": "numpy", "dependsOn": ["libs"]},
            {"ref": "pyinstaller"},
        ],
    }
    kept = sbom.needed(bill)
    assert kept["components"] == [{"bom-ref": "numpy"}, {"bom-ref": "libs"}]


def test_a_difference_between_two_builds_is_noticed(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reproducible, "BUILD", tmp_path / "build")
    (tmp_path / "build").mkdir()
    template = tmp_path / "template"
    shutil.copytree(frozen, template)

    def again(change: bool) -> Path:
        shutil.rmtree(frozen, ignore_errors=True)
        shutil.copytree(template, frozen)
        if change:
            (frozen / "docs" / "index.html").write_text("<p>now")
        return frozen

    assert reproducible.compare(frozen, lambda: again(change=False)) == 0
    assert reproducible.compare(frozen, lambda: again(change=True)) == 1
    assert "differs: docs/index.html" in capsys.readouterr().err


def test_the_home_folder_may_keep_what_belongs_to_the_person() -> None:
    assert bare_root._of_the_person("root/.local/share/annotator/sample/digits.annotator")
    assert not bare_root._of_the_person("root/.local/share/applications/annotator.desktop")
    assert not bare_root._of_the_person("usr/lib/annotator/annotator")


def test_the_parser_that_completions_are_made_of_is_there() -> None:
    module, _, function = desktop.PARSER.rpartition(".")
    assert (module, function) == (make_parser.__module__, make_parser.__name__)
