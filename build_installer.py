"""Build what people install: the frozen program, a relocatable archive, and a Debian package.

    python build_installer.py                     everything for this system, from a clean clone, into dist/
    python build_installer.py --target tar --self-test --size-report

The program is frozen by PyInstaller in an environment of its own (build/freezing), with the versions that
constraints.txt pins. Linux only so far: each system freezes on itself.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
ENVIRONMENT = BUILD / "freezing"
LINUX = ROOT / "resources" / "linux"
PYINSTALLER = "pyinstaller>=6.22,<7"
DEPENDS = (
    "libc6 (>= 2.34), libstdc++6 (>= 12), libgcc-s1, libgl1, libegl1, libopengl0, fontconfig, libfreetype6, libglib2.0-0,"
    " libdbus-1-3, libx11-6, libx11-xcb1, libxcb1, libxcb-glx0, libxcb-randr0, libxcb-render0, libxcb-shm0, libxcb-sync1,"
    " libxcb-xfixes0, libwayland-client0, libwayland-cursor0, libwayland-egl1"
)
SELF_TEST_S = 300


def main() -> int:
    """Build and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=("all", "folder", "tar", "deb"), default="all")
    parser.add_argument("--version", default=version(), help="version to write on it; that of the program unless given")
    parser.add_argument("--self-test", action="store_true", help="run what was built, and compare with the source")
    parser.add_argument("--size-report", action="store_true", help="print the ten largest parts")
    given = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("build_installer.py: only Linux is built so far", file=sys.stderr)
        return 2
    DIST.mkdir(exist_ok=True)
    frozen = freeze()
    if given.size_report:
        print_sizes(frozen)
    made = []
    if given.target in ("all", "tar"):
        made.append(make_archive(frozen, given.version))
    if given.target in ("all", "deb"):
        made.append(make_deb(frozen, given.version))
    if made:
        sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in made)
        (DIST / "SHA256SUMS").write_text(sums)
        print(sums, end="")
    return self_test(frozen, made) if given.self_test else 0


def version() -> str:
    """Return the version of the program."""
    return re.search(r'__version__ = "(.+)"', (ROOT / "annotator" / "__init__.py").read_text())[1]  # type: ignore[index]


def source_time() -> int:
    """Return the time of the commit, which every file in a package gets, so that two builds give the same."""
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(said.stdout) if said.returncode == 0 and said.stdout.strip() else 0


def freeze() -> Path:
    """Freeze the program into a folder and return that."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", "constraints.txt", "."], cwd=ROOT, check=True)
    subprocess.run([*pip, PYINSTALLER], cwd=ROOT, check=True)
    environment = {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(source_time())}
    spec = ROOT / "resources" / "freezing" / "annotator.spec"
    subprocess.run(
        [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--workpath", BUILD / "pyinstaller",
         "--distpath", BUILD / "frozen", spec], cwd=ROOT, check=True, env=environment,
    )  # fmt: skip
    frozen = BUILD / "frozen" / "annotator"
    strip(frozen)
    for folder in ("plugins", "docs"):
        shutil.copytree(
            ROOT / folder, frozen / folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
    shutil.copy(ROOT / "LICENSE", frozen / "LICENSE")
    return frozen


def strip(frozen: Path) -> None:
    """Drop symbols that only debuggers use; the libraries that wheels bring repaired are left as they are."""
    if shutil.which("strip") is None:
        return
    for file in sorted(frozen.rglob("*.so*")):
        if file.is_symlink() or "PySide6" in file.parts or any(part.endswith(".libs") for part in file.parts):
            continue
        subprocess.run(["strip", "--strip-unneeded", file], capture_output=True)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def print_sizes(frozen: Path) -> None:
    """Print the ten largest parts."""
    parts: Counter[str] = Counter()
    for file in frozen.rglob("*"):
        if file.is_file() and not file.is_symlink():
            inside = file.relative_to(frozen)
            parts["/".join(inside.parts[:2]) if len(inside.parts) > 2 else inside.parts[0]] += file.stat().st_size
    print(f"{size_of(frozen) / 1e6:8.1f} MB in all")
    for part, size in parts.most_common(10):
        print(f"{size / 1e6:8.1f} MB {part}")


@contextmanager
def arranged(frozen: Path) -> Iterator[Path]:
    """Yield a folder with the program and all that goes with it, as the archive has it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(frozen, folder / "annotator", symlinks=True)
        for source, target in (
            (LINUX / "annotator.desktop", "share/applications/annotator.desktop"),
            (LINUX / "annotator-mime.xml", "share/mime/packages/annotator.xml"),
            (ROOT / "resources" / "icons" / "annotator.svg", "share/icons/hicolor/scalable/apps/annotator.svg"),
        ):
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / target)
        manual = folder / "share" / "man" / "man1" / "annotator.1"
        manual.parent.mkdir(parents=True)
        manual.write_text(man_page(frozen), "utf-8")
        yield folder


