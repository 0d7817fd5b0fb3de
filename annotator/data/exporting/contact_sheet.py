"""Contact sheets of the best or the judged images, as a self-contained HTML page or as PDF."""

from __future__ import annotations

import base64
import html
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import best, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import places, word
from annotator.data.files.names import inside
from annotator.data.images.images import decode
from annotator.errors import ExportError, ImageError
from annotator.messages import Message
from annotator.parameters import parameter
from annotator.types import IntArray, Progress

_QUALITY = 82
_SIGNS = {"relevant": "✓", "irrelevant": "✗", "unsure": "?", "": ""}
_A4 = (1240, 1754)
"""Pixels of an A4 page at 150 dots per inch."""
_MARGIN = 75
_COLUMNS = 4
_ROWS = 5


@dataclass(frozen=True)
class Sheet:
    """Options of contact sheets."""

    images: str = parameter(
        "best", "Which images: the best of the ranking, or those judged relevant.", choices=("best", "relevant")
    )
    best: int = parameter(200, "How many images at most.", low=1, high=20_000)
    edge: int = parameter(200, "Longest edge of a picture on the page.", low=48, high=800, unit="pixels")


def write_html(source: ExportSource, out: Output, options: Sheet, progress: Progress) -> ExportReport:
    """Write one page with embedded thumbnails; each links to its image by a relative URL.

    Arrow keys move between the thumbnails, Home and End go to the first and last, Enter opens an image. In print,
    thumbnails are not split across pages. The page loads no external resources.
    """
    order = _order(source, options)
    scores = _scores(source, order)
    missing = 0
    with out.text(out.name) as stream:
        stream.write(_head(source, len(order)))
        for place, image in _each(order, progress):
            data = _picture(source, image, options.edge)
            missing += data is None
            stream.write(_figure(source, image, place, data, _link(source, out, image), scores[place]))
        stream.write(_TAIL)
    return ExportReport((), len(order), _missing(missing))


def write_pdf(source: ExportSource, out: Output, options: Sheet, progress: Progress) -> ExportReport:
    """Write A4 pages with 20 images each, captioned with name and rank."""
    order = _order(source, options)
    counted = [0]
    pages = _pages(source, order, options, progress, counted)
    first = next(pages)
    moment = _moment(source)
    with out.binary(out.name) as stream:
        first.save(
            stream, "PDF", resolution=150.0, save_all=True, append_images=pages, title=source.topic,
            creationDate=moment, modDate=moment,
        )  # fmt: skip
    return ExportReport((), len(order), _missing(counted[0]))


def _order(source: ExportSource, options: Sheet) -> IntArray:
    if options.images == "relevant":
        return chosen(source, "relevant", "rank")[: options.best]
    return best(source, options.best)


def _each(order: IntArray, progress: Progress) -> Iterator[tuple[int, int]]:
    for place, image in enumerate(order.tolist()):
        progress.step(place / len(order))
        yield place, image


def _shrunk(source: ExportSource, image: int, edge: int) -> Image.Image | None:
    if source.images_root is None:
        raise ExportError("The image folder is not known, so there are no pictures to show.")
    try:
        return decode(inside(source.images_root, source.paths[image]), edge)
    except ImageError:
        return None


def _picture(source: ExportSource, image: int, edge: int) -> str | None:
    picture = _shrunk(source, image, edge)
    if picture is None:
        return None
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY)
    return base64.b64encode(data.getvalue()).decode("ascii")


def _link(source: ExportSource, out: Output, image: int) -> str:
    """Return the relative URL of an image as seen from the page; "" if it is on another drive."""
    assert source.images_root is not None
    try:
        relative = os.path.relpath(source.images_root.absolute(), out.folder.absolute())
    except ValueError:
        return ""
    return quote((Path(relative) / source.paths[image]).as_posix(), safe="/.-_~")


def _missing(count: int) -> str:
    return Message("{n} image(s) missing or unreadable: shown without a picture.", n=count) if count else ""


def _head(source: ExportSource, n: int) -> str:
    title = html.escape(source.topic)
    asked = f"{html.escape(source.project)}, {Message('{n} image(s)', n=n)}"
    return _PAGE.replace("@TITLE@", title).replace("@ABOUT@", asked)


def _figure(source: ExportSource, image: int, place: int, data: str | None, link: str, score: str) -> str:
    path = html.escape(source.paths[image], quote=True)
    label = word(source.label(image))
    picture = (
        f'<img src="data:image/jpeg;base64,{data}" alt="{path}">' if data else '<span class="none">no picture</span>'
    )
    sign = f'<span class="{label}" title="{label}">{_SIGNS[label]}</span> ' if label else ""
    return (
        f'<figure><a href="{link}" title="{path}">{picture}</a>'
        f"<figcaption>{sign}{place + 1}. {path}{f' <small>{score}</small>' if score else ''}</figcaption></figure>\n"
    )


