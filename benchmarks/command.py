"""Command line of every benchmark: its options, its tiny form, the machine, and the folders it writes to.

A benchmark is a module that ends with ``run(main, OPTIONS)``. Every benchmark has ``--help``, made from its docstring,
and ``--tiny``: the same functions with smaller numbers on made-up data, in seconds, which writes only to a temporary
folder. Without its data, or a program it needs, a benchmark ends with one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from annotator.data.project.places import scratch_folder
from annotator.errors import AnnotatorError

ROOT = Path(__file__).resolve().parents[1]
CPUINFO = Path("/proc/cpuinfo")


class MissingError(Exception):
    """Something that a benchmark needs is not on this machine."""


@dataclass(frozen=True)
class Places:
    """Where benchmarks read and write.

    Attributes:
        root: The repository, or a folder with copies of the published results.
        data: Repository beside which the data outside of it are, if that is not ``root``.
    """

    root: Path
    data: Path | None = None

    @property
    def published(self) -> Path:
        """Folder of the results that the pages show."""
        return self.root / "benchmarks" / "published"

    @property
    def results(self) -> Path:
        """Folder of all other results, and of finished searches."""
        return self.root / "benchmarks" / "results"

    @property
    def docs(self) -> Path:
        """Folder of the pages."""
        return self.root / "docs"

    def shared(self, name: str) -> Path:
        """Return a file or folder of the data outside the repository.

        Raises:
            MissingError: It is not there; in the tiny form it never is.
        """
        return existing((self.data or self.root).parent / "shared" / "data" / name)

    def read(self, name: str) -> Any:
        """Return published results."""
        return json.loads((self.published / f"{name}.json").read_text(encoding="utf-8"))

    def publish(self, name: str, content: Any) -> None:
        """Store results that a page shows."""
        write(self.published / f"{name}.json", content)


REPOSITORY = Places(ROOT)


@dataclass(frozen=True)
class Option:
    """An option of a benchmark.

    Attributes:
        names: As for ``add_argument``.
        tiny: Its value in the tiny form, or a function that makes it in a folder; None to leave the default.
        how: All other arguments of ``add_argument``.
    """

    names: tuple[str, ...]
    tiny: Any
    how: Mapping[str, Any]


def option(*names: str, tiny: Any = None, **how: Any) -> Option:
    """Declare an option."""
    return Option(names, tiny, how)


JOBS = option("--jobs", type=int, default=2, tiny=1, help="processes; the results are the same with any number")
OUTPUT = option("-o", "--output", type=Path, help="JSON file of the figures (default: benchmarks/results/NAME.json)")

PAGE = (
    option("--page", action="store_true", help="only write the page, from stored results"),
    option("--check", action="store_true", help="only check that the page is that of the stored results"),
)
"""Options of benchmarks that write a page of the documentation."""


def parser_of(name: str, about: str | None, options: Iterable[Option], tiny: bool = False) -> argparse.ArgumentParser:
    """Return the parser of a benchmark.

    Args:
        name: Name of its module.
        about: Its docstring.
        options: Its options.
        tiny: Whether the defaults are those of the tiny form.
    """
    parser = argparse.ArgumentParser(
        f"python -m {name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for one in options:
        how = dict(one.how)
        if how.get("default") and "default" not in how.get("help", ""):
            how["help"] = f"{how.get('help', '')} (default: %(default)s)".strip()
        if tiny and one.tiny is not None:
            how["default"] = one.tiny
            if not one.names[0].startswith("-"):
                how.setdefault("nargs", "?")
        parser.add_argument(*one.names, **how)
    parser.add_argument("--tiny", action="store_true", help="a few seconds on made-up data; only shows that it runs")
    return parser


def run(main: Callable[[argparse.Namespace], Any], options: Sequence[Option] = (), publishes: bool = False) -> NoReturn:
    """Run a benchmark from the command line.

    Args:
        main: The benchmark. Besides its options it receives ``places``, and ``folder``, which is removed afterwards.
            Figures that it returns are stored with the machine.
        options: Its options.
        publishes: Whether it writes published results. With fewer searches or the like than published, it writes to
            benchmarks/results/partial instead.
    """
    module = sys.modules["__main__"]
    name = module.__spec__.name if module.__spec__ else Path(sys.argv[0]).stem
    tiny = "--tiny" in sys.argv[1:]
    parser = parser_of(name, module.__doc__, options, tiny)
    given = parser.parse_args()
    print(f"machine: {in_words(machine())}", flush=True)
    with tempfile.TemporaryDirectory(dir=scratch_folder(), ignore_cleanup_errors=True) as folder:
        given.folder = Path(folder) / "work"
        given.folder.mkdir()
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")  # factors of a million images are not for the user's
        given.places = REPOSITORY
        if tiny:
            given.places = _copy(Path(folder) / "repository")
            made = Path(folder) / "data"  # apart from projects, as the data of a full run
            made.mkdir()
            for key, value in vars(given).items():
                if callable(value):
                    setattr(given, key, value(made))
        elif publishes and _reduced(given, options):
            given.places = _copy(REPOSITORY.results / "partial", REPOSITORY.root)
        del given.tiny  # the numbers differ, never what is done with them
        try:
            figures = main(given)
        except (MissingError, AnnotatorError) as error:
            parser.exit(2 if isinstance(error, MissingError) else 1, f"{name}: {error}\n")
        if figures is not None:
            default = given.places.results / f"{name.partition('.')[2]}.json"
            write(getattr(given, "output", None) or default, {"machine": machine(), "figures": figures})
    sys.exit()


def _copy(root: Path, data: Path | None = None) -> Places:
    """Return places below ``root`` with copies of the published results."""
    places = Places(root, data)
    shutil.copytree(REPOSITORY.published, places.published, dirs_exist_ok=True)
    (places.docs / "images").mkdir(parents=True, exist_ok=True)
    return places


def _reduced(given: argparse.Namespace, options: Sequence[Option]) -> bool:
    """Return whether a number that the tiny form changes is not the usual one."""
    sizes = [one for one in options if one.tiny is not None and one is not JOBS]
    usual = [word for one in sizes for word in one.names if word.startswith("--")]
    values = {name.lstrip("-").replace("-", "_") for name in usual}
    defaults = vars(parser_of("", "", options).parse_args([]))
    return any(getattr(given, name) != defaults[name] for name in values)


def write(file: Path, content: Any) -> None:
    """Write JSON; the folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
    print(f"stored {file}", file=sys.stderr)