def man_page(frozen: Path) -> str:
    """Return the manual page, from what the program says of itself."""
    said = subprocess.run([frozen / "annotator", "--help"], capture_output=True, text=True, check=True).stdout
    body = "\n".join("\\&" + line.replace("\\", "\\e") for line in said.splitlines())
    return (
        f'.TH ANNOTATOR 1 "" "annotator {version()}" "User commands"\n.SH NAME\nannotator \\- find every image of a '
        f"collection that shows what you have in mind\n.SH DESCRIPTION\n.nf\n{body}\n.fi\n"
    )


def members(folder: Path, prefix: str, when: int) -> Iterator[tuple[tarfile.TarInfo, Path]]:
    """Yield what an archive has to have, in an order and with owners and times that do not depend on the build."""
    for file in sorted(folder.rglob("*")):
        info = tarfile.TarInfo(f"{prefix}{file.relative_to(folder).as_posix()}")
        info.mtime = when
        info.mode = 0o755 if file.is_dir() or os.access(file, os.X_OK) else 0o644
        if file.is_symlink():
            info.type, info.linkname = tarfile.SYMTYPE, str(file.readlink())
        elif file.is_dir():
            info.type = tarfile.DIRTYPE
        else:
            info.size = file.stat().st_size
        yield info, file


def pack(archive: tarfile.TarFile, folder: Path, prefix: str) -> None:
    """Add everything below a folder to an archive."""
    for info, file in members(folder, prefix, source_time()):
        if info.isreg():
            with file.open("rb") as content:
                archive.addfile(info, content)
        else:
            archive.addfile(info)


def make_archive(frozen: Path, number: str) -> Path:
    """Write the relocatable archive with its install.sh."""
    target = DIST / f"annotator-{number}-linux-x86_64.tar.xz"
    with arranged(frozen) as folder, tarfile.open(target, "w:xz", preset=6) as archive:
        shutil.copy(LINUX / "install.sh", folder / "install.sh")
        pack(archive, folder, f"annotator-{number}/")
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def make_deb(frozen: Path, number: str) -> Path:
    """Write the Debian package: two archives in an ar file, see deb(5)."""
    target = DIST / f"annotator_{number}_amd64.deb"
    with arranged(frozen) as folder, tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "usr" / "lib").mkdir(parents=True)
        (root / "usr" / "bin").mkdir()
        shutil.move(folder / "annotator", root / "usr" / "lib" / "annotator")
        shutil.move(folder / "share", root / "usr" / "share")
        (root / "usr" / "bin" / "annotator").symlink_to("../lib/annotator/annotator")
        manual = root / "usr" / "share" / "man" / "man1" / "annotator.1"
        (manual.parent / "annotator.1.gz").write_bytes(gzip.compress(manual.read_bytes(), 9, mtime=0))
        manual.unlink()
        copyright_ = root / "usr" / "share" / "doc" / "annotator" / "copyright"
        copyright_.parent.mkdir(parents=True)
        shutil.copy(ROOT / "LICENSE", copyright_)
        control = (
            f"Package: annotator\nVersion: {number}\nArchitecture: amd64\nMaintainer: The Annotator developers\n"
            f"Installed-Size: {size_of(root) // 1024}\nDepends: {DEPENDS}\nRecommends: fonts-dejavu-core\n"
            "Section: graphics\nPriority: optional\n"
            "Description: find every image of a collection that shows what you have in mind\n"
            " You judge small batches of images; a model learns and proposes the next ones; at the end the labels and\n"
            " the ranked list of the whole collection are exported. Everything stays on this machine.\n"
        )
        parts = [("debian-binary", b"2.0\n"), ("control.tar.xz", _control(control, root)), ("data.tar.xz", _data(root))]
    with target.open("wb") as file:
        file.write(b"!<arch>\n")
        for part, content in parts:
            file.write(f"{part:<16}{source_time():<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
            file.write(content + b"\n" * (len(content) % 2))
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def _control(control: str, root: Path) -> bytes:
    sums = "".join(
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {file.relative_to(root)}\n"
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.is_symlink()
    )
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=6, format=tarfile.GNU_FORMAT) as archive:
        for name, text in (("control", control), ("md5sums", sums)):
            info = tarfile.TarInfo(f"./{name}")
            info.size, info.mtime, info.mode = len(text.encode()), source_time(), 0o644
            archive.addfile(info, io.BytesIO(text.encode()))
    return packed.getvalue()


