"""Pages of text as PDF 1.7 with the fonts that every reader has, the same bytes for the same text.

The streams are not compressed, because libraries of different versions compress differently. Characters that these
fonts lack are drawn as escapes, and marked with the text that they stand for, which readers copy and
search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
"""Size of an A4 page in points."""

_NARROW = {
    278: " !,./:;I[\\]ft", 355: '"', 889: "%", 667: "&ABEKPSVXY", 191: "'", 333: "()-`r", 389: "*", 584: "+<=>~",
    1015: "@", 722: "CDHNRUw", 611: "FTZ", 778: "GOQ", 500: "Jcksvxyz", 833: "Mm", 944: "W", 469: "^", 222: "ijl",
    334: "{}", 260: "|",
}  # fmt: skip
"""Widths of the characters of Helvetica in thousandths of the size, where they are not 556."""
_WIDTHS = {character: width for width, characters in _NARROW.items() for character in characters}
_BOLD = 1.08
"""How much wider the bold font is at most, in a line of text."""


@dataclass(frozen=True)
class Text:
    """A line of text.

    Attributes:
        text: What it says.
        size: Size of the letters in points.
        bold: Whether they are bold.
        indent: Distance from the margin in points.
    """

    text: str
    size: float = 9.0
    bold: bool = False
    indent: float = 0.0


def wrapped(text: str, width: float, size: float = 9.0, *, bold: bool = False) -> Iterator[str]:
    """Yield the lines of a text that fit in ``width`` points; words that do not are broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and _width(longer, size, bold) > width:
            yield line
            longer = word
        while _width(longer, size, bold) > width:
            fits = 1
            while _width(longer[: fits + 1], size, bold) <= width:
                fits += 1
            yield longer[:fits]
            longer = longer[fits:]
        line = longer
    yield line


def document(pages: Sequence[Sequence[Sequence[Text]]], title: str, margin: float = 50.0) -> bytes:
    """Return a PDF.

    Args:
        pages: The rows of each page, from the top; the texts of a row share their baseline. An empty row is a gap.
        title: Title of the document.
        margin: Distance of the text from the edges, in points.
    """
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *fonts,
        b"<< /Title " + _utf16(title) + b" /Producer (Annotator) >>",
    ]
    for number, rows in enumerate(pages):
        content = b"\n".join(_drawn(rows, margin))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


def height(row: Sequence[Text]) -> float:
    """Return the height of a row in points."""
    return 1.35 * max((text.size for text in row), default=6.0)


def _drawn(rows: Sequence[Sequence[Text]], margin: float) -> Iterator[bytes]:
    y = HEIGHT - margin
    for row in rows:
        y -= height(row)
        for one in row:
            shown = _shown(one.text).encode("cp1252")
            escaped = shown.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            font = f"/F{2 if one.bold else 1} {one.size:g} Tf 1 0 0 1 {margin + one.indent:g} {y:.2f} Tm".encode()
            drawn = b"BT " + font + b" (" + escaped + b") Tj ET"
            if _shown(one.text) != one.text:
                drawn = b"/Span << /ActualText " + _utf16(one.text) + b" >> BDC\n" + drawn + b"\nEMC"
            yield drawn


def _shown(text: str) -> str:
    """Return a text with escapes for the characters that the fonts lack."""
    return "".join(c if c.isprintable() and _known(c) else f"\\u{ord(c):04x}" for c in text)


def _known(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _utf16(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _width(text: str, size: float, bold: bool) -> float:
    thousandths = sum(_WIDTHS.get(c, 556 if c.isascii() else 722) for c in _shown(text))
    return thousandths / 1000 * size * (_BOLD if bold else 1.0)
