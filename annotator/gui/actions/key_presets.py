"""Key presets: keys familiar from other programs, and two sets for one-handed use.

A preset contains only the differences from the default keys of :data:`annotator.gui.actions.actions.ACTIONS`. A key
that a preset assigns to one action is removed from the action that has it by default. This module does not import Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.gui.actions.actions import ACTIONS


@dataclass(frozen=True)
class Preset:
    """Keys of all actions under one name.

    Attributes:
        name: Name in the key file.
        title: Name in the window.
        help: One sentence on whom it suits.
        own: Keys of the actions that differ from the defaults.
        free: Default keys that stay unused, because users of the other program expect another function.
    """

    name: str
    title: str
    help: str
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: frozenset[str] = frozenset()

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the keys of every action of the table."""
        taken = self.free | {key for keys in self.own.values() for key in keys}
        return {
            entry.id: self.own.get(entry.id, tuple(key for key in entry.keys if key not in taken))
            for entry in ACTIONS.values()
        }


_DIGIKAM = Preset(
    "digikam",
    "digiKam",
    "Alt and a digit judge, as digiKam's pick labels do: 3 accepted, 1 rejected, 2 pending, 0 none.",
    {
        # Alternative keys: what the same digit keys produce without Shift on a French keyboard.
        "judge.relevant": ("Alt+3", 'Alt+"'),
        "judge.irrelevant": ("Alt+1", "Alt+&"),
        "judge.unsure": ("Alt+2", "Alt+É"),
        "judge.clear": ("Alt+0", "Alt+À"),
        "view.fit": ("F7",),
        "view.actual": ("F8",),
    },
    frozenset(f"Ctrl+{digit}" for digit in range(6)),  # ratings there
)

_LIGHTROOM = Preset(
    "lightroom",
    "Lightroom",
    "Pick, reject and unflag with P, X and U; E and G switch from the grid to one image and back.",
    {
        "judge.relevant": ("P",),
        "judge.irrelevant": ("X",),
        "judge.unsure": ("B",),  # U, the default key, removes the flag there
        "judge.clear": ("U",),
        "view.open": ("E", "Return", "Enter"),
        "view.back": ("G", "Esc"),
        "view.focus_mode": ("F", "Shift+F11"),
        "view.stack": ("S", "D"),
        "view.scores": ("J",),  # S, the default key, opens a stack there
    },
)

_PRODIGY = Preset(
    "prodigy",
    "Prodigy",
    "A accepts, X rejects, Space is unsure, Backspace takes back.",
    {
        "judge.relevant": ("A",),
        "judge.irrelevant": ("X",),
        "judge.unsure": ("Space",),
        "judge.rest": ("E",),  # A, the default key, accepts there
        "view.preview": ("Return", "Enter"),  # Space is a judgement there
        "view.open": (),  # the same as the preview
        "edit.undo": ("Backspace", "Ctrl+Z"),
    },
)

_VIAME = Preset(
    "viame",
    "VIAME",
    "Plus and minus judge the selected images; Ctrl with plus and minus zooms.",
    {
        "judge.relevant": ("+", "="),  # the same key with and without Shift, where plus needs Shift
        "judge.irrelevant": ("-",),
        "judge.unsure": ("U",),
        "judge.clear": ("C",),
    },
)

_LEFT_HAND = Preset(
    "left-hand",
    "Left hand",
    "Everything under the left hand, on letters that are in the same place on all keyboards.",
    {
        "judge.relevant": ("D",),
        "judge.irrelevant": ("S",),
        "judge.unsure": ("F",),
        "judge.clear": ("C",),
        "judge.keep": ("X",),
        "judge.rest": ("T",),
        "batch.next": ("G",),
        "view.previous_image": ("E",),
        "view.next_image": ("R",),
        "view.scores": ("V",),
        "view.stack": ("W",),
        "edit.undo": ("B", "Ctrl+Z"),
    },
)

_ONE_HAND = Preset(
    "one-hand",
    "Number pad",
    "Everything on the number pad: 3 relevant, 1 irrelevant, 2 unsure, 0 none; 4 and 6 move, Enter goes on.",
    {
        "judge.relevant": ("Num+3",),
        "judge.irrelevant": ("Num+1",),
        "judge.unsure": ("Num+2",),
        "judge.clear": ("Num+0",),
        "judge.keep": ("Num+*",),
        "judge.rest": ("Num+-",),
        "judge.rest_relevant": ("Num++",),
        "batch.next": ("Num+Enter", "N"),
        "batch.earlier": ("Num+7", "Alt+Left"),
        "batch.later": ("Num+9", "Alt+Right"),
        "view.previous_image": ("Num+4",),
        "view.next_image": ("Num+6",),
        "view.preview": ("Num+5", "Space"),
        "view.switch": ("Num+8", "F6"),
        "edit.undo": ("Num+/", "Ctrl+Z"),
        "view.open": ("Return",),
        "view.stack": ("Num+.", "D"),
    },
)

PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("default", "Annotator", "P, X and U: in the same place on all keyboards, never with Shift."),
        _DIGIKAM,
        _LIGHTROOM,
        _PRODIGY,
        _VIAME,
        _LEFT_HAND,
        _ONE_HAND,
    )
}
"""All presets by name, the defaults first."""