def _data(root: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=6, format=tarfile.GNU_FORMAT) as archive:
        pack(archive, root, "./")
    return packed.getvalue()


def self_test(frozen: Path, made: list[Path]) -> int:
    """Run the frozen program without Python around it and compare what it exports with what the source does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = frozen / "annotator"
        for archive in made:
            if archive.name.endswith(".tar.xz"):
                with tarfile.open(archive) as packed:
                    packed.extractall(folder / "unpacked", filter="data")
                where = next((folder / "unpacked").iterdir())
                subprocess.run([where / "install.sh", folder / "a place"], check=True, stdout=subprocess.DEVNULL)
                program = folder / "a place" / "bin" / "annotator"
        bare = {"PATH": "/nowhere", "HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        (folder / "home").mkdir()
        checks = {
            "says its version": lambda: version() in run(program, bare, "--version"),
            "lists its strategies": lambda: "ital" in run(program, bare, "strategies"),
            "plays the sample": lambda: (
                bool(run(program, bare, "demo", "--headless", "-o", str(folder / "frozen"))) or True
            ),
            "exports what the source exports": lambda: same_exports(folder),
            "decodes images apart": lambda: decodes(program, bare),
            "opens its window": lambda: opens_window(program, bare, folder),
        }
        failed = []
        for what, check in checks.items():
            start = time.perf_counter()
            try:
                good = check()
            except (subprocess.SubprocessError, OSError, AssertionError) as error:
                good = False
                print(error, getattr(error, "stderr", ""), file=sys.stderr)
            print(f"{'ok    ' if good else 'FAILED'} {what} ({time.perf_counter() - start:.1f} s)", flush=True)
            failed += [] if good else [what]
    return 1 if failed else 0


def run(program: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run the program and return what it writes; it may not take longer than some minutes."""
    done = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, timeout=SELF_TEST_S, check=True
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done.stdout


def same_exports(folder: Path) -> bool:
    """Play the same session from source and compare."""
    environment = {**os.environ, "HOME": str(folder / "home2"), "PYTHONPATH": str(ROOT)}
    for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
        environment[f"XDG_{kind}_HOME"] = str(folder / "home2" / kind)
    python = ENVIRONMENT / "bin" / "python"
    subprocess.run(
        [python, "-m", "annotator", "demo", "--headless", "-o", folder / "source"],
        env=environment, check=True, timeout=SELF_TEST_S, capture_output=True,
    )  # fmt: skip
    names = sorted(file.name for file in (folder / "source").iterdir() if file.suffix in (".csv", ".run", ".qrels"))
    assert names, "the session from source exported nothing"
    return all(timeless(folder / "frozen" / name) == timeless(folder / "source" / name) for name in names)


def timeless(file: Path) -> bytes:
    """Return what a file holds without the moments of judgements."""
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"", file.read_bytes())


def decodes(program: Path, environment: dict[str, str]) -> bool:
    """Have the frozen program decode an image as its window has others do it."""
    icon = next((Path(environment["HOME"]).rglob("*.png")), None)
    assert icon is not None, "the sample has no images"
    asked = f'{{"path": "{icon}", "edge": 32}}\n'.encode()
    done = subprocess.run([program, "decode-images"], input=asked, env=environment, capture_output=True, timeout=60)
    return b'"width": 32' in done.stdout


def opens_window(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Open the window, let it live for a moment and ask it to end."""
    log = folder / "stalls.jsonl"
    with subprocess.Popen(
        [program, "gui", "--no-restore", "--record-stalls", str(log)], env=environment, stderr=subprocess.PIPE
    ) as process:
        time.sleep(4)
        alive = process.poll() is None
        process.terminate()
        _, said = process.communicate(timeout=60)
    return alive and process.returncode == 0 and b"Traceback" not in said


if __name__ == "__main__":
    sys.exit(main())
