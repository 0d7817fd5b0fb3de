"""Install what was built in a Debian that has no Python, use it by keyboard there, and remove it again.

Needs root, debootstrap, Xvfb and xdotool. The window speaks to an X server of this machine; all else is in the root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from scripts.installers import keyboard
from scripts.installers.common import ROOT, version
from scripts.installers.freezing import PYTHON

SUITE = "bookworm"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def test(made: Iterable[Path], folder: Path, suite: str = SUITE) -> int:
    """Test every package in a root of its own and return 1 if anything failed."""
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
    return failed


def _base(folder: Path, suite: str) -> Path:
    """Make a minimal Debian once."""
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
    """Return the exports of the same session from source."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {**os.environ, "HOME": name, "PYTHONPATH": str(ROOT)}
        for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
            environment.pop(f"XDG_{kind}_HOME", None)
        project = home / ".local/share/annotator/sample/digits.annotator"
        keyboard.play([str(PYTHON), "-m", "annotator"], environment, str(project), name)
        return keyboard.exports(home)


def _use(root: Path, package: Path, wanted: dict[str, bytes]) -> None:
    def inside(*command: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **more}
        done = subprocess.run(["chroot", root, *command], env=environment, capture_output=True, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done

    inside("apt-get", "update", "-q")
    deb = package.suffix == ".deb"
    if deb:
        before = _listed(root)
        inside("apt-get", "install", "-q", "-y", "--no-install-recommends", f"/tmp/{package.name}")
        program, lib = "/usr/bin/annotator", "/usr/lib/annotator"
    else:
        inside("apt-get", "install", "-q", "-y", "--no-install-recommends", "xz-utils", *_desktop())
        before = _listed(root)
        inside("tar", "-xf", f"/tmp/{package.name}", "-C", "/tmp")
        inside(f"/tmp/annotator-{version()}/install.sh")
        shutil.rmtree(root / "tmp" / f"annotator-{version()}")
        program, lib = "/root/.local/bin/annotator", "/root/.local/lib/annotator"
    _ok("installed", lambda: True)
    _ok("there is no Python", lambda: not list((root / "usr" / "bin").glob("python*")))
    ours = f"LD_LIBRARY_PATH={lib}/_internal"  # as the program sets it for itself
    search = f"{ours} find {lib} -name '*.so*' -type f -exec ldd {{}} + 2>/dev/null | grep 'not found' | sort -u"
    missing = inside("sh", "-c", search, check=False).stdout
    unexpected = [line for line in missing.splitlines() if "libcups" not in line]
    _ok("no shared library is missing (but that of printers, which is optional)", lambda: not unexpected, missing)
    _ok("says its version", lambda: version() in inside(program, "--version").stdout)
    environment = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8"}
    words = ["chroot", str(root), program]
    (root / "root" / "exports").mkdir()
    shown = keyboard.play(words, environment, "/root/.local/share/annotator/sample/digits.annotator", "/root/exports")
    _ok(f"the sample was judged by keyboard; window after {shown:.1f} s, first start", lambda: True)
    exported = keyboard.exports(root / "root" / "exports")
    differing = [kind for kind in wanted if exported[kind] != wanted[kind]]
    _ok("exports are those of the source", lambda: not differing, ", ".join(differing))
    _ok("tells why no window opens", lambda: "cannot open" in inside(program, "gui", check=False).stderr)
    if deb:
        inside("apt-get", "purge", "-q", "-y", "annotator")
        inside("apt-get", "autoremove", "--purge", "-q", "-y")
    else:
        inside("tar", "-xf", f"/tmp/{package.name}", "-C", "/tmp", f"annotator-{version()}/install.sh")
        inside(f"/tmp/annotator-{version()}/install.sh", "--uninstall")
        shutil.rmtree(root / "tmp" / f"annotator-{version()}")
    left = sorted(name for name in _listed(root) - before if not _of_the_person(name))
    _ok("nothing is left but the person's files", lambda: not left, "\n".join(left[:20]))
    _ok("the person's project is left", lambda: any(root.glob("root/.local/share/annotator/sample/*.annotator")))


def _ok(what: str, holds: Callable[[], bool], otherwise: str = "") -> None:
    if not holds():
        raise AssertionError(f"{what}: {otherwise}")
    print(f"ok     {what}", flush=True)


def _desktop() -> list[str]:
    """Return the libraries that every desktop has, and on which the archive relies."""
    from scripts.installers.linux import DEPENDS

    return [one.split()[0] for one in DEPENDS.split(",")]


def _listed(root: Path) -> set[str]:
    """Return all files but those by which Debian keeps its own books."""
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
