"""Write docs/licences.md: all packages of a normal installation, with their licenses.

python scripts/write_licences.py           in an environment with the project installed
python scripts/write_licences.py --check   only report whether the page is complete
"""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
EXTRAS = ("plots", "onnx", "filters", "parquet", "cluster", "heif")
HEAD = """\
# Licenses

Annotator is under the MIT license. A normal installation includes these packages; the last column names the extra of
optional ones. All may be used and redistributed. Those under the LGPL (Qt for Python, the codec in pillow-heif) are
libraries that can be replaced. The versions are those of `constraints.txt`. `scripts/write_licences.py` writes this
page.

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
    return said.replace("|", "/") or "see the package"


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
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
        return 0
    listed = set(re.findall(r"^\| ([\w.-]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    missing = sorted(closure() - listed)
    print(f"docs/licences.md does not list {', '.join(missing)}" if missing else "docs/licences.md is complete")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
