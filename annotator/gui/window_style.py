"""Style of the parts that only this window has, in the colours of the palette, so that it follows every theme."""

from __future__ import annotations

import re

STYLE = """
QLabel[role="title"] { font-size: 26pt; font-weight: 300; }
QLabel[role="lead"] { font-size: 11pt; color: palette(placeholder-text); }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="hint"] { color: palette(placeholder-text); }
QLabel[role="problem"] { color: palette(window-text); font-weight: 600; padding: 4px 0; }
QPushButton[role="large"] { padding: 14px 12px; }

QLabel#remark { padding-right: 18px; color: palette(placeholder-text); }
QSpinBox, QComboBox { min-height: 22px; }

QFrame#judgement_bar { border-top: 1px solid palette(mid); }
QFrame#coach {
    background: palette(button); border: 1px solid palette(mid); border-left: 3px solid palette(highlight);
    border-radius: 6px;
}
QFrame#message_bar { background: palette(button); border-bottom: 1px solid palette(mid); }
QFrame#message_bar[problem="true"] { border-left: 4px solid #c04400; }
QFrame#card { background: palette(button); border: 1px solid palette(mid); border-radius: 8px; }
QWidget#well { background: palette(base); }
QListWidget#recent { border: 1px solid palette(mid); border-radius: 6px; padding: 4px; }
QListWidget#recent::item { border-radius: 4px; padding: 2px 8px; }
QListWidget#recent::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""


def scaled(percent: int) -> str:
    """Return the style with all sizes of texts multiplied; style sheets know no relative ones."""
    return re.sub(r"font-size: (\d+)pt", lambda size: f"font-size: {int(size[1]) * percent / 100:g}pt", STYLE)
