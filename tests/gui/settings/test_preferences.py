"""Preferences survive a restart, hold only differences, and never stop the program."""

import pytest

from annotator.errors import ConfigError
from annotator.gui.settings.preferences import Preferences, PreferenceStore, to_toml


def test_defaults_write_nothing(tmp_path):
    store = PreferenceStore(tmp_path)
    assert store.current == Preferences()
    assert to_toml(store.current) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_change_survives_and_only_the_difference_is_stored(tmp_path):
    PreferenceStore(tmp_path / "new" / "folder").change(theme="dark", thumbnail=200)
    again = PreferenceStore(tmp_path / "new" / "folder")
    assert again.current == Preferences(theme="dark", thumbnail=200)
    assert "auto_next" not in again.path.read_text()


def test_a_wrong_change_changes_nothing(tmp_path):
    store = PreferenceStore(tmp_path)
    with pytest.raises(ConfigError, match="theme"):
        store.change(theme="purple")
    with pytest.raises(ConfigError, match="there is no preference color"):
        store.change(color="red")
    assert store.current == Preferences()


@pytest.mark.parametrize("content", ["theme = ", "\x00", 'theme = "dark"\nbatch_size = 0\nsound = true\n'])
def test_a_damaged_file_is_told_and_kept(tmp_path, content):
    path = tmp_path / "preferences.toml"
    path.write_text(content)
    store = PreferenceStore(tmp_path)
    assert str(path) in store.problem
    assert store.current.batch_size == 8
    if "dark" in content:
        assert store.current.theme == "dark", "what can be used is used"
        assert "sound" in store.problem
    store.change(auto_next=False)
    assert (tmp_path / "preferences.damaged.toml").read_text() == content
    assert store.problem == ""
    assert PreferenceStore(tmp_path).current.auto_next is False


def test_preferences_that_cannot_be_written_hold_for_this_run(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = PreferenceStore(blocked / "config")
    assert store.change(theme="light").theme == "light"
    assert "cannot be written" in store.problem
