"""Presets without clashes, keys of one's own that survive and hold at once, the editor, the cheat sheet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.errors import ConfigError
from annotator.gui.actions.actions import ACTIONS, Need
from annotator.gui.actions.cheat_sheet import KeysDialog
from annotator.gui.actions.judgement_bar import JudgementBar
from annotator.gui.actions.key_bindings import FIXED_KEYS, KeyBindings, is_bare, normal
from annotator.gui.actions.key_editor import KeyEditor, KeyModel
from annotator.gui.actions.key_presets import PRESETS
from annotator.gui.actions.key_store import KeyStore, read_keys, to_toml
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.workspace.onboarding_hints import OnboardingHints, Progress

LABELLING = ("judge.relevant", "judge.irrelevant", "judge.unsure", "judge.clear")
UNSHIFTED = {
    "QWERTY": "`1234567890-=QWERTYUIOP[]\\ASDFGHJKL;'ZXCVBNM,./ ",
    "QWERTZ": "^1234567890ß´QWERTZUIOPÜ+#ASDFGHJKLÖÄYXCVBNM,.-< ",
    "AZERTY": "²&É\"'(-È_ÇÀ)=AZERTYUIOP^$QSDFGHJKLMÙ*<WXCVBN,;:! ",
}
"""What the keys give without Shift and AltGr."""
NAMED = {"Return", "Enter", "Space", "Backspace", "Del", "Ins", "Tab", "Esc", *(f"F{n}" for n in range(1, 13))}
EVERYTHING = Need(0)
for member in Need:
    EVERYTHING |= member


def test_the_presets_of_the_programs_people_know_are_there():
    assert list(PRESETS) == ["default", "digikam", "lightroom", "prodigy", "viame", "left-hand", "one-hand"]


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_has_a_clash_or_takes_a_key_of_the_grids(name):
    bindings = KeyBindings(name)
    assert bindings.clashes() == []
    known = {entry.id for entry in ACTIONS.values()}
    assert set(PRESETS[name].own) <= known
    for keys in PRESETS[name].own.values():
        assert all(normal(key) == key for key in keys), "written as Qt writes it"
        assert not set(keys) & FIXED_KEYS


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("layout", UNSHIFTED)
def test_every_label_has_a_key_without_shift_or_altgr_on_every_keyboard(name, layout):
    bindings = KeyBindings(name)

    def reachable(key):
        last = key if len(key) == 1 else key.removeprefix("Alt+")
        return key.startswith("Num+") or last in NAMED or last in UNSHIFTED[layout]

    for identifier in LABELLING:
        keys = bindings.keys(identifier)
        assert any(map(reachable, keys)), f"{identifier}: {keys} need Shift on {layout}"
        assert not any("Shift" in key or "Ctrl+Alt" in key for key in keys)


@pytest.mark.parametrize("name", PRESETS)
def test_the_way_to_judge_and_to_go_on_has_a_key_in_every_preset(name):
    bindings = KeyBindings(name)
    needed = (
        *LABELLING,
        "judge.rest",
        "batch.next",
        "edit.undo",
        "edit.redo",
        "view.preview",
        "view.back",
        "help.keys",
    )
    assert [identifier for identifier in needed if not bindings.keys(identifier)] == []


def test_the_keys_of_the_other_programs_mean_what_hands_expect():
    digikam, lightroom, prodigy = (KeyBindings(name) for name in ("digikam", "lightroom", "prodigy"))
    assert [digikam.keys(name)[0] for name in LABELLING] == ["Alt+3", "Alt+1", "Alt+2", "Alt+0"]
    assert all(digikam.holder(f"Ctrl+{digit}") is None for digit in range(6)), "ratings stay free"
    assert lightroom.holder("U") == "judge.clear"
    assert lightroom.holder("G") == "view.back"
    assert prodigy.holder("Space") == "judge.unsure"
    assert prodigy.holder("Return") == "view.preview"
    assert prodigy.holder("Backspace") == "edit.undo"
    assert KeyBindings("viame").holder("+") == "judge.relevant"
    assert KeyBindings("viame").holder("Ctrl++") == "view.larger"


def test_a_key_that_is_taken_is_named_and_taken_away_only_if_wanted():
    with pytest.raises(ConfigError, match="X belongs to “Irrelevant”"):
        KeyBindings().with_keys("judge.keep", ["x"])
    with pytest.raises(ConfigError, match="Move"):
        KeyBindings().with_keys("judge.keep", ["Ctrl+Left"], take=True)
    taken = KeyBindings().with_keys("judge.keep", ["X"], take=True)
    assert taken.keys("judge.keep") == ("X",)
    assert taken.keys("judge.irrelevant") == ()
    assert taken.clashes() == []
    again = taken.reset("judge.irrelevant")
    assert again.keys("judge.irrelevant") == ("X",)
    assert again.keys("judge.keep") == ()
    assert again.reset("judge.keep").own == {}


@pytest.mark.parametrize("key", ["", "Ctrl+", "Shift", "nonsense", "Ctrl+K, Ctrl+S"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ConfigError, match="not a key"):
        KeyBindings().with_keys("judge.keep", [key])


def test_bare_keys_are_told_from_others():
    assert [key for key in ("P", "Num+5", "Space", "Backspace", "F5", "Ctrl+K", "Esc") if is_bare(key)] == [
        "P", "Num+5", "Space", "Backspace",
    ]  # fmt: skip


def test_only_the_difference_is_stored_and_survives(tmp_path):
    store = KeyStore(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    store.change(KeyBindings("prodigy").with_keys("batch.next", ["G"]))
    assert store.path.read_text() == 'preset = "prodigy"\n[keys]\n"batch.next" = ["G"]\n'
    assert KeyStore(tmp_path / "new").bindings == store.bindings
    store.change(KeyBindings())
    assert store.path.read_text() == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("preset = ", "cannot be read"),
        ("\x00", "cannot be read"),
        ('preset = "emacs"', "emacs"),
        ("sound = true", "sound"),
        ("keys = 3", "not a table"),
        ('[keys]\n"judge.relevant" = "J"', "not a list"),
        ('[keys]\n"judge.relevant" = ["J", "Shift+"]', "Shift+"),
        ('[keys]\n"judge.everything" = ["J"]', "judge.everything"),
        ('[keys]\n"judge.relevant" = ["X"]', "X belongs to both"),
        ('[keys]\n"judge.relevant" = ["Ctrl+A"]', "Ctrl+A belongs to both"),
    ],
)
def test_a_damaged_file_is_told_kept_and_never_stops_the_program(tmp_path, content, told):
    path = tmp_path / "keys.toml"
    path.write_text(content + '\n[keys]\n"batch.next" = ["G"]' if content.startswith("sound") else content)
    before = path.read_text()
    store = KeyStore(tmp_path)
    assert str(path) in store.problem
    assert told in store.problem
    assert store.bindings.clashes() == []
    if content.startswith("sound"):
        assert store.keys("batch.next") == ("G",), "what can be used is used"
    store.change(KeyBindings("viame"))
    assert (tmp_path / "keys.damaged.toml").read_text() == before
    assert store.problem == ""
    assert KeyStore(tmp_path).bindings.preset == "viame"


def test_keys_that_cannot_be_written_hold_for_this_run(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = KeyStore(blocked / "config")
    store.change(KeyBindings("viame"))
    assert store.keys("judge.irrelevant") == ("-",)
    assert "cannot be written" in store.problem


@pytest.fixture
def bench(qtbot, tmp_path):
    """A window with images, a text field and all actions."""
    window = QWidget()
    qtbot.addWidget(window)
    window.images, window.text = QPushButton("images"), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(window.images)
    layout.addWidget(window.text)
    window.actions_ = ActionSet(window, KeyStore(tmp_path))
    window.actions_.attach(window.images)
    window.actions_.enable(EVERYTHING)
    window.pressed = []
    for entry in ACTIONS.values():
        if entry.group != "Images":
            window.actions_[entry.id].triggered.connect(lambda *_, name=entry.id: window.pressed.append(name))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def strike(widget, key):
    stroke = QKeySequence(key)[0]
    widget.setFocus()
    QTest.keyClick(widget, stroke.key(), stroke.keyboardModifiers())


@pytest.mark.parametrize("name", PRESETS)
def test_every_key_of_a_preset_works_once_and_typing_is_never_disturbed(bench, name):
    actions = bench.actions_
    actions.keys.change(KeyBindings(name))
    for entry in ACTIONS.values():
        for key in actions.keys.keys(entry.id) if entry.group != "Images" else ():
            bench.pressed.clear()
            strike(bench.images, key)
            assert bench.pressed == [entry.id], key
            if is_bare(key) and key not in entry.keys:
                bench.pressed.clear()
                strike(bench.text, key)
                assert bench.pressed == [], f"{key} acted in a text field"


def test_the_number_pad_is_told_from_the_digits_above_the_letters(bench):
    bench.actions_.keys.change(KeyBindings("one-hand"))
    QTest.keyClick(bench.images, Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    assert bench.pressed == ["judge.relevant"]
    QTest.keyClick(bench.images, Qt.Key.Key_3)
    assert bench.pressed == ["judge.relevant", "judge.grade_3"]


def test_other_keys_hold_at_once_everywhere(bench, qtbot):
    actions = bench.actions_
    bar, sheet = JudgementBar(actions, bench), KeysDialog(actions.keys)
    qtbot.addWidget(sheet)
    coach = OnboardingHints(bench, actions.keys)
    coach.follow(Progress("threes", 1, 8, 8, 2, False))
    assert "<b>P</b>" in coach.text
    actions.keys.change(KeyBindings().with_keys("judge.relevant", ["J"]))
    assert bar.buttons["judge.relevant"].accessibleName() == "Relevant, key J"
    assert actions["judge.relevant"].toolTip().endswith("(J)")
    assert "<b>J</b>" in coach.text
    assert "J" in sheet.sheet.toPlainText().split()
    strike(bench.images, "P")
    assert bench.pressed == []
    strike(bench.images, "J")
    assert bench.pressed == ["judge.relevant"]
    actions.keys.change(KeyBindings().with_keys("judge.relevant", []))
    assert bar.buttons["judge.relevant"].accessibleName() == "Relevant, key none"
    assert "<b>Relevant</b>" in coach.text


def test_a_held_key_never_repeats_an_action(bench):
    for entry in ACTIONS.values():
        if entry.group != "Images":
            assert not bench.actions_[entry.id].autoRepeat()
    assert not any(act.autoRepeat() for act in bench.images.actions())


def test_the_cheat_sheet_finds_actions_and_keys(qtbot):
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.search, "undo")
    assert "Ctrl+Z" in dialog.sheet.toPlainText()
    assert "Ctrl+Q" not in dialog.sheet.toPlainText()
    dialog.search.setText("F11")
    assert "Full screen" in dialog.sheet.toPlainText()
    dialog.search.setText("nothing at all")
    assert dialog.sheet.toPlainText() == "No key matches."


# The editor


@pytest.fixture
def editor(qtbot, tmp_path):
    dialog = KeyEditor(KeyStore(tmp_path))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press_in(editor, key):
    editor.press.setFocus()
    stroke = QKeySequence(key)[0]
    QTest.keyClick(editor.press, stroke.key(), stroke.keyboardModifiers())


def test_the_table_of_keys_is_a_good_model(qtbot):
    keys = KeyStore()
    model = KeyModel(keys)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys.change(KeyBindings("viame"))
    model.find("relevant")
    assert {model.rows[row].id for row in range(model.rowCount())} >= {"judge.relevant", "judge.irrelevant"}
    model.find("no such words")
    assert model.rowCount() == 0
    keys.change(KeyBindings())


def test_a_key_is_given_by_pressing_it(editor):
    QTest.keyClicks(editor.search, "keep as it")
    assert editor.chosen == "judge.keep"
    press_in(editor, "J")
    assert not editor.take.isVisible()
    editor.add.click()
    assert editor.keys.keys("judge.keep") == ("K", "J")
    press_in(editor, "Ctrl+J")
    assert not editor.replace.isEnabled()
    assert "Ctrl+J belongs to “Suspected mistakes”" in editor.message.text()
    editor.take.click()
    assert editor.keys.keys("judge.keep") == ("Ctrl+J",)
    assert editor.keys.keys("view.mistakes") == ()
    editor.none.click()
    assert editor.keys.keys("judge.keep") == ()
    editor.reset.click()
    assert editor.keys.keys("judge.keep") == ("K",)


def test_keys_of_the_grids_are_refused_with_the_reason(editor):
    editor.choose("judge.keep")
    press_in(editor, "Ctrl+Left")
    assert "moves through the images" in editor.message.text()
    assert not editor.take.isVisible()
    assert not editor.replace.isEnabled()


def test_a_preset_is_chosen_and_all_is_reset(editor):
    editor.preset.setCurrentIndex(editor.preset.findData("prodigy"))
    editor.preset.activated.emit(editor.preset.currentIndex())
    assert editor.keys.keys("judge.unsure") == ("Space",)
    editor.keys.change(editor.keys.bindings.with_keys("batch.next", ["G"]))
    assert editor.reset_all.isEnabled()
    editor.reset_all.click()
    assert editor.keys.bindings == KeyBindings("prodigy")
    assert not editor.reset_all.isEnabled()


def test_keys_are_passed_on_in_a_file(editor, tmp_path):
    mine = KeyBindings("viame").with_keys("batch.next", ["G"])
    editor.keys.change(mine)
    editor.export_to(tmp_path / "mine.toml")
    assert read_keys(tmp_path / "mine.toml") == (mine, "")
    editor.keys.change(KeyBindings())
    editor.import_from(tmp_path / "mine.toml")
    assert editor.keys.bindings == mine
    (tmp_path / "bad.toml").write_text("preset = ")
    editor.import_from(tmp_path / "bad.toml")
    assert editor.keys.bindings == mine
    assert "cannot be read" in editor.message.text()
    editor.export_to(tmp_path / "missing" / "mine.toml")
    assert "cannot be written" in editor.message.text()
    assert to_toml(KeyBindings()) == ""


def test_a_key_file_may_have_the_former_name_of_an_action(tmp_path):
    (tmp_path / "mine.toml").write_text('[keys]\n"judge.group" = ["G"]\n', encoding="utf-8")
    bindings, problem = read_keys(tmp_path / "mine.toml")
    assert (bindings.keys("view.stack"), problem) == (("G",), "")
