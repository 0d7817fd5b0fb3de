"""What the core reports is German in the German window, down to the signs in its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QTreeWidgetItemIterator

from annotator.data.exporting import FORMATS
from annotator.data.exporting.tables import LabelTable
from annotator.data.features.formats.contents import contents
from annotator.data.features.layout import FeatureLayout
from annotator.data.project.trust import TrustStore
from annotator.errors import UnknownStrategyError
from annotator.gui.actions.key_editor import KeyEditor
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.controller.failure import failure_of
from annotator.gui.dialogs.backups_dialog import BackupsDialog
from annotator.gui.dialogs.export_task import export_in_background
from annotator.gui.dialogs.import_report import ImportReportView
from annotator.gui.dialogs.layout_dialog import LayoutDialog
from annotator.gui.dialogs.match_preview import MatchPreview
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.panels import topic_table
from annotator.gui.settings.language import translation
from annotator.gui.tasks.tasks import State, TaskCenter
from annotator.gui.text.core_messages import domain_words
from annotator.gui.text.translate import tr
from annotator.parameters import parameters_of
from annotator.session.session import Session
from annotator.strategies.builtin.ceal import Ceal
from annotator.strategies.registry import load_registry
from annotator.types import Label, Progress
from scripts import translate


@pytest.fixture(autouse=True)
def german(qapp) -> Iterator[None]:
    before = QLocale()
    made = translation()
    made.install("de")
    yield
    made.install("en")
    QLocale.setDefault(before)


@pytest.fixture
def odd(tmp_path: Path) -> tuple[Path, Path]:
    """Return images of which one is empty, and features with names of which one is refused, one column per image."""
    (tmp_path / "images").mkdir()
    for name in ("a", "b", "c"):
        Image.new("RGB", (8, 8), "red").save(tmp_path / "images" / f"{name}.png")
    (tmp_path / "images" / "empty.png").touch()
    features = tmp_path / "features.h5"
    with h5py.File(features, "w") as file:
        file["features"] = np.random.default_rng(1).standard_normal((6, 4)).astype(np.float32)
        names = ["a.png", "b.png", "c.png", "../out.png"]
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    return tmp_path / "images", features


def english_in(text: str) -> list[str]:
    """Return the words between the fields of templates, two or more in a row, that ``text`` still has in English."""
    found = []
    for template, _, _ in translate.templates():
        german = tr(template)
        for words in re.split(r"\{[^}]*\}", template):
            plain = words.strip(" .:;,()")
            if re.search(r"[a-z]{2,} [a-z]{2,}", plain) and plain not in german and plain in text:
                found.append(plain)
    return found


def shown_by(tree) -> str:
    rows = QTreeWidgetItemIterator(tree)
    texts = []
    while rows.value():
        texts += [rows.value().text(column) for column in range(tree.columnCount())]
        rows += 1
    return "\n".join(texts)


def test_english_is_found():
    assert english_in("x.h5: the feature file is empty (0 bytes); create it again or copy it again")
    assert not english_in("x.h5: die Merkmalsdatei ist leer (0 Bytes)")


def test_an_import_report_is_german(qtbot, odd):
    report = Session.preview(*odd, Progress(), FeatureLayout())
    view = ImportReportView()
    qtbot.addWidget(view)
    view.show_report(report)
    text = shown_by(view.tree)
    assert "HDF5, /features (6 x 4 float32), eine Spalte je Bild" in text
    assert "../out.png: der Name führt mit '..' aus dem Ordner hinaus" in text
    assert "empty.png: die Datei ist leer (0 Bytes)" in text
    assert re.search(r"Länge\w* der Zeilen: \d,\d+", text)
    assert not english_in(text)


def test_a_report_that_a_project_stored_is_german(odd):
    report = Session.preview(*odd, Progress(), FeatureLayout())
    again = type(report).from_json(report.to_json())
    assert again == report
    assert again.kind.template == "{kind}, one column per image"
    assert again.problems[0].reason.template == "the file is empty (0 bytes)"


def test_the_parts_of_a_feature_file_are_german(qtbot, odd):
    with h5py.File(odd[1], "a") as file:
        file["about"] = "one text"
    dialog = LayoutDialog(odd[1], contents(odd[1]), FeatureLayout())
    qtbot.addWidget(dialog)
    texts = [box.itemText(i) for box in dialog.findChildren(QComboBox) for i in range(box.count())]
    assert "about (einzelner Wert Text)" in texts
    assert not english_in("\n".join(texts))


def test_why_a_feature_file_does_not_fit_is_german(qtbot, odd):
    with h5py.File(odd[1], "a") as file:
        del file["filenames"]
        names = ["1.png", "2.png", "3.png", "4.png"]
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    preview = MatchPreview()
    qtbot.addWidget(preview)
    preview.look_at(*odd)
    qtbot.waitUntil(lambda: preview.words.text().startswith("✗"))
    assert "keiner ihrer 4 Namen gehört zu einem der 4 Bilder" in preview.words.text()
    assert not english_in(preview.words.text())
    preview.close_thread()


def test_what_an_export_wrote_is_german(qtbot, project, tmp_path):
    with Session.open(project, may_use=TrustStore(tmp_path / "places" / "data").places_allowed) as session:
        session.judge([0], Label.RELEVANT)
        session.judge([1, 2], Label.UNSURE)
        source = session.exports.source()
    tasks = TaskCenter()
    for dry, said in ((True, "1 Bild würde nach"), (False, "1 Bild nach")):
        task = export_in_background(tasks, FORMATS["trec-qrels"], source, tmp_path / "red.qrels", {}, dry_run=dry)
        qtbot.waitUntil(lambda task=task: task.state.over)
        assert task.state is State.DONE
        assert said in task.result
        assert "2 als unsicher beurteilte Bilder: Qrels kennen diese Stufe nicht, ausgelassen." in task.result
        assert not english_in(task.result)


def test_findings_about_a_project_are_german(qtbot, project):
    dialog = BackupsDialog(project, writable=True)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.findings.topLevelItemCount() > 4)
    text = shown_by(dialog.findings)
    assert re.search(r"✓ Projektdatei\nintakt, Format \d+, \d+,\d\sMB", text)
    assert not english_in(text)
    dialog.close()


def test_a_step_read_from_the_file_is_german(project, tmp_path):
    from annotator.gui.text.core_messages import core_words

    may_use = TrustStore(tmp_path / "places" / "data").places_allowed
    with Session.open(project, may_use=may_use) as session:
        session.judge([0, 1], Label.IRRELEVANT)
    with Session.open(project, may_use=may_use) as session:
        assert session.judgements.undo_text == "2 images to irrelevant"
        assert core_words(session.judgements.undo_text) == "2 Bilder: irrelevant"


def test_labels_in_headings_and_choices_are_german():
    assert [words for _, words in topic_table._headings()][1:4] == [
        "Bilder mit der Beurteilung relevant",
        "Bilder mit der Beurteilung irrelevant",
        "Bilder mit der Beurteilung unsicher",
    ]
    (criterion,) = (entry for entry in parameters_of(Ceal) if entry.name == "criterion")
    assert "English" not in domain_words(criterion)


def test_a_missing_strategy_says_what_to_do_in_the_window():
    with pytest.raises(UnknownStrategyError) as caught:
        load_registry().make("of-a-plugin")
    text = failure_of(caught.value).text
    assert "of-a-plugin" in text
    assert "Projekt > Erweiterungen" in text
    assert "--plugins" not in text


def test_the_field_for_a_key_shows_its_whole_hint(qtbot, tmp_path):
    dialog = KeyEditor(KeyStore(tmp_path))
    qtbot.addWidget(dialog)
    dialog.show()
    field = dialog.press.findChild(QLineEdit)
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) < field.width() - 10


@pytest.mark.parametrize("width", [300, 350, 400, 450, 600])
def test_the_search_of_the_ranking_shows_its_whole_hint(qtbot, window, project, width):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    pane = window.workspace.ranking
    pane.setParent(None)
    qtbot.addWidget(pane)
    pane.resize(width, 500)
    pane.show()
    search = pane.controls.search
    hint = search.fontMetrics().horizontalAdvance(search.placeholderText())
    qtbot.waitUntil(lambda: hint < search.width() - 10)


def test_the_default_of_a_choice_is_said_as_the_choice_is(qtbot):
    form = ParameterForm(LabelTable, {})
    qtbot.addWidget(form)
    for name, word in (("images", "alle"), ("order", "Rang")):
        assert form.fields[name].editor.currentText() == word
        assert f"Voreinstellung: {word}." in {label.text() for label in form.rows[name].findChildren(QLabel)}
