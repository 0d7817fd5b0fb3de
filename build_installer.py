"""Build what people install: the frozen program, a relocatable archive, and a package of the system.

    python build_installer.py                     everything for this system, from a clean clone, into dist/
    python build_installer.py --target deb --self-test --size-report
    python build_installer.py --bare-root         on Debian, as root: install both in a system without Python

The program is frozen by PyInstaller in an environment of its own (build/freezing), with the versions that
constraints.txt pins. Each system freezes on itself: Linux makes .deb and .tar.xz, Windows an installer by NSIS, macOS a
.app in a .dmg. docs/install.md tells which of them were run where.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.installers import bare_root, linux, macos, reproducible, sbom, self_test, tools, windows
from scripts.installers.common import BUILD, DIST, print_sizes, version, write_sums
from scripts.installers.freezing import freeze

TARGETS = {"linux": ("tar", "deb"), "win32": ("nsis",), "darwin": ("dmg",)}
MAKERS = {"tar": linux.make_archive, "deb": linux.make_deb, "nsis": windows.make_installer, "dmg": macos.make_image}


def main() -> int:
    """Build and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    targets = TARGETS.get(sys.platform, ())
    parser.add_argument("--target", choices=("all", "folder", *targets), default="all")
    parser.add_argument("--version", default=version(), help="version to write on it; that of the program unless given")
    parser.add_argument("--self-test", action="store_true", help="run what was built, and compare with the source")
    parser.add_argument("--size-report", action="store_true", help="print the ten largest parts")
    parser.add_argument(
        "--bare-root",
        nargs="?",
        const=bare_root.SUITE,
        metavar="SUITE",
        help=f"install and use it in a bare Debian, {bare_root.SUITE} unless given (needs root and debootstrap)",
    )
    parser.add_argument("--twice", action="store_true", help="build again elsewhere and compare every file")
    given = parser.parse_args()
    wanted = targets if given.target == "all" else () if given.target == "folder" else (given.target,)
    if given.bare_root and not {"tar", "deb"} & set(wanted):
        parser.error("--bare-root installs packages for Linux, and --target makes none of them")
    asked = {"self-test": given.self_test, "bare-root": bool(given.bare_root)}
    if lacking := tools.missing(["freeze", *wanted, *(name for name, wants in asked.items() if wants)]):
        print(*lacking, sep="\n", file=sys.stderr)
        return 2
    DIST.mkdir(exist_ok=True)
    frozen = freeze()
    if given.size_report:
        print_sizes(frozen)
    made: list[Path] = [MAKERS[target](frozen, given.version) for target in wanted]
    if made:
        write_sums([*made, sbom.write(given.version)])
    failed = 0
    if given.self_test:
        failed |= self_test.self_test(frozen, made)
    if given.bare_root:
        failed |= bare_root.install_and_use(made, BUILD / "bare", given.bare_root)
    if given.twice:
        failed |= reproducible.compare(frozen, freeze)
    return failed


if __name__ == "__main__":
    sys.exit(main())
