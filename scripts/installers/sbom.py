"""Bill of materials of the program in CycloneDX format.

Source:
    CycloneDX 1.6, ECMA-424.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from scripts.installers.common import BUILD, DIST, ROOT
from scripts.installers.freezing import PYTHON, environment

TOOL = "cyclonedx-bom>=7,<8"
ENVIRONMENT = BUILD / "tools"


def write(number: str) -> Path:
    """Write the bill of materials of the frozen program and return its path."""
    python = ENVIRONMENT / PYTHON.relative_to(PYTHON.parents[1])
    environment(ENVIRONMENT, TOOL)
    said = subprocess.run(
        [python, "-m", "cyclonedx_py", "environment", PYTHON, "--pyproject", ROOT / "pyproject.toml", "--mc-type",
         "application", "--output-reproducible", "--sv", "1.6", "--of", "JSON", "-o", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    bill = needed(json.loads(said))
    bill["metadata"]["component"]["version"] = number
    bill["components"] += libraries(BUILD / "frozen" / "annotator" / "_internal")
    target = DIST / f"annotator-{number}-{sysconfig.get_platform()}.cdx.json"
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", "utf-8")
    return target


def needed(bill: dict[str, Any]) -> dict[str, Any]:
    """Remove build tools, which are installed in the same environment but not needed by the program."""
    graph = {entry["ref"]: entry.get("dependsOn", []) for entry in bill["dependencies"]}
    todo = [bill["metadata"]["component"]["bom-ref"]]
    reached = set(todo)
    while todo:
        new = set(graph.get(todo.pop(), [])) - reached
        reached |= new
        todo += new
    bill["components"] = [one for one in bill["components"] if one["bom-ref"] in reached]
    bill["dependencies"] = [one for one in bill["dependencies"] if one["ref"] in reached]
    for component in bill["components"]:  # download locations describe the build machine, not the component
        component.pop("externalReferences", None)
    return bill


def libraries(folder: Path) -> list[dict[str, Any]]:
    """Return the bundled libraries of the build system, with their SHA-256."""
    return [
        {
            "type": "library",
            "name": file.name,
            "bom-ref": f"file:{file.name}",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
        }
        for file in sorted(folder.glob("*.so*"))
        if not file.is_symlink()
    ]
