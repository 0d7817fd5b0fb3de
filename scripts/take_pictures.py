"""Take the pictures for the documentation, or pictures of the window in all its appearances.

    python scripts/take_pictures.py [--out FOLDER] [--dress NAME ...]

Without arguments, runs a complete search (picture_story.py) in the real window on a private X server, in the plain
appearance, and writes the pictures that a page shows to docs/images. With --out, runs it in every appearance (dark,
German, right to left, double size, small and very large screens) and writes to FOLDER/DRESS. Needs Xvfb; Linux only.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "docs" / "images"
COLORS = 256
"""Number of colors per picture: enough for a window, at a quarter of the file size."""


@dataclass(frozen=True)
class Dress:
    """Appearance of the window.

    Attributes:
        screen: Size of the screen in pixels.
        window: Size of the window in logical pixels.
        theme: light or dark.
        language: Language of the window.
        scale: Device pixels per logical pixel.
        font: Font size in percent of the default.
    """

    screen: str = "1280x800"
    window: str = "1280x800"
    theme: str = "light"
    language: str = "en"
    scale: float = 1.0
    font: int = 100


DRESSES = {
    "plain": Dress(),
    "dark": Dress(theme="dark"),
    "german": Dress(language="de"),
    "mirrored": Dress(language="x-rtl"),
    "twice": Dress(screen="2560x1600", scale=2.0),
    "large-letters": Dress(font=160),
    "small-screen": Dress(screen="1280x720", window="1280x720"),
    "four-k": Dress(screen="3840x2160", window="3840x2160"),
}

SHOWN = {"dark": ("round-five",), "german": ("round-five",)}
"""Scenes of other appearances that are used in the documentation."""


def tell(dress: Dress, folder: Path, scenes: tuple[str, ...] = ()) -> None:
    """Run the story in one appearance and write to ``folder``; only ``scenes``, if any are given."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{dress.screen}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    answer = b""
    while not answer.endswith(b"\n"):  # closing the pipe earlier can end the server
        part = os.read(read, 16)
        if not part:
            sys.exit("Xvfb did not start. Debian and Ubuntu: sudo apt-get install xvfb")
        answer += part
    os.close(read)
    environment = {
        **os.environ,
        "DISPLAY": f":{answer.decode().strip()}",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": str(dress.scale),
    }
    story = [sys.executable, str(HERE / "picture_story.py"), str(folder), dress.window, dress.theme, dress.language]
    try:
        subprocess.run([*story, str(dress.font), *scenes], env=environment, check=True)
    finally:
        server.terminate()
        server.wait(10)


def store(picture: Path, target: Path) -> None:
    """Write a picture with a small file size."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(target, optimize=True)  # other methods lose the colors of small marks
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


def shown() -> set[str]:
    """Return the file names of the pictures that the pages of the documentation show."""
    pages = "".join(page.read_text("utf-8") for page in IMAGES.parent.glob("*.md"))
    return set(re.findall(r"\(images/([\w-]+\.png)\)", pages))


def write_documentation() -> None:
    """Take the pictures for the documentation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell(DRESSES["plain"], folder / "plain")
        for picture in sorted((folder / "plain").glob("*.png")):
            if picture.name in shown():
                store(picture, IMAGES / picture.name)
        for dress, scenes in SHOWN.items():
            tell(DRESSES[dress], folder / dress, scenes)
            for scene in scenes:
                store(folder / dress / f"{scene}.png", IMAGES / f"{scene}-{dress}.png")
    shutil.copy(IMAGES / "round-five.png", IMAGES / "window.png")


def main() -> None:
    """Parse the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="folder for the pictures of all appearances")
    parser.add_argument("--dress", action="append", choices=sorted(DRESSES), help="only this appearance")
    arguments = parser.parse_args()
    if arguments.out is None:
        write_documentation()
        return
    for name in arguments.dress or DRESSES:
        print(f"--- {name}", flush=True)
        tell(DRESSES[name], arguments.out / name)


if __name__ == "__main__":
    main()
