"""Contact sheets in a real browser: looked at, walked through, printed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import browser
import numpy as np
import pytest
from needs import missing
from PIL import Image

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, export
from annotator.errors import ExportError
from annotator.types import Ranking

NAMES = (
    "a b.jpg",
    "#1.png",
    "100%.jpg",
    "<b>&'\".jpg",
    "sub/ä é🦋.jpg",
    "?q=1.jpg",
    *(f"im{i}.jpg" for i in range(20)),
)


@pytest.fixture
def source(tmp_path) -> ExportSource:
    root = tmp_path / "my images"
    for number, path in enumerate(NAMES):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (400, 300 + 8 * number), (10 * number, 90, 200)).save(root / path)
    (root / NAMES[7]).write_text("no image")
    n = len(NAMES)
    labels = np.full(n, UNLABELLED, np.int8)
    labels[[0, 3]], labels[8], labels[9] = 1, -1, 0
    judged = {i: Judged(1, "ital", f"2026-01-31T09:00:0{i}Z") for i in (0, 3, 8, 9)}
    ranking = Ranking(np.arange(n), np.linspace(0.9, -0.9, n).astype(np.float32), np.ones(n, np.float32), 1, 4)
    return ExportSource("kites & <crows>", "birds", NAMES, labels, judged, ranking, images_root=root)


@pytest.fixture(scope="module")
def chromium():
    if browser.PROGRAM is None:
        missing("Chromium")
    opened = browser.Browser()
    yield opened
    opened.close()


def test_the_page_is_browsed_with_the_keyboard(source, tmp_path, chromium):
    (tmp_path / "out").mkdir()
    report = export("contact-sheet", source, tmp_path / "out" / "sheet.html")
    assert "1 image missing or unreadable" in report.left_out
    assert report.written == len(NAMES) - 2  # those judged irrelevant or unsure are passed over
    chromium.open(tmp_path / "out" / "sheet.html")
    assert chromium.run("document.title") == "kites & <crows>"
    assert chromium.run("document.querySelectorAll('figure').length") == report.written
    assert chromium.run("Array.from(document.images).every((i) => i.complete && i.naturalWidth > 0)")
    assert chromium.run("document.images.length") == report.written - 1
    alt = chromium.run("document.images[3].alt")
    assert alt == NAMES[3]  # nothing in a name is taken for HTML
    at = "Array.from(document.querySelectorAll('main a')).indexOf(document.activeElement)"
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "ArrowRight", "Home"):
        chromium.press(key)
        walked.append(chromium.run(at))
    columns = walked[2] - 1
    last = report.written - 1
    assert walked == [0, 1, 1 + columns, columns, 0, last, last, 0]
    assert columns > 1
    # Every link leads to its image, whatever is in its name.
    links = chromium.run("Array.from(document.querySelectorAll('main a')).map((a) => a.href)")
    from urllib.parse import unquote, urlparse

    files = [Path(unquote(urlparse(link).path)) for link in links]
    assert files == [source.images_root / path for i, path in enumerate(NAMES) if i not in (8, 9)]
    picture = Image.open(io.BytesIO(chromium.photograph()))
    assert picture.size[0] > 500
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 20
    chromium.press("Enter")
    chromium.wait("document.images.length === 1 && location.href.endsWith('a%20b.jpg')")
    assert chromium.run("document.images[0].naturalWidth") == 400


def test_it_prints_on_paper_without_cutting_pictures(source, tmp_path, chromium):
    export("contact-sheet", source, tmp_path / "sheet.html")
    chromium.open(tmp_path / "sheet.html")
    printed = chromium.print()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2


def test_the_page_needs_nothing_else(source, tmp_path):
    export("contact-sheet", source, tmp_path / "sheet.html")
    text = (tmp_path / "sheet.html").read_text("utf-8")
    assert not re.search(r'(src|href)="(https?:)?//', text)
    assert "default-src 'none'" in text
    again = (tmp_path / "sheet.html").read_bytes()
    export("contact-sheet", source, tmp_path / "sheet.html")
    assert (tmp_path / "sheet.html").read_bytes() == again


def test_only_the_relevant_images(source, tmp_path):
    report = export("contact-sheet", source, tmp_path / "s.html", options={"images": "relevant"})
    assert report.written == 2
    unranked = replace(source, ranking=None)
    assert export("contact-sheet", unranked, tmp_path / "s.html", options={"images": "relevant"}).written == 2
    with pytest.raises(ExportError, match="has no ranking yet"):
        export("contact-sheet", unranked, tmp_path / "s.html")


def test_pdf_pages(source, tmp_path):
    report = export("contact-sheet-pdf", source, tmp_path / "sheet.pdf")
    data = (tmp_path / "sheet.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 2
    assert "1 image missing or unreadable" in report.left_out
    export("contact-sheet-pdf", source, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes() == data