def write_page(file: Path, text: str, *, check: bool = False) -> None:
    """Write a page of the documentation, or end with status 1 if that would ``check`` a change."""
    if not check:
        file.write_text(text, encoding="utf-8")
    elif file.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{file} is not the page of the stored results; the same command without --check writes it")


def existing(path: Path) -> Path:
    """Return ``path``.

    Raises:
        MissingError: There is nothing.
    """
    if not path.exists():
        raise MissingError(f"needs {path}, which is not there.")
    return path


def programs_needed(*names: str) -> None:
    """Raise MissingError if a program is not installed."""
    if absent := [name for name in names if shutil.which(name) is None]:
        raise MissingError(f"needs {' and '.join(absent)}, not installed here.")


def machine() -> dict[str, Any]:
    """Return what figures depend on besides the code."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "cpus": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def _processor() -> str:
    named = platform.processor()
    if CPUINFO.exists():
        lines = (line.partition(":") for line in CPUINFO.read_text().splitlines())
        named = next((value.strip() for key, _, value in lines if key.strip() == "model name"), named)
    return named or platform.machine()


def in_words(found: Mapping[str, Any]) -> str:
    """Describe a machine in one line; older results name less of it."""
    processors = f"{found['cpus']} processors" + (f" ({found['processor']})" if "processor" in found else "")
    versions = [f"{title} {found[key]}" for key, title in (("python", "Python"), ("numpy", "numpy")) if key in found]
    return ", ".join([*filter(None, [found.get("system")]), processors, *versions])