def _scores(source: ExportSource, order: IntArray) -> list[str]:
    """Return the formatted scores of images, "" for those that are not ranked."""
    if source.ranking is None:
        return [""] * len(order)
    at = places(source)[order]
    return [f"{mean:.3f}" if place >= 0 else "" for place, mean in zip(at, source.ranking.mean[at], strict=True)]


def _moment(source: ExportSource) -> Any:
    """Return the time of the latest judgement, so that the same search gives the same file."""
    latest = max((one.timestamp for one in source.judged.values()), default="") or "1980-01-01T00:00:00Z"
    return datetime.fromisoformat(latest).timetuple()


def _pages(
    source: ExportSource, order: IntArray, options: Sheet, progress: Progress, counted: list[int]
) -> Iterator[Image.Image]:
    from PIL import ImageDraw, ImageFont  # imported only when needed

    font = ImageFont.load_default(18)
    small = ImageFont.load_default(15)
    per_page = _COLUMNS * _ROWS
    width = (_A4[0] - 2 * _MARGIN) // _COLUMNS
    height = (_A4[1] - 2 * _MARGIN - 40) // _ROWS
    total = max(1, -(-len(order) // per_page))
    for number in range(total):
        page = Image.new("RGB", _A4, "white")
        draw = ImageDraw.Draw(page)
        draw.text((_MARGIN, _MARGIN - 30), f"{source.topic} - {source.project}", "black", font)
        draw.text((_A4[0] - _MARGIN, _MARGIN - 30), f"{number + 1} / {total}", "black", font, anchor="ra")
        part = order[number * per_page : (number + 1) * per_page]
        for at, image in enumerate(part.tolist()):
            progress.step((number * per_page + at) / len(order))
            left, top = _MARGIN + at % _COLUMNS * width, _MARGIN + 20 + at // _COLUMNS * height
            picture = _shrunk(source, image, min(width - 12, height - 48))
            if picture is None:
                counted[0] += 1
                draw.rectangle((left, top, left + width - 12, top + height - 48), outline="grey")
            else:
                page.paste(picture, (left, top))
            label = word(source.label(image))
            lines = (
                f"{number * per_page + at + 1}. {label}".rstrip(),
                _fitting(draw, source.paths[image], small, width - 12),
            )
            for line, text in enumerate(lines):
                draw.text((left, top + height - 44 + 18 * line), text, "black", small)
        yield page


def _fitting(draw: Any, path: str, font: Any, width: int) -> str:
    """Return the end of a path that fits below a picture; characters that the font lacks are escaped."""
    text = "".join(c if c.isprintable() and ord(c) < 0x250 else f"\\u{ord(c):04x}" for c in path)
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"...{text}", font) > width:
        text = text[1:]
    return f"...{text}"


_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
script-src 'unsafe-inline'">
<title>@TITLE@</title>
<style>
:root { color-scheme: light dark; }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5em; }
h1 { font-size: 1.4em; margin: 0 0 .2em; }
p { margin: 0 0 1em; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 14px; }
figure { margin: 0; break-inside: avoid; }
a { display: flex; align-items: center; justify-content: center; min-height: 150px; background: #8882; }
a { border-radius: 4px; }
a:focus { outline: 3px solid #1a73e8; outline-offset: 2px; }
img { max-width: 100%; display: block; }
figcaption { overflow-wrap: anywhere; font-size: 12px; }
.relevant { color: #137333; font-weight: bold; }
.irrelevant { color: #b3261e; font-weight: bold; }
.unsure { color: #8a6100; font-weight: bold; }
.none { color: #777; }
@media (prefers-color-scheme: dark) {
  .relevant { color: #6dd58c; } .irrelevant { color: #f2b8b5; } .unsure { color: #fdd663; }
}
@media print {
  body { margin: 0; } main { grid-template-columns: repeat(4, 1fr); } .keys { display: none; } a { background: none; }
}
</style>
</head>
<body>
<h1>@TITLE@</h1>
<p>@ABOUT@. <span class="keys">Arrow keys walk, Enter opens an image.</span></p>
<main>
"""
_TAIL = """\
</main>
<script>
const links = Array.from(document.querySelectorAll("main a"));
function columns() {
  const top = links.length ? links[0].parentElement.offsetTop : 0;
  const next = links.findIndex((link) => link.parentElement.offsetTop > top);
  return next < 0 ? links.length : next;
}
document.addEventListener("keydown", (event) => {
  const at = links.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns(), ArrowUp: at - columns(),
    Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || !links.length) return;
  event.preventDefault();
  links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, to))].focus();
});
</script>
</body>
</html>
"""
