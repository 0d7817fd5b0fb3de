"""Write the exact packages of a normal installation with their SHA-256, for this system and version of Python.

    python scripts/pin_hashes.py -o hashes.txt
    pip install --require-hashes -r hashes.txt && pip install --no-deps .

Nothing is installed: pip only resolves the packages. A list with hashes is valid for one system and one version of
Python, so it is generated where it is used and not kept in the repository.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"]


def main() -> int:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--extra", action="append", default=[], help="also for this extra, e.g. heif; may be repeated")
    given = parser.parse_args()
    what = str(ROOT) + (f"[{','.join(given.extra)}]" if given.extra else "")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    found = subprocess.run([*command, "-c", str(ROOT / "constraints.txt"), what], capture_output=True, text=True)
    if found.returncode:
        print(found.stderr, file=sys.stderr)
        return 1
    lines = []
    for one in json.loads(found.stdout)["install"]:
        name, digests = one["metadata"]["name"], one["download_info"].get("archive_info", {}).get("hashes", {})
        if name.lower() == PROJECT:
            continue
        if "sha256" not in digests:
            print(f"pip gives no hash of {name}", file=sys.stderr)
            return 1
        lines.append(f"{name}=={one['metadata']['version']} --hash=sha256:{digests['sha256']}")
    given.output.write_text("\n".join(sorted(lines, key=str.lower)) + "\n", "utf-8")
    print(f"{len(lines)} packages in {given.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
