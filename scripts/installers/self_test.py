"""Run the frozen program in an environment without Python, and compare its exports with those from source."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.installers import binaries
from scripts.installers.common import BUILD, ROOT, version
from scripts.installers.exports import differing
from scripts.installers.freezing import PYTHON
from scripts.installers.waiting import PATIENCE_S, wait_for

EXPORTS = (".csv", ".run", ".qrels")


def self_test(frozen: Path, made: list[Path]) -> int:
    """Run the frozen program in an environment without Python, and compare its exports with those from source."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = frozen / "annotator"
        for archive in made:
            if archive.name.endswith(".tar.xz"):
                (folder / "unpacked").mkdir()
                subprocess.run(["tar", "-xf", archive, "-C", folder / "unpacked"], check=True)
                where = next((folder / "unpacked").iterdir())
                subprocess.run([where / "install.sh", folder / "a place"], check=True, stdout=subprocess.DEVNULL)
                program = folder / "a place" / "bin" / "annotator"
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}  # required on Windows
        bare = {
            **kept,
            "PATH": "/nowhere",
            "HOME": str(folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "C.UTF-8",
        }
        (folder / "home").mkdir()
        checks = {
            "prints its version": lambda: version() in run(program, bare, "--version"),
            "lists its strategies": lambda: "ital" in run(program, bare, "strategies"),
            "runs the sample": lambda: (
                run(program, bare, "demo", "--headless", "-o", str(folder / "frozen")) is not None
            ),
            "exports what the source exports": lambda: same_exports(folder),
            "reads images of every kind, apart": lambda: reads_images(program, bare, folder),
            "computes features and reads them": lambda: computes_features(program, bare, folder),
            "runs a network and reads its features": lambda: runs_network(program, bare, folder),
            "runs a plugin": lambda: "spread" in run(program, bare, "strategies", "--plugins", str(frozen / "plugins")),
            "evaluates expressions": lambda: filters(program, bare, folder),
            "speaks German": lambda: all(any(frozen.rglob(f"{name}_de.qm")) for name in ("annotator", "qtbase")),
            "brings the licenses": lambda: (frozen / "licences" / "index.html").is_file(),
            "includes the manual": lambda: (frozen / "docs" / "search.html").is_file(),
            "opens its window": lambda: opens_window(program, bare, folder),
        }
        if sys.platform == "linux":
            checks["looks for libraries only in itself"] = lambda: sound(frozen)
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


def sound(frozen: Path) -> bool:
    """Look for paths of the building machine in libraries, and for libraries that can be run."""
    faults = binaries.faults(frozen)
    assert not faults, "\n".join(faults[:20])
    return True


def run(program: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run the program with a timeout of several minutes and return its output."""
    done = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done.stdout


def same_exports(folder: Path) -> bool:
    """Run the same session from source and compare the exports."""
    environment = {**os.environ, "HOME": str(folder / "home2"), "PYTHONPATH": str(ROOT)}
    for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
        environment[f"XDG_{kind}_HOME"] = str(folder / "home2" / kind)
    subprocess.run(
        [PYTHON, "-m", "annotator", "demo", "--headless", "-o", folder / "source"],
        env=environment, check=True, timeout=PATIENCE_S, capture_output=True,
    )  # fmt: skip
    frozen, source = (
        {file.name: file.read_bytes() for file in (folder / side).iterdir() if file.suffix in EXPORTS}
        for side in ("frozen", "source")
    )
    assert source, "the session from source exported nothing"
    return not differing(frozen, source, BUILD / "differing exports")


KINDS = ("jpg", "png", "webp", "tif", "gif", "bmp", "avif")
DRAW = """
import sys
from PIL import Image
for number, kind in enumerate(sys.argv[2:]):
    Image.radial_gradient("L").convert("RGB").rotate(40 * number).save(f"{sys.argv[1]}/{kind}.{kind}")
"""


def reads_images(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Let the frozen program decode an image of every format."""
    images = folder / "kinds of images"
    images.mkdir()
    subprocess.run([PYTHON, "-c", DRAW, images, *KINDS], check=True)
    asked = "".join(json.dumps({"path": str(images / f"{kind}.{kind}"), "edge": 32}) + "\n" for kind in KINDS)
    done = subprocess.run(
        [program, "decode-images"], input=asked.encode(), env=environment, capture_output=True, timeout=PATIENCE_S
    )
    assert done.stdout.count(b'"width": 32') == len(KINDS), done.stdout[:500]
    return True


def computes_features(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Compute features of these images, write them to HDF5 and read them back."""
    images, features = str(folder / "kinds of images"), str(folder / "features.h5")
    run(program, environment, "extract", images, "-o", features)
    return f"{len(KINDS)}" in run(program, environment, "preview", images, features)


NETWORK = """
CAk64QEKHwoFaW1hZ2USBWZsb2F0IgRDYXN0KgkKAnRvGAGgAQIKNAoFZmxvYXQKBGF4ZXMSCGZlYXR1cmVzIgpSZWR1Y2VNZWFuKg8KCGtlZXBkaW1z
GACgAQIKFwoIZmVhdHVyZXMSBmxvZ2l0cyIDTmVnEgVzbWFsbCoOCAIQBzoCAgNCBGF4ZXNaIAoFaW1hZ2USFwoVCAESEQoDEgFOCgIIAwoCCAgKAggI
YhkKBmxvZ2l0cxIPCg0IARIJCgMSAU4KAggDYhsKCGZlYXR1cmVzEg8KDQgBEgkKAxIBTgoCCANCBAoAEBI=
"""
"""The mean color as a network in the ONNX format, as tests/small_network.py makes it."""


def runs_network(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Compute features of these images by a network, and read them again."""
    images, features, encoder = str(folder / "kinds of images"), str(folder / "network.h5"), folder / "small.onnx"
    encoder.write_bytes(base64.b64decode(NETWORK))
    run(program, environment, "extract", images, "-o", features, "--encoder", str(encoder))
    return f"{len(KINDS)}" in run(program, environment, "preview", images, features)


def filters(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Rank with a condition, which is compiled and evaluated in threads."""
    project = str(folder / "frozen" / "digits.annotator")
    ranked = run(
        program, environment, "rank", project, "--trust", "--top", "5", "--where", "probability > 0.5", "--json"
    )
    return len(ranked.splitlines()) == 5


def opens_window(program: Path, environment: dict[str, str], folder: Path) -> bool:
    """Open the window, and ask it to end as soon as it answers."""
    answers = folder / "stalls.jsonl"
    with subprocess.Popen(
        [program, "gui", "--no-restore", "--record-stalls", str(answers)], env=environment, stderr=subprocess.PIPE
    ) as process:
        try:
            wait_for(lambda: answers.exists() or process.poll() is not None, "the window to answer")
            alive = process.poll() is None
            process.terminate()
            _, said = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    ended = process.returncode == 0 or sys.platform == "win32"  # on Windows a process can only be killed
    return alive and ended and b"Traceback" not in said
