"""Forms made from declared parameters show, check and return values."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QScrollArea, QSpinBox, QWidget

from annotator.errors import ConfigError
from annotator.gui.dialogs.goal_chooser import OWN
from annotator.gui.dialogs.preferences_dialog import PreferencesDialog
from annotator.gui.dialogs.topic_settings import TopicSettingsDialog
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.forms.path_field import PathField
from annotator.gui.settings.preferences import PreferenceStore
from annotator.parameters import ModelSettings, parameter, parameters_of, values_of
from annotator.strategies.goals import OFFERED
from annotator.strategies.registry import load_registry


@dataclass(frozen=True)
class Everything:
    """One parameter of each kind."""

    flag: bool = parameter(True, "A switch.")
    count: int = parameter(3, "A number of things.", low=1, high=9, unit="things")
    share: float = parameter(0.5, "A share.", low=0, high=1)
    mode: str = parameter("a", "A choice.", choices=("a", "b"))
    name: str = parameter("x", "Any text.")
    list: str = parameter("", "A file.", files="*.csv")
    scale: float | None = parameter(None, "Chosen by the program.", kind=float, low=0)


@dataclass(frozen=True)
class Topic:
    """What the dialog needs to know of a topic."""

    name: str = "threes"
    strategy: str = "topscoring"
    parameters: dict = None
    batch_size: int = 8
    model: ModelSettings = field(default_factory=ModelSettings)


@pytest.fixture
def form(qtbot):
    made = ParameterForm(Everything, {"count": 5}, in_use={"scale": "0.83"})
    qtbot.addWidget(made)
    return made


def test_every_kind_has_its_editor_and_its_help(form):
    kinds = {name: type(row.editor) for name, row in form.fields.items()}
    assert kinds == {
        "flag": QCheckBox, "count": QSpinBox, "share": QLineEdit, "mode": QComboBox, "name": QLineEdit,
        "list": PathField, "scale": QLineEdit,
    }  # fmt: skip
    shown = {label.text() for label in form.findChildren(QLabel)}
    for entry in parameters_of(Everything):
        assert entry.help in shown
        assert form.fields[entry.name].editor.accessibleName()
        assert entry.domain in form.fields[entry.name].editor.toolTip()


def test_values_come_back_checked(form):
    assert form.values() == {
        "flag": True,
        "count": 5,
        "share": 0.5,
        "mode": "a",
        "name": "x",
        "list": "",
        "scale": None,
    }
    form.fields["list"].editor.set_path(Path("/a/b.csv"))
    assert form.values()["list"] == str(Path("/a/b.csv"))
    form.fields["share"].editor.setText("0.25")
    form.fields["mode"].editor.setCurrentText("b")
    form.fields["flag"].editor.setChecked(False)
    assert form.values()["share"] == 0.25
    assert form.values()["mode"] == "b"
    assert form.values()["flag"] is False


def test_a_wrong_value_is_named_with_what_is_allowed(form):
    form.fields["share"].editor.setText("2")
    assert form.problem() == "share: 2.0 is not a number from 0 to 1"
    with pytest.raises(ConfigError, match="share"):
        form.values()
    form.reset()
    assert form.problem() == ""
    assert form.values()["count"] == 3


def test_auto_shows_the_value_in_use_and_can_be_replaced(form):
    scale = form.fields["scale"]
    assert scale.auto.isChecked()
    assert not scale.editor.isEnabled()
    assert "0.83" in scale.editor.placeholderText()
    scale.auto.setChecked(False)
    scale.editor.setText("1.5")
    assert form.values()["scale"] == 1.5
    scale.auto.setChecked(True)
    assert form.values()["scale"] is None


@pytest.mark.parametrize("strategy", load_registry().strategies)
def test_every_strategy_gets_a_form_with_its_parameters(qtbot, strategy):
    registry = load_registry()
    dialog = TopicSettingsDialog(Topic(strategy=strategy, parameters={}), registry, ModelSettings(length_scale=0.8312))
    qtbot.addWidget(dialog)
    choice = dialog.choice()
    assert choice.strategy == strategy
    assert choice.parameters == values_of(registry.make(strategy))
    assert choice.model == ModelSettings()
    assert dialog.model_form.fields["length_scale"].editor.placeholderText() == "0.8312 in use"


def test_nothing_is_cut_off_at_the_side(qtbot):
    """However long the title of a strategy is, the form fits the dialog, which does not scroll sideways."""
    dialog = TopicSettingsDialog(Topic(parameters={}), load_registry(), None)
    qtbot.addWidget(dialog)
    dialog.show()
    for page in range(dialog.pages.count()):
        dialog.pages.setCurrentIndex(page)
        for area in dialog.pages.currentWidget().window().findChildren(QScrollArea):
            if area.isVisible():
                assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    dialog.pages.setCurrentWidget(dialog.strategies)
    dialog.strategies.list.all.click()
    for name in dialog.strategies.list.names():
        dialog.strategies.list.choose(name)
        area = dialog.strategies.area
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_the_settings_in_effect_are_said_where_they_differ(qtbot):
    """The judgements chose another model, or the neighbors are not known yet."""
    registry = load_registry()
    own = Topic(parameters={})
    same = TopicSettingsDialog(own, registry, ModelSettings(length_scale=0.8))
    other = TopicSettingsDialog(own, registry, ModelSettings(length_scale=0.8, graph_weight=0.25, noise=0.01))
    for dialog in (same, other):
        qtbot.addWidget(dialog)
    assert same.in_effect.text() == ""
    assert other.in_effect.text() == "In effect at present: graph weight 0.25, noise 0.01."


def test_another_strategy_brings_its_form_and_wrong_values_cannot_be_used(qtbot):
    dialog = TopicSettingsDialog(Topic(parameters={}), load_registry(), None)
    qtbot.addWidget(dialog)
    dialog.strategies.list.choose("ital")
    dialog.batch_size.setValue(4)
    assert set(dialog.choice().parameters) == {p.name for p in parameters_of(load_registry().strategies["ital"])}
    assert dialog.choice().batch_size == 4
    assert dialog.use.isEnabled()
    noise = dialog.model_form.fields["noise"].editor
    noise.setText("-1")
    noise.textEdited.emit("-1")
    assert not dialog.use.isEnabled()
    noise.setText("0.1")
    noise.textEdited.emit("0.1")
    assert dialog.use.isEnabled()
    assert dialog.choice().model.noise == 0.1


def test_a_goal_sets_strategy_and_parameters_and_own_settings_are_recognised(qtbot):
    dialog = TopicSettingsDialog(Topic(strategy="mix", parameters={}), load_registry(), None)
    qtbot.addWidget(dialog)
    dialog.show()
    goals = dialog.goals
    assert goals.buttons["learn"].isChecked()
    assert not goals.buttons[OWN].isVisible()
    goals.buttons["find"].click()
    assert (dialog.choice().strategy, dialog.choice().parameters["find"]) == ("mix", 1.0)
    goals.buttons["boundary"].click()
    assert dialog.choice().strategy == "borderline-diversity"
    assert not goals.details.isVisible()
    goals.how.click()
    assert goals.details.isVisible()
    assert "borderline-diversity" in goals.details.text()
    assert "Brinker 2003" in goals.details.text()
    dialog.strategies.list.choose("coreset")
    assert goals.buttons[OWN].isChecked()
    dialog.strategies.set("mix", {"explore": 0.0})
    assert goals.buttons[OWN].isChecked()
    dialog.strategies.form.fields["explore"].back.click()
    assert goals.buttons["learn"].isChecked()


def test_everything_in_the_settings_that_takes_the_keyboard_has_a_name(qtbot):
    dialog = TopicSettingsDialog(Topic(strategy="mix", parameters={"find": 0.5}), load_registry(), None)
    qtbot.addWidget(dialog)
    dialog.show()
    for page in range(dialog.pages.count()):
        dialog.pages.setCurrentIndex(page)
        nameless = [
            widget
            for widget in dialog.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not widget.accessibleName()
            and not getattr(widget, "text", lambda: "")()
            and widget.objectName() != "qt_spinbox_lineedit"
        ]
        assert nameless == []


def test_strategies_are_found_by_words_and_authors(qtbot):
    dialog = TopicSettingsDialog(Topic(parameters={}), load_registry(), None)
    qtbot.addWidget(dialog)
    found = dialog.strategies.list
    found.search.setText("brinker")
    assert found.names() == ["topscoring", "borderline-diversity"]  # the chosen one stays
    found.search.setText("nothing like this")
    assert found.names() == ["topscoring"]
    found.search.clear()
    assert set(found.names()) == OFFERED
    assert "bait" not in OFFERED
    found.search.setText("fisher")
    assert "bait" in found.names()
    found.choose("bait")
    found.search.clear()
    assert set(found.names()) == {*OFFERED, "bait"}
    found.all.click()
    assert set(found.names()) == set(load_registry().strategies)
    assert not found.tree.topLevelItem(0).flags() & Qt.ItemFlag.ItemIsSelectable


def test_a_field_tells_default_unit_and_mistakes_and_goes_back(form, qtbot):
    form.show()
    share, count = form.rows["share"], form.rows["count"]
    assert {label.text() for label in share.findChildren(QLabel)} >= {"A number from 0 to 1. Default: 0.5."}
    assert share.field.back.isHidden()
    share.field.editor.setFocus()
    share.field.editor.selectAll()
    qtbot.keyClicks(share.field.editor, "2")
    assert share.problem.text() == "⚠ share: 2.0 is not a number from 0 to 1"
    assert share.problem.isVisible()
    assert not count.problem.isVisible()
    with qtbot.waitSignal(form.edited):
        qtbot.mouseClick(share.field.back, Qt.MouseButton.LeftButton)
    assert form.values()["share"] == 0.5
    assert share.problem.isHidden()
    assert share.field.back.isHidden()
    assert count.field.editor.suffix() == " things"
    assert count.field.back.isVisible()  # 5 is not the default


def test_preferences_are_applied_and_stored_at_once(qtbot, tmp_path):
    store = PreferenceStore(tmp_path)
    dialog = PreferencesDialog(store)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.form.fields["auto_next"].editor.setChecked(False)
    assert store.current.auto_next is False
    assert PreferenceStore(tmp_path).current.auto_next is False
