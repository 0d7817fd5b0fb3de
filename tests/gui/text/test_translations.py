"""The translations are complete, fit their sources, and reach every widget."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from annotator.errors import ConfigError, FeatureError, ImageError, ProjectError
from annotator.extras import missing_extra
from annotator.gui.actions.cheat_sheet import KeysDialog
from annotator.gui.dialogs.preferences_dialog import PreferencesDialog
from annotator.gui.settings.language import FOLDER, Translation, language_of, translation
from annotator.gui.settings.pseudo_locale import PSEUDO, pseudo
from annotator.gui.shell.help_dialogs import AboutDialog
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.messages import Message
from annotator.types import Label
from scripts import translate

FILES = sorted(FOLDER.glob("annotator_*.ts"))


@pytest.fixture
def language(qapp) -> Iterator[Translation]:
    before = QLocale()
    made = translation()
    yield made
    made.install("en")
    QLocale.setDefault(before)


def messages(path: Path) -> list[tuple[str, list[str], bool]]:
    found = []
    for message in ElementTree.parse(path).getroot().iter("message"):
        translated = message.find("translation")
        assert translated is not None
        forms = [form.text or "" for form in translated.findall("numerusform")] or [translated.text or ""]
        found.append((message.findtext("source") or "", forms, translated.get("type") is None))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_the_program_is_listed_and_no_other(path, tmp_path):
    fresh = tmp_path / path.name
    shutil.copy(path, fresh)
    translate.update(fresh)
    assert fresh.read_text("utf-8") == path.read_text("utf-8"), "run python scripts/translate.py and translate"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_translated(path):
    assert not [source for source, forms, finished in messages(path) if not finished or not all(forms)]


def test_german_has_one_word_for_a_judgement_and_one_way_to_write_dots():
    texts = [form for _, forms, _ in messages(FOLDER / "annotator_de.ts") for form in forms]
    assert any("Beurteilung" in text for text in texts)
    assert not [text for text in texts if re.search(r"\bUrteil", text)]
    assert not [text for text in texts if text.endswith(" …")], "most have no space"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_compiled_file_is_that_of_the_texts(path, tmp_path):
    translate.release(path, tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == path.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fields_mnemonics_and_ellipses_are_those_of_the_source(path):
    for source, forms, _ in messages(path):
        for form in forms:
            for pattern in (r"\{[^}]*\}", r"%n", r"</?[a-z]+>", r"\(\*[^)]*\)|\*\.\w+"):
                assert sorted(set(re.findall(pattern, form))) == sorted(set(re.findall(pattern, source))), source
            assert ("&" in form) == ("&" in source), source
            assert form.endswith("…") == source.endswith("…"), source
            assert form.startswith(" ") == source.startswith(" "), source


def test_a_language_and_its_numbers_are_installed_and_taken_back(language):
    language.install("de")
    assert tr("Relevant images in the latest batches: {recent}").startswith("Relevante Bilder")
    assert [tr("%n image(s) selected", "", n) for n in (1, 2)] == ["1 Bild ausgewählt", "2 Bilder ausgewählt"]
    assert number(1797) == "1.797"
    assert tr("%n image(s) selected", "", 1797) == "1.797 Bilder ausgewählt"
    step = Message("{n} image(s) to {label}", n=5, label=Label.IRRELEVANT.word)
    assert (step, core_words(step)) == ("5 images to irrelevant", "5 Bilder: irrelevant")
    language.install("en")
    assert tr("%n image(s) selected", "", 1797) == "1,797 images selected"
    assert tr("") == ""


def test_qt_speaks_the_same_language(language, qtbot):
    from PySide6.QtWidgets import QDialogButtonBox

    language.install("de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Abbrechen"


def test_a_system_that_speaks_another_language_gets_english(monkeypatch):
    for tags, expected in ((["fr-FR", "fr"], "en"), (["de-AT", "de"], "de"), (["fr-FR", "de-DE"], "de")):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda _self, *_, tags=tags: tags)
        assert language_of("system") == expected
    assert language_of("de") == "de"


def test_the_pseudo_language_keeps_what_is_no_letter():
    assert pseudo("&Open {name}…").startswith("[!! &O")
    assert "{name}" in pseudo("&Open {name}…")
    assert len(pseudo("Open the project")) > 1.3 * len("Open the project")


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield everything a person can read or hear of ``root``, with where it is."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.objectName().startswith("qt_") or isinstance(widget.parent(), QTabBar):
            continue  # Qt's own
        read: list[str] = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            read.append(widget.text())
        if isinstance(widget, QLineEdit):
            read.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            read += [widget.itemText(i) for i in range(widget.count())]
        if isinstance(widget, QTabBar):
            read += [widget.tabText(i) for i in range(widget.count())]
        if isinstance(widget, QGroupBox):
            read.append(widget.title())
        yield from ((text, f"{type(widget).__name__} {widget.objectName()}") for text in read)
    for action in root.findChildren(QAction):
        yield from ((text, action.objectName()) for text in (action.text(), action.toolTip()))


def wordy(text: str) -> bool:
    """Whether ``text`` has words and is no name, path or key."""
    return bool(re.search(r"[A-Za-z]{3}.* [A-Za-z]{2}", text)) and "/" not in text


@pytest.fixture
def shown(language, request, qtbot, tmp_path, project):
    """Return a window in the language of the parameter, with the project and everything that can be shown."""
    from annotator.gui.shell.main_window import MainWindow
    from annotator.gui.widgets.theme import apply_theme
    from annotator.runtime.paths import UserFolders

    language.install(request.param)
    made = MainWindow(apply_theme(QApplication.instance(), "light"), UserFolders.under(tmp_path / "places"))
    made.resize(1280, 720)
    made.show()
    made.open_project(project)
    qtbot.waitUntil(lambda: made.workspace is not None and made.pages.currentWidget() is made.workspace)
    yield made
    made.close()
    made.deleteLater()


def show_panels(window) -> None:
    from annotator.gui.workspace.panels import PANELS

    for kind in PANELS:
        if not window.actions_[kind.action].isChecked():
            window.actions_[kind.action].trigger()


def dialogs(window, qtbot) -> Iterator[QDialog]:
    window.show_preferences()
    yield window.findChild(PreferencesDialog)
    for made in (KeysDialog(window.actions_.keys, window), AboutDialog(window.places, window)):
        made.open()
        yield made
    for action in ("topic.settings", "project.export", "project.new"):
        before = set(window.findChildren(QDialog))
        window.actions_[action].trigger()
        qtbot.waitUntil(lambda before=before: bool(set(window.findChildren(QDialog)) - before))
        yield (set(window.findChildren(QDialog)) - before).pop()


@pytest.mark.parametrize("shown", ["de"], indirect=True)
def test_the_german_window_shows_no_english(shown, qtbot):
    english = {source for source, forms, _ in messages(FILES[0]) if source not in forms and wordy(source)}
    show_panels(shown)
    windows = [shown, *dialogs(shown, qtbot)]
    left = {(text, where) for window in windows for text, where in texts_of(window) if text in english}
    assert not left


@pytest.mark.parametrize("shown", ["de"], indirect=True)
def test_the_german_window_fits_a_small_screen(shown):
    least = shown.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 720


@pytest.mark.parametrize("shown", [PSEUDO], indirect=True)
def test_no_text_reaches_the_screen_without_translation(shown, qtbot):
    show_panels(shown)
    windows = [shown, *dialogs(shown, qtbot)]
    left = {
        (text, where) for window in windows for text, where in texts_of(window) if wordy(text) and "[!!" not in text
    }
    assert not left


@pytest.mark.parametrize("shown", [PSEUDO], indirect=True)
def test_right_to_left_mirrors_the_window_but_no_image(shown, qtbot):
    space = shown.workspace
    assert shown.layoutDirection() is Qt.LayoutDirection.RightToLeft
    qtbot.waitUntil(lambda: space.ranking.width() > 0)
    batch, ranking = (pane.mapToGlobal(pane.rect().center()).x() for pane in (space.batch, space.ranking))
    assert ranking < batch
    image = next(iter(space.ranking.grid.images()))
    pixmap = space.panes.context.loader
    qtbot.waitUntil(lambda: pixmap.pixmap(int(image), 48, shown) is not None)
    drawn = space.ranking.grid.grab().toImage()
    assert not drawn.isNull()


@pytest.mark.parametrize(
    ("error", "english", "german"),
    [
        (FeatureError("{path}: the feature file is empty (0 bytes); create it again or copy it again",
                      path="/a b/x.h5"),
         "/a b/x.h5: the feature file is empty (0 bytes); create it again or copy it again",
         "/a b/x.h5: die Merkmalsdatei ist leer (0 Bytes); erzeugen oder kopieren Sie sie noch einmal"),
        (ConfigError("There is no column {name!r}; the columns are: {columns}.", name="yaer", columns="rank, score"),
         "There is no column 'yaer'; the columns are: rank, score.",
         "Es gibt keine Spalte 'yaer'; die Spalten sind: rank, score."),
        (ProjectError("{project} is already open: {who}. Close it there, or open it read-only. (Lock: {file})",
                      project="/p.annotator", who=Message("another program"), file="p.lock"),
         "/p.annotator is already open: another program. Close it there, or open it read-only. (Lock: p.lock)",
         "/p.annotator ist schon geöffnet: von einem anderen Programm. Schließen Sie es dort, oder öffnen Sie es nur "
         "zum Lesen. (Sperre: p.lock)"),
        (FeatureError("{path}: the feature file is cut short: {size:,} of {end:,} bytes; copy it again",
                      path="{x}.h5", size=1234, end=56789),
         "{x}.h5: the feature file is cut short: 1,234 of 56,789 bytes; copy it again",
         "{x}.h5: Die Merkmalsdatei ist abgeschnitten: 1.234 von 56.789 Bytes; kopieren Sie sie noch einmal"),
        (ImageError("{path}: {reason}", path="/a.heic",
                    reason=Message("HEIC images need {needed}", needed=missing_extra("pillow-heif", "heif"))),
         f"/a.heic: HEIC images need {missing_extra('pillow-heif', 'heif')}",
         "/a.heic: HEIC-Bilder brauchen das Python-Paket „pillow-heif“, das nicht installiert ist: "
         "pip install 'relevance-annotator[heif]'"),
        (OSError("something that nobody foresaw"), "something that nobody foresaw", "something that nobody foresaw"),
    ],
)  # fmt: skip
def test_errors_of_the_core_are_said_in_the_language_of_the_window(language, error, english, german):
    language.install("de")
    assert core_words(error) == german
    language.install("en")
    assert core_words(error) == str(error) == english


def test_an_error_in_the_window_is_german(language, window, tmp_path, qtbot):
    language.install("de")
    empty = tmp_path / "leer.annotator"
    empty.write_bytes(b"")
    window.open_project(empty)
    qtbot.waitUntil(lambda: window.messages.isVisible())
    texts = " ".join(label.text() for label in window.messages.findChildren(QLabel))
    assert "leer.annotator" in texts
    assert "ist leer" in texts or "keine Projektdatei" in texts


def test_a_line_does_not_break_between_a_number_and_its_unit(qapp):
    assert tr("{share} %").format(share=38) == "38\u00a0%"
    assert tr("about {n} s left").format(n=40) == "about 40\u00a0s left"
    assert tr("{n} steps of {m} seen").format(n=1, m=2) == "1 steps of 2 seen"
