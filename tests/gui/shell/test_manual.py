"""The manual opens in a browser, or the window says why not."""

import os
import sys

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from annotator.gui.shell import manual


class Browser(QObject):
    """Takes what would be shown in a browser."""

    def __init__(self):
        super().__init__()
        self.shown = []

    @Slot(QUrl)
    def show(self, url):
        self.shown.append((url.toLocalFile(), os.environ.get("LD_LIBRARY_PATH")))


@pytest.fixture
def browser(qapp):
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "show")
    yield browser
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def frozen(tmp_path, monkeypatch):
    program = tmp_path / "a place" / "annotator"
    (program.parent / "docs").mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program.parent


def test_the_manual_of_an_installed_program_is_shown_with_the_libraries_of_the_system(frozen, browser, monkeypatch):
    page = frozen / "docs" / "index.html"
    page.write_text("<p>manual")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(frozen))
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/of/the/system")
    assert manual.show() == ""
    assert browser.shown == [(str(page), "/of/the/system")]
    assert os.environ["LD_LIBRARY_PATH"] == str(frozen)


def test_without_a_manual_the_window_says_so(frozen, browser):
    assert "without the manual" in manual.show()
    assert browser.shown == []


def test_without_a_browser_the_window_says_where_the_manual_is(frozen, monkeypatch):
    page = frozen / "docs" / "index.html"
    page.write_text("<p>manual")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    assert str(page) in manual.show()
