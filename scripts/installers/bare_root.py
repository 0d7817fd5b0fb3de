"""Install the packages in a Debian without Python, use the program by keyboard, and remove it again.

Needs root, debootstrap, Xvfb and xdotool. The window uses an X server of this machine; all else runs in a chroot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scripts.installers import keyboard
from scripts.installers.common import BUILD, ROOT, version
from scripts.installers.exports import differing
from scripts.installers.freezing import PYTHON

SUITE = "bookworm"
PROJECT = "/root/.local/share/annotator/sample/digits.annotator"
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


def install_and_use(made: Iterable[Path], folder: Path, suite: str) -> int:
    """Test every package in its own chroot and return 1 if anything failed."""
    failed = 0
    base = _base(folder, suite)
    wanted = _from_source()
    for package in made:
        if package.suffix not in (".deb", ".xz"):
            continue
        print(f"== {package.name} in a bare Debian {suite}", flush=True)
        root = folder / "root"
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-a", base, root], check=True)
        shutil.copy(package, root / "tmp" / package.name)
        subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
        try:
            _use(root, package, wanted)
        except (AssertionError, RuntimeError, OSError, subprocess.SubprocessError) as error:
            print(f"FAILED {error} {getattr(error, 'stderr', '') or ''}", flush=True)
            failed = 1
        finally:
            subprocess.run(["umount", root / "proc"], check=True)  # before anything is deleted
            shutil.rmtree(root)
    return failed


def _base(folder: Path, suite: str) -> Path:
    """Create a minimal Debian, if it does not exist."""
    base = folder / suite
    if not (base / "etc" / "debian_version").exists():
        shutil.rmtree(base, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", suite, base], check=True, stdout=subprocess.DEVNULL)
    for name in ("/etc/resolv.conf", "/etc/hosts"):
        if Path(name).exists():
            shutil.copy(name, base / name[1:])
    return base


def _from_source() -> dict[str, bytes]:
    """Return the exports of the same session run from source."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {**os.environ, "HOME": name, "PYTHONPATH": str(ROOT)}
        for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
            environment.pop(f"XDG_{kind}_HOME", None)
        project = home / ".local/share/annotator/sample/digits.annotator"
        keyboard.play([str(PYTHON), "-m", "annotator"], environment, str(project), name)
        return keyboard.exports(home)


class Root:
    """A system without Python into which one package is installed.

    Attributes:
        root: Root folder of the system.
        program, lib: Paths of the program and its folder within the system, after installation.
    """

    def __init__(self, root: Path, package: Path) -> None:
        self.root, self._package, self._deb = root, package, package.suffix == ".deb"
        home = "/usr" if self._deb else "/root/.local"
        self.program, self.lib = f"{home}/bin/annotator", f"{home}/lib/annotator"
        self.run("apt-get", "update", "-q")
        if not self._deb:
            self._apt("xz-utils", *_desktop())

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program in the system."""
        words = ["chroot", self.root, *command]
        done = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done

    def install(self) -> None:
        """Install the package, possibly over itself."""
        if self._deb:
            self._apt("--reinstall", f"/tmp/{self._package.name}")
        else:
            unpacked = f"/tmp/annotator-{version()}"
            self.run("tar", "-xf", f"/tmp/{self._package.name}", "-C", "/tmp")
            self.run(f"{unpacked}/install.sh")
            shutil.rmtree(f"{self.root}{unpacked}")

    def remove(self) -> None:
        """Remove the package and its unused dependencies."""
        if self._deb:
            self.run("apt-get", "purge", "-q", "-y", "annotator")
            self.run("apt-get", "autoremove", "--purge", "-q", "-y")
        else:
            self.run(f"{self.lib}/uninstall.sh")

    def _apt(self, *words: str) -> None:
        self.run("apt-get", "install", "-q", "-y", "--no-install-recommends", *words)


def _use(folder: Path, package: Path, wanted: dict[str, bytes]) -> None:
    root = Root(folder, package)
    before = _listed(folder)
    root.install()
    _check_installed(root)
    _check_session(root, wanted)
    judged = root.run(root.program, "status", PROJECT, "--json").stdout
    root.install()
    same = root.run(root.program, "status", PROJECT, "--json").stdout == judged
    _ok("installing again keeps the project", same)
    root.remove()
    left = sorted(name for name in _listed(folder) - before if not _of_the_person(name))
    _ok("only the user's files are left", not left, "\n".join(left[:20]))
    _ok("the user's project is left", (folder / PROJECT[1:]).exists())


def _check_installed(root: Root) -> None:
    _ok("there is no Python", not list((root.root / "usr" / "bin").glob("python*")))
    ours = f"LD_LIBRARY_PATH={root.lib}/_internal"  # as the program sets it itself
    search = f"{ours} find {root.lib} -name '*.so*' -type f -exec ldd {{}} + 2>/dev/null | grep 'not found' | sort -u"
    missing = root.run("sh", "-c", search, check=False).stdout
    unexpected = [line for line in missing.splitlines() if "libcups" not in line]
    _ok("no shared library is missing, except the optional one for printers", not unexpected, missing)
    _ok("prints its version", version() in root.run(root.program, "--version").stdout)
    _ok("reports why no window opens", "cannot open" in root.run(root.program, "gui", check=False).stderr)


def _check_session(root: Root, wanted: dict[str, bytes]) -> None:
    (root.root / "root" / "exports").mkdir()
    shown = keyboard.play(["chroot", str(root.root), root.program], ENVIRONMENT, PROJECT, "/root/exports")
    print(f"ok     the sample was judged by keyboard; window after {shown:.1f} s, first start", flush=True)
    exported = keyboard.exports(root.root / "root" / "exports")
    named = differing(exported, wanted, BUILD / "differing exports")
    _ok("exports are those of the source", not named, ", ".join(named))


def _ok(what: str, holds: bool, otherwise: str = "") -> None:
    if not holds:
        raise AssertionError(f"{what}: {otherwise}")
    print(f"ok     {what}", flush=True)


def _desktop() -> list[str]:
    """Return the libraries that every desktop provides and that the archive requires."""
    from scripts.installers.linux import DEPENDS

    return [one.split()[0] for one in DEPENDS.split(",")]


def _listed(root: Path) -> set[str]:
    """Return all files except the package database of Debian."""
    names = set()
    for folder, folders, files in os.walk(root):
        where = Path(folder).relative_to(root)
        if where == Path():
            folders[:] = [name for name in folders if name not in ("proc", "dev", "sys", "tmp", "var")]
        names |= {(where / name).as_posix() for name in files}
    return names - {"etc/ld.so.cache"}


def _of_the_person(name: str) -> bool:
    return name.startswith((
        "root/exports/", "root/.config/annotator", "root/.local/share/annotator/", "root/.local/state/annotator/",
        "root/.cache/",
    ))  # fmt: skip
